"""A lesson's code live: real servers on free ports of 127.0.0.1, ended with us."""

import atexit
import json
import queue
import secrets
import tempfile
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..catalogue import Lesson
from ..paths import ROOT
from . import processes
from .fork_server import HAS_FORK

if TYPE_CHECKING:
    from .redis_server import RedisServer


class ServerFailed(Exception):
    """A lesson's server could not start. Its text is the end of what Python said."""


class ForkServer:
    """A process that starts servers for us. Without fork, each server has one of its own."""

    def __init__(self) -> None:
        self.process = processes.start("-m", "course.servers.fork_server")
        self.lock = threading.Lock()
        self.lines: queue.Queue[str] = queue.Queue()
        threading.Thread(target=self._read, daemon=True).start()
        atexit.register(self.end)

    def _read(self) -> None:
        for line in self.process.stdout:
            self.lines.put(line)
        self.lines.put("{}")

    def end(self) -> None:
        """End it and all of its servers. Doing it twice does no harm."""
        atexit.unregister(self.end)
        with self.lock:
            processes.end(self.process)

    def _ask(self, order: dict) -> dict:
        while not self.lines.empty():  # what a server said that we no longer waited for
            self.lines.get()
        self.process.stdin.write(json.dumps(order) + "\n")
        self.process.stdin.flush()
        return self._answer()

    def _answer(self) -> dict:
        return json.loads(self.lines.get(timeout=processes.LOADING))

    def start(self, order: dict) -> tuple[int, int]:
        """Start a server and return its process id and port. Raises ServerFailed."""
        with self.lock:
            pid = 0
            try:
                answer = self._ask(order)
                if HAS_FORK:
                    pid = answer.get("pid", 0)
                    answer = self._answer()
            except (queue.Empty, OSError):
                if pid:
                    self._ask({"stop": pid})
                else:  # its server's id may never have come: then they all go
                    self.process.kill()
                raise ServerFailed(f"It {processes.ENDLESS}") from None
            if "port" in answer:
                return pid, answer["port"]
            self._ask({"stop": pid})
        raise ServerFailed(Path(order["log"]).read_text(encoding="utf-8", errors="replace"))

    def stop(self, pid: int) -> None:
        """Kill a server, and wait until it is gone."""
        if not HAS_FORK:
            self.end()
        elif self.process.poll() is None:
            with self.lock:
                self._ask({"stop": pid})


_shared: list[ForkServer] = []
_lock = threading.Lock()


def fork_server() -> ForkServer:
    """Return a fork_server that can start a server."""
    if not HAS_FORK:
        return ForkServer()
    with _lock:
        if not _shared or _shared[0].process.poll() is not None:
            _shared[:] = [ForkServer()]
        return _shared[0]


class Site:
    """A lesson's server, from the start of `with` on.

    package: such as "lessons"; it lies in folder. server: of Redis, one that the course has
    started; None for one of its own, where the lesson needs one. max_age: seconds, None for the
    lesson's default. redis: a client of that Redis, None where the lesson does not use one.
    """

    def __init__(
        self,
        package: str,
        lesson: Lesson,
        server: "RedisServer | None" = None,
        *,
        folder: Path = ROOT,
        max_age: int | None = None,
    ) -> None:
        self.redis, self._redis_server = None, None
        self._server: tuple[ForkServer, int] | None = None
        self._twin: tuple[ForkServer, int] | None = None
        self._twin_url = ""
        self._folder = tempfile.TemporaryDirectory(prefix="course-site-")
        self._log = Path(self._folder.name, "log")
        self._order = order_for(f"{package}.{lesson.stem}", folder, max_age, self._log)
        try:
            if lesson.uses_redis:
                self._use_redis(server)
            self._server, self._order["port"] = self._start()
        except BaseException:
            self.stop()
            raise
        self.url = f"http://127.0.0.1:{self._order['port']}"

    def _use_redis(self, server: "RedisServer | None") -> None:
        from ..redis_client import connect
        from .redis_server import start_redis

        if server is None:
            server = self._redis_server = start_redis(private=True)
        if not server.is_ours():  # a site is attacked
            raise ValueError("Only a Redis that the course has started is attacked.")
        self._order["preload"] = ["redis"]
        self._order["environment"]["REDIS_URL"] = server.url
        self.redis = connect(server.url)

    def _start(self, **change: object) -> tuple[tuple[ForkServer, int], int]:
        forks = fork_server()
        pid, port = forks.start(self._order | change)
        return (forks, pid), port

    def restart(self, ahead: float = 0) -> None:
        """Kill the server, and start it on the same port with the same keys.

        ahead: seconds by which its clock is ahead of ours.
        """
        end(self._server)
        self._server = None
        self._server, _ = self._start(ahead=ahead)

    @property
    def twin_url(self) -> str:
        """A second server beside it, with the same keys and the same Redis."""
        if not self._twin:
            self._twin, port = self._start(port=0)
            self._twin_url = f"http://127.0.0.1:{port}"
        return self._twin_url

    def log(self) -> str:
        """Return what its servers wrote to stdout and stderr."""
        return self._log.read_text(encoding="utf-8", errors="replace")

    def stop(self) -> None:
        """End all that was started for it. Doing it twice does no harm."""
        end(self._server)
        end(self._twin)
        self._server = self._twin = None
        if self.redis:
            self.redis.close()
        if self._redis_server:
            self._redis_server.stop()
        self._folder.cleanup()

    def __enter__(self) -> "Site":
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()


def order_for(module: str, folder: Path, max_age: int | None, log: Path) -> dict[str, Any]:
    """Return the order for a server of a module in folder, with a fresh key, on a free port."""
    return {
        "module": module,
        "folder": str(folder),
        "environment": {"SECRET_KEYS": secrets.token_hex()},
        "max_age": max_age,
        "ahead": 0,
        "port": 0,
        "preload": [],
        "log": str(log),
    }


def end(server: tuple[ForkServer, int] | None) -> None:
    """End a server, if there is one."""
    if server:
        forks, pid = server
        forks.stop(pid)
