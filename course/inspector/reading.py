"""Takes headers apart: what a cookie holds, whether its signature fits, what an attribute asks."""

import os
from typing import Any
from urllib.parse import unquote

from solutions.lesson1_raw_cookie import parse_cookie
from solutions.lesson2_signed_id import from_cookie, sign, unsign

from ..catalogue import Lesson
from .exchange import Exchange

SHOWN = 6  # characters of a signature that would fit; the whole one would sign a forgery

ATTRIBUTES = {
    "max-age": "The browser forgets the cookie after this many seconds, counted from now.",
    "expires": "The browser forgets the cookie at this time.",
    "path": "The browser sends it with pages whose address begins like this.",
    "httponly": "Scripts on the page cannot read it. The person at the browser still can edit it.",
    "samesite": "The browser leaves it out of most requests that other sites start.",
    "secure": "The browser sends it over https only (and to this machine).",
    "domain": "The browser sends it to this host and to the hosts below it.",
    "partitioned": "Each site that embeds this one gets a jar of its own.",
}
# What no lesson so far explains. The number is of the lesson to come.
LATER = {"secure": 5, "domain": 8, "partitioned": 8}


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
        told["why"] = "Not of this lesson: all programs on this machine share one jar of cookies."
    elif not lesson.signs:
        told["parts"] = [("value", "the count", value)]
        told["why"] = "Nothing protects it: whoever edits it decides what the server reads."
    else:
        told |= read_signed(name, value)
    return told


def believed_step(exchange: Exchange, lesson: Lesson) -> str:
    """Return the step that a server misses which believed a session ID without a valid signature.

    "" where there was nothing to refuse, or where it was refused.
    """
    value = cookies_of(exchange.cookie_header).get(lesson.cookies[0], "")
    signed = from_cookie(value)
    if not lesson.signs or not value or unsign(signed, secret_keys()) is not None:
        return ""
    answered = [issued(line, 0) for line in exchange.set_cookies]
    used = {call.session_id for call in exchange.calls}
    used |= {id_in(one["value"]) for one in answered if one["name"] == lesson.cookies[0]}
    if not signed or id_in(value) not in used:
        return ""
    return "3.4" if lesson.has_store else "2.2"


def id_in(value: str) -> str:
    """Return the session ID in a cookie's value, whether its signature fits or is there at all."""
    signed = from_cookie(value)
    return (signed.rpartition(".")[0] or signed).partition(":")[0]


def read_signed(name: str, value: str) -> dict[str, Any]:
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
    if unsign(signed, secret_keys()) is not None:
        what = "this ID and this count" if colon else "this ID"
        why = f"The signature fits {what}, so this server made it."
        return {"parts": parts, "verdict": "valid", "why": why}
    if not dot or not signature:
        why = "There is no signature, so anybody may have written it."
        return {"parts": parts, "verdict": "invalid", "why": why}
    return {"parts": parts, "verdict": "invalid", **compared(content, signature)}


def compared(content: str, signature: str) -> dict[str, Any]:
    """Return why a signature does not fit: it and the right one, up to where they differ."""
    right = sign(content, secret_keys()[0]).rpartition(".")[2]
    pairs = zip(right, signature, strict=False)
    same = next(
        (place for place, (a, b) in enumerate(pairs) if a != b), min(len(right), len(signature))
    )
    why = (
        "The signature does not fit. The server signs what came once more, with its secret key, "
        "and compares. Without the key nobody can work out the one that fits."
    )
    end = max(SHOWN, same + 1)
    return {"why": why, "fits": right[:end], "came": signature[:end], "differs": same}


def secret_keys() -> list[str]:
    """Return the keys of the server that is inspected."""
    return os.environ["SECRET_KEYS"].split(",")


def read_set_cookie(line: str, lesson: Lesson) -> dict[str, Any]:
    """Return what the panel shows of a Set-Cookie line. size: bytes of its name and value."""
    pair, *rest = [part.strip() for part in line.split(";")]
    name, _, value = pair.partition("=")
    told = read_cookie(name, value, lesson)
    told["attributes"] = [read_attribute(part) for part in rest]
    told["size"] = len(f"{name}{value}".encode())
    return told


def read_attribute(part: str) -> dict[str, Any]:
    """Return an attribute with the sentence that says what it asks of the browser."""
    name, _, value = part.partition("=")
    known = ATTRIBUTES.get(name.lower(), "Our lessons do not speak of this attribute.")
    if name.lower() == "max-age" and value.strip() == "0":
        known = "The browser forgets the cookie at once."
    later = LATER.get(name.lower())
    return {"text": part, "means": known, "later": later}


def issued(line: str, at: float) -> dict[str, Any]:
    """Return a cookie that is handed out at a time (seconds), as the story remembers it."""
    pair, *attributes = [part.strip() for part in line.split(";")]
    name, _, value = pair.partition("=")
    ages = [part.partition("=")[2] for part in attributes if part.lower().startswith("max-age=")]
    ends = at + int(ages[0]) if ages and ages[0].lstrip("-").isdecimal() else None
    return {"name": name, "value": value, "attributes": attributes, "at": at, "ends": ends}
