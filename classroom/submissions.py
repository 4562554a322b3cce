"""Submissions, and what grading found in them, as data. grade.py prints it."""

import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import click

from course.catalogue import CATALOGUE, Lesson
from course.checks.progress import DONE, TO_DO, UNKNOWN, states_from
from course.checks.report import LessonReport, broken_in
from course.checks.runner import Check, Run
from course.lesson_files.steps import Step, steps_of
from course.lesson_files.untouched import untouched_in

from .room import Rooms, files_in, why_not

NOT_ALL = "Not all checks ran."
# Seconds. After these, a lesson whose steps hang one after the other is not begun again.
PATIENCE = 45
STEMS = {lesson.stem for lesson in CATALOGUE}


class NoSubmissions(click.UsageError):
    """There is nothing to grade. Its text says where it was looked for."""


@dataclass
class Submission:
    """One learner's files. folder: None where there is nothing to run; trouble says why."""

    name: str
    folder: Path | None
    trouble: str = ""
    results: list["Result"] = field(default_factory=list)

    @property
    def complete(self) -> bool:
        """Are all core steps of all graded lessons done?"""
        return all(result.percent == 100 for result in self.results)


@dataclass
class Result:
    """One lesson of a submission. trouble: why the checks did not come to their end, or ""."""

    report: LessonReport
    trouble: str = ""

    def of(self, extra: bool) -> list[Step]:
        """Return the lesson's core steps, or its extra ones."""
        return [step for step in steps_of(self.report.lesson) if step.extra == extra]

    def done(self, extra: bool = False) -> int:
        """Return how many of these steps are done."""
        return sum(self.report.states[step.id] == DONE for step in self.of(extra))

    @property
    def percent(self) -> int:
        """The core steps that are done, in percent, rounded down."""
        return 100 * self.done() // len(self.of(extra=False))

    def said(self, step: Step) -> str:
        """Return what is to say of a step that is not done: one sentence, or ""."""
        state = self.report.states[step.id]
        if state in (DONE, TO_DO):
            return ""
        found = [check.found for check in self.report.checks if check.step == step.id]
        words = [one["headline"] for one in found if one and one.get("headline")]
        if words:
            return words[0]
        return self.trouble or (self.report.broken or {}).get("headline") or NOT_ALL

    @property
    def reason(self) -> str:
        """One sentence on the whole lesson, where there is more to say than wrong or to do."""
        if self.trouble:
            return self.trouble
        if self.report.broken:
            return self.report.broken["headline"]
        for check in self.report.checks:
            if check.found and check.found["kind"] in ("endless", "ended", "tampered"):
                return check.found["headline"]
        return NOT_ALL if UNKNOWN in self.report.states.values() else ""


def find(folder: Path) -> list[Submission]:
    """Return one submission for each sub-folder, by name. Raises NoSubmissions."""
    if not folder.is_dir():
        raise NoSubmissions(f"There is no folder {folder}.")
    try:
        found = [path for path in folder.iterdir() if path.is_dir() and path.name[0] not in "._"]
    except OSError as error:
        raise NoSubmissions(f"{folder} cannot be read: {error.strerror}.") from error
    if not found:
        raise NoSubmissions(
            f"In {folder} there are no folders. Each learner needs one, with the lessons in it."
        )
    return [Submission(path.name, *lessons_in(path)) for path in sorted(found)]


def lessons_in(folder: Path) -> tuple[Path | None, str]:
    """Return the folder of the lessons, this one or one at most two levels below, or why none."""
    if folder.is_symlink():
        return None, "This folder is a link, and links are not followed."
    try:
        for path in (folder, folder / "lessons", *sorted(folder.glob("*/lessons"))):
            if not any((path / f"{stem}.py").is_file() for stem in STEMS):
                continue
            if path.resolve() != folder.resolve() / path.relative_to(folder):
                return None, "The folder of the lessons is a link, and links are not followed."
            return path, ""
    except OSError as error:
        return None, f"This folder cannot be read: {error.strerror}."
    return None, "No lesson was found in this folder."


def grade(
    submission: Submission, lessons: Iterable[Lesson], expected: dict[str, Check], rooms: Rooms
) -> None:
    """Run the checks on a submission and fill in its results. expected: what must have passed."""
    files = files_in(submission.folder) if submission.folder else {}
    for lesson in lessons:
        due = {
            check.id: check for check in expected.values() if check.lesson_number == lesson.number
        }
        idle, missing = idle_in(files, lesson), missing_in(submission, files, lesson)
        # What is still the starter is to do, whatever the checks would say.
        begun = any(step.id not in idle for step in steps_of(lesson))
        run = Run() if missing else run_all(files, lesson, due if begun else {}, rooms)
        # A check that did not run did not pass.
        there = {check.id: check for check in run.checks}
        run.checks = [
            there.get(one.id) or Check(one.id, one.step, "missing") for one in due.values()
        ]
        say_what_was_left_out(run, submission.folder)
        trouble = missing or run.trouble.strip().split("\n")[-1][:200]
        states = states_from(run, lesson, idle)
        report = LessonReport(lesson, states, run.checks, broken_in(run.checks))
        submission.results.append(Result(report, trouble))


def missing_in(submission: Submission, files: dict[str, bytes], lesson: Lesson) -> str:
    """Return why the lesson's file is not there to be run, "" where it is."""
    name = f"{lesson.stem}.py"
    if name in files or not submission.folder:
        return submission.trouble
    return why_not(submission.folder / name) or f"There are too many files beside {name}."


def say_what_was_left_out(run: Run, folder: Path | None) -> None:
    """Where a check says that a file is not there, say why it was not read."""
    for check in run.checks:
        name = Path((check.found or {}).get("place", "")).name
        why = why_not(folder / name) if folder and name.endswith(".py") else ""
        if why:
            check.found["headline"] = why


def run_all(files: dict[str, bytes], lesson: Lesson, due: dict[str, Check], rooms: Rooms) -> Run:
    """Run a lesson's checks; a step that hangs, or ends the program, costs the others nothing."""
    found: dict[str, Check] = {}
    trouble, left, end = "", set(due), time.monotonic() + PATIENCE
    while left and time.monotonic() < end:
        run, before = rooms.run(files, lesson, left), left
        trouble = trouble or run.trouble
        found |= {one.id: one for one in run.checks if one.outcome in ("passed", "failed")}
        wrong = {one.step for one in found.values() if one.outcome == "failed"}
        left = {one.id for one in due.values() if one.id not in found and one.step not in wrong}
        if left == before:
            break
    return Run(list(found.values()), trouble)


def idle_in(files: dict[str, bytes], lesson: Lesson) -> set[str]:
    """Return the steps that are still the starter's."""
    name = f"{lesson.stem}.py"
    try:
        return untouched_in(files[name], lesson) if name in files else set()
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return set()
