"""A lesson with the session inspector around it, in this very process, and a browser for it."""

import importlib
import re

import pytest
from flask import got_request_exception
from werkzeug.test import Client

from course.catalogue import lesson_of
from course.inspector.middleware import Inspector
from course.servers.redis_server import start_redis

HOST = {"base_url": "http://127.0.0.1:3000"}
OURS = {"Origin": "http://127.0.0.1:3000"}
LESSON_1 = {"1.1", "1.2", "1.3", "1.4"}
LESSON_2 = {"2.1", "2.2", "2.3", "2.4"}


@pytest.fixture(name="inspect")
def inspect_fixture(package, tmp_path, monkeypatch):
    """Return a function that inspects a lesson, solved or not, and returns a browser for it.

    edit: a pair, what is replaced in the lesson's solution and by what.
    """
    monkeypatch.setenv("SECRET_KEYS", "a-key-of-this-proof")
    started = []

    def start(number, solved=None, story="story", patience=10, edit=None):
        lesson = lesson_of(number)
        source = lesson.solution.read_text(encoding="utf-8")
        assert edit is None or edit[0] in source
        name = package(solved, **{lesson.stem: source.replace(*edit)} if edit else {})
        module = importlib.import_module(f"{name}.{lesson.stem}")
        app = module.create_app()
        app.logger.disabled = True  # half a character in a log ends a worker of xdist
        inspector = Inspector(app, module, lesson, tmp_path / story, 60, patience)
        started.append(inspector)
        return browser_of(inspector, app)

    yield start
    # The signal is one for all apps of a process.
    for inspector in started:
        got_request_exception.disconnect(inspector.keep_error)


def browser_of(inspector, app=None):
    """Return another browser: with a jar of its own."""
    browser = Client(inspector)
    browser.inspector, browser.app = inspector, app
    return browser


@pytest.fixture(name="own_redis")
def redis_fixture(monkeypatch):
    """Return a Redis that a proof may end."""
    with start_redis() as server:
        monkeypatch.setenv("REDIS_URL", server.url)
        yield server


def page(browser, path="/", **settings):
    """Return a page as text, without its tags."""
    return text_of(browser.get(path, **HOST, **settings))


def text_of(answer):
    """Return an answer as text, without its tags."""
    return " ".join(re.sub(r"<[^>]+>", " ", answer.get_data(as_text=True)).split())


def press(browser, action, **headers):
    """Press a button, and return the answer to it."""
    data = {"action": action}
    return browser.post("/__inspector/try", data=data, headers=OURS | headers, **HOST)


def after(browser, action, visits=2):
    """Visit so often, press a button, and return what the panel says then."""
    for _ in range(visits):
        page(browser)
    answer = press(browser, action)
    assert answer.location == "/"
    return page(browser)


def send(browser, **cookies):
    """Put cookies into the browser's jar, and return what the panel says of them."""
    for name, value in cookies.items():
        browser.set_cookie(name.replace("_", "."), value, domain="127.0.0.1")
    return page(browser)


def with_header(browser, header, path="/"):
    """Return the answer to a browser whose Cookie line is what we want: its jar is not asked."""
    jarless = Client(browser.inspector, use_cookies=False)
    return jarless.get(path, headers={"Cookie": header}, **HOST)
