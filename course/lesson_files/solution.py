"""The difference between the learner's file and the solution."""

import difflib

from rich.text import Text

from ..catalogue import Lesson
from ..say import console
from ..visible import visible
from .starters import derive
from .steps import steps_of

STYLES = {"+": "done", "-": "wrong", "@": "todo"}


def solved(lesson: Lesson) -> str:
    """Return the solution without its starter lines."""
    every_step = [step.id for step in steps_of(lesson)]
    return derive(lesson.solution.read_text(encoding="utf-8"), every_step)


def show_solution(lesson: Lesson) -> None:
    """Show what would turn the learner's file into the solution."""
    name = lesson.file.name
    theirs = ""
    if lesson.file.exists():
        theirs = lesson.file.read_bytes().decode("utf-8", "replace").replace("\r\n", "\n")
    else:
        console.print(f"lessons/{name} is missing. This is the whole solution:")
    lines = difflib.unified_diff(
        theirs.splitlines(),
        solved(lesson).splitlines(),
        f"lessons/{name}",
        f"solutions/{name}",
        lineterm="",
    )
    same = True
    for line in lines:
        same = False
        console.print(Text(visible(line), STYLES.get(line[:1], "")), soft_wrap=True)
    if same:
        console.print(f"No difference: lessons/{name} is the solution.")
