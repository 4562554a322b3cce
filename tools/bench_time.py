"""How long a session takes: what it adds to a request over the bare framework."""

import itertools
import random
import statistics
import time
from collections.abc import Callable
from contextlib import ExitStack
from typing import NamedTuple

import redis
from rich.box import ASCII
from rich.table import Table
from werkzeug.test import EnvironBuilder

from course.say import console

from .apps import APPS, EXPRESS, SIGNED, path_of
from .connections import Connections

ROUNDS, REQUESTS = 15, 200
# What a page does with a session that is known, and which page does it.
PAGE_OF = {"untouched": "plain", "read": "peek", "change": "write"}

Visit = Callable[[], object]


class Spread(NamedTuple):
    """What lies in the middle of the rounds. low, high: the quartiles."""

    low: float
    median: float
    high: float


def spread_of(values: list[float]) -> Spread:
    """Return the quartiles of the rounds."""
    return Spread(*statistics.quantiles(values, n=4, method="inclusive"))


# By name of the peer, and by kind of page.
Added = dict[str, dict[str, Spread]]


def without_network(app: Callable, page: str) -> Visit:
    """Return how to visit a page of a Flask app with a good cookie, in this process."""
    cookie = answer(app, environ_of("write")).partition(";")[0]
    environ = environ_of(page, cookie)
    return lambda: answer(app, environ.copy())


def environ_of(page: str, cookie: str = "") -> dict:
    """Return a request as a server hands it to an app."""
    headers = {"Cookie": cookie} if cookie else {}
    return EnvironBuilder(f"/{page}", headers=headers).get_environ()


def answer(app: Callable, environ: dict) -> str:
    """Let an app answer; return the Set-Cookie that came, "" for none."""
    found: dict[str, str] = {}
    body = app(environ, lambda status, headers, *_: found.update(headers))
    for _ in body:
        pass
    body.close()
    return found.get("Set-Cookie", "")


def added(client: redis.Redis, express: str | None, rounds: int = ROUNDS) -> Added:
    """Return the microseconds that a session adds. express: where its sites are, or None."""
    apps = {name: make(client) for name, make in APPS.items()}
    with ExitStack() as stack:
        visits: dict[tuple[str, str], Visit] = {}
        for kind, page in PAGE_OF.items():
            for name, app in apps.items():
                visits[name, kind] = without_network(app, page)
            for name in EXPRESS if express else ():
                connections = stack.enter_context(Connections(express + path_of(name), page))
                visits[name, kind] = connections.one
        return over_bare(visits, rounds)


def over_bare(visits: dict[tuple[str, str], Visit], rounds: int) -> Added:
    """Return what each adds to its bare framework: each round visits all, in another order."""
    order, mixed = list(visits), random.Random(1)  # noqa: S311
    found: Added = {}
    taken = []
    for _ in range(rounds + 1):
        mixed.shuffle(order)
        taken.append({one: time_of(visits[one]) for one in order})
    del taken[0]  # everybody warms up
    for name, kind in visits:
        bare = "bare Express" if name in EXPRESS else "bare Flask"
        if name != bare:
            over = [one[name, kind] - one[bare, kind] for one in taken]
            found.setdefault(name, {})[kind] = spread_of(over)
    return found


def time_of(visit: Visit) -> float:
    """Return the median time of a request, in microseconds."""
    taken = []
    for _ in range(REQUESTS):
        begin = time.perf_counter()
        visit()
        taken.append(time.perf_counter() - begin)
    return statistics.median(taken) * 1e6


def bench_time(client: redis.Redis, express: str | None) -> Added:
    """Print what a session adds to a request, and return it."""
    console.print("\nWhat a session that is known adds to a request over the bare framework.")
    console.print(f"{ROUNDS} rounds in mixed order, {REQUESTS} requests of each: the median of the")
    console.print("rounds, and their quartiles.")
    found = added(client, express)
    table_of("us, in the process, no network", {n: found[n] for n in found if n not in EXPRESS})
    if express:
        # Another axis: these come over a connection, and from another runtime.
        table_of("us, over a connection", {n: found[n] for n in found if n in EXPRESS})
    for sentence in itertools.chain.from_iterable(compared(found, name) for name in found):
        console.print(sentence, markup=False)
    return found


def table_of(title: str, rows: Added) -> None:
    """Print a table of one axis."""
    table = Table(title, *PAGE_OF, "mean", box=ASCII)
    for name, row in rows.items():
        cells = [f"{one.median:.0f} ({one.low:.0f}-{one.high:.0f})" for one in row.values()]
        table.add_row(name, *cells, f"{mean_of(row):.0f}")
    console.print(table)


def mean_of(row: dict[str, Spread]) -> float:
    """Return the mean over the kinds of page."""
    return statistics.mean(one.median for one in row.values())


def compared(found: Added, peer: str) -> list[str]:
    """Return what ours adds as a part of what a peer adds, and where ours is behind."""
    if "Flask-Session" not in peer:
        return []
    ours, theirs = found["lesson 4"], found[peer]
    ratios = {kind: ours[kind].median / theirs[kind].median for kind in PAGE_OF}
    parts = ", ".join(f"{kind} {ratio:.2f}" for kind, ratio in ratios.items())
    like = " (the like of ours)" if peer == SIGNED else ""
    mean = mean_of(ours) / mean_of(theirs)
    sentences = [f"Lesson 4 / {peer}{like}: mean {mean:.2f}; {parts}"]
    ahead = [kind for kind, ratio in ratios.items() if ratio > 1]
    if ahead:
        sentences.append(f"  There, ours is behind for: {', '.join(ahead)}.")
    return sentences
