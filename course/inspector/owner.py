"""Whose panel it is: a browser that gets a page gets a signed cookie of the panel's own with it.

It names the browser to the panel, and to nobody else: the lesson never sees it.
"""

import re

from solutions.lesson1_raw_cookie import dump_cookie
from solutions.lesson2_signed_id import from_cookie, new_session_id, sign, to_cookie, unsign

PART = re.compile(r"\s*inspector-\d+\s*=")


def cookie_name(environ: dict) -> str:
    """Return the name of our cookie. Cookies know no ports, so the port is in the name."""
    return f"inspector-{environ['SERVER_PORT']}"


def take(environ: dict) -> str:
    """Take our cookies out of a request, and return the value of this port's; "" for none.

    A lesson that reads one pair only, as its starter does, would else read ours.
    """
    parts = environ.get("HTTP_COOKIE", "").split(";")
    ours = [part for part in parts if PART.match(part)]
    if ours:
        environ["HTTP_COOKIE"] = ";".join(part for part in parts if part not in ours).strip()
    if not environ.get("HTTP_COOKIE", "unset"):
        del environ["HTTP_COOKIE"]
    pairs = dict(tuple(map(str.strip, part.split("=", 1))) for part in reversed(ours))
    return pairs.get(cookie_name(environ), "")


def owner_of(value: str, key: str) -> str:
    """Return which browser a cookie names, "" where we did not sign it (in constant time)."""
    return unsign(from_cookie(value), [key]) or ""


def new_owner() -> str:
    """Return a random name for a browser."""
    return new_session_id()


def set_cookie(environ: dict, owner: str, key: str) -> str:
    """Return the Set-Cookie value that names a browser to us until it is closed."""
    return dump_cookie(cookie_name(environ), to_cookie(sign(owner, key)), same_site="Strict")
