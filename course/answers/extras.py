"""Extras that do not work: a check that goes through one says nothing of a core step."""

import ast

from ..catalogue import Lesson
from ..paths import TESTS
from .progress import shape
from .steps import Step, functions_of, steps_of


def extras_in_the_way(lesson: Lesson, wrong: set[str], tree: ast.Module) -> list[Step]:
    """Return the extras that fail a check, but for those that are written as in the solution.

    What stands there as in the solution is not the reason. wrong: the steps that fail one.
    """
    theirs, solved = functions_of(tree), functions_of(ast.parse(lesson.solution.read_bytes()))

    def is_solved(step: Step) -> bool:
        names = [one.name for one in step.functions]
        return all(name in theirs and shape(theirs[name]) == shape(solved[name]) for name in names)

    extras = [step for step in steps_of(lesson) if step.extra and step.id in wrong]
    return [step for step in extras if not is_solved(step)]


def ways_through(extras: list[Step], tree: ast.Module) -> dict[str, str]:
    """Return the checks that go through an extra: name of the test function to step id.

    One that decorates functions comes before one that is only called.
    """
    through: dict[str, str] = {}
    calls = calls_of_checks() if extras else {}
    for find in (decorated_with, names_of):
        for extra in extras:
            names = find(extra, tree)
            for check in calls:
                if calls[check] & names:
                    through.setdefault(check, extra.id)
    return through


def names_of(step: Step, _: ast.Module) -> set[str]:
    """Return the names of a step's functions, without their class."""
    return {function.name.rpartition(".")[2] for function in step.functions}


def decorated_with(step: Step, tree: ast.Module) -> set[str]:
    """Return the names of the functions that a step's function decorates."""
    return {
        node.name
        for node in functions_of(tree).values()
        if names_of(step, tree) & {getattr(one, "id", "") for one in node.decorator_list}
    }


def calls_of_checks() -> dict[str, set[str]]:
    """Return what each check calls, out of its source: name of the test function to names."""
    trees = [ast.parse(path.read_bytes()) for path in TESTS.glob("*.py")]
    nodes = [node for tree in trees for node in ast.walk(tree)]
    tests = [node for node in nodes if isinstance(node, ast.FunctionDef)]
    return {node.name: calls_in(node) for node in tests if node.name.startswith("test_")}


def calls_in(node: ast.AST) -> set[str]:
    """Return the names of the functions and methods that are called inside a node."""
    calls = [inner.func for inner in ast.walk(node) if isinstance(inner, ast.Call)]
    return {getattr(called, "id", getattr(called, "attr", "")) for called in calls}
