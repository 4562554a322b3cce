"""Lesson 5: log in and out.

A session knows a browser again. A login says who sits in front of it, and from then on
the session is worth stealing. So it gets a fresh ID, an end that nobody can put off, and
a logout that ends it on the server, whatever a slow page does meanwhile.
"""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from flask import Flask, Response
from werkzeug.security import check_password_hash

from .express_record import ExpressSessionManager
from .lesson1_raw_cookie import dump_cookie, new_app, respond
from .lesson2_signed_id import SECRET_KEYS, new_session_id
from .lesson3_memory_store import add_routes
from .lesson4_redis_store import (
    RedisStore,
    answer_unavailable,
    connect,
    dump_record,
    redis_errors,
)
from .login_pages import add_pages, address, guard
from .session import Session
from .users import NOBODY, USERS

LIFETIME = 28_800  # seconds: 8 hours, a working day


class SessionEnded(Exception):
    """The session has ended while its page was made. Nothing was saved."""


class LoginStore(RedisStore):
    """A RedisStore that also knows which sessions a user has."""

    def replace(self, session_id: str, record: dict) -> bool:
        """Keep the record in place of an earlier one. False where there is none: nothing is kept.

        It lives max_age seconds from now. Raises StoreUnavailable.
        """
        # Step 5.4: The page that saves late (12 min)
        # A page has read its session, and is slow. Meanwhile the visitor logs out. Then the
        # page saves, and SET makes the key anew: the session is back. With xx=True, SET
        # writes only where there is a key, and redis-py returns None where there is none.
        # The rest is as in RedisStore.set in lesson4_redis_store.py, redis_errors too. Return
        # True or False. (The second half is write of LoginManager, below.)
        # Starter: self.set(session_id, record)
        # Starter: return True
        with redis_errors():
            key, text = self.key(session_id), dump_record(record)
            return self.client.set(key, text, ex=self.max_age, xx=True) is not None

    def list_key(self, user: str) -> str:
        """Return the key under which Redis keeps the list of a user's sessions."""
        return f"logins:{self.prefix}{user}"

    def note_login(self, user: str, session_id: str, now: float, lifetime: int) -> None:
        """Put a session on the user's list, until lifetime seconds from now.

        Raises StoreUnavailable.
        """
        # Step 5.6: Log out everywhere (15 min, extra)
        # A sorted set keeps its members in the order of a number. client.zadd(key, {member:
        # number}) puts one in: here session_id, and the time when its login is over. The key
        # is self.list_key(user). Remove those that are over, or the list grows for ever:
        # client.zremrangebyscore(key, "-inf", now). And give the key an end of lifetime
        # seconds: client.expire(key, seconds). A pipeline sends all three in one trip. Do it
        # inside redis_errors(), as in set. (The second half is destroy_all, below.)
        # Starter: pass
        key = self.list_key(user)
        with redis_errors(), self.client.pipeline() as pipeline:
            pipeline.zadd(key, {session_id: now + lifetime})
            pipeline.zremrangebyscore(key, "-inf", now)
            pipeline.expire(key, lifetime)
            pipeline.execute()

    def destroy_all(self, user: str) -> None:
        """End all sessions on the user's list. Raises StoreUnavailable."""
        # Step 5.6, second half
        # self.logins(user) holds the IDs. Delete the key of each, and then take each off the
        # list with client.zrem(key, *ids): not the whole list, for somebody may log in
        # meanwhile. Without any ID both commands are an error: then there is nothing to do.
        # redis_errors() here, too.
        # Starter: pass
        session_ids = self.logins(user)
        if not session_ids:
            return
        with redis_errors(), self.client.pipeline() as pipeline:
            pipeline.delete(*map(self.key, session_ids))
            pipeline.zrem(self.list_key(user), *session_ids)
            pipeline.execute()

    def logins(self, user: str) -> dict[str, float]:
        """Return the user's list: session ID to the time when the login is over."""
        with redis_errors():
            found = self.client.zrange(self.list_key(user), 0, -1, withscores=True)
        return {one.decode() if isinstance(one, bytes) else one: end for one, end in found}

    def living(self, user: str) -> dict[str, float]:
        """Return what of the user's list is alive. To look keeps no session alive."""
        logins = self.logins(user)
        with redis_errors(), self.client.pipeline() as pipeline:
            for session_id in logins:
                pipeline.exists(self.key(session_id))
            alive = pipeline.execute()
        return {one: logins[one] for one, there in zip(logins, alive, strict=True) if there}


class LoginManager(ExpressSessionManager):
    """A SessionManager that knows who is logged in.

    users: names to password hashes. lifetime: seconds from the login until it is over.
    options: see SessionManager.
    """

    def __init__(
        self,
        store: LoginStore,
        secret_keys: Sequence[str],
        *,
        users: Mapping[str, str] = USERS,
        lifetime: int = LIFETIME,
        **options: Any,
    ) -> None:
        super().__init__(store, secret_keys, **options)
        self.users, self.lifetime = users, lifetime

    def log_in(self, session: Session, user: str) -> None:
        """Note that this user sits in front of the browser, from now on."""
        # Step 5.1: Log somebody in (8 min)
        # The ID was there before the login: somebody else may know it, or may even have
        # put it into this browser. session.regenerate() gives a fresh one and takes all
        # data out; the old record goes when the session is saved. So call it first. Then
        # note "user", and "since": the time of self.clock() in whole seconds.
        # Starter: session.update(user=user, since=int(self.clock()))
        session.regenerate()
        session.update(user=user, since=int(self.clock()))

    def log_out(self, session: Session) -> str:
        """End the session, and return the Set-Cookie value that takes the cookie away."""
        # Step 5.2: Log somebody out (8 min)
        # A deleted cookie ends nothing: whoever has a copy of it goes on. The record has to
        # go, on the server: session.destroy() marks it, and the page's save removes it. And a
        # browser deletes only a cookie of the same name, path and domain, so give dump_cookie
        # the options of our cookie: **self.cookie.
        # Starter: return dump_cookie(self.name, "", max_age=0)
        session.destroy()
        return dump_cookie(self.name, "", max_age=0, **self.cookie)

    def is_over(self, session: Session) -> bool:
        """Is the login too old, or is there no telling how old it is?"""
        # Step 5.3: How long a login lasts (8 min)
        # A session that is used lives on and on, and so does a stolen one. So a login is over
        # self.lifetime seconds after session["since"], used or not. Express, or a
        # mistake, may have written anything there, or nothing. The login goes on only if
        # `since` is a number (int or float), not later than self.clock(), and less than
        # self.lifetime seconds ago. Never raise, whatever number it is.
        # Starter: return False
        since = session.get("since")
        if not isinstance(since, (int, float)):
            return True
        return not since <= self.clock() < since + self.lifetime

    def is_outdated(self, session: Session) -> bool:
        """Has the user's password changed since the login, or is there no such user any more?"""
        # Step 5.8, second half (the first one is fingerprint, below)
        # session["user"] may be anything that Express has written: ask self.users, a dict from
        # names to hashes, only if it is a str. Outdated: there is no hash for it, or the
        # hash's fingerprint is not session.get("fingerprint").
        # Starter: return False
        user = session.get("user")
        password_hash = self.users.get(user) if isinstance(user, str) else None
        return password_hash is None or session.get("fingerprint") != fingerprint(password_hash)

    def open(self, cookie_header: str) -> Session:
        """Return the session that the Cookie header names, or a new, empty one.

        One whose login is over or outdated is ended.
        """
        session = super().open(cookie_header)
        if "user" in session and (self.is_over(session) or self.is_outdated(session)):
            session.regenerate()
            session.modified = False  # nothing to keep so far
        return session

    def admit(self, session: Session, name: str, password: str) -> bool:
        """Log the user in if the password is right, and say whether it is."""
        password_hash = check_password(self.users, name, password)
        if password_hash is None:
            return False
        self.log_in(session, name)
        # Of the hash that was checked. Looked up again, it may be a newer one.
        session["fingerprint"] = fingerprint(password_hash)
        return True

    def write(self, session: Session) -> None:
        """Put the session into the store. Raises SessionEnded where it was ended meanwhile."""
        # Step 5.4, second half
        # super().write(session) writes in any case. Keep this line for a new session, one with
        # session.new: its ID is fresh, and nobody can have ended it. For a known session,
        # self.store.replace takes session.id and self.to_record(session). Where replace
        # returns False, raise SessionEnded with the ID: the app makes a page of it.
        # Starter: super().write(session)
        if session.new:
            super().write(session)
        elif not self.store.replace(session.id, self.to_record(session)):
            raise SessionEnded(session.id)


def is_own_page(headers: Mapping[str, str]) -> bool:
    """Did one of our own pages send this request? headers: those of the request.

    True where the browser says nothing about it, as old ones do. Never raises.
    """
    # Step 5.5: Ask whose form it was (12 min)
    # Any page can hold a form that leads here, and the browser sends our cookie along. But the
    # browser also says where the form was. There are three cases:
    # 1. headers.get("Sec-Fetch-Site") is there. "same-origin" is a page of ours, and "none" is
    #    the user alone: True. Any other word is foreign: False.
    # 2. Only the header "Origin" is there. Compare its address with that of "Host". address,
    #    which is given, wants a whole URL, so put the scheme of the Origin, "http://" or
    #    "https://", in front of the Host. For any other text, such as "null", address returns
    #    None, and None is foreign, even if both are None. The Host may be missing.
    # 3. Neither is there: True.
    # Starter: return True
    site, origin = headers.get("Sec-Fetch-Site"), headers.get("Origin")
    if site is not None:
        return site in ("same-origin", "none")
    if origin is None:
        return True
    scheme = origin.partition("://")[0]
    ours = address(f"{scheme}://{headers.get('Host', '')}")
    return ours is not None and address(origin) == ours


def check_password(users: Mapping[str, str], name: str, password: str) -> str | None:
    """Return the hash that the password fits, None for a wrong name or a wrong password."""
    # Step 5.7: An unknown name (8 min, extra)
    # To check a password takes long, on purpose. Below, an unknown name is answered at once,
    # and so a clock tells which names there are. Check the password in any case: for an
    # unknown name against NOBODY, and then return None, whatever came out. For a known name
    # return the hash that was checked. Looked up again, it may be a newer one.
    # Starter: password_hash = users.get(name)
    # Starter: if password_hash is None or not check_password_hash(password_hash, password):
    # Starter:     return None
    # Starter: return password_hash
    password_hash = users.get(name, NOBODY)
    fits = check_password_hash(password_hash, password)
    return password_hash if fits and name in users else None


def fingerprint(password_hash: str) -> str | None:
    """Return a short text that changes with the password hash, and does not give it away."""
    # Step 5.8: A new password (8 min, extra)
    # A thief who is logged in stays, whatever the new password is. So the session keeps a
    # fingerprint of the hash that was checked: hashlib.sha256 of its bytes, as hexdigest().
    # (The second half is is_outdated of LoginManager, above.)
    # Starter: return None
    return hashlib.sha256(password_hash.encode()).hexdigest()


def answer_ended(app: Flask) -> None:
    """Let the app answer SessionEnded with 409 and a plain sentence."""

    @app.errorhandler(SessionEnded)
    def ended(error: SessionEnded) -> tuple[Response, int]:
        # No cookie, not even a deleting one: there may be a newer login in this browser.
        sorry = "Your session has ended meanwhile, so nothing was saved."
        return respond(f'<p>{sorry} <a href="/login">Log in</a></p>', []), 409


def create_app(
    *,
    max_age: int = 60,
    secret_keys: Sequence[str] = SECRET_KEYS,
    new_id: Callable[[], str] = new_session_id,
    store: LoginStore | None = None,
    **options: Any,
) -> Flask:
    """Return the counter, with a login beside it, as a Flask app.

    max_age: seconds a session lives unused. new_id: makes session IDs. store: None for a
    LoginStore on REDIS_URL, which lives max_age. options: see LoginManager.
    """
    app = new_app(__name__)
    store = LoginStore(connect(), max_age) if store is None else store
    manager = LoginManager(store, secret_keys, new_id=new_id, **options)
    guard(app, is_own_page)
    answer_ended(app)
    answer_unavailable(app)
    add_routes(app, manager)
    add_pages(app, manager)
    return app
