"""The pages of lesson 5: /login, /logout, /account and /sessions. Given: nothing to write here."""

from collections.abc import Mapping
from html import escape
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, Response, request
from werkzeug.exceptions import BadRequest

from .lesson1_raw_cookie import respond
from .session import Session

LONGEST = 200  # characters in a field
PORTS = {"http": 80, "https": 443}


def read_form(form: Any, *names: str) -> list[str]:
    """Return the texts of these fields. Raises BadRequest unless each came once, and not long."""
    for name in names:
        came = form.getlist(name)
        if len(came) != 1:
            raise BadRequest(f"This form needs one field {name!r}, and {len(came)} came.")
        if len(came[0]) > LONGEST:
            raise BadRequest(f"The field {name!r} is longer than {LONGEST} characters.")
    return [form[name] for name in names]


def see_other(path: str, *set_cookies: str | None) -> Response:
    """Return the answer to a form that worked: go on there, with GET.

    A page would be sent for again by "reload", and the form with it, password and all.
    """
    response = respond("", [one for one in set_cookies if one])
    response.status_code = 303
    response.headers["Location"] = path
    return response


def address(url: str) -> tuple[str, int] | None:
    """Return the host and the port of an http or https URL, None where it is none.

    The host is in lower case; where no port is named, it is 80 for http and 443 for https.
    """
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        return None
    return (host, port or PORTS[parts.scheme]) if host and parts.scheme in PORTS else None


def add_pages(app: Flask, manager: Any) -> None:
    """Give the app its pages. manager: a LoginManager.

    Each opens its session first, reads its form then, and saves before it answers.
    """

    def opened() -> Session:
        return manager.open(request.headers.get("Cookie", ""))

    def answer(session: Session, body: str, status: int = 200) -> tuple[Response, int]:
        set_cookie = manager.save(session)
        return respond(body, [set_cookie] if set_cookie else []), status

    def log_out(session: Session) -> Response:
        delete_cookie = manager.log_out(session)
        manager.save(session)
        return see_other("/", delete_cookie)

    def stranger(session: Session) -> Any:
        if request.method != "POST":
            return see_other("/login", manager.save(session))
        return answer(session, login_page("You are not logged in, so nothing was changed."), 403)

    @app.route("/login", methods=["GET", "POST"])
    def login() -> Any:
        session = opened()
        if request.method != "POST":
            return answer(session, login_page())
        name, password = read_form(request.form, "name", "password")
        if not manager.admit(session, name, password):
            # One answer for both: a stranger must not learn which names there are.
            return answer(session, login_page("Wrong name or wrong password."), 403)
        set_cookie = manager.save(session)
        # After the record: what is on the list can be ended.
        manager.store.note_login(name, session.id, manager.clock(), manager.lifetime)
        return see_other("/account", set_cookie)

    @app.post("/logout")
    def logout() -> Response:
        return log_out(opened())

    @app.route("/account", methods=["GET", "POST"])
    def account() -> Any:
        session = opened()
        if session.get("user") is None:
            return stranger(session)
        if request.method != "POST":
            return answer(session, account_page(session))
        (session["parcels"],) = read_form(request.form, "parcels")
        return see_other("/account", manager.save(session))

    @app.route("/sessions", methods=["GET", "POST"])
    def sessions() -> Any:
        session = opened()
        if session.get("user") is None:
            return stranger(session)
        if request.method == "POST":
            manager.store.destroy_all(session["user"])
            return log_out(session)  # this one too, be it on the list or not
        found = manager.store.living(session["user"])
        later = manager.clock() + manager.lifetime
        ages = [(int(later - end), one == session.id) for one, end in found.items()]
        return answer(session, sessions_page(ages))


def login_page(said: str = "") -> str:
    """Return the login form, under what is to be said."""
    return (
        f"<p>{said}</p>\n"
        '<form method="post" action="/login">\n'
        '<p><label>Name <input name="name" autocomplete="username"></label></p>\n'
        '<p><label>Password <input name="password" type="password"'
        ' autocomplete="current-password"></label></p>\n'
        "<p><button>Log in</button></p>\n</form>"
    )


def account_page(session: Mapping) -> str:
    """Return the page of who is logged in, with the form that says where parcels go."""
    parcels = escape(str(session.get("parcels", "nowhere yet")))
    return (
        f"<p>Logged in as {escape(str(session['user']))}</p>\n"
        f"<p>Your parcels go to: {parcels}</p>\n"
        '<form method="post" action="/account">\n'
        '<p><label>Send them to <input name="parcels"></label> <button>Save</button></p>\n'
        "</form>\n"
        '<form method="post" action="/logout"><button>Log out</button></form>\n'
        '<p><a href="/sessions">Where am I logged in?</a></p>'
    )


def sessions_page(found: list[tuple[int, bool]]) -> str:
    """Return the page of one user's sessions: seconds since the login, and is it this one?"""
    items = "".join(
        f"<li>Logged in {age} seconds ago{', in this browser' if mine else ''}</li>\n"
        for age, mine in found
    )
    return (
        f"<p>You are logged in here:</p>\n<ul>\n{items}</ul>\n"
        '<form method="post" action="/sessions"><button>Log out everywhere</button></form>\n'
        '<p><a href="/account">Back to your account</a></p>'
    )
