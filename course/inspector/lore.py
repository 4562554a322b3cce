"""What the buttons are called, and what each of them teaches in each lesson."""

from typing import NamedTuple

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


class Lore(NamedTuple):
    """What a button teaches. right: what a solved lesson does. step: the one that covers it."""

    right: str
    step: str
    why: str


# Button and lesson to what it teaches. A lesson offers the buttons that it can explain.
LORE = {
    ("forget", 1): Lore(ANEW, "1.1", "The count was in the cookie, and nowhere else."),
    ("forget", 2): Lore(
        ANEW,
        "2.2",
        "No cookie came, so there was no ID to believe, and the server made a new one.",
    ),
    ("forget", 3): Lore(
        ANEW,
        "3.4",
        "Your record is still in the store, but without its ID nobody can ask for it. "
        "So the server made a new ID.",
    ),
    ("forget", 4): Lore(
        ANEW,
        "3.4",
        "Your record is still in Redis, but without its ID nobody can ask for it. "
        "So the server made a new ID.",
    ),
    ("flip", 1): Lore(
        OTHER,
        "2.1",
        "The server believed the new digit: it has nothing to compare it with. Lesson 2 signs "
        "what it hands out.",
    ),
    ("flip", 2): Lore(
        ANEW,
        "2.2",
        "The signature no longer fits the ID. So the server did not believe the ID, and made a "
        "new one.",
    ),
    ("flip", 3): Lore(
        ANEW,
        "3.4",
        "The signature no longer fits the ID. So nobody looked for that ID in the store: the "
        "server made a new one, with a record of its own.",
    ),
    ("flip", 4): Lore(
        ANEW,
        "3.4",
        "The signature no longer fits the ID. So nobody looked for that ID in Redis: the server "
        "made a new one, with a record of its own.",
    ),
    ("earlier", 2): Lore(
        OTHER,
        "3.1",
        "Its signature still fits: it says who wrote the count, not when. "
        "Lesson 3 keeps the count on the server.",
    ),
    ("earlier", 3): Lore(
        GOES_ON,
        "3.1",
        "It holds the same ID as the newest one. The count is in the store, where nobody can "
        "put an old one back.",
    ),
    ("earlier", 4): Lore(
        GOES_ON,
        "3.1",
        "It holds the same ID as the newest one. The count is in Redis, where no visitor can "
        "put an old one back.",
    ),
    ("expire", 1): Lore(
        ANEW,
        "1.1",
        "Its Max-Age is over, so the browser no longer sends it. To the server that looks like "
        "a first visit.",
    ),
    ("expire", 2): Lore(
        ANEW,
        "3.3",
        "The browser dropped it when its Max-Age was over. The server was not asked: a copy of "
        "it would still be valid. In lesson 3 the server has a clock of its own.",
    ),
    ("expire", 3): Lore(
        ANEW,
        "3.3",
        "The cookie came, and its signature fits. But the time of its record was over, so the "
        "store gave nothing, and the server made a new ID.",
    ),
    ("expire", 4): Lore(
        ANEW,
        "4.1",
        "The cookie came, and its signature fits. But the time of its key was over, so Redis "
        "had dropped it, and the server made a new ID.",
    ),
    ("restart", 1): Lore(
        GOES_ON,
        "1.1",
        "The server has nothing to lose: the count is in your cookie, and it came back.",
    ),
    ("restart", 2): Lore(
        GOES_ON,
        "2.1",
        "The count is in your cookie. The secret key is still the same, so the signature fits.",
    ),
    ("restart", 3): Lore(
        ANEW,
        "3.1",
        "The store was in the memory of the process that has ended. Your cookie is valid, but "
        "nobody knows its ID any more. Lesson 4 keeps the records in a program of its own.",
    ),
    ("restart", 4): Lore(
        GOES_ON,
        "4.1",
        "The record is in Redis, a program of its own, which went on. The new process asked "
        "for it there: that is what lesson 4 is for.",
    ),
}
