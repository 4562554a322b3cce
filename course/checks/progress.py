"""The state of a learner's work: what the checks say now, and what is still the starter."""

import click

from ..catalogue import Lesson
from ..lesson_files.steps import steps_of
from ..lesson_files.untouched import untouched
from .runner import Check, Run, run_checks

DONE, TO_DO, WRONG, UNKNOWN = "done", "to do", "wrong", "not checked"


class NotChecked(click.ClickException):
    """The checks could not run: nothing can be said of the learner's work."""


def states_in(run: Run, lesson: Lesson, package: str = "lessons") -> dict[str, str]:
    """Return the state of each of the lesson's steps, by its id, after a run."""
    return states_from(run, lesson, untouched(lesson, package) or set())


def states_from(run: Run, lesson: Lesson, idle: set[str]) -> dict[str, str]:
    """Return the state of each step. idle: the steps that are still the starter's."""
    checks = run.of(lesson)
    return {
        step.id: TO_DO if step.id in idle else _state(step.id, checks, idle)
        for step in steps_of(lesson)
    }


def _state(step: str, checks: list[Check], idle: set[str]) -> str:
    if any(check.outcome == "failed" for check in checks if check.blamed == step):
        return WRONG
    # What fails only because another step is to do says nothing of this one.
    own = [check for check in checks if check.step == step and check.blamed not in idle]
    return DONE if {check.outcome for check in own} == {"passed"} else UNKNOWN


def states(lesson: Lesson, package: str = "lessons") -> dict[str, str]:
    """Run the lesson's checks, and return the state of each of its steps. Raises NotChecked."""
    run = run_checks([lesson], package)
    if run.trouble:
        raise NotChecked(f"The checks could not run, so nothing was changed.\n{run.trouble}")
    return states_in(run, lesson, package)
