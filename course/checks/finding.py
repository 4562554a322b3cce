"""Prints one finding in full: what was tried, what came back, what was expected, and why."""

import ast
import textwrap
from functools import cache

from rich.markup import escape

from ..catalogue import CATALOGUE, Lesson
from ..lesson_files.steps import Step, functions_of, steps_of
from ..lesson_files.untouched import file_of
from ..paths import SOLUTIONS, short
from ..say import console
from .runner import Check

WIDTH, MARGIN = min(console.width, 80) - 2, 12


def print_finding(check: Check, lesson: Lesson, step: Step, package: str = "lessons") -> None:
    """Print a failed check: its step, its place in the learner's file, its words."""
    found = check.found or {"kind": "raised", "headline": "The check failed.", "place": ""}
    elsewhere = "" if found.get("called") else found["place"]
    place = written(found, lesson, step) or elsewhere or place_of(lesson, step, found, package)
    console.print(f"\n[name]Step {step.id}, {escape(step.title)}[/]", soft_wrap=True)
    console.print(escape(place), soft_wrap=True)
    console.print(f"The check: {escape(check.name)}\n")
    if found["kind"] == "wrong":
        print_comparison(found)
    else:
        print_trouble(found)
    if check.printed:
        print_lines("Printed", check.printed)


def print_comparison(found: dict) -> None:
    """Print the four parts of a finding, and a mark where two texts begin to differ."""
    print_lines("Tried", found["did"])
    if found["mark"] and found["got"][:1] == found["expected"][:1]:
        print_marked(found["got"], found["expected"])
    else:
        print_lines("Got", found["got"])
        print_lines("Expected", found["expected"])
    print_lines("Why", found["why"])
    if found["advice"]:
        print_lines("", found["advice"])


def print_trouble(found: dict) -> None:
    """Print an error: what was tried, one sentence, and the learner's lines that led there."""
    if found.get("did"):
        print_lines("Tried", found["did"])
    for line in textwrap.wrap(found["headline"], WIDTH - 2):
        console.print(f"  {line}", markup=False)
    for line in found.get("trace", [])[-4:]:
        for part in textwrap.wrap(line, WIDTH - 4, subsequent_indent="  ", break_on_hyphens=False):
            console.print(f"    {part}", markup=False)
    if found.get("advice"):
        console.print(f"  {found['advice']}", markup=False)


def print_marked(got: str, expected: str) -> None:
    """Print two texts in quotes, of long ones a part, and point at the first difference."""
    pairs = enumerate(zip(got, expected, strict=False))
    place = next((place for place, (a, b) in pairs if a != b), min(len(got), len(expected)))
    room = WIDTH - MARGIN
    start = max(0, place - room // 3) if max(len(got), len(expected)) > room else 0
    for label, text in (("Got", got), ("Expected", expected)):
        part = ("..." if start else "") + text[start:]
        part = part if len(part) <= room else part[: room - 3] + "..."
        console.print(f"[name]{'  ' + label:<{MARGIN}}[/]{escape(part)}", soft_wrap=True)
    mark = MARGIN + place - start + (3 if start else 0)
    console.print(" " * mark + "^", style="todo")
    print_lines("", f"They differ from character {place} on.")  # the quote is none


def print_lines(label: str, text: str) -> None:
    """Print a label, and beside it the text, wrapped to 78 columns."""
    for line in text.splitlines() or [""]:
        wrapped = textwrap.wrap(line, WIDTH - MARGIN, break_on_hyphens=False)
        for part in wrapped or [""]:
            console.print(f"[name]{'  ' + label:<{MARGIN}}[/]{escape(part)}", soft_wrap=True)
            label = ""


def written(found: dict, lesson: Lesson, step: Step) -> str:
    """Return the innermost place in the step, else in what is written in its lesson, "" for none.

    An error that shows in a function that is given comes from the one that called it.
    """
    called = found.get("called", [])
    own = {function.name.rpartition(".")[2] for function in step.functions}
    inside = [place for stem, name, place in called if stem == lesson.stem and name in own]
    mine = [(name, place) for stem, name, place in called if stem == lesson.stem]
    places = inside or [place for name, place in mine if (lesson.stem, name) not in given()]
    return places[-1] if places else ""


@cache
def given() -> set[tuple[str, str]]:
    """Return the functions of the lessons that belong to no step, as module and name."""
    found = set()
    steps = {
        (lesson.stem, function.name)
        for lesson in CATALOGUE
        for step in steps_of(lesson)
        for function in step.functions
    }
    for path in SOLUTIONS.glob("*.py"):
        names = {(path.stem, name) for name in functions_of(ast.parse(path.read_bytes()))}
        found |= {(stem, name.rpartition(".")[2]) for stem, name in names - steps}
    return found


def place_of(lesson: Lesson, step: Step, found: dict, package: str) -> str:
    """Return file:line of the step's function that a finding is about."""
    path = file_of(lesson, package)
    try:
        there = functions_of(ast.parse(path.read_bytes()))
    except (OSError, SyntaxError, ValueError):
        there = {}
    names = [function.name for function in step.functions if function.name in there]
    named = [name for name in names if name.rpartition(".")[2] in found.get("did", "")]
    lines = [f":{there[name].lineno}" for name in (named or names[:1])]
    return short(str(path)) + " and ".join(lines)
