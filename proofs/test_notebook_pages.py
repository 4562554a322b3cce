"""The notebooks as web pages, in a real browser: axe-core finds no serious barrier."""

import importlib.util
import re
import subprocess
import sys
from pathlib import Path

import pytest
from chromium import needs_browser
from notebook_parts import NAMES, need

from course.paths import NOTEBOOKS

need("nbconvert", "axe_core_python", "playwright")
pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("pages")]  # they are written once
OURS = ("--config", "src/html.json")
AXE = "axe.run().then(found => found.violations.map(one => [one.impact, one.id]))"


def write(folder: Path, names: list[str], options: tuple[str, ...] = OURS) -> dict[str, Path]:
    """Write notebooks as pages, as docs/teaching.md says."""
    words = [sys.executable, "-m", "nbconvert", *options, "--to", "html"]
    words += ["--output-dir", str(folder), *names]
    subprocess.run(words, cwd=NOTEBOOKS, check=True, capture_output=True)
    return {name: folder / name.replace(".ipynb", ".html") for name in names}


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    """Return the notebooks as pages, by name."""
    return write(tmp_path_factory.mktemp("pages"), list(NAMES))


def examined(browser, path: Path) -> list:
    """Return what axe-core finds on a page: impact and rule."""
    axe = Path(importlib.util.find_spec("axe_core_python").origin).with_name("axe.min.js")
    tab = browser.new_page()
    tab.goto(path.as_uri())
    tab.evaluate(axe.read_text(encoding="utf-8"))
    found = tab.evaluate(AXE)
    tab.close()
    return found


@needs_browser
@pytest.mark.parametrize("name", NAMES)
def test_no_reader_is_shut_out(browser, pages, name):
    found = examined(browser, pages[name])
    assert [one for one in found if one[0] in ("serious", "critical")] == []


@needs_browser
def test_a_picture_without_words_is_noticed(browser, pages, tmp_path):
    text = pages[NAMES[0]].read_text(encoding="utf-8")
    path = tmp_path / "wordless.html"
    path.write_text(re.sub(r'(<img[^>]*?)alt="[^"]*"', r"\1", text), encoding="utf-8")
    assert "image-alt" in [rule for _, rule in examined(browser, path)]


def seen(browser, path: Path) -> tuple[list[str], int, int]:
    """Return what a page asks of other machines, and on a phone its width, and that of outputs."""
    tab = browser.new_page(viewport={"width": 390, "height": 800})
    asked = []
    tab.on("request", lambda request: asked.append(request.url))
    tab.goto(path.as_uri())
    page_width = tab.evaluate("document.documentElement.scrollWidth")
    outputs = "[...document.querySelectorAll('.output_subarea')].map(one => one.clientWidth)"
    width = tab.evaluate(f"Math.min(...{outputs})")
    tab.close()
    return [url for url in asked if not url.startswith(("file:", "data:"))], page_width, width


@needs_browser
def test_a_page_fetches_nothing_and_fits_a_phone(browser, pages, tmp_path):
    for path in pages.values():
        asked, width, output = seen(browser, path)
        assert (asked, width) == ([], 390) and output > 320
    # The template that ours is made of does neither.
    other = write(tmp_path, [NAMES[0]], ("--template", "classic"))
    asked, _, output = seen(browser, other[NAMES[0]])
    assert "mermaid" in " ".join(asked) and output < 320


def test_a_page_has_a_title_a_language_and_leads_to_pages(pages):
    text = pages[NAMES[1]].read_text(encoding="utf-8")
    assert '<html lang="en">' in text
    assert "<title>Lesson 2: Sign what you hand out</title>" in text
    links = re.findall(r'href="((?!#|\.\./)[^"]+)"', text)
    assert sorted(links) == [NAMES[0].replace("ipynb", "html"), NAMES[2].replace("ipynb", "html")]
