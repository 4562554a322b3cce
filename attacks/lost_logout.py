"""Lost logout: log out while no replica follows, and then the primary dies.

Redis answers before its replicas have the change. If it dies just then, a replica becomes the
primary that never heard of the logout. The session is back, and Alice was told that she is out.
Nobody can promise that this never happens. A site can say so, and let her try again.
"""

from typing import Any

from . import FELL, HELD, NoAnswer, an_attack
from .alone import run_alone
from .customer import Customer
from .machines import insist, machines_of, take_over, wait_for_copies

HARM = "Alice was told that she is logged out, and after a failure her session lives on"
HELD_FROM = 8  # the first lesson whose solution holds


@an_attack(HARM)
def attack(site: Any) -> tuple[str, str]:
    """Cut the replicas off, log out, kill the primary, and use a copy of the cookie."""
    with Customer(site) as alice, machines_of(site) as machines:
        alice.log_in()
        copy, primary = dict(alice.cookies), machines.primary()
        wait_for_copies(machines)
        for server in machines.servers:
            with server.client() as owner:
                # It would refuse to write, but notices only after 2 seconds that it is alone.
                owner.config_set("min-replicas-to-write", 0)
                if server is not primary:
                    owner.replicaof("127.0.0.1", 1)
        try:
            alice.log_out()
        except NoAnswer as said:
            return HELD, f"no replica has the logout, and the site says that it is not safe: {said}"
        primary.kill()
        take_over(machines, primary)
        alice.url = site.another()  # a worker that has not known the old one
        user = insist(lambda: alice.user(copy))
    outcome = FELL if user == "alice" else HELD
    return outcome, f"the logout was done, the primary died: the session is {user}'s"


if __name__ == "__main__":
    run_alone(attack)
