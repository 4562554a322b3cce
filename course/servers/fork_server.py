"""`python -m course.servers.fork_server`: starts servers. It has loaded Flask, and forks.

A server then starts in a few hundredths of a second. Orders come on stdin, one JSON object a
line, and are answered the same way on stdout. All of its servers end with it.
"""

import importlib
import json
import os
import signal
import sys
import time
from contextlib import suppress

from .serve import FAILED, end_all, end_with, load_or_exit, make

HAS_FORK = hasattr(os, "fork")


def main() -> None:
    """Follow the orders until stdin ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the command that started us ends us
    preload(["flask"])
    children: set[int] = set()
    # A server reads from one end of this pipe; the other one closes when we are gone.
    life, ours = os.pipe()
    for line in sys.stdin:
        order = json.loads(line)
        if "stop" in order:
            stop(order["stop"], children)
            answer(1)
            continue
        preload(order["preload"])
        pid = os.fork() if HAS_FORK else 0
        if not pid:
            os.close(ours)
            serve(order, life if HAS_FORK else 0)
        children.add(pid)
        answer(1, pid=pid)
    # Not only by the pipe: a server in an endless regular expression would notice nothing.
    end_all()


def preload(names: list[str]) -> None:
    """Import what lessons import. Where that fails, the lesson's server says why."""
    for name in names:
        with suppress(Exception):
            importlib.import_module(name)


def stop(pid: int, children: set[int]) -> None:
    """End a server, and wait until it is gone."""
    if pid in children:
        children.remove(pid)
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)


def answer(fd: int, **what: object) -> None:
    """Write one line of JSON at once."""
    os.write(fd, json.dumps(what).encode() + b"\n")


def serve(order: dict, life: int) -> None:
    """Be one server until life ends: in a process of its own, or in ours where none forks."""
    answers = os.dup(1)
    try:
        log = os.open(order["log"], os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    except FileNotFoundError:  # who asked for us was stopped meanwhile, and has tidied up
        os._exit(FAILED)
    for output in (1, 2):
        os.dup2(log, output)
    os.environ.update(order["environment"])
    sys.path.insert(0, order["folder"])
    end_with(life)  # before loading: a file may hold an endless loop
    if order["ahead"]:
        # Before loading, too: `clock=time.time` is read once, when a lesson's file is loaded.
        now = time.time
        time.time = lambda: now() + order["ahead"]
    server = load_or_exit(
        lambda: make(order["module"], order["port"], order["max_age"]),
        lambda: answer(answers, failed=True),
    )
    answer(answers, port=server.port)
    server.serve_forever()


if __name__ == "__main__":
    main()
