"""Every check is needed: for each there is a mistake that no other check rejects."""

import ast

import pytest
from zoo import function_of, mistakes

from course.paths import TESTS


def check_names() -> list[str]:
    """Return the names of all checks. A check is a test function: its parameters are examples."""
    trees = [ast.parse(path.read_bytes()) for path in sorted(TESTS.glob("*.py"))]
    nodes = [node for tree in trees for node in ast.walk(tree)]
    names = [node.name for node in nodes if isinstance(node, ast.FunctionDef)]
    return [name for name in names if name.startswith("test_")]


@pytest.fixture(scope="module")
def rejected(zoo_runs):
    """Return for each mistake the names of the checks that reject it."""
    return {
        answer: {function_of(check) for check in run.checks if check.outcome != "passed"}
        for answer, run in zoo_runs.of(mistakes()).items()
    }


@pytest.mark.parametrize("check", check_names())
def test_a_check_is_the_only_one_to_reject_some_mistake(rejected, check):
    """A check that others always stand in for could go, and the learner had one less to read."""
    together = [names for names in rejected.values() if check in names]
    assert together, f"no mistake is rejected by {check}"
    assert {check} in together, f"never without {set.intersection(*together) - {check}}"


def test_check_names_are_unique():
    """The zoo knows a check by its name. Lessons 3 and 4 share those of the contract."""
    assert len(set(check_names())) == len(check_names())
