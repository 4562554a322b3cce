"""The things to try: which buttons a lesson offers, and what came of one that was pressed."""

import re

from ..catalogue import Lesson
from ..lesson_files.steps import step_with, steps_of
from .attributes import kept
from .buttons import ANEW, AWAY, ERROR, GOES_ON, OTHER, SEEN, THEN, taught_in
from .exchange import Exchange
from .reading import answered_id, cookies_of, id_in, sent_value


def count_on(text: str) -> int | None:
    """Return the visits that a page shows, None where it shows none. The welcome counts 1."""
    found = re.search(r"Views(?: so far)?: (\d{1,15})", text)
    return int(found[1]) if found else 1 if "Welcome" in text else None


def count_of(held: dict[str, str], exchanges: list[Exchange], lesson: Lesson) -> int | None:
    """Return the count that was shown last to the browser that holds these cookies."""
    for one in reversed(exchanges):
        left = kept(cookies_of(one.cookie_header), one.set_cookies, lesson.cookies)
        if left == held and count_on(one.text) is not None:
            return count_on(one.text)
    return None


def has_new_id(exchange: Exchange, lesson: Lesson) -> bool:
    """Did the server hand out another session ID than the one that came?"""
    came, answered = id_in(sent_value(exchange, lesson)), answered_id(exchange, lesson)
    return answered not in ("", came)


def seen(exchange: Exchange, lesson: Lesson) -> str:
    """Return what the page did after a button was pressed: a key of SEEN."""
    count, before = count_on(exchange.text), exchange.attempt.get("count")
    if exchange.status.startswith("503") and lesson.store:
        return AWAY
    if exchange.status.startswith("5"):
        return ERROR
    if count is None:
        return ""
    if count <= 1:
        return ANEW
    return GOES_ON if before in (None, count - 1) else OTHER


def shows_nothing(exchange: Exchange, lesson: Lesson, story: list[Exchange]) -> str:
    """Return why a welcome after a welcome says nothing, "" where it does."""
    if exchange.attempt["action"] == "flip" and has_new_id(exchange, lesson):
        return ""
    if seen(exchange, lesson) != ANEW or (exchange.attempt["count"] or 0) > 1:
        return ""
    earlier = [one for one in story if one.number < exchange.number and not one.attempt]
    came_back = [one for one in earlier if sent_value(one, lesson)]
    if came_back and all(count_on(one.text) == 1 for one in came_back):
        first = steps_of(lesson)[0].id
        return f"Your page does not count yet, so this shows nothing. First comes step {first}."
    return "It did so before, so this shows nothing yet. Let it count to 2 first."


def told(exchange: Exchange, lesson: Lesson, story: list[Exchange]) -> tuple[list[str], str]:
    """Return what happened after a button was pressed, and why, as sentences; and the step.

    The step is "" where no step is about it.
    """
    did, before = exchange.attempt["did"], exchange.attempt["count"] or 0
    action, what = exchange.attempt["action"], seen(exchange, lesson)
    taught = taught_in(lesson)[action]
    words = [did, SEEN[what].format(count=count_on(exchange.text), next=before + 1)]
    if what in (ERROR, AWAY):
        return words, step_with("redis_errors") if what == AWAY else ""
    if action == "flip" and exchange.believed:
        why = f"This server believes an ID that nobody signed. Step {exchange.believed} refuses it."
        return [*words, why], exchange.believed
    nothing = shows_nothing(exchange, lesson, story)
    if nothing:
        return [*words, nothing], ""
    if what == taught.right:
        if exchange.believed:
            return [*words, "Your server believes what nobody signed, so far."], exchange.believed
        return [*words, taught.why], taught.step
    return [*words, f"When step {taught.step} is done, {THEN[taught.right]}."], taught.step
