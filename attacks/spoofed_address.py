"""Spoofed address: write the address of somebody else into X-Forwarded-For.

Behind a proxy, each visitor seems to come from the proxy, which therefore says in a header who
it was. Anybody can send this header. A site that believes it limits, bans or logs the wrong one.
"""

from typing import Any

from . import FELL, HELD, DoesNotApply, NoAnswer, an_attack
from .alone import run_alone
from .customer import Customer

HARM = "an attacker comes from any address, and somebody else is banned for it"
HELD_FROM = 8  # the first lesson whose solution holds
SPOOFED, REAL = "198.51.100.7", "203.0.113.9"
# What arrives, by the number of our own proxies: ours has put the real address at the end.
CAME = {"0": SPOOFED, "1": f"{SPOOFED}, {REAL}"}


@an_attack(HARM)
def attack(site: Any) -> tuple[str, str]:
    """Send the header to a site without a proxy, and by way of its proxy."""
    with Customer(site) as visitor:
        if visitor.get(visitor.url + "/address").status_code == 404:
            raise DoesNotApply("there is no /address here")
        for proxies, came in CAME.items():
            url = site.another(PROXIES=proxies)
            response = visitor.ask("GET", url + "/address", headers={"X-Forwarded-For": came})
            visitor.refuse_errors(response)
            if SPOOFED in response.text:
                return FELL, f"X-Forwarded-For: {came}, proxies: {proxies}: it believes {SPOOFED}"
        if REAL not in response.text:
            raise NoAnswer("behind a proxy of its own, the site does not know its visitors")
    return HELD, f"it does not believe {SPOOFED}, and behind its own proxy it knows {REAL}"


if __name__ == "__main__":
    run_alone(attack)
