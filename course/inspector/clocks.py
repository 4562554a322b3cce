"""The two clocks: when the browser forgets the cookie, and when the store forgets the record."""

import time
from typing import Any

from ..catalogue import Lesson
from .exchange import Exchange
from .reading import cookies_of, id_of
from .records import seconds_left
from .story import Story

AWAY = "The store could not be asked, so nobody knows."
NO_RECORD = "The store has no record for this ID."


def read_clocks(exchange: Exchange, story: Story, lesson: Lesson, store: Any) -> None:
    """Write into an exchange when its cookie and its record end.

    store: the one that was asked, None for none.
    """
    exchange.cookie_ends, exchange.cookie_note = cookie_end(exchange, story, lesson.cookies[0])
    if store is not None:
        session_id = id_of(exchange, lesson)
        exchange.record_ends, exchange.record_note = record_end(exchange, session_id, store)


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
    if issued["refused"]:
        return None, issued["refused"]
    if issued["ends"] is None:
        return None, "No time is set: it ends when the browser is closed."
    return issued["ends"], ""


def record_end(exchange: Exchange, session_id: str, store: Any) -> tuple[float | None, str]:
    """Return when the store forgets the record, and a note where there is no such time."""
    calls = [call for call in exchange.calls if call.session_id == session_id]
    if not calls:
        return None, ""
    if calls[-1].error:
        return None, AWAY
    if calls[-1].after is None:
        return None, NO_RECORD
    try:
        seconds = seconds_left(store, session_id)
    except Exception:  # whatever a learner's store and an absent Redis may raise
        seconds = None
    if seconds is None:
        return None, "The store does not say when."
    if seconds < 0:
        return None, "Never: the key has no end, so Redis keeps it for ever. See step 4.1."
    return time.time() + seconds, ""
