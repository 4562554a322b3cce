"""How long a session takes: what it adds to a request, and the requests a second that remain."""

import importlib.util
import os
import re
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager

import redis
from rich.box import ASCII
from rich.table import Table
from werkzeug.test import EnvironBuilder

from ..say import console
from ..servers import processes
from .apps import APPS, EXPRESS, THREADS, path_of
from .connections import Connections

ROUNDS, REQUESTS = 15, 200
SECONDS, AT_ONCE = 1.0, THREADS
PAGES = {"untouched": "plain", "read": "peek", "change": "write"}
WIDTH = 36  # characters of the longest bar

Visit = Callable[[], object]


def in_process(app: Callable, page: str) -> Visit:
    """Return how to visit a page of a Flask app with a good cookie, without a network."""
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


def added(client: redis.Redis, express: str | None) -> dict[str, dict[str, float]]:
    """Return the microseconds that a session adds to each kind of request, by name and kind.

    express: where its sites are, None without it.
    """
    apps = {name: make(client) for name, make in APPS.items()}
    found: dict[str, dict[str, float]] = {}
    for kind, page in PAGES.items():
        visits = {name: in_process(app, page) for name, app in apps.items()}
        with ExitStack() as stack:
            for name in EXPRESS if express else ():
                connections = Connections(express + path_of(name), page)
                visits[name] = stack.enter_context(connections).one
            for name, microseconds in over_bare(visits).items():
                found.setdefault(name, {})[kind] = microseconds
    return found


def over_bare(visits: dict[str, Visit]) -> dict[str, float]:
    """Return the median of what each adds to its bare framework; all of them take turns."""
    rounds = [{name: time_of(visit) for name, visit in visits.items()} for _ in range(ROUNDS + 1)]
    del rounds[0]  # everybody warms up
    found = {}
    for name in visits:
        bare = "bare Express" if name in EXPRESS else "bare Flask"
        if name != bare:
            found[name] = statistics.median(one[name] - one[bare] for one in rounds)
    return found


def time_of(visit: Visit) -> float:
    """Return the median time of a request, in microseconds."""
    taken = []
    for _ in range(REQUESTS):
        begin = time.perf_counter()
        visit()
        taken.append(time.perf_counter() - begin)
    return statistics.median(taken) * 1e6


def bench_time(client: redis.Redis, express: str | None) -> None:
    """Print what a session adds to a request."""
    console.print(f"\nWhat a session adds to a request, {ROUNDS} x {REQUESTS} of each ...")
    found = added(client, express)
    table = Table("microseconds", *PAGES, "mean", box=ASCII)
    for name, row in found.items():
        numbers = [*row.values(), statistics.mean(row.values())]
        table.add_row(name, *(f"{number:.0f}" for number in numbers))
    console.print(table)
    console.print("Flask: in the process, without a network. Express: over a kept connection, and")
    console.print("another runtime. Untouched, read and change: of a session that is known.")
    compare(found)
    plot("microseconds, the mean", {name: statistics.mean(found[name].values()) for name in found})


def compare(found: dict[str, dict[str, float]]) -> None:
    """Print what ours adds as a part of what Flask-Session adds."""
    if "Flask-Session" not in found:
        return
    ours, theirs = found["lesson 4"], found["Flask-Session"]
    ratios = [f"{kind} {ours[kind] / theirs[kind]:.2f}" for kind in PAGES]
    mean = sum(ours.values()) / sum(theirs.values())
    console.print(f"Lesson 4 / Flask-Session: mean {mean:.2f}, {', '.join(ratios)}")
    if any(ours[kind] > theirs[kind] for kind in PAGES):
        console.print("Above 1, Flask-Session is ahead: it does not sign, and keeps less.")


def bench_load(redis_url: str, express: str | None) -> None:
    """Print how many requests a second one worker answers."""
    if not importlib.util.find_spec("waitress"):
        return
    console.print(f"\nRequests a second: one worker, {AT_ONCE} connections, every visit a change")
    with ExitStack() as stack:
        urls = {name: stack.enter_context(served(name, redis_url)) for name in APPS}
        urls |= {name: express + path_of(name) for name in EXPRESS if express}
        rounds = [{name: load(url) for name, url in urls.items()} for _ in range(3)]
    plot("a second", {name: statistics.median(one[name] for one in rounds) for name in urls})
    console.print(
        f"Flask on waitress, one process with {THREADS} threads; Express on Node's own server."
    )


def load(url: str) -> float:
    """Return how many requests a second a server answers."""
    with Connections(url, "write", AT_ONCE) as connections:
        return connections.per_second(SECONDS)


@contextmanager
def served(name: str, redis_url: str) -> Iterator[str]:
    """Serve a Flask app from a process of its own, and give its URL."""
    environment = os.environ | {"REDIS_URL": redis_url}
    process = processes.start("-m", "course.peers.apps", name, env=environment)
    try:
        yield f"http://127.0.0.1:{re.match(r'PORT ([0-9]+)$', process.stdout.readline())[1]}"
    finally:
        processes.end(process)


def plot(what: str, values: dict[str, float]) -> None:
    """Print a bar for each value."""
    console.print(f"\n{what}:")
    longest = max(values.values())
    for name, value in values.items():
        bar = "#" * max(0, round(value / longest * WIDTH))
        console.print(f"  {name:<16}{value:>8.0f}  {bar}".rstrip(), markup=False)
