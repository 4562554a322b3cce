"""A lesson's code live: real servers on free ports of 127.0.0.1, ended with us."""

import json
import secrets
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..catalogue import Lesson
from ..paths import ROOT
from . import processes
from .fork_server import HAS_FORK
from .forks import ForkServer, ServerFailed, fork_server

if TYPE_CHECKING:
    from subprocess import Popen

    import redis

    from .gate import Gate
    from .redis_server import RedisServer
    from .redis_sets import RedisSet


class Site:
    """A lesson's server, from the start of `with` on.

    package: such as "lessons"; it lies in folder. server: of Redis, one that the course has
    started; None for one of its own, where the lesson needs one. redis_set: servers that the
    course has started, in its place. max_age: seconds, None for the lesson's default.
    """

    def __init__(
        self,
        package: str,
        lesson: Lesson,
        server: "RedisServer | None" = None,
        *,
        folder: Path = ROOT,
        max_age: int | None = None,
        redis_set: "RedisSet | None" = None,
    ) -> None:
        self.redis_set, self._redis_server = redis_set, None
        self._clients: dict[str, redis.Redis] = {}
        self._url = ""  # of the only Redis
        self._server: tuple[ForkServer, int] | None = None
        self._beside: list[tuple[ForkServer, int]] = []
        self._workers: list[Popen] = []
        self._gates: list[Gate] = []
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
        from .redis_server import start_redis

        self._order["preload"] = ["redis"]
        if self.redis_set:
            self._order["environment"] |= self.redis_set.environment
            return
        if server is None:
            server = self._redis_server = start_redis(private=True)
        if not server.is_ours():  # a site is attacked
            raise ValueError("Only a Redis that the course has started is attacked.")
        self._url = self._order["environment"]["REDIS_URL"] = server.url

    @property
    def redis(self) -> "redis.Redis | None":
        """A client of its Redis, of a set the primary. None where there is none."""
        url = self._url
        if self.redis_set:
            primary = self.redis_set.primary()
            url = primary.url if primary else ""
        if url and url not in self._clients:
            from ..redis_client import connect

            self._clients[url] = connect(url)
        return self._clients.get(url)

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
        if not self._twin_url:
            self._twin_url = self.another()
        return self._twin_url

    def another(self, **environment: str) -> str:
        """Return the URL of one more server beside it, told this by its environment, too."""
        told = self._order["environment"] | environment
        server, port = self._start(port=0, environment=told)
        self._beside.append(server)
        return f"http://127.0.0.1:{port}"

    def gated(self) -> "tuple[str, Gate]":
        """Return the URL of a server beside it, and the gate between that one and its Redis."""
        from .gate import Gate

        if not self.redis:
            raise ValueError("There is no Redis before which a gate could stand.")
        url = self.redis_set.primary().url if self.redis_set else self._url
        self._gates.append(Gate(url))
        told = {"SENTINELS": "", "REDIS_URL": f"{self._gates[-1].url.partition('?')[0]}?protocol=2"}
        return self.another(**told), self._gates[-1]

    def workers(self, count: int, **environment: str) -> list[str]:
        """Return the URLs of so many worker processes: the only one of gunicorn, which shares it.

        Where gunicorn cannot run, they are servers of ours. Raises ServerFailed.
        """
        if not HAS_FORK:
            return [self.another(**environment) for _ in range(count)]
        process = processes.start("-m", "course.servers.workers")
        self._workers.append(process)
        told = self._order["environment"] | environment
        process.stdin.write(json.dumps(self._order | {"environment": told, "count": count}) + "\n")
        process.stdin.flush()
        ports = [processes.line_of(process, processes.LOADING) for _ in range(count)]
        if not all(ports):
            raise ServerFailed(self.log())
        return [f"http://127.0.0.1:{ports[0]}"]

    def mend(self) -> None:
        """Make its set as it was at first, where something has happened to it."""
        servers = self.redis_set
        if servers and not (servers.is_whole() and servers.primary() is servers.servers[0]):
            servers.renew()

    def log(self) -> str:
        """Return what its servers wrote to stdout and stderr."""
        return self._log.read_text(encoding="utf-8", errors="replace")

    def stop(self) -> None:
        """End all that was started for it. Doing it twice does no harm."""
        for server in (self._server, *self._beside):
            end(server)
        for process in self._workers:
            processes.end(process)
        self._server, self._beside, self._workers = None, [], []
        for gate in self._gates:
            gate.shut()
        for client in self._clients.values():
            client.close()
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
        # No server of ours goes to the sentinels of somebody.
        "environment": {"SECRET_KEYS": secrets.token_hex(), "SENTINELS": ""},
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
