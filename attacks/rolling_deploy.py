"""Rolling deploy: a new key comes, one worker after the other.

While it does, workers of two steps answer side by side. A visitor comes to the one, then to the
other. If the one signs with a key that the other does not know, the visitor is logged out. Who only
reads keeps the old cookie, with the old signature.
"""

from typing import Any

from . import FELL, HELD, an_attack
from .alone import run_alone
from .customer import Customer
from .machines import for_many

HARM = "at each change of the key, everybody is logged out, now and then for minutes"
HELD_FROM = 8  # the first lesson whose solution holds
STEPS = 4


@an_attack(HARM)
def attack(site: Any) -> tuple[str, str]:
    """Go to and fro between the workers of two steps: with a page that counts, and as a reader."""
    for_many(site)
    steps = [site.another(NEXT_KEY="new", ROLLOUT_STEP=str(step)) for step in range(STEPS)]
    for step, url in enumerate(steps):
        with Customer(site) as counts, Customer(site) as reads:
            reads.url = url
            reads.log_in()
            for other in {step - 1, step + 1} & {*range(STEPS)}:
                where = f"workers of steps {step} and {other} side by side"
                counts.cookies = {}
                seen = [counts.visit(one) for one in (url, steps[other]) * 2]
                if seen != [1, 2, 3, 4]:
                    return FELL, f"{where}: four visits are counted {seen}"
                reads.url = steps[other]
                if reads.user() != "alice":
                    return FELL, f"{where}: Alice, who only reads, is logged out"
    return HELD, f"at {STEPS} steps of a new key, nobody is logged out"


if __name__ == "__main__":
    run_alone(attack)
