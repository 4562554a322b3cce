"""Every option, every state of a session, every kind of page: ours does what Express does."""

import itertools
import json
import time
from datetime import datetime, timezone
from http.cookies import SimpleCookie
from typing import NamedTuple

import pytest
import requests
from express_pair import DAY, KEYS, PAGES, Pair, cookie_of, prefix

from course.peers.express import NoExpress

SWITCHES = ("resave", "save_uninitialized", "rolling", "persistent")
OPTIONS = {
    "".join("01"[value] for value in values): dict(zip(SWITCHES, values, strict=True))
    for values in itertools.product([False, True], repeat=len(SWITCHES))
}
STATES = ("no cookie", "alive", "forged", "unknown", "expired", "bad JSON")
ID = "an-id-of-32-characters-for-all-0"
DATA = {"views": 3, "cart": {"tea": 1}}
LEFT = 20  # seconds a record has left at the start; each life is longer

# Where ours differs from Express on purpose. Everything that is not here must be equal.
ON_PURPOSE = {
    "bad JSON": "Express answers 500 until the record ends, and the visitor can do nothing about "
    "it. Ours takes what it cannot read for no session.",
}


class Cell(NamedTuple):
    """What one request did, seen from outside."""

    status: int
    body: str
    set_cookie: str  # "none", "same id" or "new id"
    data: dict | None  # of the record under the ID that was sent
    rewritten: bool  # is it another text?
    life: int | None  # its TTL in seconds
    fresh: dict | None  # the record under a new ID, with its cookie
    fresh_life: int | None


@pytest.fixture(scope="module")
def pair(redis_url):
    try:
        pair = Pair(redis_url, OPTIONS)
    except NoExpress as reason:
        pytest.skip(str(reason))
    yield pair
    pair.stop()


def record(persistent: bool, data: dict = DATA) -> str:
    """Return a record as Express writes it, but on many lines: so a rewritten one differs."""
    end = datetime.fromtimestamp(time.time() + LEFT, timezone.utc)
    expires = end.isoformat(timespec="milliseconds").replace("+00:00", "Z")
    cookie = {
        "originalMaxAge": 60_000 if persistent else None,
        "expires": expires if persistent else None,
        "httpOnly": True,
        "path": "/",
        "sameSite": "lax",
    }
    return json.dumps({"cookie": cookie, **data}, indent=1)


def prepare(pair: Pair, key: str, state: str, persistent: bool) -> dict:
    """Put the state into Redis, and return the headers of a browser in that state."""
    text = "{" if state == "bad JSON" else record(persistent)
    if state in ("alive", "forged", "expired", "bad JSON"):
        pair.client.set(key, text, ex=LEFT)
    if state == "expired":
        pair.client.pexpire(key, 1)
        deadline = time.monotonic() + 5
        while pair.client.exists(key):
            assert time.monotonic() < deadline
    if state == "no cookie":
        return {}
    value = cookie_of(ID, "another key" if state == "forged" else KEYS[0])
    return {"Cookie": f"connect.sid={value}"}


def sent(response: requests.Response) -> str:
    """Return which ID came as a cookie."""
    cookie = SimpleCookie(response.headers.get("Set-Cookie", "")).get("connect.sid")
    if cookie is None:
        return "none"
    return "same id" if cookie.value == cookie_of(ID) else "new id"


def read(pair: Pair, key: str) -> tuple[dict | None, int | None]:
    """Return a record, and the life in seconds that it got; None where there is none."""
    text, left = pair.client.get(key), pair.client.pttl(key)
    if text is None:
        return None, None
    return load(text), about(left / 1000)


def about(seconds: float) -> int:
    """Return which of the lives this is; a busy machine has spent some of it already."""
    return next(life for life in (LEFT, 60, DAY) if life - 15 < seconds <= life)


def load(text: bytes) -> dict | None:
    """Return a record, with seconds in place of its times; None for what is not JSON."""
    try:
        found = json.loads(text)
    except ValueError:
        return None
    cookie = found["cookie"]
    if cookie["expires"]:
        end = datetime.strptime(cookie["expires"], "%Y-%m-%dT%H:%M:%S.%f%z")
        cookie["expires"] = about(end.timestamp() - time.time())
        # Express measures it: where a millisecond passes meanwhile, it writes 59999.
        cookie["originalMaxAge"] = about(cookie["originalMaxAge"] / 1000)
    return found


def observe(pair: Pair, side: str, site: str, state: str, page: str) -> Cell:
    """Return what a request does on one of the servers."""
    start = prefix(side, site)
    key = start + ID
    headers = prepare(pair, key, state, OPTIONS[site]["persistent"])
    before = pair.client.get(key)
    response = pair.browser.get(f"{pair.urls[side]}/{site}/{page}", headers=headers, timeout=5)
    (old, life), now = read(pair, key), pair.client.get(key)
    others = pair.keys(start + "*") - {key}
    assert len(others) <= 1
    fresh, fresh_life = read(pair, others.pop()) if others else (None, None)
    body = response.json()["saw"] if response.status_code == 200 else None
    cell = Cell(
        response.status_code, body, sent(response), old, now != before, life, fresh, fresh_life
    )
    pair.clear()
    return cell


@pytest.mark.parametrize("site", OPTIONS, ids=lambda site: f"options{site}")
def test_every_cell_is_equal_or_listed(pair, site):
    """A site that moves from Express to ours, or back, would lose sessions or keep too many."""
    different, fresh_start = [], {}
    for state, page in itertools.product(STATES, PAGES):
        theirs = observe(pair, "express", site, state, page)
        ours = observe(pair, "ours", site, state, page)
        if state == "unknown":
            fresh_start[page] = ours
        if state in ON_PURPOSE:
            assert theirs.status == 500
            # Not a word about the old record: it is neither used nor changed.
            assert not ours.rewritten
            assert ours._replace(life=None) == fresh_start[page]
        elif ours != theirs:
            different.append(f"{state}, /{page}:\n  Express {theirs}\n  ours    {ours}")
    assert not different, f"{OPTIONS[site]}\n" + "\n".join(different)
