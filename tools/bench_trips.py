"""What a request costs at Redis: commands, round trips and bytes, which no machine changes."""

import re
from collections.abc import Callable
from typing import NamedTuple

import requests
from rich.box import ASCII
from rich.table import Table

from course.express.server import Express, NoExpress
from course.redis_client import connect
from course.say import console
from course.servers.gate import Gate

from .apps import APPS, EXPRESS, ON_REDIS, path_of

FORGED = "s%3Aan-id-of-somebody-who-guesses-it.with-a-signature-that-nobody-has-made"
# Kind of request: the page, and which cookie comes: none, a good one, or a forged one.
REQUEST_KINDS = {
    "none: untouched": ("plain", None),
    "none: read": ("peek", None),
    "first write": ("write", None),
    "known: untouched": ("plain", "good"),
    "known: read": ("peek", "good"),
    "known: change": ("write", "good"),
    "forged": ("peek", "forged"),
    "logged out": ("destroy", "good"),
}


class Cost(NamedTuple):
    """What one request cost. sent, received: bytes."""

    trips: int
    commands: tuple[str, ...]
    sent: int
    received: int

    def said(self) -> str:
        """Return it for a table."""
        names = " ".join(self.commands)
        return f"{self.trips}: {names}\n{self.sent}/{self.received}" if self.trips else "0"


# Does a request with these headers, and returns the Set-Cookie that came, "" for none.
Visit = Callable[[str, dict], str]


def costs(redis_url: str) -> dict[str, dict[str, Cost]]:
    """Return what each kind of request costs each peer, by peer and kind."""
    found = {}
    for name in ON_REDIS:
        if name in APPS:
            gate = Gate(redis_url)
            with connect(gate.url) as client:
                found[name] = measure(gate, through_flask(APPS[name](client)))
            gate.shut()
    gate = Gate(redis_url)
    try:
        with Express(gate.url, {path_of(name): site for name, site in EXPRESS.items()}) as express:
            for name, site in EXPRESS.items():
                if site["session"]:
                    found[name] = measure(gate, through_http(express.url + path_of(name)))
    except NoExpress as reason:
        console.print(f"Without Express: {reason}", markup=False)
    finally:
        gate.shut()
    return found


def through_flask(app) -> Visit:
    """Return how to visit a Flask app."""
    client = app.test_client(use_cookies=False)

    def visit(page: str, headers: dict) -> str:
        return client.get(f"/{page}", headers=headers).headers.get("Set-Cookie", "")

    return visit


def through_http(url: str) -> Visit:
    """Return how to visit a site of Express."""

    def visit(page: str, headers: dict) -> str:
        answer = requests.get(f"{url}/{page}", headers=headers, timeout=5)
        return answer.headers.get("Set-Cookie", "")

    return visit


def measure(gate: Gate, visit: Visit) -> dict[str, Cost]:
    """Return what each kind of request costs."""
    visit("write", {})  # the first one connects
    found = {}
    for kind, (page, cookie) in REQUEST_KINDS.items():
        headers = {}
        if cookie == "good":
            headers = {"Cookie": cookie_in(visit("write", {}))}
        elif cookie == "forged":
            headers = {"Cookie": f"session={FORGED}"}
        gate.reset()
        visit(page, headers)
        found[kind] = Cost(gate.trips, tuple(gate.commands), gate.sent, gate.received)
    return found


def cookie_in(set_cookie: str) -> str:
    """Return what a browser sends back."""
    return re.match(r"[^;]+", set_cookie)[0]


def behind(found: dict[str, dict[str, Cost]], ours: str = "lesson 4") -> list[str]:
    """Return a sentence for each peer that needs fewer round trips, or bytes, than we do."""
    sentences = []
    for name, peer in found.items():
        trips = [kind for kind in REQUEST_KINDS if peer[kind].trips < found[ours][kind].trips]
        size = [kind for kind in REQUEST_KINDS if sum(peer[kind][2:]) < sum(found[ours][kind][2:])]
        for what, kinds in (("fewer round trips", trips), ("fewer bytes", size)):
            if kinds:
                sentences.append(f"{name} needs {what} than {ours} for: {'; '.join(kinds)}.")
    return sentences


def bench_trips(redis_url: str) -> None:
    """Print the tables."""
    console.print("\nWhat a request costs at Redis: round trips, commands, bytes to and from it.")
    found = costs(redis_url)
    # Two tables: one of all would be wider than a terminal.
    for names in ([n for n in found if n not in EXPRESS], ["lesson 4", *EXPRESS]):
        present = [name for name in names if name in found]
        heads = [name.replace(", ", ",\n") for name in present]
        table = Table("request", *heads, box=ASCII)
        for kind in REQUEST_KINDS:
            table.add_row(kind, *(found[name][kind].said() for name in present))
        console.print(table)
    for sentence in behind(found):
        console.print(sentence, markup=False)
