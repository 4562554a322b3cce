"""Changing the learner's files without ever losing one: what is replaced is backed up first."""

import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from ..catalogue import Lesson, UnknownLesson
from ..files import write
from ..paths import BACKUPS, LESSONS, NOTEBOOKS, ROOT
from ..say import command, console
from .starters import starters

NAME = re.compile(r"(?:(\d+)_)?(\d{4}-\d\d-\d\d_\d\d-\d\d-\d\d)(?:\.(\d+))?_(\w+\.(?:py|ipynb))")


@dataclass(frozen=True, order=True)
class Backup:
    """One kept file. number: the newest has the highest; those of earlier versions have 0.

    when: local time as text; a clock can be set back. again: counts those of one second.
    """

    number: int
    when: str
    again: int
    file: str
    path: Path


class Newer(Exception):
    """A file of the learner's was saved after it was looked at."""


def content(path: Path) -> bytes | None:
    """Return what is in a file, None where there is none."""
    return path.read_bytes() if path.exists() else None


def save(name: str, data: bytes) -> Path:
    """Keep what was in a file of the learner's, under the next number; return the backup."""
    when = f"{datetime.now():%Y-%m-%d_%H-%M-%S}"
    number = max([backup.number for backup in backups()], default=0) + 1
    while True:
        kept = BACKUPS / f"{number:04}_{when}_{name}"
        try:
            write(kept, data, new=True)
            return kept
        except FileExistsError:  # two commands at once
            number += 1


def replace(path: Path, data: bytes, *seen: bytes | None, starter: bytes | None = None) -> bool:
    """Give a file of the learner's this content, after a backup. False where it has it already.

    seen: the content that the new one was made from, None for no file. Where it is given and
    the file was saved since: raises Newer. starter: a content that needs no backup.
    """
    present = content(path)
    if seen and present != seen[0]:
        raise Newer(path.name)
    if present is not None and unix(present) == unix(data):
        return False
    if present is not None and (starter is None or unix(present) != starter):
        kept = save(path.name, present)
        console.print(f"Kept yours: {kept.relative_to(ROOT)}", soft_wrap=True)

    def last_look() -> None:
        if content(path) != present:
            raise Newer(path.name)

    try:
        # The editor may have opened what a link points to.
        write(path.resolve(), data, last_look=last_look)
    except Newer:
        if seen:
            raise
        return replace(path, data)  # the newer one is backed up, too
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
    console.print("If JupyterLab has it open: File, Reload Python File from Disk.")


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
            number, when, again, name = match.groups()
            found.append(Backup(int(number or 0), when, int(again or 1), name, path))
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
