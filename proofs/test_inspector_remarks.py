"""What the inspector says of the learner's own code where it reads or signs otherwise."""

import pytest
from inspecting import (
    LESSON_1,
    LESSON_2,
    inspect_fixture,  # noqa: F401  (pytest looks for it here)
    page,
    press,
    send,
)

from course.inspector.reading import NOT_SIGNED, OTHER_ID, OTHER_SIGN
from course.inspector.theirs import NO_COUNT, OTHER_COUNT, REFUSED, UNREAD
from solutions.lesson2_signed_id import sign, to_cookie

KEY = "a-key-of-this-proof"
REMARKS = (NOT_SIGNED, OTHER_ID, OTHER_SIGN, NO_COUNT, OTHER_COUNT, REFUSED, UNREAD)


def remarks(words):
    """Return what is said of the learner's code."""
    return [one for one in REMARKS if one in words]


@pytest.mark.parametrize(
    ("cookies", "solved", "said"),
    [
        ({"theme": "dark", "views": "3"}, {"1.1"}, [UNREAD]),
        ({"theme": "dark", "views": "3"}, {"1.1", "1.2"}, []),
        ({"views": "0"}, LESSON_1, []),
        ({"views": "many"}, LESSON_1, [NO_COUNT]),
        ({"views": "-5"}, LESSON_1 - {"1.3"}, [OTHER_COUNT]),
    ],
)
def test_the_count_as_the_learners_code_reads_it(inspect, cookies, solved, said):
    assert remarks(send(inspect(1, solved), **cookies)) == said


def test_what_they_print_is_printed_once(inspect, capfd):
    browser = inspect(
        1, edit=("    cookies: dict[str, str] = {}", "    print('[here]')\n    cookies = {}")
    )
    send(browser, views="3")
    assert capfd.readouterr().out.count("[here]") == 1


def test_a_cookie_that_is_not_signed_yet_is_no_forgery(inspect):
    browser = inspect(2, LESSON_1)
    words = page(browser)
    assert words.count(NOT_SIGNED) == 2 and "Invalid" not in words
    assert remarks(page(browser)) == [NOT_SIGNED]


def test_another_signature_is_told_from_a_forgery(inspect):
    browser = inspect(2, edit=('.decode().rstrip("=")', '.decode().rstrip("=").lower()'))
    words = page(browser)
    assert words.count(OTHER_SIGN) == 2 and "what would fit" not in words
    words = page(browser)
    assert OTHER_SIGN in words and "believed it all the same" not in words


def test_a_good_cookie_that_is_refused_is_told_so(inspect):
    browser = inspect(
        2, edit=("            return value\n    return None", "            pass\n    return None")
    )
    good = to_cookie(sign("me", KEY))
    assert remarks(send(browser, connect_sid=good)) == [REFUSED]


def test_a_count_of_another_id_is_valid_and_does_not_count(inspect):
    browser = inspect(2)
    page(browser)
    assert remarks(page(browser)) == []
    press(browser, "flip")
    assert remarks(page(browser)) == [OTHER_ID]


@pytest.mark.parametrize(("number", "step"), [(2, "2.2"), (3, "3.4")])
def test_a_server_that_believes_a_forgery_is_told_so(inspect, number, step):
    browser = inspect(number, set())
    browser.set_cookie("connect.sid", "s%3Aadmin.AAAA", domain="127.0.0.1")
    assert f"Your server believed it all the same. Step {step}" in page(browser)


@pytest.mark.parametrize(
    ("number", "solved", "said"),
    [
        (2, None, "signature does not fit: ID not believed"),
        (3, None, "signature does not fit: ID not believed, store not asked for it"),
        (3, LESSON_1 | LESSON_2 | {"3.1"}, "signature does not fit: ID believed"),
    ],
)
def test_the_verdict_stands_in_the_diagram(inspect, number, solved, said):
    browser = inspect(number, solved)
    page(browser)
    assert "server: signature fits: ID believed" in page(browser)
    press(browser, "flip")
    words = page(browser)
    assert f"server: {said} server" in words
