"""`make run` as a person uses it: a browser, an editor, Ctrl-C."""

import signal
import socket
import subprocess
import threading
import time

import pytest
import requests
from course_copy import Copy
from running import Running

from solutions.lesson2_signed_id import sign, to_cookie


@pytest.fixture
def copy(tmp_path):
    made = Copy(tmp_path)
    made.solve()
    return made


@pytest.fixture
def run(copy):
    started = []

    def start(number, **settings):
        started.append(Running(copy, number, **settings))
        started[-1].says("loaded in")
        return started[-1]

    yield start
    for one in started:
        one.kill()


def test_a_save_brings_the_new_page_and_the_count_goes_on(run):
    page = run(2)
    assert "first time" in page.visit().text
    assert "Views: 2" in page.visit().text
    text = page.file.read_text()
    times = page.save(text.replace("return page(views", 'return "New! " + page(views'))
    page.says("loaded in", times)
    assert "<main>New! <p>Views: 3" in page.visit().text
    assert requests.get(page.url + "favicon.ico", timeout=5).status_code == 204


def test_lesson_three_says_that_its_memory_begins_anew(run):
    assert "begin anew" in "".join(run(3).lines)


def test_a_broken_file_is_explained_on_the_page_until_the_next_save(run):
    page = run(1)
    good = page.file.read_text()
    page.file.write_text("<b>def (\n" + good)
    page.says("lessons/lesson1_raw_cookie.py:1: SyntaxError")
    answer = page.visit()
    assert answer.status_code == 500
    assert "lessons/lesson1_raw_cookie.py:1" in answer.text
    page.file.write_text(good + "\nraise ValueError('<b>&')\n")
    page.says("ValueError: <b>&")
    assert "ValueError: &lt;b&gt;&amp;" in page.visit().text
    page.says("loaded in", page.save(good))
    assert page.visit().status_code == 200


def test_no_visit_is_refused_while_it_reloads(run):
    page = run(1)
    text, refused, stop = page.file.read_text(), [], threading.Event()

    def knock():
        while not stop.is_set():
            try:
                socket.create_connection(("127.0.0.1", page.port), timeout=10).close()
            except OSError as error:
                refused.append(error)

    visitor = threading.Thread(target=knock)
    visitor.start()
    for number in range(3):
        page.says("loaded in", page.save(f"{text}\n# {number}\n"))
    stop.set()
    visitor.join()
    assert refused == []


def test_a_server_that_ends_itself_is_noticed(run):
    page = run(1)
    page.file.write_text(
        page.file.read_text().replace("return page(views", "import os; os._exit(1)\n    page(views")
    )
    page.says("loaded in", 2)
    with pytest.raises(requests.ConnectionError):
        page.visit()
    page.says("Your server has ended")
    assert page.visit().status_code == 500


def test_what_the_code_prints_and_its_errors_are_shown(run):
    page = run(1)
    times = page.save(
        page.file.read_text().replace("return page(views", "print('[seen]'); 1 / 0; page(views")
    )
    page.says("loaded in", times)
    assert page.visit().status_code == 500
    page.says("[seen]")
    page.says("ZeroDivisionError")


def test_a_port_that_is_taken_is_said_with_another(copy):
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        answer = copy.course("run", "1", "--port", str(port))
    assert answer.returncode == 1
    said = " ".join(answer.stdout.split())
    assert f"Port {port} is taken by another program." in said
    assert f"python -m course run 1 --port {port + 1}" in said


@pytest.mark.parametrize("broken", [False, True])
def test_a_port_that_we_have_taken_ourselves_is_said_with_its_lesson(run, copy, broken):
    page = run(2)
    if broken:
        page.save("def (")
        page.says("cannot be loaded")
    answer = copy.course("run", "1", "--port", str(page.port))
    said = " ".join(answer.stdout.split())
    assert f"Port {page.port} is taken: it serves lesson 2 of the course already." in said
    assert f"Open http://127.0.0.1:{page.port}, " in said and answer.returncode == 1


@pytest.mark.parametrize("number", [1, 4])
def test_ctrl_c_leaves_no_process(run, copy, number):
    page = run(number)
    page.visit()
    page.end()
    assert page.process.returncode == 0
    assert "Stopped." in page.lines[-1]
    left = subprocess.run(["ps", "-eo", "pgid,args"], capture_output=True, text=True).stdout
    groups = [line for line in left.splitlines() if line.split()[0] == str(page.process.pid)]
    assert groups == []
    assert not [line for line in left.splitlines() if str(copy.root) in line]


def test_lesson_four_keeps_its_count_over_reloads_and_restarts_of_the_server(run):
    page = run(4)
    assert "redis" in page.lines[0].lower()
    page.visit()
    times = page.save(page.file.read_text() + "\n")
    page.says("loaded in", times)
    assert "Views: 2" in page.visit().text


def test_the_key_is_not_the_one_that_everybody_knows(run):
    page = run(2)
    known = "for-development-only"
    values = {"connect.sid": "me", "views": "me:999"}
    header = "; ".join(f"{name}={to_cookie(sign(values[name], known))}" for name in values)
    answer = requests.get(page.url, headers={"Cookie": header}, timeout=5)
    assert "first time" in answer.text


def test_lesson_four_keeps_its_count_when_the_command_is_stopped(run):
    first = run(4)
    if "fakeredis" in first.lines[0]:
        pytest.skip("the Redis in pure Python forgets everything at the end")
    first.visit()
    first.end()
    second = run(4)
    second.browser.cookies.update(first.browser.cookies)
    assert "Views: 2" in second.visit().text


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL])
def test_two_of_lesson_four_share_their_sessions_and_lose_none(run, how):
    first = run(4)
    if "fakeredis" in first.lines[0]:
        pytest.skip("the Redis in pure Python forgets everything at the end")
    second = run(4)
    assert "of a command that runs already" in "".join(second.lines)
    second.browser.cookies = first.browser.cookies
    pages = [one.visit().text for one in (first, second, first, second)]
    assert "first time" in pages[0]
    assert [f"Views: {count}" in page for count, page in enumerate(pages[1:], 2)] == [True] * 3
    first.process.send_signal(how)
    first.process.wait(20)
    assert "Views: 5" in visit_until_200(second).text
    second.end()
    third = run(4)
    third.browser.cookies = first.browser.cookies
    assert "Views: 6" in third.visit().text


def visit_until_200(page):
    """Return the page's answer, at the latest after 10 seconds: its Redis is just starting."""
    end = time.monotonic() + 10
    while (answer := page.visit()).status_code != 200:
        assert answer.status_code == 503 and time.monotonic() < end
    return answer


def test_the_key_that_is_kept_is_for_its_owner_only(run, copy):
    run(1)
    kept = copy.root / ".course" / "secret-key"
    assert len(kept.read_text()) == 64
    assert kept.stat().st_mode & 0o077 == 0
