"""The Redis of `make run` and `make watch`: its data outlive it, and all of them share it.

Two with the same file would overwrite each other's data. So whoever comes first starts it
and holds a lock, and whoever comes while it runs finds its address beside the lock.
"""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from ..files import write
from ..lock import locked
from ..paths import WORK
from .redis_server import DEADLINE, NotUsable, RedisServer, start_redis

FOLDER = WORK / "redis"


@contextmanager
def kept_redis(folder: Path = FOLDER) -> Iterator[RedisServer]:
    """Give the Redis whose data are in the folder: one that runs already, else a new one.

    It ends with the command that started it. REDIS_URL comes first, as always. Raises NotUsable.
    """
    if os.environ.get("REDIS_URL"):
        # Somebody else keeps its data. Its address may hold a password: it is written nowhere.
        with start_redis() as server:
            yield server
        return
    folder.mkdir(parents=True, exist_ok=True)
    address = folder / "address"
    with open(folder / "lock", "a") as lock:
        if locked(lock.fileno()):
            address.unlink(missing_ok=True)  # of one that was killed
            with start_redis(folder) as server:
                write(address, f"{server.url}\n{server.said}", secret=True)
                yield server
                address.unlink(missing_ok=True)
        else:
            yield running(address)


def running(address: Path) -> RedisServer:
    """Return the Redis of another command: it writes its address once it has started."""
    end = time.monotonic() + DEADLINE
    while time.monotonic() < end:
        with suppress(FileNotFoundError):
            url, newline, said = address.read_text(encoding="utf-8").partition("\n")
            if newline:
                server = RedisServer(url)
                server.said = f"{said}, of a command that runs already: it ends with that one"
                return server
        time.sleep(0.01)
    raise NotUsable("Another command holds the Redis of this folder, and it does not answer.")
