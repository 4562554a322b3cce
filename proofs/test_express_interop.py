"""One session, two servers: a browser goes back and forth between Express and lesson 4."""

import itertools
import json
import re
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
import redis
import requests
from express_pair import KEYS, START, Ours, express_site, need_express, our_manager

from course.express.server import Express
from solutions import lesson4_redis_store as lesson4
from tools.pages import with_manager

PREFIX = f"{START}shared:"
DIRECTIONS = [("express", "ours"), ("ours", "express")]
ROTATIONS = {"old": ["old"], "both": ["new", "old"], "new": ["new"]}
CLIENTS, REQUESTS = 8, 1000


@pytest.fixture(scope="module")
def client(redis_url):
    with redis.Redis.from_url(redis_url) as client:
        yield client


@pytest.fixture(scope="module")
def urls(redis_url, client):
    """Both servers, with one site for each stage of a rotation of the keys."""
    need_express()
    keys = {"now": KEYS, **ROTATIONS}
    theirs, ours = {}, {}
    for name, secret_keys in keys.items():
        theirs[f"/{name}"] = express_site(60, PREFIX, secret_keys=secret_keys)
        ours[f"/{name}"] = with_manager(our_manager(client, 60, PREFIX, secret_keys=secret_keys))
    theirs["/counter"] = express_site(60, PREFIX)
    store = lesson4.RedisStore(client, prefix=PREFIX)
    ours["/counter"] = lesson4.create_app(secret_keys=KEYS, store=store)
    with Express(redis_url, theirs) as express:
        flask = Ours(ours)
        yield {"express": express.url, "ours": flask.url}
        flask.stop()


@pytest.fixture(autouse=True)
def nothing_left(client):
    yield
    for key in client.scan_iter(match=PREFIX + "*", count=1000):
        client.delete(key)


@pytest.fixture
def visit(urls):
    """Visit a page of one of the servers, with one browser: it does not tell their ports apart."""
    with requests.Session() as browser:

        def visit(side, page):
            answer = browser.get(f"{urls[side]}/{page}", timeout=10)
            assert answer.status_code == 200
            return answer

        visit.cookies = browser.cookies
        yield visit


def count(body):
    """Return the count on a page, 1 for the welcome."""
    if body == "Welcome to this page for the first time!":
        return 1
    return int(re.match(r"<p>Views: (\d+)</p>\n<p>Expires in: ", body)[1])


def saw(answer):
    """Return what a page saw of the session."""
    return answer.json()["saw"]


@pytest.mark.parametrize(("first", "second"), DIRECTIONS)
def test_the_count_goes_on(visit, first, second):
    """Either one creates the session, and each goes on where the other one was."""
    counts = [count(visit(side, "counter/").text) for side in (first, second) * 5]
    assert counts == list(range(1, 11))
    assert len(visit.cookies) == 1


@pytest.mark.parametrize(("first", "second"), DIRECTIONS)
def test_what_one_destroys_is_gone_on_the_other(visit, client, first, second):
    """Logged out is logged out, whichever server heard it."""
    visit(first, "now/write")
    assert saw(visit(second, "now/peek")) == 1
    visit(second, "now/destroy")
    assert saw(visit(first, "now/peek")) == 0
    assert not list(client.scan_iter(match=PREFIX + "*"))


@pytest.mark.parametrize(("first", "second"), DIRECTIONS)
def test_a_new_id_of_one_is_good_on_the_other(visit, first, second):
    """The ID changes on one server: the other knows the new one, and no longer the old one."""
    visit(first, "now/write")
    old = visit.cookies["connect.sid"]
    visit(second, "now/regenerate")
    assert visit.cookies["connect.sid"] != old
    visit(second, "now/write")
    assert saw(visit(first, "now/peek")) == 1
    visit.cookies.set("connect.sid", old, domain="127.0.0.1", path="/")
    assert saw(visit(first, "now/peek")) == 0


@pytest.mark.parametrize(("first", "second"), DIRECTIONS)
def test_data_comes_through_unchanged(visit, client, first, second):
    """Nested data, other alphabets and numbers, written by each in turn."""
    visit(first, "now/nested")
    (key,) = client.scan_iter(match=PREFIX + "*")
    data = {"name": "J\xfcrgen \u5bff\u53f8", "price": 1.1, "big": 2**53, "list": [None, True, {}]}
    record = json.loads(client.get(key)) | data
    client.set(key, json.dumps(record), keepttl=True)
    for side in (second, first, second):
        visit(side, "now/nested")
    found = json.loads(client.get(key))
    assert found.pop("cookie").keys() == record["cookie"].keys()
    assert found == {"cart": {"tea": 4}, **data}


@pytest.mark.parametrize(("first", "second"), DIRECTIONS)
def test_keys_are_rotated(visit, first, second):
    """The first key signs, each verifies, and a key that was dropped ends what it signed."""
    visit(first, "old/write")
    by_old = visit.cookies["connect.sid"]
    assert saw(visit(first, "new/peek")) == saw(visit(second, "new/peek")) == 0
    assert saw(visit(first, "both/peek")) == saw(visit(second, "both/peek")) == 1
    visit(second, "both/write")
    assert visit.cookies["connect.sid"] != by_old
    assert saw(visit(first, "new/peek")) == saw(visit(second, "new/peek")) == 2
    assert saw(visit(first, "old/peek")) == saw(visit(second, "old/peek")) == 0


@pytest.mark.parametrize(("first", "second"), DIRECTIONS)
def test_reading_keeps_alive_on_both(visit, client, first, second):
    """What one created, the other keeps alive; when it is over, it is over for both."""
    visit(first, "now/write")
    (key,) = client.scan_iter(match=PREFIX + "*")
    for side in (second, first):
        client.expire(key, 20)
        assert saw(visit(side, "now/peek")) == 1
        assert 45 < client.pttl(key) / 1000 <= 60
    client.pexpire(key, 1)
    deadline = time.monotonic() + 5
    while client.exists(key):
        assert time.monotonic() < deadline
    assert saw(visit(first, "now/peek")) == saw(visit(second, "now/peek")) == 0


def test_no_count_is_lost(urls):
    """1,000 requests of 8 clients at once, each going back and forth; half begin on Express."""
    start = threading.Barrier(CLIENTS)

    def browse(number):
        sides = DIRECTIONS[number % 2] * (REQUESTS // CLIENTS)
        start.wait()
        with requests.Session() as browser:
            pages = (browser.get(f"{urls[side]}/counter/", timeout=10).text for side in sides)
            return [count(page) for page in itertools.islice(pages, REQUESTS // CLIENTS)]

    with ThreadPoolExecutor(CLIENTS) as pool:
        for counts in pool.map(browse, range(CLIENTS)):
            assert counts == list(range(1, REQUESTS // CLIENTS + 1))
