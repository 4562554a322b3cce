"""Lesson 2: a signed session ID.

Whatever the browser keeps, its user can edit. So the server signs what it hands out
with a key that only it knows, and takes nothing back without a valid signature. Each
visitor gets a session ID, and a count that is signed for that ID alone.
"""

import base64
import hmac
import os

# Starter: import random
import secrets
from collections.abc import Callable, Sequence
from urllib.parse import quote, unquote

from flask import Flask, Response, request

from .lesson1_raw_cookie import (
    MAX_VIEWS,
    dump_cookie,
    new_app,
    page,
    parse_cookie,
    read_count,
    respond,
)
from .settings import check_keys, check_max_age

ID_COOKIE = "connect.sid"
COUNT_COOKIE = "views"

# The first key signs, every key verifies. Several are separated by commas. An empty one
# would be a key that everybody knows.
KEYS_TEXT = os.environ.get("SECRET_KEYS", "for-development-only")
SECRET_KEYS = [key.strip() for key in KEYS_TEXT.split(",") if key.strip()]


def sign(value: str, secret_key: str) -> str:
    """Return `value.signature`, in the format of Express's cookie-signature.

    The signature is the HMAC-SHA256 of the value, 43 characters of base64 without "=".
    """
    # Step 2.1: Prove who wrote it (10 min)
    # Append a dot and the base64 of HMAC-SHA256 over the value, without its "=" padding.
    # hmac.digest(key, message, "sha256") takes and returns bytes, and so does
    # base64.b64encode (the usual one, with + and /). to_bytes below turns text into
    # bytes, decode turns bytes into text.
    # Starter: return value
    digest = hmac.digest(to_bytes(secret_key), to_bytes(value), "sha256")
    return value + "." + base64.b64encode(digest).decode().rstrip("=")


def unsign(signed: str, secret_keys: Sequence[str]) -> str | None:
    """Return the value of `value.signature` if one of the keys made it, else None.

    Any key verifies. Never raises for what a browser may send; raises ValueError for
    secret_keys that are one str (a list was meant) or an empty list (nothing would hold).
    """
    # Step 2.2: Believe only what you signed (12 min)
    # First raise a ValueError if secret_keys is a str, or empty. Then cut at the last dot,
    # sign the value again with each key, and compare the result with all of what came.
    # If they are the same for one key, return the value. Compare with hmac.compare_digest:
    # it takes equally long wherever the difference is, so that nobody can find a signature
    # letter by letter. Give it bytes (to_bytes): it refuses text that is not ASCII.
    # Starter: return signed.rsplit(".", 1)[0]
    if isinstance(secret_keys, str) or not secret_keys:
        # Without the value: an error ends up in a log, and the key must not.
        raise ValueError("secret_keys must be a list with at least one key in it")
    value = signed.rpartition(".")[0]
    for key in secret_keys:
        if hmac.compare_digest(to_bytes(sign(value, key)), to_bytes(signed)):
            return value
    return None


def new_session_id() -> str:
    """Return a fresh session ID: 192 random bits as 32 URL-safe characters.

    OWASP ASVS 5.0, 7.2.3, asks for at least 128 bits from a secure generator.
    """
    # Step 2.3: Make an ID that nobody guesses (6 min)
    # Six digits are found in a million tries, and the module random can be predicted.
    # The module secrets draws from the operating system: take 24 bytes, URL-safe.
    # Starter: return f"{random.randrange(10**6):06}"
    return secrets.token_urlsafe(24)


def read_signed_count(session_id: str, signed: str, secret_keys: Sequence[str]) -> int:
    """Return the count in `<id>:<count>.signature`: 0 unless it was signed for session_id."""
    # Step 2.4: Read a signed count (8 min)
    # A valid count of Alice's is still valid when Bob sends it. So the ID is signed along
    # with the count: unsign (it may return None), cut at the last ":", compare the ID, and
    # let read_count read the rest. Where there is no ":", it is no count: return 0.
    # Starter: value = unsign(signed, secret_keys) or ""
    # Starter: return read_count(value.rpartition(":")[2])
    owner, colon, count = (unsign(signed, secret_keys) or "").rpartition(":")
    return read_count(count) if colon and owner == session_id else 0


def rotate_keys(secret_keys: Sequence[str], new_key: str, keep: int = 2) -> list[str]:
    """Return the keys after a rotation: new_key first, then the newest of the old ones.

    keep: how many keys to return at most. A key that drops out ends what it signed.
    Raises ValueError for an empty new_key.
    """
    # Step 2.5: Change the keys (8 min, extra)
    # Return a new list: the new key, then the old ones in their order, leaving out
    # new_key if it is among them, and cut to `keep` keys. Raise a ValueError for a new key
    # that is empty: anybody could sign with it.
    # Starter: return list(secret_keys)
    if not new_key:
        raise ValueError("the new key is empty")
    return [new_key, *(key for key in secret_keys if key != new_key)][:keep]


def to_bytes(text: str) -> bytes:
    """Return the text as UTF-8; lone surrogates too, which a stranger may send."""
    return text.encode("utf-8", "surrogatepass")


def to_cookie(signed: str) -> str:
    """Return a signed value as Express puts it into a cookie: "s:" in front, encoded."""
    return quote("s:" + signed, safe="!~*'()")


def from_cookie(text: str | None) -> str:
    """Return the signed value of a cookie's text, "" for None or without the prefix."""
    decoded = unquote(text or "")
    return decoded[2:] if decoded.startswith("s:") else ""


def visit(
    cookie_header: str,
    max_age: int,
    secret_keys: Sequence[str],
    new_id: Callable[[], str],
) -> tuple[str, list[str]]:
    """Return the page for one visit, and the two Set-Cookie values to send with it."""
    cookies = parse_cookie(cookie_header)
    session_id = unsign(from_cookie(cookies.get(ID_COOKIE)), secret_keys)
    # A count is signed too, but it is no ID: an ID never holds a ":".
    if not session_id or ":" in session_id:
        session_id = new_id()
    signed_count = from_cookie(cookies.get(COUNT_COOKIE))
    views = min(read_signed_count(session_id, signed_count, secret_keys) + 1, MAX_VIEWS)
    values = {ID_COOKIE: session_id, COUNT_COOKIE: f"{session_id}:{views}"}
    return page(views, max_age), [
        dump_cookie(name, to_cookie(sign(value, secret_keys[0])), max_age=max_age)
        for name, value in values.items()
    ]


def create_app(
    *,
    max_age: int = 60,
    secret_keys: Sequence[str] = SECRET_KEYS,
    new_id: Callable[[], str] = new_session_id,
) -> Flask:
    """Return the counter as a Flask app. max_age: seconds. new_id: makes session IDs."""
    check_max_age(max_age)
    check_keys(secret_keys)
    app = new_app(__name__)

    @app.get("/")
    def index() -> Response:
        header = request.headers.get("Cookie", "")
        return respond(*visit(header, max_age, secret_keys, new_id))

    return app
