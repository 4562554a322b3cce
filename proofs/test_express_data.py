"""Data that one of the two languages cannot keep: which it is, and what becomes of it."""

import json

import pytest
from express_pair import KEYS, cookie_of, express_record, prefix, running_pair

from solutions.express_record import RESERVED, ExpressSessionManager
from solutions.lesson4_redis_store import RedisStore

ID = "an-id-of-a-session-seen-by-both-"
# What any object of JavaScript has by itself.
INHERITED = {
    *("constructor", "toString", "toLocaleString", "valueOf", "hasOwnProperty", "isPrototypeOf"),
    *("propertyIsEnumerable", "__proto__", "__defineGetter__", "__defineSetter__"),
    *("__lookupGetter__", "__lookupSetter__"),
}


@pytest.fixture(scope="module")
def pair(redis_url):
    with running_pair(redis_url, {"usual": {}}) as pair:
        yield pair


@pytest.fixture(autouse=True)
def nothing_left(pair):
    yield
    pair.clear()


def manager_of(pair, side):
    """Return a manager of ours on the records of one of the servers."""
    return ExpressSessionManager(RedisStore(pair.client, 60, prefix(side, "usual")), KEYS)


def written_by_ours(pair, side, **data):
    """Return the cookie and the key of a session with this data."""
    manager = manager_of(pair, side)
    session = manager.open("")
    session.update(data)
    manager.save(session)
    return cookie_of(session.id), manager.store.key(session.id)


def test_reserved_are_the_names_that_a_session_of_express_has(pair):
    """Asked of the real one: none is missing in our list, and none too many."""
    names = pair.get("express", "usual/names").json()["saw"]
    assert set(names["inherited"]) == INHERITED
    assert set(names["own"]) - INHERITED == RESERVED - INHERITED


def test_data_under_such_a_name_is_lost_in_express(pair):
    """This is why ours refuses `id`: it would be gone after one visit there."""
    lost = (RESERVED | INHERITED) - {"cookie"}
    data = dict.fromkeys(lost, "kept?") | {"Id": "kept", "toStrings": "kept"}
    key = pair.put("express", "usual", ID, express_record(data))
    pair.get("express", "usual/write", cookie_of(ID))
    found = json.loads(pair.client.get(key))
    assert found.keys() == {"cookie", "views", "Id", "toStrings"}
    assert found["views"] == 4


@pytest.mark.parametrize("name", sorted(RESERVED))
def test_ours_refuses_a_reserved_name(pair, name):
    """The page fails where it is written, and nothing half is stored."""
    manager = manager_of(pair, "ours")
    session = manager.open("")
    session[name] = "mine"
    with pytest.raises(ValueError, match=rf"\b{name}\b"):
        manager.save(session)
    assert not pair.keys()


def test_ours_keeps_what_it_does_not_refuse(pair):
    """In Python nothing is special about `constructor`: it is lost only where Express writes."""
    data = dict.fromkeys(INHERITED - RESERVED, "kept")
    cookie, key = written_by_ours(pair, "ours", **data)
    pair.get("ours", "usual/write", cookie)
    found = json.loads(pair.client.get(key))
    assert found.keys() == {"cookie", "views", *data}


@pytest.mark.parametrize("number", [float("nan"), float("inf"), float("-inf")])
def test_a_number_that_json_does_not_have(pair, number):
    """Python writes NaN and Infinity and reads them; in Express they are an error."""
    for side, status in (("express", 500), ("ours", 200)):
        cookie, key = written_by_ours(pair, side, price=number)
        assert pair.get(side, "usual/write", cookie).status_code == status
        assert repr(json.loads(pair.client.get(key))["price"]) == repr(number)


def test_a_number_that_javascript_does_not_have(pair):
    """There every number is a float of 53 bits: long ones lose digits, and 1.0 is 1."""
    after = {"express": (2**53, "1"), "ours": (2**53 + 1, "1.0")}
    for side, (big, one) in after.items():
        cookie, key = written_by_ours(pair, side, big=2**53 + 1, one=1.0)
        pair.get(side, "usual/write", cookie)
        found = json.loads(pair.client.get(key))
        assert found["views"] == 1
        assert (found["big"], repr(found["one"])) == (big, one)
