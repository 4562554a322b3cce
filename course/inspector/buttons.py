"""What the buttons are called, and what each teaches in a lesson (tests/buttons_<stem>.md)."""

import re
from functools import cache
from typing import NamedTuple

from ..catalogue import Lesson
from ..paths import TESTS

LABELS = {
    "forget": "Forget my cookie",
    "flip": "Change one character of it",
    "earlier": "Put an earlier one back",
    "expire": "Let it expire now",
    "restart": "Restart the server",
}

# What the page does after it, where the lesson is solved.
ANEW, GOES_ON, OTHER, ERROR = "anew", "goes on", "another count", "an error"
AWAY = "the store is away"
SEEN = {
    ANEW: "The page took you for a new visitor.",
    GOES_ON: "The count went on as if nothing had happened.",
    OTHER: "The page shows {count}. Without this it would show {next}.",
    ERROR: "Your code raised an error, so this shows nothing. Mend it, then try again.",
    AWAY: "The store could not be asked, so this shows nothing.",
    "": "This page shows no count.",
}
THEN = {
    ANEW: "the page takes you for a new visitor",
    GOES_ON: "the count goes on",
    OTHER: "the page shows another count",
}


PART = re.compile(r"^## (\w+), step ([\d.]+): ([^\n]+)\n\n(.+?)(?=\n## |\Z)", re.M | re.S)


class Taught(NamedTuple):
    """What a button teaches. right: what a solved lesson does. step: the one that covers it."""

    right: str
    step: str
    why: str


@cache
def taught_in(lesson: Lesson) -> dict[str, Taught]:
    """Return what each button of a lesson teaches, by the button: it offers no others."""
    file = TESTS / f"buttons_{lesson.stem}.md"
    text = file.read_text(encoding="utf-8") if file.exists() else ""
    parts = PART.findall(text)
    return {name: Taught(right, step, " ".join(why.split())) for name, step, right, why in parts}
