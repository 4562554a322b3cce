"""Fixation: let somebody log in with an ID that the thief knows.

The thief visits the site, and so he has an ID that the server signed. He gets it into Alice's
browser: a page of his on another port or a sister domain can set a cookie there. Alice logs
in. If her session keeps that ID, the thief is logged in as well, and never needed her password.
"""

from typing import Any

from . import FELL, HELD, an_attack
from .alone import run_alone
from .customer import Customer

HARM = "a thief who never saw her password is logged in as Alice"
HELD_FROM = 5  # the first lesson whose solution holds


@an_attack(HARM)
def attack(site: Any) -> tuple[str, str]:
    """Plant an ID, wait for the login, use the ID."""
    with Customer(site) as thief, Customer(site) as alice:
        thief.visit()
        alice.cookies = dict(thief.cookies)
        alice.log_in()
        user = thief.user()
    outcome = FELL if user == "alice" else HELD
    return outcome, f"Alice logged in with an ID that was planted: with it, the thief is {user}"


if __name__ == "__main__":
    run_alone(attack)
