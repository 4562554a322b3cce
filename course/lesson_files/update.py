"""`make update`: the newest course, with what the learner wrote in an older one."""

from pathlib import Path

import click

from ..paths import ROOT
from ..say import command, console
from .backups import replace
from .carry_files import carry_over
from .update_by_git import update_by_git


def update(folder: Path | None) -> int:
    """Bring the learner's work into the newest course; return the exit code.

    folder: an older course, whose lessons come into this one; None: the newest comes by git.
    """
    if folder is None:
        return update_by_git()
    folder = folder.expanduser().resolve()
    if folder == ROOT:
        raise click.ClickException(f"{folder} is this course. Name the folder of the older one.")
    if not (folder / "lessons").is_dir() or not (folder / "solutions").is_dir():
        raise click.ClickException(f"{folder} is no older course: it has no lessons/, solutions/.")
    carry_over(sources_in(folder / "solutions"), folder / "lessons")
    for path in (folder / "notebooks").glob("my_*.ipynb"):
        replace(ROOT / "notebooks" / path.name, path.read_bytes())
    console.print(f"Your lessons and notebooks are here now. {folder} is as it was.", markup=False)
    console.print(f"To see where you are: {command('test')}")
    return 0


def sources_in(folder: Path) -> dict[str, str]:
    """Return the Python files of a folder: name to text."""
    return {path.name: path.read_text(encoding="utf-8") for path in folder.glob("*.py")}
