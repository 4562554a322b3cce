"""Store away: Redis stops answering, and with it every page, even one that needs no session.

A picture, a page without a name on it and a mistyped address need no session. Yet a site that
asks for the session before each of them has no answer for any, while Redis is away. Here Redis
holds everything back for a while, as one does that is overloaded.
"""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import redis

from . import FELL, HELD, DoesNotApply, an_attack
from .alone import run_alone
from .visitor import Visitor

HARM = "Redis is away, and nobody sees even the pages that need no session"
HELD_FROM = 7  # the first lesson whose solution holds
PAGES = ("/plain", "/picture.svg", "/nowhere")
PAUSE = 1_500  # milliseconds; a server of ours waits for Redis for 1 second


@an_attack(HARM)
def attack(site: Any) -> tuple[str, str]:
    """Ask for pages that need no session, while Redis does not answer."""
    client = site.redis
    if not client:
        raise DoesNotApply("there is no Redis here that could be held")
    with Visitor(site) as alice:
        alice.honest()
        try:
            client.client_pause(PAUSE)
        except redis.RedisError as error:
            raise DoesNotApply("this Redis cannot be held") from error
        # At once, and not in turn: Redis is not away for long.
        with ThreadPoolExecutor(len(PAGES)) as pool:
            cookies = [dict(alice.cookies)] * len(PAGES)
            asked = list(pool.map(alone, [site] * len(PAGES), PAGES, cookies))
        client.ping()  # answered when it is over
    outcome = FELL if max(asked) >= 500 else HELD
    said = ", ".join(f"{page} {status}" for page, status in zip(PAGES, asked, strict=True))
    return outcome, f"Redis holds its answers back: {said}"


def alone(site: Any, page: str, cookies: dict[str, str]) -> int:
    """Return the status of a page, asked for with these cookies."""
    with Visitor(site) as visitor:
        return visitor.get(visitor.url + page, cookies).status_code


if __name__ == "__main__":
    run_alone(attack)
