"""`python -m course.servers.serve MODULE`: serves one lesson's app, until its stdin ends."""

import argparse
import importlib
import os
import signal
import sys
import threading
import traceback
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path

from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

SERVER = "SessionsFromScratch"
LESSON = "X-Course-Lesson"  # what is served, said with the favicon
FAILED = 3  # the exit code where the lesson cannot be loaded


class Handler(WSGIRequestHandler):
    """Says who serves, so that the attacks know us, and writes no line per request."""

    def version_string(self) -> str:
        """Return the Server header."""
        return SERVER

    def log_request(self, *_: object) -> None:
        """Say nothing."""


def without_favicon(app: Callable, stem: str) -> Callable:
    """Return a WSGI app that answers /favicon.ico itself: it is no visit to the lesson.

    stem: the lesson's, which this answer names to a command that finds the port taken.
    """

    def wrapped(environ: dict, start_response: Callable) -> Iterable[bytes]:
        if environ.get("PATH_INFO") == "/favicon.ico":
            headers = [("Cache-Control", "max-age=86400"), (LESSON, stem)]
            start_response("204 No Content", headers)
            return []
        return app(environ, start_response)

    return wrapped


def make(
    module: str,
    port: int = 0,
    max_age: int | None = None,
    fd: int | None = None,
    inspect: str | None = None,
) -> BaseWSGIServer:
    """Return a server of the lesson's app.

    fd: a listening socket that is lent to us. inspect: the file for the story of the session
    inspector, None for pages without it.
    """
    # Compiled files are found by time and size: after a quick save they are stale.
    sys.dont_write_bytecode = True
    app = without_favicon(app_of(module, max_age), module.rpartition(".")[2])
    if inspect:
        from ..inspector.middleware import inspected

        app = inspected(app, module, Path(inspect), max_age)
    options = {"threaded": True, "request_handler": Handler, "fd": fd}
    server = make_server("127.0.0.1", port, app, **options)
    if inspect:
        app.restart.server = server
    return server


class NoApp(Exception):
    """A lesson's file is whole, and makes no app. Its text is a sentence with the file in it."""


def app_of(module: str, max_age: int | None) -> Callable:
    """Return what the lesson's create_app makes. Raises NoApp where that is no app."""
    create_app = getattr(importlib.import_module(module), "create_app", None)
    file = module.replace(".", "/") + ".py"
    if not callable(create_app):
        raise NoApp(f"there is no function create_app in {file}.")
    app = create_app() if max_age is None else create_app(max_age=max_age)
    if not callable(app):
        kind = "nothing" if app is None else f"a {type(app).__name__}"
        raise NoApp(f"create_app in {file} returns {kind}: its last line is `return app`.")
    return app


def load_or_exit(load: Callable[[], BaseWSGIServer], last: Callable[[], None]) -> BaseWSGIServer:
    """Return what load makes; where it fails, show why, call last, and end the process."""
    try:
        return load()
    except NoApp as error:
        # The lines of a traceback would all be ours.
        print(error, file=sys.stderr)
    except BaseException:
        # SystemExit and KeyboardInterrupt too: a learner's file may say exit().
        traceback.print_exc()
    sys.stderr.flush()
    last()
    os._exit(FAILED)


def end_with(fd: int) -> None:
    """End this process, whatever its threads do, as soon as there is no more to read from fd."""

    def wait() -> None:
        while os.read(fd, 1024):
            pass
        end_all()

    threading.Thread(target=wait, daemon=True).start()
    end_even_in_a_loop(fd)


def end_even_in_a_loop(fd: int) -> None:
    """Let the system kill this process and its group at the end of fd, where it can (Linux).

    No thread of ours runs while a regular expression without end holds Python's lock.
    """
    if sys.platform != "linux" or not leads_a_group() or os.isatty(fd):
        return
    import fcntl

    with suppress(OSError):  # some containers cannot
        fcntl.fcntl(fd, fcntl.F_SETSIG, signal.SIGKILL)
        fcntl.fcntl(fd, fcntl.F_SETOWN, -os.getpid())
        fcntl.fcntl(fd, fcntl.F_SETFL, fcntl.fcntl(fd, fcntl.F_GETFL) | os.O_ASYNC)


def end_all() -> None:
    """End this process, with all that it has started where it leads a group of its own."""
    if leads_a_group():
        os.killpg(0, signal.SIGKILL)
    os._exit(0)


def leads_a_group() -> bool:
    """Is this process the first of its group?"""
    return hasattr(os, "getpgrp") and os.getpgrp() == os.getpid()


def main() -> None:
    """Serve what the command line says; write `PORT n` to stdout as soon as it answers."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the command that started us ends us
    parser = argparse.ArgumentParser(prog="python -m course.servers.serve")
    parser.add_argument("module")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--max-age", type=int)
    parser.add_argument("--fd", type=int)
    parser.add_argument("--inspect")
    given = vars(parser.parse_args())
    end_with(0)
    server = load_or_exit(lambda: make(**given), lambda: None)
    print(f"PORT {server.port}", flush=True)
    server.serve_forever(0.1)
    # Only a button of the inspector ends it.
    server.app.restart.finish()


if __name__ == "__main__":
    main()
