"""Lets two requests meet: the first one waits where it is told to, until the other is there too."""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from threading import Event
from typing import Any
from urllib.parse import urlencode

import redis

from . import DoesNotApply, NoAnswer
from .customer import Customer

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
DEADLINE = 4  # seconds
LOOK = 0.002  # seconds between two looks: who looks without a rest slows down what it waits for
PAUSE = 900  # milliseconds; a server of ours waits for Redis for 1 second


def slow_form(tab: Customer, form: dict[str, str], between: Callable[[], object]) -> Iterator:
    """Return the body of a form. Between its headers and it, between is called.

    By then the server has read the session: a read gives its key a new life.
    """
    if not tab.site.redis:
        raise DoesNotApply("there is no Redis here that shows when the session was read")
    (key,) = tab.records()
    half = tab.site.redis.pttl(key) // 2
    tab.site.redis.pexpire(key, half)

    def body() -> Iterator[bytes]:
        wait_until(
            lambda: tab.site.redis.pttl(key) > half,
            "the server does not read the session before the form",
        )
        between()
        yield urlencode(form).encode()

    return body()


def wait_until(happens: Callable[[], bool], else_say: str, seconds: float = DEADLINE) -> None:
    """Wait until it happens. Raises NoAnswer where it does not."""
    end = time.monotonic() + seconds
    while not happens():
        if time.monotonic() > end:
            raise NoAnswer(else_say)
        time.sleep(LOOK)


def send_together(tabs: list[Customer], path: str, form: dict[str, str]) -> None:
    """Send a form with each tab: no tab writes before all have read.

    Redis does no writing command meanwhile, so nobody else may use this one.
    """
    client, go = tabs[0].site.redis, Event()
    with ThreadPoolExecutor(len(tabs)) as pool:
        try:
            sent = [begin(pool, tab, path, form, go) for tab in tabs]
            with writes_held(client):
                go.set()
                wait_until(lambda: waiting(client) == len(tabs), "nothing is written", 0.8)
        finally:
            go.set()
    for one in sent:
        one.result()  # raises what was raised there


def begin(pool: ThreadPoolExecutor, tab: Customer, path: str, form: dict, go: Event) -> Future:
    """Send a form up to its body, which waits for go. Return when the session was read."""
    has_come = Event()

    def wait() -> None:
        has_come.set()
        go.wait(DEADLINE)

    sent = pool.submit(tab.post, path, slow_form(tab, form, wait), FORM)
    sent.add_done_callback(lambda _: has_come.set())
    has_come.wait(2 * DEADLINE)
    return sent


@contextmanager
def writes_held(client: Any) -> Iterator[None]:
    """Within the block, Redis answers what reads, and lets what writes wait."""
    try:
        waiting(client)
        client.client_pause(PAUSE, all=False)
    except redis.RedisError as error:
        raise DoesNotApply("this Redis cannot hold writes back") from error
    try:
        yield
    finally:
        client.client_unpause()


def waiting(client: Any) -> int:
    """Return how many clients wait for Redis."""
    return client.info("clients")["blocked_clients"]
