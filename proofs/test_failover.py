"""A failover under load: no page of 503 with patience, no count lost with safe views."""

import socket
import time
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial

import pytest

from attacks import NoAnswer
from course.catalogue import lesson_of
from course.demo import failover
from course.demo.demo import Demo
from course.demo.failover import (
    Failover,
    Page,
    killed_and_back,
    longest_gap,
    lost,
    measure,
    with_status,
)
from course.demo.failover_told import COLUMNS, line_of_time
from course.demo.wire import Browser
from course.lesson_files.steps import steps_before
from course.redis_client import NotUsable
from course.servers import set_settings
from course.servers.live import Site
from course.servers.redis_sets import NEEDED, start_set
from solutions.lesson8_scale_out import SafeStore, make_store

LESSON = lesson_of(8)
PATIENCE = 4  # seconds, of failover.SAFE
BUSY = "This machine is so busy that a failover takes longer than the patience."


@pytest.fixture
def a_set():
    try:
        with start_set() as made:
            yield made
    except NotUsable as error:
        pytest.skip(str(error))


def measured() -> Failover:
    """Return what came of a failover that was over before the patience was."""
    for _ in range(3):
        try:
            found = measure("solutions", LESSON)
        except NotUsable as error:
            pytest.skip(str(error))
        if all(longest_gap(pages) < PATIENCE - 0.5 for pages in (*found.killed, *found.cut)):
            return found
    pytest.skip(BUSY)


@pytest.mark.parametrize("run", range(3))
def test_no_page_of_503_and_no_count_lost(run):
    found = measured()
    plain, safe = found.killed
    assert with_status(plain, 503), "without patience, pages are lost"
    for status in (503, 0):
        assert not with_status(safe, status)
    assert lost(safe) == 0
    for pages in (plain, safe):  # what comes after the failover was waited for
        assert all(one[-1].status == 200 and one[-1].asked > 0 for one in pages)
    plain, safe = found.cut
    assert lost(plain) > 0 and lost(safe) == 0
    assert found.asked > found.refused == 0 and found.shown == 0


def test_who_asks_the_old_primary_sees_alice(package, tmp_path, monkeypatch):
    """A site that finds the primary once only, and a set that takes writes without a replica."""
    alone = set_settings.IN_SET.replace("{at_least}", "0")
    monkeypatch.setattr(set_settings, "IN_SET", alone)
    monkeypatch.setattr(failover, "Site", partial(Site, folder=tmp_path))
    monkeypatch.setattr(failover, "LONGEST", 5)
    monkeypatch.setattr(failover, "insist", lambda _: None)  # such a site lets nobody log out
    try:
        _, (_, _, shown) = killed_and_back(package(steps_before() - {"8.3"}), LESSON)
    except NotUsable as error:
        pytest.skip(str(error))
    assert shown > 0


def test_a_page_without_a_session_comes_though_each_thread_waits(a_set):
    pytest.importorskip("gunicorn", reason="gunicorn does not run on Windows")
    with Site("solutions", LESSON, redis_set=a_set) as site:
        (url,) = site.workers(1, PATIENCE="2")  # it has one thread
        seconds_to_health(url)  # so it has a connection
        for server in a_set.servers:
            server.kill()
        # 2.5 s on an idle machine. With a deadline for each visitor, it would be 16.
        assert 2 <= seconds_to_health(url) < 8


def seconds_to_health(url: str) -> float:
    """Return how long /health takes behind 8 visitors who have asked for a page before."""
    browser = Browser(url, 30)
    host, port = browser.address.split(":")
    with ThreadPoolExecutor(8) as pool:
        for _ in range(8):
            visitor = socket.create_connection((host, int(port)), timeout=30)
            visitor.sendall("\r\n".join([*browser.request(), "", ""]).encode())
            pool.submit(read_to_the_end, visitor)
        began = time.monotonic()
        assert "200" in browser.send(browser.request("/health")).head[0]
        return time.monotonic() - began


def read_to_the_end(visitor: socket.socket) -> None:
    """Read a page and close: gunicorn waits for who does not."""
    with visitor:
        while visitor.recv(4096):
            pass


def test_a_site_is_told_its_patience():
    assert make_store({}, 60).patience == 4
    for text, seconds in (("0", 0), ("4", 4), ("0.5", 0.5)):
        assert make_store({"PATIENCE": text}, 60).patience == seconds
    for text in ("", "-1", "four", "inf", "nan", "1e9", "4 s", "\u0664"):
        with pytest.raises(ValueError, match="has to be seconds such as 4 or"):
            make_store({"PATIENCE": text}, 60)


def test_a_site_is_told_whether_its_views_are_safe():
    for text, safe in (("1", True), ("0", False), ("", False)):
        environ = {"SENTINELS": "127.0.0.1:26379", "PATIENCE": "7", "SAFE_VIEWS": text}
        store = make_store(environ, 60)
        assert type(store) is SafeStore and (store.safe_views, store.patience) == (safe, 7)


def pages(*rows):
    return [[Page(*row) for row in rows]]


def test_what_is_lost():
    """Each view that a visitor was shown, and that the next page does not count."""
    assert lost(pages((0, 1, 200, 1), (1, 2, 200, 2), (2, 3, 200, 3))) == 0
    assert lost(pages((0, 1, 200, 5), (1, 2, 503, 0), (2, 3, 200, 3))) == 3
    assert lost(pages((0, 1, 200, 5), (1, 2, 200, 1))) == 5, "a session that is gone"
    # A page of 503 may be counted: its answer was lost, not its view.
    assert lost(pages((0, 1, 200, 5), (1, 2, 503, 0), (2, 3, 200, 7))) == 0


def test_the_line_of_time():
    """A unit is 1 here, and the first column begins at -4."""
    one = pages((-4, -2.5, 200, 1), (0.5, 3.5, 503, 0), (4.5, 4.6, 200, 2))
    many = [[Page(-0.5, 2.5, 200, 1)]] * 12
    rows = line_of_time([*one, *many], -4, 1, 10)
    assert rows == {"200": ".1....+.1.", "503": ".......1..", "waiting": "1...++1..."}


@pytest.mark.parametrize("end", [3, 6.4, 30])
def test_it_is_plain_and_fits(end, capsys):
    crowd = [[Page(-1, -0.9, 200, 1), Page(0.2, end, 200, 2)]]
    future = Future()
    future.set_result(Failover([crowd] * 2, [crowd] * 2, 9, 0, 0))
    Demo(None, False).show_failover(future)
    lines = capsys.readouterr().out.splitlines()
    assert "".join(lines).isascii() and max(map(len, lines)) <= 80
    assert "  Pages that show her account: 0." in lines
    rows = [line for line in lines if line.startswith(("  200 ", "  503 ", "  waiting "))]
    assert len(rows) == 6 and len({*map(len, rows)}) == 1
    assert len(rows[0]) <= 11 + COLUMNS


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (NotUsable(NEEDED), NEEDED),
        (
            NoAnswer("it hangs"),
            "This time it could not be measured: it hangs. Is this machine busy?",
        ),
    ],
)
def test_without_a_set_there_is_one_line(error, said, capsys):
    future = Future()
    future.set_exception(error)
    Demo(None, False).show_failover(future)
    assert capsys.readouterr().out.strip().splitlines() == ["A failover under load:", said]
