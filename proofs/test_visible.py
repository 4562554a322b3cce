"""Text that is not ours: no command lets it reach the terminal as an order, and none is endless."""

import io
import socket
import sys
import time
import unicodedata

import pytest
import requests
from course_copy import Copy
from rich.table import Table
from rich.text import Text
from running import Running

from course import visible
from course.jupyter import jupyterlab
from course.say import OPTIONS, VisibleConsole

ORDERS = {
    "wipes the screen": "\x1b[2J",
    "sets the title": "\x1b]0;hidden\x07",
    "rings": "\x07",
    "goes back": "abc\b\b\b",
    "begins the line anew": "secret\rshown",
    "in one character": "\x9b2J\x9d0;hidden\x9c",
    "turns the writing": "\u202egnp.exe\u2066x\u2069\u200f",
    "breaks a line": "a\u2028b\u2029c\x85d\x0b\x0c",
    "without width": "a\u200bb\u2060c\ufeff\U000e0041",
    "half": "\ud800",
    "of old": "\x00\x7f\x1c\x1d",
}
each_order = pytest.mark.parametrize("order", ORDERS.values(), ids=ORDERS.keys())
# Joiners are part of how some languages, and pictures, are written.
ALLOWED = {"\n", "\t", "\u200c", "\u200d"}


def orders_in(text):
    """Return what a terminal obeys in a text, or a reader does not see."""
    unseen = [one for one in text if unicodedata.category(one) in ("Cc", "Cs", "Zl", "Zp")]
    return [one for one in unseen if one not in ALLOWED] + [
        one for one in text if unicodedata.bidirectional(one) in BIDI
    ]


BIDI = {"LRE", "RLE", "PDF", "LRO", "RLO", "LRI", "RLI", "FSI", "PDI"}


def test_every_character_that_is_an_order_is_written_out():
    every = "".join(map(chr, [*range(0x3000), *range(0xD7F0, 0xE010), *range(0xFE00, 0x10000)]))
    assert orders_in(visible.visible(every)) == []
    plain = "é 漢字 العربية עברית \U0001f469\u200d\U0001f4bb\t\n"
    assert visible.visible(plain) == plain
    assert visible.visible("\x1b\x9b\u202e\U000e0041") == r"\x1b\x9b\u202e\U000e0041"


@each_order
@pytest.mark.parametrize("colour", [True, False])
def test_the_console_prints_none_of_them(order, colour):
    """As text, with markup, in a Text and in a table: there is one console, and one way out."""
    out = io.StringIO()
    console = VisibleConsole(**OPTIONS, file=out, force_terminal=colour, width=200)
    grid = Table()
    grid.add_column(order)
    grid.add_row(order)
    for what in (order, f"[bold]{order}[/]", Text(order), Text.assemble((order, "red")), grid):
        console.print(what)
    console.print(order, markup=False, soft_wrap=True, style="bold")
    printed = out.getvalue().replace("\x1b[0m", "")
    ours = visible.re.sub(r"\x1b\[[\d;]*m", "", printed) if colour else printed
    assert orders_in(ours) == []
    assert visible.visible(order[:1]) in ours


EVERY = "".join(one for name, one in ORDERS.items() if name != "half")
VIEWS = "    views = "
SHOWS = {
    "printed": f"    print({EVERY!a})\n    raise ValueError('so')\n",
    "raised": f"    raise ValueError({EVERY!a})\n",
    "ended": f"    raise SystemExit({EVERY!a})\n",
    "returned": f"    return {EVERY!a}, [{EVERY!a}]\n",
    "logged": f"    __import__('logging').error({EVERY!a})\n    raise ValueError('so')\n",
}


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    """Return a copy in which lesson 1 does something else in a visit: copy.visit(code)."""
    made = Copy(tmp_path_factory.mktemp("visible"))
    made.solve()
    file = next(made.lessons.glob("lesson1_*.py"))
    solution = file.read_text(encoding="utf-8")
    assert VIEWS in solution
    made.visit = lambda code: file.write_text(solution.replace(VIEWS, code + VIEWS), "utf-8")
    return made


@pytest.mark.parametrize("words", [("test", "1"), ("attack", "1"), ("grade", "1")])
@pytest.mark.parametrize("code", SHOWS.values(), ids=SHOWS.keys())
def test_no_command_lets_through_what_a_lesson_says(copy, words, code):
    copy.visit(code)
    done = copy.course(*words)
    assert done.stdout.count("\n") > 3
    assert orders_in(done.stdout + done.stderr) == []
    if words[0] == "grade":
        written = [copy.root / ".course" / "grade" / name for name in ("grade.json", "grade.xml")]
        assert [orders_in(one.read_text(encoding="utf-8")) for one in written] == [[], []]


def test_a_report_shows_them(copy):
    copy.visit(f"    print('so', {EVERY!a}); raise ValueError({EVERY!a})\n")
    said = copy.course("test", "1").stdout
    assert r"ValueError: \x1b[2J\x1b]0;hidden\x07" in said and r"so \x1b[2J" in said


def test_the_log_of_jupyterlab_is_shown_without_them(monkeypatch, capsys, tmp_path):
    """It names addresses that strangers asked for."""
    code = f"import sys; sys.stderr.write('404 ' + {EVERY!a} + '\\nx' * 20_000)"
    monkeypatch.setattr(jupyterlab, "words", lambda *_: [sys.executable, "-X", "utf8", "-c", code])
    monkeypatch.setattr(jupyterlab, "WORK", tmp_path)
    monkeypatch.setattr(jupyterlab, "own_copies", lambda: None)
    assert jupyterlab.notebooks(None) == 0
    said = capsys.readouterr().err
    assert r"404 \x1b[2J" in said and orders_in(said) == [] and said.endswith("x\n")


@pytest.fixture(scope="module")
def page(copy):
    """Return a `make run` of lesson 1."""
    copy.visit("")
    running = Running(copy, 1)
    running.says("loaded in")
    yield running
    running.kill()


@pytest.mark.parametrize("code", SHOWS.values(), ids=SHOWS.keys())
def test_the_terminal_of_a_page_gets_none(page, copy, code):
    times = "".join(page.lines).count("loaded in") + 1
    copy.visit(code)
    page.says("loaded in", times)
    before = len(page.lines)
    page.visit()
    if "SystemExit" not in code and "return" not in code:
        page.until(lambda: "x1b[2J" in "".join(page.lines[before:]), "never said it")
    assert orders_in("".join(page.lines)) == []


def test_what_a_stranger_asks_for_is_no_order(page, copy):
    """In the path, in the request line, and as an error of the lesson about it."""
    times = "".join(page.lines).count("loaded in") + 1
    copy.visit("    import flask; raise ValueError(flask.request.url)\n")
    page.says("loaded in", times)
    requests.get(page.url + "?%1b[2J%C2%9b%0d", timeout=10, headers={"Accept": "text/html"})
    page.says("ValueError: http")
    with socket.create_connection(("127.0.0.1", page.port), timeout=10) as connection:
        connection.sendall(b"G\x1b[2J\x07 /\x1b]0;x\x07 HTTP/9\x9b\r\n\r\n")
        connection.recv(1000)
    with socket.create_connection(("127.0.0.1", page.port), timeout=10) as connection:
        connection.sendall(b"GET /\x1b[2J\x07 HTTP/1.1\r\nHost: x\x1b[2J\r\n\r\n")
        connection.recv(1000)
    assert orders_in("".join(page.lines)) == []
    assert "Bad HTTP" in page.said() or "Bad request" in page.said() or page.process.poll() is None


PRINTS = {
    "one line": "    print('x' * 20_000_000)\n",
    "many lines": "    print('x\\n' * 10_000_000)\n",
    "an error": "    raise ValueError('x' * 20_000_000)\n",
}


@pytest.mark.parametrize("code", PRINTS.values(), ids=PRINTS.keys())
def test_twenty_megabytes_are_cut_and_ctrl_c_is_quick(copy, code):
    copy.visit(code)
    running = Running(copy, 1)
    try:
        running.says("loaded in")
        running.visit()
        running.until(lambda: "characters" in running.said(), "never said that it is cut")
        begun = time.monotonic()
        running.end()
        assert time.monotonic() - begun < 3
        assert len(running.said()) < 200_000
    finally:
        running.kill()
    done = copy.course("test", "1")
    assert len(done.stdout) < 10_000
