"""The course copied into another folder: for a submission, a build, or a proof."""

import shutil
from collections.abc import Mapping
from pathlib import Path

from .lesson_files.starters import starters
from .paths import ROOT

# A copy runs sooner with the compiled files. But what pytest compiled knows where it was, and
# a file with a second ending is only just being written.
NOT_COPIED = (".git", ".venv", ".course", ".*_cache", "my_*.ipynb", "*-pytest-*", "*.pyc.*")


def copy_course(folder: Path, lessons: Mapping[str, str] | None = None) -> None:
    """Copy the course into a folder, which may be there, without what commands keep for later.

    lessons: file name to text, None for the starters.
    """
    ignored = shutil.ignore_patterns("lessons", *NOT_COPIED)
    shutil.copytree(ROOT, folder, ignore=ignored, dirs_exist_ok=True)
    write_files(folder / "lessons", starters() if lessons is None else lessons)


def write_files(folder: Path, files: Mapping[str, str]) -> None:
    """Write files into a folder, which is made where there is none. files: name to text."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
