"""The last exchanges, kept in a file: a reload ends the process, and not the story."""

import json
import secrets
import threading
from collections import Counter
from contextlib import suppress
from pathlib import Path
from typing import Any

from ..files import write
from .attributes import issued
from .exchange import Exchange

KEPT = 10  # exchanges of a browser, and as many that other sites started
MOST = 50  # exchanges of all browsers
ISSUED = 50  # cookies whose end is remembered
WAITS = 30  # seconds that what a button did waits for the visit that shows it


class Story:
    """What happened so far on one lesson's page.

    key: signs the cookies that tell browsers apart. issued: the cookies that were handed out,
    newest last: see attributes.issued; owner: to which browser; by_button: a button did it, not
    the lesson. attempt: what a button did, until the next visit of the same browser shows what
    came of it: action, did (a sentence), count (before it), at (when), owner, expects (the
    cookies it will send).
    """

    def __init__(self, file: Path) -> None:
        self.file, self.lock = file, threading.RLock()
        self.exchanges: list[Exchange] = []
        self.key, self.count = secrets.token_urlsafe(), 0
        self.issued: list[dict[str, Any]] = []
        self.attempt: dict[str, Any] = {}
        with suppress(OSError, ValueError, TypeError, KeyError):  # the first one, or half a file
            self.load(json.loads(file.read_text(encoding="utf-8")))

    def load(self, kept: dict[str, Any]) -> None:
        """Go on with what another process kept."""
        exchanges = [Exchange.from_json(one) for one in kept["exchanges"]]
        self.key, self.count = kept["key"], kept["count"]
        self.issued, self.attempt, self.exchanges = kept["issued"], kept["attempt"], exchanges

    def save(self) -> None:
        """Keep it. The process may be ended at any moment, so the file changes at once."""
        names = ("key", "count", "issued", "attempt")
        kept = {name: getattr(self, name) for name in names}
        kept["exchanges"] = [one.as_json() for one in self.exchanges]
        write(self.file, json.dumps(kept), secret=True, lasting=False)

    def add(self, exchange: Exchange, sent: dict[str, str]) -> None:
        """Keep an exchange, give it its number, and forget the eleventh of its kind.

        sent: the lesson's cookies that came with it.
        """
        with self.lock:
            self.count += 1
            exchange.number = self.count
            if self.is_awaited(exchange, sent):
                exchange.attempt, self.attempt = self.attempt, {}
            self.exchanges.append(exchange)
            self.forget()
            self.save()

    def forget(self) -> None:
        """Leave out the oldest. Visits that other sites start do not push out the browser's own."""
        kinds: Counter[tuple[str, bool]] = Counter()
        kept: list[Exchange] = []
        for one in reversed(self.exchanges):
            kinds[one.owner, bool(one.site)] += 1
            kept += [one] if kinds[one.owner, bool(one.site)] <= KEPT else []
        self.exchanges = kept[:MOST][::-1]

    def of(self, owner: str) -> list[Exchange]:
        """Return the exchanges of one browser."""
        return [one for one in self.exchanges if one.owner == owner]

    def is_awaited(self, exchange: Exchange, sent: dict[str, str]) -> bool:
        """Is it the visit to which a button led? Another browser may come in between."""
        if not self.attempt or exchange.owner != self.attempt["owner"]:
            return False
        if exchange.at - self.attempt["at"] > WAITS:
            return False
        is_visit = (exchange.method, exchange.path) == ("GET", "/")
        return is_visit and sent == self.attempt["expects"]

    def plan(self, attempt: dict[str, Any]) -> None:
        """Remember what a button did, for the visit that comes of it."""
        with self.lock:
            self.attempt = attempt
            self.save()

    def issue(self, lines: list[str], at: float, owner: str, by_button: bool = False) -> None:
        """Remember the cookies that were handed out at a time (seconds)."""
        about = {"owner": owner, "by_button": by_button}
        cookies = [{**issued(line, at), **about} for line in lines]
        with self.lock:
            self.issued = [*self.issued, *cookies][-ISSUED:]

    def issued_as(self, name: str, value: str | None = None) -> dict[str, Any] | None:
        """Return the newest cookie of this name, and of this value where one is given."""
        for cookie in reversed(self.issued):
            if cookie["name"] == name and value in (None, cookie["value"]):
                return cookie
        return None

    def find(self, number: int, owner: str) -> Exchange | None:
        """Return an exchange of a browser, None where it is forgotten or of another one."""
        return next((one for one in self.of(owner) if one.number == number), None)
