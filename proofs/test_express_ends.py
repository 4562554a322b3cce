"""When a session ends: the cookie, the record and the key in Redis say the same, on both."""

import json
import re
import time
from contextlib import contextmanager
from datetime import datetime
from email.utils import parsedate_to_datetime

import pytest
from express_pair import DAY, KEYS, cookie_of, express_record, prefix, running_pair

from course.checks.checking import attributes
from solutions.express_record import ExpressSessionManager
from solutions.lesson3_memory_store import MemoryStore
from solutions.lesson4_redis_store import RedisStore
from solutions.session import Session

SIDES = ("express", "ours")
ID = "an-id-of-a-session-that-will-end"
MAX_AGE = 60
# Redis looks at its clock once for all that has just come in; it counts in milliseconds.
TICK = 0.05
ISO = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z"


@pytest.fixture(scope="module")
def pair(redis_url):
    sites = {"ends": {}, "no_end": {"persistent": False}}
    with running_pair(redis_url, sites) as pair:
        yield pair


@pytest.fixture(autouse=True)
def nothing_left(pair):
    yield
    pair.clear()


class Around:
    """When something was done, as seen by who waited for it: not before t0, not after t1."""

    t0 = t1 = 0.0

    def check(self, what: str, earliest: float, latest: float, after: float = MAX_AGE) -> None:
        """Can this be so many seconds after it? earliest, latest: it is known as a span only."""
        low, high = earliest - self.t1, latest - self.t0
        assert low <= after <= high, f"{what} ends {low:.3f} to {high:.3f} s after, not {after}"


@contextmanager
def around():
    """Measure around the block. Everybody is on this machine: there is one clock."""
    found = Around()
    found.t0 = time.time()
    yield found
    found.t1 = time.time()


def end_of_key(client, key):
    """Return the span in which the key's end lies: how long it has left is asked, not when."""
    before = time.time()
    left = client.pttl(key) / 1000
    return before + left - TICK, time.time() + left + TICK


def check_ends(pair, key, done, set_cookie):
    """The cookie, the record and the key all end MAX_AGE seconds after that request."""
    said = attributes(set_cookie)
    if "max-age" in said:
        assert said["max-age"] == str(MAX_AGE)
    else:
        date = parsedate_to_datetime(said["expires"]).timestamp()
        done.check("the cookie", date, date + 1)  # such a date has no fractions
    cookie = json.loads(pair.client.get(key))["cookie"]
    assert re.fullmatch(ISO, cookie["expires"])
    expires = datetime.strptime(cookie["expires"], "%Y-%m-%dT%H:%M:%S.%f%z").timestamp()
    done.check("the record", expires, expires + 0.001)
    # Express measures it again as it writes: it may say 59999.
    assert MAX_AGE * 1000 - (done.t1 - done.t0) * 1000 - 1 <= cookie["originalMaxAge"]
    assert cookie["originalMaxAge"] <= MAX_AGE * 1000
    done.check("the key", *end_of_key(pair.client, key))


@pytest.mark.parametrize("side", SIDES)
def test_cookie_record_and_key_end_together(pair, side):
    """Else one would take for alive what the other has lost: at the first visit, and later."""
    cookie = None
    for _ in range(2):
        with around() as done:
            answer = pair.get(side, "ends/write", cookie)
        (key,) = pair.keys()
        check_ends(pair, key, done, answer.headers["Set-Cookie"])
        cookie = cookie_of(key.removeprefix(prefix(side, "ends")))
        time.sleep(0.01)


@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize("page", ["plain", "peek"])
def test_a_visit_that_writes_nothing_moves_the_end_of_the_key_only(pair, side, page):
    """The record is not written: what it says of its end stays behind, and nobody minds."""
    text = express_record()
    key = pair.put(side, "ends", ID, text, life=20)
    with around() as done:
        answer = pair.get(side, f"ends/{page}", cookie_of(ID))
    assert "Set-Cookie" not in answer.headers
    assert pair.client.get(key).decode() == text
    done.check("the key", *end_of_key(pair.client, key))


def test_ours_is_right_to_the_millisecond():
    """With a clock that stands still there is one right answer."""
    for now, said in ((0.123, "1970-01-01T00:01:00.123Z"), (1e9, "2001-09-09T01:47:40.000Z")):
        store = MemoryStore(MAX_AGE)
        manager = ExpressSessionManager(store, KEYS, clock=lambda now=now: now)
        record = manager.to_record(Session({}, ID, str))
        assert record["cookie"]["expires"] == said
        assert record["cookie"]["originalMaxAge"] == MAX_AGE * 1000


@pytest.mark.parametrize("page", ["peek", "write"])
def test_a_record_for_30_days(pair, page):
    """Express goes on with the record's maxAge; with ours, one read makes a minute of it."""
    for side, life in (("express", 30 * DAY), ("ours", MAX_AGE)):
        text = express_record(originalMaxAge=30 * DAY * 1000)
        key = pair.put(side, "ends", ID, text, life=30 * DAY)
        with around() as done:
            pair.get(side, f"ends/{page}", cookie_of(ID))
        done.check("the key", *end_of_key(pair.client, key), after=life)


def test_a_cookie_without_an_end(pair):
    """It is gone with the browser. Redis must know an end: a day there, the max_age in ours."""
    with around() as done:
        answer = pair.get("express", "no_end/write")
    assert "Expires" not in answer.headers["Set-Cookie"]
    (key,) = pair.keys()
    done.check("the key", *end_of_key(pair.client, key), after=DAY)
    # Not from the pair, whose manager is told to take a day too.
    store = RedisStore(pair.client, MAX_AGE, prefix("ours", "no_end"))
    manager = ExpressSessionManager(store, KEYS, persistent=False)
    session = manager.open("")
    session["views"] = 1
    with around() as done:
        assert "Max-Age" not in manager.save(session)
    done.check("the key", *end_of_key(pair.client, store.key(session.id)))
