"""Prints the report: the board, the first thing that is wrong, and what to do next."""

import re

from rich.markup import escape

from ..catalogue import Lesson
from ..lesson_files.steps import Step, steps_of
from ..lesson_files.untouched import file_of
from ..say import command, console
from .finding import WIDTH, print_finding, print_trouble
from .onwards import print_next, print_step, say_hint, say_next, say_way_past
from .progress import DONE, TO_DO, UNKNOWN, WRONG
from .report import LessonReport, read
from .runner import Run

# The longest title has 31 characters; a narrow screen needs the rest for the state.
TITLE = max(32, WIDTH - 32)
STYLES = {DONE: "done", TO_DO: "todo", WRONG: "wrong", UNKNOWN: "extra", "not yet": "extra"}


def reports_of(run: Run, lessons: list[Lesson], package: str = "lessons") -> list[LessonReport]:
    """Return the reports on a run; where the checks could not run, say why, and return none."""
    if not run.trouble:
        return read(run, lessons, package)
    console.print("[wrong]The checks could not run.[/] This is what Python said:")
    console.print(run.trouble, markup=False)
    return []


def print_report(
    reports: list[LessonReport],
    package: str = "lessons",
    watching: str = "",
    first: str = "",
) -> None:
    """Print everything: the board, one finding in full, the others in a line, the next step.

    watching: "" where a command brings the next report, "saves" where a save does, "keys" where
    keys give hints and go on as well. first: what is to be said before the finding.
    """
    print_board(reports)
    if first:
        console.print(first)
    failed = [(report, check) for report in reports for check in report.failed()]
    extras = [(report, check) for report in reports for check in report.failed(extra=True)]
    worst = next((report for report in reports if report.wrong and not report.waits_for), None)
    worst = worst or next((report for report in reports if report.broken), None)
    if worst and worst.broken:
        print_broken(worst)
        say_next_of_broken(worst, package, watching)
    elif failed or extras:
        print_first(failed or extras, package)
        report = (failed or extras)[0][0]
        say_next("Change it", report, watching)
        say_hint(command("hint", report.lesson.number), watching)
        if not failed:
            say_way_past(reports, package, watching)
    elif worst:
        if not first:  # else it was said
            print_unknown(worst)
    else:
        print_next(reports, package, watching)


def print_unknown(report: LessonReport, step: Step | None = None) -> None:
    """Print why a step, or each that is not checked, cannot be: something before it is wrong."""
    ids = [one.id for one in report.core if report.states[one.id] == UNKNOWN]
    wrong = [one.id for one in report.core if report.states[one.id] == WRONG]
    what = f"step {wrong[0]} is wrong" if wrong else "an earlier lesson is not right"
    console.print(f"\n{step.id if step else ', '.join(ids)} cannot be checked: {what}.")
    console.print(f"To see it: [command]{command('test')}[/]")


def print_one_step(report: LessonReport, step: Step, package: str) -> int:
    """Print the board of a lesson and what there is to say of one step; return 1 if it is wrong."""
    print_board([report])
    failed = [one for one in report.checks if one.blamed == step.id and one.outcome == "failed"]
    state = report.states[step.id]
    if state == DONE:
        console.print(f"\nStep {step.id} is done.")
    elif state == WRONG:
        print_first([(report, one) for one in failed], package)
        say_next("Change it", report, "", step.id)
    elif state == UNKNOWN:
        print_unknown(report, step)
    else:
        print_step(report, step, package)
        say_next("Write it", report, "", step.id)
    if state not in (DONE, UNKNOWN):
        console.print(f"Stuck? [command]{command('hint', step=step.id)}[/]")
    return 1 if state == WRONG and not step.extra else 0


def has_text(report: LessonReport, package: str) -> bool:
    """Is something in the file that keeps a lesson from loading?"""
    try:
        folder = file_of(report.lesson, package).parent
        name = re.sub(r":\d+$", "", report.broken["place"]).rpartition("/")[2]
        return bool((folder / name).read_bytes().strip())
    except (OSError, ImportError):
        return False


def print_board(reports: list[LessonReport]) -> None:
    """Print one line a lesson, and one a step for a lesson that was begun."""
    for report in reports:
        lesson = report.lesson
        console.print(f"[name]Lesson {lesson.number}  {lesson.title:<{TITLE}}[/] {summary(report)}")
        if report.broken or (len(reports) > 1 and (report.done or not report.begun)):
            continue
        for step in steps_of(lesson):
            state = report.states[step.id]
            state = "not yet" if step.extra and state == WRONG else state
            extra = " (extra)" if step.extra else ""
            label = f"[{STYLES[state]}]{state:<11}[/]"
            console.print(f"  {step.id}  {label} {escape(step.title)}{extra}")


def summary(report: LessonReport) -> str:
    """Return a lesson's state in a few words."""
    if report.waits_for:
        return f"[extra]waits for lesson {report.waits_for}[/]"
    if report.broken:
        return "[wrong]cannot be loaded[/]"
    if report.done:
        return "[done]done[/]"
    done = sum(report.states[step.id] == DONE for step in report.core)
    if report.begun:
        return f"{done} of {len(report.core)} steps done"
    return f"[todo]to do[/] ({len(report.core)} steps, {report.lesson.minutes} min)"


def print_broken(report: LessonReport) -> None:
    """Print why a lesson's file cannot be loaded."""
    found = report.broken or {}
    console.print(f"\n[wrong]{escape(found['place'])}[/]\n", soft_wrap=True)
    print_trouble(found)


def print_first(failed: list[tuple[LessonReport, object]], package: str) -> None:
    """Print the first finding in full, and the others in a line each."""
    report, first = failed[0]
    step = next(one for one in steps_of(report.lesson) if one.id == first.blamed)
    print_finding(first, report.lesson, step, package)
    missing = report.to_do_before(step.id)
    if missing:
        ids = ", ".join(one.id for one in missing)
        what = f"Step {ids} is" if len(missing) == 1 else f"Steps {ids} are"
        console.print(f"\n{what} still to do, and {step.id} may build on it.")
    unknown = [one.id for one in report.core if report.states[one.id] == UNKNOWN]
    if step.extra and unknown:
        console.print(f"\nUntil this extra works, nothing can be said of {', '.join(unknown)}.")
    print_others(failed)


def print_others(failed: list[tuple[LessonReport, object]]) -> None:
    """Print every other check that failed, in three lines: the first one shall stay in sight."""
    first = (failed[0][1].blamed, failed[0][1].name)
    others = dict.fromkeys((check.blamed, check.name) for _, check in failed)
    others.pop(first)
    if others:
        console.print("\nAlso wrong, perhaps for the same reason:")
    shown = list(others)[: 2 if len(others) == 2 else 1]
    for step_id, name in shown:
        console.print(f"  {step_id}  {escape(name)}"[:WIDTH])
    if len(others) > len(shown):
        console.print(f"  and {len(others) - len(shown)} more")


def say_next_of_broken(report: LessonReport, package: str, watching: str) -> None:
    """Print what to do with a file that cannot be loaded, or that is not there."""
    if has_text(report, package):
        say_next("Change it", report, watching)
    else:
        back = command("reset", report.lesson.number)
        console.print(f"\nTo get the starter again: [command]{back}[/]")
