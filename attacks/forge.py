"""Forge: write another count into your own cookies.

Whatever a browser keeps, its user can edit. This one visits twice, as anybody does. Then it
writes a million where each cookie says 2, and shows that to the server. It also tries a plain
cookie `views=1000000`. If the page then counts on from a million, the server believes anything.
"""

import re
from typing import Any
from urllib.parse import quote, unquote

from . import FELL, HELD, an_attack
from .alone import run_alone
from .visitor import Visitor

HARM = "visitors who give themselves points, low prices or rights"
HELD_FROM = 2  # the first lesson whose solution holds
MANY = 1_000_000


def forgeries(cookies: dict[str, str]) -> list[dict[str, str]]:
    """Return the cookies with one of them forged, for each that holds the count 2."""
    forged = [{**cookies, "views": str(MANY)}]
    for name, value in cookies.items():
        # The count is all of the value, or stands between a ":" and the signature.
        edited = re.sub(r"(^|:)2(?=\.|$)", rf"\g<1>{MANY}", unquote(value))
        if edited != unquote(value):
            forged.append({**cookies, name: quote(edited, safe="!~*'()")})
    return forged


@an_attack(HARM)
def attack(site: Any) -> tuple[str, str]:
    """Forge the count."""
    with Visitor(site) as visitor:
        visitor.honest()
        seen = max(visitor.send(cookies) for cookies in forgeries(visitor.cookies))
    outcome = FELL if seen >= MANY else HELD
    return outcome, f"2 visits, cookies edited to {MANY}: the page counts {seen}"


if __name__ == "__main__":
    run_alone(attack)
