"""Every option, every state of a session, every kind of page: ours does what Express does."""

import itertools
import json
import time
from datetime import datetime, timezone
from http.cookies import SimpleCookie
from typing import NamedTuple

import pytest
import requests
from express_pair import DAY, KEYS, Pair, cookie_of, prefix, running_pair

from course.checks.checking import attributes

SWITCHES = ("resave", "save_uninitialized", "rolling", "persistent")
OPTIONS = {
    "".join("01"[value] for value in values): dict(zip(SWITCHES, values, strict=True))
    for values in itertools.product([False, True], repeat=len(SWITCHES))
}
STATES = ("no cookie", "alive", "past its end", "forged", "unknown", "bad JSON")
PAGES = ("plain", "peek", "same", "nested", "write", "destroy", "regenerate", "renew")
ID = "an-id-of-32-characters-for-all-0"
DATA = {"views": 3, "cart": {"tea": 1}}
LEFT = 20  # seconds a record has left at the start; each life is longer
PAST = 30  # seconds since the end that a record names, where it was only read since

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
    attributes: dict  # of that cookie; "ends" in place of Expires or Max-Age
    data: dict | None  # of the record under the ID that was sent
    rewritten: bool  # is it another text?
    life: object  # its TTL in seconds
    fresh: dict | None  # the record under a new ID, with its cookie
    fresh_life: object


@pytest.fixture(scope="module")
def pair(redis_url):
    with running_pair(redis_url, OPTIONS) as pair:
        yield pair


def record(persistent: bool, left: int) -> str:
    """Return a record as Express writes it, but on many lines: so a rewritten one differs."""
    end = datetime.fromtimestamp(time.time() + left, timezone.utc)
    expires = end.isoformat(timespec="milliseconds").replace("+00:00", "Z")
    cookie = {
        "originalMaxAge": 60_000 if persistent else None,
        "expires": expires if persistent else None,
        "httpOnly": True,
        "path": "/",
        "sameSite": "lax",
    }
    return json.dumps({"cookie": cookie, **DATA}, indent=1)


def states_of(site: str) -> list[str]:
    """Return the states to try. Without a maxAge a record names no end to be past."""
    return [state for state in STATES if OPTIONS[site]["persistent"] or state != "past its end"]


def prepare(pair: Pair, key: str, state: str, persistent: bool) -> dict:
    """Put the state into Redis, and return the headers of a browser in that state."""
    text = record(persistent, -PAST if state == "past its end" else LEFT)
    if state not in ("no cookie", "unknown"):
        pair.client.set(key, "{" if state == "bad JSON" else text, ex=LEFT)
    if state == "no cookie":
        return {}
    value = cookie_of(ID, "another key" if state == "forged" else KEYS[0])
    return {"Cookie": f"connect.sid={value}"}


def sent(response: requests.Response) -> tuple[str, dict]:
    """Return which ID came as a cookie, and the cookie's attributes."""
    line = response.headers.get("Set-Cookie", "")
    cookie = SimpleCookie(line).get("connect.sid")
    if cookie is None:
        return "none", {}
    said = attributes(line)
    # Express says when a cookie ends, ours says after how long.
    ends = [said.pop(name) for name in ("expires", "max-age") if name in said]
    which = "same id" if cookie.value == cookie_of(ID) else "new id"
    return which, {**said, "ends": len(ends)}


def read(pair: Pair, key: str) -> tuple[dict | None, object]:
    """Return a record, and the life in seconds that it got; None where there is none."""
    text, left = pair.client.pipeline(transaction=False).get(key).pttl(key).execute()
    if text is None:
        return None, None
    return load(text), about(left / 1000)


def about(seconds: float) -> object:
    """Return which of the times this is; a busy machine has spent some of it already."""
    for known in (-PAST, LEFT, 60, DAY):
        if known - 15 < seconds <= known:
            return known
    return f"none of the lives: {seconds:.3f} s"


def load(text: bytes) -> dict | None:
    """Return a record, with seconds in place of its times; None for what is not JSON."""
    try:
        found = json.loads(text)
    except ValueError:
        return None
    cookie = found.get("cookie", {})
    if cookie.get("expires"):
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
    fresh, fresh_life = read(pair, *others) if others else (None, None)
    body = response.json()["saw"] if response.status_code == 200 else None
    seen = (response.status_code, body, *sent(response))
    pair.client.delete(key, *others)
    return Cell(*seen, old, now != before, life, fresh, fresh_life)


def difference(theirs: Cell, ours: Cell) -> str:
    """Return the fields in which two cells differ, a line each; "" where they are equal."""
    lines = [
        f"    {field}: Express {one!r}, ours {other!r}"
        for field, one, other in zip(Cell._fields, theirs, ours, strict=True)
        if one != other
    ]
    return "\n".join(lines)


@pytest.mark.parametrize("site", OPTIONS, ids=lambda site: f"options{site}")
def test_every_cell_is_equal_or_listed(pair, site):
    """A site that moves from Express to ours, or back, would lose sessions or keep too many."""
    different, fresh_start = [], {}
    for state, page in itertools.product(states_of(site), PAGES):
        theirs = observe(pair, "express", site, state, page)
        ours = observe(pair, "ours", site, state, page)
        if state == "unknown":
            fresh_start[page] = ours
        if state in ON_PURPOSE:
            assert theirs.status == 500
            # Not a word about the old record: it is neither used nor changed.
            assert not ours.rewritten
            assert not difference(fresh_start[page], ours._replace(life=None))
        elif ours != theirs:
            different.append(f"  {state}, /{page}:\n{difference(theirs, ours)}")
    assert not different, f"{OPTIONS[site]}\n" + "\n".join(different)


def test_what_a_cell_says_where_it_differs():
    """A life that nobody expected, or a lost attribute, is printed: nothing else is."""
    cell = Cell(200, None, "same id", {"httponly": ""}, DATA, False, about(60), None, None)
    other = cell._replace(attributes={}, life=about(3000))
    assert difference(cell, cell) == ""
    assert difference(cell, other) == (
        "    attributes: Express {'httponly': ''}, ours {}\n"
        "    life: Express 60, ours 'none of the lives: 3000.000 s'"
    )
