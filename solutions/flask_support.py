"""What lesson 7 needs around its steps: a dict for the session, keys, tags, lifetimes. Given."""

from collections import UserDict
from collections.abc import Generator
from typing import Any

from flask import Flask, Response
from flask.json.tag import TaggedJSONSerializer
from flask.sessions import SessionMixin

from .lesson5_login import LoginStore
from .session import Session
from .settings import check_keys

TAGS = TaggedJSONSerializer()


def key_texts(app: Flask) -> list[str]:
    """Return the app's keys as texts: first the one that signs. Raises as check_keys does."""
    keys = [app.secret_key, *(app.config["SECRET_KEY_FALLBACKS"] or [])]
    texts = [key.decode("latin-1") if isinstance(key, bytes) else key for key in keys]
    check_keys(texts)
    return texts


def pack(data: dict) -> dict:
    """Return the data as JSON can hold it: tuples, bytes, times and so on, as Flask tags them."""
    return TAGS.tag(dict(data))


def unpack(value: Any) -> Any:
    """Return what pack was given. A tag that cannot be read stays as it is."""
    if isinstance(value, list):
        return [unpack(one) for one in value]
    if not isinstance(value, dict):
        return value
    items = {key: unpack(value[key]) for key in value}
    try:
        return TAGS.untag(items)
    except (AttributeError, TypeError, ValueError):
        return items


class SessionDict(UserDict, SessionMixin):
    """A dict whose items are those of self.opened, a Session of lesson 3.

    found, failure: see FlaskSession; both are None until somebody looks into it.
    modified: True once a page has assigned something, be it the same value as before.
    saved: True once Flask has asked to save it. unpacked: the items, None before the first look.
    """

    opened: Session  # a property of FlaskSession
    found: Session | None = None
    failure: Exception | None = None
    unpacked: dict | None = None
    modified = saved = False

    @property
    def touched(self) -> bool:
        """Has anybody looked into it? To ask this opens nothing."""
        return self.found is not None or self.failure is not None

    @property
    def data(self) -> dict:
        """The items, where UserDict looks for them. Each method of a dict comes by here."""
        if self.unpacked is None:
            self.unpacked = unpack(self.opened)
        return self.unpacked

    @property
    def changed(self) -> bool:
        """Is there something that the store does not know? Nested data is compared, too.

        To ask this puts the items into self.opened, packed, as they are to be written.
        Raises TypeError for what JSON cannot hold.
        """
        if self.unpacked is not None:
            packed = pack(self.unpacked)
            self.opened.clear()
            self.opened.update(packed)
        return self.opened.modified

    def __setitem__(self, key: str, value: Any) -> None:
        self.modified = True
        super().__setitem__(key, value)

    def __delitem__(self, key: str) -> None:
        self.modified = True
        super().__delitem__(key)

    @property
    def sid(self) -> str:
        """The session ID, under the name that it has in Flask-Session."""
        return self.opened.id

    def regenerate(self) -> None:
        """Go on under a fresh ID with the same data; Session.regenerate would empty it."""
        self.data  # noqa: B018 (unpacked first: regenerate empties what is packed)
        self.opened.regenerate()

    # As in the session that Flask brings: a copy is a dict, and so is a union.
    def __copy__(self) -> dict:
        return dict(self.data)

    copy = __copy__

    def __or__(self, other: Any) -> dict:
        return self.data | dict(other)

    def __ror__(self, other: Any) -> dict:
        return dict(other) | self.data

    def __ior__(self, other: Any) -> "SessionDict":
        self.update(other)
        return self


def is_stream(response: Response) -> bool:
    """Is the text made while it is sent? Then it may touch the session after the headers."""
    return isinstance(response.response, Generator)


def check_lifetimes(app: Flask, store: LoginStore) -> None:
    """Raise ValueError where the app and the store let a session live for different times."""
    seconds = app.permanent_session_lifetime.total_seconds()
    if seconds != store.max_age:
        raise ValueError(
            f"PERMANENT_SESSION_LIFETIME is {seconds:.15g} seconds, and the store keeps a session "
            f"for {store.max_age}. Set both to the same time."
        )


def speak_json(app: Flask) -> None:
    """Let jsonify take a session, as it takes the one that Flask brings."""
    default = app.json.default

    def to_json(value: Any) -> Any:
        return dict(value) if isinstance(value, SessionDict) else default(value)

    app.json.default = to_json
