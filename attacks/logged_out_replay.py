"""Logged-out replay: send the cookie of a session that its page has emptied.

A page of a Flask app logs out with session.clear(), or an extension does it. The browser forgets
its cookie. Where the record stays on the server, or where the whole session is in the cookie, as
Flask has it, a copy of the cookie is as good as before.
"""

from typing import Any

from . import FELL, HELD, an_attack
from .alone import run_alone
from .customer import Customer

HARM = "whoever copied her cookie goes on as Alice, though her page emptied the session"
HELD_FROM = 7  # the first lesson whose solution holds


@an_attack(HARM)
def attack(site: Any) -> tuple[str, str]:
    """Copy the cookie, let Alice log out, and see what the copy still shows."""
    with Customer(site) as alice:
        alice.log_in()
        alice.post("/account", {"parcels": "12 Elm Street"})
        copy = dict(alice.cookies)
        alice.log_out()
        page = alice.account(copy)
    outcome = FELL if "Elm Street" in page else HELD
    shown = "her address" if "Elm Street" in page else "nothing of hers"
    return outcome, f"the session was emptied at the logout: a copy of its cookie shows {shown}"


if __name__ == "__main__":
    run_alone(attack)
