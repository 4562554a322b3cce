"""Changing the learner's files without ever losing one: what is replaced is backed up first."""

import os
import re
import shutil
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from ..catalogue import Lesson, UnknownLesson
from ..paths import BACKUPS, LESSONS, NOTEBOOKS, ROOT
from ..say import command, console
from .starters import starters

NAME = re.compile(r"(\d{4}-\d\d-\d\d_\d\d-\d\d-\d\d)(?:\.(\d+))?_(\w+\.(?:py|ipynb))")


@dataclass(frozen=True, order=True)
class Backup:
    """One kept file. when: local time as text. again: counts those of one second, from 1."""

    when: str
    again: int
    file: str
    path: Path


def save(path: Path) -> Path:
    """Copy a file of the learner's, byte by byte, under a new name with the time; return it."""
    when = f"{datetime.now():%Y-%m-%d_%H-%M-%S}"
    again = 1
    BACKUPS.mkdir(parents=True, exist_ok=True)
    while True:
        kept = BACKUPS / f"{when}{'' if again == 1 else f'.{again}'}_{path.name}"
        try:
            with kept.open("xb") as file:
                file.write(path.read_bytes())
            return kept
        except FileExistsError:
            again += 1


def replace(path: Path, data: bytes) -> bool:
    """Give a file of the learner's this content, after a backup. False where it has it already.

    The file is at no moment half-written.
    """
    present = path.read_bytes() if path.exists() else None
    if present is not None and unix(present) == unix(data):
        return False
    if present is not None:
        kept = save(path)
        console.print(f"Kept yours: {kept.relative_to(ROOT)}", soft_wrap=True)
    path.parent.mkdir(exist_ok=True)
    # The editor may have opened what a link points to.
    target = path.resolve()
    draft = target.with_name(f".{target.name}.new")
    draft.write_bytes(data)
    if target.exists():
        shutil.copymode(target, draft)
    os.replace(draft, target)
    return True


def unix(data: bytes) -> bytes:
    """Return a text with the line ends of Unix: git may have changed them."""
    return data.replace(b"\r\n", b"\n")


def put_back(names: list[str]) -> list[str]:
    """Write these files of lessons/ as a new learner has them; return those that changed."""
    texts = starters()
    return [name for name in names if replace(LESSONS / name, texts[name].encode())]


def files_of(lesson: Lesson) -> list[str]:
    """Return the lesson's file, and those that are given along with it (session.py)."""
    imported = re.findall(r"^from \.(\w+) import", lesson.solution.read_text("utf-8"), re.M)
    given = [f"{stem}.py" for stem in imported if not stem.startswith("lesson")]
    return [lesson.file.name, *given]


def reset(lesson: Lesson) -> None:
    """Put the starter of a lesson back; theirs is backed up."""
    before = backups()
    changed = put_back(files_of(lesson))
    for name in changed:
        console.print(f"lessons/{name} is the starter again.")
    if not changed:
        console.print(f"Nothing to do: lessons/{lesson.file.name} is the starter.")
    for one in sorted(set(backups()) - set(before)):
        undo = command("restore", backup=one.path.name)
        console.print(f"To undo it: {undo}", soft_wrap=True, markup=False)
    if changed:
        say_reload()


def say_reload() -> None:
    """Say what an editor needs that still shows the old file: JupyterLab would write it back."""
    console.print("Is it open in JupyterLab? There: File, Reload Python File from Disk.")


def write_all_starters() -> None:
    """Write `lessons/` anew from the solutions; what differs is backed up."""
    changed = put_back(list(starters()))
    for name in changed:
        console.print(f"Wrote lessons/{name}")
    if not changed:
        console.print("Nothing to do: lessons/ holds the starters.")


def backups() -> list[Backup]:
    """Return what was kept, the newest first."""
    found = []
    for path in BACKUPS.glob("*"):
        match = NAME.fullmatch(path.name)
        if match:
            found.append(Backup(match[1], int(match[2] or 1), match[3], path))
    return sorted(found, reverse=True)


def show_backups() -> None:
    """List the backups, numbered, the newest first."""
    found = backups()
    for number, backup in enumerate(found, 1):
        day, clock = backup.when.split("_")
        console.print(f"{number:4}  {day} {clock.replace('-', ':')}  {backup.file}", markup=False)
    if found:
        console.print(f"\nTo put one back: {command('restore', backup=1)}")
    else:
        console.print("There is no backup yet: nothing of yours was replaced.")


def restore(wanted: str) -> None:
    """Put back a backup, named or by its number in the list. Raises UnknownLesson."""
    found = backups()
    chosen = [
        backup
        for number, backup in enumerate(found, 1)
        if wanted.strip() in (str(number), backup.path.name, str(backup.path))
    ]
    if not chosen:
        raise UnknownLesson(f"There is no backup {wanted}. To list them: {command('restore')}")
    backup = chosen[0]
    folder = NOTEBOOKS if backup.file.endswith(".ipynb") else LESSONS
    name = f"{folder.name}/{backup.file}"
    if replace(folder / backup.file, backup.path.read_bytes()):
        console.print(f"{name} is again as it was kept on {backup.when}.")
        say_reload()
    else:
        console.print(f"Nothing to do: {name} is the same as this backup.")
