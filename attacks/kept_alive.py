"""Kept alive: use a stolen session a little all the time, and it never ends.

A session ends when nobody uses it. So a thief who has a cookie sends a request every half
minute, day and night. No client can move the time, so the site restarts its server here with
a clock that is a day ahead; in Redis, the record has been read just now.
"""

from typing import Any

from . import FELL, HELD, an_attack
from .alone import run_alone
from .customer import Customer

HARM = "one stolen cookie, and the thief is logged in for years"
HELD_FROM = 5  # the first lesson whose solution holds
DAY = 24 * 60 * 60


@an_attack(HARM)
def attack(site: Any) -> tuple[str, str]:
    """Log in, and come back a day later to a session that was never idle."""
    with Customer(site) as alice:
        alice.log_in()
        site.restart(ahead=DAY)
        try:
            user = alice.user()
        finally:
            site.restart()
    outcome = FELL if user == "alice" else HELD
    return outcome, f"a session in use day and night, 24 hours after the login: it is {user}'s"


if __name__ == "__main__":
    run_alone(attack)
