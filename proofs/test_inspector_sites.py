"""The session inspector and other sites, in a real browser: when they bring the cookie along."""

import threading

import pytest
from chromium import OTHER, jar, needs_browser, part, shown, visit
from flask import Flask
from werkzeug.serving import make_server

from course.catalogue import CATALOGUE

# One worker starts the servers and the browser, and not each.
pytestmark = [pytest.mark.browser, needs_browser, pytest.mark.xdist_group("browser 1")]
every_lesson = pytest.mark.parametrize("number", [lesson.number for lesson in CATALOGUE])
NO_COOKIE = "No Cookie line"


@pytest.fixture(scope="module")
def other_site():
    """Return the address of a site of another name, whose pages lead to /?to=URL in three ways."""
    site = Flask(__name__)

    @site.get("/link")
    def link():
        return "<a id=go>go</a><script>go.href = location.search.slice(4)</script>"

    @site.get("/form")
    def form():
        form = "<form id=f method=post><button id=go>go</button></form>"
        return form + "<script>f.action = location.search.slice(4)</script>"

    @site.get("/image")
    def image():
        return "<img id=one><script>one.src = location.search.slice(4)</script>"

    server = make_server("127.0.0.1", 0, site, threaded=True)
    thread = threading.Thread(target=server.serve_forever, args=[0.02])
    thread.start()
    yield f"http://{OTHER}:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@every_lesson
def test_another_site_brings_the_cookie_with_a_link_only(solved, tab, other_site, number):
    page, url = tab(), solved(number).url
    visit(page, url)
    assert "leaves it out of most requests that other sites start" in part(page, "server answered")
    page.goto(f"{other_site}/link?to={url}")
    page.click("#go")
    page.wait_for_url(url)
    assert shown(page) == "Views: 2"
    page.goto(f"{other_site}/form?to={url}")
    page.click("#go")
    page.wait_for_url(url)
    assert "POST /" in page.locator("#inspector > header").inner_text()
    assert NO_COOKIE in part(page, "1. Your browser sent")


@every_lesson
def test_what_another_site_embeds_comes_without_the_cookie(solved, tab, other_site, number):
    page, url = tab(), solved(number).url
    visit(page, url)
    before = jar(page)
    page.goto(f"{other_site}/image?to={url}?embedded")
    page.wait_for_function("one.complete")
    assert jar(page) == before
    assert visit(page, url) == "Views: 2"
    assert "Somebody else asked" in page.locator("#inspector p.others").first.inner_text()
    story = page.locator(".story > li.others").all_inner_texts()
    assert story == ["A page of another site, without a cookie of this lesson: 1 visit"]
