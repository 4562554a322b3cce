"""The pages that are visited on every server: what each does to a session, and what it answers.

tests/express/server.mjs has the same ones, for Express.
"""

import json
from collections.abc import Callable, MutableMapping
from typing import Any

from flask import Flask, Response, request

from solutions.lesson1_raw_cookie import new_app, respond
from solutions.lesson3_memory_store import SessionManager
from solutions.session import Session


class PageFails(Exception):
    """The page that fails has done so."""


def leave(_: MutableMapping) -> None:
    """Do not look at the session."""


def read(data: MutableMapping) -> int:
    """Look at the session."""
    return data.get("views", 0)


def write_same(data: MutableMapping) -> None:
    """Write the value that is there."""
    if "views" in data:
        data["views"] = int(data["views"])


def write_nested(data: MutableMapping) -> None:
    """Change a value inside a value."""
    cart = data.setdefault("cart", {})
    cart["tea"] = cart.get("tea", 0) + 1


def change(data: MutableMapping) -> None:
    """Count a visit."""
    data["views"] = data.get("views", 0) + 1


def change_and_fail(data: MutableMapping) -> None:
    """Count a visit, and fail before there is an answer."""
    change(data)
    raise PageFails


def renew(session: Session) -> None:
    """End the session, and go on with another one."""
    session.destroy()
    session.regenerate()


# What a page does to the data of a session.
ACTS: dict[str, Callable[[MutableMapping], Any]] = {
    "plain": leave,
    "peek": read,
    "same": write_same,
    "nested": write_nested,
    "write": change,
    "fail": change_and_fail,
}
# And these, to a session of ours.
OUR_ACTS = ACTS | {
    "destroy": Session.destroy,
    "regenerate": Session.regenerate,
    "renew": renew,
}


def body_of(saw: Any) -> str:
    """Return what a page answers."""
    return json.dumps({"saw": saw})


def with_manager(manager: SessionManager, acts: dict[str, Callable] = OUR_ACTS) -> Flask:
    """Return an app with all the pages over one manager of ours."""
    app = new_app("ours")

    @app.get("/<name>")
    def page(name: str) -> Response:
        session = manager.open(request.headers.get("Cookie", ""))
        body = body_of(acts[name](session))
        set_cookie = manager.save(session)
        return respond(body, [set_cookie] if set_cookie else [])

    return app
