"""Where things are."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LESSONS = ROOT / "lessons"
SOLUTIONS = ROOT / "solutions"
TESTS = ROOT / "tests"
NOTEBOOKS = ROOT / "notebooks"

# Caches and backups only: it may be deleted at any time (a backup is then lost).
WORK = ROOT / ".course"
BACKUPS = WORK / "backup"


def is_check(file: str | Path) -> bool:
    """Is it a file of our checks?"""
    # Text, and not Path.parents: it is asked several times for each check.
    return str(file).startswith(f"{TESTS}{os.sep}")


def short(filename: str) -> str:
    """Return a file's path as the learner knows it."""
    path = Path(filename).resolve()
    inside = path.is_relative_to(ROOT)
    return path.relative_to(ROOT).as_posix() if inside else f"{path.parent.name}/{path.name}"
