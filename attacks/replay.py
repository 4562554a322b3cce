"""Replay: put an old cookie back.

A signature says who wrote a cookie, and nothing about when. This one copies its cookies after
the second visit, visits on to the fifth, and puts the copies back. They are real, every letter
of them. If the server counts on from the copies, whoever keeps a copy keeps what it was worth.
"""

from typing import Any

from . import FELL, HELD, NoAnswer, an_attack
from .alone import run_alone
from .visitor import Visitor

HARM = "a used voucher that is good again, since an old cookie says so"
HELD_FROM = 3  # the first lesson whose solution holds


@an_attack(HARM)
def attack(site: Any) -> tuple[str, str]:
    """Go back to the second visit."""
    with Visitor(site) as visitor:
        visitor.honest()
        copies = dict(visitor.cookies)
        for _ in range(3):
            last = visitor.visit()
        seen = visitor.send(copies)
    if last != 5 or seen not in (3, 6):
        raise NoAnswer(f"visit 5 was counted {last}, and with the old cookies {seen}")
    return (
        FELL if seen == 3 else HELD,
        f"5 visits, then the cookies of visit 2 again: counted {seen}",
    )


if __name__ == "__main__":
    run_alone(attack)
