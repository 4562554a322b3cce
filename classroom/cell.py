"""`python -m classroom.cell`: runs the checks on a submission, within limits of time and memory.

The order comes on stdin, as one line of JSON, before any code of the submission is loaded.
"""

import json
import os
import signal
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest

from course.catalogue import lesson_of
from course.checks.runner import named, options

from .seal import Sealer

FILE_BYTES = 16 * 2**20
MORE_PROCESSES = 300
TICK = 0.01  # seconds between two looks whether a run has ended


class Only:
    """A pytest plugin: runs only the checks with these ids."""

    def __init__(self, ids: list[str]) -> None:
        self.ids = set(ids)

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Leave out the others."""
        items[:] = [item for item in items if item.nodeid in self.ids]


def main() -> None:
    """Follow the order: limits, then the checks."""
    grader = os.getppid()
    if hasattr(os, "fork"):
        cell = os.fork()
        if cell:
            keep(cell, grader)
    order = json.loads(sys.stdin.readline())
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    limit(order["seconds"], order["memory"])
    results = os.open(order["results"], os.O_WRONLY | os.O_APPEND)
    sealer = Sealer(bytes.fromhex(order["key"]), results)
    plugins = [sealer] if order["only"] is None else [sealer, Only(order["only"])]
    file = named(lesson_of(order["lesson"]))
    forbid(order["hidden"], grader)
    del order
    # The sealer writes the results: with a place for them, no report is made for reading.
    words = ["--code", "lessons", "--results", os.devnull, file]
    pytest.main([*options(), *words], plugins=plugins)
    sys.stdout.flush()
    # What the submission left running in threads, or for the exit, is of no interest.
    os._exit(0)


def keep(cell: int, grader: int) -> None:
    """Stand between: code that ends its parent ends us, and not who grades. Never returns."""
    while not os.waitpid(cell, os.WNOHANG)[0]:
        if os.getppid() != grader:  # it is gone, so nobody wants to know any more
            os.killpg(0, signal.SIGKILL)
        time.sleep(TICK)
    os._exit(0)


def forbid(folder: str, grader: int) -> None:
    """Let Python refuse to open what is in a folder, except its own, and to end who grades.

    This keeps the solutions out of easy reach. Another program can still read them.
    """
    ours = {-1, grader, -grader}
    if hasattr(os, "getpgid"):
        ours |= {os.getpgid(grader), -os.getpgid(grader)}
    own = [Path(path).resolve() for path in (sys.prefix, sys.base_prefix, os.getcwd())]
    own = [path for path in own if path.is_relative_to(folder)]  # not a folder around it

    def look(event: str, words: tuple) -> None:
        if event == "open" and not isinstance(words[0], int):
            path = Path(os.path.realpath(os.fsdecode(words[0])))
            if path.is_relative_to(folder) and not any(map(path.is_relative_to, own)):
                raise PermissionError("A submission may not open the files of the course.")
        elif event in ("os.kill", "os.killpg") and words[0] in ours:
            raise PermissionError("A submission may not end who grades it.")

    sys.addaudithook(look)


def limit(seconds: int, memory: int) -> None:
    """Set limits for this process and its children, as far as this machine has them.

    seconds: of CPU. memory: bytes of address space.
    """
    try:
        import resource
    except ImportError:  # Windows has none
        return
    limits = {
        "RLIMIT_CPU": seconds,
        "RLIMIT_AS": memory,
        "RLIMIT_FSIZE": FILE_BYTES,
        "RLIMIT_CORE": 0,
        "RLIMIT_NPROC": threads_of_this_user() + MORE_PROCESSES,
    }
    for name, most in limits.items():
        with suppress(AttributeError, ValueError, OSError):
            kind = getattr(resource, name)
            _, hard = resource.getrlimit(kind)
            most = most if hard == resource.RLIM_INFINITY else min(most, hard)
            resource.setrlimit(kind, (most, most))


def threads_of_this_user() -> int:
    """Return how many threads this user runs: the limit on processes counts them all."""
    total = 0
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if process.stat().st_uid == os.getuid():
                total += len(list((process / "task").iterdir()))
    return total or 4000


if __name__ == "__main__":
    main()
