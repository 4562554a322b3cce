"""What the notebooks say of clients is so: a Secure cookie over http on this machine."""

import subprocess
import threading

import pytest
import requests
from chromium import BROWSER, needs_browser
from flask import Flask, Response, request
from werkzeug.serving import make_server

from course.pictures.story import Story
from solutions.lesson1_raw_cookie import dump_cookie

ASK = (
    "<p id=seen><script>fetch('/seen').then(r => r.text()).then(t => seen.textContent = t)</script>"
)


def app() -> Flask:
    """Return a site that sets three cookies, and says which of them came back."""
    site = Flask(__name__)
    cookies = [dump_cookie("plain", "1"), dump_cookie("safe", "1", secure=True)]
    cookies.append(dump_cookie("long", "x" * 4093))

    @site.get("/")
    def index() -> Response:
        return Response(ASK, headers=[("Set-Cookie", one) for one in cookies])

    @site.get("/seen")
    def seen() -> Response:
        # A browser sends what it got over https only, or trusted; the long one is dropped.
        return Response("came back: " + " ".join(sorted(request.cookies)), mimetype="text/plain")

    return site


@pytest.fixture
def url():
    server = make_server("127.0.0.1", 0, app(), threaded=True)
    thread = threading.Thread(target=server.serve_forever, args=[0.02], daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join(5)
    server.server_close()


def model(**options) -> str:
    """Return what the browser of the notebooks would send back."""
    story = Story()
    browser = story.browser(**options)
    server = story.server(app)
    browser.visit(server)
    return browser.visit(server, "/seen").text


def test_requests_drops_a_secure_cookie(url):
    with requests.Session() as session:
        session.trust_env = False
        session.get(url, timeout=5)
        seen = session.get(f"{url}/seen", timeout=5).text
    assert "plain" in seen and "safe" not in seen
    assert "safe" not in model(trusts_loopback=False)


@pytest.mark.browser
@needs_browser
def test_chromium_keeps_it_and_drops_the_long_one(url, tmp_path):
    words = [BROWSER, "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path}"]
    words += ["--no-proxy-server", "--virtual-time-budget=5000", "--dump-dom", url]
    page = subprocess.run(words, capture_output=True, text=True, timeout=60).stdout
    assert "came back: plain safe<" in page
    assert model() == "came back: plain safe"
