"""`make together`: what it shows, whose code it runs, and what it says where it cannot."""

import socket
import subprocess
import sys
import threading
import time

import pytest
from express_pair import need_express

from course.express import server as express
from course.express import together
from course.paths import ROOT, SOLUTIONS
from course.say import console

COMMAND = "from course.express.together import together; import sys; sys.exit(together())"


@pytest.fixture(scope="module", autouse=True)
def real_express():
    need_express()


@pytest.fixture
def run(monkeypatch, redis_url):
    """Return a function that runs it on one package; its exit code, and what it says."""
    monkeypatch.setenv("REDIS_URL", redis_url)

    def run(package):
        monkeypatch.setattr(together, "whose", lambda: (package, ""))
        with console.capture() as capture:
            code = together.together()
        return code, capture.get()

    return run


def test_the_exchange_is_shown():
    """In a pipe: plain, at most 80 wide, from either server, nothing needed from the person."""
    words = [sys.executable, "-c", COMMAND]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, stdin=subprocess.DEVNULL)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stderr == ""
    assert done.stdout.isascii()
    assert max(map(len, done.stdout.splitlines())) <= 80
    for words in ("Express makes", "/ makes", "visit 4", "s%3A", "originalMaxAge", "Views: 4"):
        assert words in done.stdout
    assert together.WHY_60 in done.stdout


def test_it_shows_their_own_code_when_that_is_written(package, monkeypatch):
    """The learner's own server beside Express is the point; a starter would only not count."""
    real = together.untouched
    done, begun = package(), package(solved=["1.1"])
    for name, expected in ((done, "lessons"), (begun, "solutions")):
        monkeypatch.setattr(together, "untouched", lambda lesson, name=name: real(lesson, name))
        assert together.whose()[0] == expected
    assert "step 1.2 is next" in together.whose()[1]


def test_a_signature_that_express_refuses(run, package):
    """Their signature is off by a little: the count begins anew, and the line is shown."""
    text = (SOLUTIONS / "lesson2_signed_id.py").read_text(encoding="utf-8")
    wrong = text.replace('.rstrip("=")', "")
    assert wrong != text
    code, said = run(package(lesson2_signed_id=wrong))
    assert code == 1
    assert "Here, variant" in said
    assert "should have said: Views: 2" in said
    assert said.splitlines()[-1] == "Next: python -m course test 4"


def edited(before, after):
    """Return lesson 4 with a part of it replaced."""
    text = (SOLUTIONS / "lesson4_redis_store.py").read_text(encoding="utf-8")
    assert before in text
    return text.replace(before, after)


@pytest.mark.parametrize(
    ("behave", "said"),
    [
        (lambda visitor: time.sleep(0.5), "lessons/ did not answer within 5 seconds."),
        (lambda visitor: visitor.shutdown(socket.SHUT_RDWR), "lessons/ ended in the middle"),
    ],
)
def test_a_lesson_that_hangs_or_ends_in_a_visit(monkeypatch, behave, said):
    """A sentence, in place of a traceback of ours."""
    connect = socket.create_connection
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve():
            with listener.accept()[0] as visitor:
                visitor.recv(1 << 16)
                behave(visitor)

        server = threading.Thread(target=serve)
        server.start()
        monkeypatch.setattr(socket, "create_connection", lambda at, timeout: connect(at, 0.2))
        browser = together.wire.Browser(f"http://127.0.0.1:{listener.getsockname()[1]}")
        with pytest.raises(together.Trouble, match=said):
            together.page_of(browser, "lessons/")
        server.join()
    with pytest.raises(together.Trouble, match=r"lessons/ does not answer: .*refused"):
        together.page_of(browser, "lessons/")


def test_a_record_that_is_no_json(run, package):
    """Express cannot read it, and Express is not to blame."""
    wrong = edited('json.dumps(record, separators=(",", ":"))', "str(record)")
    code, said = run(package(lesson4_redis_store=wrong))
    assert code == 1
    assert "The record in Redis is not JSON, so Express cannot read it: b" in said
    assert "Express should have said" not in said


@pytest.mark.parametrize("missing", ["node", "npm"])
def test_without_node_it_says_so(run, monkeypatch, missing):
    """Express is an extra: who has no Node reads one sentence."""
    real = express.shutil.which
    monkeypatch.setattr(
        express.shutil, "which", lambda name: None if name == missing else real(name)
    )
    code, said = run("solutions")
    assert code == 1
    assert said.startswith("There is nothing to show here.")
    assert "nodejs.org" in said
    assert said.splitlines()[-1] == "Then again: python -m course together"
