"""Says what comes after a report: the next step in any lesson, an extra, the next lesson."""

import textwrap

from rich.markup import escape

from ..catalogue import CATALOGUE, Lesson
from ..lesson_files.steps import POINT, Step, steps_of
from ..say import command, console
from .finding import WIDTH, place_of
from .progress import DONE
from .report import LessonReport

LAST = "The sessions hold. This is the last lesson so far."


def print_next(reports: list[LessonReport], package: str, watching: str) -> None:
    """Print what to do when nothing is wrong: what was just done, and the step that comes next."""
    report = next_of(reports)
    before = [one for one in reports if one.done]
    if report:
        number = report.lesson.number
        before = [one for one in before if one.lesson.number == number - 1 and not report.begun]
    if before:
        print_done(before[-1].lesson)
    if report:
        print_step(report, report.next_step or report.core[0], package)
        say_next("Write it", report, watching)
    else:
        say_way_on(reports[-1].lesson, watching)
        print_extra(reports, package, watching)


def next_of(reports: list[LessonReport]) -> LessonReport | None:
    """Return the lesson to go on with: of those not done one that was begun, None for none."""
    left = [report for report in reports if not report.done]
    return next((report for report in left if report.begun), left[0] if left else None)


def print_step(report: LessonReport, step: Step, package: str, label: str = "") -> None:
    """Print a step that is to do: where it is, and what its comment says."""
    title = f"Step {step.id}, {escape(step.title)}"
    console.print(f"\n{label}[name]{title}[/] ({step.minutes} min)")
    console.print(escape(place_of(report.lesson, step, {}, package)) + "\n", soft_wrap=True)
    for number, function in enumerate(step.functions):
        if len(step.functions) > 1:
            name, blank = function.name.rpartition(".")[2], "\n" if number else ""
            console.print(f"{blank}  [name]{name}[/]")
        for text in function.text.splitlines():
            options = {"subsequent_indent": " " * 3 * bool(POINT.match(text))}
            for line in textwrap.wrap(text, WIDTH - 2, break_on_hyphens=False, **options):
                console.print(f"  {escape(line)}")


def print_extra(reports: list[LessonReport], package: str, watching: str) -> None:
    """Print the first extra that is not done, where there is one."""
    for report in reports:
        for step in steps_of(report.lesson):
            if report.states[step.id] != DONE:
                print_step(report, step, package, "An extra, if you like. ")
                console.print()
                return say_hint(command("hint", step=step.id), watching)
    return None


def print_done(lesson: Lesson) -> None:
    """Print that a lesson is done, why there is another one, and how to see it hold."""
    console.print(f"\n[done]Lesson {lesson.number} is done.[/]")
    for line in textwrap.wrap(lesson.why_next or LAST, WIDTH):
        console.print(line, markup=False)
    console.print(f"Attack what you built: [command]{command('attack', lesson.number)}[/]")


def say_way_on(lesson: Lesson, watching: str, label: str = "Then go on:           ") -> None:
    """Print how to begin the lesson after this one, where there is one."""
    following = next((one for one in CATALOGUE if one.number == lesson.number + 1), None)
    if following and watching == "keys":
        console.print(f"{label} key [command]n[/]")
    elif following:
        name = "watch" if watching else "test"
        console.print(f"{label} [command]{command(name, following.number)}[/]")


def say_way_past(reports: list[LessonReport], package: str, watching: str) -> None:
    """Print what comes after an extra that does not work yet."""
    report = next_of(reports)
    if not report:
        return say_way_on(reports[-1].lesson, watching, "An extra blocks nothing. Go on:")
    step = report.next_step or report.core[0]
    place = place_of(report.lesson, step, {}, package)
    return console.print(f"An extra blocks nothing. Next is step {step.id}:\n{escape(place)}")


def say_next(what: str, report: LessonReport, watching: str, step: str | None = None) -> None:
    """Print what to do, and the one command that comes after it. step: where it checks one only."""
    again = command("test", step=step) if step else command("test", report.lesson.number)
    then = "." if watching else f", then: [command]{again}[/]"
    console.print(f"\n{what} and save the file{then}")


def say_hint(typed: str, watching: str) -> None:
    """Print how to get a hint, where no key gives one."""
    if watching != "keys":
        console.print(f"Stuck? [command]{typed}[/]")
