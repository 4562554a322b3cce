"""The process that starts servers for us, see fork_server.py: what we tell it, and its answers."""

import atexit
import json
import queue
import threading
from pathlib import Path

from . import processes
from .fork_server import HAS_FORK


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
