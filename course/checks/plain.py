"""`pytest` as an editor or a person starts it: the states of the steps, and our words."""

import os

import pytest

from ..catalogue import CATALOGUE
from ..lesson_files.steps import step_of
from ..lesson_files.untouched import untouched
from ..say import command, console, plain
from .runner import CHECK, Check

WIDTH = 80
TO_DO = f"to do: {command('test') if os.name == 'nt' else 'make test'} shows the first one"


def prepare(steps: dict[pytest.Item, str], package: str) -> None:
    """Skip the checks of steps that are to do, and stop those that never end. steps: their ids."""
    plain(WIDTH)
    idle = {step for lesson in CATALOGUE for step in untouched(lesson, package) or ()}
    for item, step in steps.items():
        item.add_marker(pytest.mark.timeout(CHECK))
        # An editor's list of tests knows a skip by its mark.
        if step in idle:
            item.add_marker(pytest.mark.skip(reason=TO_DO))


def words_of(check: str, step_id: str, found: dict, package: str) -> str:
    """Return what `make test` would say of a check that failed."""
    from .finding import print_finding

    lesson, step = step_of(step_id)
    with console.capture() as said:
        print_finding(Check(check, step_id, "failed", found), lesson, step, package)
    return said.get().strip("\n")
