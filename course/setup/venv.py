"""What there is to know of .venv: where it is, what it was made for, whether it is whole.

Every command reads this before it runs: only the standard library, and little of that.
"""

import os
import sys
from pathlib import Path

from ..paths import ROOT

VENV = ROOT / ".venv"
WINDOWS = os.name == "nt"
PYTHON = VENV / ("Scripts/python.exe" if WINDOWS else "bin/python")
VERSION = f"{sys.version_info[0]}.{sys.version_info[1]}"

# Written before an installation and removed after it: with it, .venv is half-installed.
UNFINISHED = VENV / "course-unfinished"

# The names in the folder of packages after an installation.
INSTALLED = VENV / "course-installed"

# How text is shown is everybody's own choice. PYTHON is a setting of our Makefile.
HARMLESS = ("PYTHON", "PYTHONUTF8", "PYTHONIOENCODING", "PYTHONUNBUFFERED")


def disturbs(name: str) -> bool:
    """Is this environment variable a setting for every Python or pytest, and not for ours?"""
    general = name.startswith(("PYTHON", "PYTEST_")) or name == "__PYVENV_LAUNCHER__"
    return general and name not in HARMLESS


def is_inside() -> bool:
    """Does this process run with .venv's Python?"""
    return os.path.exists(VENV) and os.path.samefile(sys.prefix, VENV)


def stamp_of(name: str) -> Path:
    """Return the file that says for which requirements and which Python .venv was made ready."""
    return VENV / f"course-{name}"


def requirements(name: str) -> str:
    """Return the text of a requirements file, and of those that it includes."""
    text = (ROOT / name).read_text(encoding="utf-8")
    included = [line[3:].strip() for line in text.splitlines() if line.startswith("-r ")]
    return text + "".join(requirements(other) for other in included)


def is_ready(name: str, inside: bool = False) -> bool:
    """Is .venv ready with these requirements? inside: and made for the Python that runs this."""
    made_for, _, text = read(stamp_of(name)).partition("\n")
    fits = not inside or made_for == VERSION
    return fits and text == requirements(name) and is_whole(made_for)


def is_whole(version: str) -> bool:
    """Is everything still there that was installed for this Python?"""
    parts = os.path.exists(PYTHON) and os.path.exists(VENV / "pyvenv.cfg")
    installed = set(read(INSTALLED).splitlines())
    return parts and not os.path.exists(UNFINISHED) and installed <= packages(version)


def packages_folder(version: str) -> Path:
    """Return the folder of packages in a .venv for this Python."""
    return VENV / ("Lib" if WINDOWS else f"lib/python{version}") / "site-packages"


def packages(version: str) -> set[str]:
    """Return the names in the folder of packages. What pip removes, it renames with a ~ first."""
    try:
        names = os.listdir(packages_folder(version))
    except OSError:
        return set()
    return {name for name in names if not name.startswith(("~", "__pycache__"))}


def wants_another_version() -> bool:
    """Did this person choose a Python, and is .venv made for another?"""
    made_for = read(stamp_of("requirements.txt")).partition("\n")[0]
    return bool(os.environ.get("COURSE_PYTHON_CHOSEN")) and made_for not in ("", VERSION)


def read(path: Path) -> str:
    """Return the text of a file, "" where there is none."""
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
