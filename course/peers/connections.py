"""Kept connections to a server, over which one request is sent again and again, quickly."""

import re
import selectors
import socket
import time
from urllib.parse import urlsplit

LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)


class Connections:
    """Connections to a site; every request comes with the cookie that its first visit brought."""

    def __init__(self, url: str, page: str, number: int = 1) -> None:
        parts = urlsplit(url)
        self._sockets = [socket.create_connection((parts.hostname, parts.port), 10)]
        head = f"GET {parts.path}/{{}} HTTP/1.1\r\nHost: {parts.netloc}\r\n"
        first = self._exchange(head.format("write").encode() + b"\r\n")
        set_cookie = re.search(rb"(?i)\r\nset-cookie: ([^;\r]+)", first)
        cookie = b"Cookie: " + set_cookie[1] + b"\r\n" if set_cookie else b""
        self._request = head.format(page).encode() + cookie + b"\r\n"
        for _ in range(number - 1):
            self._sockets.append(socket.create_connection((parts.hostname, parts.port), 10))
        for connection in self._sockets:
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, True)

    def one(self) -> None:
        """Send the request, and wait for the whole answer."""
        self._exchange(self._request)

    def _exchange(self, request: bytes) -> bytes:
        connection, answer = self._sockets[0], b""
        connection.sendall(request)
        while not is_whole(answer):
            answer += receive(connection)
        return answer

    def per_second(self, seconds: float) -> float:
        """Send on all connections for so long; return how many answers a second came."""
        answers = dict.fromkeys(self._sockets, b"")
        count, begin = 0, time.perf_counter()
        with selectors.DefaultSelector() as selector:
            for connection in self._sockets:
                selector.register(connection, selectors.EVENT_READ)
                connection.sendall(self._request)
            while time.perf_counter() < begin + seconds:
                for key, _ in selector.select(1):
                    answers[key.fileobj] += receive(key.fileobj)
                    if is_whole(answers[key.fileobj]):
                        answers[key.fileobj] = b""
                        count += 1
                        key.fileobj.sendall(self._request)
        return count / (time.perf_counter() - begin)

    def __enter__(self) -> "Connections":
        return self

    def __exit__(self, *_: object) -> None:
        for connection in self._sockets:
            connection.close()


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
