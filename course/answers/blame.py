"""Which step an error belongs to: the one in whose function it arose, not whose check met it."""

import ast

from ..catalogue import Lesson
from ..checks.runner import Check, Run
from .extras import calls_in, extras_in_the_way, function_of, ways_through
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
        extra, own = through.get(function_of(check)), check.step
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
    return calls_in(smallest) if smallest else set()
