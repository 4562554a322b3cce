"""Stolen cookie: go on with a copy of the cookie after the logout.

Alice uses a computer in a library. Somebody copies her cookie: from the disk, from a log, with
a program. She logs out, and her browser forgets the cookie. The copy is as good as before,
unless the server has forgotten the session too.
"""

from typing import Any

from . import FELL, HELD, an_attack
from .alone import run_alone
from .customer import Customer

HARM = "whoever copied her cookie stays logged in as Alice, though she has logged out"
HELD_FROM = 5  # the first lesson whose solution holds


@an_attack(HARM)
def attack(site: Any) -> tuple[str, str]:
    """Copy the cookie, let Alice log out, use the copy."""
    with Customer(site) as alice:
        alice.log_in()
        copy = dict(alice.cookies)
        alice.log_out()
        user = alice.user(copy)
    outcome = FELL if user == "alice" else HELD
    return outcome, f"Alice logged out: with a copy of her cookie, the thief is {user}"


if __name__ == "__main__":
    run_alone(attack)
