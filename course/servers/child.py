"""One child process that serves the learner's app, on a socket that it is lent where it can be."""

import re
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import IO

from ..paths import LESSONS, ROOT, short
from ..say import console
from ..setup.damage import damage
from ..visible import cut, lines_of
from .page_settings import PageSettings
from .processes import ENDLESS, LOADING, end_group

READY = re.compile(r"^PORT \d+$")
PLACE = re.compile(r'File "([^"]+)", line (\d+)')
LAST_WORDS = 0.5  # seconds for what an ended process has still said
ROOM = 40_000  # characters of the learner's prints that are shown in a second
ROW = 80  # characters that even a short line counts for
TOO_MUCH = "(So many characters in one second are not all shown.)"


class Child:
    """`python -m course.servers.serve MODULE`, with what it writes shown on this terminal."""

    def __init__(self, page: PageSettings) -> None:
        module, fd = f"lessons.{page.lesson.stem}", page.fd
        words = [sys.executable, "-m", "course.servers.serve", module]
        words += ["--max-age", str(page.max_age), "--inspect", str(page.story)]
        words += ["--port", str(page.port)] if fd is None else ["--fd", str(fd)]
        options = {"cwd": ROOT, "env": page.environment, "text": True, "errors": "replace"}
        options |= {} if fd is None else {"pass_fds": [fd]}
        options |= dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.PIPE)
        # A group of its own, with all that the learner's code starts.
        self.process = subprocess.Popen(words, start_new_session=True, **options)
        self.ready = threading.Event()
        self.errors: deque[str] = deque(maxlen=1000)
        self.second, self.room = 0.0, 0
        self.readers = [
            threading.Thread(target=self.read, args=[self.process.stdout, self.hear], daemon=True),
            threading.Thread(target=self.read, args=[self.process.stderr, self.note], daemon=True),
        ]
        for reader in self.readers:
            reader.start()

    def read(self, stream: IO[str], take: Callable[[str], None]) -> None:
        """Give each line of a stream to a function, until its end."""
        with stream:
            for line in lines_of(stream):
                take(line)

    def hear(self, line: str) -> None:
        """Show what the learner's code prints, and notice when it is ready."""
        if READY.match(line):  # once more after a button of the inspector restarted it
            self.ready.set()
        else:
            self.show(line)

    def note(self, line: str) -> None:
        """Show an error of the running app; keep one of loading for trouble()."""
        if self.ready.is_set():
            self.show(line)
        else:
            self.errors.append(line)

    def show(self, line: str) -> None:
        """Show a line, unless this second has had more than anybody reads: then say so once."""
        if time.monotonic() > self.second + 1:
            self.second, self.room = time.monotonic(), ROOM
        if self.room > 0:
            self.room -= max(len(line), ROW)
            console.print(line, markup=False, soft_wrap=True)
            if self.room <= 0:
                console.print(TOO_MUCH)

    def wait_until_ready(self, given_up: Callable[[], bool] = lambda: False) -> str:
        """Return "" when the app answers, else a sentence that says why it does not.

        given_up: asked meanwhile whether the answer is still of interest.
        """
        end = time.monotonic() + LOADING
        while not self.ready.wait(0.02) and not self.ended() and not given_up():
            if time.monotonic() > end:
                self.stop()
                return f"Your file {ENDLESS}"
        if self.ready.is_set():
            return ""
        self.stop()
        return trouble(self.errors)

    def ended(self) -> bool:
        """Has the process ended by itself?"""
        return self.process.poll() is not None

    def kill(self) -> None:
        """End the process, with what it has started. Doing it twice does no harm."""
        end_group(self.process)
        self.process.stdin.close()

    def stop(self) -> None:
        """End the process, and wait a moment for what it has still said."""
        self.kill()
        end = time.monotonic() + LAST_WORDS
        for reader in self.readers:
            # Who left the group may hold the other end: then the reader goes on alone.
            reader.join(max(0, end - time.monotonic()))


def trouble(lines: Iterable[str]) -> str:
    """Return one sentence about a traceback: where in the learner's files, and what."""
    lines = list(lines)
    outside = damage("\n".join(lines))
    if outside:
        return outside
    said = next((line for line in reversed(lines) if line.strip()), "it ended without a word")
    said = cut(said)
    places = [match.groups() for match in map(PLACE.search, lines) if match]
    theirs = [(path, line) for path, line in places if Path(path).resolve().parent == LESSONS]
    if not theirs:
        return f"Your file cannot be loaded: {said}"
    path, line = theirs[-1]
    return f"Your file cannot be loaded: {short(path)}:{line}: {said}"
