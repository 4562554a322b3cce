"""Our sessions beside their peers, all in one run on one Redis: what they cost, and where."""

import importlib.metadata
import json
import platform
import subprocess
import tracemalloc
from contextlib import ExitStack, suppress

import redis
from rich.box import ASCII
from rich.table import Table

from course.express.server import SOURCE, Express, NoExpress, find_node
from course.redis_client import connect
from course.say import console
from course.servers.redis_server import start_redis
from solutions.lesson3_memory_store import MemoryStore

from .apps import APPS, EXPRESS, MAX_AGE, ON_REDIS, PREFIX, path_of
from .bench_load import bench_load
from .bench_logins import bench_logins
from .bench_lost import bench_lost
from .bench_time import answer, bench_time, environ_of
from .bench_trips import bench_trips
from .chart import draw
from .connections import Connections

SESSIONS = 10_000
PACKAGES = ("flask", "Flask-Session", "redis", "waitress")


def bench_peers() -> None:
    """Measure all of it, and print it."""
    with start_redis(private=True) as server, connect(server.url) as client, ExitStack() as stack:
        console.print(f"\nOur sessions beside others, on {server.said}", markup=False)
        console.print(f"{versions()}.", markup=False)
        if not any("Flask-Session" in name for name in APPS):
            console.print("Without Flask-Session: requirements-dev.txt is not installed here.")
        bench_trips(server.url)
        bench_logins(server.url)
        bench_lost(server.url)
        express = None
        with suppress(NoExpress):
            sites = {path_of(name): site for name, site in EXPRESS.items()}
            express = stack.enter_context(Express(server.url, sites)).url
        found = bench_time(client, express)
        draw(found)
        bench_load(server.url, express)
        bench_memory(client, express)
        forget(client)


def versions() -> str:
    """Return what is measured, with versions, as far as it is there."""
    found = [f"Python {platform.python_version()}"]
    for name in PACKAGES:
        with suppress(importlib.metadata.PackageNotFoundError):
            found.append(f"{name} {importlib.metadata.version(name)}")
    with suppress(NoExpress):
        said = subprocess.run([find_node(), "--version"], capture_output=True, text=True)
        found.append(f"Node {said.stdout.strip().removeprefix('v')}")
        wanted = json.loads((SOURCE / "package.json").read_text(encoding="utf-8"))
        packages = wanted["dependencies"].items()
        found += [f"npm's {name} {version}" for name, version in packages]
    return ", ".join(found)


def forget(client: redis.Redis) -> None:
    """Remove what the measurements put into Redis."""
    keys = list(client.scan_iter(match=PREFIX + "*", count=1000))
    if keys:
        client.delete(*keys)


def bench_memory(client: redis.Redis, express: str | None) -> None:
    """Print what a session with one number in it takes, where it is kept."""
    table = Table("a session takes", "bytes", "of them the value", box=ASCII)
    for name, (bytes_, value) in memory(client, express).items():
        table.add_row(name, str(bytes_), str(value))
    console.print("", table)


def memory(client: redis.Redis, express: str | None) -> dict[str, tuple[int | str, int]]:
    """Return the bytes that a session takes, and those of its value, by what keeps it."""
    found = {}
    for name in ON_REDIS:
        if name in APPS:
            forget(client)
            answer(APPS[name](client), environ_of("write"))
            found[f"in Redis, {name}"] = in_redis(client)
    if express:
        forget(client)
        with Connections(express + path_of("Express, tuned"), "write"):
            found["in Redis, Express, tuned"] = in_redis(client)
    found["in lesson 3's MemoryStore"] = in_memory()
    cookie = answer(APPS["Flask's session"](client), environ_of("write")).partition(";")[0]
    found["in the cookie, Flask's session"] = (len(cookie), len(cookie))
    return found


def in_redis(client: redis.Redis) -> tuple[int | str, int]:
    """Return the bytes of the one session in Redis, "?" where it does not tell."""
    (key,) = client.scan_iter(match=PREFIX + "*", count=1000)
    try:
        return client.memory_usage(key), client.strlen(key)
    except redis.ResponseError:
        return "?", client.strlen(key)


def in_memory() -> tuple[int, int]:
    """Return the bytes of a session in a MemoryStore, as the mean of many."""
    store = MemoryStore(MAX_AGE)
    tracemalloc.start()
    before = tracemalloc.get_traced_memory()[0]
    for number in range(SESSIONS):
        store.set(f"{number:032}", {"views": 1})
    taken = tracemalloc.get_traced_memory()[0] - before
    tracemalloc.stop()
    return taken // SESSIONS, len('{"views": 1}')
