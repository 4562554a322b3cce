"""`make run`: the learner's page at a fixed address, served anew at every save.

This process holds the listening socket and lends it to a child that serves the page. So
a visit during a reload waits a moment, and is never refused.
"""

import socket
import time
from collections.abc import Callable
from contextlib import ExitStack, closing, suppress
from http.client import HTTPConnection, HTTPException

from ..catalogue import CATALOGUE, Lesson
from ..paths import LESSONS
from ..say import command, console
from .child import Child
from .error_page import ErrorPage
from .page_settings import PageSettings, page_settings
from .serve import LESSON

HOW = "Every save reloads it. Ctrl-C ends it."


def run(lesson: Lesson, max_age: int, port: int) -> int:
    """Serve the learner's page until Ctrl-C, and return the exit code. max_age: seconds."""
    try:
        listener = socket.create_server(("127.0.0.1", port), backlog=128)
    except OSError:
        return say_taken(lesson, port)
    port = listener.getsockname()[1]
    with listener, ExitStack() as stack:
        try:
            settings = stack.enter_context(page_settings(lesson, max_age, listener, port))
            page = stack.enter_context(Page(settings))
            console.print(f"Lesson {lesson.number}: http://127.0.0.1:{port}\n{HOW}")
            page.reload()
            watch(page)
        except KeyboardInterrupt:
            console.print("\nStopped.")
    return 0


def say_taken(lesson: Lesson, port: int) -> int:
    """Say who has the port, and how to take the next; return the exit code."""
    other = command("run", lesson.number, port=port + 1 if port < 65535 else 3000)
    served = served_on(port)
    if served:
        console.print(
            f"Port {port} is taken: it serves lesson {served.number} of the course already."
        )
        console.print(f"Open http://127.0.0.1:{port}, or end the command that serves it (Ctrl-C).")
    else:
        console.print(f"Port {port} is taken by another program.")
    console.print(f"To take another port:\n  {other}")
    return 1


def served_on(port: int) -> Lesson | None:
    """Return the lesson that a command of the course serves on a port, None where none does."""
    with (
        suppress(OSError, HTTPException),
        closing(HTTPConnection("127.0.0.1", port, timeout=1)) as other,
    ):
        other.request("GET", "/favicon.ico")  # that is no visit
        stem = other.getresponse().getheader(LESSON)
        return next((one for one in CATALOGUE if one.stem == stem), None)
    return None


class Page:
    """What answers on the port: the learner's app, or a page that says why it cannot."""

    def __init__(self, settings: PageSettings) -> None:
        self.settings = settings
        self.serving: Child | ErrorPage | None = None
        self.loaded: dict[str, tuple[int, int]] = {}

    def reload(self) -> None:
        """Serve the files as they are now, and say so in a line."""
        self.stop()
        self.loaded = saved_files()  # before loading: a save meanwhile is the next one
        start = time.monotonic()
        trouble = self.load()
        if trouble:
            self.show_error(trouble)
        else:
            console.print(f"{clock()}  loaded in {time.monotonic() - start:.1f} s{self.forgets()}")

    def load(self, given_up: Callable[[], bool] = lambda: False) -> str:
        """Start the learner's app, and return "" once it answers, else why it does not.

        given_up: asked meanwhile whether the answer is still of interest.
        """
        child = self.serving = Child(self.settings)
        return child.wait_until_ready(given_up)

    def forgets(self) -> str:
        """Return a remark where a reload ends the sessions."""
        in_memory = self.settings.lesson.store == "memory"
        return "; sessions are in its memory, so they begin anew" if in_memory else ""

    def check(self) -> None:
        """See whether the learner's server is still there."""
        if isinstance(self.serving, Child) and self.serving.ended():
            self.show_error("Your server has ended. Look for an exit in your code.")

    def show_error(self, trouble: str) -> None:
        """Say what is wrong, and answer every visit with it until the next save."""
        self.stop()
        console.print(f"{clock()}  {trouble}", markup=False)
        self.serve_error(trouble)

    def serve_error(self, trouble: str) -> None:
        """Answer every visit with what is wrong."""
        page = self.settings
        self.serving = ErrorPage(trouble, page.port, page.fd, page.lesson.stem)

    def stop(self) -> None:
        """Stop answering."""
        if self.serving:
            self.serving.stop()
        self.serving = None

    def __enter__(self) -> "Page":
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()


def clock() -> str:
    """Return the time of day as text."""
    return time.strftime("%H:%M:%S")


def saved_files() -> dict[str, tuple[int, int]]:
    """Return what the learner's files are now: name to time and size."""
    found = {}
    for path in LESSONS.glob("*.py"):
        with suppress(FileNotFoundError):  # an editor is just replacing it
            about = path.stat()
            found[path.name] = (about.st_mtime_ns, about.st_size)
    return found


def watch(page: Page) -> None:
    """Reload the page at every save, until Ctrl-C."""
    from watchfiles import watch as changes

    for _ in changes(LESSONS, step=50, rust_timeout=500, yield_on_timeout=True):
        # The watch only wakes us: it begins after the first load, and some disks report nothing.
        if saved_files() != page.loaded:
            page.reload()
        else:
            page.check()
