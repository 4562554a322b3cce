"""Kill the primary: the machine dies on which the primary runs, and a sentinel beside it.

No client can do this: it happens. The other sentinels make a replica the primary, which takes 2
or 3 seconds. A site that asks only one sentinel, or keeps the address that it has, or gives up at
the first error, shows errors meanwhile, or for ever.
"""

from time import monotonic
from typing import Any

from . import FELL, HELD, NoAnswer, an_attack
from .alone import run_alone
from .machines import machines_of, wait_for_copies
from .visitor import Visitor

HARM = "one machine dies, and nobody gets a page, although the other machines have all"
HELD_FROM = 8  # the first lesson whose solution holds
SECONDS = 3.5  # in which a replica has taken over


@an_attack(HARM)
def attack(site: Any) -> tuple[str, str]:
    """Count, kill the primary and the first sentinel, and count on."""
    with Visitor(site) as visitor, machines_of(site) as machines:
        visitor.honest()
        wait_for_copies(machines)
        machines.sentinels[0].kill()
        machines.primary().kill()
        end, expected = monotonic() + SECONDS, 2
        while monotonic() < end:
            expected += 1
            try:
                seen = visitor.visit()
            except NoAnswer as error:
                return FELL, f"the primary was killed with kill -9: {error}"
            if seen != expected:
                return FELL, f"the primary was killed: visit {expected} is counted {seen}"
    return HELD, "the primary was killed with kill -9: each page came, and each visit is counted"


if __name__ == "__main__":
    run_alone(attack)
