"""What our sessions cost beside their peers: the part that no machine changes."""

import subprocess
import sys

import pytest
import redis
from express_pair import need_express

from course.express.server import NoExpress
from course.paths import ROOT
from course.servers.gate import Gate
from tools import bench_trips
from tools.apps import APPS, SIGNED
from tools.bench_lost import FLASK_AND_DJANGO, count, losses
from tools.bench_trips import REQUEST_KINDS, Cost, behind, costs
from tools.connections import Connections, is_whole
from tools.served import served

# Round trips that ours may take at most.
BARS = {
    "none: untouched": 0,
    "none: read": 0,
    "first write": 1,
    "known: untouched": 1,
    "known: read": 1,
    "known: change": 2,
    "forged": 0,
    "logged out": 2,
}


@pytest.fixture(scope="module")
def found(redis_url):
    pytest.importorskip("flask_session", reason="requirements-dev.txt is not installed")
    found = costs(redis_url)
    with redis.Redis.from_url(redis_url) as client:
        for key in client.scan_iter(match="bench:*", count=1000):
            client.delete(key)
    return found


def test_round_trips_are_few_and_fewer_than_those_of_the_peers(found):
    """Each trip is waiting time for a visitor, however fast the rest is."""
    ours = {kind: cost.trips for kind, cost in found["lesson 4"].items()}
    assert all(ours[kind] <= BARS[kind] for kind in REQUEST_KINDS)
    assert "Flask-Session" in found
    for name, peer in found.items():
        assert not [kind for kind in REQUEST_KINDS if ours[kind] > peer[kind].trips], name


def test_lesson_7_asks_redis_for_no_more_than_flask_session(found):
    """It stands in the place of Flask-Session, so a visitor must not wait for more trips."""
    ours = found["lesson 7"]
    assert all(ours[kind].trips <= BARS[kind] for kind in REQUEST_KINDS)
    for name in ("Flask-Session", SIGNED, "Flask-Session, fixed end"):
        for kind in REQUEST_KINDS:
            peer = found[name][kind]
            assert ours[kind].trips <= peer.trips, (name, kind)
            assert len(ours[kind].commands) <= len(peer.commands), (name, kind)


def test_express_is_measured_too(found):
    """Its numbers are known from its source: GET and EXPIRE to read, GET and SET to change."""
    need_express()
    assert found["Express, tuned"]["known: read"].commands == ("GET", "EXPIRE")
    assert found["Express, tuned"]["known: change"].commands == ("GET", "SET")
    assert found["Express, its defaults"]["none: untouched"].commands == ("SET",)


def test_the_gate_counts_bytes(gate):
    """Of a command and of its reply, and nothing of what a client says to introduce itself."""
    with redis.Redis.from_url(gate.url) as client:
        client.set("bench:a", "12345", ex=60)
        gate.reset()
        client.get("bench:a")
        assert gate.sent == len("*2\r\n$3\r\nGET\r\n$7\r\nbench:a\r\n")
        # The Redis in pure Python answers in a shorter form.
        assert gate.received in (len("$5\r\n12345\r\n"), len("+12345\r\n"))
        client.delete("bench:a")


def test_a_peer_that_is_ahead_is_named():
    """A table that only praises ours would prove nothing."""
    ours = dict.fromkeys(REQUEST_KINDS, Cost(2, ("GET", "SET"), 100, 50))
    peer = ours | {"forged": Cost(1, ("GET",), 100, 50), "first write": Cost(2, (), 100, 49)}
    assert behind({"lesson 4": ours, "peer": peer}) == [
        "peer needs fewer round trips than lesson 4 for: forged.",
        "peer needs fewer bytes than lesson 4 for: first write.",
    ]
    assert behind({"lesson 4": ours}) == []


def test_only_whole_and_good_answers_count():
    """Else half an answer, or an error page, would be a fast request."""
    head = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n"
    assert [is_whole(part) for part in (b"", head[:-1], head, head + b"o", head + b"ok")] == [
        False,
        False,
        False,
        False,
        True,
    ]
    with pytest.raises(ConnectionError, match="500"):
        is_whole(head.replace(b"200 OK", b"500 Oh"))


# Not each setting of Flask-Session: it is one app.
@pytest.mark.parametrize("name", [name for name in APPS if "Session," not in name])
def test_every_app_can_be_loaded(redis_url, name):
    """Served from a process of its own, over connections that are kept, a visitor on each."""
    pytest.importorskip("waitress", reason="requirements-dev.txt is not installed")
    with served(name, redis_url) as url, Connections(url, "write", 2) as connections:
        connections.one()
        assert connections.per_second(0.05) > 0
        # Flask's own session says the same to both: the data are in the cookie.
        alike = name in ("bare Flask", "Flask's session")
        assert len(set(connections._requests.values())) == (1 if alike else 2)
    with redis.Redis.from_url(redis_url) as client:
        for key in client.scan_iter(match="bench:*", count=1000):
            client.delete(key)


def test_without_node_the_rest_is_measured(monkeypatch, redis_url, capsys):
    """Express is an extra; its absence is said."""

    def missing(*_):
        raise NoExpress("Node is not installed.")

    monkeypatch.setattr(bench_trips, "Express", missing)
    assert "lesson 4" in costs(redis_url)
    assert capsys.readouterr().out == "Without Express: Node is not installed.\n"


WITHOUT = """
import importlib.util
find = importlib.util.find_spec
hidden = ("flask_session", "waitress")
importlib.util.find_spec = lambda name, *more: None if name in hidden else find(name, *more)
import tools.bench
from tools.apps import APPS
assert "lesson 4" in APPS and not any("Flask-Session" in name for name in APPS)
"""


def test_the_bench_loads_without_its_peers():
    """Who has no requirements-dev.txt measures what is there."""
    done = subprocess.run([sys.executable, "-c", WITHOUT], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_who_counts_in_a_session_at_once_loses_and_who_waits_does_not(redis_url, redis_client):
    for package in ("flask_session", "django", "waitress"):
        pytest.importorskip(package, reason="requirements-dev.txt is not installed")
    found = losses(redis_url, times=10)
    need_express()
    assert set(found) == {*FLASK_AND_DJANGO, "Express, tuned"}
    assert found["lesson 6"].counted == 80
    assert [name for name, one in found.items() if one.counted == 80] == ["lesson 6"], found
    assert {name: one.trips for name, one in found.items() if one.trips != 2} == {
        "lesson 6": 3,
        "Django": 3,
    }
    gate = Gate(redis_url)
    with served("lesson 4", gate.url) as url:
        assert count(url, gate, clients=1, times=20).counted == 20
    gate.shut()
    redis_client.flushdb()
