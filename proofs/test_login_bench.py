"""What a login costs at Redis, ours and its peers', in one run."""

import pytest

from tools.bench_logins import KINDS, PEERS, costs

# Round trips that ours may take.
BARS = dict(zip(KINDS, [0, 0, 2, 1, 2, 1, 4, 1, 2], strict=True))


@pytest.fixture(scope="module")
def found(redis_url, redis_client):
    for package in ("flask_session", "flask_login", "django"):
        pytest.importorskip(package, reason="requirements-dev.txt is not installed")
    yield costs(redis_url)
    redis_client.flushdb()


def test_ours_takes_as_many_trips_as_it_says(found):
    assert {kind: cost[0] for kind, cost in found["lesson 5"].items()} == BARS


def test_the_peers_are_logged_in_and_out(found):
    """A peer that did nothing would cost nothing."""
    assert list(found) == list(PEERS)
    for peer in found.values():
        assert "SET" in peer["a stranger: login"] and "DEL" in peer["logged in: logout"]


def test_django_takes_more_for_a_login(found):
    """It changes the ID too, and reads once more; Flask-Login keeps the one from before."""
    assert found["Django"]["known: login"][0] > BARS["known: login"]
    assert "DEL" not in found["Flask-Login, Flask-Session"]["known: login"]
