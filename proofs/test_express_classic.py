"""The two classic programs, as they are commonly published, run over http: their traps."""

import json
import re
import subprocess
import time

import pytest
import redis
import requests
from express_pair import DAY, KEYS, START, Ours, cookie_of, need_express

from course.express.server import FOLDER, Express, find_node
from solutions import lesson3_memory_store as lesson3
from solutions import lesson4_redis_store as lesson4

WELCOME = "Welcome to this page for the first time!"
PREFIX = f"{START}classic:"
ID = "an-id-for-a-record-of-our-making"
SESSION = {"secret": KEYS[0], "resave": False, "saveUninitialized": True}
SECURE = {**SESSION, "cookie": {"secure": True}}
SITES = {
    # The first program: a view counter, sessions in memory, no maxAge.
    "/first": {"session": SECURE, "prefix": None},
    "/first-without-secure": {"session": SESSION, "prefix": None},
    "/first-behind-https": {"session": {**SECURE, "proxy": True}, "prefix": None},
    # The second one: the same with connect-redis and a maxAge, on a developer's machine
    # (secure is off) and in production (it is on).
    "/redis": {
        "session": {**SESSION, "cookie": {"secure": False, "maxAge": 60_000}},
        "prefix": PREFIX,
    },
    "/redis-in-production": {
        "session": {**SESSION, "cookie": {"secure": True, "maxAge": DAY * 1000}},
        "prefix": PREFIX,
    },
}
OLD_PROGRAM = """
const session = require('express-session')
const RedisStore = require('connect-redis')(session)
"""


@pytest.fixture(scope="module")
def express(redis_url):
    need_express()
    with Express(redis_url, SITES) as server:
        yield server.url


@pytest.fixture(scope="module")
def ours(redis_url):
    """Lesson 3 and 4 with the options of the classic programs."""
    with redis.Redis.from_url(redis_url) as client:
        store = lesson4.RedisStore(client, prefix=PREFIX)
        first = {"persistent": False, "save_uninitialized": True, "secret_keys": KEYS}
        apps = {
            "/first": lesson3.create_app(**first, secure=True),
            "/first-without-secure": lesson3.create_app(**first),
            "/redis": lesson4.create_app(secret_keys=KEYS, store=store),
        }
        server = Ours(apps)
        yield server.url
        server.stop()


@pytest.fixture(autouse=True)
def client(redis_url):
    """A client of the Redis, in which nothing of ours remains."""
    with redis.Redis.from_url(redis_url) as client:
        yield client
        for key in client.scan_iter(match=PREFIX + "*", count=1000):
            client.delete(key)


def visits(url, times=4, headers=None):
    """Return what a browser gets that comes again and again. It keeps to what Secure means."""
    with requests.Session() as browser:
        return [browser.get(f"{url}/", headers=headers, timeout=5) for _ in range(times)]


def views(answers):
    """Return the counts on the pages, 1 for the welcome."""
    found = [re.search(r"Views: (\d+)", answer.text) for answer in answers]
    return [int(match[1]) if match else 1 for match in found]


def seconds(answer):
    """Return what a page says under `Expires in`."""
    return float(re.search(r"Expires in: (\S+) seconds", answer.text)[1])


def test_the_first_program_never_counts(express):
    """Trap 1: the cookie is Secure, the page is http, and Express drops the cookie in silence."""
    answers = visits(f"{express}/first")
    assert [answer.text for answer in answers] == [WELCOME] * 4
    assert not any("Set-Cookie" in answer.headers for answer in answers)


def test_a_client_that_keeps_to_secure_does_not_come_back_to_ours(ours):
    """Ours sends the cookie, with Secure in it: its tools show why such a client dropped it.

    Chromium keeps it on this machine all the same: proofs/test_real_browser.py.
    """
    answers = visits(f"{ours}/first")
    assert [answer.text for answer in answers] == [WELCOME] * 4
    assert all("; Secure" in answer.headers["Set-Cookie"] for answer in answers)


def test_where_the_first_program_counts_it_says_0_seconds(express):
    """Trap 2: without maxAge there is no time to show: null / 1000 is 0 in JavaScript."""
    answers = visits(f"{express}/first-without-secure")
    assert views(answers) == [1, 2, 3, 4]
    assert {seconds(answer) for answer in answers[1:]} == {0}


def test_behind_https_it_counts_and_says_0_seconds(express):
    """A proxy that says https, and an Express that believes it: trap 1 is gone, trap 2 is not."""
    https = {"X-Forwarded-Proto": "https"}
    first = requests.get(f"{express}/first-behind-https/", headers=https, timeout=5)
    cookie = first.headers["Set-Cookie"]
    assert "; Secure" in cookie
    answers = visits(f"{express}/first-behind-https", 2, https | {"Cookie": cookie.split(";")[0]})
    assert views(answers) == [2, 3]
    assert {seconds(answer) for answer in answers} == {0}


def test_ours_says_how_long_the_session_lives(ours):
    """The cookie has no end, the session has: the store's max_age."""
    answers = visits(f"{ours}/first-without-secure")
    assert views(answers) == [1, 2, 3, 4]
    assert {seconds(answer) for answer in answers[1:]} == {60}
    assert "Max-Age" not in answers[0].headers["Set-Cookie"]


def test_the_redis_program_counts(express, ours):
    """With a maxAge, and without Secure, both count and say how long a session has."""
    for url in (express, ours):
        answers = visits(f"{url}/redis")
        assert views(answers) == [1, 2, 3, 4]
        assert all(45 < seconds(answer) <= 60 for answer in answers[1:])


def test_the_redis_program_in_production_leaves_a_record_per_visit(express, client):
    """Trap 1 again, where secure comes with NODE_ENV; and each visit's record stays for a day."""
    answers = visits(f"{express}/redis-in-production")
    assert [answer.text for answer in answers] == [WELCOME] * 4
    keys = list(client.scan_iter(match=PREFIX + "*"))
    assert len(keys) == 4
    assert all(client.ttl(key) > DAY - 60 for key in keys)


def test_the_redis_program_may_say_less_than_0_seconds(express, ours, client):
    """Reading moves the key's end, not the time in the record, which the page shows."""
    end = time.strftime("%Y-%m-%dT%H:%M:%S.000Z", time.gmtime(time.time() - 30))
    cookie = {"originalMaxAge": 60_000, "expires": end, "httpOnly": True, "path": "/"}
    headers = {"Cookie": f"connect.sid={cookie_of(ID)}"}
    said = {}
    for name, url in (("express", express), ("ours", ours)):
        client.set(PREFIX + ID, json.dumps({"cookie": cookie, "views": 3}), ex=60)
        (answer,) = visits(f"{url}/redis", 1, headers)
        assert views([answer]) == [4]
        said[name] = seconds(answer)
    assert said["express"] < -29
    assert said["ours"] == 60


def test_the_redis_program_of_older_years_does_not_start(express):
    """`require('connect-redis')(session)` is what most pages still say; it ended with version 7."""
    words = [find_node(), "-e", OLD_PROGRAM]
    done = subprocess.run(words, cwd=FOLDER, capture_output=True, text=True)
    assert done.returncode == 1
    assert "is not a function" in done.stderr
