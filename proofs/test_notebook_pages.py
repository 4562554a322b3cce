"""The notebooks as web pages, in a real browser: axe-core finds no serious barrier."""

import importlib.util
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from chromium import BROWSER, chromium, needs_browser
from notebook_parts import NAMES, need

from course.paths import NOTEBOOKS

need("nbconvert", "axe_core_python")
pytestmark = pytest.mark.browser
RUN = """
<script>{axe}</script>
<script>
axe.run().then(found => {{
  const place = document.createElement("pre");
  place.id = "axe";
  place.textContent = JSON.stringify(found.violations.map(one =>
    [one.impact, one.id, one.nodes.map(node => node.html.slice(0, 120))]));
  document.body.append(place);
}});
</script>
"""


OURS = ("--config", "src/html.json")


def plain_page(name: str, folder: Path, options: tuple[str, ...] = OURS) -> Path:
    """Write a notebook as a page, as docs/teaching.md says."""
    words = [sys.executable, "-m", "nbconvert", *options, "--to", "html"]
    words += ["--output-dir", str(folder), name]
    subprocess.run(words, cwd=NOTEBOOKS, check=True, capture_output=True)
    return folder / name.replace(".ipynb", ".html")


def page(name: str, folder: Path) -> Path:
    """Write a notebook as a page that examines itself."""
    path = plain_page(name, folder)
    axe = Path(importlib.util.find_spec("axe_core_python").origin).with_name("axe.min.js")
    run = RUN.format(axe=axe.read_text(encoding="utf-8"))
    text = path.read_text(encoding="utf-8").replace("</body>", run + "</body>")
    path.write_text(text, encoding="utf-8")
    return path


def examined(path: Path, folder: Path) -> list:
    """Return what axe-core finds on a page: impact, rule, and where."""
    words = [BROWSER, "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={folder}"]
    words += ["--virtual-time-budget=60000", "--dump-dom", path.as_uri()]
    done = subprocess.run(words, capture_output=True, text=True, timeout=100)
    found = re.search(r'<pre id="axe">(.*?)</pre>', done.stdout, re.S)
    assert found, done.stderr[-1000:]
    text = found[1].replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    return json.loads(text)


@needs_browser
@pytest.mark.timeout(120)
@pytest.mark.parametrize("name", NAMES)
def test_no_reader_is_shut_out(name, tmp_path):
    found = examined(page(name, tmp_path), tmp_path / "profile")
    assert [one for one in found if one[0] in ("serious", "critical")] == []


@needs_browser
@pytest.mark.timeout(120)
def test_a_picture_without_words_is_noticed(tmp_path):
    path = page(NAMES[0], tmp_path)
    text = path.read_text(encoding="utf-8")
    path.write_text(re.sub(r'(<img[^>]*?)alt="[^"]*"', r"\1", text), encoding="utf-8")
    found = examined(path, tmp_path / "profile")
    assert "image-alt" in [rule for _, rule, _ in found]


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
@pytest.mark.timeout(240)
def test_a_page_fetches_nothing_and_fits_a_phone(tmp_path):
    need("playwright")
    with chromium() as browser:
        for name in NAMES:
            asked, width, output = seen(browser, plain_page(name, tmp_path))
            assert (asked, width) == ([], 390) and output > 320
        # The template that ours is made of does neither.
        other = plain_page(NAMES[0], tmp_path / "other", ("--template", "classic"))
        asked, _, output = seen(browser, other)
        assert "mermaid" in " ".join(asked) and output < 320


def test_a_page_has_a_title_a_language_and_leads_to_pages(tmp_path):
    text = plain_page(NAMES[1], tmp_path).read_text(encoding="utf-8")
    assert '<html lang="en">' in text
    assert "<title>Lesson 2: Sign what you hand out</title>" in text
    links = re.findall(r'href="((?!#|\.\./)[^"]+)"', text)
    assert sorted(links) == [NAMES[0].replace("ipynb", "html"), NAMES[2].replace("ipynb", "html")]
