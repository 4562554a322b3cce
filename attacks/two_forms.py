"""Two forms: change one thing with a tab, and another thing with another tab.

Alice has the page on her delivery open twice. In one tab she saves the street, in the other one
a note. Each request reads the session, changes its own part, and writes all of it: the one that
writes last brings back what the other one has just changed.
"""

from typing import Any

from . import FELL, HELD, NoAnswer, an_attack
from .alone import run_alone
from .customer import Customer
from .meeting import FORM, slow_form

HARM = "Alice has saved her note, and the parcel is left with somebody else"
HELD_FROM = 6  # the first lesson whose solution holds


@an_attack(HARM)
def attack(site: Any) -> tuple[str, str]:
    """Save the note while the form with the street is on its way."""
    with Customer(site) as alice, Customer(site) as other_tab:
        alice.visit()
        alice.post("/delivery", {"note": "Carol"})
        if "Carol" not in alice.page("/delivery"):
            raise NoAnswer("she saves a note, and the page does not show it")
        other_tab.cookies = dict(alice.cookies)
        body = slow_form(
            alice,
            {"street": "12 Elm Street"},
            lambda: other_tab.post("/delivery", {"note": "Bob"}),
        )
        alice.post("/delivery", body, FORM)
        page = alice.page("/delivery")
    note = "Bob" if "Bob" in page else "Carol" if "Carol" in page else "gone"
    outcome = HELD if note == "Bob" and "12 Elm Street" in page else FELL
    return (
        outcome,
        f"the note was Carol; then the street in one tab, the note Bob in another: it is {note}",
    )


if __name__ == "__main__":
    run_alone(attack)
