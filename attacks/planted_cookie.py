"""Planted cookie: wait for a login that no page of the site has made.

"Remember me" logs Alice in without a form: her browser sends a second cookie, and an extension
writes her name into the session. The thief gets his own session ID into her browser beside it.
If the session keeps that ID, her second cookie has just logged the thief in.
"""

from typing import Any

from . import FELL, HELD, DoesNotApply, NoAnswer, an_attack
from .alone import run_alone
from .customer import PASSWORDS, Customer

HARM = "Alice only comes back, and a thief who planted a cookie is logged in as her"
HELD_FROM = 7  # the first lesson whose solution holds
FORM = {"name": "alice", "password": PASSWORDS["alice"]}


@an_attack(HARM)
def attack(site: Any) -> tuple[str, str]:
    """Plant an ID before a login by form, and before one by the remember cookie."""
    users = []
    for remembered in (False, True):
        with Customer(site) as thief, Customer(site) as alice:
            thief.visit()
            if remembered:
                alice.post("/login", {**FORM, "remember": "on"})
                if len(alice.cookies) < 2:
                    raise DoesNotApply("nobody is remembered here")
            alice.cookies |= thief.cookies
            if not remembered:
                alice.log_in()
            elif alice.user() != "alice":
                raise NoAnswer("the site does not remember Alice")
            users.append(thief.user())
    outcome = FELL if "alice" in users else HELD
    return outcome, f"a planted ID: by her form the thief is {users[0]}, by her return {users[1]}"


if __name__ == "__main__":
    run_alone(attack)
