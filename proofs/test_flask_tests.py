"""`make flask-tests`: what it says of sessions that are right, wrong, unfinished and endless.

A small suite stands for Flask's: no network is needed.
"""

import importlib.metadata
import importlib.util
import io
import os
import signal
import subprocess
import sys
import tarfile
import threading

import pytest

from course.lesson_files.starters import derive
from course.lesson_files.steps import steps_before
from course.paths import ROOT
from course.say import console
from course.servers.redis_server import free_port
from course.suites import flask_tests, runs, source
from course.suites.plugin import LESSON

SUITE = """
import pytest
from flask import Flask, session

@pytest.fixture
def browser():
    app = Flask("app")
    app.secret_key = "a key that is long enough for a proof"
    app.config["SESSION_COOKIE_PATH"] = "/shop"

    @app.get("/shop/")
    def page():
        session["views"] = session.get("views", 0) + 1
        return str(session["views"])

    return app.test_client()

def test_path(browser):
    assert "Path=/shop" in browser.get("/shop/").headers["Set-Cookie"]

def test_count(browser):
    browser.get("/shop/")
    assert browser.get("/shop/").text == "2"

def test_third(browser):
    assert browser.get("/shop/").text == "1"

def test_nobody_passes():
    assert 1 == 2
"""
PAGE = "        if not app.secret_key:\n"


@pytest.fixture
def command(monkeypatch, tmp_path):
    """Return a function that runs it on a package; its exit code, and what it says."""
    (tmp_path / "suite" / "tests").mkdir(parents=True)
    (tmp_path / "suite" / "tests" / "test_small.py").write_text(SUITE)
    monkeypatch.setattr(flask_tests, "fetch", lambda *_: tmp_path / "suite")

    def command(package):
        monkeypatch.setattr(flask_tests, "THEIRS", package)
        with console.capture() as captured:
            code = flask_tests.flask_tests()
        return code, captured.get()

    return command


def solution(old="", new=""):
    text = LESSON.solution.read_text(encoding="utf-8")
    text = derive(text, steps_before())
    assert old in text
    return text.replace(old, new)


def test_sessions_that_are_right(command, package):
    code, said = command(package())
    assert code == 0, said
    assert "  stock Flask            3 of 4 pass" in said
    assert "  your lesson 7          3 of 4 pass" in said
    assert "Flask-Session" in said and "Not written yet" not in said
    assert "so they do not count:\n  test_small.py::test_nobody_passes\n    assert 1 == 2\n" in said
    assert said.endswith("\nEvery test that passes with stock Flask passes with your sessions.\n")


def test_a_wrong_interface_is_told_which_tests_and_why(command, package):
    code, said = command(package(set(steps_before()) - {"7.1", "7.5"}))
    assert code == 1
    assert "  your lesson 7          1 of 4 pass" in said
    last = said.partition("and not with yours:\n")[2].splitlines()
    assert last[0] == "  test_small.py::test_count" and last[1].startswith("    AssertionError: ")
    assert last[2] == "  test_small.py::test_path" and "Path=/shop" in last[3]
    assert last[5] == "2 of 3 tests do not pass with your sessions."
    assert last[6] == "Not written yet: 7.1, 7.5. Next: python -m course test 7"
    assert max(map(len, said.splitlines())) <= 80


def test_an_earlier_lesson_that_is_not_written(command, package):
    code, said = command(package(set(steps_before()) - {"3.2"}))
    assert code == 1
    assert said.splitlines() == [
        "Flask's tests were not run.",
        "Lesson 7 builds on step 3.2, which is not written yet.",
        "Next: python -m course test 3",
        "Or fill it in: python -m course catch-up 7",
    ]


def test_lesson_6_is_not_needed(command, package):
    written = {step for step in steps_before() if not step.startswith("6.")}
    assert command(package(written))[0] == 0


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("def open_session(\n", "SyntaxError"),
        ("x = 1\n", "has no attribute 'StoreInterface'"),
        ("while True:\n    pass\n", "Is there a loop?"),
    ],
)
def test_a_file_that_cannot_be_loaded(command, package, monkeypatch, text, words):
    monkeypatch.setattr(flask_tests, "LOADING", 2)
    code, said = command(package(**{LESSON.stem: text}))
    assert code == 1
    assert said.startswith("Flask's tests were not run.\n") and words in " ".join(said.split())
    assert said.endswith("\nNext: python -m course test 7\n") and "Traceback" not in said


def test_a_loop_in_a_session(command, package, monkeypatch):
    monkeypatch.setattr(runs, "TEST", 1)
    text = solution(PAGE, f"        while True:\n            pass\n{PAGE}")
    code, said = command(package(**{LESSON.stem: text}))
    assert code == 1
    assert "0 of 3 pass" in said and ": stopped after 3 endless tests" in said
    assert said.count("    stopped, because it does not end\n") == 3


def test_a_loop_that_nothing_stops(command, package, monkeypatch):
    monkeypatch.setattr(runs, "TEST", 1)
    monkeypatch.setattr(runs, "ALL", 6)
    loop = "        while True:\n            try:\n                while True:\n"
    loop += "                    pass\n            except BaseException:\n                pass\n"
    code, said = command(package(**{LESSON.stem: solution(PAGE, loop + PAGE)}))
    assert code == 1
    assert "0 of 0 pass" in said and "stopped after 6 seconds" in said
    assert "3 of 3 tests do not pass with your sessions." in said


def test_code_that_ends_the_run(command, package):
    text = solution(PAGE, f"        import os\n        os._exit(0)\n{PAGE}")
    code, said = command(package(**{LESSON.stem: text}))
    assert code == 1 and "3 of 3 tests do not pass with your sessions." in said


def test_a_long_list_is_cut(command, package, monkeypatch):
    monkeypatch.setattr(flask_tests, "SHOWN", 1)
    said = command(package(set(steps_before()) - {"7.1", "7.5"}))[1]
    assert "test_count" in said and "test_path" not in said and "  and 1 more\n" in said


def test_without_flask_session(command, package, monkeypatch):
    real = importlib.util.find_spec
    monkeypatch.setattr(
        importlib.util,
        "find_spec",
        lambda name, *more: None if name == "flask_session" else real(name, *more),
    )
    code, said = command(package())
    assert code == 0 and "  Flask-Session          is not installed\n" in said


def test_offline_and_without_a_copy(monkeypatch, tmp_path, package):
    monkeypatch.setattr(source, "FOLDER", tmp_path / "none")
    monkeypatch.setattr(flask_tests, "THEIRS", package())
    for name in [name for name in os.environ if name.startswith("PIP_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("PIP_INDEX_URL", f"http://127.0.0.1:{free_port()}/simple")
    with console.capture() as captured:
        code = flask_tests.flask_tests()
    assert code == 1
    version = importlib.metadata.version("flask")
    assert captured.get().splitlines() == [
        "Downloading Flask's own tests (once) ...",
        "Flask's tests were not run.",
        f"The tests of flask-{version} cannot be downloaded. Is this machine online?",
        "Then again: python -m course flask-tests",
    ]
    assert list((tmp_path / "none").iterdir()) == []


def packed(folder, *members):
    """Write an archive. members: a name, with the text of a file or the target of a link."""
    path = folder / "packed.tar.gz"
    with tarfile.open(path, "w:gz") as archive:
        for name, text, kind in members:
            one = tarfile.TarInfo(name)
            one.type, one.mode = kind, 0o7777
            if kind == FILE:
                one.size = len(text)
            else:
                one.linkname = text
            archive.addfile(one, io.BytesIO(text.encode()))
    return path


FILE, LINK, HARD, FIFO = tarfile.REGTYPE, tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE


def test_nothing_but_plain_files_comes_out_of_an_archive(tmp_path):
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "secret").write_text("kept")
    members = [
        ("a-1/tests/test_a.py", "pass", FILE),
        ("../outside/secret", "taken", FILE),
        (f"{outside}/secret", "taken", FILE),
        ("a-1/link", str(outside), LINK),
        ("a-1/link/new", "through the link", FILE),
        ("a-1/hard", f"{outside}/secret", HARD),
        ("a-1/fifo", "", FIFO),
    ]
    source.unpack(packed(tmp_path, *members), tmp_path / "all")
    written = {path for path in (tmp_path / "all").rglob("*") if not path.is_dir()}
    assert {path.relative_to(tmp_path / "all").as_posix() for path in written} == {
        "a-1/tests/test_a.py",
        "a-1/link/new",
    }
    assert not any(path.is_symlink() or path.stat().st_mode & 0o111 for path in written)
    assert [path.name for path in outside.iterdir()] == ["secret"]
    assert (outside / "secret").read_text() == "kept"


def test_a_suite_is_downloaded_once_also_where_two_begin_at_once(tmp_path, monkeypatch):
    downloads = []

    def download(release, folder):
        downloads.append(release)
        packed(folder, (f"{release}/tests/test_a.py", "pass", FILE))

    monkeypatch.setattr(source, "FOLDER", tmp_path / "suites")
    monkeypatch.setattr(source, "download", download)
    found = []
    threads = [threading.Thread(target=lambda: found.append(source.fetch("flask"))) for _ in "ab"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    release = f"flask-{importlib.metadata.version('flask')}"
    assert downloads == [release]
    assert set(found) == {tmp_path / "suites" / release} == {*(tmp_path / "suites").iterdir()}


def test_ctrl_c_leaves_no_process(tmp_path, package):
    (tmp_path / "suite" / "tests").mkdir(parents=True)
    pid = tmp_path / "pid"
    text = "import os, pathlib, time\ndef test_slow():\n"
    text += f"    pathlib.Path({str(pid)!r}).write_text(str(os.getpid()))\n    time.sleep(60)\n"
    (tmp_path / "suite" / "tests" / "test_slow.py").write_text(text)
    code = "import pathlib\nfrom course.suites import runs\nruns.TEST = 60\n"
    code += f"runs.run_suite(pathlib.Path({str(tmp_path / 'suite')!r}), 'stock Flask', '')"
    process = subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, stderr=subprocess.DEVNULL)
    try:
        wait_for(lambda: pid.exists() and pid.read_text())
        process.send_signal(signal.SIGINT)
        process.wait(10)
    finally:
        process.kill()
        process.wait()
    wait_for(lambda: not alive(int(pid.read_text())))


def wait_for(condition):
    for _ in range(1000):
        if condition():
            return
        threading.Event().wait(0.02)
    pytest.fail("it did not happen within 20 seconds")


def alive(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
