"""Starters: a solution with the steps taken out. They run, and they are broken."""

import ast
from collections.abc import Collection

from ..catalogue import CATALOGUE
from ..paths import SOLUTIONS
from .steps import PART, STARTER, Function, first_line, functions_of, read_steps

HEADER = '"""Your lessons: this is where you write. `make test` says what to do first."""\n'


def derive(source: str, solved: Collection[str] = ()) -> str:
    """Return a solution's text with every step as its starter, but those in solved.

    Signatures, docstrings and step comments stay. Helpers marked as part of a step go
    with it, and so do imports that only a starter needs.
    """
    lines: list[str | None] = list(source.splitlines())
    steps = read_steps(source)
    for step in steps:
        for function in step.functions:
            (_solve if step.id in solved else _unsolve)(lines, function)
    _drop_parts(lines, source, solved)
    open_steps = any(step.id not in solved for step in steps)
    for index, line in enumerate(lines):
        starter = STARTER.match(line or "")
        if starter:
            lines[index] = starter[1] if open_steps else None
            if lines[index - 1] == "":  # the formatter's, before a comment among imports
                lines[index - 1] = None
    return "\n".join(line for line in lines if line is not None) + "\n"


def _solve(lines: list[str | None], function: Function) -> None:
    for index in range(function.starter - 1, function.last):
        if STARTER.match((lines[index] or "").strip()):
            lines[index] = None


def _unsolve(lines: list[str | None], function: Function) -> None:
    for index in range(function.starter - 1, function.last):
        line = lines[index] or ""
        starter = STARTER.match(line.strip())
        indent = line[: len(line) - len(line.lstrip())]
        lines[index] = (indent + starter[1]).rstrip() if starter else None


def _drop_parts(lines: list[str | None], source: str, solved: Collection[str]) -> None:
    for node in functions_of(ast.parse(source)).values():
        mark = first_line(node) - 2
        part = PART.match((lines[mark] or "").strip())
        if part and part[1] not in solved:
            end = node.end_lineno
            while end < len(lines) and lines[end] == "":
                end += 1
            lines[mark:end] = [None] * (end - mark)


def starters(solved: Collection[str] = ()) -> dict[str, str]:
    """Return what `lessons/` holds for a new learner: file name to text.

    solved: the IDs of steps that are to be solved in it.
    """
    files = {"__init__.py": HEADER}
    stems = {lesson.stem for lesson in CATALOGUE}
    for path in sorted(SOLUTIONS.glob("*.py")):
        text = path.read_text(encoding="utf-8")
        if path.name != "__init__.py":
            files[path.name] = derive(text, solved) if path.stem in stems else text
    return files
