"""Every order in which the trips to Redis of several requests can come.

Each request runs in a thread, and waits before each of its trips for its turn. So one runs at a
time.
"""

import queue
import random
import threading
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import redis

DEADLINE = 20  # seconds to the next trip of a request, or to its end
WAITS = object()
turns = threading.local()
# Says who goes next: it is called with how many wait, and returns the index of one of them.
Choose = Callable[[int], int]


class Waiting(redis.Connection):
    """A connection that waits before each trip until it is the turn of its thread."""

    def send_packed_command(self, command: Any, check_health: bool = True) -> None:
        """Wait, and send."""
        if hasattr(turns, "wait"):
            turns.wait()
        super().send_packed_command(command, check_health)


def waiting_client(url: str, connections: int) -> redis.Redis:
    """Return a client for requests in threads. connections: as many as all need at once."""
    pool = redis.ConnectionPool.from_url(
        url, connection_class=Waiting, protocol=2, driver_info=None
    )
    # Connected by now: to connect takes trips of its own, and only the first order would.
    for connection in [pool.get_connection() for _ in range(connections)]:
        pool.release(connection)
    return redis.Redis(connection_pool=pool)


class Actor:
    """One request in a thread. answer: WAITS, or at its end what it returned or raised."""

    def __init__(self, request: Callable[[], Any]) -> None:
        self._said, self._may_go = queue.SimpleQueue(), threading.Semaphore(0)
        threading.Thread(target=self._run, args=(request,), daemon=True).start()
        self.answer = self._said.get(timeout=DEADLINE)

    def _run(self, request: Callable[[], Any]) -> None:
        turns.wait = self._wait
        try:
            self._said.put(request())
        except Exception as error:
            self._said.put(error)

    def _wait(self) -> None:
        self._said.put(WAITS)
        self._may_go.acquire()

    def go(self) -> None:
        """Let it run to its next trip, or to its end. Raises queue.Empty after the deadline."""
        self._may_go.release()
        self.answer = self._said.get(timeout=DEADLINE)


def in_turns(requests: Sequence[Callable[[], Any]], choose: Choose) -> Iterator[tuple[int, Any]]:
    """Run requests trip by trip; give the index and the answer of each as soon as it has ended."""
    actors = [Actor(request) for request in requests]
    try:
        yield from ((i, one.answer) for i, one in enumerate(actors) if one.answer is not WAITS)
        while waiting := [one for one in actors if one.answer is WAITS]:
            chosen = waiting[choose(len(waiting))]
            chosen.go()
            if chosen.answer is not WAITS:
                yield actors.index(chosen), chosen.answer
    finally:
        for one in actors:  # where somebody looks no further
            while one.answer is WAITS:
                one.go()


def every_order(run: Callable[[Choose], Any]) -> int:
    """Call run(choose) for each order there is, and return how many there are."""
    count, first = 0, []
    while True:
        made, count = _run(run, first), count + 1
        while made and made[-1][0] + 1 == made[-1][1]:
            made.pop()
        if not made:
            return count
        first = [choice for choice, _ in made[:-1]] + [made[-1][0] + 1]


def random_orders(run: Callable[[Choose], Any], count: int, seed: int | None = None) -> None:
    """Call run(choose) so many times, each in an order at random. seed: None for a new one."""
    seed = random.randrange(2**32) if seed is None else seed  # noqa: S311
    generator = random.Random(seed)  # noqa: S311
    for number in range(count):
        _run(run, [], generator.randrange, f"Seed {seed}, order {number}: ")


def _run(run: Callable, first: list[int], more: Choose = lambda _: 0, name: str = "") -> list:
    """Return each choice that was made, and among how many. Print them after an error."""
    made: list[tuple[int, int]] = []

    def choose(waiting: int) -> int:
        made.append((first[len(made)] if len(made) < len(first) else more(waiting), waiting))
        return made[-1][0]

    try:
        run(choose)
    except BaseException:
        print(f"{name}the choices were {[choice for choice, _ in made]}.")
        raise
    return made
