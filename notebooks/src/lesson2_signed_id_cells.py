"""What the cells of lesson 2 need and do not have to show."""

import operator
from collections.abc import Callable, Sequence
from types import ModuleType

from course.notebook import Browser, Server, Story, names

__all__ = ["alice_and_bob", "equals", "looks", "looks_at_all", "visited"]


def visited(
    module: ModuleType, keys: Sequence[str], times: int
) -> tuple[Story, Browser, Server]:
    """Return a browser that has visited a server, and their story after it."""
    story = Story()
    browser = story.browser()
    make = lambda: module.create_app(
        secret_keys=keys, new_id=names("my-id", "other")
    )
    server = story.server(make)
    for _ in range(times):
        browser.visit(server)
    story.forget()
    return story, browser, server


def alice_and_bob(
    module: ModuleType, keys: Sequence[str]
) -> tuple[Story, Server, Browser, Browser]:
    """Return a server that Alice has visited 40 times, and Bob once."""
    story = Story()
    make = lambda: module.create_app(
        secret_keys=keys, new_id=names("alice-id", "bob-id")
    )
    server = story.server(make)
    alice, bob = story.browser("Alice"), story.browser("Bob")
    for visitor in [alice] * 40 + [bob]:
        visitor.visit(server)
    story.forget()
    return story, server, alice, bob


class Counted(int):
    """A character's number that counts how often it is looked at."""

    looked = 0

    def __eq__(self, other: object) -> bool:
        Counted.looked += 1
        return int(self) == int(other)

    def __xor__(self, other: int) -> int:
        Counted.looked += 1
        return int(self) ^ int(other)

    __hash__ = int.__hash__


equals = operator.eq


def looks_at_all(one: list[int], other: list[int]) -> bool:
    """Are they the same? Finds out as hmac.compare_digest does."""
    difference = 0
    for a, b in zip(one, other, strict=True):
        difference |= a ^ b
    return difference == 0


def looks(
    compare: Callable, guesses: dict[int, str], right: str
) -> list[tuple[int, int]]:
    """Return how many characters a comparison looks at, for each guess."""
    found = []
    for good, guess in guesses.items():
        Counted.looked = 0
        compare(
            [Counted(byte) for byte in guess.encode()], list(right.encode())
        )
        found.append((good, Counted.looked))
    return found
