"""Lesson 5 in a real browser: what a foreign page, the Back button and a late answer can do."""

import importlib
import json
import threading
from contextlib import ExitStack, suppress

import pytest
import requests
from chromium import OTHER, jar, needs_browser
from express_pair import Ours
from passwords import CHEAP

from course.catalogue import lesson_of
from course.lesson_files.steps import steps_before
from course.paths import ROOT

pytestmark = [pytest.mark.browser, needs_browser, pytest.mark.xdist_group("browser 3")]

HERE = "127.0.0.1"

# A solution that lacks one line: its file, that line, what stands there.
WITHOUT = {
    "without Origin": ("lesson5_login", "if origin is None:", "if True:"),
    "without 303": ("login_pages", "status_code = 303", "status_code = 200"),
    "without frame-ancestors": ("login_pages", "frame-ancestors 'none'", "frame-ancestors *"),
}


class Shop:
    """An app, and the requests that it got. A page asked for with ?late is answered late."""

    def __init__(self, app):
        self.app, self.got = app, []
        self.made, self.may_answer = threading.Event(), threading.Event()

    def __call__(self, environ, start_response):
        self.got.append(environ)
        answer = self.app(environ, start_response)
        if environ["QUERY_STRING"] == "late":
            self.made.set()
            self.may_answer.wait(10)
        return answer

    def last(self, method, path):
        """Return the Sec-Fetch-Site, the Origin and the Cookie of the last such request."""
        wanted = [method, path]
        for one in reversed(self.got):
            if [one["REQUEST_METHOD"], one["PATH_INFO"]] == wanted:
                return [one.get(f"HTTP_{name}") for name in ("SEC_FETCH_SITE", "ORIGIN", "COOKIE")]
        raise AssertionError(f"no {method} {path} came")


@pytest.fixture
def serve():
    """Return a function that serves an app, and returns its port."""
    with ExitStack() as stack:

        def serve(app):
            server = Ours({"": app})
            stack.callback(server.stop)
            return int(server.url.rpartition(":")[2])

        yield serve


@pytest.fixture
def shop_of(package, gate, redis_client, serve):
    """Return a function that serves lesson 5 of this kind, and returns the shop and its port."""

    def shop_of(kind, **options):
        edits = {}
        if kind in WITHOUT:
            stem, line, there = WITHOUT[kind]
            text = (ROOT / "solutions" / f"{stem}.py").read_text(encoding="utf-8")
            assert line in text
            edits = {stem: text.replace(line, there)}
        name = package(steps_before(lesson_of(5) if kind == "starter" else None), **edits)
        lesson = importlib.import_module(f"{name}.lesson5_login")
        store, users = lesson.LoginStore(redis_client), {"alice": CHEAP, "bob": CHEAP}
        shop = Shop(lesson.create_app(store=store, users=users, **options))
        return shop, serve(shop)

    return shop_of


def foreign(html, **headers):
    """Return an app of one page."""

    def app(_, start_response):
        named = [(name.replace("_", "-"), value) for name, value in headers.items()]
        start_response("200 OK", [("Content-Type", "text/html"), *named])
        return [html.encode()]

    return app


def press(page, button):
    """Press a button, and wait until the next page is there."""
    with page.expect_navigation():
        page.get_by_role("button", name=button).click()


def log_in(page, url):
    page.goto(f"{url}/login")
    page.get_by_label("Name").fill("alice")
    page.get_by_label("Password").fill("secret")
    press(page, "Log in")


def account(page, url):
    """Return what a tab of the same browser shows under /account."""
    other = page.context.new_page()
    other.goto(f"{url}/account")
    text = other.locator("body").inner_text()
    other.close()
    return text


FORM = '<form method="post" action="{}/account"><input name="parcels" value="Bob"><button>Win'
NO_REFERRER = {"Referrer_Policy": "no-referrer"}
# The cookie's SameSite, the host, the headers of the foreign page, the Sec-Fetch-Site and the
# Origin that the browser sends ("http": where that page is), and who falls.
FORMS = [
    ("Lax", HERE, {}, "same-site", "http", {"starter"}),
    ("Strict", HERE, {}, "same-site", "http", {"starter"}),
    ("Strict", HERE, NO_REFERRER, "same-site", "null", {"starter"}),
    ("Strict", OTHER, {}, None, "http", {"starter", "without Origin"}),
    ("Strict", OTHER, NO_REFERRER, None, "null", {"starter", "without Origin"}),
]


@pytest.mark.parametrize("kind", ["starter", "without Origin", "solution"])
@pytest.mark.parametrize(("same_site", "host", "headers", "site", "origin", "who_falls"), FORMS)
def test_a_form_on_another_port(
    shop_of, serve, tab, kind, same_site, host, headers, site, origin, who_falls
):
    """The cookie comes along, Strict or not: another port is the same site."""
    shop, port = shop_of(kind, same_site=same_site)
    url, page = f"http://{host}:{port}", tab()
    log_in(page, url)
    page.get_by_label("Send them to").fill("Alice")
    press(page, "Save")
    assert "parcels go to: Alice" in account(page, url)
    there = f"http://{host}:{serve(foreign(FORM.format(url), **headers))}"
    page.goto(there)
    press(page, "Win")
    cookie = f"connect.sid={jar(page)['connect.sid']}"
    assert shop.last("POST", "/account") == [site, there if origin == "http" else origin, cookie]
    parcels = "Bob" if kind in who_falls else "Alice"
    assert f"parcels go to: {parcels}" in account(page, url)


def back_and_reload(page):
    """Go back, reload, and say yes where the browser asks whether to send the form again."""
    from playwright.sync_api import Error

    with suppress(Error):  # a page that must not be kept, and came from a form, is not shown
        page.go_back()
    for _ in range(50):
        with suppress(Error):  # as long as the browser is still on its way
            return page.reload()
        page.wait_for_timeout(100)
    raise AssertionError("never reloaded")


@pytest.mark.parametrize(
    ("kind", "falls"), [("starter", False), ("without 303", True), ("solution", False)]
)
def test_log_out_back_reload(shop_of, tab, kind, falls):
    """Reload sends a form again: it must not be the one with the password."""
    _, port = shop_of(kind)
    url, page = f"http://{HERE}:{port}", tab()
    log_in(page, url)
    page.goto(f"{url}/account")
    press(page, "Log out")
    assert "Logged in" not in account(page, url)
    seen = []
    for _ in range(4):
        back_and_reload(page)
        seen.append("Logged in as alice" in account(page, url))
    assert any(seen) is falls


@pytest.mark.parametrize(
    ("kind", "falls"), [("starter", False), ("without frame-ancestors", True), ("solution", False)]
)
def test_a_click_in_a_frame(shop_of, serve, tab, kind, falls):
    """A click in a frame is the user's own, and arrives as same-origin: step 5.5 lets it in."""
    shop, port = shop_of(kind)
    url, page = f"http://{HERE}:{port}", tab()
    log_in(page, url)
    html = f'<h1>Win a voucher</h1><iframe src="{url}/sessions" width="600" height="300">'
    page.goto(f"http://{HERE}:{serve(foreign(html))}")
    button = page.frame_locator("iframe").get_by_role("button", name="Log out everywhere")
    assert button.count() == falls
    if falls:
        button.click()
        page.frame_locator("iframe").get_by_text("Welcome").wait_for()
        assert shop.last("POST", "/sessions")[:2] == ["same-origin", url]
    assert ("Logged in as alice" in account(page, url)) is not falls


@pytest.mark.parametrize("late", [False, True])
def test_an_answer_from_before_the_login_brings_the_old_id_back(shop_of, tab, redis_client, late):
    """Not held: the browser keeps the cookie that arrives last (as in expressjs/session #923)."""
    shop, port = shop_of("solution")
    url, page = f"http://{HERE}:{port}", tab()
    page.goto(url)
    before = jar(page)
    early = page.context.new_page()
    early.goto(f"{url}/plain")
    early.evaluate("window.late = fetch('/?late').then(answer => answer.status), 0")
    assert shop.made.wait(5)
    if not late:
        shop.may_answer.set()
        assert early.evaluate("window.late") == 200
    log_in(page, url)
    shop.may_answer.set()
    assert early.evaluate("window.late") == 200
    assert (jar(page) == before) is late
    assert ("Logged in as alice" in account(page, url)) is not late
    # Her record is there, and lives on until its end: no cookie leads to it.
    records = [json.loads(redis_client.get(key)) for key in redis_client.scan_iter("sess:*")]
    assert [one.get("user") for one in records] == ["alice"]


@pytest.mark.parametrize(
    ("name", "path", "user"),
    [
        ("connect.sid", "/account", "bob"),
        ("connect.sid", "/", "bob"),
        ("__Host-sid", "/account", "alice"),
        ("__Host-sid", "/", "bob"),
    ],
)
def test_what_the_prefix_stops(shop_of, serve, tab, name, path, user):
    """A foreign page gives Alice's browser Bob's cookie: her address goes into his account."""
    _, port = shop_of("solution", name=name, secure=True)
    url, page = f"http://{HERE}:{port}", tab()
    form = {"name": "bob", "password": "secret"}
    answer = requests.post(f"{url}/login", form, allow_redirects=False, timeout=5)
    his = answer.headers["Set-Cookie"].partition(";")[0]
    log_in(page, url)
    tossed = foreign("Hello", Set_Cookie=f"{his}; Path={path}; Secure")
    page.goto(f"http://{HERE}:{serve(tossed)}")
    assert f"Logged in as {user}" in account(page, url)
