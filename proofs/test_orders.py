"""The orders of several requests' trips: all of them, each once, or some at random."""

import threading
from functools import partial

import pytest

from course.servers.orders import every_order, in_turns, random_orders, waiting_client


@pytest.fixture
def stage(redis_url, redis_client):
    """A function that runs requests of so many trips, and a list of what came to Redis."""
    seen = []
    with waiting_client(redis_url, 3) as client:

        def request(name, trips):
            for _ in range(trips):
                client.rpush("log", name)
            return name

        def run(trips, choose):
            redis_client.delete("log")
            ended = [*in_turns([partial(request, *one) for one in enumerate(trips)], choose)]
            assert sorted(ended) == [(number, number) for number in range(len(trips))]
            seen.append(b"".join(redis_client.lrange("log", 0, -1)))

        yield run, seen


@pytest.mark.parametrize(
    ("trips", "orders"), [((7, 3), 120), ((2, 2, 2), 90), ((3, 0), 1), ((0, 0), 1), ((4,), 1)]
)
def test_every_order_comes_once(stage, trips, orders):
    run, seen = stage
    assert every_order(partial(run, trips)) == orders == len(seen) == len(set(seen))


def test_orders_at_random_come_again_with_their_seed(stage, capsys):
    run, seen = stage
    for seed in (1, 1, 2, None, None):
        random_orders(partial(run, (3, 3, 3)), 10, seed)
    first, again, *others = (seen[start : start + 10] for start in range(0, 50, 10))
    assert first == again and first not in others and others[1] != others[2]
    assert len({*seen}) > 20 and capsys.readouterr().out == ""


def test_an_order_that_fails_is_printed(stage, capsys):
    run, seen = stage

    def fails(choose):
        run((2, 1), choose)
        assert seen[-1] != b"010"

    with pytest.raises(AssertionError):
        every_order(fails)
    assert "choices were [0, 1, 0]" in capsys.readouterr().out
    with pytest.raises(AssertionError):
        random_orders(fails, 1000, 5)
    said = capsys.readouterr().out
    assert f"Seed 5, order {len(seen) - 3}: " in said and "[0, 1, 0]" in said


def test_who_looks_no_further_leaves_no_thread(redis_url, redis_client):
    """An error of a request is its answer."""
    redis_client.set("text", "x")
    with waiting_client(redis_url, 2) as client:
        before = threading.active_count()
        requests = [lambda: client.incr("text"), lambda: client.get("text") and client.get("text")]
        turns = in_turns(requests, lambda _: 0)
        index, answer = next(turns)
        assert index == 0 and "not an integer" in str(answer)
        turns.close()
        for thread in threading.enumerate()[before:]:
            thread.join(5)
        assert threading.active_count() == before
