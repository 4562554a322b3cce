"""A gate between a client and Redis: it counts the trips, and can be shut at any moment."""

import contextlib
import select
import socket
import threading
from collections.abc import Callable
from urllib.parse import urlsplit, urlunsplit

# What a client says to introduce itself is no part of a request.
GREETINGS = {"HELLO", "CLIENT", "AUTH", "SELECT", "PING"}


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
    others do meanwhile.
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
        self.reset()
        self.open()
        login, _, _ = parts.netloc.rpartition("@")
        place = f"{login}@127.0.0.1:{self._port}" if login else f"127.0.0.1:{self._port}"
        self.url = urlunsplit(parts._replace(netloc=place))

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
            # The listener first: a client that is cut off comes back at once.
            sockets = [self._listener, *self._sockets]
            self._listener, self._sockets = None, set()
        for one in filter(None, sockets):
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()

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
        with contextlib.suppress(OSError, ValueError), client, server:
            while True:
                for source in select.select([client, server], [], [])[0]:
                    data = source.recv(1 << 16)
                    if not data:
                        return
                    self._pass(data, source, client, server)

    def _pass(self, data: bytes, source: socket.socket, client: socket.socket, server) -> None:
        if source is server:
            self.received += len(data)
            client.sendall(data)
            if self.shut_after is not None and self.trips >= self.shut_after:
                self.shut()
            return
        names = [name for name in command_names(data) if name not in GREETINGS]
        if names and self.before_trip:
            self.before_trip(self.trips)
        self.commands += names
        self.last = data if names else self.last
        self.trips += bool(names)
        self.sent += len(data) if names else 0
        if not self.frozen.is_set():
            server.sendall(data)
