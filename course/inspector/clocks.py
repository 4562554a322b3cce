"""The two clocks: when the browser forgets the cookie, and when the store forgets the record."""

import os
import time
from functools import lru_cache
from typing import Any

from .exchange import Call, Exchange
from .reading import cookies_of
from .story import Story


def read_clocks(exchange: Exchange, story: Story, cookie: str, store: Any) -> None:
    """Write into an exchange when its cookie and its record end.

    cookie: the name that matters in this lesson. store: the one that was asked, None for none.
    """
    exchange.cookie_ends, exchange.cookie_note = cookie_end(exchange, story, cookie)
    if store is not None and exchange.calls:
        exchange.record_ends, exchange.record_note = record_end(exchange, store)


def cookie_end(exchange: Exchange, story: Story, name: str) -> tuple[float | None, str]:
    """Return when the browser forgets the cookie, and a note where there is no such time."""
    newest = story.issued_as(name)
    if newest and newest["at"] == exchange.at:
        issued = newest
    else:
        sent = cookies_of(exchange.cookie_header)
        if name not in sent:
            return None, "Your browser has no such cookie."
        issued = story.issued_as(name, sent[name])
        if not issued:
            return None, "Your browser has it from before this story: ask its developer tools."
    if issued["ends"] is None:
        return None, "It has no Max-Age: it ends when the browser is closed."
    return issued["ends"], ""


def record_end(exchange: Exchange, store: Any) -> tuple[float | None, str]:
    """Return when the store forgets the record, and a note where there is no such time."""
    last = exchange.calls[-1]
    if last.verb == "destroy" or last.after is None:
        return None, "The store has no record for this ID."
    try:
        seconds = redis_left(store, last) if hasattr(store, "client") else memory_left(store, last)
    except Exception:  # whatever a learner's store and an absent Redis may raise
        seconds = None
    if seconds is None:
        return None, "The store does not say when."
    if seconds < 0:
        return None, "Never: the key has no end, so Redis keeps it for ever. See step 4.1."
    return time.time() + seconds, ""


def memory_left(store: Any, call: Call) -> float | None:
    """Return the seconds that a record in memory has left, None where there is none."""
    entry = store.entries.get(call.session_id)
    return entry and max(0.0, entry.expires - store.clock())


def redis_left(store: Any, call: Call) -> float | None:
    """Return the seconds that a key in Redis has left, -1 for no end, None for no key."""
    left = own_client(os.environ["REDIS_URL"]).pttl(store.key(call.session_id))
    return {-2: None, -1: -1.0}.get(left, left / 1000)


@lru_cache(maxsize=1)  # a new connection for each page would take longer than the page
def own_client(url: str) -> Any:
    """Return a client of ours: what the inspector asks is no part of the story."""
    import redis

    return redis.Redis.from_url(url, socket_timeout=1, socket_connect_timeout=1, retry=None)
