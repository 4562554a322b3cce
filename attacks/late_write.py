"""Late write: a slow page saves its session after the logout, and the session is back.

A form is on its way, and its headers have arrived: the server has read the session. Before the
rest comes, Alice logs out. Then the page is done and saves. If that makes the record anew,
whoever has a copy of the cookie is logged in again, and Alice believes that she is not.
"""

from typing import Any

from . import FELL, HELD, an_attack
from .alone import run_alone
from .customer import Customer
from .meeting import FORM, slow_form

HARM = "Alice has logged out, and a copy of her cookie is logged in again as Alice"
HELD_FROM = 5  # the first lesson whose solution holds


@an_attack(HARM)
def attack(site: Any) -> tuple[str, str]:
    """Log out while a form is on its way."""
    with Customer(site) as alice, Customer(site) as other_tab:
        alice.log_in()
        copy, other_tab.cookies = dict(alice.cookies), dict(alice.cookies)
        body = slow_form(alice, {"parcels": "somewhere"}, other_tab.log_out)
        status = alice.post("/account", body, FORM)
        user = alice.user(copy)
    outcome = FELL if user == "alice" else HELD
    return outcome, f"logged out while a form came in (status {status}): the session is {user}'s"


if __name__ == "__main__":
    run_alone(attack)
