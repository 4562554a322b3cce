"""Runs checks as runner.py does, in a fraction of its time: all that they need is loaded."""

import json
import os
import subprocess
import threading
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from ..catalogue import Lesson
from ..checks.runner import Run, check_file, environment, run_checks, run_with
from ..servers import processes

HAS_FORK = hasattr(os, "fork")


class Abandoned(Exception):
    """The run was ended by abandon(), so it says nothing."""


class Gone(Exception):
    """The process that forks is not there any more, or never got ready."""


class Preloaded:
    """A context manager; within it, run(lessons, package) is run_checks, only faster.

    One run at a time: a second one, in another thread, waits for the first.
    """

    def __init__(self) -> None:
        self.turn, self.pen = threading.Lock(), threading.Lock()
        self.number = 0  # of the last run
        self.running = self.stopped = 0
        self.forker: subprocess.Popen | None = None
        self.plain: subprocess.Popen | None = None

    def __enter__(self) -> "Preloaded":
        if HAS_FORK:
            self.forker = processes.start("-m", "course.watch.forker", stderr=subprocess.DEVNULL)
        return self

    def __exit__(self, *_: object) -> None:
        self.abandon()
        if self.forker:
            processes.end(self.forker)
            self.forker = None

    def run(self, lessons: Iterable[Lesson], package: str = "lessons") -> Run:
        """Run the checks of the lessons on a package. Raises Abandoned after abandon()."""
        lessons = list(lessons)
        with self.turn:
            with self.pen:
                self.number += 1
                self.running = self.number
            try:
                run = self._run(lessons, package)
            finally:
                with self.pen:
                    self.running, self.plain = 0, None
            if self.stopped == self.number:
                raise Abandoned
            return run

    def abandon(self) -> None:
        """End the run that goes on, if there is one. For any thread."""
        with self.pen:
            if not self.running:
                return
            self.stopped = self.running
            if self.plain:
                self.plain.kill()
            elif self.forker:
                with suppress(Gone):
                    self._write(stop=self.running)

    def _run(self, lessons: list[Lesson], package: str) -> Run:
        if self.forker:
            try:
                return run_with(lambda *files: self._order(lessons, package, *files), package)
            except Gone:
                processes.end(self.forker)
                self.forker = None
        return run_checks(lessons, package, self._began)

    def _began(self, process: subprocess.Popen) -> None:
        with self.pen:
            self.plain = process
            if self.stopped == self.number:
                process.kill()

    def _order(self, lessons: list[Lesson], package: str, results: Path, stack: Path) -> str:
        """Have a run made, and return what pytest printed. Raises Gone."""
        output = results.with_name("output")
        output.touch()  # a run may be ended before it has made it
        order = {
            "run": self.number,
            "package": package,
            "files": [str(check_file(lesson)) for lesson in lessons],
            "results": str(results),
            "output": str(output),
            "environment": environment(stack),
        }
        with self.pen:
            self._write(**order)
            if self.stopped == self.number:  # before there was anything to stop
                self._write(stop=self.number)
        for line in self.forker.stdout:
            if json.loads(line).get("run") == self.number:
                return output.read_text(encoding="utf-8", errors="replace")
        raise Gone

    def _write(self, **order: object) -> None:
        try:
            self.forker.stdin.write(json.dumps(order) + "\n")
            self.forker.stdin.flush()
        except OSError as error:
            raise Gone from error
