"""Lesson 1: a view counter in a raw cookie.

HTTP forgets: every request looks like the first one. A cookie is a small text that
the server hands to the browser, and that the browser sends back with every later
request. Here the server hands out a count. Nothing is kept on the server.
"""

import re
import string

from flask import Flask, Response, request

from .settings import check_attributes, check_max_age

COOKIE = "views"
MAX_VIEWS = 10**15 - 1  # the largest count that read_count reads: 15 digits

# What RFC 6265, section 4.1.1, allows in a cookie's name and in its value.
NAME_CHARACTERS = set(string.ascii_letters + string.digits + "!#$%&'*+-.^_`|~")
VALUE_CHARACTERS = NAME_CHARACTERS | set("/:<=>?@()[]{}")


def visit(cookie_header: str, max_age: int) -> tuple[str, list[str]]:
    """Return the page for one visit, and the Set-Cookie values to send with it.

    cookie_header: the Cookie line as it came, "" where the browser sent none.
    max_age: seconds until the browser forgets the count.
    """
    # Step 1.1: Count a visit (7 min)
    # Read the cookie "views" out of the header with parse_cookie, and turn its text
    # into a number with read_count. Both work for one good cookie already. Add this
    # visit. Return page(views, max_age) and a list with one cookie: the new count as text,
    # made with dump_cookie, which must live for max_age seconds.
    # Starter: return page(1, max_age), []
    # At the largest count it stays: read_count would not take a larger one back.
    views = min(read_count(parse_cookie(cookie_header).get(COOKIE)) + 1, MAX_VIEWS)
    return page(views, max_age), [dump_cookie(COOKIE, str(views), max_age=max_age)]


def parse_cookie(header: str) -> dict[str, str]:
    """Return the cookies of a Cookie header, name to value (RFC 6265, section 5.4).

    Never raises: the header is text from a stranger.
    """
    # Step 1.2: Read the Cookie line (8 min)
    # One line holds many cookies: "theme=dark; views=3". Split it at each ";". The
    # first "=" of a part ends the name; a value may hold more of them. Spaces and tabs
    # around a name or a value do not count: take them off with strip(" \t"). A bare strip()
    # takes more off than these. If a value begins and ends with a double quote, take both
    # off; a value that is one double quote and nothing else stays as it is. Skip a part
    # without "=" or without a name. Of two with one name, the first wins.
    # Starter: name, _, value = header.partition("=")
    # Starter: return {name: value}
    cookies: dict[str, str] = {}
    for part in header.split(";"):
        name, equals, value = part.partition("=")
        name, value = name.strip(" \t"), value.strip(" \t")
        if len(value) >= 2 and value[0] == value[-1] == '"':
            value = value[1:-1]
        if equals and name:
            cookies.setdefault(name, value)
    return cookies


def read_count(text: str | None) -> int:
    """Return the count that a cookie's text stands for: 0 for anything that is none.

    text: None where there is no such cookie. Never raises.
    """
    # Step 1.3: Read a number from a stranger (6 min)
    # A count is 1 to 15 ASCII digits. Everything else is 0: None, "", "-1", "1e9",
    # "²" (Python's isdigit says yes to it, int refuses it), 5,000 digits.
    # Starter: return int(text or 0)
    return int(text) if text and re.fullmatch("[0-9]{1,15}", text) else 0


def refuse_unsafe(name: str, value: str) -> None:
    """Raise ValueError where a name or a value would break out of its cookie."""
    # Step 1.4: Look at what goes out (5 min)
    # A ";" in a value starts an attribute, a line break starts a header of its own.
    # Raise a ValueError unless the name has at least one character, each of them in
    # NAME_CHARACTERS, and each character of the value is in VALUE_CHARACTERS.
    # Starter: pass
    if not name or not set(name) <= NAME_CHARACTERS:
        raise ValueError(f"{name!r} cannot be the name of a cookie")
    if not set(value) <= VALUE_CHARACTERS:
        raise ValueError(f"{value!r} cannot be the value of a cookie")


def dump_cookie(
    name: str,
    value: str,
    *,
    max_age: int | None = None,
    path: str = "/",
    domain: str | None = None,
    secure: bool = False,
    http_only: bool = True,
    same_site: str | None = "Lax",
) -> str:
    """Return the value of a Set-Cookie header (RFC 6265, section 4.1).

    max_age: seconds the browser keeps the cookie, None until the browser is closed.
    domain, same_site: None leaves the attribute out. same_site: Strict, Lax or None, in any
    case. Raises ValueError where refuse_unsafe does, and for attributes that cannot work.
    """
    refuse_unsafe(name, value)
    same_site = same_site if same_site is None else str(same_site).capitalize()
    settings = {"Max-Age": max_age, "Domain": domain, "Path": path, "SameSite": same_site}
    check_attributes(name, settings, secure)
    switches = {"Secure": secure, "HttpOnly": http_only}
    parts = [f"{name}={value}"]
    parts += [f"{key}={setting}" for key, setting in settings.items() if setting is not None]
    parts += [key for key, on in switches.items() if on]
    return "; ".join(parts)


def page(views: int, max_age: int) -> str:
    """Return the HTML of a visit: a welcome for the first, the count for later ones."""
    if views <= 1:
        return "Welcome to this page for the first time!"
    return f"<p>Views: {views}</p>\n<p>Expires in: {max_age} seconds</p>"


def respond(body: str, set_cookies: list[str]) -> Response:
    """Return an answer with this page and these Set-Cookie values."""
    response = Response(body, mimetype="text/html")
    for value in set_cookies:
        response.headers.add("Set-Cookie", value)
    return response


def new_app(name: str) -> Flask:
    """Return an app whose answers no cache will share, and for which HEAD is no visit."""
    app = Flask(name)

    @app.before_request
    def answer_head() -> Response | None:
        # HEAD asks for the headers of a page that nobody looks at: no view is called for it.
        is_head = request.method == "HEAD" and request.url_rule is not None
        return respond("", []) if is_head else None

    @app.after_request
    def keep_private(response: Response) -> Response:
        # Headers only: no errorhandler would see an error that is raised here.
        response.vary.add("Cookie")
        response.headers["Cache-Control"] = "no-store"
        return response

    return app


def create_app(*, max_age: int = 60) -> Flask:
    """Return the counter as a Flask app. max_age: seconds until a count is forgotten."""
    check_max_age(max_age)
    app = new_app(__name__)

    @app.get("/")
    def index() -> Response:
        return respond(*visit(request.headers.get("Cookie", ""), max_age))

    return app
