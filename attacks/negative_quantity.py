"""Negative quantity: order minus three mugs.

A form that offers 1 to 99 pieces is only a proposal: whoever sends a request writes any number
into it. With a minus, a line of the cart costs less than nothing, and makes the rest cheaper.
"""

from typing import Any

from . import FELL, HELD, an_attack
from .alone import run_alone
from .customer import Customer

HARM = "a teapot for nothing, and the shop pays the rest"
HELD_FROM = 6  # the first lesson whose solution holds


@an_attack(HARM)
def attack(site: Any) -> tuple[str, str]:
    """Put a teapot into the cart, and minus three mugs."""
    with Customer(site) as thief:
        thief.fill_cart("teapot")
        before = thief.total()
        thief.post("/shop", {"item": "mug", "quantity": "-3"})
        after = thief.total()
    outcome = FELL if after < before else HELD
    return outcome, f"a teapot for {before:.2f} in the cart, then minus 3 mugs: to pay {after:.2f}"


if __name__ == "__main__":
    run_alone(attack)
