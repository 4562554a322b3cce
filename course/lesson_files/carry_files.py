"""Writes lessons/ in this version of the course, with what the learner wrote in an older one.

Nothing keeps which version a learner has: the old solutions tell what the starters were, and
what differs from those in lessons/ is the learner's.
"""

from pathlib import Path

import click

from ..catalogue import CATALOGUE
from ..paths import LESSONS, ROOT
from ..say import command, console
from .backups import Newer, backups, content, replace, save, say_reload, unix
from .carry import Carried, Edition, carry
from .catch_up import readable
from .imports import homes_of
from .starters import starters


def refuse_unreadable(folder: Path) -> None:
    """Raise ClickException where Python cannot read a lesson: nothing can be carried over then."""
    for lesson in CATALOGUE:
        path = folder / lesson.file.name
        if path.exists() and readable(path.read_bytes()) is None:
            raise click.ClickException(
                f"Python cannot read lessons/{path.name}, so its functions cannot be told apart.\n"
                f"Nothing was changed. Mend the file (see {command('test', lesson.number)}), then "
                "run the same command again."
            )


def carry_over(old: dict[str, str], theirs: Path) -> None:
    """Write lessons/ in this version, with the work of another folder (or of the same).

    old: the solutions of the version that theirs was made with: file name to text.
    """
    refuse_unreadable(theirs)
    given, before = starters(), backups()
    for name in given:
        while not carry_file(name, old, theirs, given):
            console.print(f"You saved lessons/{name} meanwhile. Looking again ...")
    for path in theirs.glob("[!.]*.py"):
        if path.name in given:
            continue
        known = Edition(old[path.name]) if path.name in old else None
        data = unix(path.read_bytes())
        if known is None or data not in (known.starter.encode(), known.solved.encode()):
            replace(LESSONS / path.name, path.read_bytes())  # a file of their own
        elif theirs == LESSONS:
            save(path.name, path.read_bytes())
            path.unlink()
    if backups() != before:
        say_reload()


def carry_file(name: str, old: dict[str, str], theirs: Path, given: dict[str, str]) -> bool:
    """Write one file of lessons/ in this version. False where it was saved meanwhile."""
    here = content(LESSONS / name)
    data = here if theirs == LESSONS else content(theirs / name)
    carried = Carried(given[name])
    if data is not None and name in old and name != "__init__.py":
        new = (ROOT / "solutions" / name).read_text(encoding="utf-8")
        carried = carry(
            data.decode("utf-8", "surrogateescape"),
            Edition(old[name]),
            Edition(new),
            homes_of(given),
        )
    try:
        replace(LESSONS / name, carried.text.encode("utf-8", "surrogateescape"), here)
    except Newer:
        return False
    tell(name, carried)
    return True


def tell(name: str, carried: Carried) -> None:
    """Say where the learner's text and the newer version's do not go together."""
    words = {
        "The course has a new text for step {}. Your text stays.": carried.stays,
        "You had changed {}, which the course gives. Now it is as in the new version; your text "
        "is in the backup.": carried.replaced,
        "{} is no longer a part of the course. Your text stays.": carried.left,
    }
    if carried.failed:
        words = {
            "Its functions cannot be told apart, so the new version of {} is not in it. "
            "Your text stays.": [name]
        }
    for sentence, parts in words.items():
        if parts:
            said = sentence.format(", ".join(dict.fromkeys(parts)))
            console.print(f"lessons/{name}: {said}", markup=False)
