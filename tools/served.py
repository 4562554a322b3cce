"""Serves our app or a peer's from a process of its own.

`python -m tools.served NAME THREADS` is that process, until its stdin ends.
"""

import logging
import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from course.redis_client import connect
from course.servers import processes
from course.servers.serve import end_with

from .apps import APPS, THREADS, lesson6
from .bench_logins import django_app

SERVED = APPS | {"lesson 6": lesson6, "Django": lambda _: django_app(os.environ["REDIS_URL"])}


@contextmanager
def served(name: str, redis_url: str, threads: int = THREADS) -> Iterator[str]:
    """Serve an app of this name from a process of its own, and give its URL."""
    environment = os.environ | {"REDIS_URL": redis_url}
    process = processes.start("-m", "tools.served", name, str(threads), env=environment)
    try:
        yield f"http://127.0.0.1:{re.match(r'PORT ([0-9]+)$', process.stdout.readline())[1]}"
    finally:
        processes.end(process)


def main() -> None:
    """Serve the app that the command line names; write `PORT n` as soon as it answers."""
    from waitress import create_server

    logging.getLogger("waitress.queue").setLevel(logging.CRITICAL)  # a line for each wait
    name, threads = sys.argv[1:]
    app = SERVED[name](connect(os.environ["REDIS_URL"]))
    end_with(0)
    server = create_server(app, host="127.0.0.1", port=0, threads=int(threads))
    print(f"PORT {server.effective_port}", flush=True)
    server.run()


if __name__ == "__main__":
    main()
