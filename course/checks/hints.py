"""`make hint`: three rungs for every step, read from the Markdown beside the checks."""

import re
import textwrap
from pathlib import Path

from ..catalogue import Lesson
from ..lesson_files.steps import Step, step_of, steps_of
from ..paths import TESTS
from ..say import command, console
from .board import print_broken
from .finding import WIDTH, print_trouble
from .progress import DONE
from .report import LessonReport
from .test_command import checked, what_is_missing

RUNGS = 3
CODE = re.compile(r"`([^`]*)`")
MAKE = re.compile(r"make (\w[\w-]*)((?: [A-Z_]+=\w+)*)")


def hints_file(lesson: Lesson) -> Path:
    """Return the file with the lesson's hints."""
    return TESTS / f"hints_{lesson.stem}.md"


def hints_of(lesson: Lesson) -> dict[str, list[str]]:
    """Return the lesson's hints: step id to its rungs. A line break ends a line that is code."""
    found: dict[str, list[str]] = {}
    for part in re.split(r"^## ", hints_file(lesson).read_text(encoding="utf-8"), flags=re.M)[1:]:
        step_id, _, text = part.partition("\n")
        rungs = re.split(r"^\d\. ", text, flags=re.M)[1:]
        found[step_id.strip()] = [join(rung) for rung in rungs]
    return found


def join(rung: str) -> str:
    """Return a rung with its paragraphs in one line each, and each line of code on its own."""
    lines: list[str] = []
    after_code = True
    for line in map(str.strip, rung.strip().splitlines()):
        is_code = bool(re.fullmatch(r"`[^`]+`", line))
        if is_code or after_code:
            lines.append(line)
        else:
            lines[-1] += " " + line
        after_code = is_code
    return "\n".join(lines)


def as_typed(text: str) -> str:
    """Return a hint as it is shown: without backticks, commands in this person's form."""

    def replace(found: re.Match) -> str:
        settings = dict(word.split("=") for word in found[2].split())
        lesson = settings.pop("LESSON", None)
        return command(found[1], lesson, **{key.lower(): settings[key] for key in settings})

    return CODE.sub(lambda code: MAKE.sub(replace, code[1]), text)


def hint_command(
    lesson: Lesson | None, step_id: str | None, rung: int, package: str = "lessons"
) -> int:
    """Show a hint: for the step, or for the first one wrong or to do. Return the exit code."""
    if step_id:
        show(step_of(step_id, lesson)[1], rung)
        return 0
    reports = checked(lesson, package)
    if not reports:
        return 1
    hint_for(reports, rung, package)
    return 0


def hint_for(
    reports: list[LessonReport], rung: int, package: str = "lessons", by_key: bool = False
) -> None:
    """Show the hint that a learner with these reports needs. by_key: a key of `make watch` asks."""
    broken = [report for report in reports if report.broken]
    at = next((one for one in reports if one.wrong and not one.waits_for), None)
    if broken and (at is None or at.broken):
        console.print("Before any hint: a file cannot be loaded.")
        print_broken(at or broken[0])
        return
    found = first_step(reports)
    if found is None:
        what = f"Lesson {reports[0].lesson.number}" if len(reports) == 1 else "All"
        console.print(f"[done]{what} is done:[/] there is nothing left to give a hint for.")
        return
    report, step = found
    missing = next((one.found for one in report.failed() if one.found["kind"] == "missing"), None)
    if missing:
        console.print("Before any hint: something has another name, or is gone.\n")
        print_trouble(missing)
        return
    show(step, rung, by_key)
    if report.wrong and not by_key:
        console.print(what_is_missing(report, reports, package))


def first_step(reports: list[LessonReport]) -> tuple[LessonReport, Step] | None:
    """Return the step that `make test` speaks of, or the first extra to do; None if all is done."""
    for extra in (False, True):
        for report in reports:
            for check in report.failed(extra):
                return report, next(
                    one for one in steps_of(report.lesson) if one.id == check.blamed
                )
    to_do = [report for report in reports if not report.done]
    to_do.sort(key=lambda report: not report.begun)
    for report in to_do:
        if report.next_step:
            return report, report.next_step
    for report in reports:
        for step in steps_of(report.lesson):
            if report.states[step.id] != DONE:
                return report, step
    return None


def show(step: Step, rung: int, by_key: bool = False) -> None:
    """Print one rung, and the command for what comes after it."""
    lesson, _ = step_of(step.id)
    text = as_typed(hints_of(lesson)[step.id][rung - 1])
    console.print(f"[name]Step {step.id}, {step.title}[/]: hint {rung} of {RUNGS}\n")
    for line in text.splitlines():
        for part in textwrap.wrap(line, WIDTH - 2, break_long_words=False, break_on_hyphens=False):
            console.print(f"  {part}", markup=False, soft_wrap=True)
    if rung < RUNGS:
        following = "key h" if by_key else command("hint", step=step.id, rung=rung + 1)
        console.print(f"\nThe next hint: [command]{following}[/]")
    else:
        console.print(f"\nThe solution: [command]{command('solution', lesson.number)}[/]")
