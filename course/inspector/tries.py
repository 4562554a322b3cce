"""The things to try: which buttons a lesson offers, and what came of one that was pressed."""

import re

from .exchange import Exchange
from .lore import ANEW, ERROR, GOES_ON, LABELS, LORE, OTHER, SEEN, THEN


def offered(lesson: int) -> list[str]:
    """Return the buttons that a lesson offers."""
    return [action for action in LABELS if (action, lesson) in LORE]


def count_on(text: str) -> int | None:
    """Return the visits that a page shows, None where it shows none. The welcome counts 1."""
    found = re.search(r"Views(?: so far)?: (\d{1,15})", text)
    return int(found[1]) if found else 1 if "Welcome" in text else None


def seen(exchange: Exchange) -> str:
    """Return what the page did after a button was pressed: a key of SEEN."""
    count, before = count_on(exchange.text), exchange.attempt.get("count")
    if exchange.status.startswith("5"):
        return ERROR
    if count is None:
        return ""
    if count <= 1:
        return ANEW
    return GOES_ON if before in (None, count - 1) else OTHER


def told(exchange: Exchange, lesson: int, believed: str) -> list[str]:
    """Return what happened after a button was pressed, and why, as sentences.

    believed: the step that a server misses which believes anybody's ID, "" for one that does not.
    """
    did, before = exchange.attempt["did"], exchange.attempt["count"]
    lore, what = LORE[exchange.attempt["action"], lesson], seen(exchange)
    words = [did, SEEN[what].format(count=count_on(exchange.text), next=(before or 0) + 1)]
    if what == ERROR:
        return words
    if what == ANEW and (before or 0) <= 1:
        return [*words, "It did so before, so this shows nothing yet. Let it count to 2 first."]
    if believed:
        why = f"This server believes an ID that nobody signed. Step {believed} refuses it."
        return [*words, why]
    if what == lore.right:
        return [*words, lore.why]
    done = f"step {lore.step}" if lore.step else f"lesson {lesson}"
    return [*words, f"When {done} is done, {THEN[lore.right]}."]
