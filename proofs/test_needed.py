"""Every check is needed: for each there is a mistake that no other check rejects."""

import ast
from pathlib import Path

import pytest
from zoo import mistakes

from course.catalogue import CATALOGUE, Lesson
from course.checks.runner import check_file
from course.paths import ROOT, TESTS

pytestmark = pytest.mark.xdist_group("zoo")  # each answer is run once

SHARED = TESTS / "store_contract.py"  # the checks that lessons share: needed in each of them


def names_in(*paths: Path) -> list[str]:
    """Return the names of the checks. A check is a test function: its parameters are examples."""
    nodes = [node for path in paths for node in ast.walk(ast.parse(path.read_bytes()))]
    names = [node.name for node in nodes if isinstance(node, ast.FunctionDef)]
    return [name for name in names if name.startswith("test_")]


def checks_of(lesson: Lesson) -> list[str]:
    """Return the names of a lesson's checks, those of the contract included."""
    own = check_file(lesson)
    shares = "StoreContract" in own.read_text(encoding="utf-8")
    return names_in(own, *[SHARED] * shares)


CHECKS = [(lesson.number, name) for lesson in CATALOGUE for name in checks_of(lesson)]


@pytest.fixture(scope="module")
def rejected(zoo_runs):
    """Return for each mistake its lesson, and the names of the checks that reject it."""
    return [
        (
            answer.lesson.number,
            {check.function for check in run.checks if check.outcome != "passed"},
        )
        for answer, run in zoo_runs.of(mistakes()).items()
    ]


@pytest.mark.parametrize(("lesson", "check"), CHECKS)
def test_a_check_is_the_only_one_to_reject_some_mistake(rejected, lesson, check):
    """A check that others always stand in for could go, and the learner had one less to read."""
    together = [names for number, names in rejected if number == lesson and check in names]
    assert together, f"no mistake in lesson {lesson} is rejected by {check}"
    assert {check} in together, f"never without {set.intersection(*together) - {check}}"


def test_check_names_are_unique():
    """The zoo knows a check by its name."""
    names = names_in(*TESTS.glob("*.py"))
    assert len(set(names)) == len(names)


def test_the_page_on_proofs_counts_them():
    page = (ROOT / "docs" / "proof.md").read_text(encoding="utf-8")
    assert f"for each of the {len(CHECKS)} there is a wrong answer" in page
