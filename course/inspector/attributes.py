"""Takes Set-Cookie lines apart: what each attribute asks of the browser, and when it ends."""

import re
import time
from datetime import timezone
from email.utils import parsedate_to_datetime
from typing import Any

LIMIT = 4096  # bytes of a cookie's name and value that browsers keep

MEANS = {
    "max-age": "The browser forgets the cookie after this many seconds, counted from now.",
    "expires": "The browser forgets the cookie at this time.",
    "path": "The browser sends it with pages whose address begins like this.",
    "httponly": "Scripts on the page cannot read it.",
    "samesite": "The browser is asked when to send it with requests that other sites start.",
    "secure": "The browser sends it over https only (and to this machine).",
    "domain": "The browser sends it to this host and to the hosts below it.",
    "partitioned": "Each site that embeds this one gets a jar of its own.",
}
# An attribute and its value, where the value decides what it means.
VALUES = {
    "max-age=0": "The browser forgets the cookie at once.",
    "samesite=lax": "The browser leaves it out of most requests that other sites start.",
    "samesite=strict": "The browser leaves it out of every request that another site starts.",
    "samesite=none": "The browser sends it with requests of other sites too, if it is Secure "
    "as well.",
}
# What no lesson so far explains. The number is of the lesson to come.
LATER = {"secure": 5, "domain": 8, "partitioned": 8}


def read_attribute(part: str) -> dict[str, Any]:
    """Return an attribute with the sentence that says what it asks of the browser."""
    name, _, value = (word.strip().lower() for word in part.partition("="))
    means = MEANS.get(name, "Our lessons do not speak of this attribute.")
    means = VALUES.get(f"{name}={value}", means)
    return {"text": part, "means": means, "later": LATER.get(name)}


def split(line: str) -> tuple[str, str, list[str]]:
    """Return the name, the value and the attributes of a Set-Cookie line."""
    pair, *attributes = [part.strip() for part in line.split(";")]
    name, _, value = pair.partition("=")
    return name, value, attributes


def size(name: str, value: str) -> int:
    """Return the bytes that browsers count."""
    return len(f"{name}{value}".encode(errors="replace"))


def issued(line: str, at: float) -> dict[str, Any]:
    """Return a cookie that is handed out at a time (seconds), as the story remembers it.

    ends: when the browser forgets it, None where no time is set. refused: why it does not
    keep it at all, "" where it does.
    """
    name, value, attributes = split(line)
    known = dict(reversed([pair_of(part) for part in attributes]))
    ends = None
    if re.fullmatch(r"-?[0-9]{1,15}", known.get("max-age", "")):
        ends = at + int(known["max-age"])
    elif "expires" in known:
        ends = moment(known["expires"])
    about = {"name": name, "value": value, "attributes": attributes, "at": at, "ends": ends}
    return {**about, "refused": refused(size(name, value), known)}


def pair_of(part: str) -> tuple[str, str]:
    """Return the name of an attribute in small letters, and its value."""
    name, _, value = part.partition("=")
    return name.strip().lower(), value.strip()


def moment(text: str) -> float | None:
    """Return the time that an Expires attribute names, in seconds; None where it is none."""
    try:
        found = parsedate_to_datetime(text)
        # What names no zone means UTC in a cookie.
        return found.replace(tzinfo=found.tzinfo or timezone.utc).timestamp()
    except (TypeError, ValueError, IndexError, OverflowError):
        return None


def refused(size: int, known: dict[str, str]) -> str:
    """Return why a browser does not keep a cookie, "" where it does."""
    if size > LIMIT:
        return f"Your browser drops it: it is larger than {LIMIT} bytes."
    if known.get("samesite", "").lower() == "none" and "secure" not in known:
        return "Your browser drops it: SameSite=None is for Secure cookies only."
    return ""


def kept(sent: dict[str, str], lines: list[str], names: tuple[str, ...]) -> dict[str, str]:
    """Return what a browser holds of these cookies once it has read these Set-Cookie lines."""
    held = {name: sent[name] for name in names if name in sent}
    now = time.time()
    for one in (issued(line, now) for line in lines):
        if one["name"] in names and not one["refused"]:
            held[one["name"]] = one["value"]
            if one["ends"] is not None and one["ends"] <= now:
                del held[one["name"]]
    return held
