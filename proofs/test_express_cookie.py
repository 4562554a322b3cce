"""The cookie and the record, attribute by attribute, beside those of Express."""

import json
import time

import pytest
import requests
from express_pair import DAY, START, Pair, cookie_of, prefix

from course.checks.checking import attributes, name_and_value
from course.peers.express import NoExpress

ID = "one-id-that-both-servers-hand-out"
SAME = {
    "defaults": {},
    "name": {"name": "shop.sid"},
    "path": {"path": "/path"},
    "domain": {"domain": "example.com"},
    "strict": {"same_site": "Strict"},
    "no_same_site": {"same_site": None},
    "for_scripts": {"http_only": False},
    "prefix": {"prefix": f"{START}shop:"},
    "no_max_age": {"persistent": False},
    "keys": {"secret_keys": ["the new key", "the old key"]},
}
OTHER = {"secure": {"secure": True}, "rolling": {"rolling": True, "same_site": None}}


@pytest.fixture(scope="module")
def pair(redis_url):
    ids = {name: {**options, "ids": [ID]} for name, options in SAME.items()}
    try:
        pair = Pair(redis_url, {**ids, **OTHER})
    except NoExpress as reason:
        pytest.skip(str(reason))
    yield pair
    pair.stop()


@pytest.fixture(autouse=True)
def nothing_left(pair):
    yield
    pair.clear()


def get(pair, side, path, cookie=None):
    headers = {"Cookie": f"connect.sid={cookie}"} if cookie else {}
    return requests.get(f"{pair.urls[side]}/{path}", headers=headers, timeout=5)


def first_visit(pair, side, site):
    """Return what a first visit brought: the Set-Cookie value, the key, its TTL, the record."""
    set_cookie = get(pair, side, f"{site}/write").headers["Set-Cookie"]
    (key,) = pair.keys()
    record, left = json.loads(pair.client.get(key)), pair.client.ttl(key)
    pair.clear()
    return set_cookie, key.replace(prefix(side, site), ""), left, record


def express_record(**cookie):
    """Return the text of a record that Express could have written."""
    end = time.strftime("%Y-%m-%dT%H:%M:%S.000Z", time.gmtime(time.time() + 60))
    base = {"originalMaxAge": 60_000, "expires": end, "httpOnly": True, "path": "/"}
    return json.dumps({"cookie": base | cookie, "views": 3})


@pytest.mark.parametrize("site", SAME)
def test_cookie_and_record_are_those_of_express(pair, site):
    """One ID, one key: the same cookie, character by character, and the same record."""
    (theirs, their_key, their_life, their_record) = first_visit(pair, "express", site)
    (ours, our_key, our_life, our_record) = first_visit(pair, "ours", site)
    assert name_and_value(ours) == name_and_value(theirs)
    # Express says when a cookie ends, ours says after how long: the same, in any clock.
    assert attributes(theirs).keys() - {"expires"} == attributes(ours).keys() - {"max-age"}
    for name in attributes(ours).keys() - {"max-age"}:
        assert attributes(ours)[name] == attributes(theirs)[name]
    assert ("expires" in attributes(theirs)) == ("max-age" in attributes(ours))
    assert our_key == their_key
    assert abs(our_life - their_life) <= 2
    for record in (their_record, our_record):
        end = record["cookie"].pop("expires")
        assert (end is None) == (site == "no_max_age")
        record["cookie"]["originalMaxAge"] = round((record["cookie"]["originalMaxAge"] or 0) / 100)
    assert our_record == their_record


GOOD = cookie_of(ID)
RAW = GOOD.replace("%3A", ":").replace("%2F", "/").replace("%2B", "+")
LINES = {
    "one of several": f"theme=dark; connect.sid={GOOD}; lang=en",
    "no spaces": f"theme=dark;connect.sid={GOOD};lang=en",
    "not encoded": f"connect.sid={RAW}",
    "encoded in small letters": f"connect.sid={GOOD.replace('%3A', '%3a').replace('%2F', '%2f')}",
    "in quotes": f'connect.sid="{GOOD}"',
    "twice, the first is good": f"connect.sid={GOOD}; connect.sid=s%3Ano.good",
    "twice, the second is good": f"connect.sid=s%3Ano.good; connect.sid={GOOD}",
    "not signed": f"connect.sid={ID}",
    "no prefix": f"connect.sid={GOOD.removeprefix('s%3A')}",
    "no signature": f"connect.sid=s%3A{ID}",
    "padded signature": f"connect.sid={GOOD}%3D",
    "another letter": f"connect.sid={GOOD[:-1]}{'A' if GOOD[-1] != 'A' else 'B'}",
    "another name": f"Connect.sid={GOOD}",
    "half an escape": f"connect.sid={GOOD}%",
    "nothing": "connect.sid=",
    "no value": "connect.sid",
}


@pytest.mark.parametrize("line", LINES)
def test_a_cookie_line_is_read_alike(pair, line):
    """One browser, two servers: either both know the session, or neither."""
    seen = {}
    for side in ("express", "ours"):
        pair.client.set(prefix(side, "rolling") + ID, express_record(), ex=60)
        url = f"{pair.urls[side]}/rolling/peek"
        answer = requests.get(url, headers={"Cookie": LINES[line]}, timeout=5)
        seen[side] = (answer.status_code, answer.json()["saw"])
    assert seen["ours"] == seen["express"]


# A record as text, and what Express answers to it. Ours answers each with 200.
STRANGE = {"{": 500, "7": 500, "[]": 500, '"text"': 500, "{}": 500, '{"views":3}': 500, "null": 200}


@pytest.mark.parametrize("text", STRANGE)
def test_a_record_that_is_none(pair, text):
    """Where Express shows an error page until the record ends, ours goes on."""
    for side, status in (("express", STRANGE[text]), ("ours", 200)):
        pair.client.set(prefix(side, "rolling") + ID, text, ex=60)
        assert get(pair, side, "rolling/peek", cookie_of(ID)).status_code == status


def test_secure_over_http(pair):
    """Express sends no cookie and does not say so; ours sends it, and the browser drops it."""
    assert "Set-Cookie" not in get(pair, "express", "secure/write").headers
    assert "secure" in attributes(get(pair, "ours", "secure/write").headers["Set-Cookie"])


def test_attributes_of_express_survive_our_write(pair):
    """Express sends a cookie with what the record says: it must not lose SameSite by us."""
    kept = {"sameSite": "strict", "priority": "high", "partitioned": True, "domain": "example.com"}
    for written_by_us in (False, True):
        key = prefix("express", "rolling") + ID
        pair.client.set(key, express_record(**kept), ex=60)
        if written_by_us:
            pair.client.rename(key, prefix("ours", "rolling") + ID)
            get(pair, "ours", "rolling/write", cookie_of(ID))
            pair.client.rename(prefix("ours", "rolling") + ID, key)
        sent = attributes(get(pair, "express", "rolling/peek", cookie_of(ID)).headers["Set-Cookie"])
        assert sent["samesite"] == "Strict"
        assert sent["priority"] == "High"
        assert sent["domain"] == "example.com"
        assert "partitioned" in sent


def test_a_record_for_30_days(pair):
    """Express goes on with the record's maxAge; ours has one max_age for every session."""
    lives = {}
    for side in ("express", "ours"):
        key = prefix(side, "rolling") + ID
        pair.client.set(key, express_record(originalMaxAge=30 * DAY * 1000), ex=30 * DAY)
        get(pair, side, "rolling/write", cookie_of(ID))
        lives[side] = pair.client.ttl(key)
    assert 30 * DAY - 15 < lives["express"] <= 30 * DAY
    assert 60 - 15 < lives["ours"] <= 60
