"""The session inspector and others: whose panel it is, and what it keeps of whose cookies."""

import itertools
import re
import sys
import threading

import pytest
from inspecting import (
    HOST,
    LESSON_1,
    OURS,
    browser_of,
    inspect_fixture,  # noqa: F401  (pytest looks for it here)
    page,
    press,
    text_of,
    with_header,
)
from werkzeug.test import Client

from course.inspector import owner
from course.inspector.quiet import Stream, is_quiet
from solutions import lesson2_signed_id
from solutions.lesson2_signed_id import sign, to_cookie

XSRF = "2|8a1f03bd|95c4d1e07732f0a6b1|1764214000"
LOGIN = '"2|1:0|10:1764214000|23:username-127-0-0-1-8888|200:eyJ1c2VybmFtZSI6ICJhYmMifQ==|d0be"'
FOREIGN = (
    f"_xsrf={XSRF}; username-127-0-0-1-8888={LOGIN}",
    f"{XSRF}; theme=",
    f"jenkins-session={XSRF}",
    f"Views={XSRF}; views2={XSRF}; connect.sid.sig={XSRF}",
    f"ключ={XSRF}".encode().decode("latin-1"),
    "; ".join(f"c{number}={XSRF}" for number in range(40)),
)
ADDRESSES = ("inspector.css", "inspector.js", "visits/1", "refused", "try", "x")
RAISES = ("    views = ", "    raise ValueError(cookie_header); views = ")
SHOWS = ("return page(views, max_age), [", "return page(views, max_age) + cookie_header, [")
CUT = ("    views = ", "    views = int(cookie_header); views = ")


def kept_and_shown(browser, header):
    """Return what the panel shows after a visit, without the lesson's own page, and its file."""
    answer = with_header(browser, header)
    return answer.text.partition("<aside")[2] + browser.inspector.story.file.read_text("utf-8")


def pieces(value, length=8):
    return [value[start : start + length] for start in range(len(value) - length + 1)]


@pytest.mark.parametrize(
    ("number", "solved", "edit"),
    [
        (1, None, None),
        (2, None, None),
        (3, None, None),
        (1, None, RAISES),
        (1, None, CUT),
        (1, None, SHOWS),
        # A starter takes the rest of the line for a value, believes it, and asks the store for it.
        (3, LESSON_1 - {"1.2"} | {"2.1", "3.1"}, None),
    ],
    ids=["1", "2", "3", "raised", "raised and cut", "on the page", "believed"],
)
def test_values_of_others_are_neither_kept_nor_shown(inspect, number, solved, edit):
    browser = inspect(number, solved, edit=edit)
    for header in FOREIGN:
        for own in ("", "views=3; "):
            found = kept_and_shown(browser, own + header)
            assert [one for value in (XSRF, LOGIN) for one in pieces(value) if one in found] == []


def test_names_and_lengths_of_others_are_shown(inspect):
    browser = inspect(1)
    assert "4711" not in kept_and_shown(browser, "pin=4711; 4711; views=2")  # short ones, too
    answer = with_header(browser, f"_xsrf={XSRF}; views=3")
    assert f"Cookie: _xsrf=({len(XSRF)} characters); views=3" in text_of(answer)
    assert "Its value is neither kept nor shown." in text_of(answer)
    assert "Views: 4" in text_of(answer)


def test_a_cookie_of_the_panel_tells_browsers_apart(inspect):
    one = inspect(1)
    line = one.get("/", **HOST).headers.getlist("Set-Cookie")[-1]
    assert re.fullmatch(r"inspector-3000=s%3A\S{32}\.\S+; Path=/; SameSite=Strict; HttpOnly", line)
    assert "inspector-3000" not in one.get("/", **HOST).headers.get("Set-Cookie")
    other = browser_of(one.inspector).get("/", **HOST).headers.getlist("Set-Cookie")[-1]
    assert other != line


@pytest.mark.parametrize("position", ["first", "last", "alone", "twice"])
def test_the_lesson_never_sees_that_cookie(inspect, position):
    """A starter knows one pair only: ours would be the one."""
    browser = inspect(1, {"1.1"})
    line = browser.get("/", **HOST).headers.getlist("Set-Cookie")[-1].partition(";")[0]
    header = {
        "first": f"{line}; views=3",
        "last": f"views=3; {line}",
        "alone": line,
        "twice": f"{line}; inspector-8080=s%3Ax; views=3",
    }[position]
    answer = with_header(browser, header)
    assert ("Views: 4" if "views" in header else "Welcome") in text_of(answer)
    assert "inspector-" not in browser.inspector.story.file.read_text("utf-8")


def cookie(line):
    """Return the headers of a browser that holds this cookie."""
    return {"Cookie": line}


@pytest.mark.parametrize("whose", ["nobody", "forged", "of another key", "of another port"])
def test_every_address_of_the_panel_asks_whose_it_is(inspect, whose):
    browser = inspect(1)
    line = browser.get("/", **HOST).headers.getlist("Set-Cookie")[-1].partition(";")[0]
    header = {
        "nobody": {},
        "forged": cookie(line[:-1] + ("A" if line[-1] != "A" else "B")),
        "of another key": cookie(f"inspector-3000={to_cookie(sign('x', 'another'))}"),
        "of another port": cookie(line.replace("3000", "3001")),
    }[whose]
    stranger = Client(browser.inspector, use_cookies=False)
    paths = [f"/__inspector/{name}" for name in ADDRESSES]
    for path, method in itertools.product(paths, (stranger.get, stranger.head, stranger.post)):
        answer = method(path, headers={**OURS, **header}, **HOST)
        assert answer.status_code == 403 and "Set-Cookie" not in answer.headers
        if answer.request.method != "HEAD":
            assert "This panel is not yours" in answer.text and '<a href="/">' in answer.text
    assert {browser.get(path, **HOST).status_code for path in paths} == {200, 303, 404}


def test_the_cookie_is_compared_in_constant_time(inspect, monkeypatch):
    compared = []
    real = lesson2_signed_id.hmac.compare_digest
    monkeypatch.setattr(
        lesson2_signed_id.hmac, "compare_digest", lambda *two: compared.append(two) or real(*two)
    )
    browser = inspect(1)
    with_header(browser, f"inspector-3000={to_cookie('owner.wrong')}")
    assert b"owner.wrong" in compared[0]


@pytest.mark.parametrize("number", [1, 2, 3])
def test_a_browser_sees_its_own_visits_only(inspect, number):
    learner = inspect(number)
    lines = [learner.get("/?mine=4711", **HOST).headers["Set-Cookie"] for _ in range(2)]
    value = lines[0].partition("=")[2].partition(";")[0]
    stranger = browser_of(learner.inspector)
    shown = stranger.get("/", **HOST).text
    assert len(value) < 8 or value not in shown
    assert "4711" not in shown and "Somebody else" not in shown  # its story has just begun
    assert stranger.get("/__inspector/visits/1", **HOST).status_code == 404
    words = page(learner)
    assert "Somebody else asked for this page. another browser, or a program: 1 visit" in words
    assert "mine=4711" in words
    assert learner.get("/__inspector/visits/1", **HOST).status_code == 200
    shown = stranger.get("/", **HOST).text
    assert "4711" not in shown and "Another browser, or a program: 1 visit" in shown


def test_nobody_gets_the_cookie_of_an_id_that_he_only_knows(inspect):
    learner = inspect(2)
    for _ in range(3):
        page(learner)
    story = learner.inspector.story
    session_id = re.search(r"s%3A([\w-]{32})\.", story.issued[0]["value"])[1]
    stranger = browser_of(learner.inspector)
    page(stranger)
    stranger.set_cookie("views", f"s%3A{session_id}%3A9.x", domain="127.0.0.1")
    answer = press(stranger, "earlier")
    assert "Set-Cookie" not in answer.headers and "refused" in answer.location
    assert "Set-Cookie" in press(learner, "earlier").headers


SITES = {"cross-site": "a page of another site", "same-site": "a page of this host at another port"}


@pytest.mark.parametrize(("site", "says"), SITES.items())
@pytest.mark.parametrize("brings", [True, False])
def test_visits_that_another_page_starts_are_marked(inspect, site, says, brings):
    """They count all the same: what the lesson does with them is its own affair."""
    browser = inspect(1)
    page(browser)
    elsewhere = browser if brings else Client(browser.inspector, use_cookies=False)
    for _ in range(12):
        elsewhere.get("/", headers={"Sec-Fetch-Site": site, "Accept": "*/*"}, **HOST)
    words = page(browser)
    came = "with" if brings else "without"
    assert f"{says}, {came} a cookie of this lesson: 1" in words
    assert ("Views: 14" if brings else "Views: 2") in words
    assert len(re.findall("Look at visit", words)) == 2


@pytest.mark.parametrize("site", ["none", "same-origin", None])
def test_the_browsers_own_visits_are_not(inspect, site):
    browser = inspect(1)
    headers = {"Sec-Fetch-Site": site} if site else {}
    for _ in range(2):
        words = text_of(browser.get("/", headers=headers, **HOST))
    assert "Somebody else" not in words and "another site" not in words


def test_a_visit_from_another_site_takes_no_panel_away(inspect):
    """A browser leaves the cookie of the panel out then: a new one would take the place of it."""
    browser = inspect(1)
    page(browser)
    led = Client(browser.inspector, use_cookies=False)
    answer = led.get("/", headers={"Sec-Fetch-Site": "cross-site"}, **HOST)
    assert "inspector-" not in str(answer.headers.getlist("Set-Cookie"))
    assert "Another site led here" in answer.text and "started by a page of another" in answer.text


def test_what_is_printed_is_left_out_for_one_question_only(inspect, capsys):
    """Simultaneous visits: each prints once, and what is printed later is seen as well."""
    told = '    print("asked", flush=True); views = '
    browser = inspect(1, edit=("    views = ", told))
    tabs = [browser_of(browser.inspector) for _ in range(8)]
    for _ in range(5):
        threads = [threading.Thread(target=page, args=[tab]) for tab in tabs]
        for one in threads:
            one.start()
        for one in threads:
            one.join()
    page(browser)
    assert capsys.readouterr().out.count("asked") == 41
    assert isinstance(sys.stdout, Stream) and not is_quiet.get()


def test_questions_print_nothing_and_others_do_meanwhile(inspect, capsys):
    """read_count is asked twice a visit: by the lesson, and by the panel."""
    edit = ("    return int(text) if", "    print('counting')\n    return int(text) if")
    browser = inspect(1, edit=edit)
    page(browser)
    page(browser)
    assert capsys.readouterr().out.count("counting") == 2
    assert owner.owner_of("", "key") == ""
