"""What a check is written with: the mark of its step, four words for a finding, a browser."""

import sys
from collections import OrderedDict, defaultdict
from collections.abc import Callable
from contextlib import contextmanager
from typing import Any

import pytest

# @step("2.1"). A check that two lessons share has the step of each: @step("3.1", "4.2").
step = pytest.mark.step


class Wrong(AssertionError):
    """A check's finding: what was done, what came back, what was expected, and why."""

    def __init__(self, did: str, got: Any, expected: Any, why: str) -> None:
        super().__init__(f"{did}\n  gave: {got!r}\n  expected: {expected!r}\n  why: {why}")
        self.did, self.got, self.expected, self.why = did, got, expected, why


class Said(str):
    """A description in plain words, shown as it is. Any other value is shown with repr."""

    __slots__ = ()


def equal(did: str, got: Any, expected: Any, why: str) -> None:
    """Raise Wrong unless got is the same as expected."""
    if not same(got, expected):
        raise Wrong(did, got, expected, why)


def same(got: Any, expected: Any) -> bool:
    """Are both of one type, with one plain value? A class of the learner's is never asked.

    An OrderedDict and a defaultdict count as a dict.
    """
    if type(expected) is dict and type(got) in (dict, OrderedDict, defaultdict):
        items = list(dict.items(got))
        return len(items) == len(expected) and all(
            any(same(item, wanted) for item in items) for wanted in expected.items()
        )
    if type(got) is not type(expected):
        return False
    if type(expected) in (list, tuple):
        return len(got) == len(expected) and all(map(same, got, expected))
    return bool(got == expected)


def text_of(value: Any, what: str = "a Set-Cookie value") -> str:
    """Return the value if it is text, and no class of the learner's. Raises Wrong otherwise."""
    if type(value) is not str:
        raise Wrong(what, value, Said("text, a plain str"), "HTTP carries text.")
    return value


def holds(condition: bool, did: str, got: Any, expected: str, why: str) -> None:
    """Raise Wrong unless the condition holds. expected: in words."""
    if not condition:
        raise Wrong(did, got, Said(expected), why)


def refuses(error: type[Exception], did: str, call: Callable[[], Any], why: str) -> None:
    """Raise Wrong unless the call raises this error."""
    try:
        got = call()
    except error:
        return
    except Exception as other:
        if type(other) not in (Exception, AssertionError):  # else it was raised on purpose
            raise
        got = other
    else:
        if isinstance(got, error):
            why = f"The {error.__name__} is returned here. An error is raised: raise, not return."
    raise Wrong(did, got, Said(f"a {error.__name__}"), why)


class Answer:
    """What came back for one request. set_cookies: the Set-Cookie values, as they came."""

    def __init__(self, response: Any) -> None:
        self.status: int = response.status_code
        self.body: str = response.get_data(as_text=True)
        self.headers = response.headers
        self.set_cookies = [text_of(value) for value in response.headers.getlist("Set-Cookie")]

    def __repr__(self) -> str:
        """Show what a browser would: the status, the cookies, the page."""
        cookies = "".join(f"Set-Cookie: {value}\n" for value in self.set_cookies)
        return f"{self.status}\n{cookies}{self.body}"


class Browser:
    """Visits an app as a browser does, and keeps its cookies (by name, until they are deleted).

    An error in the app is raised here, so that the report can show its line.
    """

    def __init__(self, app: Any, cookies: dict[str, str] | None = None) -> None:
        app.config["PROPAGATE_EXCEPTIONS"] = True
        self.client = app.test_client(use_cookies=False)
        self.cookies = dict(cookies or {})

    @property
    def cookie_header(self) -> str:
        """The Cookie line that the next visit will send."""
        return "; ".join(f"{name}={value}" for name, value in self.cookies.items())

    def get(self, path: str = "/") -> Answer:
        """Visit a page and keep the cookies that come with it."""
        return self.ask("GET", path)

    def post(self, path: str, form: dict[str, str] | None = None) -> Answer:
        """Send a form and keep the cookies that come back."""
        return self.ask("POST", path, data=form or {})

    def ask(self, method: str, path: str, **more: Any) -> Answer:
        """Send a request and keep the cookies that come back."""
        headers = {"Cookie": self.cookie_header} if self.cookies else {}
        answer = Answer(self.client.open(path, method=method, headers=headers, **more))
        for set_cookie in answer.set_cookies:
            name, _, value = set_cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
            if attributes(set_cookie).get("max-age") == "0":
                del self.cookies[name]
        return answer


def attributes(set_cookie: str) -> dict[str, str]:
    """Return a Set-Cookie value's attributes: name in lower case to text, "" for a flag."""
    parts = [part.strip().partition("=") for part in text_of(set_cookie).split(";")[1:]]
    return {name.lower(): value for name, _, value in parts}


def name_and_value(set_cookie: str) -> str:
    """Return the part of a Set-Cookie value before its attributes."""
    return text_of(set_cookie).partition(";")[0].strip()


def first_line(page: str) -> str:
    """Return the first line of a page."""
    return text_of(page, "a page").partition("\n")[0]


@contextmanager
def calls_to_c(seen: list):
    """Within the block, append every built-in function that this thread calls to seen."""

    def profile(frame: Any, event: str, argument: Any) -> None:
        if event == "c_call":
            seen.append(argument)

    before = sys.getprofile()
    sys.setprofile(profile)
    try:
        yield
    finally:
        sys.setprofile(before)
