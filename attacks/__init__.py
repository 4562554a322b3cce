"""The attacks: one idea each. `python -m attacks.forge URL` runs one alone, on this machine only.

An attack is a plain HTTP client. It returns what came of it, and the evidence in one line.
"""

import functools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

FELL, HELD, NO_ANSWER, DOES_NOT_APPLY = "fell", "held", "no answer", "does not apply"


@dataclass(frozen=True)
class Verdict:
    """What came of an attack. outcome: one of the four above. harm: what it costs the site."""

    outcome: str
    harm: str
    evidence: str


class NoAnswer(Exception):
    """The site did not answer as an honest visitor may expect, so nothing can be said."""


class DoesNotApply(Exception):
    """The attack cannot be run on this site. Its text is the reason."""


def an_attack(harm: str) -> Callable:
    """Make an attack of a function that returns an outcome and the evidence."""

    def decorate(function: Callable[[Any], tuple[str, str]]) -> Callable[[Any], Verdict]:
        @functools.wraps(function)
        def attack(site: Any) -> Verdict:
            try:
                outcome, evidence = function(site)
            except NoAnswer as reason:
                outcome, evidence = NO_ANSWER, str(reason)
            except DoesNotApply as reason:
                outcome, evidence = DOES_NOT_APPLY, str(reason)
            return Verdict(outcome, harm, evidence)

        return attack

    return decorate
