"""The steps of a lesson, read from its solution: the step comments and the starter lines.

A function that is a step says so in its first comment:

    # Step 2.1: Prove who wrote it (10 min)
    # What to write, in a few lines.
    # Starter: return value

Further functions of the same step begin with "# Step 2.1, second half". A helper that
would give a step away is marked above its def: "# Part of step 2.1".
"""

import ast
import re
from dataclasses import dataclass, field
from functools import lru_cache

from ..catalogue import CATALOGUE, Lesson, UnknownLesson, lesson_of

HEAD = re.compile(
    r"# Step (\d+\.\d+)(?:: (?P<title>.+) \((?P<minutes>\d+) min(?P<extra>, extra)?\)|, .+)$"
)
PART = re.compile(r"# Part of step (\d+\.\d+)$")
STARTER = re.compile(r"# Starter: ?(.*)$")
POINT = re.compile(r"\d+\. ")


@dataclass(frozen=True)
class Function:
    """One function of a step. Line numbers count from 1; last is included.

    body: the line of the step comment. starter: the line of the first starter line. text:
    what the comment says, each paragraph and each numbered point on a line of its own.
    """

    name: str  # "sign", or "MemoryStore.get"
    first: int
    body: int
    starter: int
    last: int
    text: str


@dataclass
class Step:
    """One step of a lesson, with its functions in the order of the file."""

    id: str
    title: str
    minutes: int
    extra: bool
    functions: list[Function] = field(default_factory=list)

    @property
    def text(self) -> str:
        """What the step comments say, each paragraph and each numbered point on a line."""
        return "\n".join(function.text for function in self.functions)


def functions_of(tree: ast.AST, prefix: str = "") -> dict[str, ast.FunctionDef]:
    """Return the module's functions and its classes' methods, by dotted name."""
    found = {}
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.FunctionDef):
            found[prefix + node.name] = node
        elif isinstance(node, ast.ClassDef):
            found.update(functions_of(node, f"{prefix}{node.name}."))
    return found


def first_line(node: ast.stmt) -> int:
    """Return the line on which a function begins, its decorators included."""
    decorators = getattr(node, "decorator_list", [])
    return min([node.lineno, *(decorator.lineno for decorator in decorators)])


def read_steps(source: str) -> list[Step]:
    """Return the steps of a solution's text, in the order of their numbers."""
    lines = source.splitlines()
    steps: dict[str, Step] = {}
    for name, node in functions_of(ast.parse(source)).items():
        for number in range(node.lineno, node.end_lineno + 1):
            head = HEAD.match(lines[number - 1].strip())
            if not head:
                continue
            step = steps.setdefault(head[1], Step(head[1], "", 0, False))
            text, starter = _instructions(lines, number)
            if head["title"]:
                step.title, step.minutes = head["title"], int(head["minutes"])
                step.extra = bool(head["extra"])
            step.functions.append(
                Function(name, first_line(node), number, starter, node.end_lineno, text)
            )
            break
    return sorted(steps.values(), key=lambda step: order(step.id))


def order(step_id: str) -> tuple[int, ...]:
    """Return what step ids are compared by: 3.10 comes after 3.2."""
    return tuple(map(int, step_id.split(".")))


def _instructions(lines: list[str], head: int) -> tuple[str, int]:
    """Return the comment after the head as text, and the line of the first starter line."""
    texts, number = [""], head + 1
    while not STARTER.match(lines[number - 1].strip()):
        line = lines[number - 1].strip().removeprefix("# ")
        # What is indented goes on with the point above it.
        if POINT.match(line) or (POINT.match(texts[-1]) and not line.startswith(" ")):
            texts.append("")
        texts[-1] = f"{texts[-1]} {line.strip()}".strip()
        number += 1
    return "\n".join(filter(None, texts)), number


@lru_cache
def steps_of(lesson: Lesson) -> list[Step]:
    """Return the lesson's steps, in the order of their numbers."""
    return read_steps(lesson.solution.read_text(encoding="utf-8"))


def steps_before(lesson: Lesson | None = None, step: Step | None = None) -> set[str]:
    """Return the IDs of the steps of all lessons before this one, and of its own before step.

    lesson: None for the end of the course. step: None for the beginning of the lesson.
    """
    earlier = [one for one in CATALOGUE if lesson is None or one.number < lesson.number]
    found = {one.id for each in earlier for one in steps_of(each)}
    if lesson and step:
        found |= {one.id for one in steps_of(lesson) if order(one.id) < order(step.id)}
    return found


@lru_cache
def step_with(function: str) -> str:
    """Return the ID of the step in which a function is written, such as "MemoryStore.get"."""
    steps = [step for lesson in CATALOGUE for step in steps_of(lesson)]
    return next(step.id for step in steps if function in [one.name for one in step.functions])


def step_of(step_id: str, within: Lesson | None = None) -> tuple[Lesson, Step]:
    """Return a step and its lesson ("3.4"; "3.6x" is taken too). Raises UnknownLesson.

    within: the lesson in which it has to be, None for any.
    """
    wanted = step_id.strip().removesuffix("x")
    number, dot, _ = wanted.partition(".")
    if not dot:
        raise UnknownLesson(f"There is no step {step_id}. Steps look like 2.2.")
    lesson = lesson_of(number)
    for step in steps_of(lesson):
        if step.id == wanted and within in (None, lesson):
            return lesson, step
        if step.id == wanted:
            raise UnknownLesson(f"Step {wanted} is in lesson {number}, not {within.number}.")
    choices = ", ".join(step.id for step in steps_of(lesson))
    raise UnknownLesson(f"Lesson {number} has no step {step_id}. Its steps are {choices}.")
