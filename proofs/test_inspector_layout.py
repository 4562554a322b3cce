"""The session inspector in a real browser: what stands where, and stays there."""

import pytest
from chromium import needs_browser

from course.catalogue import CATALOGUE

# One worker starts the servers and the browser, and not each.
pytestmark = [pytest.mark.browser, needs_browser, pytest.mark.xdist_group("browser 2")]
every_lesson = pytest.mark.parametrize("number", [lesson.number for lesson in CATALOGUE])

SHIFTS = """
self.shifts = 0;
new PerformanceObserver(list => list.getEntries().forEach(one => self.shifts += one.value))
    .observe({type: "layout-shift", buffered: true});
"""


def test_no_line_runs_through_the_words_of_a_narrow_window(solved, tab):
    page = tab()
    page.goto(solved(4).url)
    read = "getComputedStyle(document.querySelector('#inspector .arrows')).backgroundImage"
    for width, lines in ((1280, 3), (640, 0), (390, 0)):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate(read).count("gradient") == lines


@every_lesson
def test_the_buttons_stay_where_they_are_when_one_is_pressed(solved, tab, number):
    page, label = tab(), "Change one character of it"
    for _ in range(2):
        page.goto(solved(number).url)
    before = page.get_by_role("button", name=label).bounding_box()
    page.get_by_role("button", name=label).click()
    page.locator("#told-title").wait_for()
    assert page.get_by_role("button", name=label).bounding_box() == before
    # Who cannot see the page hears the whole box.
    assert page.evaluate("document.activeElement.id") == "told"
    described = page.locator("#told").get_attribute("aria-describedby")
    assert page.locator(f"#{described} p").count() >= 3


@pytest.mark.parametrize(("number", "left"), [(1, True), (2, True), (3, False), (4, False)])
def test_the_clock_of_a_lesson_without_a_store_is_below_what_was_sent(solved, tab, number, left):
    page = tab()
    page.goto(solved(number).url)
    sent, clocks = (page.locator(f"section.{name}").bounding_box() for name in ("sent", "clocks"))
    assert (sent["x"] == clocks["x"]) is left
    assert not left or clocks["y"] - sent["y"] - sent["height"] < 20


@every_lesson
@pytest.mark.parametrize("large", [False, True])
def test_nothing_jumps(solved, tab, number, large):
    page = tab()
    page.goto(solved(number).url)
    if large:
        page.get_by_role("button", name="Large type").click()
    page.add_init_script(SHIFTS)
    page.reload()
    before = page.get_by_role("timer").first.inner_text()
    page.get_by_role("timer").first.filter(has_not_text=before).wait_for()
    assert page.evaluate("shifts") == 0
