"""Which step an error belongs to: the one in whose function it arose, not whose check met it."""

import ast

from ..catalogue import Lesson
from ..checks.runner import Run
from .progress import file_of, untouched
from .steps import first_line, functions_of, steps_of


def blame(run: Run, lesson: Lesson, package: str = "lessons") -> None:
    """Give each check that ended with an error in a begun step's function to that step."""
    failed = [check for check in run.of(lesson) if check.found and check.found.get("lines")]
    idle = untouched(lesson, package)
    if not failed or idle is None:
        return
    theirs = functions_of(ast.parse(file_of(lesson, package).read_bytes()))
    places = {
        step.id: [theirs[one.name] for one in step.functions if one.name in theirs]
        for step in steps_of(lesson)
        if step.id not in idle
    }
    for check in failed:
        check.step = next(
            (
                step
                for line in reversed(check.found["lines"])
                for step, nodes in places.items()
                if any(first_line(node) <= line <= node.end_lineno for node in nodes)
            ),
            check.step,
        )
