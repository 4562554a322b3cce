"""The real browser of the proofs: where it is, and how it is started offline."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

COMMANDS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
BROWSER = next(filter(None, map(shutil.which, COMMANDS)), None)
needs_browser = pytest.mark.skipif(not BROWSER, reason="there is no Chromium here")

# A second name for this machine. Every other name is unknown, as without a network.
OTHER = "other.example"
NAMES = f"MAP {OTHER} 127.0.0.1, MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"


@contextmanager
def chromium() -> Iterator[Any]:
    """Start the browser, and give Playwright's handle of it."""
    from playwright.sync_api import sync_playwright

    words = ["--no-sandbox", "--disable-gpu", f"--host-resolver-rules={NAMES}"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=BROWSER, args=words)
        yield browser
        browser.close()


def visit(page, url, times=1):
    """Visit a page so many times, and return what the lesson shows at the end."""
    for _ in range(times):
        page.goto(url)
    return shown(page)


def shown(page):
    """Return the first line of the lesson's own page."""
    return page.locator("main").inner_text().partition("\n")[0]


def part(page, title):
    """Return what the panel says in the part with this title."""
    return page.get_by_role("region", name=title).inner_text()


def jar(page):
    """Return the lesson's cookies in the browser, name to value: without the panel's own."""
    every = {one["name"]: one["value"] for one in page.context.cookies()}
    return {name: value for name, value in every.items() if not name.startswith("inspector-")}
