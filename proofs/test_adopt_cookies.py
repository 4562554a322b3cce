"""The move from Flask's own sessions to lesson 7's, as its notebook shows it: nobody is lost."""

import ast
import re
from collections.abc import Callable
from datetime import datetime, timezone
from itertools import product

import pytest
from flask import Flask, session
from flask.sessions import SecureCookieSessionInterface
from markupsafe import Markup
from notebook_parts import need

from course.paths import NOTEBOOKS
from solutions import lesson7_flask_session as solved
from solutions.flask_support import pack
from solutions.lesson5_login import LoginStore
from solutions.session import Session

need("fakeredis")
KEY, MAX_AGE = "a key", 600
SOURCE = NOTEBOOKS / "src" / "lesson7_flask_session.md"
ODD = {
    "a pair": (1, 2),
    "bytes": b"\x00\xff",
    "a time": datetime(2026, 11, 28, 1, 2, 3, tzinfo=timezone.utc),
    "markup": Markup("<b>bold</b>"),
    "nested": {"list": [1, {"two": (2,)}]},
}


def shown(name: str) -> type:
    """Return a class that a cell of the notebook shows."""
    cells = re.findall(r"^```\{code-cell\}\n(.*?)^```$", SOURCE.read_text("utf-8"), re.M | re.S)
    (code,) = [cell for cell in cells if f"class {name}(" in cell]
    assert [type(one) for one in ast.parse(code).body] == [ast.ClassDef]
    names = {"solved": solved, "Session": Session, "pack": pack}
    names["SecureCookieSessionInterface"] = SecureCookieSessionInterface
    exec(code, names)  # noqa: S102 (our own notebook)
    return names[name]


@pytest.fixture
def client():
    import fakeredis

    return fakeredis.FakeRedis(decode_responses=True)


@pytest.fixture
def interfaces(client):
    """Return the four that are live one after the other."""
    store = LoginStore(client, MAX_AGE)
    both, adopts = shown("ReadsBoth")(store), shown("Adopts")(store)
    stock, last = SecureCookieSessionInterface(), solved.StoreInterface(store)
    return {"stock": stock, "both": both, "adopts": adopts, "last": last}


def app_with(interface, key: str = KEY, **pages: Callable[[], object]) -> Flask:
    """Return an app that counts at /, reads at /read, and empties its session at /end."""
    app = Flask("moving", static_folder=None)
    app.secret_key, app.session_interface = key, interface
    app.config.update(PERMANENT_SESSION_LIFETIME=MAX_AGE, SESSION_REFRESH_EACH_REQUEST=False)

    @app.get("/")
    def count() -> str:
        session["views"] = session.get("views", 0) + 1
        return str(session["views"])

    @app.get("/read")
    def read() -> str:
        return str(session.get("views", 0))

    @app.get("/plain")
    def plain() -> str:
        return "plain"

    @app.get("/end")
    def end() -> str:
        session.clear()
        return "ended"

    for name, page in pages.items():
        app.add_url_rule(f"/{name}", name, page)
    return app


def counts(interfaces, way) -> list[str]:
    """Return what a visitor's pages say, who meets these servers in turn."""
    browser = app_with(interfaces[way[0]]).test_client()
    said = []
    for name in way:
        browser.application = app_with(interfaces[name])
        said.append(browser.get("/").text)
    return said


PHASES = {  # two versions side by side: what a visitor met before
    ("stock", "both"): (),
    ("both", "adopts"): ("stock",),
    ("adopts", "last"): ("stock", "both", "adopts"),
}


@pytest.mark.parametrize("phase", PHASES, ids="-".join)
def test_nobody_is_logged_out_while_two_versions_run_side_by_side(interfaces, phase):
    for servers in product(phase, repeat=5):
        way = [*PHASES[phase], *servers]
        assert counts(interfaces, way) == [str(number + 1) for number in range(len(way))], way


def test_with_one_version_a_visitor_is_lost(interfaces):
    """Why there are two: an old server cannot read the new cookie."""
    assert counts(interfaces, ["stock", "adopts", "stock"]) == ["1", "2", "1"]


@pytest.mark.parametrize("name", ["both", "adopts"])
@pytest.mark.parametrize(
    ("key", "lifetime", "found"), [(KEY, MAX_AGE, "1"), ("another", MAX_AGE, "0"), (KEY, -1, "0")]
)
def test_a_cookie_that_flask_refuses_is_not_taken_over(interfaces, name, key, lifetime, found):
    browser = app_with(interfaces["stock"], key=key).test_client()
    browser.get("/")
    browser.application = app_with(interfaces[name])
    browser.application.config["PERMANENT_SESSION_LIFETIME"] = lifetime
    assert browser.get("/read").text == found


@pytest.mark.parametrize("way", [["adopts"], ["both"], ["adopts", "both"], ["adopts", "last"]])
def test_what_flask_can_keep_in_a_session_survives(interfaces, way):
    keep = lambda: session.update(ODD) or "kept"  # noqa: E731
    found = []
    look = lambda: found.append(dict(session)) or "looked"  # noqa: E731
    browser = app_with(interfaces["stock"], keep=keep).test_client()
    browser.get("/keep")
    for name in way:
        browser.application = app_with(interfaces[name], look=look)
        browser.get("/look")
    assert found == [ODD] * len(way)
    assert isinstance(found[-1]["markup"], Markup)


def test_only_a_page_that_looks_moves_a_session(interfaces, client):
    browser = app_with(interfaces["stock"]).test_client()
    browser.get("/")
    browser.application = app_with(interfaces["adopts"])
    assert browser.get("/plain").headers.getlist("Set-Cookie") == []
    assert client.keys() == []
    assert browser.get("/read").text == "1"
    assert len(client.keys()) == 1
    assert 0 < client.ttl(client.keys()[0]) <= MAX_AGE
    assert browser.get_cookie("session").value.startswith("s%3A")


def test_with_refresh_a_picture_moves_a_session_whole(interfaces):
    keep = lambda: session.update(ODD) or "kept"  # noqa: E731
    browser = app_with(interfaces["stock"], keep=keep).test_client()
    browser.get("/keep")
    browser.application = app_with(interfaces["adopts"])
    browser.application.config["SESSION_REFRESH_EACH_REQUEST"] = True
    assert browser.get("/plain").status_code == 200
    found = []
    look = lambda: found.append(dict(session)) or "looked"  # noqa: E731
    browser.application = app_with(interfaces["last"], look=look)
    browser.get("/look")
    assert found == [ODD]


def test_a_moved_session_ends_for_good(interfaces, client):
    browser = app_with(interfaces["stock"]).test_client()
    browser.get("/")
    browser.application = app_with(interfaces["adopts"])
    browser.get("/")
    copy = browser.get_cookie("session").value
    browser.get("/end")
    assert client.keys() == [] and browser.get_cookie("session") is None
    browser.set_cookie("session", copy)
    assert browser.get("/read").text == "0"
