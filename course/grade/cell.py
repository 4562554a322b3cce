"""`python -m course.grade.cell`: runs the checks on a submission, within limits of time and memory.

The order comes on stdin, as one line of JSON, before any code of the submission is loaded.
"""

import json
import os
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from ..catalogue import lesson_of
from ..checks.runner import check_file, options
from .seal import Sealer

FILE_BYTES = 16 * 2**20
MORE_PROCESSES = 300


class Only:
    """A pytest plugin: runs only the checks with these ids."""

    def __init__(self, ids: list[str]) -> None:
        self.ids = set(ids)

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Leave out the others."""
        items[:] = [item for item in items if item.nodeid in self.ids]


def main() -> None:
    """Follow the order: limits, then the checks."""
    order = json.loads(sys.stdin.readline())
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    limit(order["seconds"], order["memory"])
    results = os.open(order["results"], os.O_WRONLY | os.O_APPEND)
    sealer = Sealer(bytes.fromhex(order["key"]), results)
    plugins = [sealer] if order["only"] is None else [sealer, Only(order["only"])]
    file = check_file(lesson_of(order["lesson"]))
    del order
    pytest.main([*options(), "--code", "lessons", str(file)], plugins=plugins)
    sys.stdout.flush()
    # What the submission left running in threads, or for the exit, is of no interest.
    os._exit(0)


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
