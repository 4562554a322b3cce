"""A cookie taken apart: for the demo, the pictures and the panel."""

from urllib.parse import unquote

PREFIX = "s%3A"  # of what is signed, as Express writes it


def pair_of(set_cookie: str) -> tuple[str, str]:
    """Return name and value of a Set-Cookie line, without its attributes."""
    name, _, value = set_cookie.partition(";")[0].partition("=")
    return name.strip(), value.strip()


def parts_of(value: str) -> list[tuple[str, str]]:
    """Return a cookie's value as pairs of a kind and a text; joined, the texts are the value.

    The kinds of a signed one: "id", "value" (the count), "signature", and "attributes" for the
    signs between them. A value that is not signed is one pair.
    """
    if not value.startswith(PREFIX):
        return [("value", value)]
    # At the first dot: an ID has none, and a signature that is cut ends with three.
    content, dot, signature = value.removeprefix(PREFIX).partition(".")
    session_id, colon, count = content.partition("%3A")
    found = [("attributes", PREFIX), ("id", session_id), ("attributes", colon), ("value", count)]
    found += [("attributes", dot), ("signature", signature)] if dot else []
    return [(kind, text) for kind, text in found if text]


def id_of(value: str) -> str:
    """Return the session ID in a signed cookie's value, "" where it is none."""
    return next((unquote(text) for kind, text in parts_of(value) if kind == "id"), "")
