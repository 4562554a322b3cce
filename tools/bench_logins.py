"""What a login costs at Redis: lesson 5, Flask-Login on Flask-Session, and Django, by trips."""

import importlib.util
import secrets
from collections.abc import Callable
from typing import Any

from flask import Response, request
from rich.box import ASCII
from rich.table import Table
from werkzeug.security import check_password_hash, generate_password_hash

from course.redis_client import connect
from course.say import console
from course.servers.gate import Gate
from solutions.lesson5_login import LoginStore, create_app

from .apps import KEY, MAX_AGE, PREFIX, flask_session
from .pages import body_of, change, read

PASSWORD = secrets.token_hex(8)
RIGHT = {"name": "alice", "password": PASSWORD}
WRONG = {"name": "alice", "password": "wrong"}
QUICK = generate_password_hash(PASSWORD, "scrypt:256:1:1")  # its work is no trip
WRITE, LOGIN = ("GET", "/write", None), ("POST", "/login", RIGHT)
# Kind of request: what the browser asked for before, and what is counted.
KINDS = {
    "a stranger: untouched": (None, ("GET", "/plain", None)),
    "a stranger: wrong password": (None, ("POST", "/login", WRONG)),
    "a stranger: login": (None, LOGIN),
    "known: read": (WRITE, ("GET", "/peek", None)),
    "known: change": (WRITE, WRITE),
    "known: wrong password": (WRITE, ("POST", "/login", WRONG)),
    "known: login": (WRITE, LOGIN),
    "logged in: read": (LOGIN, ("GET", "/peek", None)),
    "logged in: logout": (LOGIN, ("POST", "/logout", {})),
}
# Asks for a page as one browser: method, path and form.
Ask = Callable[[str, str, dict | None], None]


def with_client(client: Any) -> Ask:
    """Return how a test client asks, of Flask or of Django."""

    def ask(method: str, path: str, form: dict | None) -> None:
        answer = client.post(path, data=form) if method == "POST" else client.get(path)
        if answer.status_code >= 500:
            raise RuntimeError(f"{method} {path}: {answer.status_code}")

    return ask


def lesson5(url: str) -> Callable[[], Ask]:
    """Ours, with the list of a user's sessions."""
    store = LoginStore(connect(url), MAX_AGE, PREFIX)
    app = create_app(store=store, secret_keys=[KEY], users={"alice": QUICK})
    app.add_url_rule("/write", view_func=app.view_functions["index"])
    return lambda: with_client(app.test_client())


def flask_login(url: str) -> Callable[[], Ask]:
    """Flask-Login on Flask-Session, as both are after the installation."""
    import flask_login as package

    app, alice = flask_session(connect(url)), package.UserMixin()
    alice.id = "alice"
    package.LoginManager(app).user_loader({"alice": alice}.get)

    def login() -> Response:
        if check_password_hash(QUICK, request.form["password"]):
            package.login_user(alice)
        return Response()

    def logout() -> Response:
        package.logout_user()
        return Response()

    for view in (login, logout):
        app.add_url_rule(f"/{view.__name__}", view_func=view, methods=["POST"])
    return lambda: with_client(app.test_client())


def django(url: str) -> Callable[[], Ask]:
    """Django's own login, with its sessions in its cache, and that in Redis."""
    django_app(url)
    from django.contrib import auth
    from django.core.management import call_command
    from django.test import Client

    call_command("migrate", verbosity=0)
    auth.get_user_model().objects.create_user("alice", password=PASSWORD)
    return lambda: with_client(Client())


def django_app(url: str) -> Callable:
    """Return Django's app, of which there can be one in a process."""
    from django.conf import settings
    from django.core.wsgi import get_wsgi_application

    settings.configure(**django_settings(url))
    app = get_wsgi_application()
    settings.ROOT_URLCONF = django_pages()
    return app


def django_settings(url: str) -> dict[str, Any]:
    """Return the settings of a Django that has users and sessions, and nothing else."""
    middleware = ("sessions.middleware.Session", "auth.middleware.Authentication")
    cache = {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": url}
    return {
        "SECRET_KEY": KEY,
        "INSTALLED_APPS": ["django.contrib.auth", "django.contrib.contenttypes"],
        "MIDDLEWARE": [f"django.contrib.{name}Middleware" for name in middleware],
        "SESSION_ENGINE": "django.contrib.sessions.backends.cache",
        "CACHES": {"default": {"KEY_PREFIX": PREFIX, **cache}},
        "DATABASES": {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
    }


def django_pages() -> tuple:
    """Return the pages, as Django finds them."""
    from django.contrib import auth
    from django.http import HttpResponse
    from django.urls import path

    def page(act: Callable) -> Callable:
        def view(asked: Any) -> HttpResponse:
            return HttpResponse(body_of(act(asked)))

        return view

    def login(asked: Any) -> None:
        user = auth.authenticate(asked, username="alice", password=asked.POST["password"])
        if user:
            auth.login(asked, user)

    acts = {"plain": lambda _: None, "login": login, "logout": auth.logout}
    acts |= {"peek": lambda one: read(one.session), "write": lambda one: change(one.session)}
    return tuple(path(name, page(act)) for name, act in acts.items())


PEERS = {"lesson 5": lesson5, "Flask-Login, Flask-Session": flask_login, "Django": django}
NEEDS = {"Flask-Login, Flask-Session": ("flask_login", "flask_session"), "Django": ("django",)}


def costs(redis_url: str) -> dict[str, dict[str, tuple]]:
    """Return the trips of each kind of request, and their commands, by peer and kind."""
    found = {}
    for name, make in PEERS.items():
        if not all(map(importlib.util.find_spec, NEEDS.get(name, ()))):
            continue
        gate = Gate(redis_url)
        new, found[name] = make(gate.url), {}
        new()(*LOGIN)  # the first one connects
        for kind, (before, counted) in KINDS.items():
            ask = new()
            if before:
                ask(*before)
            gate.reset()
            ask(*counted)
            found[name][kind] = (gate.trips, *gate.commands)
        gate.shut()
    return found


def bench_logins(redis_url: str) -> None:
    """Print the table."""
    console.print("\nWhat a login costs at Redis: round trips, and the commands in them.")
    found = costs(redis_url)
    table = Table("request", *found, box=ASCII)
    for kind in KINDS:
        told = [(one[kind][0], " ".join(one[kind][1:])) for one in found.values()]
        table.add_row(kind, *(f"{trips}: {names}" if trips else "0" for trips, names in told))
    console.print(table)
