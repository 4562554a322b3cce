"""How many requests a second one worker answers, over real connections."""

import importlib.util
import random
import statistics
from contextlib import ExitStack

from course.say import console

from .apps import APPS, EXPRESS, THREADS, path_of
from .connections import Connections
from .served import served

SECONDS, ROUNDS, AT_ONCE = 1.0, 5, THREADS
WIDTH = 30  # characters of the longest bar


def bench_load(redis_url: str, express: str | None) -> None:
    """Print how many requests a second one worker answers."""
    if not importlib.util.find_spec("waitress"):
        return
    console.print(f"\nRequests a second: one worker, {AT_ONCE} connections, a visitor on each,")
    console.print(f"every visit a change. {ROUNDS} rounds of {SECONDS:.0f} s in mixed order: the")
    console.print("median, the least and the most.")
    with ExitStack() as stack:
        urls = {name: stack.enter_context(served(name, redis_url)) for name in APPS}
        urls |= {name: express + path_of(name) for name in EXPRESS if express}
        found = loads(urls)
    bars("Flask, on waitress with one process", {n: found[n] for n in found if n in APPS})
    if express:
        bars("Express, on Node's own server", {n: found[n] for n in found if n in EXPRESS})


def loads(urls: dict[str, str], rounds: int = ROUNDS) -> dict[str, list[float]]:
    """Return the requests a second of each server, a number for each round."""
    order, mixed = list(urls), random.Random(1)  # noqa: S311
    found: dict[str, list[float]] = {name: [] for name in urls}
    for _ in range(rounds + 1):
        mixed.shuffle(order)
        for name in order:
            found[name].append(load(urls[name]))
    # Without the first round, in which everybody warms up.
    return {name: values[1:] for name, values in found.items()}


def load(url: str) -> float:
    """Return how many requests a second a server answers."""
    with Connections(url, "write", AT_ONCE) as connections:
        return connections.per_second(SECONDS)


def bars(title: str, values: dict[str, list[float]]) -> None:
    """Print a bar for each server of one framework: the longest is its fastest."""
    console.print(f"\n{title}:")
    longest = max(statistics.median(numbers) for numbers in values.values())
    for name, numbers in values.items():
        middle = statistics.median(numbers)
        bar = "#" * round(middle / longest * WIDTH)
        spread = f"({min(numbers):.0f}-{max(numbers):.0f})"
        console.print(f"  {name:<26}{middle:>6.0f} {spread:<13} {bar}".rstrip(), markup=False)
