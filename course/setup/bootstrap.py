"""Every command begins here: it runs in .venv, which the first one makes.

subprocess and its like are imported late: mostly there is nothing to do.
"""

import os
import signal
import sys
from pathlib import Path
from typing import NoReturn

from ..paths import ROOT
from .venv import PYTHON, VENV, WINDOWS, disturbs, is_inside, is_ready, wants_another_version

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


def go_inside(arguments: list[str]) -> None:
    """Return where this process is in a ready .venv; else make one, and start again there."""
    refuse_folder()
    keep_others_out()
    names = ["requirements.txt", *NEEDED.get("".join(arguments[:1]), [])]
    inside, starts = is_inside(), int(os.environ.pop("COURSE_STARTS", "0"))
    ready = all(is_ready(name, inside) for name in names)
    # Started with .venv's Python, and not in it: what is there is no .venv.
    anew = not inside and (starts > 0 or (ready and wants_another_version()))
    if starts > 1 and anew:
        sys.exit(f"Python does not find .venv, though it was made anew. Remove it: {VENV}")
    if not ready or anew:
        make_ready(names, inside, anew)
    disturbing = [name for name in os.environ if disturbs(name)]
    for name in disturbing:
        del os.environ[name]
    if not inside or not ready or disturbing:
        start_again(arguments, names, starts + 1)


def refuse_folder() -> None:
    """Leave where no .venv can be: in a path with the character that parts paths."""
    if os.pathsep in str(ROOT):
        sys.exit(
            f"The course cannot run in a folder with a {os.pathsep} in its path:\n  {ROOT}\n"
            "Rename the folder, and run the same command again."
        )


def keep_others_out() -> None:
    """Let nobody but this person's group write to the files that we make."""
    mask = os.umask(0o022)
    if mask & 0o002:
        os.umask(mask)


def start_again(arguments: list[str], names: list[str], starts: int) -> NoReturn:
    """Run the same command with the Python of .venv, in this process's place."""
    os.chdir(ROOT)
    # What was chosen is in .venv now: commands that a command starts need not compare.
    os.environ.pop("COURSE_PYTHON_CHOSEN", None)
    # Later words on the screen name the Python that was typed: Debian has no `python`.
    os.environ.setdefault("COURSE_TYPED", Path(sys.executable).name.removesuffix(".exe"))
    os.environ["COURSE_STARTS"] = str(starts)
    words = [str(PYTHON), "-m", "course", *arguments]
    try:
        become(words)
    except OSError:  # what is there cannot be run
        let_ctrl_c_in()
        make_ready(names, False, anew=True)
        become(words)


def become(words: list[str]) -> NoReturn:
    """Run a command in the place of this process. Raises OSError."""
    if not WINDOWS:
        # Python would answer a Ctrl-C with a traceback while it starts: let it come after that.
        signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
        os.execv(words[0], words)  # noqa: S606
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


def make_ready(names: list[str], inside: bool, anew: bool = False) -> None:
    """Set up .venv, and leave with one sentence where that cannot be done.


    anew: make another one, whatever is there.
    """
    from .install import SetupError, set_up

    try:
        set_up(names, inside, anew)
    except SetupError as error:
        sys.exit(f"\n{error}")
    except OSError:  # __main__.py finds the words
        sys.stderr.write("\n")
        raise
