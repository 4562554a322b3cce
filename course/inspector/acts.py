"""Does what the buttons say: to the browser's cookies by Set-Cookie, to the record in its store."""

import time
from typing import Any

from solutions.lesson2_signed_id import from_cookie, to_cookie

from ..catalogue import Lesson
from . import records
from .reading import cookies_of, id_in
from .story import Story

# Why a button could do nothing: a short word for the address of the page that says so.
REASONS = {
    "no-cookie": "Your browser sent no cookie of this lesson: perhaps its time was over. Open the "
    "page, and try again before its clock ends.",
    "none-set": "Your page has set no cookie so far: that is step 1.1.",
    "one-only": "This session has only one cookie so far. Load the page once more, then try again.",
    "not-asked": "The store has not been asked yet. Open the page once, then try again.",
    "away": "The store could not be asked, so the time of its record still runs.",
}


class NotPossible(Exception):
    """The button has nothing to work on. Its text is a key of REASONS."""


def act(
    action: str, header: str, lesson: Lesson, story: Story, store: Any, owner: str
) -> list[str]:
    """Do what a button says, and return the Set-Cookie lines for it. Raises NotPossible.

    header: the Cookie line that came with the button. store: None where none was asked.
    owner: the browser that pressed it.
    """
    sent = cookies_of(header)
    ours = [name for name in lesson.cookies if name in sent]
    if not ours:
        sets_none = not lesson.signs and story.exchanges and not story.issued
        raise NotPossible("none-set" if sets_none else "no-cookie")
    if action == "restart":
        return []
    if action == "expire" and lesson.store:
        expire_record(store, id_in(sent[ours[0]]))
        return []
    if action in ("forget", "expire"):
        return [set_cookie(name, "", story, 0) for name in ours]
    if action == "flip":
        return [set_cookie(ours[0], flipped(sent[ours[0]]), story)]
    return [set_cookie(ours[-1], earlier(ours[-1], sent, story, owner), story)]


def set_cookie(name: str, value: str, story: Story, max_age: int | None = None) -> str:
    """Return a Set-Cookie line with the attributes that the lesson gave this cookie.

    max_age: seconds; None for as long as the cookie would have lived.
    """
    known = story.issued_as(name) or {"attributes": ["Path=/", "HttpOnly"], "ends": None}
    kept = [
        one for one in known["attributes"] if not one.lower().startswith(("max-age", "expires"))
    ]
    if max_age is None and known["ends"]:
        max_age = max(1, round(known["ends"] - time.time()))
    age = [] if max_age is None else [f"Max-Age={max_age}"]
    return "; ".join([f"{name}={value}", *age, *kept])


def flipped(value: str) -> str:
    """Return a cookie's value with one character changed: of its signature, if there is one."""
    signed = from_cookie(value)
    content, dot, signature = signed.rpartition(".")
    if signed:
        return to_cookie(content + dot + other(signature[:1], "AB") + signature[1:])
    return other(value[:1], "98") + value[1:]


def other(character: str, choices: str) -> str:
    """Return the first of the choices that is not this character."""
    return next(choice for choice in choices if choice != character)


def earlier(name: str, sent: dict[str, str], story: Story, owner: str) -> str:
    """Return the value of the oldest cookie of this session that the lesson itself handed out."""
    mine = id_in(sent[name])
    # Of this browser only: who knows an ID, and no signature, gets none here.
    own = [one for one in story.issued if one["owner"] == owner and not one["by_button"]]
    named = [one["value"] for one in own if one["name"] == name]
    values = [value for value in named if id_in(value) == mine]
    others = [value for value in values if value != sent[name]]
    # With a store every cookie of a session is the same: the oldest is as good as the newest.
    if not others and len(values) < 2:
        raise NotPossible("one-only")
    return (others or values)[0]


def expire_record(store: Any, session_id: str) -> None:
    """End the time of a record in its store."""
    if store is None:
        raise NotPossible("not-asked")
    try:
        records.expire(store, session_id)
    except Exception as error:  # whatever a learner's store and an absent Redis may raise
        raise NotPossible("away") from error


def describe(action: str, header: str, lines: list[str], lesson: Lesson) -> str:
    """Return in a sentence what was done. header: the Cookie line before it."""
    if action == "flip":
        return describe_flip(header, lines[0])
    return {
        "forget": "The cookie was deleted, as you can do in any browser.",
        "earlier": "An earlier cookie of yours was put back.",
        "restart": "The server was ended and started again.",
        "expire": "The time of the record in the store was ended."
        if lesson.store
        else "The time of the cookie was ended, as if its Max-Age had passed.",
    }[action]


def describe_flip(header: str, line: str) -> str:
    """Return which character was changed. line: the Set-Cookie line that changes it."""
    name, _, after = line.partition(";")[0].partition("=")
    before, what = cookies_of(header)[name], "first digit"
    if from_cookie(before):
        what = "first character of its signature" if "." in before else "first character of the ID"
        before, after = (from_cookie(one).rpartition(".")[2] for one in (before, after))
    return f"In the cookie {name}, the {what} was changed from {before[:1]} to {after[:1]}."
