"""What a run of the checks says of a learner's lessons, as data. board.py prints it."""

import re
from dataclasses import dataclass

from ..catalogue import Lesson
from ..lesson_files.steps import Step, steps_of
from .progress import DONE, TO_DO, UNKNOWN, WRONG, states_in
from .runner import Check, Run


@dataclass
class LessonReport:
    """What a run says of one lesson. broken: why its file cannot be loaded, or None."""

    lesson: Lesson
    states: dict[str, str]
    checks: list[Check]
    broken: dict | None

    @property
    def core(self) -> list[Step]:
        """The steps that make the lesson done."""
        return [step for step in steps_of(self.lesson) if not step.extra]

    @property
    def done(self) -> bool:
        """Are all core steps done?"""
        return not self.broken and all(self.states[step.id] == DONE for step in self.core)

    @property
    def begun(self) -> bool:
        """Was anything written?"""
        return bool(self.broken) or any(state != TO_DO for state in self.states.values())

    @property
    def wrong(self) -> bool:
        """Is something wrong? What is to do is not, and extras never are."""
        states = {self.states[step.id] for step in self.core}
        # What goes through an extra that does not work yet cannot be checked: that is not wrong.
        bad = {WRONG} if self.failed(extra=True) else {WRONG, UNKNOWN}
        return bool(self.broken) or bool(states & bad)

    @property
    def waits_for(self) -> int | None:
        """The number of the earlier lesson whose broken file keeps this one from loading."""
        place = re.search(r"lesson(\d+)_", (self.broken or {}).get("place", ""))
        return int(place[1]) if place and int(place[1]) != self.lesson.number else None

    def failed(self, extra: bool = False) -> list[Check]:
        """Return the failed checks of the steps that were begun, in the order of the steps.

        A step's own come first: they speak of it more plainly than those that met it elsewhere.
        """
        steps = [step.id for step in steps_of(self.lesson) if step.extra == extra]
        failed = [check for check in self.checks if check.outcome == "failed"]
        return [
            check
            for step in steps
            if self.states[step] == WRONG
            for check in sorted(failed, key=lambda check: check.step != step)
            if check.blamed == step
        ]

    def to_do_before(self, step_id: str) -> list[Step]:
        """Return the core steps before this one that were not begun."""
        ids = [step.id for step in steps_of(self.lesson)]
        earlier = ids[: ids.index(step_id)]
        return [one for one in self.core if one.id in earlier and self.states[one.id] == TO_DO]

    @property
    def next_step(self) -> Step | None:
        """The first core step that is not done, None when all are."""
        return next((step for step in self.core if self.states[step.id] != DONE), None)


def read(run: Run, lessons: list[Lesson], package: str = "lessons") -> list[LessonReport]:
    """Return the report on each lesson after a run."""
    reports = []
    for lesson in lessons:
        checks = run.of(lesson)
        states = states_in(run, lesson, package)
        reports.append(LessonReport(lesson, states, checks, broken_in(checks)))
    return reports


def broken_in(checks: list[Check]) -> dict | None:
    """Return why the lesson's file cannot be loaded, None if it can."""
    for check in checks:
        if check.found and check.found["kind"] == "broken":
            return check.found
    return None
