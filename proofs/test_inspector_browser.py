"""The session inspector in a real browser: what it says of cookies is what a browser does."""

import time

import pytest
from chromium import jar, needs_browser, part, shown, visit

from course.catalogue import CATALOGUE, lesson_of
from course.inspector.buttons import SEEN, taught_in

# One worker starts the servers and the browser, and not each.
pytestmark = [pytest.mark.browser, needs_browser, pytest.mark.xdist_group("browser 1")]
every_lesson = pytest.mark.parametrize("number", [lesson.number for lesson in CATALOGUE])

UNTIL_CLOSED = (7,)  # as in any Flask app, unless a page says session.permanent = True

FORGET, FLIP = "Forget my cookie", "Change one character of it"
EARLIER, EXPIRE = "Put an earlier one back", "Let it expire now"
RESTART = "Restart the server"
NO_COOKIE, WELCOME = "No Cookie line", "Welcome to this page for the first time!"

# After three visits and a button: what the page shows, whether the cookie holds the same session
# (None: this lesson has no session ID), and what the panel says of what the browser sent.
OUTCOMES = [
    (1, FORGET, WELCOME, None, NO_COOKIE),
    (1, FLIP, "Views: 10", None, "Cookie: views=9"),
    (1, EXPIRE, WELCOME, None, NO_COOKIE),
    (1, RESTART, "Views: 4", None, "Cookie: views=3"),
    (2, FORGET, WELCOME, False, NO_COOKIE),
    (2, FLIP, WELCOME, False, "Invalid."),
    (2, EARLIER, "Views: 2", True, "Valid."),
    (2, EXPIRE, WELCOME, False, NO_COOKIE),
    (2, RESTART, "Views: 4", True, "Valid."),
    (3, FORGET, WELCOME, False, NO_COOKIE),
    (3, FLIP, WELCOME, False, "Invalid."),
    (3, EARLIER, "Views: 4", True, "Valid."),
    (3, EXPIRE, WELCOME, False, "Valid."),
    (3, RESTART, WELCOME, False, "Valid."),
]
# Where the store is Redis.
for _number in (lesson.number for lesson in CATALOGUE if lesson.uses_redis):
    OUTCOMES += [
        (_number, FORGET, WELCOME, False, NO_COOKIE),
        (_number, FLIP, WELCOME, False, "Invalid."),
        (_number, EARLIER, "Views: 4", True, "Valid."),
        (_number, EXPIRE, WELCOME, False, "Valid."),
        (_number, RESTART, "Views: 4", True, "Valid."),
    ]
ACTIONS = {
    FORGET: "forget",
    FLIP: "flip",
    EARLIER: "earlier",
    EXPIRE: "expire",
    RESTART: "restart",
}


@every_lesson
def test_the_page_counts_across_reloads(solved, tab, number):
    page = tab()
    assert visit(page, solved(number).url) == WELCOME
    for count in (2, 3, 4):
        page.reload()
        assert shown(page) == f"Views: {count}"


@every_lesson
def test_a_script_on_the_page_sees_no_cookie(solved, tab, number):
    page = tab()
    visit(page, solved(number).url)
    assert list(jar(page)) == list(lesson_of(number).cookies)
    assert page.evaluate("document.cookie") == ""
    answered = part(page, "Your server answered")
    assert "HttpOnly" in answered and "Scripts on the page cannot read it." in answered


@pytest.mark.parametrize(("number", "label", "page_shows", "same", "sent"), OUTCOMES)
def test_a_button_does_what_it_says(solved, tab, number, label, page_shows, same, sent):
    page, taught = tab(), taught_in(lesson_of(number))[ACTIONS[label]]
    visit(page, solved(number).url, times=3)
    before = jar(page)
    page.get_by_role("button", name=label).click()
    page.locator("#told-title").wait_for()
    assert shown(page) == page_shows
    after = jar(page)
    assert list(after) == list(before)
    if same is not None:
        assert (after["connect.sid"] == before["connect.sid"]) is same
    assert sent in part(page, "1. Your browser sent")
    seen = SEEN[taught.right].format(count=page_shows.removeprefix("Views: "), next=4)
    assert page.locator("#told-title").inner_text() == f"You pressed: {label}"
    assert page.locator(".told p").all_inner_texts()[1:3] == [seen, taught.why]
    assert part(page, "The story so far").count(f"after: {label}") >= 1


def test_every_button_of_every_lesson_is_pressed_above(solved, tab):
    for lesson in CATALOGUE:
        page = tab()
        visit(page, solved(lesson.number).url)
        labels = page.locator("form button").all_inner_texts()
        assert labels == [label for number, label, *_ in OUTCOMES if number == lesson.number]


@every_lesson
def test_a_button_without_a_cookie_says_why_it_cannot(solved, tab, number):
    page = tab()
    visit(page, solved(number).url)
    for name in jar(page):
        page.context.clear_cookies(name=name)
    page.get_by_role("button", name=FLIP).click()
    page.get_by_role("heading", name="nothing to do").wait_for()
    assert (
        "Your browser sent no cookie of this lesson: perhaps its time was over."
        in page.locator("main").inner_text()
    )
    assert jar(page) == {}


@every_lesson
def test_the_clock_of_the_panel_is_that_of_the_browser(solved, tab, number):
    page = tab()
    visit(page, solved(number).url)
    left = float(page.get_by_role("timer").first.get_attribute("data-left"))
    cookies = [one["expires"] for one in page.context.cookies() if one["name"] in jar(page)]
    said = page.locator("body").inner_text()
    assert ("it ends when the browser is closed" in said) == (number in UNTIL_CLOSED)
    assert (cookies == [-1]) == (number in UNTIL_CLOSED)
    assert 55 < left <= 60
    assert all(abs(end - time.time() - left) < 2 for end in cookies if end != -1)


@every_lesson
def test_when_the_clocks_are_over_the_browser_has_forgotten(solved, tab, number):
    page = tab()
    visit(page, solved(number, "--max-age", "2").url)
    assert jar(page)
    for timer in page.get_by_role("timer").all():
        timer.filter(has_text="over for").wait_for()
    if number in UNTIL_CLOSED:  # the store has forgotten
        page.reload()
        assert shown(page) == WELCOME
        return
    assert jar(page) == {}
    page.reload()
    assert shown(page) == WELCOME
    assert NO_COOKIE in part(page, "1. Your browser sent")
