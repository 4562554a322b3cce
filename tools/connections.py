"""Kept connections to a server, over which one request is sent again and again, quickly."""

import re
import selectors
import socket
import time
from urllib.parse import urlsplit

LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)


class Connections:
    """Connections to a site, each of a visitor of its own.

    Every request comes with the cookie that the first visit over its connection brought.
    """

    def __init__(self, url: str, page: str, number: int = 1) -> None:
        parts = urlsplit(url)
        head = f"GET {parts.path}/{{}} HTTP/1.1\r\nHost: {parts.netloc}\r\n"
        # Connection to the request that goes over it.
        self._requests: dict[socket.socket, bytes] = {}
        for _ in range(number):
            connection = socket.create_connection((parts.hostname, parts.port), 10)
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, True)
            self._requests[connection] = b""
            first = exchange(connection, head.format("write").encode() + b"\r\n")
            set_cookie = re.search(rb"(?i)\r\nset-cookie: ([^;\r]+)", first)
            cookie = b"Cookie: " + set_cookie[1] + b"\r\n" if set_cookie else b""
            self._requests[connection] = head.format(page).encode() + cookie + b"\r\n"

    def one(self) -> None:
        """Send the first one's request, and wait for the whole answer."""
        connection, request = next(iter(self._requests.items()))
        exchange(connection, request)

    def per_second(self, seconds: float) -> float:
        """Send on all connections for so long; return how many answers a second came."""
        answers = dict.fromkeys(self._requests, b"")
        count, begin = 0, time.perf_counter()
        with selectors.DefaultSelector() as selector:
            for connection, request in self._requests.items():
                selector.register(connection, selectors.EVENT_READ)
                connection.sendall(request)
            while time.perf_counter() < begin + seconds:
                for key, _ in selector.select(1):
                    answers[key.fileobj] += receive(key.fileobj)
                    if is_whole(answers[key.fileobj]):
                        answers[key.fileobj] = b""
                        count += 1
                        key.fileobj.sendall(self._requests[key.fileobj])
        return count / (time.perf_counter() - begin)

    def __enter__(self) -> "Connections":
        return self

    def __exit__(self, *_: object) -> None:
        for connection in self._requests:
            connection.close()


def exchange(connection: socket.socket, request: bytes) -> bytes:
    """Send a request, and return the whole answer."""
    answer = b""
    connection.sendall(request)
    while not is_whole(answer):
        answer += receive(connection)
    return answer


def receive(connection: socket.socket) -> bytes:
    """Return what comes next. Raises ConnectionError at the end."""
    data = connection.recv(1 << 16)
    if not data:
        raise ConnectionError("The server has closed the connection.")
    return data


def is_whole(answer: bytes) -> bool:
    """Is this a complete answer? Raises ConnectionError where it is not a good one."""
    head, end, body = answer.partition(b"\r\n\r\n")
    if not end:
        return False
    if not head.startswith(b"HTTP/1.1 200"):
        raise ConnectionError(f"The server answered {head[:40]!r}.")
    return len(body) >= int(LENGTH.search(head)[1])
