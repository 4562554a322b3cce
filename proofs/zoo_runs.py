"""Runs the answers of the zoo, each once, two at a time."""

import importlib
import itertools
import queue
import sys
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

import pytest
from zoo import Answer

from course.catalogue import Lesson
from course.checks.progress import WRONG
from course.checks.report import LessonReport, read
from course.checks.runner import Run
from course.copies import write_files
from course.lesson_files.starters import starters
from course.lesson_files.steps import steps_before
from course.watch.preloaded import Preloaded

AT_ONCE = 2


class ZooRuns:
    """A context manager; within it, of(answers) returns the run of each answer.

    folder: for the packages that are run.
    """

    def __init__(self, folder: Path) -> None:
        self.folder, self.solved = folder, starters(steps_before())
        self.idle: queue.Queue[Preloaded] = queue.Queue()
        self.done: dict[Answer, Run] = {}
        self.numbers = itertools.count()
        self.open = ExitStack()

    def __enter__(self) -> "ZooRuns":
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
        missing = [answer for answer in answers if answer not in self.done]
        with pytest.MonkeyPatch.context() as patch, ThreadPoolExecutor(AT_ONCE) as pool:
            patch.setenv("PYTHONPATH", str(self.folder))
            patch.delenv("COURSE_CHECK_REDIS", raising=False)  # two at once need one each
            self.done |= zip(missing, pool.map(self._run, missing), strict=True)
        return {answer: self.done[answer] for answer in answers}

    def run(self, lesson: Lesson, text: str, name: str) -> Run:
        """Run the lesson's checks on the solutions, with this text in the lesson's place."""
        write_files(self.folder / name, self.solved | {f"{lesson.stem}.py": text})
        preloaded = self.idle.get()
        try:
            return preloaded.run([lesson], name)
        finally:
            self.idle.put(preloaded)

    def _run(self, answer: Answer) -> Run:
        name = f"answer{next(self.numbers)}"
        run = self.run(answer.lesson, answer.text, name)
        assert not run.trouble, f"{answer}: {run.trouble}"
        report = report_on(run, answer.lesson, name)
        run.shown = next(iter(report.failed() or report.failed(extra=True)), None)
        wrong = {step.id for step in report.core if report.states[step.id] == WRONG}
        run.wrong = set() if report.broken else wrong
        return run


def report_on(run: Run, lesson: Lesson, package: str) -> LessonReport:
    """Return what the learner is told of a run."""
    importlib.invalidate_caches()
    return read(run, [lesson], package)[0]
