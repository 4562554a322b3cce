"""Every order in which a slow page and a logout can meet: no ended session comes back.

Each request runs in a thread, and waits before each of its trips to Redis for its turn. So one
runs at a time, and all orders are run, one after the other.
"""

import json
import queue
import re
import threading
from urllib.parse import unquote

import pytest
import redis
from passwords import CHEAP

from course.checks.checking import Browser, name_and_value
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

turns = threading.local()


class Waiting(redis.Connection):
    """A connection that waits for its thread's turn before each trip."""

    def send_packed_command(self, command, check_health=True):
        if hasattr(turns, "wait"):
            turns.wait()
        super().send_packed_command(command, check_health)


class Actor:
    """One request in a thread of its own. go() lets it run to its next trip, or to its end."""

    def __init__(self, app, cookie, method, path, form):
        self.said, self.may_go, self.path = queue.SimpleQueue(), threading.Semaphore(0), path
        browser = Browser(app, {"connect.sid": cookie})
        self.thread = threading.Thread(target=self.run, args=(browser, method, form))
        self.thread.start()
        self.answer = self.said.get()  # None: it waits before its first trip

    def run(self, browser, method, form):
        turns.wait = self.wait
        try:
            self.said.put(browser.ask(method, self.path, data=form))
        except Exception as error:
            self.said.put(error)

    def wait(self):
        self.said.put(None)
        self.may_go.acquire()

    def go(self):
        self.may_go.release()
        self.answer = self.said.get()
        if self.answer is not None:
            self.thread.join()


def every_order(run):
    """Call run(first choices) until all orders are done; return how many there are.

    It returns the choices that it made: each, and among how many.
    """
    count, first = 0, []
    while True:
        made, count = run(first), count + 1
        while made and made[-1][0] + 1 == made[-1][1]:
            made.pop()
        if not made:
            return count
        first = [choice for choice, _ in made[:-1]] + [made[-1][0] + 1]


@pytest.fixture
def client(redis_url, redis_client):
    redis_client.flushdb()
    pool = redis.ConnectionPool.from_url(
        redis_url, connection_class=Waiting, protocol=2, driver_info=None
    )
    # Connected by now: to connect takes trips of its own, and only the first order would.
    for connection in [pool.get_connection() for _ in range(4)]:
        pool.release(connection)
    with redis.Redis(connection_pool=pool) as client:
        yield client


class Stage:
    """A site with Alice logged in, and what must hold whatever comes in what order."""

    def __init__(self, client, look):
        self.client, self.look = client, look
        self.app = create_app(
            store=LoginStore(client), secret_keys=[KEY], users={"alice": CHEAP, "bob": CHEAP}
        )
        self.count = iter(range(10**9))

    def run(self, names, first):
        """Run one order, and look at what each request left behind as soon as it is done."""
        session_id = f"id-{next(self.count)}"
        self.log_in(session_id)
        actors = [Actor(self.app, self.cookie(session_id), *REQUESTS[name]) for name in names]
        made = []
        while waiting := [one for one in actors if one.answer is None]:
            choice = first[len(made)] if len(made) < len(first) else 0
            made.append((choice, len(waiting)))
            waiting[choice].go()
            if waiting[choice].answer is not None:
                self.saved_what_it_says(waiting[choice], session_id)
        assert not self.look.exists(f"sess:{session_id}"), f"it is back: {names}, {made}"
        return made

    def cookie(self, session_id):
        return to_cookie(sign(session_id, KEY))

    def log_in(self, session_id):
        """Write what a login leaves: Alice's record, and her ID on her list."""
        browser = Browser(self.app)
        browser.post("/login", LOGIN)
        fresh = unquote(browser.cookies["connect.sid"])[2:].partition(".")[0]
        self.look.rename(f"sess:{fresh}", f"sess:{session_id}")
        self.look.delete("logins:sess:alice")
        self.look.zadd("logins:sess:alice", {session_id: 2e9})

    def saved_what_it_says(self, actor, session_id):
        """A page that worked has saved; one that says it has not sets no cookie."""
        answer = actor.answer
        assert not isinstance(answer, Exception), answer
        if answer.status == 409:
            assert not answer.set_cookies and "nothing was saved" in answer.body
        if answer.set_cookies and not name_and_value(answer.set_cookies[-1]).endswith("="):
            cookie = unquote(name_and_value(answer.set_cookies[-1]))
            session_id = cookie.partition("s:")[2].partition(".")[0]
        record = json.loads(self.look.get(f"sess:{session_id}") or "{}")
        if actor.path == "/" and answer.status == 200:
            shown = re.search(r"Views: (\d+)", answer.body)
            assert record.get("views") == (int(shown[1]) if shown else 1), f"not saved: {answer}"
        elif actor.path == "/account" and answer.status == 303:
            assert record.get("parcels") == "a late address", f"not saved: {answer}"


@pytest.mark.parametrize("names", TOGETHER, ids=" and ".join)
def test_no_order_brings_an_ended_session_back(client, redis_client, names):
    stage = Stage(client, redis_client)
    assert every_order(lambda first: stage.run(names, first)) >= 6


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
        every_order(lambda first: stage.run((page, event), first))
