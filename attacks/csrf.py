"""CSRF, cross-site request forgery: a form on a foreign page, sent by Alice's own browser.

Alice is logged in, and opens a page on another port of the same host, which stands for a sister
domain. It holds a form that leads to the shop, and sends it. Her browser adds her cookie, be it
SameSite=Lax or Strict: the same host is the same site. But it also says where the form was, with
Sec-Fetch-Site and Origin; one that got the page by plain http sends only Origin.
"""

from typing import Any
from urllib.parse import urlsplit

from . import FELL, HELD, NoAnswer, an_attack
from .alone import run_alone
from .customer import Customer

HARM = "Alice opens a foreign page, and her parcels go to somebody else"
HELD_FROM = 5  # the first lesson whose solution holds


@an_attack(HARM)
def attack(site: Any) -> tuple[str, str]:
    """Send the form as a browser sends it from another port."""
    parts = urlsplit(site.url)
    foreign = f"{parts.scheme}://{parts.hostname}:{parts.port % 65_535 + 1}"
    with Customer(site) as alice:
        alice.log_in()
        alice.post("/account", {"parcels": "Alice"})
        if alice.parcels() != "Alice":
            raise NoAnswer(f"she sends her parcels to herself, and they go to {alice.parcels()}")
        for headers in ({"Origin": foreign, "Sec-Fetch-Site": "same-site"}, {"Origin": foreign}):
            alice.post("/account", {"parcels": "Bob"}, headers)
        parcels = alice.parcels()
    outcome = FELL if parcels == "Bob" else HELD
    return outcome, f"a form from another port sends Alice's parcels to Bob: they go to {parcels}"


if __name__ == "__main__":
    run_alone(attack)
