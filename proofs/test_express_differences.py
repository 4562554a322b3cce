"""Where ours is not as Express: each row of the table in docs/proof.md, seen on both."""

import json
import re
import time
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from urllib.parse import urlsplit

import pytest
import redis
import requests
from express_pair import (
    DAY,
    KEYS,
    START,
    Ours,
    cookie_of,
    express_record,
    prefix,
    running_pair,
)

from course.checks.checking import attributes
from course.express.server import Express
from course.servers.gate import Gate
from solutions.lesson4_redis_store import RedisStore, create_app

ID = "an-id-of-a-session-seen-by-both-"
SIDES = ("express", "ours")
FIRST = "Welcome to this page for the first time!"


@pytest.fixture(scope="module")
def pair(redis_url):
    sites = {"usual": {}, "secure": {"secure": True}, "elsewhere": {"path": "/path"}}
    sites["rotated"] = {"secret_keys": ["a new key", KEYS[0]]}
    # A secret and nothing else.
    defaults = {"session": {"secret": KEYS[0]}, "prefix": prefix("express", "defaults")}
    with running_pair(redis_url, sites, defaults=defaults) as pair:
        yield pair


@pytest.fixture(scope="module")
def published(pair):
    """The URLs of servers with the counter: Express, the same by its defaults, and lesson 4."""
    store = RedisStore(pair.client, 60, prefix("ours", "published"))
    ours = Ours({"/counter": create_app(secret_keys=KEYS, store=store)})
    express = pair.urls["express"]
    yield {
        "express": f"{express}/usual",
        "defaults": f"{express}/defaults",
        "ours": f"{ours.url}/counter",
    }
    ours.stop()


@pytest.fixture(autouse=True)
def nothing_left(pair):
    yield
    pair.clear()


# A record as text, and what Express answers to it. Ours answers each with 200.
STRANGE = {"{": 500, "7": 500, "[]": 500, '"text"': 500, "{}": 500, '{"views":3}': 500, "null": 200}
STRANGE |= {f'{{"cookie":{cookie},"views":3}}': 500 for cookie in ("null", '"text"', "7", "true")}
STRANGE['{"cookie":[],"views":3}'] = 200


@pytest.mark.parametrize("page", ["peek", "write"])
@pytest.mark.parametrize("text", STRANGE)
def test_a_record_that_is_none(pair, text, page):
    """Where Express shows an error page until the record ends, ours goes on."""
    for side, status in (("express", STRANGE[text]), ("ours", 200)):
        pair.put(side, "usual", ID, text)
        assert pair.get(side, f"usual/{page}", cookie_of(ID)).status_code == status


def test_secure_over_http(pair):
    """Express sends no cookie and does not say so; ours sends it, and clients decide."""
    assert "Set-Cookie" not in pair.get("express", "secure/write").headers
    assert "secure" in attributes(pair.get("ours", "secure/write").headers["Set-Cookie"])


def test_a_page_outside_of_the_cookies_path(pair):
    """There, Express has no session: such a page fails. Ours has one that never comes back."""
    assert pair.get("express", "elsewhere/write").status_code == 500
    answer = pair.get("ours", "elsewhere/write")
    assert answer.status_code == 200
    assert attributes(answer.headers["Set-Cookie"])["path"] == "/path"


def test_a_page_that_fails(pair):
    """Express saves what the page had changed before it failed. Ours saves nothing."""
    for side, views in (("express", 4), ("ours", 3)):
        key = pair.put(side, "usual", ID, express_record())
        assert pair.get(side, "usual/fail", cookie_of(ID)).status_code == 500
        assert json.loads(pair.client.get(key))["views"] == views


def test_what_caches_are_told(pair):
    """Express says nothing of it; ours keeps an answer with a session out of shared caches."""
    for page in ("plain", "write"):
        theirs, ours = (pair.get(side, f"usual/{page}").headers for side in SIDES)
        assert not {"Vary", "Cache-Control"} & theirs.keys()
        assert (ours["Vary"], ours["Cache-Control"]) == ("Cookie", "no-store")


@pytest.mark.parametrize(("side", "views"), [("express", 3), ("ours", 2)])
def test_head_is_no_visit_to_ours(published, side, views):
    """It asks for the headers of a page that nobody looks at. Express counts it."""
    with requests.Session() as browser:
        assert browser.get(f"{published[side]}/", timeout=5).text == FIRST
        assert browser.head(f"{published[side]}/", timeout=5).status_code == 200
        assert f"Views: {views}<" in browser.get(f"{published[side]}/", timeout=5).text


def test_head_on_a_page_that_reads(pair):
    """It keeps the session alive in Express only."""
    for side, lives_on in (("express", True), ("ours", False)):
        key = pair.put(side, "usual", ID, express_record(), life=30)
        headers = {"Cookie": f"connect.sid={cookie_of(ID)}"}
        answer = pair.browser.head(f"{pair.urls[side]}/usual/peek", headers=headers, timeout=5)
        assert (answer.status_code, answer.text) == (200, "")
        assert (pair.client.ttl(key) > 30) is lives_on


@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize("turn", [1, -1])
def test_two_cookie_lines(pair, side, turn):
    """Express joins them as a browser would have written them; ours by a comma, and finds none."""
    pair.put(side, "usual", ID, express_record())
    server = urlsplit(pair.urls[side])
    connection = HTTPConnection(server.hostname, server.port, timeout=5)
    connection.putrequest("GET", "/usual/peek")
    for line in [f"connect.sid={cookie_of(ID)}", "theme=dark"][::turn]:
        connection.putheader("Cookie", line)
    connection.endheaders()
    saw = json.loads(connection.getresponse().read())["saw"]
    connection.close()
    assert saw == (3 if side == "express" else 0)


@pytest.mark.parametrize("side", SIDES)
def test_who_only_reads_keeps_the_old_signature(pair, side):
    """The old key must not go before the longest life of a session is over."""
    pair.put(side, "rotated", ID, express_record())
    assert "Set-Cookie" not in pair.get(side, "rotated/peek", cookie_of(ID)).headers
    set_cookie = pair.get(side, "rotated/write", cookie_of(ID)).headers.get("Set-Cookie", "")
    assert set_cookie.startswith(f"connect.sid={cookie_of(ID, 'a new key')}")


@pytest.mark.parametrize("side", SIDES)
def test_a_name_that_is_twice_in_a_record(pair, side):
    """Python writes {1: "a", "1": "b"} so. Either side reads the last one."""
    pair.put(side, "usual", ID, express_record().replace('"views": 3', '"views": 3, "views": 4'))
    assert pair.get(side, "usual/peek", cookie_of(ID)).json()["saw"] == 4


def test_a_slow_page_brings_a_session_back_in_express_too(pair):
    """Ours: proofs/test_solutions.py."""
    key = pair.put("express", "usual", ID, express_record())
    with ThreadPoolExecutor() as pool:
        slow = pool.submit(pair.get, "express", "usual/slow", cookie_of(ID))
        end = time.monotonic() + 4
        while json.loads(pair.client.get(key))["views"] == 3 and time.monotonic() < end:
            time.sleep(0.01)
        pair.get("express", "usual/destroy", cookie_of(ID))
        assert slow.result().status_code == 200
    assert json.loads(pair.client.get(key))["views"] == 5


def test_expires_in_has_fractions_in_express(published):
    """It counts down from the last write; ours says the life from now on."""
    said = {}
    for side in SIDES:
        with requests.Session() as browser:
            browser.get(f"{published[side]}/", timeout=5)
            time.sleep(0.01)
            page = browser.get(f"{published[side]}/", timeout=5).text
            said[side] = re.search(r"Expires in: (\S+) seconds", page)[1]
    assert said["ours"] == "60"
    assert 45 < float(said["express"]) < 60


def test_the_defaults_of_express(published, pair):
    """A secret and nothing else: no SameSite, no end, and a record for who only passes by."""
    answer = requests.get(f"{published['defaults']}/plain", timeout=5)
    assert attributes(answer.headers["Set-Cookie"]) == {"path": "/", "httponly": ""}
    (key,) = pair.keys()
    assert DAY - 60 < pair.client.ttl(key) <= DAY
    text = pair.client.get(key).decode()
    assert '"originalMaxAge":null' in text
    pair.client.set(key, text.replace(",", " ,"), ex=DAY)
    cookie = answer.headers["Set-Cookie"].partition(";")[0]
    requests.get(f"{published['defaults']}/plain", headers={"Cookie": cookie}, timeout=5)
    assert pair.client.get(key).decode() == text  # written again, though nothing changed


def test_the_defaults_of_ours(pair, published):
    """The same without any option: Lax, an end, and no record before there is data."""
    answer = requests.get(f"{published['ours']}/plain", timeout=5)
    assert "Set-Cookie" not in answer.headers
    assert not pair.keys()
    answer = requests.get(f"{published['ours']}/", timeout=5)
    wanted = {"max-age": "60", "path": "/", "httponly": "", "samesite": "Lax"}
    assert attributes(answer.headers["Set-Cookie"]) == wanted
    (key,) = pair.keys()
    text = pair.client.get(key).decode().replace(",", " ,")
    pair.client.set(key, text, ex=60)
    cookie = answer.headers["Set-Cookie"].partition(";")[0]
    requests.get(f"{published['ours']}/plain", headers={"Cookie": cookie}, timeout=5)
    assert pair.client.get(key).decode() == text


def test_redis_is_away(pair, redis_url):
    """Express answers 500 and shows the error, ours 503 and a sentence."""
    gate = Gate(redis_url)
    with redis.Redis.from_url(gate.url, retry=None, socket_timeout=1) as client:
        app = create_app(secret_keys=KEYS, store=RedisStore(client, 60, f"{START}away:"))
        with Express(gate.url, {"/": {"session": {"secret": KEYS[0]}, "prefix": ""}}) as express:
            ours, headers = Ours({"/ours": app}), {"Cookie": f"connect.sid={cookie_of(ID)}"}
            gate.shut()
            theirs = requests.get(f"{express.url}/", headers=headers, timeout=5)
            answer = requests.get(f"{ours.url}/ours/", headers=headers, timeout=5)
            ours.stop()
    assert theirs.status_code == 500
    assert "at " in theirs.text  # a trace of its source
    assert answer.status_code == 503
    assert "Please try again in a moment." in answer.text
