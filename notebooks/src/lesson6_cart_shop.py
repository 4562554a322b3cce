"""A shop for the cells of lesson 6: what its requests ask Redis is drawn."""

import json
import re
from collections.abc import Callable, Sequence
from types import ModuleType
from typing import Any

import redis
from course.notebook import Clock, Page, Story, names, redis_client, redis_url
from course.pictures.sequence import Message
from course.redis_client import connect
from notebooks.src.lesson5_login_cells import CHEAP, KEYS

# What a connection says of itself, and what a picture is clear without.
GREETINGS = {"AUTH", "CLIENT", "HELLO", "SELECT"}
LEFT_OUT = {"EXPIRE", "UNWATCH", "ZADD", "ZREMRANGEBYSCORE"}
UNANSWERED = {*LEFT_OUT, "MULTI", "EXEC", "WATCH"}


class Told(redis.Connection):
    """A connection that tells a shop of each trip."""

    shop: "Shop"
    waiting = 0  # answers that are to come

    def send_command(self, *arguments: Any, **options: Any) -> None:
        """Tell of a command, and send it."""
        if arguments[0] not in GREETINGS:
            self._tell([arguments])
        super().send_command(*arguments, **options)

    def pack_commands(self, commands: Any) -> Any:
        """Tell of a pipeline, and pack it."""
        commands = list(commands)
        self._tell(commands)
        return super().pack_commands(commands)

    def _tell(self, commands: Sequence[Sequence]) -> None:
        self.commands, self.waiting = commands, len(commands)
        self.tab = self.shop.asks(commands)

    def read_response(self, *arguments: Any, **options: Any) -> Any:
        """Read an answer; tell of the last one of a trip."""
        said = super().read_response(*arguments, **options)
        self.waiting -= 1
        if self.waiting == 0:
            self.shop.is_answered(self.tab, self.commands, said)
        return said


class Shop:
    """A shop on an empty Redis, and Alice, who has a session there.

    meanwhile: commands to what another tab does once, just before a trip with
    one of them. redis: a client to look with, of which nothing is drawn.
    """

    def __init__(self, module: ModuleType) -> None:
        self.redis = redis_client()
        self.redis.flushdb()
        told = type("Told", (Told,), {"shop": self})
        client = connect(
            redis_url(), decode_responses=True, connection_class=told
        )
        self.story, self.tab = Story(Clock()), "Alice"
        self.meanwhile: dict[str, Callable[[], Any]] = {}
        self.watching: set[str] = set()  # tabs: their MULTI and EXEC are drawn
        self.browser = self.story.browser("Alice")
        make = lambda: module.create_app(
            store=module.CartStore(client, 600),
            secret_keys=KEYS,
            clock=self.story.clock,
            users=CHEAP,
            new_id=names("alice-id", "login-id"),
        )
        self.server = self.story.server(make)
        self.open("Alice", "/shop")
        self.story.forget()

    def open(self, tab: str, path: str) -> Page:
        """Open a page in a tab."""
        return self._ask(tab, path)

    def send(self, tab: str, path: str, **form: Any) -> Page:
        """Send a form in a tab, and return the page to which it leads."""
        page = self._ask(tab, path, form=form)
        drawn = len(self.story.messages)
        if page.status == 303:
            page = self.open(tab, page.reason.split()[-1])
        del self.story.messages[drawn:]
        return page

    def _ask(self, tab: str, path: str, **sent: Any) -> Page:
        before, self.tab = self.tab, tab
        page = self.browser.visit(self.server, path, **sent)
        self.tab = before
        page.text = re.sub(" (?=[.,])", "", page.text)  # behind a link
        return page

    def asks(self, commands: Sequence[Sequence]) -> str:
        """Note a trip to Redis, and return whose it is."""
        due = [one[0] for one in commands if one[0] in self.meanwhile]
        if due:
            call, self.meanwhile = self.meanwhile[due[0]], {}
            call()
        if commands[0][0] == "WATCH":
            self.watching.add(self.tab)
        hidden = LEFT_OUT
        if self.tab not in self.watching:
            hidden = LEFT_OUT | {"MULTI", "EXEC"}
        elif len(commands) > 1:
            self.watching.remove(self.tab)
        lines = [shown(one) for one in commands if one[0] not in hidden]
        if lines:
            message = Message(self.tab, "Redis", tuple(lines))
            self.story.messages.append(message)
        return self.tab

    def is_answered(
        self, tab: str, commands: Sequence[Sequence], said: Any
    ) -> None:
        """Note what Redis answered to a trip."""
        if len(commands) > 1:  # MULTI, what it collects, and EXEC
            commands, said = commands[1:-1], said or [VAIN] * len(commands)
        else:
            said = [said]
        words = [
            outcome(one, answer)
            for one, answer in zip(commands, said, strict=False)
            if one[0] not in UNANSWERED
        ]
        if words:
            line = ", ".join(dict.fromkeys(words) if VAIN in words else words)
            message = Message("Redis", tab, (line,), back=True)
            self.story.messages.append(message)

    def draw(self, mark: str) -> None:
        """Draw the trips to Redis: a tab stands for its request.

        mark: how the message begins that has a thick arrow.
        """
        self.story.messages[:] = [
            one
            for one in self.story.messages
            if "Redis" in (one.sender, one.receiver)
        ]
        self.story.draw(mark)


VAIN = "nothing was done"  # by an EXEC after a WATCH


def shown(command: Sequence) -> str:
    """Return a command as a picture shows it: without the end of its key."""
    words = [data(str(word)) for word in command]
    end = words.index("EX") if "EX" in words else len(words)
    return " ".join(words[:end] + words[end + 2 :])


def data(text: str) -> str:
    """Return a record with its data only, and any other text as it is."""
    if not text.startswith('{"'):
        return text
    record = json.loads(text)
    for name in ("cookie", "fingerprint"):
        record.pop(name, None)
    return json.dumps(record)


def outcome(command: Sequence, said: Any) -> str:
    """Return an answer of Redis in words."""
    if command[0] == "HGETALL":
        return str(dict(zip(said[::2], said[1::2], strict=True)))
    if command[0] == "SET" and said is None:
        return "not done"
    return {"OK": "done", "None": "nothing"}.get(str(said), data(str(said)))
