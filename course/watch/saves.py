"""What a save in lessons/ asks for: which lessons to check, and how long ago it was."""

import re
import time
from contextlib import suppress
from dataclasses import dataclass

from ..catalogue import CATALOGUE, Lesson
from ..lesson_files.steps import steps_of
from ..lesson_files.untouched import untouched
from ..paths import LESSONS
from ..servers.run import saved_files

IMPORT = re.compile(r"^[ \t]*from[ \t]+\.(\w*)[ \t]+import[ \t]+(\w+)", re.MULTILINE)


@dataclass(frozen=True)
class Save:
    """What was saved. stems: names of files without .py. at: when, as time.time() has it."""

    stems: frozenset[str]
    at: float

    def __or__(self, earlier: "Save | None") -> "Save":
        """Return this save with what an earlier one, still not checked, has changed."""
        return Save(self.stems | earlier.stems, self.at) if earlier else self


class Saves:
    """Compares the learner's files with what they were."""

    def __init__(self) -> None:
        self.known = saved_files()

    def news(self, patient: bool = False) -> Save | None:
        """Return what was saved since the last call, None for nothing.

        patient: a file that is gone may be on its way back, so it is no news yet.
        """
        now, before = time.time(), self.known
        found = saved_files()
        if patient and before.keys() - found.keys():
            return None
        self.known = found
        changed = {name for name in before.keys() | found if before.get(name) != found.get(name)}
        if not changed:
            return None
        times = [found[name][0] / 1e9 for name in changed if name in found]
        at = max(times, default=now)
        # A file may be put in place with an old time, or with one of another clock.
        at = at if 0 <= now - at < 1 else now
        return Save(frozenset(name.removesuffix(".py") for name in changed), at)


def imports_of(stem: str) -> set[str]:
    """Return the stems that a file of the learner imports, itself or by others."""
    found, new = set(), {stem}
    while new:
        found |= new
        new = {a or b for stem in new for a, b in IMPORT.findall(text_of(stem))} - found
    return found - {stem}


def text_of(stem: str) -> str:
    """Return what is in a file of the learner, "" where there is none."""
    with suppress(OSError):
        return (LESSONS / f"{stem}.py").read_text("utf-8", "replace")
    return ""


def first_of(save: Save, watched: Lesson) -> Lesson:
    """Return the lesson whose verdict comes first: the one that was saved, or the watched one."""
    edited = [lesson for lesson in CATALOGUE if lesson.stem in save.stems]
    return edited[0] if len(edited) == 1 else watched


def others_of(save: Save, first: Lesson) -> list[Lesson]:
    """Return the other lessons that changed, or import what did, and were begun."""
    return [
        lesson
        for lesson in CATALOGUE
        if lesson != first
        and save.stems & {lesson.stem, *imports_of(lesson.stem)}
        and begun(lesson)
    ]


def begun(lesson: Lesson) -> bool:
    """Has the learner written anything in this lesson?"""
    starters = untouched(lesson)
    return starters is None or len(starters) < len(steps_of(lesson))
