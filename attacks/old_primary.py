"""Old primary: it stood still, a replica took over, and now it goes on as if nothing had been.

A virtual machine is moved, or a disk hangs. Meanwhile Alice logs out. The old primary knows
nothing of it, and calls itself the primary for 10 seconds more. A worker that was idle all the
time still has its connection. Who asks there sees sessions that are over, or is refused for good.
"""

from typing import Any

from . import FELL, HELD, NoAnswer, an_attack
from .alone import run_alone
from .customer import Customer
from .machines import insist, machines_of, take_over, wait_for_copies
from .meeting import wait_until

HARM = "Alice has logged out, and one worker still shows her page; or it refuses all others"
HELD_FROM = 8  # the first lesson whose solution holds


@an_attack(HARM)
def attack(site: Any) -> tuple[str, str]:
    """Let the primary stand still while Alice logs out, and ask an idle worker."""
    with Customer(site) as alice, Customer(site) as bob, machines_of(site) as machines:
        for one, name in ((alice, "alice"), (bob, "bob")):
            one.log_in(name)
            one.get(site.twin_url + "/account")  # now this worker has a connection, too
        copy, old = dict(alice.cookies), machines.primary()
        wait_for_copies(machines)
        old.pause()
        take_over(machines, old)
        try:
            insist(alice.log_out)
        except NoAnswer as error:
            return FELL, f"a replica took over, and still nobody can log out: {error}"
        old.go_on()
        wait_until(lambda: bool(old.role()), "the old primary does not go on")
        alice.url = bob.url = site.twin_url
        try:
            seen = insist(lambda: alice.user(copy)), insist(bob.user)
        except NoAnswer as error:
            return FELL, f"the old primary goes on, and a worker refuses everybody: {error}"
    outcome = HELD if seen == ("nobody", "bob") else FELL
    return outcome, f"the old primary goes on: Alice, logged out, is {seen[0]}, Bob is {seen[1]}"


if __name__ == "__main__":
    run_alone(attack)
