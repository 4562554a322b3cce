"""What passes a gate on one connection, command by command, so that somebody can change it."""

from collections import deque
from collections.abc import Callable, Iterator

Command = list[bytes]
# What the client gets in place of a reply; None: that reply, as it is.
Answer = Callable[[bytes], bytes] | None
# What Redis gets in place of a command, and what comes of each reply.
Hear = Callable[[Command], list[tuple[Command, Answer]]]


class Talk:
    """One connection. hear: is called with each command that the client sends."""

    def __init__(self, hear: Hear) -> None:
        self.hear = hear
        self.answers: deque[Answer] = deque()
        self.request, self.reply = b"", b""  # what is not whole so far

    def sent(self, data: bytes) -> bytes:
        """Return what goes to Redis when the client has sent this."""
        *commands, self.request = split(self.request + data)
        out = b""
        for command in commands:
            for instead, answer in self.hear([text_of(part) for part in parts_of(command)]):
                self.answers.append(answer)
                out += array_of(*map(bulk_of, instead))
        return out

    def came(self, data: bytes) -> bytes:
        """Return what goes to the client when this has come from Redis."""
        *replies, self.reply = split(self.reply + data)
        out = b""
        for reply in replies:
            answer = self.answers.popleft()
            out += answer(reply) if answer else reply
        return out


def split(data: bytes) -> Iterator[bytes]:
    """Yield each whole value (RESP 2), and what is left at the end."""
    start = 0
    while end := end_of(data, start):
        yield data[start:end]
        start = end
    yield data[start:]


def end_of(data: bytes, start: int) -> int:
    """Return where the value that begins at start ends, 0 where it is not whole."""
    end = data.find(b"\r\n", start) + 2
    if end < 2:
        return 0
    kind = data[start : start + 1]
    count = int(data[start + 1 : end - 2]) if kind in (b"$", b"*") else 0
    if kind == b"$" and count >= 0:
        end += count + 2
    for _ in range(count if kind == b"*" else 0):
        end = end_of(data, end)
        if not end:
            return 0
    return end if end <= len(data) else 0


def parts_of(array: bytes) -> list[bytes]:
    """Return the values of an array."""
    *parts, _ = split(array[array.index(b"\r\n") + 2 :])
    return parts


def text_of(bulk: bytes) -> bytes:
    """Return what a bulk string holds."""
    return bulk[bulk.index(b"\r\n") + 2 : -2]


def bulk_of(text: bytes) -> bytes:
    """Return a text as a bulk string."""
    return b"$%d\r\n%b\r\n" % (len(text), text)


def array_of(*values: bytes) -> bytes:
    """Return an array of these values."""
    return b"*%d\r\n%b" % (len(values), b"".join(values))
