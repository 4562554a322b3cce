"""The real browser of the proofs: where it is, and how it is started offline."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

BROWSER = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("chrome")
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
