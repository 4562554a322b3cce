"""One child process that serves the learner's app on a socket that it is lent.

fd: the listening socket; None where none can be lent (Windows), then it opens port itself.
"""

import re
import subprocess
import sys
import threading
from pathlib import Path
from typing import IO

from ..paths import LESSONS, ROOT, short
from ..say import console

READY = re.compile(r"^PORT \d+$")
PLACE = re.compile(r'File "([^"]+)", line (\d+)')
LOADING = 10  # seconds; a lesson takes half a second


class Child:
    """`python -m course.servers.serve MODULE`, with what it writes shown on this terminal.

    story: the file of the session inspector, None for pages without it.
    """

    def __init__(
        self,
        module: str,
        max_age: int,
        port: int,
        fd: int | None,
        settings: dict[str, str],
        story: Path | None = None,
    ) -> None:
        words = [sys.executable, "-m", "course.servers.serve", module, "--max-age", str(max_age)]
        words += ["--port", str(port)] if fd is None else ["--fd", str(fd)]
        words += [] if story is None else ["--inspect", str(story)]
        lent = {} if fd is None else {"pass_fds": [fd]}
        pipes = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.PIPE)
        self.process = subprocess.Popen(
            words, cwd=ROOT, env=settings, text=True, errors="replace", **pipes, **lent
        )
        self.ready = False
        self.settled = threading.Event()  # it is ready, or it has ended
        self.errors: list[str] = []
        self.readers = [
            threading.Thread(target=self.read_output, args=[self.process.stdout], daemon=True),
            threading.Thread(target=self.read_errors, args=[self.process.stderr], daemon=True),
        ]
        for reader in self.readers:
            reader.start()

    def read_output(self, stream: IO[str]) -> None:
        """Show what the learner's code prints, and notice when it is ready."""
        for line in stream:
            if READY.match(line):  # once more after a button of the inspector restarted it
                self.ready = True
                self.settled.set()
            else:
                console.print(line.rstrip("\n"), markup=False, soft_wrap=True)
        self.settled.set()

    def read_errors(self, stream: IO[str]) -> None:
        """Show an error of the running app; keep one of loading for trouble()."""
        for line in stream:
            if self.ready:
                console.print(line.rstrip("\n"), markup=False, soft_wrap=True)
            else:
                self.errors.append(line.rstrip("\n"))

    def wait_until_ready(self) -> str:
        """Return "" when the app answers, else a sentence that says why it does not."""
        in_time = self.settled.wait(LOADING)
        if self.ready:
            return ""
        self.stop()
        if not in_time:
            return f"Your file has not finished loading after {LOADING} seconds: is there a loop?"
        return trouble(self.errors)

    def ended(self) -> bool:
        """Has the process ended by itself?"""
        return self.process.poll() is not None

    def stop(self) -> None:
        """End the process; nothing of it stays."""
        self.process.kill()
        self.process.wait()
        for reader in self.readers:
            reader.join()
        for pipe in (self.process.stdin, self.process.stdout, self.process.stderr):
            pipe.close()


def trouble(lines: list[str]) -> str:
    """Return one sentence about a traceback: where in the learner's files, and what."""
    said = next((line for line in reversed(lines) if line.strip()), "it ended without a word")
    places = [match.groups() for match in map(PLACE.search, lines) if match]
    theirs = [(path, line) for path, line in places if Path(path).resolve().parent == LESSONS]
    if not theirs:
        return f"Your file cannot be loaded: {said}"
    path, line = theirs[-1]
    return f"Your file cannot be loaded: {short(path)}:{line}: {said}"
