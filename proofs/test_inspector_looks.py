"""The session inspector for everybody's eyes and hands: axe-core, keyboard, widths, themes."""

import importlib.util
from pathlib import Path

import pytest
from chromium import jar, needs_browser

from course.catalogue import CATALOGUE

# One worker starts the servers and the browser, and not each.
pytestmark = [pytest.mark.browser, needs_browser, pytest.mark.xdist_group("browser 2")]
every_lesson = pytest.mark.parametrize("number", [lesson.number for lesson in CATALOGUE])

# The last is what 1280 by 800 becomes at a zoom of 200 %.
WINDOWS = [(320, 640), (390, 844), (1280, 800), (640, 400)]
# As a person leaves it: a cookie was changed, the story is full, each visit in it is open.
FULL = "document.querySelectorAll('.story details').forEach(one => one.open = true)"


def full(page, url, visits=9):
    """Show a page whose panel has all that a panel can have."""
    for _ in range(visits):
        page.goto(url)
    page.get_by_role("button", name="Change one character of it").click()
    page.locator("#told-title").wait_for()
    page.wait_for_load_state()
    page.evaluate(FULL)


def examine(page, rules=None, passed=15):
    """Return what axe-core finds: the rule, and where. rules: None for all of them."""
    place = Path(importlib.util.find_spec("axe_core_python").origin).with_name("axe.min.js")
    page.evaluate(place.read_text(encoding="utf-8"))
    found = page.evaluate("rules => axe.run(rules ? {runOnly: rules} : {})", rules)
    assert len(found["passes"]) >= passed
    return [(one["id"], one["nodes"][0]["html"][:200]) for one in found["violations"]]


@every_lesson
def test_axe_finds_no_barrier(solved, tab, number):
    pytest.importorskip("axe_core_python", reason="it comes with requirements-dev.txt")
    page = tab(bypass_csp=True)
    full(page, solved(number).url)
    # A theme changes colours and nothing else.
    page.emulate_media(color_scheme="dark")
    assert examine(page, ["color-contrast"], 1) == []
    page.emulate_media(color_scheme="light")
    assert examine(page) == []
    page.get_by_role("button", name="Large type").click()
    page.set_viewport_size({"width": 390, "height": 844})
    assert examine(page) == []
    page.get_by_role("link", name="closely").last.click()
    page.get_by_role("heading", name="What happened in visit").wait_for()
    page.wait_for_load_state()
    assert examine(page) == []
    for name in jar(page):
        page.context.clear_cookies(name=name)
    page.get_by_role("button", name="Forget my cookie").click()
    page.get_by_role("heading", name="nothing to do").wait_for()
    page.wait_for_load_state()
    assert examine(page) == []


@every_lesson
def test_no_window_is_too_narrow(solved, tab, number):
    page = tab()
    full(page, solved(number).url)
    for size in ("normal", "large"):
        for width, height in WINDOWS:
            page.set_viewport_size({"width": width, "height": height})
            wide = page.evaluate("document.documentElement.scrollWidth")
            assert wide <= width, f"{size} type"
            # A box that cuts its text off hides what the page's own width does not show.
            assert page.evaluate("document.querySelector('#inspector').scrollWidth") <= width
        page.get_by_role("button", name="Large type").click()


@every_lesson
def test_everything_can_be_done_with_the_keyboard(solved, tab, number):
    page = tab()
    page.goto(solved(number).url)
    page.goto(solved(number).url)
    focused = []
    while "Look at visit" not in (focused or [""])[-1]:
        page.keyboard.press("Tab")
        focused.append(page.evaluate("document.activeElement.innerText"))
        outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert outline == "solid", focused
        assert len(focused) < 60
    assert focused[0] == "Large type"
    labels = page.locator("form button").all_inner_texts()
    assert focused[1 : len(labels) + 1] == labels
    assert any("the newest" in one for one in focused)
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="What happened in visit").wait_for()
    assert "The server was not asked again." in page.locator("main").inner_text()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="What just happened").wait_for()
    for _ in range(2):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="You pressed: Forget my cookie").wait_for()


def test_a_screen_reader_is_told_all_of_it(solved, tab):
    page = tab()
    full(page, solved(3).url)
    panel = page.get_by_role("complementary", name="What just happened")
    tree = panel.aria_snapshot()
    for words in (
        'heading "What just happened" [level=1]',
        'heading "You pressed: Change one character of it" [level=2]',
        'region "1. Your browser sent"',
        'region "2. Your server and the store"',
        'region "3. Your server answered"',
        'region "4. Two clocks"',
        'region "The story so far"',
        'progressbar "The record, in the store: time left"',
        "browser to server:",
        "server to store:",
        "store to server:",
        "server to browser:",
    ):
        assert words in tree
    # The names of the three columns are for the eye; each arrow says its own.
    assert "BrowserServerStore" not in tree.replace(" ", "")
    # A clock that is read aloud each second would be in the way.
    for timer in page.get_by_role("timer").all():
        assert timer.get_attribute("aria-live") is None


def test_large_type_is_remembered(solved, tab):
    page = tab()
    page.goto(solved(1).url)
    sizes = []
    for pressed in ("false", "true", "false"):
        page.reload()
        button = page.get_by_role("button", name="Large type")
        assert button.get_attribute("aria-pressed") == pressed
        read = "getComputedStyle(document.querySelector('#inspector p')).fontSize"
        sizes.append(float(page.evaluate(read).removesuffix("px")))
        button.press("Space")
    assert sizes[0] == sizes[2]
    assert sizes[1] >= 1.5 * sizes[0]


@pytest.mark.parametrize(
    ("number", "width", "large"),
    [(1, 1280, False), (2, 390, False), (3, 1280, True), (4, 1280, False)],
)
def test_the_dark_theme_is_dark_and_the_light_one_light(
    solved, tab, tmp_path, number, width, large
):
    image, brightness = pytest.importorskip("PIL.Image"), {}
    for theme in ("light", "dark"):
        page = tab(color_scheme=theme, viewport={"width": width, "height": 800})
        full(page, solved(number).url, visits=2)  # what is seen of it without scrolling
        if large:
            page.get_by_role("button", name="Large type").click()
        page.screenshot(path=tmp_path / "seen.png")
        with image.open(tmp_path / "seen.png") as seen:
            assert seen.size == (width, 800)
            greys = seen.convert("L").histogram()
        # Each theme has paper and ink: a blank picture has one of them.
        assert sum(greys[:100]) > 1000 and sum(greys[156:]) > 1000
        brightness[theme] = sum(grey * times for grey, times in enumerate(greys)) / sum(greys)
    assert brightness["dark"] < 80 and brightness["light"] > 176


@every_lesson
def test_without_javascript_the_page_is_complete(solved, tab, number):
    page = tab(java_script_enabled=False)
    for _ in range(3):
        page.goto(solved(number).url)
    assert page.get_by_role("timer").first.inner_text() in ("60 seconds left", "59 seconds left")
    assert not page.locator("#large-type").is_visible()
    page.get_by_role("button", name="Forget my cookie").click()
    assert page.get_by_role("heading", name="You pressed: Forget my cookie").is_visible()
