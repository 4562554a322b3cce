"""Restart: end the server and start it again, as every update does.

No client can do this: it happens. The server comes back with the same secret keys. If the
visitor is then welcomed as a new one, the sessions were in the memory of the process.
"""

from typing import Any

from . import FELL, HELD, NoAnswer, an_attack
from .alone import run_alone
from .visitor import Visitor

HARM = "everybody logged out, and every cart empty, at each update of the site"
HELD_FROM = 4  # the first lesson whose solution holds; lessons 1 and 2 keep nothing to lose


@an_attack(HARM)
def attack(site: Any) -> tuple[str, str]:
    """Visit twice, restart, visit again."""
    with Visitor(site) as visitor:
        visitor.honest()
        site.restart()
        seen = visitor.visit()
    if seen not in (1, 3):
        raise NoAnswer(f"the third visit, after a restart, was counted {seen}")
    return FELL if seen == 1 else HELD, f"2 visits, a restart, a third visit: counted {seen}"


if __name__ == "__main__":
    run_alone(attack)
