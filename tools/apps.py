"""What our sessions are measured beside: the same pages on Flask's own, Flask-Session, Express."""

import importlib.util
import os
import secrets
import warnings
from collections.abc import Callable
from functools import partial

import redis
from flask import Flask, Response, session

from solutions.express_record import ExpressSessionManager
from solutions.items import line_of
from solutions.lesson3_memory_store import MemoryStore, SessionManager
from solutions.lesson4_redis_store import RedisStore
from solutions.lesson5_login import LoginStore
from solutions.lesson6_cart import CartManager, CartStore
from solutions.lesson7_flask_session import use_store
from solutions.session import Session

from .pages import ACTS, body_of, with_manager

KEY = os.environ.get("SECRET_KEYS") or secrets.token_hex()
MAX_AGE = 3600  # seconds; as long as any measurement takes
PREFIX = "bench:"
THREADS = 4  # of the one worker
OURS = {"name": "session"}


def bare(_: redis.Redis) -> Flask:
    """Flask without a session."""
    app = Flask("bare")

    @app.get("/<name>")
    def page(name: str) -> Response:
        return Response(body_of(ACTS[name]({})))

    return app


def with_flask_session_object(app: Flask) -> Flask:
    """Give the app its pages on flask.session."""
    acts = {**ACTS, "destroy": lambda data: data.clear()}

    @app.get("/<name>")
    def page(name: str) -> Response:
        return Response(body_of(acts[name](session)))

    return app


def built_in(_: redis.Redis) -> Flask:
    """Flask's own session: the data are in the cookie, signed."""
    app = Flask("built_in")
    app.secret_key = KEY
    return with_flask_session_object(app)


def flask_session(client: redis.Redis, **settings: object) -> Flask:
    """Flask-Session with Redis, as it is after the installation but for these settings."""
    from flask_session import Session

    app = Flask("flask_session")
    app.secret_key = KEY
    app.config |= {"SESSION_TYPE": "redis", "SESSION_REDIS": client}
    app.config |= {"SESSION_KEY_PREFIX": PREFIX, **settings}
    with warnings.catch_warnings():
        # It calls its own signing out of date; to measure like with like, it must sign.
        warnings.simplefilter("ignore", DeprecationWarning)
        Session(app)
    return with_flask_session_object(app)


def lesson3(_: redis.Redis) -> Flask:
    """Ours, in memory."""
    return with_manager(SessionManager(MemoryStore(MAX_AGE), [KEY], **OURS))


def lesson4(client: redis.Redis) -> Flask:
    """Ours, in Redis."""
    return with_manager(ExpressSessionManager(RedisStore(client, MAX_AGE, PREFIX), [KEY], **OURS))


def lesson6(client: redis.Redis) -> Flask:
    """Ours, where the cart counts and not the session; it does as the page /shop."""
    store = CartStore(client, MAX_AGE, PREFIX)

    def add(session: Session) -> None:
        store.add(session, "tea", 1)
        session.modified = True

    acts = {"write": add, "peek": lambda session: store.items(session).get(line_of("tea"), 0)}
    return with_manager(CartManager(store, [KEY], **OURS), acts)


def lesson7(client: redis.Redis) -> Flask:
    """Ours, behind flask.session."""
    app = Flask("lesson7")
    app.secret_key, app.permanent_session_lifetime = KEY, MAX_AGE
    use_store(app, LoginStore(client, MAX_AGE, PREFIX))
    return with_flask_session_object(app)


SIGNED = "Flask-Session, signed"
APPS: dict[str, Callable[[redis.Redis], Flask]] = {
    "bare Flask": bare,
    "lesson 3": lesson3,
    "lesson 4": lesson4,
    "lesson 7": lesson7,
    "Flask's session": built_in,
    "Flask-Session": flask_session,
    # Like ours: the cookie carries a signature.
    SIGNED: partial(flask_session, SESSION_USE_SIGNER=True),
    # One trip less to read; but then reading does not keep a session alive.
    "Flask-Session, fixed end": partial(flask_session, SESSION_REFRESH_EACH_REQUEST=False),
}
if not importlib.util.find_spec("flask_session"):
    APPS = {name: make for name, make in APPS.items() if "Flask-Session" not in name}
ON_REDIS = [name for name in APPS if name in ("lesson 4", "lesson 7") or "Flask-Session" in name]

TUNED = {"secret": KEY, "name": "session", "resave": False, "saveUninitialized": False}
TUNED["cookie"] = {"maxAge": MAX_AGE * 1000, "sameSite": "lax"}  # as ours are
# resave and saveUninitialized as they are where nobody says anything.
UNTUNED = TUNED | {"resave": True, "saveUninitialized": True}
EXPRESS = {
    "bare Express": {"session": None},
    "Express, tuned": {"session": TUNED, "prefix": PREFIX},
    "Express, its defaults": {"session": UNTUNED, "prefix": PREFIX},
}


def path_of(name: str) -> str:
    """Return where an Express site is."""
    return "/" + name.replace(",", "").replace(" ", "-")
