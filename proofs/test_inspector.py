"""The session inspector without a browser: what it notes, shows and keeps."""

import json
import re
import time

import pytest
from inspecting import (
    HOST,
    LESSON_1,
    LESSON_2,
    inspect_fixture,  # noqa: F401  (pytest looks for it here)
    page,
    redis_fixture,  # noqa: F401  (pytest looks for it here)
    with_header,
)

from course.inspector import calls
from course.inspector.cutting import brief, cut


def test_the_lessons_own_body_is_untouched(inspect):
    browser = inspect(1)
    own = browser.app.test_client().get("/").get_data()
    shown = browser.get("/", **HOST)
    assert b"<main>" + own + b"</main>" in shown.get_data()
    assert int(shown.headers["Content-Length"]) == len(shown.get_data())


def test_curl_gets_the_lessons_own_page_and_is_in_the_story(inspect):
    """The hints send people there with curl: what they look for must not be lost in a panel."""
    browser = inspect(1)
    shown = browser.get("/", **HOST, headers={"Accept": "*/*"})
    assert shown.get_data(as_text=True) == "Welcome to this page for the first time!"
    assert "Content-Security-Policy" not in shown.headers
    assert "visit 2" in page(browser)


def test_a_cookie_is_taken_apart(inspect):
    browser = inspect(2)
    page(browser)
    browser.set_cookie("theme", "dark", domain="127.0.0.1")
    words = page(browser)
    assert words.count("The signature fits this ID and this count") == 2  # it came, and it goes
    assert "theme Not of this lesson" in words
    assert "HttpOnly Scripts on the page cannot read it" in words
    assert re.search(r"Size: \d+ of 4096 bytes", words)


def test_the_verbs_are_shown_with_the_record_before_and_after(inspect):
    browser = inspect(3)
    one, two = (f"{{&#34;views&#34;: {views}}}" for views in (1, 2))
    assert f"before not asked asked to keep {one} after {one}" in page(browser)
    words = page(browser)
    assert f"it said {one}" in words
    assert f"before {one} asked to keep {two} after {two}" in words
    assert "This visit did not need the store" in page(inspect(3), "/plain")


def test_a_session_is_not_taken_for_the_store(inspect, own_redis):
    """The session of lesson 7 is no dict, and has a method get as a store has."""
    browser = inspect(7)
    page(browser)
    words = page(browser)
    assert "asked to keep {&#34;views&#34;: 2}" in words
    assert "after {&#34;views&#34;: 2}" in words


def test_the_commands_to_redis_are_shown_with_their_time(inspect, own_redis):
    browser = inspect(4)
    page(browser)
    words = page(browser)
    assert re.search(r"GETEX sess:\S+ EX 60 .*?\([\d.]+ ms\)", words)
    assert re.search(r"SET sess:\S+ .* EX 60 OK \([\d.]+ ms\)", words)
    assert "The record, in the store 60 seconds left" in words
    assert "PTTL" not in words


def test_a_store_that_extends_an_earlier_one_is_watched(inspect, own_redis):
    """And the write that keeps a record only in place of an earlier one."""
    browser = inspect(5)
    first, second = page(browser), page(browser)
    said = "XX keeps one only in place of an earlier one."
    for text, verb, xx in ((first, "set", ""), (second, "replace", " XX")):
        session_id = re.search("the session ID (.{32})", text)[1]
        assert f"{verb} {session_id}" in text and f"}}{xx} EX 60 OK (" in text
        assert text.count("asked to keep") == 1 and (said in text) is bool(xx)
    assert "GETEX" in second


def test_what_did_not_come_is_not_explained(inspect, own_redis):
    words = page(inspect(4), "/plain")
    assert "in Redis, a program of its own" in words
    assert "GETEX" not in words and "EX 60" not in words and "(nil)" not in words


def test_a_record_that_is_long_keeps_both_ends_and_tells_its_length(inspect):
    long = 'session["long"] = "x" * 5000\n        session["views"] = '
    browser = inspect(3, edit=('session["views"] = ', long))
    words = page(browser)
    asked = browser.inspector.story.exchanges[-1].calls[-1].asked
    whole = json.dumps({"long": "x" * 5000, "views": 1})
    assert asked.startswith('{"long": "xx') and "xx ... xx" in asked
    assert asked.endswith(f'xx", "views": 1}} ({len(whole):,} characters)') and len(asked) < 330
    assert f"({len(whole):,} characters)" in words


def test_the_store_may_be_called_in_any_way():
    """What is called, and how, is what the store gets: the inspector adds and changes nothing."""
    came = []

    def method(self, session_id, record=None, *, more=0):
        came.append((session_id, record, more))

    notes, wrapped = calls.begin(), calls.noted("set", method)
    wrapped("store", "me", {"a": 1})
    wrapped("store", record={"a": 2}, session_id="me", more=3)
    assert came == [("me", {"a": 1}, 0), ("me", {"a": 2}, 3)]
    assert [(one.session_id, one.asked) for one in notes.calls] == [
        ("me", '{"a": 1}'),
        ("me", '{"a": 2}'),
    ]
    with pytest.raises(TypeError, match=r"method\(\) missing 1 required positional argument"):
        wrapped("store")


def test_a_store_that_lacks_a_verb_is_watched(inspect):
    words = page(
        inspect(3, edit=("    def destroy(self, session_id", "    def remove(self, session_id"))
    )
    assert "asked to keep {&#34;views&#34;: 1}" in words


def test_a_store_that_keeps_nothing_is_told_so(inspect):
    words = page(inspect(3, LESSON_1 | LESSON_2))
    assert "asked to keep {&#34;views&#34;: 1} after no record" in words
    assert "The store did not keep it: step 3.1." in words


def test_a_loop_over_the_store_is_not_kept_whole(inspect):
    source = (
        "        session.new, session.found = False, record",
        "        [self.store.get(session_id) for _ in range(300)]\n"
        "        session.new, session.found = False, record",
    )
    browser = inspect(3, edit=source)
    page(browser)
    page(browser)
    calls = browser.inspector.story.exchanges[-1].calls
    assert len(calls) == 100 and calls[-1].verb == "set"


def test_ten_exchanges_and_nothing_more_are_kept(inspect):
    browser = inspect(3)
    sizes = []
    for number in range(1000):
        # Every exchange is kept; drawing the panel is most of the work, and keeps nothing.
        shown = "text/html" if number % 20 == 0 else "*/*"
        browser.get("/", **HOST, headers={"Accept": shown})
        if number in (99, 999):
            sizes.append(browser.inspector.story.file.stat().st_size)
    kept = browser.inspector.story
    assert len(kept.exchanges) == 10 and kept.exchanges[-1].number == 1000
    assert len(kept.issued) <= 50 and sizes[1] < sizes[0] * 1.1


def test_what_is_hardly_too_long_is_left_alone():
    assert cut("x" * 330) == "x" * 330 and brief("x" * 120, 90) == "x" * 120
    assert cut("a" * 200 + "z" * 200).endswith("zz (400 characters)")
    assert brief("a" * 100 + "z" * 100, 90) == "a" * 45 + " ... " + "z" * 45


def test_an_earlier_visit_is_opened_where_it_is_looked_at(inspect):
    browser = inspect(1)
    page(browser)
    page(browser)
    text = browser.get("/__inspector/visits/1", **HOST).get_data(as_text=True)
    assert re.findall(r'<li value="(\d+)"><details open>', text) == ["1"]


def test_three_thousand_cookies_of_others_are_folded(inspect):
    header = "; ".join(f"c{number}=1" for number in range(3000)) + "; views=7"
    answer = with_header(inspect(1), header)
    text = answer.get_data(as_text=True)
    assert "and 2,990 more that are not of this lesson." in text
    assert len(text) < 20_000 and ">views</code></h3>" in text


def test_the_story_outlives_the_process(inspect):
    browser = inspect(1)
    page(browser)
    did = "The server was ended and started again."
    owner = browser.inspector.story.exchanges[0].owner
    planned = {"at": time.time(), "expects": {"views": "1"}, "owner": owner}
    browser.inspector.story.plan({"action": "restart", "count": 1, "did": did, **planned})
    later = inspect(1)
    later._cookies = browser._cookies  # the same browser
    words = page(later)
    assert "You pressed: Restart the server" in words and "The count went on" in words
    assert "visit 2:" in words


def test_half_a_file_begins_a_new_story(inspect, tmp_path):
    (tmp_path / "story").write_text('{"token": "x", "exchanges"', encoding="utf-8")
    browser = inspect(1)
    page(browser)
    assert json.loads((tmp_path / "story").read_text(encoding="utf-8"))["count"] == 1
