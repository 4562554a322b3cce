"""The same pages on two servers: express-session, and our ExpressSessionManager in Flask."""

import os
import threading
from collections.abc import Callable
from contextlib import ExitStack
from http.cookiejar import DefaultCookiePolicy
from typing import Any

import redis
import requests
from flask import Flask, Response, request
from werkzeug.middleware.dispatcher import DispatcherMiddleware
from werkzeug.serving import make_server

from course.peers.express import Express
from course.servers.serve import Handler
from solutions.lesson1_raw_cookie import respond
from solutions.lesson2_signed_id import new_session_id, sign, to_cookie
from solutions.lesson4_redis_store import ExpressSessionManager, RedisStore
from solutions.session import Session

# Of every key: two processes may run proofs on one Redis at the same time.
START = f"pair:{os.getpid()}:"
KEYS = ["a key that both servers know"]
DAY = 86_400  # seconds that connect-redis lets a session live where its cookie names no end
COOKIE_NAMES = {"http_only": "httpOnly", "same_site": "sameSite"}
NAMES = {"save_uninitialized": "saveUninitialized"}
OF_COOKIE = {"http_only", "same_site", "secure", "path", "domain"}


def same(session: Session) -> None:
    """Write the value that is there."""
    if "views" in session:
        session["views"] = int(session["views"])


def nested(session: Session) -> None:
    """Change a value inside a value."""
    cart = session.setdefault("cart", {})
    cart["tea"] = cart.get("tea", 0) + 1


def write(session: Session) -> None:
    """Change a value."""
    session["views"] = session.get("views", 0) + 1


# What a page does to the session; tests/express/server.mjs has the same pages.
PAGES: dict[str, Callable[[Session], Any]] = {
    "plain": lambda session: None,
    "peek": lambda session: session.get("views", 0),
    "same": same,
    "nested": nested,
    "write": write,
    "destroy": Session.destroy,
    "regenerate": Session.regenerate,
}


def flask_app(manager: ExpressSessionManager) -> Flask:
    """Return an app with all the pages over one manager."""
    app = Flask(__name__)

    @app.get("/<name>")
    def page(name: str) -> Response:
        session = manager.open(request.headers.get("Cookie", ""))
        body = {"saw": PAGES[name](session)}
        set_cookie = manager.save(session)
        return respond(app.json.dumps(body), [set_cookie] if set_cookie else [])

    return app


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
    """Return a manager with these options. A max_age that no cookie names is a day, as there."""
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

    def __init__(self, redis_url: str, sites: dict[str, dict]) -> None:
        self._stack = ExitStack()
        with ExitStack() as stack:
            self.client = stack.enter_context(redis.Redis.from_url(redis_url))
            self.browser = stack.enter_context(requests.Session())
            self.browser.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
            theirs = {f"/{name}": self._theirs(name, options) for name, options in sites.items()}
            express = stack.enter_context(Express(redis_url, theirs))
            apps = {f"/{name}": self._ours(name, options) for name, options in sites.items()}
            ours = Ours(apps)
            stack.callback(ours.stop)
            stack.callback(self.clear)
            self._stack = stack.pop_all()
        self.urls = {"express": express.url, "ours": ours.url}

    def _theirs(self, name: str, options: dict) -> dict:
        return express_site(**{"max_age": 60, "prefix": prefix("express", name)} | options)

    def _ours(self, name: str, options: dict) -> Flask:
        settings = {"max_age": 60, "prefix": prefix("ours", name)} | options
        return flask_app(our_manager(self.client, **settings))

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


def prefix(side: str, name: str) -> str:
    """Return the beginning of a site's keys on one of the servers."""
    return f"{START}{side}:{name}:"


def cookie_of(session_id: str, key: str = KEYS[0]) -> str:
    """Return the cookie value for an ID, signed with a key."""
    return to_cookie(sign(session_id, key))
