"""Lesson 4: a Redis store.

Memory dies with its process, and every process has its own. Redis is a server that
keeps the records outside of ours: they survive a restart, and any number of servers
share them. The records are written as Express and connect-redis write them.
"""

import json
import os
import pickle
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import redis
from flask import Flask, Response

from .express_record import ExpressSessionManager
from .lesson1_raw_cookie import new_app, respond
from .lesson2_signed_id import SECRET_KEYS, new_session_id
from .lesson3_memory_store import Store, add_routes
from .settings import check_max_age

REDIS_URL = os.environ.get("REDIS_URL") or "redis://127.0.0.1:6379/0"


class StoreUnavailable(Exception):
    """The store cannot be asked just now: the session is neither known nor unknown."""


def connect(url: str = REDIS_URL) -> redis.Redis:
    """Return a client of the Redis at url that gives up after 1 second.

    Nothing is sent yet. retry=None: no second try, whatever the default. In redis-py 8.1
    from_url has none either, but redis.Redis(port=...) tries again: 3 to 5 seconds where the
    connection is refused, 15 where nobody answers (measured, with timeouts of 1 second).
    """
    return redis.Redis.from_url(url, socket_timeout=1, socket_connect_timeout=1, retry=None)


class RedisStore:
    """Sessions in Redis, each under a key of its own, with the contract of MemoryStore.

    max_age: whole seconds that a session lives after it was last read or written.
    The lock of MemoryStore has no place here, and would not help: a slow page that has
    opened its session, and saves it after a logout, brings it back in both stores.
    prefix: the beginning of every key. There is no clock: Redis has one of its own.
    """

    def __init__(self, client: redis.Redis, max_age: int = 60, prefix: str = "sess:") -> None:
        check_max_age(max_age)
        self.client, self.max_age, self.prefix = client, max_age, prefix

    def key(self, session_id: str) -> str:
        """Return the key of a session in Redis."""
        return self.prefix + session_id

    def set(self, session_id: str, record: dict) -> None:
        """Keep the record for max_age seconds from now. Raises StoreUnavailable."""
        # Step 4.1: Put a session into Redis (8 min)
        # Without an end a key stays in Redis for ever. SET takes the end along with the
        # value, as ex=seconds; an end that the key had before is lost with every SET.
        with redis_errors():
            self.client.set(self.key(session_id), dump_record(record))

    def destroy(self, session_id: str) -> None:
        """Forget the session; an unknown ID is no error. Raises StoreUnavailable."""
        # Step 4.1, second half
        # The command is DEL: self.client.delete with the same key, and as in set, inside
        # "with redis_errors():".
        pass

    def get(self, session_id: str) -> dict | None:
        """Return the session's record and let it live max_age seconds from now.

        None where the ID is unknown or cannot be read. Raises StoreUnavailable.
        """
        # Step 4.2: Read a session (7 min)
        # GETEX returns the value and sets a new end, in one command. In Python its name is
        # in lower case, and the end is given as in set. It returns None for an unknown key.
        # load_record makes the record of the text.
        with redis_errors():
            text = self.client.get(self.key(session_id))
        return None if text is None else load_record(text)

    def count(self) -> int:
        """Return how many sessions are alive. It walks over all keys: not for every page."""
        # The prefix is text: what has a meaning in a pattern loses it behind a backslash.
        pattern = re.sub(r"([\\*?\[\]^-])", r"\\\1", self.prefix) + "*"
        with redis_errors():
            return len(set(self.client.scan_iter(match=pattern, count=1000)))


def dump_record(record: dict) -> str:
    """Return the record as text for Redis.

    Raises TypeError for what JSON cannot hold, ValueError for a circle and for an integer of
    more than 4,300 digits, RecursionError for data that is nested too deep.
    """
    # Step 4.3: Turn a record into text and back (10 min)
    # pickle rebuilds any object, and to do so it runs code that the text names. Whoever can
    # write to your Redis could run code in your server. JSON holds data and nothing else.
    return pickle.dumps(record, protocol=0).decode("latin-1")


def load_record(text: str | bytes) -> dict | None:
    """Return the record that the text stands for, None where it is not a JSON object.

    Never raises: what cannot be read counts as no session.
    """
    # Step 4.3, second half
    # Anything may be found under a key: other JSON ("7", "[]", "null"), half a text, bytes
    # that are no text at all. Only a dict is a record. json.loads raises ValueError, and
    # RecursionError for "[[[[[..." without end.
    text = text.decode() if isinstance(text, bytes) else text
    return pickle.loads(text.encode("latin-1"))


@contextmanager
def redis_errors() -> Iterator[None]:
    """Inside `with redis_errors():`, any error of Redis is raised as StoreUnavailable."""
    # Step 4.4: When the store is away (8 min)
    # When Redis cannot answer, the visitor may well have a session. Do not hand out a new
    # one, and do not show a traceback: catch redis.RedisError around the yield, and raise
    # StoreUnavailable instead. The app answers it with 503 and a plain sentence.
    yield


def answer_unavailable(app: Flask) -> None:
    """Let the app answer StoreUnavailable with 503 and a plain sentence."""

    @app.errorhandler(StoreUnavailable)
    def unavailable(error: StoreUnavailable) -> tuple[Response, int]:
        if isinstance(error.__context__, redis.DataError):
            raise error.__context__  # a mistake in the program: no waiting mends it
        app.logger.error("The session store cannot be asked: %s", error)
        sorry = "<p>Your session cannot be reached just now. Please try again in a moment.</p>"
        return respond(sorry, []), 503


def create_app(
    *,
    max_age: int = 60,
    secret_keys: Sequence[str] = SECRET_KEYS,
    new_id: Callable[[], str] = new_session_id,
    store: Store | None = None,
    **options: Any,
) -> Flask:
    """Return the counter as a Flask app.

    max_age: seconds a session lives unused. new_id: makes session IDs. store: None for a
    RedisStore on REDIS_URL, which lives max_age. options: see SessionManager.
    """
    app = new_app(__name__)
    store = RedisStore(connect(), max_age) if store is None else store
    add_routes(app, ExpressSessionManager(store, secret_keys, new_id=new_id, **options))
    answer_unavailable(app)
    return app
