"""`make grade`: a percentage for each lesson, of one learner or of a folder of many.

What is to do counts as missing. See room.py for how a submission is run, and what that
does not protect from.
"""

import os
import textwrap
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path

import click
from rich.markup import escape

from course.catalogue import CATALOGUE, Lesson
from course.checks.progress import DONE
from course.checks.runner import Check
from course.files import write
from course.paths import LESSONS, SOLUTIONS, WORK
from course.say import console

from .files import as_json, as_junit, plain
from .room import WARNING, Rooms, files_in
from .submissions import Result, Submission, find, grade

WIDTH = 78
AT_ONCE = 2


def grade_command(
    lesson: Lesson | None, folder: Path | None, json_file: Path | None, junit_file: Path | None
) -> int:
    """Grade, print the table, write the files; return 0 if every core step is done, else 1.

    folder: one sub-folder for each learner; None for the lessons here. Raises NoSubmissions.
    """
    lessons = [lesson] if lesson else list(CATALOGUE)
    submissions = find(folder) if folder else [Submission("lessons", LESSONS)]
    json_file = to_write(json_file, "grade.json")
    junit_file = to_write(junit_file, "grade.xml")
    if folder:
        console.print(f"{WARNING}\n", markup=False)
    rooms = Rooms()
    expected = checks_of(lessons, rooms)
    if not expected:
        return 1
    grade_all(submissions, lessons, expected, rooms)
    print_table(submissions) if folder else print_lessons(submissions[0])
    for path, text in ((json_file, as_json(submissions)), (junit_file, as_junit(submissions))):
        if path.is_file():
            write(path.resolve(), text)
        else:  # /dev/stdout
            path.write_text(text, encoding="utf-8")
    for words, path in (("\nWritten:", json_file), ("        ", junit_file)):
        console.print(words, shown(path), markup=False, soft_wrap=True)
    return 0 if all(submission.complete for submission in submissions) else 1


def to_write(path: Path | None, name: str) -> Path:
    """Return the file for grades: this one, or ours. Raises ClickException if it cannot be."""
    try:
        if path is None:
            path = WORK / "grade" / name
            path.parent.mkdir(parents=True, exist_ok=True)
        path.open("a").close()  # better to fail now than after an hour
    except OSError as error:
        said = f"{shown(path)} cannot be written: {error.strerror}."
        raise click.ClickException(said) from error
    return path


def shown(path: Path) -> str:
    """Return a path as it is seen from where this person is."""
    whole = Path(os.path.abspath(path))
    here = whole.is_relative_to(Path.cwd())
    return str(whole.relative_to(Path.cwd()) if here else path)


def checks_of(lessons: list[Lesson], rooms: Rooms) -> dict[str, Check]:
    """Return the checks that a submission must pass, by id; none where this machine is not ready.

    The solutions show which there are: a submission may end the program before some are run.
    """
    console.print("First the solutions, which must pass here ...")
    files = files_in(SOLUTIONS)
    with ThreadPoolExecutor(AT_ONCE) as workers:
        runs = list(workers.map(lambda lesson: rooms.run(files, lesson), lessons))
    checks = [check for run in runs for check in run.checks]
    failed = [check for check in checks if check.outcome != "passed"]
    trouble = "".join(run.trouble for run in runs)
    if failed or trouble:
        console.print("[wrong]This machine is not ready to grade.[/] The solutions do not pass:")
        console.print(failed[0].id if failed else trouble, markup=False)
        return {}
    console.print(f"They do: {len(checks)} checks.\n")
    return {check.id: check for check in checks}


def grade_all(
    submissions: list[Submission],
    lessons: Iterable[Lesson],
    expected: dict[str, Check],
    rooms: Rooms,
) -> None:
    """Grade all of them, some at once, and say after each how many are done."""
    workers = ThreadPoolExecutor(min(AT_ONCE, os.cpu_count() or 1))
    try:
        jobs = [workers.submit(grade, one, lessons, expected, rooms) for one in submissions]
        for number, job in enumerate(as_completed(jobs), 1):
            job.result()
            if len(jobs) > 1 and (number % 10 == 0 or number == len(jobs)):
                console.print(f"{number} of {len(jobs)} graded")
    finally:
        # Ctrl-C too: nothing of a submission goes on running.
        rooms.stop()
        workers.shutdown(cancel_futures=True)


def print_lessons(submission: Submission) -> None:
    """Print a line for each lesson of one learner, and what is missing in it."""
    for result in submission.results:
        lesson = result.report.lesson
        done, core = result.done(), len(result.of(extra=False))
        console.print(
            f"[name]Lesson {lesson.number}  {lesson.title:<36}[/] "
            f"{result.percent:>3}%  {done} of {core} steps{extras(result)}"
        )
        if result.reason:
            console.print(wrapped(result.reason, "  "), markup=False, soft_wrap=True)
        states = result.report.states
        missing = [step for step in result.of(extra=False) if states[step.id] != DONE]
        for step in missing:
            console.print(f"  {step.id}  {states[step.id]:<11} {step.title}", markup=False)


def extras(result: Result) -> str:
    """Return how many extra steps are done, in words, where there are any."""
    every = len(result.of(extra=True))
    return f", {result.done(extra=True)} of {every} extra" if every else ""


def print_table(submissions: list[Submission]) -> None:
    """Print a line for each learner, then what there is to say of single lessons."""
    lessons = [result.report.lesson for result in submissions[0].results]
    width = min(10, (80 - 26 - 9) // len(lessons))  # columns for one lesson
    word = "Lesson " if width > len("Lesson 1") else ""
    head = "".join(f"{f'{word}{lesson.number}':>{width}}" for lesson in lessons)
    console.print(f"\n[name]{'Learner':<26}{head}{'Extras':>9}[/]")
    for one in submissions:
        cells = "".join(f"{f'{result.percent}%':>{width}}" for result in one.results)
        extra = sum(result.done(extra=True) for result in one.results)
        every = sum(len(result.of(extra=True)) for result in one.results)
        name = escape(f"{cut(plain(one.name), 25):<26}")
        console.print(f"{name}{cells}{f'{extra} of {every}':>9}", soft_wrap=True)
    remarks = [remark for one in submissions for remark in remarks_on(one)]
    if remarks:
        console.print()
    for remark in remarks:
        console.print(wrapped(remark), markup=False, soft_wrap=True)


def remarks_on(submission: Submission) -> list[str]:
    """Return one line for each thing that kept lessons from being run as they should."""
    name = plain(submission.name)
    if submission.trouble:
        return [f"{name}: {submission.trouble}"]
    lessons: dict[str, list[str]] = {}
    for result in submission.results:
        lessons.setdefault(plain(result.reason), []).append(str(result.report.lesson.number))
    lessons.pop("", None)
    return [
        f"{name}, lesson{'s' * (len(numbers) > 1)} {', '.join(numbers)}: {reason}"
        for reason, numbers in lessons.items()
    ]


def wrapped(text: str, indent: str = "") -> str:
    """Return a remark in lines that fit. indent: before the first one."""
    return textwrap.fill(text, WIDTH, initial_indent=indent, subsequent_indent="  ")


def cut(text: str, width: int) -> str:
    """Return the text, cut to this width."""
    return text if len(text) <= width else text[: width - 3] + "..."
