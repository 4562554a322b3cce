"""The zoo: wrong answers in mistakes/, odd but right ones in odd/, both plain Python.

A file for each step. An entry begins with its title, and what follows takes the place of
the functions with the same names in the solution (methods stand in their class):

    # Mistake: == stops at the first difference
    # Rejected by: test_the_comparison_takes_constant_time
    # Says: takes equally long
    def unsign(signed, secret_keys): ...

The check and its words are those that the learner sees in full. They are a check of the same
step, unless "# Shown at: 3.3" names another.

In odd/, an entry has only a title, "# Odd: ...". Whatever has no counterpart in the solution
is added: imports, constants and helpers above the functions, new methods to their class.
"""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from course.catalogue import CATALOGUE, Lesson
from course.checks.runner import Check
from course.lesson_files.starters import derive
from course.lesson_files.steps import first_line, functions_of, step_of, steps_of
from course.paths import ROOT

MISTAKES, ODD = ROOT / "proofs" / "mistakes", ROOT / "proofs" / "odd"
TITLE = re.compile(r"^# (?:Mistake|Odd): (.+)\n", re.MULTILINE)
FIELD = re.compile(r"\A# (Rejected by|Says|Shown at): (.+)\n")
STEPS = {step.id: lesson for lesson in CATALOGUE for step in steps_of(lesson)}


@dataclass(frozen=True)
class Answer:
    """An answer to a step. check, says: who must reject it, and in what words; "" for nobody.

    code: what takes the place of the solution, None for the starter. at: the step at which the
    learner is shown that, "" for nobody.
    """

    step: str
    title: str
    code: str | None = None
    check: str = ""
    says: str = ""
    at: str = ""

    @property
    def lesson(self) -> Lesson:
        """The lesson of the step."""
        return STEPS[self.step]

    @property
    def text(self) -> str:
        """The lesson's file with this answer in it."""
        solution = self.lesson.solution.read_text(encoding="utf-8")
        if self.code is None:
            return derive(solution, set(STEPS) - {self.step})
        return splice(derive(solution, set(STEPS)), self.code)

    def __str__(self) -> str:
        """Name it: its step and its title."""
        return f"{self.step} {self.title}"


def read(folder: Path) -> list[Answer]:
    """Return the answers of mistakes/ or odd/, in the order of the steps."""
    found = []
    for path in folder.glob("*.py"):
        step = step_of(path.stem.removeprefix("step_").replace("_", "."))[1].id
        _, *parts = TITLE.split(path.read_text(encoding="utf-8"))
        for title, code in zip(parts[::2], parts[1::2], strict=True):
            fields = {}
            while field := FIELD.match(code):
                fields[field[1]], code = field[2].strip(), code[field.end() :]
            check, says = fields.get("Rejected by", ""), fields.get("Says", "")
            at = fields.get("Shown at", step) if check else ""
            found.append(Answer(step, title.strip(), code, check, says, at))
    return sorted(found, key=lambda answer: float(answer.step))


def mistakes() -> list[Answer]:
    """Return all mistakes; the first of each step is its starter."""
    starters = [Answer(step, "the starter") for step in STEPS]
    return sorted(starters + read(MISTAKES), key=lambda answer: float(answer.step))


def splice(source: str, code: str) -> str:
    """Return the source with the functions of the code in place of those with their names."""
    tree, lines = ast.parse(source), source.splitlines()
    there = functions_of(tree)
    edits = []  # (first line, last line, new lines); nothing is replaced where last < first
    for name, node, owner in parts_of(ast.parse(code)):
        new = code.splitlines()[first_line_of(node) - 1 : node.end_lineno]
        if name in there:
            edits.append((first_line(there[name]), there[name].end_lineno, new))
        else:
            place = place_for(tree, owner)
            edits.append((place, place - 1, [*new, ""]))
    # From the end, so that line numbers stay; of two for one place, the later one first.
    edits.sort(key=lambda edit: edit[:2])
    for first, last, new in reversed(edits):
        lines[first - 1 : last] = new
    return "\n".join(lines) + "\n"


def parts_of(tree: ast.Module) -> Iterator[tuple[str, ast.stmt, str]]:
    """Yield each statement of the code: its dotted name or "", itself, its class or ""."""
    for node in tree.body:
        if isinstance(node, ast.ClassDef) and not node.bases:
            for inner in node.body:
                yield f"{node.name}.{getattr(inner, 'name', '')}", inner, node.name
        else:
            yield getattr(node, "name", ""), node, ""


def first_line_of(node: ast.stmt) -> int:
    """Return the line on which a statement begins, decorators included."""
    return first_line(node) if hasattr(node, "decorator_list") else node.lineno


def place_for(tree: ast.Module, owner: str) -> int:
    """Return the line for something new: above the functions, or on top of its class."""
    classes = {node.name: node for node in tree.body if isinstance(node, ast.ClassDef)}
    if owner:
        return first_line_of(classes[owner].body[1])  # the first is the docstring
    return min(first_line_of(node) for node in tree.body if hasattr(node, "decorator_list"))


def words_of(check: Check) -> str:
    """Return all that a failed check says to the learner."""
    found = check.found or {}
    parts = [
        found.get(part) or "" for part in ("did", "headline", "got", "expected", "why", "advice")
    ]
    return "\n".join([*parts, *found.get("trace", [])])
