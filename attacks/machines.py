"""Several machines, one of which dies: what the attacks of lesson 8 share."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import sleep
from typing import Any

from . import DoesNotApply, NoAnswer
from .customer import Customer
from .meeting import wait_until

TRIES, PAUSE = 3, 0.1  # how often somebody tries again, and seconds in between


def for_many(site: Any) -> None:
    """Raise DoesNotApply where the site is not made for several workers: it has no /health."""
    with Customer(site) as visitor:
        response = visitor.get(visitor.url + "/health")
        visitor.refuse_errors(response)
    if response.status_code != 200:
        raise DoesNotApply("this site is not made for several machines: it has no /health")


@contextmanager
def machines_of(site: Any) -> Iterator[Any]:
    """Give the Redis servers of the site, to harm them: afterwards they are as at first."""
    if not site.redis_set:
        raise DoesNotApply("there is no set of several real Redis servers here")
    try:
        yield site.redis_set
    finally:
        site.mend()  # before a visitor leaves, who takes his records with him


def wait_for_copies(machines: Any) -> None:
    """Wait until each replica has all that its primary has."""
    primary = machines.primary()
    others = [one for one in machines.servers if one is not primary]
    wait_until(
        lambda: {one.role()[-1] for one in others} == {primary.role()[1]},
        "a replica does not follow its primary",
    )


def take_over(machines: Any, former: Any) -> None:
    """Wait until a replica is the primary, all sentinels know it, and it takes writes."""
    machines.wait_for_another(former)
    wait_until(
        lambda: machines.primary() and machines.primary().role()[2],
        "the new primary has no replica",
        10,
    )


def insist(ask: Callable[[], Any]) -> Any:
    """Return what comes of asking, after a failure once more, as people press a button again."""
    for left in reversed(range(TRIES)):
        try:
            return ask()
        except NoAnswer:
            if not left:
                raise
        sleep(PAUSE)


def cut(_: bytes) -> bytes:
    """Lose an answer, with its connection."""
    raise ConnectionAbortedError


def lose_an_answer(gate: Any, name: str) -> None:
    """Lose Redis's answer to the next command of this name, and hold the one after it."""
    lost: list[str] = []

    def hear(command: list[bytes]) -> list[tuple]:
        if lost or command[0].decode().upper() != name:
            return [(command, None)]
        lost.append(name)
        gate.hold(name)
        return [(command, cut)]

    gate.hears = lambda: hear
