"""Where things are."""

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LESSONS = ROOT / "lessons"
SOLUTIONS = ROOT / "solutions"
TESTS = ROOT / "tests"
NOTEBOOKS = ROOT / "notebooks"

# Caches and backups only: it may be deleted at any time (a backup is then lost).
WORK = ROOT / ".course"
BACKUPS = WORK / "backup"
