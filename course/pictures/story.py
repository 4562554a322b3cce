"""What happens between browsers, servers and a store, written down so that it can be drawn.

The servers are Flask apps that are called directly: no port, no waiting. The browser is a
model of a real one: it keeps cookies by host, forgets them in time, and hides some of them.
"""

import json
import re
import textwrap
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from .sequence import Message, draw

LONGEST_COOKIE = 4096  # bytes of name and value; browsers drop a longer one without a word


class Clock:
    """The time in seconds, as an argument: no cell waits. Call it for the time."""

    def __init__(self, now: float = 1_800_000_000.0) -> None:
        self.now = now

    def __call__(self) -> float:
        """Return the time."""
        return self.now

    def wait(self, seconds: float) -> None:
        """Let time pass."""
        self.now += seconds


@dataclass(frozen=True)
class Cookie:
    """A cookie in a browser. end: the time when it is forgotten, None: with the browser."""

    name: str
    value: str
    host: str
    end: float | None
    flags: frozenset[str]


class Page:
    """What came back for a request. count: the visits it shows, the welcome counts 1."""

    def __init__(self, response: Any) -> None:
        self.status: int = response.status_code
        self.reason = f"{response.status} {response.headers.get('Location', '')}".rstrip()
        self.set_cookies: list[str] = response.headers.getlist("Set-Cookie")
        body = response.get_data(as_text=True)
        text = re.sub(r"<[^>]+>", " ", re.sub(r"<(title|style|form).*?</\1>", "", body, flags=re.S))
        self.text = " ".join(text.split())

    @property
    def count(self) -> int | None:
        """The number of visits on the page, None where it shows none."""
        found = re.search(r"Views(?: so far)?: (\d+)", self.text)
        return int(found[1]) if found else 1 if "Welcome" in self.text else None

    def __contains__(self, words: str) -> bool:
        """Does the page say this?"""
        return words in self.text

    def __repr__(self) -> str:
        """Show the page as a reader sees it."""
        return self.text if self.status == 200 else self.reason


class Server:
    """A server that runs an app. restart() ends it and starts it again: its memory is gone."""

    def __init__(self, story: "Story", make_app: Callable[[], Any], name: str) -> None:
        self.story, self.make_app, self.name = story, make_app, name
        self.restart()

    def restart(self) -> None:
        """Make the app anew, as a new process would."""
        self.app = self.make_app()
        self.app.logger.disabled = True  # an error is an answer with status 500 here

    def answer(self, path: str, cookie_header: str, asker: str, form: Any = None, **more) -> Page:
        """Return the page for one request, and write both messages down.

        form: a dict, sent with POST. more: headers, such as Sec_Fetch_Site="same-origin".
        """
        headers = {name.replace("_", "-"): value for name, value in more.items()}
        headers |= {"Cookie": cookie_header} if cookie_header else {}
        method = "GET" if form is None else "POST"
        lines = [f"{method} {path}", *(f"{name}: {value}" for name, value in headers.items())]
        self.story.messages.append(Message(asker, self.name, tuple(lines)))
        self.story.serving = self.name
        client = self.app.test_client(use_cookies=False)
        page = Page(client.open(path, method=method, headers=headers, data=form))
        words = page.text if page.status == 200 else page.reason
        words = textwrap.shorten(words, 70, placeholder="...")
        lines = [words, *(f"Set-Cookie: {value}" for value in page.set_cookies)]
        self.story.messages.append(Message(self.name, asker, tuple(lines), back=True))
        return page


class Browser:
    """A browser: one jar of cookies for all of its tabs.

    trusts_loopback: takes a Secure cookie over http from this machine, as Chrome and Firefox do.
    """

    def __init__(self, story: "Story", name: str, trusts_loopback: bool = True) -> None:
        self.story, self.name, self.trusts_loopback = story, name, trusts_loopback
        self.jar: dict[tuple[str, str], Cookie] = {}

    def cookies(self, host: str = "127.0.0.1") -> list[Cookie]:
        """Return the cookies that it would send to a host now."""
        now = self.story.clock()
        alive = [one for one in self.jar.values() if one.end is None or now < one.end]
        return [one for one in alive if one.host == host]

    def value(self, name: str, host: str = "127.0.0.1") -> str:
        """Return the value of a cookie, as the developer tools show it. Raises KeyError."""
        return self.jar[host, name].value

    def header(self, host: str = "127.0.0.1") -> str:
        """Return the Cookie line for a host, "" where it has none."""
        return "; ".join(f"{one.name}={one.value}" for one in self.cookies(host))

    def visit(self, server: Server, path: str = "/", host: str = "127.0.0.1", **sent) -> Page:
        """Open a page and keep the cookies that come with it. sent: form and headers."""
        page = server.answer(path, self.header(host), self.name, **sent)
        for set_cookie in page.set_cookies:
            self.take(set_cookie, host)
        return page

    def take(self, set_cookie: str, host: str) -> None:
        """Keep a cookie, unless a browser would drop it."""
        pair, *parts = [part.strip() for part in set_cookie.split(";")]
        name, _, value = pair.partition("=")
        flags = frozenset(part.lower() for part in parts)
        if len(pair) - 1 > LONGEST_COOKIE or ("secure" in flags and not self.trusts_loopback):
            return
        ages = [part.partition("=")[2] for part in flags if part.startswith("max-age=")]
        end = self.story.clock() + int(ages[0]) if ages else None
        self.jar[host, name] = Cookie(name, value, host, end, flags)

    def edit(self, name: str, value: str, host: str = "127.0.0.1") -> None:
        """Write a value into a cookie by hand, as the developer tools (F12) let anybody do."""
        old = self.jar.get((host, name), Cookie(name, "", host, None, frozenset()))
        self.jar[host, name] = Cookie(name, value, host, old.end, old.flags)

    def script_writes(self, name: str, value: str, host: str = "127.0.0.1") -> None:
        """Write a cookie as JavaScript on the page does: never over an HttpOnly one.

        RFC 6265, section 5.3, step 11.2.
        """
        if "httponly" not in getattr(self.jar.get((host, name)), "flags", ()):
            self.edit(name, value, host)

    def rows(self) -> list[tuple[str, str, str]]:
        """Return the jar as a table: host, cookie, seconds left."""
        now = self.story.clock()
        alive = [one for one in self.jar.values() if one.end is None or now < one.end]
        ends = [
            "when it closes" if one.end is None else f"in {one.end - now:.0f} s" for one in alive
        ]
        pairs = [(one.host, f"{one.name}={one.value}") for one in alive]
        return [(*pair, end) for pair, end in zip(pairs, ends, strict=True)]


class WatchedStore:
    """A store whose every call is written down. name: what it is called in a picture."""

    def __init__(self, story: "Story", store: Any, name: str) -> None:
        self.story, self.store, self.name, self.max_age = story, store, name, store.max_age

    def _ask(self, words: str, call: Callable[[], Any]) -> Any:
        """Return what the store says."""
        asker, messages = self.story.serving, self.story.messages
        messages.append(Message(asker, self.name, (words,)))
        try:
            said = call()
        except Exception:
            messages[-1] = replace(messages[-1], lines=(words, "(no answer)"))
            raise
        nothing = "no record" if words.startswith("get") else "done"
        answer = nothing if said is None else self.data(said)
        messages.append(Message(self.name, asker, (answer,), back=True))
        return said

    def get(self, session_id: str) -> dict | None:
        """Ask the store for a record."""
        return self._ask(f"get {session_id}", lambda: self.store.get(session_id))

    def set(self, session_id: str, record: dict) -> None:
        """Give the store a record."""
        words = f"set {session_id} {self.data(record)}"
        self._ask(words, lambda: self.store.set(session_id, record))

    def destroy(self, session_id: str) -> None:
        """Let the store forget a record."""
        self._ask(f"destroy {session_id}", lambda: self.store.destroy(session_id))

    def data(self, record: dict) -> str:
        """Return a record in a few characters, without the cookie that Express keeps in it."""
        return json.dumps({key: value for key, value in record.items() if key != "cookie"})


@dataclass
class Story:
    """Everything that happens in a cell, one message after the other. It shares one clock."""

    clock: Clock = field(default_factory=Clock)
    messages: list[Message] = field(default_factory=list)
    serving: str = "server"

    def browser(self, name: str = "browser", **options: Any) -> Browser:
        """Return a fresh browser, without cookies."""
        return Browser(self, name, **options)

    def server(self, make_app: Callable[[], Any], name: str = "server") -> Server:
        """Return a server. make_app: makes its app, anew at every restart."""
        return Server(self, make_app, name)

    def watch(self, store: Any, name: str = "store") -> WatchedStore:
        """Return a store that does what this one does, and notes it."""
        return WatchedStore(self, store, name)

    def send(self, server: Server, cookie_header: str, name: str = "curl", path: str = "/") -> Page:
        """Send a Cookie line of one's own choice, as curl lets anybody do."""
        return server.answer(path, cookie_header, name)

    def forget(self) -> None:
        """Begin a new picture: what happened so far is not drawn."""
        self.messages.clear()

    def draw(self, mark: str | None = None) -> None:
        """Print what happened since the last picture, and draw it.

        mark: how a message begins; the last such one has a thick arrow.
        """
        found = [one for one in self.messages if mark and one.lines[0].startswith(mark)]
        draw([replace(one, marked=one in found[-1:]) for one in self.messages])
        self.forget()


def names(*ids: str) -> Callable[[], str]:
    """Return a function that gives these session IDs one after the other: new_id for a story."""
    return iter(ids).__next__
