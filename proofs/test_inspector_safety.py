"""The session inspector and strangers: what they send, what they press, what they may learn."""

import importlib
import re
import string

import pytest
from inspecting import (
    HOST,
    inspect_fixture,  # noqa: F401  (pytest looks for it here)
    page,
    press,
    send,
    with_header,
)

from course.inspector.acts import REASONS
from course.inspector.reading import SHOWN
from solutions.lesson2_signed_id import sign, to_cookie


def test_a_forged_cookie_is_refused_for_a_reason_that_is_shown(inspect):
    browser = inspect(2)
    page(browser)
    press(browser, "flip")
    words = page(browser)
    assert "Invalid. The signature does not fit." in words
    shown = re.search(r"it brought (\S+?)\.\.\. what would fit (\S+?)\.\.\. They differ at", words)
    assert shown and shown[1][1:] == shown[2][1:] and shown[1][0] != shown[2][0]
    assert "believed it all the same" not in words


def test_the_whole_signature_of_a_forgery_is_never_shown(inspect):
    browser = inspect(2)
    browser.set_cookie("connect.sid", "s%3Aadmin.AAAA", domain="127.0.0.1")
    words = page(browser)
    sign = importlib.import_module("solutions.lesson2_signed_id").sign
    right = sign("admin", "a-key-of-this-proof").rpartition(".")[2]
    assert right[:6] in words and right[:8] not in words


def test_who_follows_the_panel_forges_no_signature(inspect):
    """An attacker keeps every letter that the panel gives away, and tries all at the next place."""
    browser, letters = inspect(2), string.ascii_letters + string.digits + "+/"

    def answer(signature):
        words = send(browser, connect_sid=to_cookie(f"admin.{signature.ljust(43, 'A')}"))
        browser.delete_cookie("views", domain="127.0.0.1")
        fits = re.search(r"what would fit (\S+?)\.\.\.", words)[1]
        return fits, re.search(r"(They differ|Their first)[^.]*\.", words)[0]

    known = ""
    for _ in range(SHOWN + 3):
        fits, _ = answer(known)
        known = fits if len(fits) > len(known) else known
    assert known == sign("admin", "a-key-of-this-proof").rpartition(".")[2][:SHOWN]
    # From here on each letter gives the same answer, so none is better than another.
    assert len({answer(known + letter) for letter in letters}) == 1


@pytest.mark.parametrize(
    ("signature", "says"),
    [
        ("{0}A", "Their first 6 characters agree, a later one differs."),
        ("", "There is no signature"),
        ("{0:.3}", "it brought {0:.3} what would fit {0:.6}... They differ at character 4."),
        ("{0:.3}.", "There is no signature"),
    ],
)
def test_the_comparison_is_put_in_words(inspect, signature, says):
    right = sign("admin", "a-key-of-this-proof").rpartition(".")[2]
    words = send(inspect(2), connect_sid=to_cookie("admin." + signature.format(right)))
    assert says.format(right) in words


def test_what_a_stranger_sends_is_escaped(inspect):
    browser = inspect(1)
    evil = "<script>alert(1)</script>"
    answer = with_header(browser, f"views={evil}; {evil}={evil}", f"/?{evil}")
    text = answer.get_data(as_text=True)
    assert text.count("alert(1)") > 5 and "<script>alert" not in text
    assert "script-src 'self'" in answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    "headers", [{"Origin": "http://evil.example"}, {"Origin": "null"}, {"Origin": ""}]
)
def test_a_button_of_another_site_does_nothing(inspect, headers):
    browser = inspect(1)
    page(browser)
    answer = press(browser, "forget", **headers)
    assert answer.status_code == 403 and "Set-Cookie" not in answer.headers


def test_a_reason_is_one_of_ours(inspect):
    browser = inspect(1)
    page(browser)
    for why, words in REASONS.items():
        assert words in page(browser, f"/__inspector/refused?why={why}")
    for path in ("refused", "refused?why=", "refused?why=<b>evil", "try"):
        answer = browser.get(f"/__inspector/{path}", **HOST)
        assert (answer.status_code, answer.location) == (303, "/")
    assert browser.inspector.story.count == 1


def test_another_host_name_sees_no_panel(inspect):
    browser = inspect(1)
    away = {"base_url": "http://evil.example:3000"}
    answer = browser.get("/", **away)
    assert "inspector" not in str(answer.headers)
    assert "inspector" not in answer.get_data(as_text=True)
    assert browser.get("/__inspector/inspector.css", **away).status_code == 403


def test_its_own_pages_are_no_visits(inspect):
    browser = inspect(1)
    page(browser)
    for path in ("inspector.css", "inspector.js", "visits/1", "visits/9", "visits/x", "other"):
        answer = browser.get(f"/__inspector/{path}", **HOST)
        assert "Set-Cookie" not in answer.headers
    assert "What happened in visit 1" in page(browser, "/__inspector/visits/1")
    assert browser.inspector.story.count == 1
