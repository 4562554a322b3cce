"""Double click: send the form that buys twice, at the same time.

The answer takes a moment, so Alice clicks once more. Both requests find the cart as it was, and
both buy it. Here it happens every time: the writes wait in Redis until both have read.
"""

import re
from typing import Any

from . import FELL, HELD, NoAnswer, an_attack
from .alone import run_alone
from .customer import Customer
from .meeting import send_together

HARM = "Alice ordered one teapot, and gets two of them, and the bill"
HELD_FROM = 6  # the first lesson whose solution holds


@an_attack(HARM)
def attack(site: Any) -> tuple[str, str]:
    """Put one teapot into the cart, and buy it with two clicks."""
    with Customer(site) as alice, Customer(site) as second_click:
        alice.fill_cart("teapot")
        number = re.search('name="number" value="([^"]*)"', alice.page("/cart"))
        if not number:
            raise NoAnswer("there is no form that buys")
        second_click.cookies = dict(alice.cookies)
        send_together([alice, second_click], "/buy", {"number": number[1]})
        count = alice.count("teapot", f"/buy?number={number[1]}")
    if not count:
        raise NoAnswer("a teapot was in the cart, and none was bought")
    outcome = FELL if count > 1 else HELD
    return outcome, f"one teapot in the cart, two clicks: {count} bought"


if __name__ == "__main__":
    run_alone(attack)
