"""How `make bench` measures beside peers: fairly, and with a word where ours is behind."""

import pytest
import redis

from course.commands import commands
from tools import bench, bench_load, bench_time, chart
from tools.apps import APPS, PREFIX, SIGNED
from tools.bench_time import PAGE_OF, Spread, answer, compared, environ_of


def test_the_signed_peer_signs_and_the_fixed_one_does_not_slide(redis_url):
    """Else the row would not be what its name says."""
    pytest.importorskip("flask_session", reason="requirements-dev.txt is not installed")
    with redis.Redis.from_url(redis_url) as client:
        values, lives = {}, {}
        for name in ("Flask-Session", SIGNED, "Flask-Session, fixed end"):
            app = APPS[name](client)
            cookie = answer(app, environ_of("write")).partition(";")[0]
            values[name] = cookie.removeprefix("session=")
            key = PREFIX + values[name].partition(".")[0]
            assert client.expire(key, 20)
            answer(app, environ_of("peek", cookie))
            lives[name] = client.ttl(key)
            client.delete(key)
    assert [name for name, value in values.items() if "." in value] == [SIGNED]
    assert [name for name, life in lives.items() if life <= 20] == ["Flask-Session, fixed end"]


def test_a_round_is_compared_with_the_bare_framework_of_that_round(monkeypatch):
    """A slow moment slows both, and a first round warms up: neither is in the result."""
    times = iter([*range(1000, 19_000, 3000), *range(10, 16), *range(110, 116)])
    monkeypatch.setattr(bench_time, "time_of", lambda visit: next(times) + visit())
    cost = {"bare Flask": 0, "lesson 4": 100, "bare Express": 50, "Express, tuned": 350}
    kinds = {"bare Flask": 2, "lesson 4": 2, "bare Express": 1, "Express, tuned": 1}
    visits = {
        (name, kind): lambda name=name: cost[name]
        for name, number in kinds.items()
        for kind in list(PAGE_OF)[:number]
    }
    found = bench_time.over_bare(visits, 2)
    assert found.keys() == {"lesson 4", "Express, tuned"}
    assert abs(found["lesson 4"]["read"].median - 100) <= 5
    assert abs(found["Express, tuned"]["untouched"].median - 300) <= 5


def test_where_ours_is_behind_is_said():
    """A mean below 1 would hide a change above it."""
    found = {
        "lesson 4": {kind: Spread(1, 400 if kind == "change" else 100, 1) for kind in PAGE_OF},
        SIGNED: dict.fromkeys(PAGE_OF, Spread(1, 320, 1)),
    }
    assert compared(found, SIGNED) == [
        f"Lesson 4 / {SIGNED} (the like of ours): mean 0.62; "
        "untouched 0.31, read 0.31, change 1.25",
        "  There, ours is behind for: change.",
    ]
    assert compared(found, "lesson 4") == []


def test_the_first_round_of_the_load_does_not_count(monkeypatch):
    """Whoever is first would pay for all that is not warm yet."""
    asked = []
    monkeypatch.setattr(bench_load, "load", lambda url: asked.append(url) or len(asked))
    found = bench_load.loads({"a": "A", "b": "B"}, 5)
    assert len(asked) == 12
    assert sorted(found["a"] + found["b"]) == list(range(3, 13))
    assert asked[:2] * 6 != asked  # in mixed order


def test_the_picture_is_drawn(tmp_path):
    """A PNG, with two axes: what was measured in two ways is not on one."""
    pytest.importorskip("matplotlib", reason="requirements-notebooks.txt is not installed")
    row = dict.fromkeys(PAGE_OF, Spread(90, 100, 120))
    file = tmp_path / "peers.png"
    chart.draw(dict.fromkeys(["lesson 4", SIGNED, "Express, tuned"], row), file)
    assert file.read_bytes().startswith(b"\x89PNG")
    assert chart.errors([(90, 100, 120), (1, 2, 4)]) == [[10, 1], [20, 2]]


def test_the_command_knows_the_parts():
    """They are named there once more, so that a typing error is answered at once."""
    (argument,) = commands.commands["bench"].params
    assert list(argument.type.choices) == list(bench.PARTS)
