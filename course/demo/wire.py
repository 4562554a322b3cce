"""What really travels between a browser and a server, told apart part by part.

A row is a mark and a text. The texts of a message's rows, joined, are what travelled: the
marks stand in a column of their own.
"""

import socket
from typing import NamedTuple
from urllib.parse import urlsplit

from rich.text import Text

from ..cookies import pair_of, parts_of
from ..say import console
from ..visible import visible

Row = tuple[str, str]
STYLED = ("name", "id", "signature", "value", "attributes")


class Answer(NamedTuple):
    """A server's answer as it came. head: the status line and the headers, a line each."""

    head: list[str]
    body: str


class Browser:
    """A browser that lets us see what it sends and gets. cookies: name to value.

    timeout: seconds without a byte after which it gives up.
    """

    def __init__(self, url: str, timeout: float = 5) -> None:
        self.address, self.timeout = urlsplit(url).netloc, timeout
        self.cookies: dict[str, str] = {}

    def request(self, path: str = "/") -> list[str]:
        """Return the lines of the next request."""
        lines = [f"GET {path} HTTP/1.1", f"Host: {self.address}", "Connection: close"]
        if self.cookies:
            pairs = [f"{name}={value}" for name, value in self.cookies.items()]
            lines.append("Cookie: " + "; ".join(pairs))
        return lines

    def send(self, lines: list[str]) -> Answer:
        """Send a request, keep the cookies that come back, and return the answer."""
        host, port = self.address.rsplit(":", 1)
        with socket.create_connection((host, int(port)), self.timeout) as connection:
            connection.sendall(("\r\n".join(lines) + "\r\n\r\n").encode("latin-1"))
            with connection.makefile("rb") as stream:
                head, _, body = stream.read().partition(b"\r\n\r\n")
        answer = Answer(head.decode("latin-1").split("\r\n"), body.decode("utf-8", "replace"))
        for line in answer.head:
            if line.lower().startswith("set-cookie: "):
                name, value = pair_of(line[12:])
                self.cookies[name] = value
        return answer


def request_rows(lines: list[str], everything: bool = True) -> list[Row]:
    """Return the rows of a request; without everything, of its headers only the cookies."""
    return [("browser", lines[0]), *header_rows(lines[1:], everything)]


def answer_rows(answer: Answer, everything: bool = True) -> list[Row]:
    """Return the rows of an answer; without everything, of its headers only the cookies."""
    page = [("", line) for line in answer.body.splitlines()] or [("", "")]
    page[0] = ("page", page[0][1])
    return [("server", answer.head[0]), *header_rows(answer.head[1:], everything), *page]


def header_rows(lines: list[str], everything: bool) -> list[Row]:
    """Return the rows of headers, those about cookies part by part."""
    rows: list[Row] = []
    left_out = 0
    for line in lines:
        header, colon, value = line.partition(": ")
        if header.lower() == "cookie":
            first, *others = value.split("; ")
            rows += cookie_rows(header + colon, first)
            for pair in others:
                rows += cookie_rows("; ", pair)
        elif header.lower() == "set-cookie":
            pair, semicolon, attributes = value.partition(";")
            rows += cookie_rows(header + colon, pair)
            rows.append(("attributes", semicolon + attributes))
        elif everything:
            rows.append(("", line))
        else:
            left_out += 1
    if left_out:
        rows.append(("", f"(and {left_out} more headers)"))
    return rows


def cookie_rows(before: str, pair: str) -> list[Row]:
    """Return the rows of `name=value`: name, id, value and signature, as far as they are there."""
    name, equals, value = pair.partition("=")
    rows, between = [("name", before + name + equals)], ""
    for kind, text in parts_of(value):
        if kind == "attributes":
            between += text
        else:
            rows.append((kind, between + text))
            between = ""
    return rows


def show(rows: list[Row]) -> None:
    """Print rows: the mark on the left, what travelled on the right."""
    room = max(min(console.width, 80) - 15, 20)
    for mark, text in rows:
        style = mark if mark in STYLED else ""
        for start in range(0, max(len(text), 1), room):
            label = mark if start == 0 else ""
            part = visible(text[start : start + room])
            line = Text.assemble(f"  {label:<10} | ", (part, style))
            console.print(line, soft_wrap=True)
