"""The session inspector and a lesson that fails: what is wrong, in which file, on which line."""

import importlib
import re
import socket
import threading

import pytest
import requests
from inspecting import (
    HOST,
    browser_of,
    inspect_fixture,  # noqa: F401  (pytest looks for it here)
    page,
    text_of,
    with_header,
)

from course.catalogue import lesson_of
from course.inspector import view
from course.servers import serve
from course.servers.error_page import ErrorPage


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("reed_count(", "NameError: name &#39;reed_count&#39; is not defined"),
        ("len(__import__('json').loads('{')) or (", "JSONDecodeError: Expecting property name"),
        pytest.param(
            "(_ for _ in ()).throw(ValueError(chr(0xD800))) or (", r"ValueError: \ud800", id="half"
        ),
    ],
)
def test_an_error_is_shown_with_its_place(inspect, line, words):
    browser = inspect(1, edit=("views = min(read_count(", f"views = min({line}"))
    answer = browser.get("/", **HOST)
    shown = " ".join(re.sub(r"<[^>]+>", " ", answer.get_data(as_text=True)).split())
    assert answer.status_code == 500
    assert re.search(r"variant\d+/lesson1_raw_cookie\.py:\d+, in \S+ views = ", shown)
    assert words in shown


def test_an_app_that_is_none_gets_a_panel_too(inspect):
    browser = inspect(1)
    browser.inspector.app = None
    assert "NoneType" in page(browser)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("raise SystemExit('bye')", "SystemExit: bye"),
        ("raise KeyboardInterrupt", "KeyboardInterrupt"),
    ],
)
def test_a_view_that_ends_the_process_is_an_error_like_another(inspect, line, words):
    browser = inspect(
        1, edit=("    views = min(read_count(", f"    {line}\n    views = min(read_count(")
    )
    answer = browser.get("/", **HOST)
    assert answer.status_code == 500
    assert re.search(r"lesson1_raw_cookie\.py:\d+, in visit raise .* " + words, text_of(answer))


def test_an_endless_loop_is_found_and_its_place_said(inspect):
    stop = threading.Event()
    loop = "    while not STOP.is_set():\n        pass\n    views = min(read_count("
    browser = inspect(1, patience=0.2, edit=("    views = min(read_count(", loop))
    module = importlib.import_module(browser.inspector.theirs.package + ".lesson1_raw_cookie")
    module.STOP = stop
    try:
        answer = browser.get("/", **HOST)
    finally:
        stop.set()
    assert answer.status_code == 500
    found = re.search(
        r"has not answered for 0\.2 seconds, and is at \S+/lesson1_raw_cookie\.py:(\d+)\. "
        r"Is there a loop\?",
        text_of(answer),
    )
    lines = lesson_of(1).solution.read_text(encoding="utf-8").splitlines()
    first = next(
        number for number, line in enumerate(lines, 1) if "views = min(read_count(" in line
    )
    assert found and int(found[1]) in (first, first + 1)
    assert "Your code does not answer" in answer.text


def test_a_loop_that_no_page_has_reached_is_found_too(inspect):
    """The inspector asks parse_cookie about each cookie that came, also where the page does not."""
    stop = threading.Event()
    loop = "    while not STOP.is_set():\n        pass\n    cookies: dict[str, str] = {}"
    browser = inspect(1, patience=0.2, edit=("    cookies: dict[str, str] = {}", loop))
    module = importlib.import_module(browser.inspector.theirs.package + ".lesson1_raw_cookie")
    module.STOP = stop
    try:
        answer = with_header(browser, "views=1", "/no-such-page")
    finally:
        stop.set()
    assert answer.status_code == 404
    assert re.search(
        r"Your function, asked about a cookie, has not answered for 0\.2 seconds, and is at "
        r"\S+/lesson1_raw_cookie\.py:\d+\.",
        text_of(answer),
    )


def test_a_view_that_returns_nothing_is_found(inspect):
    browser = inspect(1, edit=("return respond(*visit(", "respond(*visit("))
    words = page(browser)
    assert re.search(r"lesson1_raw_cookie\.py:\d+, in index def index\(\) -&gt; Response:", words)
    assert "TypeError: The view function for &#39;index&#39; did not return" in words


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("def create_app(*, max_age=60): pass", "create_app in {} returns nothing: its last line"),
        ("def create_app(*, max_age=60): return 'app'", "create_app in {} returns a str"),
        ("app = 1", "there is no function create_app in {}"),
    ],
)
def test_a_lesson_without_an_app_is_told_so(package, text, says):
    name = package(lesson1_raw_cookie=text)
    with pytest.raises(serve.NoApp, match=says.format(f"{name}/lesson1_raw_cookie.py")):
        serve.make(f"{name}.lesson1_raw_cookie", max_age=60)


def test_trouble_of_the_inspector_is_none_of_the_lessons(inspect, monkeypatch, capfd):
    browser = inspect(1)
    own = browser.app.test_client().get("/").get_data()
    monkeypatch.setattr(view, "panel", lambda *_, **__: 1 / 0)
    answer = browser_of(browser.inspector).get("/", **HOST)
    assert answer.status_code == 200 and answer.get_data() == own
    assert "views=1" in answer.headers["Set-Cookie"]
    assert "ZeroDivisionError" in capfd.readouterr().err


def test_the_page_that_says_why_there_is_none_knows_the_large_type():
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    page, url = ErrorPage("<b>no</b>", port, None, "lesson1_raw_cookie"), f"http://127.0.0.1:{port}"
    try:
        shown = requests.get(url, timeout=5)
        assert shown.status_code == 500 and "&lt;b&gt;no" in shown.text
        for path in re.findall(r'(?:src|href)="([^"]+)"', shown.text):
            part = requests.get(url + path, timeout=5)
            assert part.status_code == 200 and "large" in part.text
            assert part.headers["Content-Type"].startswith("text/")
    finally:
        page.stop()
