"""A lesson's live server: it starts, restarts, has a twin, says why it fails, and never stays."""

import json
import os
import signal
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from urllib.parse import urlsplit

import psutil
import pytest
import requests

from course.catalogue import CATALOGUE, lesson_of
from course.demo.matrix import write_starters
from course.demo.wire import Browser, answer_rows, request_rows
from course.servers import forks, live, processes
from course.servers.live import ServerFailed, Site
from course.servers.redis_sets import start_set

PROGRAM = """
import sys
from course.catalogue import lesson_of
from course.servers.live import Site
site = Site("solutions", lesson_of(4))
print(site.url, site.twin_url, site._order["environment"]["REDIS_URL"], flush=True)
sys.stdin.read()
"""


def is_gone(address: str) -> bool:
    """Does nobody listen there, at the latest after 5 seconds?"""
    import socket

    about = urlsplit(address)
    end = time.monotonic() + 5
    while time.monotonic() < end:
        try:
            socket.create_connection((about.hostname, about.port), timeout=1).close()
        except OSError:
            return True
    return False


def views(browser: Browser) -> str:
    return browser.send(browser.request()).body.splitlines()[0]


@pytest.mark.parametrize("lesson", CATALOGUE, ids=lambda one: one.stem)
def test_a_site_counts_and_ends(lesson):
    with Site("solutions", lesson) as site:
        browser = Browser(site.url)
        assert views(browser).startswith("Welcome") and views(browser) == "<p>Views: 2</p>"
        assert (site.redis is not None) == lesson.uses_redis
        urls = [site.url, site.twin_url]
        assert urls[0] != urls[1]
    assert all(is_gone(url) for url in urls)


def test_a_restart_may_set_the_clock_ahead():
    """Of the lesson, before it is loaded; and the next restart sets it right again."""
    with Site("solutions", lesson_of(4)) as site:
        browser, ahead = Browser(site.url), []
        for seconds in (0, 86_400, 0):
            site.restart(ahead=seconds)
            views(browser)
            (key,) = site.redis.scan_iter(match="sess:*")
            ends = json.loads(site.redis.get(key))["cookie"]["expires"]
            ends = datetime.fromisoformat(ends.replace("Z", "+00:00")).timestamp()
            ahead.append(round((ends - 60 - time.time()) / 86_400))
    assert ahead == [0, 1, 0]


def test_a_restart_is_another_process_with_the_same_keys():
    with Site("solutions", lesson_of(2)) as site:
        browser, (_, pid) = Browser(site.url), site._server
        views(browser)
        site.restart()
        assert site._server[1] != pid and views(browser) == "<p>Views: 2</p>"


def test_two_sites_have_different_keys():
    with Site("solutions", lesson_of(2)) as one, Site("solutions", lesson_of(2)) as other:
        browser = Browser(one.url)
        views(browser)
        browser.address = Browser(other.url).address
        assert views(browser).startswith("Welcome")


def test_max_age_is_handed_on():
    with Site("solutions", lesson_of(1), max_age=7) as site:
        assert any("Max-Age=7" in line for line in Browser(site.url).send(["GET / HTTP/1.1"]).head)


def test_the_favicon_is_no_visit():
    with Site("solutions", lesson_of(1)) as site:
        answer = requests.get(site.url + "/favicon.ico", timeout=5)
    assert answer.status_code == 204 and "Set-Cookie" not in answer.headers
    assert answer.headers["Server"].startswith("SessionsFromScratch")


@pytest.fixture
def learner(tmp_path):
    """Return a function that writes a learner's lesson 1 and gives the arguments of a Site."""
    write_starters(tmp_path)

    def write(text: str) -> tuple:
        (tmp_path / "starter1" / "lesson1_raw_cookie.py").write_text(text, encoding="utf-8")
        return "starter1", lesson_of(1)

    return write


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("def (", "SyntaxError"),
        ("1 / 0", "ZeroDivisionError"),
        ("exit()", "SystemExit"),
        ("print('so far')\nraise KeyboardInterrupt", "so far"),
        ("", "create_app"),
    ],
)
def test_a_broken_file_is_told(learner, tmp_path, text, said):
    with pytest.raises(ServerFailed, match=said):
        Site(*learner(text), folder=tmp_path)
    with Site("solutions", lesson_of(1)) as site:  # and the next one starts as ever
        assert views(Browser(site.url)).startswith("Welcome")


def test_a_file_that_never_loads_is_told(learner, tmp_path, monkeypatch):
    with Site("solutions", lesson_of(1)):
        family = psutil.Process(live.fork_server().process.pid)
        before = family.children()
        monkeypatch.setattr(live.processes, "LOADING", 1)
        with pytest.raises(ServerFailed, match="loop"):
            Site(*learner("while True: pass"), folder=tmp_path)
        assert family.children() == before
    monkeypatch.undo()
    with Site("solutions", lesson_of(1)) as site:
        assert views(Browser(site.url)).startswith("Welcome")


def test_a_nursery_that_answers_too_late_is_ended(learner, tmp_path, monkeypatch):
    late = live.ForkServer()
    late.process.send_signal(signal.SIGSTOP)
    monkeypatch.setattr(live, "fork_server", lambda: late)
    monkeypatch.setattr(live.processes, "LOADING", 0.2)
    with pytest.raises(ServerFailed, match="loop"):
        Site(*learner("while True: pass"), folder=tmp_path)
    assert late.process.wait(5) != 0
    late.end()


def test_an_endless_loop_ends_with_us(tmp_path, learner):
    learner("while True: pass")
    program = PROGRAM.replace("lesson_of(4))", f"lesson_of(1), folder={str(tmp_path)!r})")
    process = processes.start("-c", program.replace('"solutions"', '"starter1"'))
    parent, end = psutil.Process(process.pid), time.monotonic() + 10
    while not (loops := [one for one in parent.children(True) if one.ppid() != process.pid]):
        assert time.monotonic() < end
    process.kill()
    processes.end(process)
    assert psutil.wait_procs(loops, timeout=5)[1] == []


def test_a_traceback_of_the_app_is_in_the_log(learner, tmp_path):
    text = "from flask import Flask\ndef create_app():\n    app = Flask('x')\n"
    text += "    @app.get('/')\n    def index():\n        1 / 0\n    return app\n"
    with Site(*learner(text), folder=tmp_path) as site:
        assert requests.get(site.url, timeout=5).status_code == 500
        assert "ZeroDivisionError" in site.log()


def test_many_at_once():
    with ThreadPoolExecutor(4) as pool:
        sites = list(pool.map(lambda _: Site("solutions", lesson_of(3)), range(8)))
    try:
        assert len({site.url for site in sites}) == 8
        assert all(views(Browser(site.url)).startswith("Welcome") for site in sites)
    finally:
        for site in sites:
            site.stop()


def test_a_nursery_that_was_killed_is_replaced():
    with Site("solutions", lesson_of(1)):
        forks._shared[0].process.kill()
        forks._shared[0].process.wait()
    with Site("solutions", lesson_of(1)) as site:
        assert views(Browser(site.url)).startswith("Welcome")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL, signal.SIGINT])
def test_nothing_stays_when_we_are_killed(number):
    process = processes.start("-c", PROGRAM, stderr=subprocess.DEVNULL)
    urls = process.stdout.readline().split()
    children = psutil.Process(process.pid).children(recursive=True)
    assert len(urls) == 3 and len(children) >= 4
    process.send_signal(number)
    assert all(is_gone(url) for url in urls)
    processes.end(process)
    assert psutil.wait_procs(children, timeout=5)[1] == []


def test_a_server_by_the_command_line():
    process = processes.start("-m", "course.servers.serve", "solutions.lesson1_raw_cookie")
    url = "http://127.0.0.1:" + process.stdout.readline().split()[1]
    assert views(Browser(url)).startswith("Welcome")
    processes.end(process)
    assert is_gone(url)


def test_the_command_line_fails_with_a_code_and_a_reason():
    words = ("-m", "course.servers.serve", "solutions.no_such_lesson")
    process = processes.start(*words, stderr=subprocess.PIPE)
    assert "no_such_lesson" in process.stderr.read().splitlines()[-1]
    assert process.wait(10) == 3
    process.stderr.close()
    processes.end(process)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="so it is everywhere where nothing forks")
def test_without_fork(monkeypatch):
    """As on Windows, each server has a process of its own from the start."""
    program = "import os; del os.fork\n" + PROGRAM
    start = "import os; del os.fork; from course.servers import fork_server; fork_server.main()"
    change = "import course.servers.processes as p; s = p.start\n"
    change += (
        f"p.start = lambda *w, **o: s(*(['-c', {start!r}] if 'fork_server' in w[1] else w), **o)\n"
    )
    process = processes.start("-c", change + program)
    urls = process.stdout.readline().split()
    assert views(Browser(urls[0])).startswith("Welcome")
    assert views(Browser(urls[1])).startswith("Welcome")
    processes.end(process)
    assert all(is_gone(url) for url in urls)


@pytest.mark.parametrize("lesson", CATALOGUE, ids=lambda one: one.stem)
def test_the_rows_joined_are_what_travelled(lesson):
    with Site("solutions", lesson) as site:
        browser = Browser(site.url)
        views(browser)
        request = browser.request()
        answer = browser.send(request)
    for rows, lines in ((request_rows(request), request), (answer_rows(answer), answer.head)):
        text = "".join(text for _, text in rows)
        assert text.startswith("".join(lines))
    marks = {mark for mark, _ in request_rows(request)}
    assert marks >= ({"name", "value"} if lesson.number == 1 else {"name", "id", "signature"})


WORKERS = """
import sys
from course.catalogue import lesson_of
from course.servers.live import Site
site = Site("solutions", lesson_of(8))
print(site.url, *site.workers(3), flush=True)
sys.stdin.read()
"""


def test_a_server_beside_it_is_told_something_else():
    lesson = lesson_of(8)
    with Site("solutions", lesson) as site:
        seen = [
            requests.get(url + "/address", headers={"X-Forwarded-For": "9.9.9.9"}, timeout=5).text
            for url in (site.url, site.another(PROXIES="1"), site.another())
        ]
    assert ["9.9.9.9" in one for one in seen] == [False, True, False]


def test_workers_share_a_port_and_the_keys():
    pytest.importorskip("gunicorn", reason="gunicorn does not run on Windows")
    with Site("solutions", lesson_of(8)) as site:
        (url,) = site.workers(3)
        browser = Browser(url)
        assert [views(browser) for _ in range(9)][-1] == "<p>Views: 9</p>"
        workers = psutil.Process(site._workers[0].pid).children()
        assert len(workers) == 3
    assert is_gone(url) and psutil.wait_procs(workers, timeout=5)[1] == []


def test_where_one_worker_cannot_start_none_does():
    pytest.importorskip("gunicorn", reason="gunicorn does not run on Windows")
    with Site("solutions", lesson_of(8)) as site:
        with pytest.raises(ServerFailed, match="SECRET_KEYS is not set"):
            site.workers(3, SECRET_KEYS="")
        assert site._workers[0].wait(5) and views(Browser(site.url)).startswith("Welcome")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_no_worker_stays_when_we_are_killed(number):
    pytest.importorskip("gunicorn", reason="gunicorn does not run on Windows")
    process = processes.start("-c", WORKERS, stderr=subprocess.DEVNULL)
    urls = process.stdout.readline().split()
    children = psutil.Process(process.pid).children(recursive=True)
    assert len(urls) == 2 and len(children) >= 8
    process.send_signal(number)
    assert all(is_gone(url) for url in urls)
    processes.end(process)
    assert psutil.wait_procs(children, timeout=5)[1] == []


def test_a_site_on_a_set_follows_its_primary():
    with start_set() as servers, Site("solutions", lesson_of(8), redis_set=servers) as site:
        browser = Browser(site.url)
        views(browser)
        assert views(browser) == "<p>Views: 2</p>"
        (key,) = site.redis.scan_iter(match="sess:*")
        former = site.redis
        servers.primary().kill()
        assert site.redis is None
        assert views(browser) == "<p>Views: 3</p>", "it waits for the new primary"
        assert site.redis is not former and site.redis.exists(key)


def test_no_site_asks_the_sentinels_of_somebody(monkeypatch):
    """Those that the environment of the command names."""
    monkeypatch.setenv("SENTINELS", "127.0.0.1:1")
    own = forks.ForkServer()
    monkeypatch.setattr(live, "fork_server", lambda: own)
    with Site("solutions", lesson_of(8)) as site:
        assert views(Browser(site.url)).startswith("Welcome")
    own.end()
