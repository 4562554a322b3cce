"""`make run`: the learner's page at a fixed address, served anew at every save.

This process holds the listening socket and lends it to a child that serves the page. So
a visit during a reload waits a moment, and is never refused.
"""

import os
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from ..catalogue import CATALOGUE, Lesson
from ..paths import LESSONS
from ..say import command, console
from .child import Child
from .error_page import ErrorPage
from .secret_key import kept_key
from .serve import LESSON

HOW = "Every save reloads it. Ctrl-C ends it."


def run(lesson: Lesson, max_age: int, port: int) -> int:
    """Serve the learner's page until Ctrl-C, and return the exit code. max_age: seconds."""
    try:
        listener = socket.create_server(("127.0.0.1", port), backlog=128)
    except OSError:
        return say_taken(lesson, port)
    # The key outlives a reload, so what it signed does too.
    settings = {**os.environ, "SECRET_KEYS": kept_key(), "PYTHONUNBUFFERED": "1"}
    with listener, ExitStack() as stack:
        try:
            if lesson.uses_redis:
                settings["REDIS_URL"] = stack.enter_context(redis())
            port, fd = listener.getsockname()[1], listener.fileno()
            if os.name == "nt":  # it lends no sockets
                listener.close()
                fd = None
            story = Path(stack.enter_context(TemporaryDirectory(prefix="course-story-")), "story")
            page = stack.enter_context(Page(lesson, max_age, port, fd, settings, story))
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


@contextmanager
def redis() -> Iterator[str]:
    """Start a Redis that keeps its data over restarts, and give its URL."""
    from .kept_redis import kept_redis
    from .redis_client import NotUsable

    with ExitStack() as stack:
        try:
            server = stack.enter_context(kept_redis())
        except NotUsable as error:
            raise click.ClickException(str(error)) from error
        for words in (*server.passed_over, server.said):
            console.print(words, markup=False)
        yield server.url


class Page:
    """What answers on the port: the learner's app, or a page that says why it cannot.

    story: the file of the session inspector, None for pages without it.
    """

    def __init__(
        self,
        lesson: Lesson,
        max_age: int,
        port: int,
        fd: int | None,
        settings: dict[str, str],
        story: Path | None = None,
    ) -> None:
        self.lesson, self.settings, self.story = lesson, settings, story
        self.max_age, self.port, self.fd = max_age, port, fd
        self.serving: Child | ErrorPage | None = None
        self.loaded: dict[str, tuple[int, int]] = {}

    def reload(self) -> None:
        """Serve the files as they are now, and say so in a line."""
        self.stop()
        self.loaded = saved_files()  # before loading: a save meanwhile is the next one
        start = time.monotonic()
        module = f"lessons.{self.lesson.stem}"
        child = Child(module, self.max_age, self.port, self.fd, self.settings, self.story)
        self.serving = child
        trouble = child.wait_until_ready()
        if trouble:
            self.show_error(trouble)
        else:
            console.print(f"{clock()}  loaded in {time.monotonic() - start:.1f} s{self.forgets()}")

    def forgets(self) -> str:
        """Return a remark where a reload ends the sessions."""
        in_memory = self.lesson.store == "memory"
        return "; sessions are in its memory, so they begin anew" if in_memory else ""

    def check(self) -> None:
        """See whether the learner's server is still there."""
        if isinstance(self.serving, Child) and self.serving.ended():
            self.show_error("Your server has ended. Look for an exit in your code.")

    def show_error(self, trouble: str) -> None:
        """Answer every visit with what is wrong, until the next save."""
        self.stop()
        console.print(f"{clock()}  {trouble}", markup=False)
        self.serving = ErrorPage(trouble, self.port, self.fd, self.lesson.stem)

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
