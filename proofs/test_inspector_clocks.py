"""The two clocks of the session inspector: when the browser forgets, and when the store does."""

import pytest
from inspecting import (
    inspect_fixture,  # noqa: F401  (pytest looks for it here)
    page,
    redis_fixture,  # noqa: F401  (pytest looks for it here)
    text_of,
    with_header,
)
from werkzeug.wrappers import Response


def test_a_key_without_an_end_is_noticed(inspect, own_redis):
    words = page(inspect(4, {"2.2", "2.3", "3.1", "3.2", "3.4"}))
    assert "Never: the key has no end" in words


def test_two_clocks(inspect):
    browser = inspect(3)
    page(browser)
    story = browser.inspector.story
    first = story.exchanges[-1]
    assert first.cookie_ends == pytest.approx(first.at + 60, abs=1)
    assert first.record_ends == pytest.approx(first.at + 60, abs=1)
    page(browser, "/peek")
    second = story.exchanges[-1]
    assert second.cookie_ends == first.cookie_ends  # no cookie was sent
    assert second.record_ends > first.record_ends


def test_the_clock_of_the_record_is_that_of_the_id_in_the_cookie(inspect):
    """The last call may be about another one: here, the destroy of what was before it."""
    source = (
        'session["views"] = min',
        'session.regenerate()\n        session["views"] = min',
    )
    browser = inspect(3, edit=source)
    page(browser)
    page(browser)
    last = browser.inspector.story.exchanges[-1]
    assert [call.verb for call in last.calls] == ["get", "set", "destroy"]
    assert last.record_ends == pytest.approx(last.at + 60, abs=1)


def test_the_clock_of_a_cookie_from_elsewhere_is_not_made_up(inspect):
    browser = inspect(1)
    page(browser)  # issues views=1
    assert browser.inspector.story.exchanges[-1].cookie_ends
    browser.inspector.app = Response("<p>It sets no cookie.</p>", mimetype="text/html")
    browser.set_cookie("views", "7", domain="127.0.0.1")
    words = page(browser)
    assert "from before this story" in words


@pytest.mark.parametrize(
    ("attributes", "says"),
    [
        ("SameSite=None", "SameSite=None is for Secure cookies only."),
        ("SameSite=None; Secure", "No time is set"),
        ("Max-Age=9; SameSite=Strict", "out of every request that another site starts."),
        ("Expires=Wed, 09 Jun 2100 10:18:14 GMT", "seconds left"),
        ("Expires=never", "No time is set"),
        ("Max-Age=--5", "No time is set"),
        pytest.param("Max-Age=" + "9" * 5000, "No time is set", id="5,000 digits"),
        ("Max-Age=60; Comment=" + "x" * 9, "seconds left"),
    ],
)
def test_the_clock_of_a_cookie_is_what_a_browser_makes_of_it(inspect, attributes, says):
    browser = inspect(1)
    answer = Response("<p>hello</p>", mimetype="text/html")
    answer.headers["Set-Cookie"] = "views=1; " + attributes
    browser.inspector.app = answer
    assert says in text_of(with_header(browser, "a=1"))


def test_a_cookie_that_is_too_large_has_no_clock(inspect):
    browser = inspect(1)
    answer = Response("<p>hello</p>", mimetype="text/html")
    answer.headers["Set-Cookie"] = f"views={'1' * 4096}; Max-Age=60"
    browser.inspector.app = answer
    assert "Your browser drops it: it is larger than 4096 bytes." in page(browser)
