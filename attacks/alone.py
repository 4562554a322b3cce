"""Runs one attack alone, from the command line: `python -m attacks.forge URL`."""

import sys
from collections.abc import Callable

from . import DoesNotApply, Verdict
from .visitor import Refused, loopback


class Address:
    """A site of which only the address is known."""

    redis = redis_set = None

    def __init__(self, url: str) -> None:
        self.url = loopback(url)

    def restart(self, ahead: float = 0) -> None:
        """Say that nobody can do this from outside."""
        raise DoesNotApply(f"Nobody restarts a server from outside. {by_command()}")

    @property
    def twin_url(self) -> str:
        """Say that nobody can know this from outside."""
        raise DoesNotApply(f"A second server is needed beside the first. {by_command()}")

    def another(self, **environment: str) -> str:
        """Say that nobody can start one from outside."""
        raise DoesNotApply(f"A server with other settings is needed. {by_command()}")

    gated = another

    def workers(self, count: int, **environment: str) -> list[str]:
        """Say that nobody can start them from outside."""
        raise DoesNotApply(f"Workers with other settings are needed. {by_command()}")


def by_command() -> str:
    """Return the sentence that says which command can do it."""
    return "This does it with a server of its own: python -m course attack"


def run_alone(attack: Callable[..., Verdict]) -> None:
    """Run the attack on the URL of the command line. Exits with 2 where it is refused."""
    if len(sys.argv) != 2:
        sys.exit(f"Usage: python -m {sys.modules['__main__'].__spec__.name} URL")
    try:
        verdict = attack(Address(sys.argv[1]))
    except Refused as reason:
        print(reason, file=sys.stderr)
        sys.exit(2)
    print(f"{verdict.outcome}: {verdict.evidence}")
    print(f"The harm: {verdict.harm}")
