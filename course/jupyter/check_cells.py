"""The check cells: the checks of one step on the reader's file, and the lesson's board."""

import hashlib
from functools import lru_cache

from rich.markup import escape

from ..catalogue import CATALOGUE, Lesson
from ..checks.board import print_board, reports_of
from ..checks.finding import place_of, print_finding, print_trouble
from ..checks.progress import DONE, TO_DO, WRONG
from ..checks.report import LessonReport
from ..checks.runner import Run, run_checks
from ..checks.test_command import what_is_missing
from ..lesson_files.steps import Step, step_of
from ..paths import LESSONS
from ..say import command, console


def check(step_id: str) -> None:
    """Check one step in your file, and say what to do. Nothing that is in the file stops this."""
    lesson, step = step_of(step_id)
    reports = reports_of(run_once(lesson, fingerprint()), [lesson])
    if not reports:
        return
    report = reports[0]
    print_board([report])
    if report.broken:
        print_broken(report)
    elif report.states[step.id] == WRONG:
        print_wrong(report, step)
    else:
        print_state(report, step)


@lru_cache(maxsize=1)
def run_once(lesson: Lesson, _fingerprint: str) -> Run:
    """Run the lesson's checks, unless no file has changed since the last run."""
    return run_checks([lesson])


def fingerprint() -> str:
    """Return a digest of what the reader writes."""
    digest = hashlib.sha256()
    for path in sorted(LESSONS.glob("*.py")):
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()


def print_broken(report: LessonReport) -> None:
    """Print why the lesson's file cannot be loaded."""
    console.print(f"\n{report.broken['place']}\n", markup=False, soft_wrap=True)
    print_trouble(report.broken)
    say_again("Mend it")


def print_wrong(report: LessonReport, step: Step) -> None:
    """Print the first thing that is wrong in this step."""
    failed = [one for one in report.checks if one.step == step.id and one.outcome == "failed"]
    print_finding(failed[0], report.lesson, step)
    more = len({one.name for one in failed}) - 1
    if more:
        console.print(f"\nAnd {more} more of this step.")
    if report.lesson != CATALOGUE[0]:
        console.print(what_is_missing(report, [report], "lessons"))
    say_again("Change it")
    hint = command("hint", report.lesson.number, step=step.id)
    console.print(f"Stuck? [command]{hint}[/] in a terminal.")


def print_state(report: LessonReport, step: Step) -> None:
    """Print what this step waits for, or that it is done."""
    title = f"Step {step.id}, {escape(step.title)}"
    if report.states[step.id] == DONE:
        console.print(f"\n{title}: done. Go on below.")
        return
    state = "to do" if report.states[step.id] == TO_DO else "not checked yet"
    console.print(f"\n{title}: {state}. It is in")
    console.print(escape(place_of(report.lesson, step, {}, "lessons")), soft_wrap=True)
    say_again("Write it")


def say_again(what: str) -> None:
    """Print the one thing that comes next."""
    console.print(f"\n{what}, save the file, and run this cell again.")
