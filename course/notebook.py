"""What the cells of a notebook are written with. None of it touches what you write.

The lesson that a cell shows is made of the solutions: up to some step they are solved, from
there on they are starters. So a cell shows the same whatever is in lessons/. Only check() and
attack_mine() look at your own files.
"""

# ruff: noqa: E402

from .jupyter.kernel import use_packages

use_packages()  # the imports below need them

import atexit
import importlib
import sys
import tempfile
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

from attacks import Verdict

from .catalogue import lesson_of
from .copies import write_files
from .demo.verdicts import print_verdict
from .jupyter.check_cells import check
from .jupyter.served import served
from .lesson_files.starters import starters
from .lesson_files.steps import step_of, steps_before
from .paths import ROOT
from .pictures.plots import plot
from .pictures.story import Browser, Clock, Page, Server, Story, names
from .pictures.tables import show_tables
from .say import console, plain
from .servers.gate import Gate

__all__ = [
    "Browser",
    "Clock",
    "Gate",
    "Page",
    "Server",
    "Story",
    "answer",
    "attack",
    "attack_mine",
    "before",
    "check",
    "let_time_pass",
    "names",
    "plot",
    "redis_client",
    "redis_url",
    "served",
    "show_tables",
]

# A kernel asks for colour; the notebook is read as plain text, too.
plain(80)


@cache
def _folder() -> Path:
    """Return the folder for the lessons that cells show."""
    folder = tempfile.TemporaryDirectory(prefix="course-notebook-")
    atexit.register(folder.cleanup)
    sys.path.append(folder.name)
    return Path(folder.name)


@cache
def _package(step_id: str) -> str:
    """Write the lessons as they are just before a step is solved; return the package's name."""
    lesson, step = step_of(step_id)
    package = _folder() / f"before_{step.id.replace('.', '_')}"
    write_files(package, starters(steps_before(lesson, step)))
    importlib.invalidate_caches()
    return package.name


def before(step_id: str) -> ModuleType:
    """Return the lesson as it is just before this step is solved."""
    return importlib.import_module(f"{_package(step_id)}.{step_of(step_id)[0].stem}")


def answer(**options: bool) -> None:
    """Say which option of a question came true. Raises ValueError unless exactly one did.

    options: each letter to whether it was so.
    """
    true = [letter for letter, was_so in options.items() if was_so]
    if len(true) != 1:
        raise ValueError(f"One option has to be true, and these are: {', '.join(true) or 'none'}.")
    print(f"The answer is {true[0]}.")


def attack(lesson_number: int, *attacks: str, step: str | None = None) -> None:
    """Attack real servers with the solved lesson, and print the verdicts.

    attacks: their names; none for all of the lesson. step: attack the lesson as it is before
    this step is solved.
    """
    if step:
        _attack(_package(step), lesson_number, attacks, _folder())
    else:
        _attack("solutions", lesson_number, attacks, ROOT)


def attack_mine(lesson_number: int, *attacks: str) -> None:
    """Attack a real server with your own lesson, and print the verdicts.

    attacks: their names; none for all of the lesson.
    """
    from .servers.child import trouble
    from .servers.live import ServerFailed

    try:
        _attack("lessons", lesson_number, attacks, ROOT)
    except ServerFailed as error:
        console.print(trouble(str(error).splitlines()), markup=False)


def _attack(package: str, number: int, attacks: tuple[str, ...], folder: Path) -> None:
    from .demo.matrix import run_attacks

    lesson = lesson_of(number)
    found: list[tuple[str, Verdict]] = run_attacks(package, lesson, attacks or None, folder=folder)
    for name, verdict in found:
        print_verdict(name, verdict)


@cache
def redis_url() -> str:
    """Return the URL of a Redis of the notebook's own, which is ended with it."""
    from .servers.redis_server import start_redis

    server = start_redis(private=True)
    atexit.register(server.stop)
    return server.url


def redis_client(url: str | None = None) -> Any:
    """Return a client of the notebook's Redis, or of the one at url."""
    from .redis_client import connect

    return connect(url or redis_url(), decode_responses=True)


def let_time_pass(client: Any, seconds: float, prefix: str = "") -> None:
    """Take so many seconds off the life of every key that begins with prefix: nobody waits."""
    for key in list(client.scan_iter(match=prefix + "*", count=1000)):
        left = client.pttl(key)
        if left >= 0:
            client.pexpire(key, max(0, int(left - seconds * 1000)))
