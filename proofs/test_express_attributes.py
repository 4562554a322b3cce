"""The attributes of a cookie that Express wrote into a record: what becomes of them in ours."""

import json

import pytest
from express_pair import cookie_of, express_record, prefix, running_pair

from course.checks.checking import attributes

SIDES = ("express", "ours")
ID = "an-id-of-a-session-that-they-made"
# What Express may have put into a record, each unlike what ours would put there.
FOREIGN = {
    "sameSite": "strict",
    "httpOnly": False,
    "path": "/shop",
    "domain": "example.com",
    "secure": True,
    "priority": "high",
    "partitioned": True,
}


@pytest.fixture(scope="module")
def pair(redis_url):
    sites = {"usual": {}, "rolling": {"rolling": True, "same_site": None}}
    with running_pair(redis_url, sites) as pair:
        yield pair


@pytest.fixture(autouse=True)
def nothing_left(pair):
    yield
    pair.clear()


def cookie_part(text):
    """Return what a record says of its cookie, but for its end."""
    cookie = json.loads(text)["cookie"]
    return {name: cookie[name] for name in cookie if name not in ("originalMaxAge", "expires")}


@pytest.mark.parametrize("site", ["usual", "rolling"])
def test_attributes_of_express_survive_our_write(pair, site):
    """Express sends a cookie with what the record says: it must not lose SameSite by us."""
    key = pair.put("ours", site, ID, express_record(**FOREIGN))
    answer = pair.get("ours", f"{site}/write", cookie_of(ID))
    assert json.loads(pair.client.get(key))["views"] == 4
    assert cookie_part(pair.client.get(key)) == FOREIGN
    # The cookie that ours sends is what this manager was told to send.
    sent = attributes(answer.headers["Set-Cookie"])
    same_site = {"samesite": "Lax"} if site == "usual" else {}
    assert sent == {"max-age": "60", "path": "/", "httponly": "", **same_site}


def test_express_sends_what_our_write_left(pair):
    """The header of Express after our write is the one that it sends without us."""
    kept = {name: value for name, value in FOREIGN.items() if name != "secure"}
    headers = []
    for first in SIDES:
        key = pair.put(first, "rolling", ID, express_record(**kept))
        pair.get(first, "rolling/write", cookie_of(ID))
        if first == "ours":
            pair.client.rename(key, prefix("express", "rolling") + ID)
        answer = pair.get("express", "rolling/peek", cookie_of(ID))
        sent = attributes(answer.headers.get("Set-Cookie", ""))
        sent.pop("expires", None)
        headers.append(sent)
    assert headers[0] == headers[1]
    assert headers[0]["samesite"] == "Strict"


@pytest.mark.parametrize("side", SIDES)
def test_a_new_id_does_not_inherit_the_attributes(pair, side):
    """It is another session: its cookie is what the server's options say."""
    pair.get(side, "usual/write")
    (fresh,) = pair.keys()
    usual = cookie_part(pair.client.get(fresh))
    pair.clear()
    old = pair.put(side, "usual", ID, express_record(**FOREIGN))
    pair.get(side, "usual/regenerate", cookie_of(ID))
    (key,) = pair.keys()
    assert key != old
    assert cookie_part(pair.client.get(key)) == usual
