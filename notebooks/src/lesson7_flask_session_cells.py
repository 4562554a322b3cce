"""What the cells of lesson 7 need and do not have to show."""

import os
import re
import warnings
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from types import ModuleType, SimpleNamespace
from typing import Any
from unittest.mock import patch

from course.notebook import (
    Gate,
    Page,
    Story,
    names,
    redis_client,
    redis_url,
    show_tables,
)
from course.pictures.story import Browser, Clock, Server
from course.redis_client import connect
from flask import Flask, Response, session
from flask.sessions import SessionInterface
from notebooks.src.lesson5_login_cells import ALICE, KEYS, Watched, other_tab
from solutions import lesson7_flask_session as solved
from solutions.flask_pages import add_flask_pages, new_flask_app
from werkzeug.middleware.dispatcher import DispatcherMiddleware
from werkzeug.test import Client

__all__ = [
    "ALICE",
    "KEYS",
    "STOCK",
    "DeletesElsewhere",
    "SetsAnyway",
    "WriteFirst",
    "behind_one_cache",
    "compare",
    "cookie_copied",
    "dies_before_the_end",
    "extensions_at_work",
    "failure",
    "flask_session_app",
    "late_page",
    "logout_overtakes",
    "packed_page",
    "picture_by",
    "plain_without_redis",
    "planted",
    "shop",
    "small_app",
    "store_at_gate",
    "two_apps",
    "without_redis",
]

MAX_AGE = 600  # seconds
HIDDEN = ("_fresh", "_id", "_permanent")  # what Flask-Login and Flask note


class Dateless(Story):
    """A story whose pictures are the same on each day."""

    def draw(self, mark: str | None = None) -> None:
        """Draw it without the dates at which cookies end."""
        for number, one in enumerate(self.messages):
            lines = (re.sub(r" Expires=[^;]+;", "", line) for line in one.lines)
            self.messages[number] = replace(one, lines=tuple(lines))
        super().draw(mark)


class Drawn(Watched):
    """A LoginStore whose records are drawn, without what extensions note."""

    def data(self, record: dict) -> str:
        """Return a record in a few characters."""
        shown = {one: record[one] for one in record if one not in HIDDEN}
        return super().data(shown)


def shop(module: Any, *ids: str) -> tuple[Story, Browser, Drawn, Server]:
    """Return a story, Alice's browser, a store and a server, on an empty Redis.

    ids: the session IDs that the server hands out, none for real ones.
    """
    redis = redis_client()
    redis.flushdb()
    story = Dateless(Clock())
    store = Drawn(story, solved.LoginStore(redis, MAX_AGE))
    options = {"new_id": names(*ids)} if ids else {}
    make = lambda: module.create_app(store=store, secret_keys=KEYS, **options)
    return story, story.browser("Alice"), store, story.server(make, "shop")


def stock_app(**_: Any) -> Flask:
    """Return the pages of the lesson, on the sessions that Flask brings."""
    app = new_flask_app("stock", KEYS, MAX_AGE)
    add_flask_pages(app, MAX_AGE)
    return app


STOCK = SimpleNamespace(create_app=stock_app)


@cache
def gate() -> Gate:
    """Return a gate before the notebook's Redis."""
    return Gate(redis_url())


def store_at_gate() -> solved.LoginStore:
    """Return a store whose Redis is behind the gate."""
    return solved.LoginStore(redis_client(gate().url), MAX_AGE)


def while_away(call: Callable[[], Any]) -> Any:
    """Return what a call returns while nobody reaches Redis."""
    gate().shut()
    try:
        return call()
    finally:
        gate().open()


def dies_after_a_trip(call: Callable[[], Any]) -> Any:
    """Return what a call returns whose first trip to Redis is the last."""
    gate().reset()
    gate().before_trip = lambda trips: gate().shut() if trips else None
    try:
        return call()
    finally:
        gate().before_trip = None
        gate().shut()
        gate().open()


def known(app: Flask, page: str = "/") -> Any:
    """Return a browser that has a session: it was on this page."""
    app.logger.disabled = True
    browser = app.test_client()
    browser.get(page)
    return browser


def lesson_app(module: ModuleType) -> Flask:
    """Return the lesson's app, with the gate before its Redis."""
    return module.create_app(store=store_at_gate(), secret_keys=KEYS)


def without_redis(module: ModuleType, *pages: str) -> dict[str, int]:
    """Return the status of each page for a known visitor, Redis being away."""
    browser = known(lesson_app(module))
    status = lambda page: browser.get(page).status_code
    return while_away(lambda: {page: status(page) for page in pages})


def small_app(
    module: ModuleType | None = None,
    interface: SessionInterface | None = None,
    **config: Any,
) -> Flask:
    """Return an app with a page for each thing that one does to a session.

    module: the lesson that has its sessions; else the interface does.
    """
    app = Flask("small", static_folder=None)
    app.secret_key = KEYS[0]
    app.config.update(config, PERMANENT_SESSION_LIFETIME=MAX_AGE)
    app.logger.disabled = True
    if module:
        module.use_store(app, store_at_gate())
    elif interface:
        app.session_interface = interface
    add_small_pages(app)
    return app


def add_small_pages(app: Flask) -> None:
    """Give an app its pages."""

    @app.get("/plain")
    def plain() -> str:
        return "It does not look at the session."

    @app.get("/read")
    def read() -> str:
        return f"Views so far: {session.get('views', 0)}"

    @app.get("/same")
    def same() -> str:
        session["views"] = session.get("views", 0)
        return "It assigned the same value."

    @app.get("/change")
    def change() -> str:
        session["views"] = session.get("views", 0) + 1
        return f"Views: {session['views']}"

    @app.get("/permanent")
    def permanent() -> str:
        session.permanent = True
        return "Its cookie has an end now."

    @app.get("/slow")
    def slow() -> str:
        session.get("views")
        app.config["MEANWHILE"]()
        return "It only read the session, and took its time."

    @app.get("/odd")
    def odd() -> str:
        session["odd"] = {"a set"}
        return "It assigned what JSON cannot hold."

    @app.get("/packed")
    def packed() -> Response:
        change()
        return Response(b"...", headers={"Content-Encoding": "gzip"})

    @app.get("/end")
    def end() -> str:
        session.clear()
        return "It emptied the session."


def flask_session_app(**config: Any) -> Flask:
    """Return the same app, with its sessions in Flask-Session."""
    from flask_session import Session

    options = {"SESSION_TYPE": "redis", "SESSION_REDIS": connect(gate().url)}
    app = small_app(**options, **config)
    Session(app)
    return app


def commands(app: Flask, *pages: str) -> list[str]:
    """Return what each page of a known visitor asks Redis, and its cookie."""
    browser, rows = known(app, "/change"), []
    for page in pages:
        gate().reset()
        came = browser.get(page).headers.getlist("Set-Cookie")
        words = [*gate().commands, *["cookie"] * len(came)]
        rows.append(" ".join(words) or "nothing")
    return rows


def compare(pages: list[str], **apps: Flask) -> None:
    """Show what each page asks Redis, in apps side by side. apps: by names."""
    columns = [commands(app, *pages) for app in apps.values()]
    name = "what a page asks Redis, and whether it sends a cookie"
    show_tables(
        ["page", *(name.replace("_", " ") for name in apps)],
        **{name: list(zip(pages, *columns, strict=True))},
    )


def extensions_at_work() -> dict[str, str]:
    """Log in, and keep a note; return what each extension made of it."""
    with patch.dict(os.environ, FLASK_DEBUG="1"):
        app = lesson_app(solved)
    warnings.simplefilter("ignore", UserWarning)  # it is on /note alone
    browser = app.test_client()
    browser.post("/login", data=ALICE)
    token = re.search(r'value="([^"]+)"', browser.get("/note").text)[1]
    form = {"note": "buy tea", "csrf_token": token}
    seen = browser.post("/note", data=form, follow_redirects=True).text
    toolbar = seen.partition("csrf_token&#39;")[2]
    return {
        "Flask-Login": Page(browser.get("/account")).text[:18],
        "Flask-WTF": re.search("Your note: [a-z ]+", seen)[0],
        "flash": re.search("Your note is kept", seen)[0],
        "Flask-DebugToolbar": re.search("buy tea", toolbar)[0],
    }


def picture_by(manager: type) -> int:
    """Return the status of a page that needs no session, Redis being away.

    manager: the class of Flask-Login's manager in this app.
    """
    app = small_app(solved)
    manager(app).user_loader(lambda name: None)
    return plain_without_redis(app)


class WriteFirst(solved.StoreInterface):
    """The finished interface, but it writes before it makes the cookie."""

    def cookie(self, app: Flask, session: Any) -> str:
        if session is not None:
            self.write(session.opened)
        return super().cookie(app, session)


def failure(interface: type, page: str, **config: Any) -> tuple[int, int, int]:
    """Let a first visit fail; return its status, the records, the cookies."""
    redis = redis_client()
    redis.flushdb()
    app = small_app(interface=interface(store_at_gate()), **config)
    response = app.test_client().get(page)
    cookies = response.headers.getlist("Set-Cookie")
    return response.status_code, len(redis.keys()), len(cookies)


class SetsAnyway(solved.StoreInterface):
    """The finished interface, but it writes a known session with set, too."""

    def write(self, opened: Any) -> None:
        self.store.set(opened.id, dict(opened))


def logout_overtakes(interface: type) -> tuple[Story, Page]:
    """Log out while a page is slow; return the story and that page.

    The page has read its session, and not saved it yet.
    """

    def create_app(store: Any, **options: Any) -> Flask:
        app = solved.create_app(store=store, **options)
        app.session_interface = interface(store, options["new_id"])
        return app

    module = SimpleNamespace(create_app=create_app)
    story, slow, store, server = shop(module, "a", "alice-id", "b")
    slow.name = "slow tab"
    slow.visit(server, "/login", form=ALICE)
    story.forget()
    tab = other_tab(story, slow)
    store.meanwhile["get"] = lambda: tab.visit(server, "/logout", form={})
    page = slow.visit(server, "/account", form={"parcels": "12 Elm Street"})
    return story, page


def cookie_copied(module: Any) -> tuple[Story, Page]:
    """Copy Alice's cookie, let her log out; return what the copy opens."""
    story, alice, _, server = shop(module, "alice-id", "fresh-id", "new-id")
    alice.visit(server, "/login", form=ALICE)
    story.forget()
    copy = alice.header()
    alice.visit(server, "/logout", form={})
    return story, story.send(server, copy, "thief", "/account")


def dies_before_the_end(module: ModuleType) -> tuple[int, int, int]:
    """Log out, but Redis goes away once the session is read.

    Return the status, the records left, and the deleting cookies.
    """
    redis_client().flushdb()
    browser = known(small_app(module), "/change")
    response = dies_after_a_trip(lambda: browser.get("/end"))
    cookies = response.headers.getlist("Set-Cookie")
    return response.status_code, len(redis_client().keys()), len(cookies)


class DeletesElsewhere(solved.StoreInterface):
    """The finished interface, but a deleting cookie has no options."""

    def cookie(self, app: Flask, session: Any) -> str:
        plain = Flask("without options")
        return super().cookie(app if session is not None else plain, session)


def two_apps(make_interface: Callable[[Any], SessionInterface]) -> Client:
    """Return a browser, and two apps on one host: /shop and /blog."""
    redis_client().flushdb()
    apps = {}
    for path in ("/shop", "/blog"):
        interface = make_interface(store_at_gate())
        app = small_app(interface=interface, SESSION_COOKIE_PATH=path)
        app.secret_key = "a key of " + path
        apps[path] = app
    return Client(DispatcherMiddleware(Flask("nothing else"), apps))


def behind_one_cache(module: ModuleType) -> str:
    """Return what Bob reads on /hello, behind a cache that Alice shares."""
    app, cache = lesson_app(module), {}
    for name, password in (("alice", "white rabbit"), ("bob", "humpty dumpty")):
        browser = app.test_client()
        browser.post("/login", data={"name": name, "password": password})
        came = browser.get("/hello")
        shared = came.cache_control.public and not came.cache_control.private
        who = name if "Cookie" in came.vary else "anybody"
        page = cache.setdefault(who, came) if shared else came
    return page.text


def packed_page(module: ModuleType) -> Response:
    """Return the answer of a packed page, before whose save Redis goes away."""
    browser = known(small_app(module), "/change")
    return dies_after_a_trip(lambda: browser.get("/packed"))


def planted(module: ModuleType) -> tuple[str, str]:
    """Plant a thief's cookie at Alice's, whom the site remembers; she returns.

    Return what she and the thief see on /account.
    """
    app = lesson_app(module)
    thief, alice = known(app), app.test_client()
    alice.post("/login", data={**ALICE, "remember": "on"})
    alice.set_cookie("connect.sid", thief.get_cookie("connect.sid").value)
    return [Page(one.get("/account")).text for one in (alice, thief)]


def plain_without_redis(app: Flask) -> int:
    """Return the status of a page that needs no session, Redis being away."""
    browser = known(app, "/change")
    return while_away(lambda: browser.get("/plain").status_code)


def late_page(app: Flask) -> int:
    """Log out while a page is slow; return how many records are left.

    The page reads its session, and changes nothing.
    """
    redis = redis_client()
    redis.flushdb()
    browser = known(app, "/change")
    cookie = browser.get_cookie("session").value
    app.config["MEANWHILE"] = lambda: log_out(app, cookie)
    browser.get("/slow")
    return len(redis.keys())


def log_out(app: Flask, cookie: str) -> None:
    """Empty the session of this cookie, in another tab."""
    tab = app.test_client()
    tab.set_cookie("session", cookie)
    tab.get("/end")
