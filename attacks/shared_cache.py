"""Shared cache: get the page that the server made for somebody else.

Between many browsers and a server there may be a cache: in a company, at a provider, in front of
the site. It keeps what the answer allows it to keep (RFC 9111), and hands it to whoever asks for
the same address next. Here the cache is a dict.
"""

from typing import Any

from . import FELL, HELD, DoesNotApply, an_attack
from .alone import run_alone
from .customer import Customer

HARM = "Bob, who shares a cache with Alice, reads her page"
HELD_FROM = 7  # the first lesson whose solution holds


@an_attack(HARM)
def attack(site: Any) -> tuple[str, str]:
    """Let Alice read her page through the cache, and then Bob."""
    cache: dict[tuple[str, str], str] = {}
    with Customer(site) as alice, Customer(site) as bob:
        if alice.get(site.url + "/hello").status_code == 404:
            raise DoesNotApply("there is no /hello here")
        alice.log_in()
        bob.log_in("bob")
        through(cache, alice, "/hello")
        page = through(cache, bob, "/hello")
    outcome = FELL if "alice" in page else HELD
    name = "alice" if "alice" in page else "bob"
    return outcome, f"two people behind one cache: Bob's page greets {name}"


def through(cache: dict[tuple[str, str], str], browser: Customer, path: str) -> str:
    """Return the page, out of the cache where it has one."""
    for who in ("", str(browser.cookies)):
        if (path, who) in cache:
            return cache[path, who]
    answer = browser.get(browser.url + path)
    rules = answer.headers.get("Cache-Control", "")
    if "public" in rules and "private" not in rules and "no-store" not in rules:
        varies = "cookie" in answer.headers.get("Vary", "").lower()
        cache[path, str(browser.cookies) if varies else ""] = answer.text
    return answer.text


if __name__ == "__main__":
    run_alone(attack)
