"""What our sessions are measured beside: the same pages on Flask's own, Flask-Session, Express.

`python -m course.peers.apps NAME` serves one of the Flask apps, until its stdin ends.
"""

import importlib.util
import logging
import os
import secrets
import sys
from collections.abc import Callable, MutableMapping
from typing import Any

import redis
from flask import Flask, Response, request, session

from solutions.lesson3_memory_store import MemoryStore, SessionManager
from solutions.lesson4_redis_store import ExpressSessionManager, RedisStore

from ..servers.redis_server import connect
from ..servers.serve import end_with

KEY = os.environ.get("SECRET_KEYS") or secrets.token_hex()
MAX_AGE = 3600  # seconds; as long as any measurement takes
PREFIX = "bench:"
THREADS = 4  # of the one worker
OURS = {"name": "session"}


def read(data: MutableMapping) -> None:
    """Look at the session."""
    data.get("views")


def change(data: MutableMapping) -> None:
    """Count a visit."""
    data["views"] = data.get("views", 0) + 1


# What a page does with the session. None: nothing at all.
PAGES: dict[str, Callable[[Any], None] | None] = {"plain": None, "peek": read, "write": change}


def bare(_: redis.Redis) -> Flask:
    """Flask without a session."""
    app = Flask("bare")

    @app.get("/<name>")
    def page(name: str) -> Response:
        act = PAGES[name]
        if act:
            act({})
        return Response("ok")

    return app


def with_flask_session_object(app: Flask) -> Flask:
    """Give the app its pages on flask.session."""

    @app.get("/<name>")
    def page(name: str) -> Response:
        act = PAGES.get(name)
        if act:
            act(session)
        if name == "destroy":
            session.clear()
        return Response("ok")

    return app


def built_in(_: redis.Redis) -> Flask:
    """Flask's own session: the data are in the cookie, signed."""
    app = Flask("built_in")
    app.secret_key = KEY
    return with_flask_session_object(app)


def flask_session(client: redis.Redis) -> Flask:
    """Flask-Session with Redis, as it is after the installation."""
    from flask_session import Session

    app = Flask("flask_session")
    app.config |= {"SESSION_TYPE": "redis", "SESSION_REDIS": client}
    app.config["SESSION_KEY_PREFIX"] = PREFIX
    Session(app)
    return with_flask_session_object(app)


def with_manager(manager: SessionManager) -> Flask:
    """Give an app its pages on one of our managers."""
    app = Flask("ours")

    @app.get("/<name>")
    def page(name: str) -> Response:
        found = manager.open(request.headers.get("Cookie", ""))
        act = PAGES.get(name)
        if act:
            act(found)
        if name == "destroy":
            found.destroy()
        set_cookie = manager.save(found)
        answer = Response("ok")
        if set_cookie:
            answer.headers["Set-Cookie"] = set_cookie
        answer.headers["Vary"] = "Cookie"
        return answer

    return app


def lesson3(_: redis.Redis) -> Flask:
    """Ours, in memory."""
    return with_manager(SessionManager(MemoryStore(MAX_AGE), [KEY], **OURS))


def lesson4(client: redis.Redis) -> Flask:
    """Ours, in Redis."""
    return with_manager(ExpressSessionManager(RedisStore(client, MAX_AGE, PREFIX), [KEY], **OURS))


APPS: dict[str, Callable[[redis.Redis], Flask]] = {
    "bare Flask": bare,
    "lesson 3": lesson3,
    "lesson 4": lesson4,
    "Flask's session": built_in,
    "Flask-Session": flask_session,
}
ON_REDIS = ("lesson 4", "Flask-Session")
if not importlib.util.find_spec("flask_session"):
    del APPS["Flask-Session"]

TUNED = {"secret": KEY, "name": "session", "resave": False, "saveUninitialized": False}
TUNED["cookie"] = {"maxAge": MAX_AGE * 1000, "sameSite": "lax"}  # as ours are
# resave and saveUninitialized as they are where nobody says anything.
UNTUNED = TUNED | {"resave": True, "saveUninitialized": True}
EXPRESS = {
    "bare Express": {"session": None},
    "Express": {"session": TUNED, "prefix": PREFIX},
    "its defaults": {"session": UNTUNED, "prefix": PREFIX},
}


def path_of(name: str) -> str:
    """Return where an Express site is."""
    return "/" + name.replace(" ", "-")


def main() -> None:
    """Serve the app that the command line names; write `PORT n` as soon as it answers."""
    from waitress import create_server

    logging.getLogger("waitress.queue").setLevel(logging.CRITICAL)  # a line for each wait
    app = APPS[sys.argv[1]](connect(os.environ["REDIS_URL"]))
    end_with(0)
    server = create_server(app, host="127.0.0.1", port=0, threads=THREADS)
    print(f"PORT {server.effective_port}", flush=True)
    server.run()


if __name__ == "__main__":
    main()
