"""Runs the answers of the zoo, each once: two at a time, or two workers of pytest-xdist."""

import hashlib
import importlib
import os
import pickle
import queue
import sys
import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from pathlib import Path

import pytest
from zoo import Answer

from course.catalogue import Lesson
from course.checks.progress import WRONG
from course.checks.report import LessonReport, read
from course.checks.runner import Run
from course.paths import SOLUTIONS
from course.watch.preloaded import Preloaded

AT_ONCE = 1 if os.environ.get("PYTEST_XDIST_WORKER") else 2
DEADLINE = 120  # seconds to wait for what another worker has begun


class ZooRuns:
    """A context manager; within it, of(answers) returns the run of each answer.

    folder: for what is written. shared: where several workers keep what they have done.
    """

    def __init__(self, folder: Path, shared: Path) -> None:
        self.folder, self.shared = folder, shared
        self.idle: queue.Queue[Preloaded] = queue.Queue()
        self.open = ExitStack()

    def __enter__(self) -> "ZooRuns":
        self.shared.mkdir(exist_ok=True)
        # A report looks for the files of the package.
        sys.path.insert(0, str(self.folder))
        self.open.callback(sys.path.remove, str(self.folder))
        for _ in range(AT_ONCE):
            self.idle.put(self.open.enter_context(Preloaded()))
        return self

    def __exit__(self, *_: object) -> None:
        self.open.close()

    def of(self, answers: Iterable[Answer]) -> dict[Answer, Run]:
        """Return the run of each answer: the checks of its lesson on a package of its own.

        A run has two things more. shown: the check that the learner sees in full, or None.
        wrong: the core steps that are red, none for a file that cannot be loaded.
        """
        answers = list(answers)
        with pytest.MonkeyPatch.context() as patch, ThreadPoolExecutor(AT_ONCE) as pool:
            patch.setenv("PYTHONPATH", str(self.folder))
            patch.delenv("COURSE_CHECK_REDIS", raising=False)  # two at once need one each
            list(pool.map(self._run_once, answers))
        return {answer: self._done(answer) for answer in answers}

    def run(self, lesson: Lesson, text: str, name: str) -> Run:
        """Run the lesson's checks on the solutions, with this text in the lesson's place."""
        package = self.folder / name
        package.mkdir()
        for path in SOLUTIONS.glob("*.py"):
            own = text if path == lesson.solution else path.read_text(encoding="utf-8")
            (package / path.name).write_text(own, encoding="utf-8")
        preloaded = self.idle.get()
        try:
            return preloaded.run([lesson], name)
        finally:
            self.idle.put(preloaded)

    def _run_once(self, answer: Answer) -> None:
        """Run the answer, unless somebody has begun to."""
        name = name_of(answer)
        with suppress(FileExistsError):
            (self.shared / f"{name}.begun").touch(exist_ok=False)
            run = self.run(answer.lesson, answer.text, name)
            report = report_on(run, answer.lesson, name)
            run.shown = next(iter(report.failed() or report.failed(extra=True)), None)
            wrong = {step.id for step in report.core if report.states[step.id] == WRONG}
            run.wrong = set() if report.broken else wrong
            part = self.shared / f"{name}.part"
            part.write_bytes(pickle.dumps(run))
            part.rename(self.shared / name)

    def _done(self, answer: Answer) -> Run:
        file, end = self.shared / name_of(answer), time.monotonic() + DEADLINE
        while not file.exists():
            assert time.monotonic() < end, f"{answer} was begun, and never came to an end"
            time.sleep(0.05)
        run = pickle.loads(file.read_bytes())  # noqa: S301
        assert not run.trouble, f"{answer}: {run.trouble}"
        return run


def name_of(answer: Answer) -> str:
    """Return a name for the answer's package, the same one in every process."""
    return "answer" + hashlib.sha256(repr(answer).encode()).hexdigest()[:16]


def report_on(run: Run, lesson: Lesson, package: str) -> LessonReport:
    """Return what the learner is told of a run."""
    importlib.invalidate_caches()
    return read(run, [lesson], package)[0]
