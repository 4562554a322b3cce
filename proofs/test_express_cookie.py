"""The cookie and the record, attribute by attribute, beside those of Express."""

import json
import re

import pytest
from express_pair import START, cookie_of, express_record, prefix, running_pair

from course.checks.checking import attributes, name_and_value

SIDES = ("express", "ours")
ID = "one-id-that-both-servers-hand-out"
# Everything that a cookie must encode, or must not, and what is no ASCII.
ODD_ID = "a!b~c*d'e(f)g.h i\xfc\u5bff%/+;,="
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
    "odd_id": {"ids": [ODD_ID]},
}
OTHER = {"usual": {}, "secure": {"secure": True}, "rolling": {"rolling": True, "same_site": None}}


@pytest.fixture(scope="module")
def pair(redis_url):
    sites = {name: {"ids": [ID], **options} for name, options in SAME.items()}
    with running_pair(redis_url, sites | OTHER) as pair:
        yield pair


@pytest.fixture(autouse=True)
def nothing_left(pair):
    yield
    pair.clear()


def two_visits(pair, side, site):
    """Return the first Set-Cookie value, the key, its TTL, the record of it, and that later on.

    The second visit sends back what the first one brought.
    """
    url = f"{pair.urls[side]}/{site}/write"
    set_cookie = pair.browser.get(url, timeout=5).headers["Set-Cookie"]
    (key,) = pair.keys()
    left, first = pair.client.ttl(key), pair.client.get(key)
    headers = {"Cookie": name_and_value(set_cookie)}
    assert pair.browser.get(url, headers=headers, timeout=5).status_code == 200
    assert pair.keys() == {key}
    later = pair.client.get(key)
    pair.clear()
    return set_cookie, key.replace(prefix(side, site), ""), left, without_times(first), later


def without_times(text):
    """Return a record's text with its times masked."""
    return re.sub(
        r'"originalMaxAge":(?:60000|59999),"expires":"[^"]+"',
        '"originalMaxAge":<60 s>,"expires":<a time>',
        text.decode(),
    )


def record_of(text):
    """Return what a text with masked times says, in whatever order."""
    return json.loads(re.sub("<[^>]+>", "1", text))


@pytest.mark.parametrize("site", SAME)
def test_cookie_and_record_are_those_of_express(pair, site):
    """One ID, one key: the same cookie, character by character, and the same record."""
    theirs, their_key, their_life, their_record, their_later = two_visits(pair, "express", site)
    ours, our_key, our_life, our_record, our_later = two_visits(pair, "ours", site)
    assert name_and_value(ours) == name_and_value(theirs)
    # Express says when a cookie ends, ours says after how long.
    assert attributes(theirs).keys() - {"expires"} == attributes(ours).keys() - {"max-age"}
    for name in attributes(ours).keys() - {"max-age"}:
        assert attributes(ours)[name] == attributes(theirs)[name]
    ends = site != "no_max_age"
    assert ("expires" in attributes(theirs)) == ("max-age" in attributes(ours)) == ends
    assert our_key == their_key
    assert abs(our_life - their_life) <= 2  # to the second: proofs/test_express_ends.py
    assert ("<a time>" in our_record) == ("<a time>" in their_record) == ends
    assert record_of(our_record) == record_of(their_record)
    for later in (our_later, their_later):
        assert json.loads(later)["views"] == 2  # the cookie came back, and was understood


def test_the_record_is_the_same_text(pair):
    """Not only the same JSON: no spaces, and the names in the order in which Express has them."""
    texts = []
    for side in SIDES:
        pair.get(side, "usual/write")
        (key,) = pair.keys()
        texts.append(without_times(pair.client.get(key)))
        pair.clear()
    assert texts[0] == texts[1]
    assert "<a time>" in texts[0]


@pytest.mark.parametrize("side", SIDES)
def test_an_id_is_32_characters_for_urls(pair, side):
    """192 random bits, in letters that need no encoding."""
    cookies = {pair.get(side, "usual/write").headers["Set-Cookie"] for _ in range(20)}
    ids = {re.match(r"connect\.sid=s%3A([\w-]{32})\.", cookie, re.ASCII)[1] for cookie in cookies}
    assert len(ids) == 20
    assert pair.keys() == {prefix(side, "usual") + session_id for session_id in ids}


def test_secure_in_the_record(pair):
    """Over http Express sends no cookie (see the differences), but it writes the record."""
    records = []
    for side in SIDES:
        pair.get(side, "secure/write")
        (key,) = pair.keys()
        records.append(record_of(without_times(pair.client.get(key))))
        pair.clear()
    assert records[0] == records[1]
    assert records[0]["cookie"]["secure"] is True


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
    for side in SIDES:
        pair.put(side, "rolling", ID, express_record())
        url, headers = f"{pair.urls[side]}/rolling/peek", {"Cookie": LINES[line]}
        answer = pair.browser.get(url, headers=headers, timeout=5)
        seen[side] = (answer.status_code, answer.json()["saw"])
    assert seen["ours"] == seen["express"]
