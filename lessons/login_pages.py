"""The pages of lesson 5: /login, /logout, /account and /sessions. Given: nothing to write here."""

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, Response, request
from markupsafe import escape
from werkzeug.exceptions import BadRequest

from .lesson1_raw_cookie import respond
from .session import Session

LONGEST = 200  # characters in a field
LARGEST = 16_384  # bytes of a form; one that is larger is answered with 413
PORTS = {"http": 80, "https": 443}
Answer = Response | tuple[Response, int]


def read_form(*names: str) -> list[str]:
    """Return the texts of these fields. Raises BadRequest unless each came once, and not long."""
    for name in names:
        came = request.form.getlist(name)
        if len(came) != 1:
            raise BadRequest(f"This form needs one field {name!r}, and {len(came)} came.")
        if len(came[0]) > LONGEST:
            raise BadRequest(f"The field {name!r} is longer than {LONGEST} characters.")
    return [request.form[name] for name in names]


def see_other(path: str, set_cookie: str | None) -> Response:
    """Return the answer to a form that worked: go on there, with GET.

    "Reload" would send the form again with a page that came straight back, password and all.
    """
    response = respond("", [set_cookie] if set_cookie else [])
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
    if not host or parts.scheme not in PORTS:
        return None
    return host, PORTS[parts.scheme] if port is None else port


def guard(app: Flask, is_own_page: Callable[[Mapping[str, str]], bool]) -> None:
    """Let the app refuse foreign and huge forms, and let no foreign page put ours into a frame."""
    app.config["MAX_CONTENT_LENGTH"] = LARGEST

    @app.before_request
    def refuse_foreign_forms() -> Answer | None:
        if request.method in ("GET", "HEAD", "OPTIONS") or is_own_page(request.headers):
            return None
        return respond("<p>This form came from another site, so nothing was done.</p>", []), 403

    @app.after_request
    def refuse_frames(response: Response) -> Response:
        # In a frame, a click on a foreign page is a click on ours.
        response.headers["Content-Security-Policy"] = "frame-ancestors 'none'"
        return response


class Pages:
    """The views. manager: a LoginManager.

    Each opens its session first, reads its form then, and saves before it answers.
    """

    def __init__(self, manager: Any) -> None:
        self.manager = manager

    def open(self) -> Session:
        """Return the session of this request."""
        return self.manager.open(request.headers.get("Cookie", ""))

    def answer(self, session: Session, body: str, status: int = 200) -> Answer:
        """Save the session, and return a page."""
        set_cookie = self.manager.save(session)
        return respond(body, [set_cookie] if set_cookie else []), status

    def login(self) -> Answer:
        """Show the form; let in whom it is right to let in."""
        session = self.open()
        if request.method != "POST":
            return self.answer(session, login_page())
        name, password = read_form("name", "password")
        if not self.manager.admit(session, name, password):
            # One answer for both: a stranger must not learn which names there are.
            return self.answer(session, login_page("Wrong name or wrong password."), 403)
        set_cookie = self.manager.save(session)
        # After the record: what is on the list can be ended.
        now, lifetime = self.manager.clock(), self.manager.lifetime
        self.manager.store.note_login(name, session.id, now, lifetime)
        return see_other("/account", set_cookie)

    def logout(self) -> Answer:
        """End this session."""
        return self.log_out(self.open())

    def account(self) -> Answer:
        """Show where the parcels go; change it."""
        session = self.open()
        if "user" not in session:
            return self.refuse(session)
        if request.method != "POST":
            return self.answer(session, account_page(session))
        (session["parcels"],) = read_form("parcels")
        return see_other("/account", self.manager.save(session))

    def sessions(self) -> Answer:
        """Show where the user is logged in; end it everywhere."""
        session = self.open()
        if "user" not in session:
            return self.refuse(session)
        if request.method == "POST":
            self.manager.store.destroy_all(session["user"])
            return self.log_out(session)  # this one too, be it on the list or not
        found, now = self.manager.store.living(session["user"]), self.manager.clock()
        logins = [(end - now, one == session.id) for one, end in found.items() if end > now]
        return self.answer(session, sessions_page(logins, self.manager.lifetime))

    def log_out(self, session: Session) -> Answer:
        """End a session, in the store and in the browser."""
        delete_cookie = self.manager.log_out(session)
        self.manager.save(session)
        return see_other("/", delete_cookie)

    def refuse(self, session: Session) -> Answer:
        """Send a visitor who is not logged in to the form; what he sent is not done."""
        if request.method != "POST":
            return see_other("/login", self.manager.save(session))
        said = "You are not logged in, so nothing was changed."
        return self.answer(session, login_page(said), 403)


def add_pages(app: Flask, manager: Any) -> None:
    """Give the app its pages. manager: a LoginManager."""
    pages = Pages(manager)
    for view in (pages.login, pages.account, pages.sessions):
        app.add_url_rule(f"/{view.__name__}", view_func=view, methods=["GET", "POST"])
    app.add_url_rule("/logout", view_func=pages.logout, methods=["POST"])


def login_page(said: str = "") -> str:
    """Return the login form, under the sentence that is to be said."""
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
    return (
        f"<p>Logged in as {escape(session['user'])}</p>\n"
        f"<p>Your parcels go to: {escape(session.get('parcels', 'nowhere yet'))}</p>\n"
        '<form method="post" action="/account">\n'
        '<p><label>Send them to <input name="parcels"></label> <button>Save</button></p>\n'
        "</form>\n"
        '<form method="post" action="/logout"><button>Log out</button></form>\n'
        '<p><a href="/sessions">Where am I logged in?</a></p>'
    )


def sessions_page(logins: list[tuple[float, bool]], lifetime: int) -> str:
    """Return the page of a user's logins: seconds that each has left, and is it this one?"""
    items = "".join(
        f"<li>Logged in {int(lifetime - left)} seconds ago"
        f"{', in this browser' if mine else ''}</li>\n"
        for left, mine in logins
    )
    return (
        f"<p>You are logged in here:</p>\n<ul>\n{items}</ul>\n"
        '<form method="post" action="/sessions"><button>Log out everywhere</button></form>\n'
        '<p><a href="/account">Back to your account</a></p>'
    )
