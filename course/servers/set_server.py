"""Servers that belong together: each a Redis or a Sentinel with a config file of its own.

They end with us, however we end.
"""

import os
import secrets
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import redis

from ..redis_client import NotUsable, connect
from . import processes
from .redis_server import DEADLINE, PATIENCE, READY

SENTINEL_READY = "Sentinel ID is"  # it writes this in each version
LOOK = 0.02  # seconds between two looks whether a set is ready
CONFIG, PID = "server.conf", "pid"


class Passwords:
    """Those of a set. password, sentinel: what a site uses. owner: of who may do all."""

    def __init__(self) -> None:
        self.password, self.sentinel, self.owner = (secrets.token_hex() for _ in range(3))


class SetServer:
    """A server of a set. port: of 127.0.0.1. url: for a site.

    folder: its own, for its files, in that of the set, which goes where we are killed.
    """

    def __init__(
        self, program: str, folder: Path, port: int, passwords: Passwords, *, sentinel: bool = False
    ) -> None:
        self.port, self.folder = port, folder
        self.url = f"redis://:{passwords.password}@127.0.0.1:{port}/0"
        self._owner = f"redis://owner:{passwords.owner}@127.0.0.1:{port}/0"
        self._words = [program, CONFIG, *(["--sentinel"] if sentinel else [])]
        self._ready = SENTINEL_READY if sentinel else READY
        self._process: subprocess.Popen | None = None
        self._paused = False

    def write(self, name: str, text: str) -> None:
        """Write a file of its own, such as its config, in which the passwords stand."""
        self.folder.mkdir(mode=0o700, exist_ok=True)
        file = self.folder / name
        file.touch(mode=0o600)
        file.write_text(text, encoding="utf-8")

    def begin(self) -> None:
        """Start it with the config file that is there, and do not wait for it."""
        self._process = processes.supervise(
            *self._words,
            ready=self._ready,
            patience=PATIENCE,
            litter=str(self.folder.parent),
            cwd=self.folder,
        )

    def wait(self) -> None:
        """Wait until it answers. Raises NotUsable where it does not start."""
        if processes.line_of(self._process, DEADLINE) != "ready":
            raise NotUsable(f"{self._words[0]} could not be started.")

    def start(self) -> None:
        """Start it again on its port, as it was when it ended: a former primary as a primary."""
        self.begin()
        self.wait()

    def client(self, timeout: float = 1) -> redis.Redis:
        """Return a client that may do all. timeout: seconds for an answer."""
        return connect(self._owner, socket_timeout=timeout, socket_connect_timeout=timeout)

    def kill(self) -> None:
        """Kill the Redis itself, with nothing saved, and wait until it is gone.

        Doing it twice does no harm.
        """
        if self._process:
            processes.say_goodbye(self._process)
            self._send(signal.SIGKILL)
            processes.end(self._process)
        self._process, self._paused = None, False

    def pause(self) -> None:
        """Stop it where it is: it keeps all connections, and answers nothing."""
        self._send(signal.SIGSTOP)
        self._paused = True

    def go_on(self) -> None:
        """Let it go on after a pause. It does not know that time has passed."""
        self._send(signal.SIGCONT)
        self._paused = False

    def lives(self) -> bool:
        """Does it run, and is not paused?"""
        return bool(self._process) and not self._paused

    def _send(self, number: int) -> None:
        with suppress(FileNotFoundError, ValueError, ProcessLookupError):  # it never started
            os.kill(int((self.folder / PID).read_text()), number)

    def role(self, timeout: float = 0.3) -> list:
        """Return its answer to ROLE, an empty list where none comes."""
        if not self.lives():
            return []
        try:
            with self.client(timeout) as client:
                return client.role()
        except redis.RedisError:
            return []


class Servers:
    """Servers that belong together. said: one line on which Redis it is.

    servers: those that hold data. environment: what a site has to know.
    """

    def __init__(self, program: str, ports: list[int], sentinel_ports: list[int]) -> None:
        self.said, self.passwords = "", Passwords()
        self._folder = tempfile.TemporaryDirectory(prefix="course-set-")
        self.servers = [self._server(program, port) for port in ports]
        self.sentinels = [self._server(program, port, True) for port in sentinel_ports]
        self.environment = {"REDIS_PASSWORD": self.passwords.password}

    def _server(self, program: str, port: int, sentinel: bool = False) -> SetServer:
        folder = Path(self._folder.name, str(port))
        return SetServer(program, folder, port, self.passwords, sentinel=sentinel)

    def start(self) -> None:
        """Start them all, without data. Raises NotUsable."""
        raise NotImplementedError

    def renew(self) -> None:
        """Kill them all, and start them as at first, at the same addresses. Raises NotUsable."""
        self.kill()
        self.start()

    def server_of(self, key: str) -> SetServer:
        """Return the server that keeps a key at the start."""
        return self.servers[0]

    def kill(self) -> None:
        """Kill them all. Doing it twice does no harm."""
        for server in [*self.servers, *self.sentinels]:
            server.kill()

    def stop(self) -> None:
        """Kill them all, and forget their files. Doing it twice does no harm."""
        self.kill()
        self._folder.cleanup()

    def __enter__(self) -> "Servers":
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()


def begin(servers: list[SetServer]) -> None:
    """Start servers together. Replicas come after their primary.

    One that does not find it tries again only after a second. Raises NotUsable.
    """
    for server in servers:
        server.begin()
    for server in servers:
        server.wait()


def wait_until(happens: Callable[[], bool], else_say: str, seconds: float = 20) -> None:
    """Wait until it happens. Raises NotUsable where it does not."""
    end = time.monotonic() + seconds
    while not happens():
        if time.monotonic() > end:
            raise NotUsable(else_say)
        time.sleep(LOOK)
