"""`python -m course.watch.forker`: has pytest, Flask and the checks loaded, and forks for each run.

pytest gets ready once, up to where it would run the first check. There it waits for orders.
They come on stdin, one JSON object a line; the end of a run is answered on stdout.
"""

import fcntl
import gc
import importlib
import json
import os
import select
import signal
import socket
import sys
import time
from contextlib import suppress

import pytest
import redis

from ..catalogue import CATALOGUE
from ..checks.runner import ALL, check_file, named, options
from ..redis_client import connect
from ..servers.redis_server import RedisServer, start_redis

# What lessons and checks import only while they run.
PRELOAD = ("flask.testing", "secrets", "course.servers.gate", "course.checks.explain")
TICK = 0.005  # seconds between two looks whether a run has ended


class Forker:
    """Takes over from pytest where it would run the checks. One run at a time."""

    def __init__(self, orders: int, answers: int) -> None:
        self.orders, self.answers = orders, answers
        self.rest = b""
        self.redis: RedisServer | None = None
        # A run holds one end; the other one closes when we are gone.
        self.life, self.ours = socket.socketpair()

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool | None:
        """Fork a child for every order; in the child, let pytest go on with the checks."""
        gc.freeze()  # a child then shares these objects for good
        self.answer(ready=True)
        while order := self.next_order():
            if "stop" in order:  # that run is over already
                continue
            items = items_of(session, order["files"])
            if any("redis_url" in item.fixturenames for item in items):
                self.lend_redis(order["environment"])
            pid = os.fork()
            if not pid:
                self.become_run(order)
                begin(session, items, order)
                return None
            self.wait(pid, order["run"])
            self.answer(run=order["run"])
        if self.redis:
            self.redis.stop()
        return True

    def next_order(self) -> dict | None:
        """Return the next order, None when there will be no more."""
        while b"\n" not in self.rest:
            chunk = os.read(self.orders, 1 << 16)
            if not chunk:
                return None
            self.rest += chunk
        line, _, self.rest = self.rest.partition(b"\n")
        return json.loads(line)

    def lend_redis(self, environment: dict[str, str]) -> None:
        """Let the run use our Redis: the same one for all runs, empty, and nobody else's."""
        if "COURSE_CHECK_REDIS" in environment:
            return
        for _ in range(2):
            self.redis = self.redis or start_redis(private=True)
            # A run that was abandoned has left its keys; one of its commands may have ended it.
            with suppress(redis.RedisError), connect(self.redis.url) as client:
                client.flushall()
                break
            self.redis.stop()
            self.redis = None
        environment["COURSE_CHECK_REDIS"] = self.redis.url

    def become_run(self, order: dict) -> None:
        """Be a process of our own, which ends with the forker and keeps nothing of it."""
        with suppress(OSError):  # the forker has done it
            os.setpgid(0, 0)
        for fd in (self.orders, self.answers, self.ours.detach()):
            os.close(fd)
        # A signal ends us: a thread that waits would be seen by the checks, and in their stacks.
        fcntl.fcntl(self.life, fcntl.F_SETOWN, os.getpid())
        fcntl.fcntl(self.life, fcntl.F_SETFL, os.O_ASYNC | os.O_NONBLOCK)

    def wait(self, pid: int, run: int) -> None:
        """Wait until a run has ended; end it when it is to stop, or takes too long."""
        with suppress(OSError):  # it has done it itself, or is gone
            os.setpgid(pid, pid)
        deadline = time.monotonic() + ALL
        while not os.waitpid(pid, os.WNOHANG)[0]:
            late = time.monotonic() > deadline
            # An order may have been read along with the one before it.
            asked = b"\n" in self.rest or select.select([self.orders], [], [], TICK)[0]
            order = self.next_order() if asked else {}
            if late or order is None or order.get("stop") == run:
                os.kill(pid, signal.SIGKILL)
                os.waitpid(pid, 0)
                break
        with suppress(OSError):  # what the learner's code may have started
            os.killpg(pid, signal.SIGKILL)

    def answer(self, **what: object) -> None:
        """Write one line of JSON at once."""
        os.write(self.answers, json.dumps(what).encode() + b"\n")


def items_of(session: pytest.Session, files: list[str]) -> list[pytest.Item]:
    """Return the checks of these files, file by file."""
    return [item for file in files for item in session.items if str(item.path) == file]


def begin(session: pytest.Session, items: list[pytest.Item], order: dict) -> None:
    """Make this process what a fresh pytest with the order's settings would be."""
    os.environ.clear()
    os.environ.update(order["environment"])
    path = filter(None, os.environ.get("PYTHONPATH", "").split(os.pathsep))
    sys.path[:0] = [folder for folder in path if folder not in sys.path]
    importlib.invalidate_caches()
    session.items[:] = items
    session.testscollected = len(items)
    session.config.option.code = order["package"]
    session.config.pluginmanager.get_plugin("course-recorder").file = order["results"]
    # What is captured would go where the forker's output goes, and back there.
    capture = session.config.pluginmanager.get_plugin("capturemanager")
    capture.stop_global_capturing()
    redirect(order["output"])
    capture.start_global_capturing()


def redirect(output: str) -> None:
    """Read from nothing, and write to a file."""
    sys.stdout.flush()
    source, target = os.open(os.devnull, os.O_RDONLY), os.open(output, os.O_WRONLY | os.O_CREAT)
    for fd, to in ((source, 0), (target, 1), (target, 2)):
        os.dup2(fd, to)


def take_one_processor() -> None:
    """Stay on one processor, with all that we start: the checks, the gate and Redis take turns.

    To wake one another across processors takes a seventh of a run of lesson 6.
    """
    if hasattr(os, "sched_setaffinity"):  # Linux has it
        all_of_them = sorted(os.sched_getaffinity(0))
        with suppress(OSError):
            os.sched_setaffinity(0, [all_of_them[os.getpid() % len(all_of_them)]])


def main() -> None:
    """Follow the orders until stdin ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the command that started us ends us
    take_one_processor()
    forker = Forker(os.dup(0), os.dup(1))
    redirect(os.devnull)
    for name in PRELOAD:
        with suppress(Exception):  # where it fails, the check says why
            importlib.import_module(name)
    parent = os.getpid()
    files = [named(lesson) for lesson in CATALOGUE if check_file(lesson).exists()]
    try:
        # Where the results go is said with each order.
        pytest.main([*options(), "--results", os.devnull, *files], plugins=[forker])
    finally:
        if os.getpid() != parent:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(0)  # the clearing up at the end is the forker's


if __name__ == "__main__":
    main()
