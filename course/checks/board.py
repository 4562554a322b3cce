"""Prints the report: the board, the first thing that is wrong, and what to do next."""

import re
import textwrap

from rich.markup import escape

from ..answers.progress import DONE, TO_DO, UNKNOWN, WRONG, file_of
from ..answers.steps import Step, steps_of
from ..catalogue import CATALOGUE, Lesson
from ..say import command, console
from .finding import WIDTH, place_of, print_finding, print_trouble
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
    watching: bool = False,
    first: str = "",
) -> None:
    """Print everything: the board, one finding in full, the others in a line, the next step.

    watching: a save is enough for the next report, so no command is named for it. first: what
    is to be said before the finding.
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
        console.print(f"Stuck? [command]{command('hint', report.lesson.number)}[/]")
    else:
        print_next(reports, package, watching)


def print_one_step(report: LessonReport, step: Step, package: str) -> int:
    """Print the board of a lesson and what there is to say of one step; return 1 if it is wrong."""
    print_board([report])
    failed = [one for one in report.checks if one.step == step.id and one.outcome == "failed"]
    state = report.states[step.id]
    if state == DONE:
        console.print(f"\nStep {step.id} is done.")
    elif state == WRONG:
        print_first([(report, one) for one in failed], package)
        say_next("Change it", report, False, step.id)
    else:
        print_step(report, package, step)
        say_next("Write it", report, False, step.id)
    if state != DONE:
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
    step = next(one for one in steps_of(report.lesson) if one.id == first.step)
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
    """Print one line for every other check that failed, whatever its examples."""
    first = (failed[0][1].step, failed[0][1].name)
    others = dict.fromkeys((check.step, check.name) for _, check in failed)
    others.pop(first)
    if others:
        console.print("\nAlso wrong, perhaps for the same reason:")
    for step_id, name in list(others)[:8]:
        console.print(f"  {step_id}  {escape(name)}"[:WIDTH])
    if len(others) > 8:
        console.print(f"  and {len(others) - 8} more")


def say_next(what: str, report: LessonReport, watching: bool, step: str | None = None) -> None:
    """Print what to do, and the one command that comes after it. step: where it checks one only."""
    again = command("test", step=step) if step else command("test", report.lesson.number)
    then = "." if watching else f", then: [command]{again}[/]"
    console.print(f"\n{what} and save the file{then}")


def say_next_of_broken(report: LessonReport, package: str, watching: bool) -> None:
    """Print what to do with a file that cannot be loaded, or that is not there."""
    if has_text(report, package):
        say_next("Change it", report, watching)
    else:
        back = command("reset", report.lesson.number)
        console.print(f"\nTo get the starter again: [command]{back}[/]")


def print_next(reports: list[LessonReport], package: str, watching: bool) -> None:
    """Print what to do when nothing is wrong: the step that comes next, or the lesson is done."""
    done = [report for report in reports if report.done]
    begun = [report for report in reports if report.begun and not report.done]
    if done and not begun:
        print_done(done[-1].lesson)
    else:
        report = (begun or reports)[0]
        print_step(report, package)
        say_next("Write it", report, watching)


def print_step(report: LessonReport, package: str, step: Step | None = None) -> None:
    """Print a step, by default the next one: where it is, and what its comment says."""
    step = step or report.next_step or report.core[0]
    console.print(f"\n[name]Step {step.id}, {escape(step.title)}[/] ({step.minutes} min)")
    console.print(escape(place_of(report.lesson, step, {}, package)) + "\n", soft_wrap=True)
    for number, function in enumerate(step.functions):
        if len(step.functions) > 1:
            name, blank = function.name.rpartition(".")[2], "\n" if number else ""
            console.print(f"{blank}  [name]{name}[/]")
        for line in textwrap.wrap(function.text, WIDTH - 2, break_on_hyphens=False):
            console.print(f"  {escape(line)}")


def print_done(lesson: Lesson) -> None:
    """Print that a lesson is done, how to see it hold, and the way on."""
    console.print(f"\n[done]Lesson {lesson.number} is done.[/]")
    for line in textwrap.wrap(lesson.why_next, WIDTH):
        console.print(line, markup=False)
    console.print(f"\nAttack what you built: [command]{command('attack', lesson.number)}[/]")
    following = [one for one in CATALOGUE if one.number == lesson.number + 1]
    if following:
        console.print(f"Then go on:            [command]{command('test', following[0].number)}[/]")
