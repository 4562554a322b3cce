"""The session inspector without a browser: what it notes, shows, keeps, refuses and restores."""

import importlib
import json
import re

import pytest
from werkzeug.test import Client
from werkzeug.wrappers import Response

from course.answers.steps import step_of
from course.catalogue import lesson_of
from course.inspector.lore import LABELS, LORE
from course.inspector.middleware import Inspector
from course.servers.redis_server import start_redis

HOST = {"base_url": "http://127.0.0.1:3000"}
OURS = {"Origin": "http://127.0.0.1:3000"}


@pytest.fixture
def inspect(package, tmp_path, monkeypatch):
    """Return a function that inspects a lesson, solved or not, and returns a browser for it."""
    monkeypatch.setenv("SECRET_KEYS", "a-key-of-this-proof")

    def start(number, solved=None, story="story", **edits):
        name = package(solved, **edits)
        lesson = lesson_of(number)
        module = importlib.import_module(f"{name}.{lesson.stem}")
        app = module.create_app()
        app.logger.disabled = True  # half a character in a log ends a worker of xdist
        inspector = Inspector(app, module, lesson, tmp_path / story, 60)
        browser = Client(inspector)
        browser.inspector, browser.app = inspector, app
        return browser

    return start


@pytest.fixture
def redis(monkeypatch):
    with start_redis() as server:
        monkeypatch.setenv("REDIS_URL", server.url)
        yield server


def page(browser, path="/", **settings):
    """Return a page as text, without its tags."""
    text = browser.get(path, **HOST, **settings).get_data(as_text=True)
    return " ".join(re.sub(r"<[^>]+>", " ", text).split())


def press(browser, action, **headers):
    """Press a button, and return the answer to it."""
    token = browser.inspector.story.token
    data = {"token": token, "action": action}
    return browser.post("/__inspector/try", data=data, headers=OURS | headers, **HOST)


def test_the_lessons_own_body_is_untouched(inspect):
    browser = inspect(1)
    own = browser.app.test_client().get("/").get_data()
    shown = browser.get("/", **HOST)
    assert b"<main>" + own + b"</main>" in shown.get_data()
    assert int(shown.headers["Content-Length"]) == len(shown.get_data())


def test_what_is_no_page_is_left_alone(inspect):
    text = 'app.get("/data")(lambda: {"a": 1})\n    return app'
    source = (lesson_of(1).solution).read_text(encoding="utf-8").replace("return app", text)
    browser = inspect(1, lesson1_raw_cookie=source)
    answer = browser.get("/data", **HOST)
    assert answer.get_json() == {"a": 1} and "Content-Security-Policy" not in answer.headers
    assert browser.head("/", **HOST).get_data() == b""


def test_a_cookie_is_taken_apart(inspect):
    browser = inspect(2)
    page(browser)
    browser.set_cookie("theme", "dark", domain="127.0.0.1")
    words = page(browser)
    assert words.count("The signature fits this ID and this count") == 2  # it came, and it goes
    assert "theme Not of this lesson" in words
    assert "HttpOnly Scripts on the page cannot read it" in words
    assert re.search(r"Size: \d+ of 4096 bytes", words)


def test_a_forged_cookie_is_refused_for_a_reason_that_is_shown(inspect):
    browser = inspect(2)
    page(browser)
    press(browser, "flip")
    words = page(browser)
    assert "Invalid. The signature does not fit." in words
    shown = re.search(r"it brought: (\S+?)\.\.\. what would fit: (\S+?)\.\.\. \^ differs", words)
    assert shown and shown[1][1:] == shown[2][1:] and shown[1][0] != shown[2][0]
    assert "believed it all the same" not in words


def test_the_whole_signature_of_a_forgery_is_never_shown(inspect):
    browser = inspect(2)
    browser.set_cookie("connect.sid", "s%3Aadmin.AAAA", domain="127.0.0.1")
    words = page(browser)
    sign = importlib.import_module("solutions.lesson2_signed_id").sign
    right = sign("admin", "a-key-of-this-proof").rpartition(".")[2]
    assert right[:6] in words and right[:8] not in words


@pytest.mark.parametrize(("number", "step"), [(2, "2.2"), (3, "3.4")])
def test_a_server_that_believes_a_forgery_is_told_so(inspect, number, step):
    browser = inspect(number, set())
    browser.set_cookie("connect.sid", "s%3Aadmin.AAAA", domain="127.0.0.1")
    assert f"Your server believed it all the same. Step {step}" in page(browser)


def test_the_verbs_are_shown_with_the_record_before_and_after(inspect):
    browser = inspect(3)
    assert "before no record after {&#34;views&#34;: 1}" in page(browser)
    words = page(browser)
    assert "it said {&#34;views&#34;: 1}" in words
    assert "before {&#34;views&#34;: 1} after {&#34;views&#34;: 2}" in words
    assert "This visit did not need the store" in page(inspect(3), "/plain")


def test_the_commands_to_redis_are_shown_with_their_time(inspect, redis):
    browser = inspect(4)
    page(browser)
    words = page(browser)
    assert re.search(r"GETEX sess:\S+ EX 60 .*?\([\d.]+ ms\)", words)
    assert re.search(r"SET sess:\S+ .* EX 60 OK \([\d.]+ ms\)", words)
    assert "The record, in the store 60 seconds left" in words
    assert "PTTL" not in words


def test_a_key_without_an_end_is_noticed(inspect, redis):
    words = page(inspect(4, {"2.2", "2.3", "3.1", "3.2", "3.4"}))
    assert "Never: the key has no end" in words


def test_two_clocks(inspect):
    browser = inspect(3)
    page(browser)
    story = browser.inspector.story
    first = story.exchanges[-1]
    assert first.cookie_ends == pytest.approx(first.at + 60, abs=1)
    assert first.record_ends == pytest.approx(first.at + 60, abs=1)
    page(browser, "/peek")
    second = story.exchanges[-1]
    assert second.cookie_ends == first.cookie_ends  # no cookie was sent
    assert second.record_ends > first.record_ends


def test_the_clock_of_a_cookie_from_elsewhere_is_not_made_up(inspect):
    browser = inspect(1)
    page(browser)  # issues views=1
    assert browser.inspector.story.exchanges[-1].cookie_ends
    browser.inspector.app = Response("<p>It sets no cookie.</p>", mimetype="text/html")
    browser.set_cookie("views", "7", domain="127.0.0.1")
    words = page(browser)
    assert "from before this story" in words


def test_ten_exchanges_and_nothing_more_are_kept(inspect):
    browser = inspect(3)
    sizes = []
    for number in range(1000):
        browser.get("/", **HOST)
        if number in (99, 999):
            sizes.append(browser.inspector.story.file.stat().st_size)
    kept = browser.inspector.story
    assert len(kept.exchanges) == 10 and kept.exchanges[-1].number == 1000
    assert len(kept.issued) <= 50 and sizes[1] < sizes[0] * 1.1


def test_the_story_outlives_the_process(inspect):
    browser = inspect(1)
    page(browser)
    did = "The server was ended and started again."
    browser.inspector.story.plan({"action": "restart", "count": 1, "did": did})
    later = inspect(1)
    later.set_cookie("views", "1", domain="127.0.0.1")
    words = page(later)
    assert later.inspector.story.token == browser.inspector.story.token
    assert "You pressed: Restart the server" in words and "The count went on" in words
    assert "visit 2:" in words


def test_half_a_file_begins_a_new_story(inspect, tmp_path):
    (tmp_path / "story").write_text('{"token": "x", "exchanges"', encoding="utf-8")
    browser = inspect(1)
    page(browser)
    assert json.loads((tmp_path / "story").read_text(encoding="utf-8"))["count"] == 1


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("reed_count(", "NameError: name &#39;reed_count&#39; is not defined"),
        ("len(__import__('json').loads('{')) or (", "JSONDecodeError: Expecting property name"),
        pytest.param(
            "(_ for _ in ()).throw(ValueError(chr(0xD800))) or (", "ValueError: ?", id="half"
        ),
    ],
)
def test_an_error_is_shown_with_its_place(inspect, line, words):
    source = lesson_of(1).solution.read_text(encoding="utf-8")
    broken = source.replace("views = read_count(", f"views = {line}")
    browser = inspect(1, lesson1_raw_cookie=broken)
    answer = browser.get("/", **HOST)
    shown = " ".join(re.sub(r"<[^>]+>", " ", answer.get_data(as_text=True)).split())
    assert answer.status_code == 500
    assert re.search(r"variant\d+/lesson1_raw_cookie\.py:\d+, in \S+ views = ", shown)
    assert words in shown


def test_an_app_that_is_none_gets_a_panel_too(inspect):
    browser = inspect(1)
    browser.inspector.app = None
    assert "NoneType" in page(browser)


def test_what_a_stranger_sends_is_escaped(inspect):
    browser = inspect(1)
    evil = "<script>alert(1)</script>"
    answer = browser.get(f"/?{evil}", headers={"Cookie": f"views={evil}; {evil}={evil}"}, **HOST)
    text = answer.get_data(as_text=True)
    assert "alert(1)" in text and "<script>alert" not in text
    assert "script-src 'self'" in answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    "headers", [{"Origin": "http://evil.example"}, {"Origin": "null"}, {"Origin": ""}]
)
def test_a_button_of_another_site_does_nothing(inspect, headers):
    browser = inspect(1)
    page(browser)
    answer = press(browser, "forget", **headers)
    assert answer.status_code == 403 and "Set-Cookie" not in answer.headers


def test_a_button_without_the_token_does_nothing(inspect):
    browser = inspect(1)
    page(browser)
    browser.inspector.story.token, right = "another", browser.inspector.story.token
    data = {"token": right, "action": "forget"}
    answer = browser.post("/__inspector/try", data=data, headers=OURS, **HOST)
    assert answer.status_code == 403 and "Set-Cookie" not in answer.headers
    assert browser.get("/__inspector/try", **HOST).status_code == 404


def test_another_host_name_sees_no_panel(inspect):
    browser = inspect(1)
    away = {"base_url": "http://evil.example:3000"}
    answer = browser.get("/", **away)
    assert browser.inspector.story.token not in answer.get_data(as_text=True)
    assert "inspector" not in answer.get_data(as_text=True)
    assert browser.get("/__inspector/inspector.css", **away).status_code == 403


def test_its_own_pages_are_no_visits(inspect):
    browser = inspect(1)
    page(browser)
    for path in ("inspector.css", "inspector.js", "visits/1", "visits/9", "visits/x", "other"):
        answer = browser.get(f"/__inspector/{path}", **HOST)
        assert "Set-Cookie" not in answer.headers
    assert "What happened in visit 1" in page(browser, "/__inspector/visits/1")
    assert browser.inspector.story.count == 1


def test_a_lesson_offers_what_it_explains(inspect):
    assert inspect(1).inspector.pages.tries == ["forget", "flip", "expire", "restart"]
    browser = inspect(1)
    page(browser)
    assert press(browser, "earlier").status_code == 404


def test_what_a_button_teaches_names_a_step_and_a_lesson_of_the_course():
    for (action, number), lore in LORE.items():
        assert lesson_of(number) and action in LABELS
        assert not lore.step or step_of(lore.step)


def test_a_button_without_a_cookie_says_so(inspect):
    browser = inspect(1)
    answer = press(browser, "flip")
    assert answer.status_code == 303 and "Set-Cookie" not in answer.headers
    assert "has no cookie of this lesson" in page(browser, answer.location)


def after(browser, action):
    """Count to 2, press a button, and return what the panel says then."""
    page(browser)
    page(browser)
    press(browser, action)
    return page(browser)


LESSON_1 = {"1.1", "1.2", "1.3", "1.4"}


def test_a_server_that_believes_anybody_is_not_praised(inspect):
    words = after(inspect(2, LESSON_1), "flip")
    assert "The count went on as if nothing had happened." in words
    assert "This server believes an ID that nobody signed. Step 2.2 refuses it." in words


def test_what_shows_nothing_is_said_to_show_nothing(inspect):
    words = after(inspect(3, LESSON_1 | {"2.1", "2.2", "2.3", "2.4", "3.4"}), "expire")
    assert "It did so before, so this shows nothing yet." in words


def test_an_error_says_nothing_of_a_button(inspect):
    source = lesson_of(1).solution.read_text(encoding="utf-8")
    broken = source.replace("views = read", "views = 1 // (cookie_header != 'views=9') * read")
    words = after(inspect(1, lesson1_raw_cookie=broken), "flip")
    assert "Your code raised an error, so this shows nothing." in words
    assert "Lesson 2 signs" not in words


def test_a_step_that_is_missing_is_named(inspect):
    words = after(inspect(3, LESSON_1 | {"2.1", "2.2", "2.3", "2.4", "3.1", "3.4"}), "expire")
    assert "The count went on" in words
    assert "When step 3.3 is done, the page takes you for a new visitor." in words


def test_a_page_that_sets_no_cookie_is_told_so(inspect):
    browser = inspect(1, set())
    page(browser)
    assert "that is step 1.1" in page(browser, press(browser, "forget").location)


def test_redis_away_leaves_the_page_as_it_is(inspect, redis):
    browser = inspect(4)
    page(browser)
    redis.stop()
    answer = browser.get("/", **HOST)
    assert answer.status_code == 503 and "StoreUnavailable" in answer.text
    assert "could not be asked" in page(browser, press(browser, "expire").location)
