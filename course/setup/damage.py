"""Failures outside lessons/: a sentence for each, since none of them is the learner's fault."""

import errno
import os
import re
import shlex
import sys
import traceback
from contextlib import suppress
from pathlib import Path

from ..paths import ROOT, SOLUTIONS
from .venv import UNFINISHED, WINDOWS, is_inside

# A traceback's frame: its file, line and function (none for a SyntaxError), and its source.
FRAME = re.compile(r'File "([^"<]+)", line (\d+)(?:, in (\S+))?\n *(.*)')
OURS = ("course", "classroom", "tools", "solutions", "tests", "attacks")
IN_THE_WAY = "It is in the way. Remove it, and run the same command again."


def sentence(error: BaseException) -> str:
    """Return what to say of an error, "" where its cause is not known."""
    if isinstance(error, SyntaxError) and error.filename == "<unknown>":
        # A learner's file may be like this, and whoever reads it expects that.
        return damaged_file(SOLUTIONS, f"{type(error).__name__}: {error}")
    return of_machine(error) if isinstance(error, OSError) else damage(text_of(error))


def text_of(error: BaseException) -> str:
    """Return an error with its traceback."""
    return "".join(traceback.format_exception(error))


def of_machine(error: OSError) -> str:
    """Return what to say of a file or folder that cannot be had, "" where that is not known."""
    from ..files import why_unwritable  # a file that hides a library may be in its way

    said = why_unwritable(error) or ""
    if error.filename is None:
        return said
    path = Path(os.fsdecode(error.filename))
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return f"{said}\n{take_over(path)}"
    if error.errno in (errno.EEXIST, errno.ENOTDIR, errno.EISDIR):
        return f"{error.strerror}: {error.filename}\n{IN_THE_WAY}"
    if error.errno == errno.ENOENT and is_ours(path):
        return damaged_file(path, "it is missing")
    return said


def take_over(path: Path) -> str:
    """Return what to do about a path that cannot be written, and whose it is if not yours."""
    while not os.path.lexists(path) and path != path.parent:
        path = path.parent
    if WINDOWS or path.lstat().st_uid == os.geteuid():
        return "Copy the course to a folder of your own, and run the same command there."
    owner, me = name_of(path.lstat().st_uid), name_of(os.geteuid())
    own = f"sudo chown -R {me} {shlex.quote(str(ROOT))}"
    return (
        f"It belongs to {owner}, and you are {me}. Copy the course to a folder of your own, "
        f"or make this one yours:\n  {own}"
    )


def name_of(user: int) -> str:
    """Return a user's name, their number where there is no name."""
    import pwd  # Windows has none

    with suppress(KeyError):
        return pwd.getpwuid(user).pw_name
    return str(user)


def damage(text: str) -> str:
    """Return what to say of a traceback whose cause is outside lessons/, "" for another one."""
    path, line, function, source = (FRAME.findall(text) or [("", "", "run", "")])[-1]
    if function not in ("", "<module>"):  # what runs was given something by the learner's code
        return ""
    said = text.strip().splitlines()[-1]
    packages = Path(path).is_relative_to(sys.prefix) or Path(path).is_relative_to(sys.base_prefix)
    if not packages and not is_ours(Path(path)) and source not in imports_of_ours():
        return ""
    strangers = sorted(ROOT.glob("*.py"))  # none of the course's files is there
    if strangers:
        name = strangers[0].name
        return f"Your file {name} stands in the way of a library of that name. Rename it.\n{said}"
    culprit = culprit_of(said) or Path(path)
    if is_ours(culprit):
        where = f"line {line}: " if culprit == Path(path) else ""
        return damaged_file(culprit, where + said)
    return damaged_setup(said)


def culprit_of(said: str) -> Path | None:
    """Return the file that an import found missing, or without a name; None for other errors."""
    lacks = re.search(r"^ImportError: cannot import name .* \((.+\.py)\)$", said)
    absent = re.search(r"^ModuleNotFoundError: No module named '([\w.]+)'", said)
    if absent:
        return ROOT / (absent[1].replace(".", "/") + ".py")
    return Path(lacks[1]) if lacks else None


def is_ours(path: Path) -> bool:
    """Does the file come with the course, and is not to be changed by a learner?"""
    if not path.is_absolute() or not path.is_relative_to(ROOT):
        return False
    first = path.relative_to(ROOT).parts[0]
    return first in OURS or first.startswith("requirements")


def imports_of_ours() -> set[str]:
    """Return the lines that import a library in the lessons as they are given."""
    text = "\n".join(path.read_text(encoding="utf-8") for path in SOLUTIONS.glob("*.py"))
    return set(re.findall(r"^(?:import|from) [^.].*", text, re.MULTILINE))


def damaged_setup(said: str) -> str:
    """Let the next command make .venv anew, and return the sentence for that."""
    again = f"Install it again: {sys.executable} -m pip install -r requirements.txt"
    if is_inside():
        again = "The next command makes .venv anew: run the same one again."
        with suppress(OSError):
            UNFINISHED.touch()
    fact = "The set-up of the course is damaged, and your lessons are not the reason."
    return f"{fact}\n{said}\n{again}"


def damaged_file(path: Path, said: str) -> str:
    """Return the sentence for a file of the course, and how to get it back."""
    name = path.relative_to(ROOT).as_posix()
    back = f"git checkout -- {shlex.quote(name)}" if (ROOT / ".git").exists() else "copy it anew"
    return (
        f"{name} is damaged: {said}\n"
        f"It is a file of the course, not one of yours. To mend it: {back}"
    )
