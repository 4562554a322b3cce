"""Notes what a worker asks the servers of a set, so that it can be drawn."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

import redis
from course.notebook import Page, Story
from course.pictures.sequence import Message
from werkzeug.test import Client

WORKER = "worker"
GREETINGS = {"AUTH", "CLIENT", "HELLO", "SELECT"}


REFUSED = "NOREPLICAS Not enough good replicas to write."
OLD, NEW, SENTINEL = "old primary", "new primary", "sentinel"
RECORDED = [  # asker, asked, what, the answer; None: it asks others first
    ("Bob", WORKER, "GET /", None),
    (WORKER, OLD, "getex sess:bob-id", REFUSED),
    ("Bob", WORKER, None, "503 SERVICE UNAVAILABLE"),
    ("Bob", WORKER, "GET /", None),
    (WORKER, SENTINEL, "who is the primary?", NEW),
    (WORKER, NEW, "role", "master"),
    (WORKER, NEW, "getex sess:bob-id", '{"views": 1}'),
    (WORKER, NEW, "set sess:bob-id", "done"),
    ("Bob", WORKER, None, "Views: 2"),
]


def recorded() -> list[Message]:
    """Return what was noted on our machine: an idle worker's two pages."""
    messages = []
    for asker, asked, words, answer in RECORDED:
        if words:
            messages.append(Message(asker, asked, (words,)))
        if answer:
            messages.append(Message(asked, asker, (answer,), back=True))
    return messages


class Told:
    """Notes in a story what is asked while it is open.

    names: of the servers, by their ports.
    """

    def __init__(self, story: Story, names: dict[int, str]) -> None:
        self.messages, self.names = story.messages, names

    def visit(self, name: str, browser: Client, path: str = "/") -> Page:
        """Return a page, and note that somebody asked for it."""
        self.messages.append(Message(name, WORKER, (f"GET {path}",)))
        page = Page(browser.get(path))
        words = page.text.split(" Expires")[0]
        said = words if page.status == 200 else page.reason
        self.messages.append(Message(WORKER, name, (said,), back=True))
        return page

    def asks(self, port: int, arguments: tuple) -> None:
        """Note a command."""
        key = "" if arguments[0].startswith("SENTINEL") else arguments[1:2]
        words = " ".join([arguments[0].lower(), *key])
        if arguments[0].startswith("SENTINEL"):
            words = "who is the primary?"
        self.messages.append(Message(WORKER, self.names[port], (words,)))

    def says(self, port: int, said: Any) -> None:
        """Note an answer."""
        words = self.words(said)
        back = Message(self.names[port], WORKER, (words,), back=True)
        self.messages.append(back)

    def words(self, said: Any) -> str:
        """Return an answer in a few words."""
        if isinstance(said, list):  # of a sentinel, or to ROLE
            first, second = map(text_of, said[:2])
            return self.names.get(int(second), first)
        said = text_of(said)
        if said.startswith("{"):
            record = json.loads(said)
            return json.dumps({key: record[key] for key in list(record)[1:]})
        return {"OK": "done", "None": "no record"}.get(said, said)


def text_of(said: Any) -> str:
    """Return an answer as text."""
    return said.decode() if isinstance(said, bytes) else str(said)


@contextmanager
def told(story: Story, names: dict[int, str]) -> Iterator[Told]:
    """Note in the story what any client asks these servers."""
    noted = Told(story, names)
    send, read = redis.Connection.send_command, redis.Connection.read_response

    def send_command(self: Any, *arguments: Any, **options: Any) -> None:
        self.is_told = arguments[0] not in GREETINGS
        if self.is_told:
            noted.asks(int(self.port), arguments)
        send(self, *arguments, **options)

    def read_response(self: Any, *arguments: Any, **options: Any) -> Any:
        try:
            said = read(self, *arguments, **options)
        except redis.RedisError as error:
            if self.is_told:
                noted.says(int(self.port), error)
            raise
        if self.is_told:
            noted.says(int(self.port), said)
        return said

    with (
        patch.object(redis.Connection, "send_command", send_command),
        patch.object(redis.Connection, "read_response", read_response),
    ):
        yield noted
