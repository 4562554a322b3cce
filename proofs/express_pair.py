"""The same pages on two servers: express-session, and our ExpressSessionManager in Flask."""

import functools
import json
import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from http.cookiejar import DefaultCookiePolicy
from typing import Any

import pytest
import redis
import requests
from flask import Flask
from werkzeug.middleware.dispatcher import DispatcherMiddleware
from werkzeug.serving import make_server

from course.express.server import Express, NoExpress, install
from course.servers.serve import Handler
from solutions.express_record import ExpressSessionManager
from solutions.lesson2_signed_id import new_session_id, sign, to_cookie
from solutions.lesson4_redis_store import RedisStore
from tools.pages import with_manager

# Of every key: two processes may run proofs on one Redis at the same time.
START = f"pair:{os.getpid()}:"
KEYS = ["a key that both servers know"]
DAY = 86_400  # seconds that connect-redis lets a session live where its cookie names no end
COOKIE_NAMES = {"http_only": "httpOnly", "same_site": "sameSite"}
NAMES = {"save_uninitialized": "saveUninitialized"}
OF_COOKIE = {"http_only", "same_site", "secure", "path", "domain"}


class Ours:
    """WSGI apps under paths, served from a thread of this process until stop()."""

    def __init__(self, apps: dict[str, Callable]) -> None:
        everything = DispatcherMiddleware(Flask(__name__), apps)
        options = {"threaded": True, "request_handler": Handler}
        self._server = make_server("127.0.0.1", 0, everything, **options)
        self._thread = threading.Thread(target=self._server.serve_forever, args=[0.02])
        self._thread.start()
        self.url = f"http://127.0.0.1:{self._server.port}"

    def stop(self) -> None:
        """End it."""
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


def express_site(max_age: int, prefix: str, ids: list[str] | None = None, **options: Any) -> dict:
    """Return what our options are in Express. max_age: seconds."""
    cookie = {"sameSite": "lax"}
    if options.pop("persistent", True):
        cookie["maxAge"] = max_age * 1000
    for name in OF_COOKIE & set(options):
        cookie[COOKIE_NAMES.get(name, name)] = options.pop(name)
    if cookie["sameSite"] is None:
        del cookie["sameSite"]
    else:
        cookie["sameSite"] = cookie["sameSite"].lower()
    secret = options.pop("secret_keys", KEYS)
    # Off, as ours are: Express would turn them on.
    settings = {"resave": False, "saveUninitialized": False, "secret": secret, "cookie": cookie}
    settings |= {NAMES.get(name, name): value for name, value in options.items()}
    return {"session": settings, "prefix": prefix} | ({"ids": ids} if ids else {})


def our_manager(
    client: redis.Redis, max_age: int, prefix: str, ids: list[str] | None = None, **options: Any
) -> ExpressSessionManager:
    """Return a manager with these options.

    Where no cookie names a max_age, Express lets a record live for a day: so ours is told a
    day too. What ours does by itself is a row of the differences.
    """
    life = max_age if options.get("persistent", True) else DAY
    new_id = iter(ids).__next__ if ids else new_session_id
    keys = options.pop("secret_keys", KEYS)
    store = RedisStore(client, life, prefix)
    return ExpressSessionManager(store, keys, new_id=new_id, **options)


class Pair:
    """Both servers with the same sites, a name and its options each, on one Redis.

    urls: of "express" and "ours"; a site is at "/its-name", and has keys of its own on each.
    browser: keeps no cookies.
    """

    def __init__(self, redis_url: str, sites: dict[str, dict], **alone: dict) -> None:
        """alone: sites of Express only, in its own words."""
        self._stack = ExitStack()
        with ExitStack() as stack:
            self.client = stack.enter_context(redis.Redis.from_url(redis_url))
            self.browser = stack.enter_context(requests.Session())
            self.browser.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
            theirs = {f"/{name}": self._theirs(name, options) for name, options in sites.items()}
            theirs |= {f"/{name}": site for name, site in alone.items()}
            express = stack.enter_context(Express(redis_url, theirs))
            apps = {f"/{name}": self._ours(name, options) for name, options in sites.items()}
            ours = Ours(apps)
            stack.callback(ours.stop)
            stack.callback(self.clear)
            self._stack = stack.pop_all()
        self.urls = {"express": express.url, "ours": ours.url}

    def get(self, side: str, path: str, cookie: str | None = None, **options: Any) -> Any:
        """Visit a page of one of the servers. cookie: the value of connect.sid."""
        headers = {"Cookie": f"connect.sid={cookie}"} if cookie else {}
        return self.browser.get(f"{self.urls[side]}/{path}", headers=headers, timeout=5, **options)

    def put(self, side: str, site: str, session_id: str, text: str, life: int = 60) -> str:
        """Put a record into Redis, and return its key."""
        key = prefix(side, site) + session_id
        self.client.set(key, text, ex=life)
        return key

    def _theirs(self, name: str, options: dict) -> dict:
        return express_site(**{"max_age": 60, "prefix": prefix("express", name)} | options)

    def _ours(self, name: str, options: dict) -> Flask:
        settings = {"max_age": 60, "prefix": prefix("ours", name)} | options
        return with_manager(our_manager(self.client, **settings))

    def keys(self, pattern: str = START + "*") -> set[str]:
        """Return the keys there are."""
        return {key.decode() for key in self.client.scan_iter(match=pattern, count=1000)}

    def clear(self) -> None:
        """Remove every key."""
        for key in self.keys():
            self.client.delete(key)

    def stop(self) -> None:
        """End both servers."""
        self._stack.close()


@functools.cache
def why_not() -> str:
    """Return why there can be no Express here, "" where it can: npm is tried once, not often."""
    try:
        install()
    except NoExpress as reason:
        return str(reason)
    return ""


def need_express() -> None:
    """Skip what needs Express, with a word, where it is not to be had."""
    if why_not():
        pytest.skip(f"No Express: {why_not()}")


@contextmanager
def running_pair(redis_url: str, sites: dict[str, dict], **alone: dict) -> Iterator[Pair]:
    """Give a pair, or skip."""
    need_express()
    pair = Pair(redis_url, sites, **alone)
    try:
        yield pair
    finally:
        pair.stop()


def prefix(side: str, name: str) -> str:
    """Return the beginning of a site's keys on one of the servers."""
    return f"{START}{side}:{name}:"


def cookie_of(session_id: str, key: str = KEYS[0]) -> str:
    """Return the cookie value for an ID, signed with a key."""
    return to_cookie(sign(session_id, key))


def express_record(data: dict | None = None, **cookie: Any) -> str:
    """Return the text of a record that Express could have written, for 60 seconds."""
    end = time.strftime("%Y-%m-%dT%H:%M:%S.000Z", time.gmtime(time.time() + 60))
    base = {"originalMaxAge": 60_000, "expires": end, "httpOnly": True, "path": "/"}
    return json.dumps({"cookie": base | cookie, "views": 3, **(data or {})})
