"""The Redis of `make run` and `make watch`: its data outlive it, and all of them share it.

Two with the same file would overwrite each other's data. So whoever comes first starts it and
holds a lock; whoever comes while it runs finds its address beside the lock, and starts it anew,
at the same address, once the first has ended.
"""

import os
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import urlsplit

from ..files import write
from ..lock import locked
from ..paths import WORK
from ..redis_client import NotUsable
from ..say import console
from .redis_server import DEADLINE, RedisServer, start_redis

FOLDER = WORK / "redis"
LOOK = 0.1  # seconds between two looks whether the one who started it has ended
SAVING = 3  # seconds that an ended Redis may take to save its data
LOST = "The Redis of the other command has ended, and cannot be started anew: start this one again."


@contextmanager
def kept_redis(folder: Path = FOLDER) -> Iterator[RedisServer]:
    """Give the Redis whose data are in the folder: one that runs already, else a new one.

    It is there until the last command has ended that uses it. REDIS_URL comes first, as always.
    Raises NotUsable.
    """
    if os.environ.get("REDIS_URL"):
        # Somebody else keeps its data. Its address may hold a password: it is written nowhere.
        with start_redis() as server:
            yield server
        return
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.chmod(0o700)  # its address holds a password
    with Kept(folder) as server:
        yield server


class Kept:
    """Starts the Redis of a folder as soon as nobody else has it."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.address = folder, folder / "address"
        self.own: RedisServer | None = None
        self.ended, self.thread = threading.Event(), None

    def __enter__(self) -> RedisServer:
        self.lock = open(self.folder / "lock", "a")
        try:
            if self.take(None):
                return self.own
            server = running(self.address)
        except BaseException:
            self.lock.close()
            raise
        self.thread = threading.Thread(target=self.follow, args=[server.url], daemon=True)
        self.thread.start()
        return server

    def __exit__(self, *_: object) -> None:
        self.ended.set()
        if self.thread:
            self.thread.join()
        if self.own:
            self.own.stop()
            self.address.unlink(missing_ok=True)
        self.lock.close()

    def take(self, url: str | None) -> bool:
        """Start it where nobody else has it, at url, None for any address. Raises NotUsable."""
        if not locked(self.lock.fileno()):
            return False
        wait_until_free(url or read(self.address)[0])  # of one that was killed
        self.own = start_redis(self.folder, url=url)
        write(self.address, f"{self.own.url}\n{self.own.said}", secret=True)
        return True

    def follow(self, url: str) -> None:
        """Wait until whoever has it has ended, and start it anew for those who still use it."""
        while not self.ended.wait(LOOK):
            try:
                if self.take(url):
                    return
            except (NotUsable, OSError):
                console.print(LOST)
                return


def running(address: Path) -> RedisServer:
    """Return the Redis of another command: it writes its address once it has started."""
    end = time.monotonic() + DEADLINE
    while time.monotonic() < end:
        url, said = read(address)
        if url:
            server = RedisServer(url)
            server.said = f"{said}, of a command that runs already"
            return server
        time.sleep(0.01)
    raise NotUsable("Another command holds the Redis of this folder, and it does not answer.")


def read(address: Path) -> tuple[str, str]:
    """Return the URL that is written there and what is said of it, "" and "" for none."""
    with suppress(OSError):
        url, newline, said = address.read_text(encoding="utf-8").partition("\n")
        if newline:
            return url, said
    return "", ""


def wait_until_free(url: str) -> None:
    """Wait until nobody listens at a URL any more: by then, the data are saved."""
    end = time.monotonic() + SAVING
    while url and time.monotonic() < end:
        with suppress(OSError), socket.create_server(("127.0.0.1", urlsplit(url).port)):
            return
        time.sleep(0.01)
