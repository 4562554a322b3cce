"""The session inspector and what a lesson answers: left alone, mended, or explained."""

import gzip
import re
import time

import pytest
from flask import Flask, Response, stream_with_context
from inspecting import (
    HOST,
    inspect_fixture,  # noqa: F401  (pytest looks for it here)
)

from course.inspector import view

PIXEL = b"\x89PNG\r\n\x1a\n\xff\xfe"


def test_what_is_no_page_is_left_alone(inspect):
    made = "app = new_app(__name__)\n"
    page = '    app.get("/data")(lambda: {"a": 1})\n'
    browser = inspect(1, edit=(made, made + page))
    answer = browser.get("/data", **HOST)
    assert answer.get_json() == {"a": 1} and "Content-Security-Policy" not in answer.headers
    assert browser.head("/", **HOST).get_data() == b""


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        (PIXEL, {"Content-Type": "image/png"}),
        (gzip.compress(b"<p>hello</p>"), {"Content-Type": "text/html", "Content-Encoding": "gzip"}),
        ("<p>caf\xe9</p>".encode("latin-1"), {"Content-Type": "text/html; charset=latin-1"}),
    ],
    ids=["png", "gzip", "latin-1"],
)
def test_what_cannot_be_read_goes_out_as_it_is(inspect, body, headers):
    browser = inspect(1)
    browser.inspector.app = Response(body, headers=headers)
    answer = browser.get("/", **HOST)
    assert answer.status_code == 200 and answer.get_data() == body
    assert "Content-Security-Policy" not in answer.headers


def test_a_page_of_wrong_bytes_gets_its_panel(inspect):
    browser = inspect(1)
    browser.inspector.app = Response(b"<p>caf\xe9</p>", mimetype="text/html")
    assert b"<main><p>caf\xe9</p></main>" in browser.get("/", **HOST).get_data()


def test_a_stream_is_not_held_back(inspect):
    """Each piece of it leaves before the next one is made, and the request is there for it."""
    app, made = Flask(__name__), []

    @app.get("/")
    def numbers():
        from flask import request

        def pieces():
            for number in range(3):
                made.append(number)
                yield f"{number}{request.path}"

        return Response(stream_with_context(pieces()), mimetype="text/plain")

    browser = inspect(1)
    browser.inspector.app = app
    answer = browser.get("/", **HOST)
    assert made == [0] and b"".join(answer.response) == b"0/1/2/" and made == [0, 1, 2]
    answer.close()


def test_what_a_page_leaves_open_does_not_swallow_the_panel(inspect):
    for body in ("<!-- never closed", "<textarea>", "<p><script>1<2", "<style>p {"):
        browser = inspect(1, story=body[1:3])
        browser.inspector.app = Response(body, mimetype="text/html")
        text = browser.get("/", **HOST).get_data(as_text=True)
        closing = "-->" if "!" in body else re.search(r"<(textarea|script|style)", body)[1]
        assert re.search(f"{re.escape(body)}(</)?{closing}>?</main>", text), text[:400]
    assert view.ends(b"<!-- closed --><p>a</p><textarea></textarea>") == b""


@pytest.mark.parametrize(
    ("body", "headers", "said"),
    [
        ("<script>1</script>", {}, True),
        ("<p style='color: red'>a", {}, True),
        ("<b onclick=go()>a", {}, True),
        ("<p>a", {"Content-Security-Policy": "default-src *"}, True),
        ("<p>a", {"Content-Security-Policy": "frame-ancestors 'none'"}, False),
        ("<p>a", {"Content-Security-Policy": "frame-ancestors 'none'; img-src *"}, True),
        ("<p>one = two", {"ETag": "abc"}, False),
    ],
)
def test_what_the_panel_holds_back_is_said(inspect, body, headers, said):
    browser = inspect(1)
    browser.inspector.app = Response(body, mimetype="text/html", headers=headers)
    answer = browser.get("/", **HOST)
    assert ("inline scripts and styles of your page do not run" in answer.text) is said
    assert "ETag" not in answer.headers


@pytest.mark.parametrize("piece", ["<", "<script", "<title>", "<a "])
def test_four_times_the_page_takes_four_times_as_long_to_read(piece):
    def fastest(length):
        text, took = (piece * length)[:length], []
        for _ in range(20):
            start = time.process_time()
            view.words(text)
            took.append(time.process_time() - start)
        return min(took)

    # Sixteen times, where each beginning of a tag is followed to the end of the page.
    assert fastest(10_000) < 8 * fastest(2_500)


def test_a_page_is_read_as_a_person_sees_it():
    html = "<title>no</title><style>p {}</style><p>1 &lt; 2</p><SCRIPT>a < b</SCRIPT><b>yes</b> <i"
    assert view.words(html) == "1 < 2 yes <i"
