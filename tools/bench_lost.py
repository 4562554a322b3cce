"""What two tabs lose: clients that count in one session at once, on ours and on the peers."""

import importlib.util
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import NamedTuple

import requests
from rich.box import ASCII
from rich.table import Table

from course.express.server import Express, NoExpress
from course.say import console
from course.servers.gate import Gate

from .apps import EXPRESS, path_of
from .bench_trips import cookie_in
from .served import served

CLIENTS, TIMES = 8, 50
# By name, with the package that each needs. Lesson 4: a counter in the session; 6: the cart's.
FLASK_AND_DJANGO = {"lesson 4": "flask", "lesson 6": "flask"}
FLASK_AND_DJANGO |= {"Flask-Session": "flask_session", "Django": "django"}


class Lost(NamedTuple):
    """Of CLIENTS times TIMES visits, how many were counted. trips, commands: of one visit."""

    counted: int
    trips: int
    commands: tuple[str, ...]


def count(url: str, gate: Gate, clients: int = CLIENTS, times: int = TIMES) -> Lost:
    """Let clients count in one session at once, each so many times."""
    first = requests.get(f"{url}/write", timeout=5)
    headers = {"Cookie": cookie_in(first.headers["Set-Cookie"])}

    def visit(page: str) -> int | None:
        answer = requests.get(f"{url}/{page}", headers=headers, timeout=20)
        answer.raise_for_status()
        return answer.json()["saw"]

    gate.reset()
    visit("write")
    trips, commands, before = gate.trips, tuple(gate.commands), visit("peek")
    with ThreadPoolExecutor(clients) as pool:
        list(pool.map(visit, ["write"] * clients * times))
    return Lost(visit("peek") - before, trips, commands)


def losses(redis_url: str, times: int = TIMES) -> dict[str, Lost]:
    """Return what came of it, by the name of the site."""
    found, gate = {}, Gate(redis_url)
    for name, package in FLASK_AND_DJANGO.items():
        if importlib.util.find_spec(package) and importlib.util.find_spec("waitress"):
            with served(name, gate.url, CLIENTS) as url:
                found[name] = count(url, gate, times=times)
    name = "Express, tuned"
    with suppress(NoExpress), Express(gate.url, {path_of(name): EXPRESS[name]}) as express:
        found[name] = count(express.url + path_of(name), gate, times=times)
    gate.shut()
    return found


def bench_lost(redis_url: str) -> None:
    """Print the table."""
    every = CLIENTS * TIMES
    console.print(f"\n{CLIENTS} clients count in one session at once, {TIMES} times each: what is")
    console.print(f"counted of {every}, and what one visit costs at Redis.")
    table = Table("site", "counted", "lost", "round trips", box=ASCII)
    for name, one in losses(redis_url).items():
        told = f"{one.trips}: {' '.join(one.commands)}"
        table.add_row(name, str(one.counted), str(every - one.counted), told)
    console.print(table)
