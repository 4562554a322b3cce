"""The pages of lesson 7, on flask.session, Flask-Login, Flask-WTF and flash. Given.

No line of them knows where the sessions are: so it is with pages that you did not write.
"""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import flask_login
from flask import Flask, Response, flash, redirect, render_template_string, request, session
from flask_debugtoolbar import DebugToolbarExtension
from flask_wtf import FlaskForm
from markupsafe import escape
from werkzeug.security import check_password_hash
from wtforms import StringField
from wtforms.validators import InputRequired, Length

from .lesson1_raw_cookie import MAX_VIEWS, page
from .login_pages import LONGEST, read_form
from .users import NOBODY, USERS

Answer = Response | tuple[str, int] | str
PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><circle r="9"/></svg>'
LOGIN = """<p>{{ said }}</p>
<form method="post" action="/login">
<p><label>Name <input name="name" autocomplete="username"></label></p>
<p><label>Password <input name="password" type="password"></label></p>
<p><label><input name="remember" type="checkbox"> Remember me</label></p>
<p><button>Log in</button></p>
</form>"""
ACCOUNT = """<p>Logged in as {{ current_user.id }}</p>
<p>Your parcels go to: {{ session.get("parcels", "nowhere yet") }}</p>
<form method="post" action="/account">
<p><label>Send them to <input name="parcels"></label> <button>Save</button></p>
</form>
<form method="post" action="/logout"><button>Log out</button></form>
<p><a href="/note">Your note</a></p>"""
# Flask-DebugToolbar stands before the end of a body, and so on this page alone.
NOTEPAD = """<body>{% for said in get_flashed_messages() %}<p>{{ said }}</p>
{% endfor %}<p>Your note: {{ session.get("note", "nothing yet") }}</p>
<form method="post">{{ form.csrf_token }}
<p><label>Note {{ form.note() }}</label> <button>Keep</button></p>
</form>
</body>"""


class User(flask_login.UserMixin):
    """What Flask-Login wants of a user: an ID. Here it is the name."""

    def __init__(self, name: str) -> None:
        self.id = name


class Note(FlaskForm):
    """A form of Flask-WTF. It keeps its token, which guards the form, in the session."""

    note = StringField("Note", validators=[InputRequired(), Length(max=LONGEST)])


class Logins(flask_login.LoginManager):
    """Flask-Login, which leaves alone a session that no page has opened."""

    def _update_remember_cookie(self, response: Response) -> Response:
        # It asks after each request whether "_remember" is in the session, and so it would open
        # a session for every picture, and fail once more where the store has failed.
        found = getattr(session, "found", session)
        return response if found is None else super()._update_remember_cookie(response)


def new_flask_app(name: str, secret_keys: Sequence[str], max_age: int) -> Flask:
    """Return an app with its keys, its cookie and its lifetime, in seconds, and no pages."""
    app = Flask(name)
    app.secret_key, app.config["SECRET_KEY_FALLBACKS"] = secret_keys[0], list(secret_keys[1:])
    app.config.update(
        SESSION_COOKIE_NAME="connect.sid",
        SESSION_COOKIE_SAMESITE="Lax",
        DEBUG_TB_INTERCEPT_REDIRECTS=False,  # with FLASK_DEBUG=1, a form leads on as without it
        REMEMBER_COOKIE_HTTPONLY=True,
        REMEMBER_COOKIE_SAMESITE="Lax",
        PERMANENT_SESSION_LIFETIME=timedelta(seconds=max_age),
    )

    @app.before_request
    def answer_head() -> Response | None:
        # HEAD asks for the headers of a page that nobody looks at: no view is called for it.
        is_head = request.method == "HEAD" and request.url_rule is not None
        return Response("", mimetype="text/html") if is_head else None

    return app


def add_flask_pages(app: Flask, max_age: int) -> None:
    """Give the app its pages. max_age: seconds that the counter's page names.

    With FLASK_DEBUG=1, Flask-DebugToolbar is on /note. It does not work beside the panel of
    `make run`, which forbids foreign scripts.
    """
    Logins(app).user_loader(lambda name: User(name) if name in USERS else None)
    add_counter(app, max_age)
    add_login(app)
    add_notepad(app)
    if app.debug:
        DebugToolbarExtension(app)


def add_counter(app: Flask, max_age: int) -> None:
    """Give the app / which counts, /peek which reads, /plain and a picture which do neither."""

    @app.get("/")
    def index() -> str:
        views = session.get("views")
        known = type(views) is int and 0 <= views <= MAX_VIEWS
        session["views"] = min(views + 1, MAX_VIEWS) if known else 1
        return page(session["views"], max_age)

    @app.get("/peek")
    def peek() -> str:
        return f"<p>Views so far: {escape(session.get('views', 0))}</p>"

    @app.get("/plain")
    def plain() -> str:
        return "<p>This page does not look at the session.</p>"

    @app.get("/picture.svg")
    def picture() -> Response:
        return Response(PICTURE, mimetype="image/svg+xml")


def add_login(app: Flask) -> None:
    """Give the app /login, /logout, /account and /hello, by Flask-Login."""

    @app.route("/login", methods=["GET", "POST"])
    def login() -> Answer:
        if request.method != "POST":
            return render_template_string(LOGIN)
        name, password = read_form("name", "password")
        fits = check_password_hash(USERS.get(name, NOBODY), password)
        if not (fits and name in USERS):
            return render_template_string(LOGIN, said="Wrong name or wrong password."), 403
        # Here, and not before each request: that would touch the session of every picture.
        session.permanent = True
        flask_login.login_user(User(name), remember="remember" in request.form)
        return redirect("/account", 303)

    @app.post("/logout")
    def logout() -> Answer:
        session.clear()
        flask_login.logout_user()  # last: it leaves a word for whoever deletes the other cookie
        return redirect("/", 303)

    @app.route("/account", methods=["GET", "POST"])
    def account() -> Answer:
        if not flask_login.current_user.is_authenticated:
            return redirect("/login", 303)
        if request.method == "POST":
            (session["parcels"],) = read_form("parcels")
            return redirect("/account", 303)
        return render_template_string(ACCOUNT)

    @app.get("/hello")
    def hello() -> Response:
        user = flask_login.current_user
        name = user.id if user.is_authenticated else "stranger"
        response = Response(f"<p>Good day, {escape(name)}</p>", mimetype="text/html")
        # Its author wanted it to be fast, and did not think of what it shows.
        response.headers["Cache-Control"] = "public, max-age=60"
        return response


def add_notepad(app: Flask) -> None:
    """Give the app /note: a form of Flask-WTF, and a message by flash."""

    @app.route("/note", methods=["GET", "POST"])
    def note() -> Answer:
        form: Any = Note()
        if form.validate_on_submit():
            session["note"] = form.note.data
            flash("Your note is kept.")
            return redirect("/note", 303)
        return render_template_string(NOTEPAD, form=form)
