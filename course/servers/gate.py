"""A gate between a client and Redis: it counts the trips, and can be shut at any moment."""

import contextlib
import select
import socket
import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from .talk import Hear, Talk

# What a client says to introduce itself is no part of a request.
GREETINGS = {"HELLO", "CLIENT", "AUTH", "SELECT", "PING"}
DEADLINE = 5  # seconds in which something must be held


def command_names(data: bytes) -> list[str]:
    """Return the names of the commands in what a client sent (RESP arrays of strings)."""
    names, position = [], 0
    while data[position : position + 1] == b"*":
        end = data.index(b"\r\n", position)
        count, position = int(data[position + 1 : end]), end + 2
        for index in range(count):
            end = data.index(b"\r\n", position)
            length, start = int(data[position + 1 : end]), end + 2
            if index == 0:
                names.append(data[start : start + length].decode("ascii", "replace").upper())
            position = start + length + 2
    return names


class Gate:
    """Stands in front of a Redis; url leads through it. Open at first.

    Since reset(), trips: how often a client asked and waited. commands: their names. sent,
    received: bytes that a client sent as commands, and bytes that came back. last: what it sent
    last. before_trip: is called before each trip with the number of those before it, for what
    others do meanwhile. held: is set as soon as a trip waits that hold() or hold_after_trips()
    named; other connections go on. hears: is called for each connection, and what it returns may
    change what passes there, see Talk.
    """

    def __init__(self, redis_url: str) -> None:
        parts = urlsplit(redis_url)
        self._target = (parts.hostname or "127.0.0.1", parts.port or 6379)
        self._port = 0
        self._sockets: set[socket.socket] = set()
        self._listener: socket.socket | None = None
        self._lock = threading.Lock()
        self.frozen = threading.Event()
        self.shut_after: int | None = None
        self.before_trip: Callable[[int], object] | None = None
        self.hears: Callable[[], Hear] | None = None
        self.held, self._may_go, self._news = (threading.Event() for _ in range(3))
        self._is_due: Callable[[list[str]], bool] | None = None
        self.reset()
        self.open()
        login, _, _ = parts.netloc.rpartition("@")
        place = f"{login}@127.0.0.1:{self._port}" if login else f"127.0.0.1:{self._port}"
        self.url = urlunsplit(parts._replace(netloc=place))

    @property
    def is_open(self) -> bool:
        """Can one connect?"""
        return self._listener is not None

    def reset(self) -> None:
        """Count from 0 again."""
        self.trips, self.commands, self.last = 0, [], b""
        self.sent = self.received = 0

    def open(self) -> None:
        """Let everything through, as at first."""
        self.frozen.clear()
        self.shut_after = None
        self._listener = socket.create_server(("127.0.0.1", self._port))
        self._port = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, args=(self._listener,), daemon=True).start()

    def shut(self) -> None:
        """Refuse new connections and end those that there are: Redis is away."""
        with self._lock:
            listener, self._listener = self._listener, None
            sockets, self._sockets = self._sockets, set()
        # The listener first: a client that is cut off comes back at once.
        for one in filter(None, [listener, *sockets]):
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
        # The others are closed by their own thread: the number of a socket that is closed under
        # its select() may be another socket's by then, and select() would wait for that one.
        if listener:
            listener.close()
        self.let_go()  # now that it cannot reach Redis any more

    def hold(self, command: str) -> None:
        """Let the next trip with this command wait before Redis, until let_go(). In capitals."""
        self._hold(lambda names: command in names)

    def hold_after_trips(self, count: int) -> None:
        """Let so many trips through, from now on, and let the next one wait until let_go()."""
        before = self.trips
        self._hold(lambda _: self.trips >= before + count)

    def _hold(self, is_due: Callable[[list[str]], bool]) -> None:
        self.let_go()
        with self._lock:
            self.held.clear()
            self._may_go, self._is_due = threading.Event(), is_due

    def let_go(self) -> None:
        """Let what is held go on, and hold nothing more."""
        with self._lock:
            self._is_due = None
            self._may_go.set()

    def run_both(self, first: Callable[[], Any], second: Callable[[], Any]) -> tuple[Any, Any]:
        """Run first until a trip of it is held, second to its end, then the rest of first.

        Return what both return. Where no trip is held, first ends before second begins. Raises
        what either raises, and TimeoutError where first does neither within the deadline.
        """
        ended: Future = Future()
        news = self._news = threading.Event()

        def run() -> None:
            try:
                ended.set_result(first())
            except BaseException as error:
                ended.set_exception(error)
            news.set()

        threading.Thread(target=run, daemon=True).start()
        try:
            if not news.wait(DEADLINE):
                raise TimeoutError(f"The first neither ended nor was held within {DEADLINE} s.")
            if not self.held.is_set():
                self.let_go()  # else it would hold the second
            between = second()
        finally:
            self.let_go()
        return ended.result(DEADLINE), between

    def _accept(self, listener: socket.socket) -> None:
        while True:
            try:
                client, _ = listener.accept()
                server = socket.create_connection(self._target, timeout=2)
            except OSError:
                return
            with self._lock:
                if self._listener is not listener:  # shut just now
                    client.close()
                    server.close()
                    return
                self._sockets |= {client, server}
            threading.Thread(target=self._carry, args=(client, server), daemon=True).start()

    def _carry(self, client: socket.socket, server: socket.socket) -> None:
        talk = Talk(self.hears()) if self.hears else None
        with contextlib.suppress(OSError, ValueError), client, server:
            while True:
                for source in select.select([client, server], [], [])[0]:
                    data = source.recv(1 << 16)
                    if not data:
                        return
                    self._pass(data, source, client, server, talk)

    def _pass(
        self,
        data: bytes,
        source: socket.socket,
        client: socket.socket,
        server: socket.socket,
        talk: Talk | None,
    ) -> None:
        if source is server:
            self.received += len(data)
            client.sendall(talk.came(data) if talk else data)
            if self.shut_after is not None and self.trips >= self.shut_after:
                self.shut()
            return
        names = [name for name in command_names(data) if name not in GREETINGS]
        if names:
            self._wait_where_held(names)
        if names and self.before_trip:
            self.before_trip(self.trips)
        self.commands += names
        self.last = data if names else self.last
        self.trips += bool(names)
        self.sent += len(data) if names else 0
        if not self.frozen.is_set():
            server.sendall(talk.sent(data) if talk else data)

    def _wait_where_held(self, names: list[str]) -> None:
        with self._lock:  # one trip is held, however many come at once
            may_go = self._may_go
            if not (self._is_due and self._is_due(names)):
                return
            self._is_due = None
            self.held.set()
            self._news.set()
        may_go.wait()
