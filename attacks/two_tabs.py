"""Two tabs: put something into the cart with both at the same time.

Both requests read the cart, and both write it: the one that writes last does not know of the
other. Seldom, and so nobody finds out why. Here it happens every time: the writes wait in
Redis until both requests have read.
"""

from typing import Any

from . import FELL, HELD, an_attack
from .alone import run_alone
from .customer import Customer
from .meeting import send_together

HARM = "Alice has put two teas in with two tabs, and one of them is lost"
HELD_FROM = 6  # the first lesson whose solution holds


@an_attack(HARM)
def attack(site: Any) -> tuple[str, str]:
    """Put a tea into the cart, and one more with each of two tabs."""
    with Customer(site) as alice, Customer(site) as other_tab:
        alice.fill_cart("tea")
        other_tab.cookies = dict(alice.cookies)
        send_together([alice, other_tab], "/shop", {"item": "tea", "quantity": "1"})
        count = alice.count("tea")
    outcome = FELL if count < 3 else HELD
    return outcome, f"one tea in the cart, and one from each of two tabs: there are {count}"


if __name__ == "__main__":
    run_alone(attack)
