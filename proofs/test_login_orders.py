"""Every order in which a slow page and a logout can meet: no ended session comes back."""

import json
import re
from functools import partial
from urllib.parse import unquote

import pytest
from passwords import CHEAP

from course.checks.checking import Browser, name_and_value
from course.servers.orders import every_order, in_turns, waiting_client
from solutions.lesson2_signed_id import sign, to_cookie
from solutions.lesson5_login import LoginManager, LoginStore, create_app

KEY = "a key of the server"
LOGIN = {"name": "alice", "password": "secret"}
REQUESTS = {
    "/": ("GET", "/", None),
    "/account": ("POST", "/account", {"parcels": "a late address"}),
    "log out": ("POST", "/logout", {}),
    "log out everywhere": ("POST", "/sessions", {}),
    "log in": ("POST", "/login", LOGIN),
    "Bob over Alice": ("POST", "/login", LOGIN | {"name": "bob"}),
}
SLOW, EVENTS = list(REQUESTS)[:2], list(REQUESTS)[2:]
TOGETHER = [(page, event) for page in SLOW for event in EVENTS]
TOGETHER += [("/", "/account", event) for event in EVENTS]
TOGETHER += [("/account", "log out", event) for event in EVENTS[1:]]


@pytest.fixture
def client(redis_url, redis_client):
    redis_client.flushdb()
    with waiting_client(redis_url, 4) as client:
        yield client


class Stage:
    """A site with Alice logged in, and what must hold whatever comes in what order."""

    def __init__(self, client, look):
        self.client, self.look = client, look
        self.app = create_app(
            store=LoginStore(client), secret_keys=[KEY], users={"alice": CHEAP, "bob": CHEAP}
        )
        self.count = iter(range(10**9))

    def run(self, names, choose):
        """Run one order, and look at what each request left behind as soon as it is done."""
        session_id = f"id-{next(self.count)}"
        self.log_in(session_id)
        requests = [partial(self.ask, session_id, *REQUESTS[name]) for name in names]
        for index, answer in in_turns(requests, choose):
            self.saved_what_it_says(REQUESTS[names[index]][1], answer, session_id)
        assert not self.look.exists(f"sess:{session_id}"), f"it is back: {names}"

    def ask(self, session_id, method, path, form):
        browser = Browser(self.app, {"connect.sid": to_cookie(sign(session_id, KEY))})
        return browser.ask(method, path, data=form)

    def log_in(self, session_id):
        """Write what a login leaves: Alice's record, and her ID on her list."""
        browser = Browser(self.app)
        browser.post("/login", LOGIN)
        fresh = unquote(browser.cookies["connect.sid"])[2:].partition(".")[0]
        self.look.rename(f"sess:{fresh}", f"sess:{session_id}")
        self.look.delete("logins:sess:alice")
        self.look.zadd("logins:sess:alice", {session_id: 2e9})

    def saved_what_it_says(self, path, answer, session_id):
        """A page that worked has saved; one that says it has not sets no cookie."""
        assert not isinstance(answer, Exception), answer
        if answer.status == 409:
            assert not answer.set_cookies and "nothing was saved" in answer.body
        if answer.set_cookies and not name_and_value(answer.set_cookies[-1]).endswith("="):
            cookie = unquote(name_and_value(answer.set_cookies[-1]))
            session_id = cookie.partition("s:")[2].partition(".")[0]
        record = json.loads(self.look.get(f"sess:{session_id}") or "{}")
        if path == "/" and answer.status == 200:
            shown = re.search(r"Views: (\d+)", answer.body)
            assert record.get("views") == (int(shown[1]) if shown else 1), f"not saved: {answer}"
        elif path == "/account" and answer.status == 303:
            assert record.get("parcels") == "a late address", f"not saved: {answer}"


@pytest.mark.parametrize("names", TOGETHER, ids=" and ".join)
def test_no_order_brings_an_ended_session_back(client, redis_client, names):
    stage = Stage(client, redis_client)
    assert every_order(lambda choose: stage.run(names, choose)) >= 6


def plain(manager, session):
    manager.store.set(session.id, manager.to_record(session))


def silent(manager, session):
    if session.new:
        manager.store.set(session.id, manager.to_record(session))
    else:
        manager.store.replace(session.id, manager.to_record(session))


@pytest.mark.parametrize(("write", "seen"), [(plain, "it is back"), (silent, "not saved")])
@pytest.mark.parametrize("event", EVENTS)
@pytest.mark.parametrize("page", SLOW)
def test_the_orders_would_show_it(client, redis_client, monkeypatch, page, event, write, seen):
    """A plain SET, and a page that does not say that it was too late."""
    monkeypatch.setattr(LoginManager, "write", write)
    stage = Stage(client, redis_client)
    with pytest.raises(AssertionError, match=seen):
        every_order(lambda choose: stage.run((page, event), choose))
