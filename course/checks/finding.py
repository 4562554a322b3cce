"""Prints one finding in full: what was tried, what came back, what was expected, and why."""

import ast
import textwrap
from functools import cache

from rich.markup import escape

from ..answers.progress import file_of
from ..answers.steps import Step, functions_of, steps_of
from ..catalogue import CATALOGUE, Lesson
from ..paths import SOLUTIONS, short
from ..say import console
from .runner import Check

WIDTH, MARGIN = min(console.width, 80) - 2, 12


def print_finding(check: Check, lesson: Lesson, step: Step, package: str = "lessons") -> None:
    """Print a failed check: its step, its place in the learner's file, its words."""
    found = check.found or {"kind": "raised", "headline": "The check failed.", "place": ""}
    place = written(found) or found["place"] or place_of(lesson, step, found, package)
    console.print(f"\n[name]Step {step.id}, {escape(step.title)}[/]", soft_wrap=True)
    console.print(escape(place), soft_wrap=True)
    console.print(f"The check: {escape(check.name)}\n")
    if found["kind"] == "wrong":
        print_comparison(found)
    else:
        print_trouble(found)
    if check.printed.strip():
        print_lines("Printed", check.printed.strip()[-400:])


def print_comparison(found: dict) -> None:
    """Print the four parts of a finding, and a mark where two texts begin to differ."""
    print_lines("Tried", found["did"])
    print_lines("Got", found["got"])
    print_lines("Expected", found["expected"])
    if found["mark"]:
        print_mark(found["got"], found["expected"])
    print_lines("Why", found["why"])
    if found["advice"]:
        print_lines("", found["advice"])


def print_trouble(found: dict) -> None:
    """Print an error: one sentence, and the learner's lines that led there."""
    for line in textwrap.wrap(found["headline"], WIDTH - 2):
        console.print(f"  {line}", markup=False)
    for line in found.get("trace", [])[-4:]:
        for part in textwrap.wrap(line, WIDTH - 8, break_on_hyphens=False):
            console.print(f"    {part}", markup=False)


def print_mark(got: str, expected: str) -> None:
    """Point at the first character that differs, where both fit on a line."""
    if max(len(got), len(expected)) > WIDTH - MARGIN:
        return
    pairs = enumerate(zip(got, expected, strict=False))
    place = next((place for place, (a, b) in pairs if a != b), min(len(got), len(expected)))
    console.print(" " * (MARGIN + place) + "^", style="todo")
    print_lines("", f"They differ from character {place + 1} on.")


def print_lines(label: str, text: str) -> None:
    """Print a label, and beside it the text, wrapped to 78 columns."""
    for line in text.splitlines() or [""]:
        wrapped = textwrap.wrap(line, WIDTH - MARGIN, break_on_hyphens=False)
        for part in wrapped or [""]:
            console.print(f"[name]{'  ' + label:<{MARGIN}}[/]{escape(part)}", soft_wrap=True)
            label = ""


def written(found: dict) -> str:
    """Return the innermost place that a learner writes, "" where there is none.

    An error that shows in a function that is given comes from the one that called it.
    """
    places = [place for stem, name, place in found.get("called", []) if (stem, name) not in given()]
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
    lines = [str(there[name].lineno) for name in (named or names[:1])]
    return f"{short(str(path))}:{', '.join(lines)}" if lines else short(str(path))
