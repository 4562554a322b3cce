"""A lock between commands: of two that begin at once, one sets up and the other waits."""

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from .paths import WORK


@contextmanager
def only_one(tell: Callable[[], None]) -> Iterator[None]:
    """Let one process at a time in. The lock ends with its process and what that has started.

    tell: is called once if there is somebody to wait for.
    """
    WORK.mkdir(exist_ok=True)
    with open(WORK / "setup.lock", "a") as file:
        # For those that we start and who may outlive us: nobody else begins meanwhile.
        os.set_inheritable(file.fileno(), True)
        waiting = False
        while not locked(file.fileno()):
            if not waiting:
                tell()
            waiting = True
            time.sleep(0.2)
        yield


def locked(fd: int) -> bool:
    """Try to take the lock."""
    try:
        if os.name == "nt":
            import msvcrt

            msvcrt.locking(fd, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    return True
