"""What lesson 8 is told by its environment, and its two pages. Given: nothing to write here.

SENTINELS: addresses that commas separate, such as "10.0.0.1:26379,[::1]:26379"; without it, one
Redis at REDIS_URL. REDIS_PASSWORD, SENTINEL_PASSWORD: theirs. PRIMARY: the name of the set, or
"sessions". PROXIES: how many proxies of our own stand before a worker. NEXT_KEY: the key that
comes after that of SECRET_KEYS, and ROLLOUT_STEP: how far it is rolled out, 0 to 3. PATIENCE:
for so many seconds a page waits for a new primary, without it for 4. SAFE_VIEWS: 1 if a view
counts only when it is on a replica, too.
"""

import os
import re
from collections.abc import Callable, Mapping
from typing import Any

import redis
from flask import Flask, Response, request
from markupsafe import escape

from .lesson1_raw_cookie import respond
from .lesson4_redis_store import StoreUnavailable

# Seconds. A sentinel is asked before a page goes out, so it has less time than a server.
SERVER_TIMEOUT, SENTINEL_TIMEOUT = 0.5, 0.3
NAME = "sessions"


UNSAFE = (
    "This is done, but on one machine only. It is lost if that one dies now.\n"
    "To be sure, wait a minute, log in again, and log out everywhere."
)


class TooFewCopies(StoreUnavailable):
    """The change is done, and not yet safe: fewer replicas than wanted have it."""


def may_pass(error: StoreUnavailable) -> bool:
    """Is it a trouble that passes, as the loss of a server does?

    A wrong command or no room is the same a moment later. Too few copies is no reason to ask
    again: the change is done.
    """
    cause = error.__context__
    passes = cause is None or isinstance(cause, (redis.ConnectionError, redis.TimeoutError))
    return passes and not isinstance(error, TooFewCopies)


def set_up(store: Any, environ: Mapping[str, str]) -> Any:
    """Return the store, with PATIENCE and SAFE_VIEWS. Raises ValueError where PATIENCE is wrong."""
    text = environ.get("PATIENCE", "4")
    if not re.fullmatch(r"\d+(\.\d+)?", text, re.ASCII):
        raise ValueError(f"PATIENCE is {text!r}, and has to be seconds such as 4 or 0.5")
    store.patience, store.safe_views = float(text), environ.get("SAFE_VIEWS") == "1"
    return store


def options_of(environ: Mapping[str, str]) -> dict[str, Any]:
    """Return the options of a client of the servers of sessions."""
    options = {"password": environ.get("REDIS_PASSWORD"), "driver_info": None, "protocol": 2}
    timeouts = {"socket_timeout": SERVER_TIMEOUT, "socket_connect_timeout": SERVER_TIMEOUT}
    return options | timeouts | {"retry": None}


def sentinels_of(environ: Mapping[str, str]) -> list[redis.Redis]:
    """Return a client of each sentinel. Raises ValueError for what is no address."""
    options = options_of(environ) | {"password": environ.get("SENTINEL_PASSWORD")}
    options |= dict.fromkeys(("socket_timeout", "socket_connect_timeout"), SENTINEL_TIMEOUT)
    options["decode_responses"] = True  # the host that they name is text
    clients = []
    for text in environ.get("SENTINELS", "").split(","):
        # An IPv6 address has colons of its own, so it stands in brackets.
        match = re.fullmatch(r"\[([0-9a-fA-F:.]+)\]:(\d{1,5})|([^:\s]+):(\d{1,5})", text.strip())
        if not match:
            raise ValueError(f"{text!r} in SENTINELS is no address such as 10.0.0.1:26379")
        host, port = match[1] or match[3], int(match[2] or match[4])
        clients.append(redis.Redis(host=host, port=port, **options))
    return clients


def connect_to_primary(
    environ: Mapping[str, str],
    find_primary: Callable[[list[redis.Redis], str, dict[str, Any]], tuple[str, int]],
    connection_class: type[redis.Connection],
) -> redis.Redis:
    """Return a client of the primary of a set, wherever it is at each new connection."""
    sentinels, name = sentinels_of(environ), environ.get("PRIMARY", NAME)
    options = options_of(environ)
    pool = redis.ConnectionPool(
        connection_class=connection_class,
        find=lambda: find_primary(sentinels, name, options),
        **options,
    )
    return redis.Redis(connection_pool=pool)


def keys_of(
    environ: Mapping[str, str],
    read_secret_keys: Callable[[Mapping[str, str]], list[str]],
    rollout: Callable[[str, str], list[list[str]]],
) -> list[str]:
    """Return the secret keys of a worker, in the middle of a rollout too."""
    keys = read_secret_keys(environ)
    if "NEXT_KEY" not in environ:
        return keys
    steps = rollout(keys[0], environ["NEXT_KEY"])
    # Whoever counts to a step that is not there is through.
    return steps[min(int(environ["ROLLOUT_STEP"]), len(steps) - 1)]


def add_scale_pages(app: Flask, client_address: Callable[[str, str, int], str]) -> None:
    """Add /health, which needs no session, and /address, which says whom the site sees.

    And let the app say in plain words what TooFewCopies means for the visitor.
    """
    proxies = int(os.environ.get("PROXIES", "0"))

    @app.errorhandler(TooFewCopies)
    def unsafe(error: TooFewCopies) -> tuple[Response, int]:
        app.logger.error("A change is not safe: %s", error)
        return respond(f"<p>{UNSAFE}</p>", []), 503

    @app.get("/health")
    def health() -> Response:
        return respond("<p>This worker answers.</p>", [])

    @app.get("/address")
    def address() -> Response:
        forwarded = ",".join(request.headers.getlist("X-Forwarded-For"))
        seen = client_address(request.remote_addr or "", forwarded, proxies)
        return respond(f"<p>You come from: {escape(seen)}</p>", [])
