"""Takes cookies apart: what each holds, whether its signature fits, and why not."""

import os
from typing import Any
from urllib.parse import unquote

from solutions.lesson1_raw_cookie import parse_cookie
from solutions.lesson2_signed_id import from_cookie, sign, unsign

from ..catalogue import Lesson
from ..lesson_files.steps import step_with
from .attributes import read_attribute, size, split
from .exchange import Exchange

SHOWN = 6  # characters of a signature that would fit; the whole one would sign a forgery
NOT_SIGNED = f"Not signed yet: step {step_with('sign')}."
OTHER_SIGN = f"Your sign makes another signature: step {step_with('sign')}."
OTHER_ID = (
    "But it was signed for another ID than the one the server works with, so it must not count. "
    f"See step {step_with('read_signed_count')}."
)


def cookies_of(header: str) -> dict[str, str]:
    """Return the cookies of a Cookie header, name to value."""
    return parse_cookie(header)


def read_cookie(name: str, value: str, lesson: Lesson) -> dict[str, Any]:
    """Return what the panel shows of a cookie: its parts, and a verdict on the signature.

    verdict: "valid", "invalid" or "" where nothing is signed. why: the sentence for it.
    """
    ours = name in lesson.cookies
    told = {"name": name, "value": value, "ours": ours, "verdict": "", "why": "", "parts": []}
    if not ours:
        told["why"] = (
            "Not of this lesson: all programs on this machine share one jar of cookies. Its value "
            "is neither kept nor shown."
        )
    elif not lesson.signs:
        told["parts"] = [("value", "the count", value)]
        told["why"] = "Nothing protects it: whoever edits it decides what the server reads."
    else:
        told |= read_signed(value)
    return told


def read_sent(name: str, value: str, lesson: Lesson, exchange: Exchange) -> dict[str, Any]:
    """Return the same for a cookie that came, with what the learner's code makes of it."""
    told = read_cookie(name, value, lesson)
    remarks = [exchange.remarks.get(name, "")]
    works_with = id_of(exchange, lesson)
    if told["verdict"] == "valid" and works_with not in ("", id_in(value)):
        remarks += [OTHER_ID] if name != lesson.cookies[0] else []
    return {**told, "remarks": [one for one in remarks if one]}


def read_set_cookie(line: str, lesson: Lesson) -> dict[str, Any]:
    """Return what the panel shows of a Set-Cookie line. size: bytes of its name and value."""
    name, value, attributes = split(line)
    told = read_cookie(name, value, lesson)
    if not value:
        told |= {"verdict": "", "why": "It is empty.", "parts": []}
    elif told["verdict"] == "invalid":
        # The server itself made it: nobody has forged anything.
        told.pop("fits", None)
        missing = "." not in from_cookie(value)
        told |= {"verdict": "", "why": NOT_SIGNED if missing else OTHER_SIGN}
    told["attributes"] = [read_attribute(part) for part in attributes]
    return {**told, "size": size(name, value)}


def id_in(value: str) -> str:
    """Return the session ID in a cookie's value, whether its signature fits or is there at all."""
    signed = from_cookie(value)
    return (signed.rpartition(".")[0] or signed).partition(":")[0]


def sent_value(exchange: Exchange, lesson: Lesson) -> str:
    """Return the value of the cookie that says who the visitor is, as it came; "" for none."""
    return cookies_of(exchange.cookie_header).get(lesson.cookies[0], "")


def answered_id(exchange: Exchange, lesson: Lesson) -> str:
    """Return the session ID that the server handed out, "" for none."""
    values = [
        split(line)[1] for line in exchange.set_cookies if split(line)[0] == lesson.cookies[0]
    ]
    return id_in(values[-1]) if values else ""


def id_of(exchange: Exchange, lesson: Lesson) -> str:
    """Return the session ID that the browser holds after an exchange."""
    return answered_id(exchange, lesson) or id_in(sent_value(exchange, lesson))


def is_used(exchange: Exchange, lesson: Lesson) -> bool:
    """Did the server work with the ID that came? It asked the store for it, or handed it out."""
    used = {call.session_id for call in exchange.calls} | {answered_id(exchange, lesson)}
    return id_in(sent_value(exchange, lesson)) in used - {""}


def is_valid(value: str) -> bool:
    """Does the signature of a cookie's value fit?"""
    return unsign(from_cookie(value), secret_keys()) is not None


def believed_step(exchange: Exchange, lesson: Lesson) -> str:
    """Return the step that a server misses which believed a session ID without a valid signature.

    "" where there was nothing to refuse, or where it was refused.
    """
    value = sent_value(exchange, lesson)
    own = exchange.remarks.get(lesson.cookies[0]) == OTHER_SIGN
    if not lesson.signs or not value or own or is_valid(value):
        return ""
    if not is_used(exchange, lesson):
        return ""
    return step_with("SessionManager.open" if lesson.store else "unsign")


def read_signed(value: str) -> dict[str, Any]:
    """Return the parts of a signed cookie, and whether the signature is one of ours."""
    signed = from_cookie(value)
    if not signed:
        why = "It does not begin with s%3A, so it is not a signed cookie, and it is refused."
        return {"parts": [("value", "the whole", unquote(value))], "verdict": "invalid", "why": why}
    content, dot, signature = signed.rpartition(".")
    _, colon, count = (content or signed).partition(":")
    parts = [("id", "the session ID", id_in(value))]
    parts += [("value", "the count", count)] if colon else []
    parts += [("signature", "the signature", signature)] if dot else []
    if is_valid(value):
        what = "this ID and this count" if colon else "this ID"
        why = f"The signature fits {what}, so this server made it."
        return {"parts": parts, "verdict": "valid", "why": why}
    if not dot or not signature:
        why = "There is no signature, so anybody may have written it."
        return {"parts": parts, "verdict": "invalid", "why": why}
    return {"parts": parts, "verdict": "invalid", **compared(content, signature)}


def compared(content: str, signature: str) -> dict[str, Any]:
    """Return why a signature does not fit: the beginnings of it and of the right one.

    differs: the character from which they do, counted from 1; None where it comes later than
    what is shown. Its place would tell who guesses that all before it is right.
    """
    right = sign(content, secret_keys()[0]).rpartition(".")[2][:SHOWN]
    pairs = enumerate(zip(right, signature.ljust(SHOWN), strict=False), 1)
    differs = next((place for place, (a, b) in pairs if a != b), None)
    why = (
        "The signature does not fit. The server signs what came once more, with its secret key, "
        "and compares. Without the key nobody can work out the one that fits."
    )
    came = signature[:SHOWN] + ("..." if len(signature) > SHOWN else "")
    return {"why": why, "fits": f"{right}...", "came": came, "differs": differs, "shown": SHOWN}


def secret_keys() -> list[str]:
    """Return the keys of the server that is inspected."""
    keys = [key.strip() for key in os.environ["SECRET_KEYS"].split(",")]
    return [key for key in keys if key]
