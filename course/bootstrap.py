"""The set-up: makes .venv ready on the first command, and runs every command inside it.

Only the standard library is here, and subprocess and its like are imported late: this
file runs before every command, mostly to find that there is nothing to do.
"""

import os
import signal
import sys
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
WINDOWS = os.name == "nt"
PYTHON = VENV / ("Scripts/python.exe" if WINDOWS else "bin/python")
VERSION = f"{sys.version_info[0]}.{sys.version_info[1]}"

# What some commands need beside requirements.txt.
NEEDED = {
    "notebooks": ["requirements-notebooks.txt"],
    "notebooks-build": ["requirements-dev.txt"],
    "quick": ["requirements-dev.txt"],
    "verify": ["requirements-dev.txt"],
    "bench": ["requirements-dev.txt"],
    "flakes": ["requirements-dev.txt"],
    "mutants": ["requirements-dev.txt"],
}

# Written before the installation, removed after it: what has it is half-installed.
UNFINISHED = VENV / "course-unfinished"

# These would put other packages, or none, in the place of .venv's; the last one would have
# all of them compiled anew by every process, which takes longer than what it is for.
DISTURBING = (
    "PYTHONPATH",
    "PYTHONHOME",
    "PYTHONSAFEPATH",
    "__PYVENV_LAUNCHER__",
    "PYTHONDONTWRITEBYTECODE",
)


def go_inside(arguments: list[str]) -> None:
    """Return where this process is in a ready .venv; else make one, and start again there."""
    names = ["requirements.txt", *NEEDED.get("".join(arguments[:1]), [])]
    inside = VENV.exists() and os.path.samefile(sys.prefix, VENV)
    ready = all(is_ready(name, VERSION if inside else None) for name in names)
    if ready and not inside and wants_another_version():
        ready = False
    if not ready:
        make_ready(names, inside)
    disturbed = [name for name in DISTURBING if os.environ.pop(name, None) is not None]
    if not inside or not ready or disturbed:
        start_again(arguments)


def start_again(arguments: list[str]) -> NoReturn:
    """Run the same command with the Python of .venv, in this process's place."""
    os.chdir(ROOT)
    # What was chosen is in .venv now: commands that a command starts need not compare.
    os.environ.pop("COURSE_PYTHON_CHOSEN", None)
    # Later words on the screen name the Python that was typed: Debian has no `python`.
    os.environ.setdefault("COURSE_TYPED", Path(sys.executable).name.removesuffix(".exe"))
    words = [str(PYTHON), "-m", "course", *arguments]
    if not WINDOWS:
        # Python would answer a Ctrl-C with a traceback while it starts: let it come after that.
        signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
        os.execv(PYTHON, words)  # noqa: S606
    import subprocess

    child = subprocess.Popen(words)
    while True:
        try:
            sys.exit(child.wait())
        except KeyboardInterrupt:
            continue  # the child has got it too, and ends in its own way


def let_ctrl_c_in() -> None:
    """Take a Ctrl-C that came while Python started. Raises KeyboardInterrupt."""
    if not WINDOWS:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGINT])


def stamp_of(name: str) -> Path:
    """Return the file that says for which requirements and which Python .venv was made ready."""
    return VENV / f"course-{name}"


def requirements(name: str) -> str:
    """Return the text of a requirements file, and of those that it includes."""
    text = (ROOT / name).read_text(encoding="utf-8")
    included = [line[3:].strip() for line in text.splitlines() if line.startswith("-r ")]
    return text + "".join(requirements(other) for other in included)


def is_ready(name: str, version: str | None = None) -> bool:
    """Is .venv ready with these requirements? version: and made for this Python; None for any."""
    made_for, _, text = read(stamp_of(name)).partition("\n")
    return (
        PYTHON.exists()
        and text == requirements(name)
        and version in (None, made_for)
        and not UNFINISHED.exists()
    )


def wants_another_version() -> bool:
    """Did this person choose a Python, and is .venv made for another?"""
    made_for = read(stamp_of("requirements.txt")).partition("\n")[0]
    return bool(os.environ.get("COURSE_PYTHON_CHOSEN")) and made_for not in ("", VERSION)


def read(path: Path) -> str:
    """Return the text of a file, "" where there is none."""
    try:
        return path.read_text(encoding="utf-8")
    except OSError:
        return ""


def make_ready(names: list[str], inside: bool) -> None:
    """Set up .venv, and leave with one sentence where that cannot be done."""
    from .setup import SetupError, set_up

    try:
        set_up(names, inside)
    except SetupError as error:
        sys.exit(f"\n{error}")
    except OSError as error:
        from .files import FULL, why_unwritable

        if error.errno in FULL:
            sys.exit(f"\n{why_unwritable(error)}")
        sys.exit(
            f"\nThe set-up cannot write here ({error.strerror}): {error.filename or ROOT}\n"
            "Copy the course to a folder of your own, and run the same command there."
        )
