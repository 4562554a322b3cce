"""Which step an error belongs to: the one in whose function it arose, not whose check met it."""

import ast
from collections.abc import Iterator

from ..catalogue import Lesson
from ..checks.runner import Check, Run
from .extras import extras_in_the_way, ways_through
from .progress import file_of, untouched
from .steps import Step, first_line, functions_of, steps_of

Nodes = dict[str, list[ast.FunctionDef]]


def blame(run: Run, lesson: Lesson, package: str = "lessons") -> None:
    """Give each check that ended with an error to the begun step that is the reason.

    Only to one that fails a check of its own: what passes all of its own is not the reason.
    """
    failed = [check for check in run.of(lesson) if check.outcome == "failed"]
    idle = untouched(lesson, package)
    if not failed or idle is None:
        return
    tree = ast.parse(file_of(lesson, package).read_bytes())
    wrong = {check.step for check in failed} - idle
    nodes = nodes_of([step for step in steps_of(lesson) if step.id in wrong], tree)
    through = ways_through(extras_in_the_way(lesson, wrong, tree), tree)
    for check in failed:
        extra, own = through.get(check.function), check.step
        if extra:
            check.step = extra
        elif check.found and check.found.get("lines"):
            check.step = guilty(check, nodes, tree)
        check.moved = check.step != own


def nodes_of(steps: list[Step], tree: ast.Module) -> Nodes:
    """Return the functions of the learner's file that belong to each step."""
    theirs = functions_of(tree)
    return {
        step.id: [theirs[one.name] for one in step.functions if one.name in theirs]
        for step in steps
    }


def guilty(check: Check, nodes: Nodes, tree: ast.Module) -> str:
    """Return the step that the innermost line leads to: one that it calls, else its own."""
    for line in reversed(check.found["lines"]):
        calls = called_on(line, tree)
        for step, functions in nodes.items():
            if any(node.name in calls for node in functions):
                return step
        for step, functions in nodes.items():
            if any(first_line(node) <= line <= node.end_lineno for node in functions):
                return step
    return check.step


def called_on(line: int, tree: ast.Module) -> set[str]:
    """Return the names of the functions and methods that the statement on a line calls."""
    there = [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.stmt) and node.lineno <= line <= node.end_lineno
    ]
    smallest = min(there, key=lambda node: node.end_lineno - node.lineno, default=None)
    return {name for node in without_body(smallest) if (name := own_call(node))}


def without_body(statement: ast.stmt | None) -> Iterator[ast.AST]:
    """Give the nodes of a statement, but not of those inside it: of a with, only its first line."""
    for node in ast.iter_child_nodes(statement) if statement else ():
        if not isinstance(node, ast.stmt):
            yield node
            yield from without_body(node)


def own_call(node: ast.AST) -> str:
    """Return the name of a function or of a method of self that is called here, else ""."""
    called = node.func if isinstance(node, ast.Call) else None
    of_self = isinstance(called, ast.Attribute) and getattr(called.value, "id", "") == "self"
    return called.attr if of_self else getattr(called, "id", "")
