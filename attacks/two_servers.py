"""Two servers: go on at a second one, as behind any load balancer.

No client can cause this: it happens as soon as one server is not enough. Both have the same
secret keys. If the second one does not know the visitor, each server has its own sessions.
"""

from typing import Any

from . import FELL, HELD, NoAnswer, an_attack
from .alone import run_alone
from .visitor import Visitor

HARM = "a session that is lost as soon as the other server answers"
HELD_FROM = 4  # the first lesson whose solution holds; in lessons 1 and 2 the browser keeps all


@an_attack(HARM)
def attack(site: Any) -> tuple[str, str]:
    """Visit one server twice, then the other."""
    with Visitor(site) as visitor:
        visitor.honest()
        seen = visitor.visit(site.twin_url)
    if seen not in (1, 3):
        raise NoAnswer(f"the third visit, at the second server, was counted {seen}")
    return FELL if seen == 1 else HELD, f"2 visits, a third at a second server: counted {seen}"


if __name__ == "__main__":
    run_alone(attack)
