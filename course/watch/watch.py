"""`make watch`: at every save the checks and the learner's page, until q or Ctrl-C.

Two threads: this one notices saves and keys, the other makes verdicts and then loads the page. A
save ends what the other one is at: the newer one wins.
"""

import socket
import threading
from contextlib import ExitStack, suppress

from ..catalogue import CATALOGUE, Lesson
from ..checks.ready import ensure_ready
from ..checks.report import read
from ..paths import LESSONS
from ..say import console
from ..servers.page_settings import PageSettings, page_settings
from .keys import Keys
from .preloaded import Preloaded
from .saves import Saves
from .verdicts import Verdicts
from .watched_page import WatchedPage

# Milliseconds. A burst of events is one save: it is over after STEP without another one.
STEP, LONGEST, LOOK = 10, 100, 100


def watch(lesson: Lesson | None, max_age: int, port: int) -> int:
    """Watch a lesson, by default the first that is not done; return the exit code."""
    if not ensure_ready():
        return 1
    with ExitStack() as stack, suppress(KeyboardInterrupt):
        keys = stack.enter_context(Keys())
        preloaded = stack.enter_context(Preloaded())
        lesson = lesson or first_to_do(preloaded)
        listener, port = listen(port)
        stack.enter_context(listener)
        while lesson:
            with page_settings(lesson, max_age, listener, port) as settings:
                lesson = watch_one(settings, preloaded, keys)
    console.print("\nStopped.")
    return 0


def watch_one(settings: PageSettings, preloaded: Preloaded, keys: Keys) -> Lesson | None:
    """Watch a lesson; return the one that a key goes on to, None for the end."""
    with WatchedPage(settings) as page, Verdicts(preloaded, page, keys.can_read) as verdicts:
        return follow(Saves(), verdicts, keys)


def first_to_do(preloaded: Preloaded) -> Lesson:
    """Return the first lesson that is not done, the last one when all are."""
    console.print("Looking for the first lesson that is not done ...")
    for lesson in CATALOGUE:
        if not read(preloaded.run([lesson]), [lesson])[0].done:
            return lesson
    return CATALOGUE[-1]


def listen(port: int) -> tuple[socket.socket, int]:
    """Return a listening socket on the port, or on the next one that is free."""
    for candidate in (*range(port, min(port + 20, 65536)), 0):
        with suppress(OSError):
            listener = socket.create_server(("127.0.0.1", candidate), backlog=128)
            return listener, listener.getsockname()[1]
    raise OSError("There is no free port.")


def follow(saves: Saves, verdicts: Verdicts, keys: Keys) -> Lesson | None:
    """Hand every save and every key on; return the lesson to go on with, None for the end."""
    from watchfiles import watch as changes

    options = {"step": STEP, "debounce": LONGEST, "rust_timeout": LOOK, "yield_on_timeout": True}
    for events in changes(LESSONS, stop_event=threading.Event(), **options):
        # Events only wake us: some disks report none. An editor may put a new file in the
        # place of the old one, so a file that is gone is news only after a while.
        save = saves.news(patient=bool(events))
        if save:
            verdicts.of(save)
        for key in keys.pressed():
            if key == "q":
                return None
            if key == "n" and (following := verdicts.next_lesson()):
                return following
            if key in ("h", "l"):
                verdicts.hint() if key == "h" else verdicts.list_all()
    return None
