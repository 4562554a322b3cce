"""Lesson 3: an in-memory store.

A signature proves who wrote a count, not when: an old one can be put back. So the data
stays on the server, in a store, and the browser gets only the key to it: the session ID.
"""

import functools
import json
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple, Protocol

from flask import Flask, Response, request
from markupsafe import escape

from .lesson1_raw_cookie import MAX_VIEWS, dump_cookie, new_app, page, parse_cookie, respond
from .lesson2_signed_id import SECRET_KEYS, from_cookie, new_session_id, sign, to_cookie, unsign
from .session import Session
from .settings import check_keys, check_max_age


class Entry(NamedTuple):
    """What the store keeps for one session: when it ends (clock time), and the record."""

    expires: float
    kept: str


def locked(method: Callable) -> Callable:
    """Return the method of a store so that only one thread at a time runs it."""

    # Step 3.8: One thread at a time (10 min, extra)
    # Between two lines of get, another thread may destroy the session, and get would put
    # it back. (A page that has opened its session before, and saves it afterwards, brings it
    # back all the same: no lock of the store helps there. Lesson 5 ends that.)
    # Return a function that takes (self, *args), calls the method inside "with
    # self.lock:", and returns what it returns. functools.wraps(method) keeps its name.
    # Starter: return method
    @functools.wraps(method)
    def one_at_a_time(self: Any, *args: Any) -> Any:
        with self.lock:
            return method(self, *args)

    return one_at_a_time


class Store(Protocol):
    """What a SessionManager asks of a store; MemoryStore says what each method does."""

    max_age: int

    def get(self, session_id: str) -> dict | None: ...

    def set(self, session_id: str, record: dict) -> None: ...

    def destroy(self, session_id: str) -> None: ...


class MemoryStore:
    """Sessions in this process's memory: gone with it, and unknown to any other process.

    max_age: whole seconds that a session lives after it was last read or written.
    clock: a function that returns the time in seconds.
    """

    def __init__(self, max_age: int = 60, clock: Callable[[], float] = time.time) -> None:
        check_max_age(max_age)
        self.max_age = max_age
        self.clock = clock
        # Session ID to entry, the oldest first. To find the first one of a plain dict, Python
        # walks over the gaps that removed ones left; an OrderedDict knows it at once.
        self.entries: OrderedDict[str, Entry] = OrderedDict()
        self.lock = threading.RLock()

    @locked
    def get(self, session_id: str) -> dict | None:
        """Return the session's record and let it live max_age seconds from now.

        None where the ID is unknown, or the session has expired.
        """
        # Step 3.1: Remember every visitor (12 min)
        # self.entries keeps them: session ID to Entry. First let self.drop_expired() do
        # its work (you write it in 3.3). If self.is_alive says no, there is nothing.
        # Else call self.keep with the ID and the entry's text, its `kept`: that renews the
        # entry. Return what deserialize makes of the text.
        # Starter: return None
        self.drop_expired()
        if not self.is_alive(session_id):
            return None
        kept = self.entries[session_id].kept
        self.keep(session_id, kept)
        return deserialize(kept)

    @locked
    def set(self, session_id: str, record: dict) -> None:
        """Keep the record for max_age seconds from now, in place of an earlier one."""
        # Step 3.1, second part
        # Let self.drop_expired() do its work. Then give self.keep the ID and what serialize
        # makes of the record.
        # Starter: pass
        self.drop_expired()
        self.keep(session_id, serialize(record))

    @locked
    def destroy(self, session_id: str) -> None:
        """Forget the session. An unknown ID is no error: it is forgotten already."""
        # Step 3.1, third part
        # Take the entry out. An unknown ID is no error.
        # Starter: pass
        self.entries.pop(session_id, None)

    def keep(self, session_id: str, kept: str) -> None:
        """Put an entry at the end, with max_age seconds to live, in place of an earlier one."""
        self.entries.pop(session_id, None)
        self.entries[session_id] = Entry(self.clock() + self.max_age, kept)

    def is_alive(self, session_id: str) -> bool:
        """Is there an entry for this ID, and is its end still to come?"""
        # Step 3.3: When a session ends (12 min)
        # The line below asks only whether there is an entry. Ask as well whether self.clock()
        # is before its `expires`: an entry has expired when the clock reaches that time.
        # Starter: return session_id in self.entries
        entry = self.entries.get(session_id)
        return entry is not None and self.clock() < entry.expires

    def drop_expired(self) -> None:
        """Forget the entries that have expired, from the oldest to the first one alive."""
        # Step 3.3, second half
        # All live equally long, so the oldest expires first: next(iter(self.entries)) is its
        # ID, if there is an entry at all. Drop the first one as long as it has expired, and
        # stop at one that is alive. Nobody has to look at the rest, be it a million.
        # Starter: pass
        while self.entries:
            oldest = next(iter(self.entries))
            if self.is_alive(oldest):
                return
            del self.entries[oldest]

    @locked
    def count(self) -> int:
        """Return how many sessions are alive."""
        # Step 3.7: Count a million sessions (10 min, extra)
        # Looking at every entry takes longer with every visitor. Drop the expired ones
        # instead, and what remains is the number.
        # Starter: return sum(self.is_alive(session_id) for session_id in self.entries)
        self.drop_expired()
        return len(self.entries)


def serialize(record: dict) -> str:
    """Return the record as JSON text.

    Raises TypeError for what JSON cannot hold, ValueError for a circle and for an integer of
    more than 4,300 digits, RecursionError for data that is nested too deep.
    """
    # Step 3.2: Keep the record (8 min)
    # A dict that is stored as it is can be changed from outside without anybody calling
    # set. Text cannot. Turn the record into JSON here, and back into a dict below.
    # Starter: return record
    return json.dumps(record)


def deserialize(kept: str) -> dict:
    """Return a fresh record, made from what serialize returned."""
    # Step 3.2, second half
    # Starter: return kept
    return json.loads(kept)


class SessionManager:
    """Opens a session for a request, and saves it before the answer goes out.

    The options mean what they mean in express-session. persistent: send Max-Age (False:
    the cookie lasts until the browser is closed, as in Express without maxAge).
    new_id: makes session IDs. clock: returns the time in seconds, for what a record says of it.
    cookie: path, domain, secure, http_only, same_site.
    """

    def __init__(
        self,
        store: Store,
        secret_keys: Sequence[str],
        *,
        name: str = "connect.sid",
        resave: bool = False,
        save_uninitialized: bool = False,
        rolling: bool = False,
        persistent: bool = True,
        new_id: Callable[[], str] = new_session_id,
        clock: Callable[[], float] = time.time,
        **cookie: Any,
    ) -> None:
        self.store, self.secret_keys, self.name = store, secret_keys, name
        self.resave, self.save_uninitialized = resave, save_uninitialized
        self.rolling, self.persistent = rolling, persistent
        self.new_id, self.clock, self.cookie = new_id, clock, cookie
        # Wrong keys or cookie options fail here, and not at the first visitor.
        check_keys(secret_keys)
        self.dump("")

    def open(self, cookie_header: str) -> Session:
        """Return the session that the Cookie header names, or a new, empty one."""
        # Step 3.4: Open a session (10 min)
        # parse_cookie, from_cookie and unsign lead from the header to the ID. Without a
        # valid signature, do not even ask the store. In that case, and also where the store
        # has no record (None; an empty dict is a record), return a new session with a new
        # ID, whatever ID the browser sent: Session({}, self.new_id(), self.new_id). Where
        # there is a record, return a Session of self.from_record(record) under its ID, with
        # session.new set to False and session.found to the record.
        # Starter: signed = from_cookie(parse_cookie(cookie_header).get(self.name))
        # Starter: session_id = signed.rsplit(".", 1)[0] or self.new_id()
        # Starter: record = self.store.get(session_id)
        # Starter: session = Session(self.from_record(record or {}), session_id, self.new_id)
        # Starter: session.new, session.found = record is None, record
        # Starter: return session
        signed = from_cookie(parse_cookie(cookie_header).get(self.name))
        session_id = unsign(signed, self.secret_keys)
        record = self.store.get(session_id) if session_id else None
        if record is None:
            return Session({}, self.new_id(), self.new_id)
        session = Session(self.from_record(record), session_id, self.new_id)
        session.new, session.found = False, record
        return session

    def save(self, session: Session) -> str | None:
        """Write what is due, and return the Set-Cookie value if one is due, else None."""
        if not session.destroyed and (self.needs_write(session) or self.writes_anyway(session)):
            self.write(session)
        # After the write: a regenerated session is in the store at every moment.
        for session_id in session.ended:
            self.store.destroy(session_id)
        if session.destroyed or not (self.needs_cookie(session) or self.sends_anyway(session)):
            return None
        return self.dump(to_cookie(sign(session.id, self.secret_keys[0])))

    def needs_write(self, session: Session) -> bool:
        """Is there something that the store does not know?"""
        # Step 3.5: Decide what to write and send (10 min)
        # Only a session that was modified must be written.
        # Starter: return True
        return session.modified

    def needs_cookie(self, session: Session) -> bool:
        """Is there something that the browser does not know?"""
        # Step 3.5, second half
        # Only a session that was modified needs a cookie: a new one brings its ID to the
        # browser, a known one a fresh Max-Age. With self.persistent False no cookie has a
        # Max-Age. Then a known session never needs a cookie; a new one needs it if it was
        # modified.
        # Starter: return True
        return session.modified and (session.new or self.persistent)

    def writes_anyway(self, session: Session) -> bool:
        """Do the options ask for a write, though nothing was modified?"""
        # Step 3.6: Three options of Express (15 min, extra)
        # save_uninitialized is about a new session, resave about one that is not new.
        # Starter: return False
        return self.save_uninitialized if session.new else self.resave

    def sends_anyway(self, session: Session) -> bool:
        """Do the options ask for a cookie, though nothing was modified?"""
        # Step 3.6, second half
        # save_uninitialized is about a new session, rolling about one that is not new.
        # Starter: return False
        return self.save_uninitialized if session.new else self.rolling

    def write(self, session: Session) -> None:
        """Put the session into the store. Nothing else calls store.set."""
        self.store.set(session.id, self.to_record(session))

    def dump(self, value: str) -> str:
        """Return the Set-Cookie value of this manager's cookie."""
        max_age = self.store.max_age if self.persistent else None
        return dump_cookie(self.name, value, max_age=max_age, **self.cookie)

    def to_record(self, session: Session) -> dict:
        """Return what the store is to keep of the session."""
        return dict(session)

    def from_record(self, record: dict) -> dict:
        """Return the session's data out of what the store kept."""
        return dict(record)


def add_routes(app: Flask, manager: SessionManager) -> None:
    """Give the app its pages: / counts, /peek only reads, /plain does not look at all."""

    def answer(view: Callable[[Session], str]) -> Response:
        session = manager.open(request.headers.get("Cookie", ""))
        body = view(session)
        set_cookie = manager.save(session)
        return respond(body, [set_cookie] if set_cookie else [])

    def count(session: Session) -> str:
        views = session.get("views")
        # Another program may have written anything there: it counts as nothing.
        known = type(views) is int and 0 <= views <= MAX_VIEWS
        session["views"] = min(views + 1, MAX_VIEWS) if known else 1
        return page(session["views"], manager.store.max_age)

    def peek(session: Session) -> str:
        return f"<p>Views so far: {escape(session.get('views', 0))}</p>"

    @app.get("/")
    def index() -> Response:
        return answer(count)

    @app.get("/peek")
    def peek_page() -> Response:
        return answer(peek)

    @app.get("/plain")
    def plain_page() -> Response:
        return answer(lambda session: "<p>This page does not look at the session.</p>")


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
    MemoryStore of the app's own, which lives max_age. options: see SessionManager.
    """
    app = new_app(__name__)
    store = MemoryStore(max_age) if store is None else store
    add_routes(app, SessionManager(store, secret_keys, new_id=new_id, **options))
    return app
