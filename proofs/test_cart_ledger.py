"""Eight customers, two servers, one Redis; a server and Redis die: nothing is lost, or there twice.

Each customer puts in an item that nobody else buys, and keeps a ledger of it. Two of them share
a user's cart: both put in, one of them also takes out and buys.
"""

import os
import random
import secrets
import signal
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import unquote

import pytest
import requests
from passwords import CHEAP

from course.catalogue import lesson_of
from course.paths import ROOT
from course.servers import redis_server
from course.servers.live import Site
from course.servers.redis_server import start_redis

CUSTOMERS, ACTS, DEADLINE = 8, 25, 60
ITEMS = [f"item{letter}" for letter in "abcdefgh"]
USERS = {f"user{number}": CHEAP for number in range(CUSTOMERS // 2)}
GIVEN = {"users": f"USERS = {USERS}", "items": f"PRICES = {dict.fromkeys(ITEMS, 100)}"}

# What an act does to the counts: as a visitor, as a user, bought. where: 0 or 1.
BOOK = {
    "add": lambda counts, where: put(counts, where, counts[where] + 1),
    "remove": lambda counts, where: put(counts, where, 0),
    "buy": lambda counts, where: put(put(counts, 2, counts[2] + counts[where]), where, 0),
    "log in": lambda counts, where: (0, counts[0] + counts[1], counts[2]),
    "log out": lambda counts, where: counts,
}


def put(counts, place, count):
    return (*counts[:place], count, *counts[place + 1 :])


class Customer:
    """One browser. ledger: all counts of its item that there may be."""

    def __init__(self, number, site, seed):
        self.item, self.user, self.buys = ITEMS[number], f"user{number // 2}", number % 2 == 0
        self.urls, self.random = [site.url, site.twin_url], random.Random(f"{seed} {number}")  # noqa: S311
        self.http, self.ledger, self.is_in, self.acts = requests.Session(), {(0, 0, 0)}, False, 0
        self.http.trust_env = False

    def ask(self, method, path, form=None, http=None):
        """Return the answer, None where nobody knows whether it is done."""
        url = self.random.choice(self.urls) + path
        try:
            with (http or self.http).request(
                method, url, data=form, allow_redirects=False, timeout=DEADLINE
            ) as answer:
                text = answer.text
        except requests.RequestException:
            return None
        assert answer.status_code in (200, 303, 409, 503), (path, answer.status_code, text)
        if answer.status_code == 503:
            assert method == "GET" or "look into your cart first" in text
            return None
        return answer

    def look(self):
        """Wait until the site answers, and see who is logged in."""
        end = time.monotonic() + DEADLINE
        while None in (pages := [self.ask("GET", path) for path in ("/shop", "/account")]):
            assert time.monotonic() < end, "the site does not come back"
            threading.Event().wait(0.02)
        self.is_in = pages[1].status_code == 200

    def note(self, act, answer):
        """Write down what an act has done, or may have done."""
        done = {BOOK[act](counts, self.is_in) for counts in self.ledger}
        if answer is None:
            self.ledger |= done
        elif answer.status_code == 303:
            self.ledger = done
        elif act == "buy":  # the cart was empty, it says
            self.ledger = {one for one in self.ledger if not one[self.is_in]}

    def send(self, act, path, form):
        """Send a form. Where nobody knows whether it is done, look, and buy with the same form."""
        answer = self.ask("POST", path, form)
        self.note(act, answer)
        if answer is None or answer.status_code == 409 or act in ("log in", "log out"):
            self.look()
        if answer is None and act == "buy":
            self.send(act, path, form)

    def act(self):
        """Do one thing, whatever comes to mind."""
        own, login = {"item": self.item, "quantity": "1"}, {"name": self.user, "password": "secret"}
        may = ["add"] * 3 + ["log out"] if self.is_in else ["add"] * 2 + ["log in", "both"]
        may += ["remove", "buy"] if self.buys or not self.is_in else []
        act = self.random.choice(may)
        if act == "both":
            self.both(own, login)
        elif act == "add":
            self.send("add", "/shop", own)
        elif act == "remove":
            self.send("remove", "/cart", {"line": f"{self.item}@100"})
        elif act == "buy":
            self.send("buy", "/buy", {"number": f"{self.random.randrange(16**16):016x}"})
        else:
            self.send(act, "/login" if act == "log in" else "/logout", login)
        self.acts += 1

    def both(self, own, login):
        """Add in one tab and log in in another, at once. The first one's cookie is not kept."""
        with requests.Session() as tab, ThreadPoolExecutor(1) as pool:
            tab.cookies, tab.trust_env = self.http.cookies.copy(), False
            added = pool.submit(self.ask, "POST", "/shop", own, tab)
            answer = self.ask("POST", "/login", login)
            self.note("add", added.result())
        self.note("log in", answer)
        self.look()

    def run(self, is_done):
        """Act until the deaths are over, and often enough."""
        self.look()
        while self.acts < ACTS or not is_done.is_set():
            self.act()
        self.look()


def found(customer, client):
    """Return what Redis has of the customer's item: as a visitor, as a user, bought."""
    session_id = unquote(customer.http.cookies["connect.sid"])[2:].rpartition(".")[0]
    carts = [f"{{sess:{session_id}}}:cart"], [f"{{user:{customer.user}}}:cart"]
    places = *carts, client.scan_iter(match="*:order:*", count=1000)
    line = f"{customer.item}@100"
    return tuple(sum(int(client.hget(key, line) or 0) for key in keys) for keys in places)


def seen(customer, counts):
    """Return what the customer sees: not, whether the other one has bought of the shared cart."""
    return counts if customer.buys else (counts[0], counts[1] + counts[2])


@pytest.fixture
def shop(package, tmp_path):
    """Return a package of the solutions with users and items of our own, and its folder."""
    given = {
        stem: (ROOT / "solutions" / f"{stem}.py").read_text("utf-8") + f"\n{text}\n"
        for stem, text in GIVEN.items()
    }
    return package(**given), tmp_path


def wait_for_acts(customers, count):
    """Wait until there were so many."""
    end = time.monotonic() + DEADLINE
    while sum(one.acts for one in customers) < count and time.monotonic() < end:
        threading.Event().wait(0.01)


def kill_redis(site, server, data):
    """Kill Redis, and start one in its place, with what the first one has written."""
    os.kill(site.redis.info("server")["process_id"], signal.SIGKILL)
    server.stop()
    return start_redis(data, private=True, url=server.url)


def test_what_dies_takes_nothing_along(shop, monkeypatch):
    (name, folder), seed = shop, secrets.randbelow(10**6)
    print(f"seed {seed}")
    # Without these, all that was said to be done dies with Redis.
    always = "appendonly yes\nappendfsync always\n"
    monkeypatch.setattr(redis_server, "SETTINGS", redis_server.SETTINGS + always)
    data, is_done = folder / "redis", threading.Event()
    server = start_redis(data, private=True)
    try:
        if "fakeredis" in server.said:
            pytest.skip("fakeredis keeps nothing when it ends")
        with Site(name, lesson_of(6), server, folder=folder) as site:
            customers = [Customer(number, site, seed) for number in range(CUSTOMERS)]
            with ThreadPoolExecutor(CUSTOMERS) as pool:
                ended = [pool.submit(one.run, is_done) for one in customers]
                try:
                    wait_for_acts(customers, 60)
                    site.restart()  # kill -9
                    wait_for_acts(customers, 120)
                    server = kill_redis(site, server, data)
                finally:
                    is_done.set()
            for one, end in zip(customers, ended, strict=True):
                end.result()
                counts = found(one, site.redis)
                may_be = {seen(one, counts) for counts in one.ledger}
                assert seen(one, counts) in may_be, f"{one.item}: {counts}, not {one.ledger}"
            assert [key for key in site.redis.scan_iter() if site.redis.ttl(key) < 0] == []
    finally:
        server.stop()
