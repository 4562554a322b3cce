"""Late retry: a page writes its session, Redis does it, and the answer is lost.

The page does not know whether it is written, so it writes again. Meanwhile Alice has logged out.
If the second try makes the record anew, her session is back.
"""

from typing import Any

from . import FELL, HELD, DoesNotApply, an_attack
from .alone import run_alone
from .customer import Customer
from .machines import for_many, lose_an_answer

HARM = "Alice has logged out, and a page that tried again has brought her session back"
HELD_FROM = 8  # the first lesson whose solution holds


@an_attack(HARM)
def attack(site: Any) -> tuple[str, str]:
    """Log out between a write whose answer is lost and the next try."""
    for_many(site)
    if not site.redis:
        raise DoesNotApply("there is no Redis here before which a gate could stand")
    url, gate = site.gated()
    with Customer(site) as alice:
        alice.log_in()
        copy = dict(alice.cookies)
        lose_an_answer(gate, "SET")
        page, _ = gate.run_both(lambda: alice.get(url, copy), alice.log_out)
        user = alice.user(copy)
    outcome = FELL if user == "alice" else HELD
    said = f"an answer is lost, and Alice logs out before the next try (status {page.status_code})"
    return outcome, f"{said}: the session is {user}'s"


if __name__ == "__main__":
    run_alone(attack)
