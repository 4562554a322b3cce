"""The buttons of the session inspector: what each does, and what is said of it, step by step."""

import pytest
from inspecting import (
    HOST,
    LESSON_1,
    LESSON_2,
    after,
    browser_of,
    inspect_fixture,  # noqa: F401  (pytest looks for it here)
    page,
    press,
    redis_fixture,  # noqa: F401  (pytest looks for it here)
)

from course.catalogue import CATALOGUE
from course.inspector.buttons import LABELS, SEEN, taught_in
from course.lesson_files.steps import step_of
from course.paths import TESTS


def test_a_lesson_offers_what_it_explains(inspect):
    assert inspect(1).inspector.pages.tries == ["forget", "flip", "expire", "restart"]
    browser = inspect(1)
    page(browser)
    assert press(browser, "earlier").status_code == 404


def test_what_a_button_teaches_names_a_step_and_a_lesson_of_the_course():
    for lesson in CATALOGUE:
        text = (TESTS / f"buttons_{lesson.stem}.md").read_text(encoding="utf-8")
        assert text.count("\n## ") == len(taught_in(lesson)) > 0
        for action, taught in taught_in(lesson).items():
            assert action in LABELS and step_of(taught.step) and taught.right in SEEN


@pytest.mark.parametrize("action", ["flip", "restart", "expire"])
def test_a_button_without_a_cookie_says_so(inspect, action):
    browser = inspect(1)
    page(browser)
    browser.delete_cookie("views", domain="127.0.0.1")
    answer = press(browser, action)
    assert answer.status_code == 303 and "Set-Cookie" not in answer.headers
    assert "Your browser sent no cookie of this lesson: perhaps" in page(browser, answer.location)
    assert not browser.inspector.story.attempt


def test_a_page_that_sets_no_cookie_is_told_so(inspect):
    browser = inspect(1, set())
    page(browser)
    assert "that is step 1.1" in page(browser, press(browser, "forget").location)


def test_a_server_that_believes_anybody_is_not_praised(inspect):
    words = after(inspect(2, LESSON_1), "flip")
    assert "The count went on as if nothing had happened." in words
    assert "This server believes an ID that nobody signed. Step 2.2 refuses it." in words


def test_only_the_button_that_forges_speaks_of_forgery(inspect):
    browser = inspect(2, LESSON_1)
    words = after(browser, "earlier", visits=3)
    assert "that nobody signed. Step" not in words
    assert "Your server believes what nobody signed, so far." in words
    assert "Its signature still fits" not in words


@pytest.mark.parametrize("number", [2, 3])
def test_a_forged_cookie_says_something_at_the_very_first_visit(inspect, number):
    words = after(inspect(number), "flip", visits=1)
    assert "The signature no longer fits the ID." in words and "shows nothing" not in words


def test_what_shows_nothing_is_said_to_show_nothing(inspect):
    words = after(inspect(3, LESSON_1 | {"2.1", "2.2", "2.3", "2.4", "3.4"}), "expire")
    assert "Your page does not count yet, so this shows nothing. First comes step 3.1." in words
    browser = inspect(1, story="another")
    page(browser)
    press(browser, "forget")
    assert "It did so before, so this shows nothing yet. Let it count to 2" in page(browser)


def test_an_error_says_nothing_of_a_button(inspect):
    broken = "views = min(1 // (cookie_header != 'views=9') * read"
    words = after(inspect(1, edit=("views = min(read", broken)), "flip")
    assert "Your code raised an error, so this shows nothing." in words
    assert "Lesson 2 signs" not in words


def test_a_step_that_is_missing_is_named(inspect):
    words = after(inspect(3, LESSON_1 | {"2.1", "2.2", "2.3", "2.4", "3.1", "3.4"}), "expire")
    assert "The count went on" in words
    assert "When step 3.3 is done, the page takes you for a new visitor." in words


def test_an_attempt_belongs_to_the_browser_that_pressed(inspect):
    one = inspect(2)
    other = browser_of(one.inspector)
    for browser, visits in ((one, 3), (other, 5)):
        for _ in range(visits):
            page(browser)
    press(one, "earlier")
    assert "You pressed" not in page(other)
    one.head("/", **HOST)
    words = page(one)
    assert "You pressed: Put an earlier one back" in words
    assert "The page shows 2. Without this it would show 4." in words


def test_an_attempt_does_not_wait_for_ever(inspect, monkeypatch):
    browser = inspect(1)
    page(browser)
    press(browser, "flip")
    browser.inspector.story.attempt["at"] -= 31
    assert "You pressed" not in page(browser)


def test_an_earlier_cookie_is_one_that_the_lesson_made(inspect):
    """A server that believes any ID goes on with the session of the cookie that was changed."""
    browser = inspect(3, LESSON_1 | LESSON_2 | {"3.1"})
    page(browser)
    press(browser, "flip")
    made = browser.inspector.story.issued
    assert [one["by_button"] for one in made] == [False, True]
    page(browser)
    page(browser)
    value = press(browser, "earlier").headers["Set-Cookie"].partition(";")[0].partition("=")[2]
    assert value == made[0]["value"] != made[1]["value"]


def test_redis_away_leaves_the_page_as_it_is(inspect, own_redis):
    browser = inspect(4)
    page(browser)
    own_redis.stop()
    answer = browser.get("/", **HOST)
    assert answer.status_code == 503 and "StoreUnavailable" in answer.text
    assert "could not be asked" in page(browser, press(browser, "expire").location)


def test_a_store_that_is_away_is_no_error_of_the_learner(inspect, own_redis):
    browser = inspect(4)
    page(browser)
    page(browser)
    press(browser, "earlier")
    own_redis.stop()
    words = page(browser)
    assert "The store could not be asked, so this shows nothing. Step 4.4," in words
    assert "The store could not be asked, so nobody knows." in words


def test_two_browsers_with_one_count_are_told_apart_by_what_they_hold(inspect):
    one = inspect(1)
    other = browser_of(one.inspector)
    page(one)
    page(other)
    page(other)
    press(one, "flip")
    assert "Without this it would show 2." in page(one)
