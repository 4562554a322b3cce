"""Workers: start three worker processes, and forget to give them a key.

A site runs in several processes, and on several machines. One day it is moved, and SECRET_KEYS
is not set there. If each worker makes a key of its own, none believes the cookies of the others:
each click that another worker answers is one of a stranger, and no line of a log says why.
"""

from itertools import cycle, islice
from typing import Any

from . import FELL, HELD, NoAnswer, an_attack
from .alone import run_alone
from .customer import PASSWORDS, Customer
from .machines import for_many

HARM = "Alice is logged out at two clicks of three: each worker has a key of its own"
HELD_FROM = 8  # the first lesson whose solution holds
CLICKS = 24


@an_attack(HARM)
def attack(site: Any) -> tuple[str, str]:
    """Log in at workers that were started without SECRET_KEYS, and click."""
    for_many(site)
    try:
        urls = site.workers(3, SECRET_KEYS="")
    except Exception as error:
        if "SECRET_KEYS" not in str(error):
            raise
        return HELD, "no worker starts without SECRET_KEYS, and it says so"
    with Customer(site) as alice:
        alice.url = urls[0]
        alice.post("/login", {"name": "alice", "password": PASSWORDS["alice"]})
        seen = 0
        for alice.url in islice(cycle(urls), CLICKS):
            seen += alice.user() == "alice"
    if not seen:
        raise NoAnswer("alice logged in, and no worker knows her")
    # Which worker answers is chance, and so is the number: the notebook shows the same each time.
    if seen < CLICKS:
        return FELL, f"three workers without SECRET_KEYS know Alice at some of {CLICKS} clicks only"
    return HELD, f"three workers without SECRET_KEYS know Alice at each of {CLICKS} clicks"


if __name__ == "__main__":
    run_alone(attack)
