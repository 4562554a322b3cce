"""Requests that meet over a cart, in every order of their trips: nothing is lost or doubled."""

import importlib
import json
import re
from collections import Counter
from functools import partial

import pytest
from passwords import CHEAP

from course.checks.checking import Browser
from course.paths import ROOT
from course.servers.orders import every_order, in_turns, random_orders, waiting_client
from solutions.items import line_of
from solutions.lesson2_signed_id import sign, to_cookie
from solutions.lesson5_login import fingerprint
from solutions.paired_store import KEEP

KEY, NOW = "a key of the server", 1_800_000_000
TEA, MUG = line_of("tea"), line_of("mug")
REQUESTS = {
    "add": ("/shop", {"item": "tea", "quantity": "1"}),
    "remove": ("/cart", {"line": MUG}),
    "buy": ("/buy", {"number": "0" * 16}),
    "buy in another tab": ("/buy", {"number": "1" * 16}),
    "log in": ("/login", {"name": "alice", "password": "secret"}),
    "Bob logs in": ("/login", {"name": "bob", "password": "secret"}),
    "log out": ("/logout", {}),
    "change the address": ("/delivery", {"street": "12 Elm Street"}),
}
ALICE = {"user": "alice", "since": NOW, "fingerprint": fingerprint(CHEAP)}
NOTHING = "so nothing was (added, changed or )?bought"


class Stage:
    """A shop with one session, who: "a visitor" or "alice", and a mug in its cart."""

    def __init__(self, lesson, client, look, who):
        self.look, self.is_alice = look, who == "alice"
        users, store = {"alice": CHEAP, "bob": CHEAP}, lesson.CartStore(client)
        self.app = lesson.create_app(store=store, secret_keys=[KEY], users=users, clock=lambda: NOW)

    def run(self, names, choose):
        """Run one order, and compare what is in Redis with what the pages have said."""
        with self.look.pipeline() as pipeline:
            pipeline.flushdb()
            data = {"cookie": {}} | (ALICE if self.is_alice else {})
            pipeline.set("sess:v", json.dumps(data), ex=60)
            cart = "{user:alice}:cart" if self.is_alice else "{sess:v}:cart"
            pipeline.hset(cart, MUG, 1).expire(cart, KEEP if self.is_alice else 60)
            pipeline.execute()
        requests = [partial(self.ask, *REQUESTS[name]) for name in names]
        answers = [(names[index], answer) for index, answer in in_turns(requests, choose)]
        for _, answer in answers:
            assert not isinstance(answer, Exception), answer
            assert answer.status == 303 or re.search(NOTHING, answer.body), answer
        self.compare(answers)

    def ask(self, path, form):
        return Browser(self.app, {"connect.sid": to_cookie(sign("v", KEY))}).post(path, form)

    def found(self, logged_in):
        """Return what is in all carts and orders, line to count, and the number of orders."""
        found, orders = Counter(), 0
        for key in map(bytes.decode, self.look.scan_iter()):
            least = 60 if key.startswith(("{user", "{sess:v}:order")) else 0
            assert self.look.ttl(key) > least, f"its end: {key}, {self.look.ttl(key)}"
            if not key.startswith("{"):
                continue
            is_seen = key != "{sess:v}:cart" or (self.look.exists("sess:v") and not logged_in)
            assert is_seen, f"nobody sees it: {key}, {self.look.hgetall(key)}"
            orders += ":order:" in key
            for line, count in self.look.hgetall(key).items():
                found[line.decode()] += int(count)
        return found, orders

    def compare(self, answers):
        """What the pages have said is what is there."""
        done = Counter(name for name, answer in answers if answer.status == 303)
        ends = done["log out"] and not self.is_alice  # and the cart with the session
        found, orders = self.found(done["log in"] or done["Bob logs in"])
        text = f"{dict(found)} in carts and orders, and {dict(done)}"
        assert bool(orders) == bool(done["buy"] or done["buy in another tab"]), f"no order: {text}"
        for line, count in ((MUG, 1 - done["remove"]), (TEA, done["add"])):
            assert found[line] >= count or ends, f"lost: {text}"
            # An add that comes too late takes its tea back, and may find it bought by then.
            may_be = line == TEA and orders and not count
            assert found[line] <= count or may_be, f"twice: {text}"
        assert not self.is_alice or not self.look.exists("{user:bob}:cart"), "Bob gets hers"


@pytest.fixture
def stage(redis_url, redis_client):
    """Return a function that makes a Stage."""
    with waiting_client(redis_url, 4) as client:
        yield lambda who, package="solutions": Stage(
            importlib.import_module(f"{package}.lesson6_cart"), client, redis_client, who
        )


# Who, what meets, and how many orders there are at least: a second try makes more of them.
EVERY = [
    ("a visitor", ("log in", "add"), 120),
    ("a visitor", ("log in", "buy"), 36),
    ("a visitor", ("log in", "remove"), 120),
    ("a visitor", ("add", "add"), 20),
    ("a visitor", ("buy", "buy"), 6),
    ("a visitor", ("add", "buy", "buy in another tab"), 210),
    ("a visitor", ("add", "change the address"), 35),
    ("a visitor", ("add", "log out"), 10),
    ("alice", ("add", "log out"), 10),
    ("alice", ("add", "Bob logs in"), 33),
    ("alice", ("add", "buy"), 10),
    ("alice", ("buy", "log out"), 6),
]


@pytest.mark.parametrize(("who", "names", "orders"), EVERY, ids=str)
def test_no_order_loses_an_item(stage, who, names, orders):
    assert every_order(partial(stage(who).run, names)) >= orders


AT_RANDOM = [
    ("log in", "log in", "add"),
    ("log in", "Bob logs in", "add"),
    ("log in", "add", "buy"),
]


@pytest.mark.parametrize("names", AT_RANDOM, ids=" and ".join)
def test_no_order_at_random_loses_an_item(stage, names):
    random_orders(partial(stage("a visitor").run, names), 500)


SOLUTION = (ROOT / "solutions" / "lesson6_cart.py").read_text(encoding="utf-8")
# What takes the place of what in the solution, what meets, and what is seen.
WRONG = [
    ("            self.destroy(session.id)\n", "", ("log in", "add"), "nobody sees it"),
    ("raise SessionEnded(session.id)\n\n    def take", "\n    def take", ("log in", "add"), "lost"),
    ("pipeline.watch(old)", "pipeline.watch(new)", ("log in", "add"), "lost"),
    ("(old, self.key(session_id))", "(old)", ("log in", "add"), "nobody sees it"),
    ("(old, self.key(session_id))", "(self.key(session_id))", ("log in", "buy"), "nobody sees it"),
    ("pipeline.expire(new, KEEP)", "pass", ("log in", "add"), "its end"),
    ("pipeline.expire(order, KEEP)", "pass", ("add", "buy"), "its end"),
    ("pipeline.renamenx(", "pipeline.copy(", ("buy", "add"), "twice"),
]


@pytest.fixture
def wrong(stage, package):
    """Return a function that makes a Stage of the solution, with a text in the place of another."""

    def wrong(old, new):
        assert SOLUTION.count(old) == 1
        return stage("a visitor", package(lesson6_cart=SOLUTION.replace(old, new)))

    return wrong


@pytest.mark.parametrize(("old", "new", "names", "seen"), WRONG)
def test_the_orders_would_show_it(wrong, old, new, names, seen):
    with pytest.raises(AssertionError, match=seen):
        every_order(partial(wrong(old, new).run, names))


def test_what_is_being_taken_back_would_come_along(wrong):
    """All three begin, one logs in, then the add, then the other login."""
    turns = iter([0, 1, 2, 0, 0, 0, 2, 1, 1, 1] + [0] * 9)
    shop = wrong("if not pipeline.exists(self.key(session_id))", "if False")
    with pytest.raises(AssertionError, match="twice"):
        shop.run(("log in", "log in", "add"), lambda _: next(turns))
