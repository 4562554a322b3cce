"""`make together`: what it shows, whose code it runs, and what it says where it cannot."""

import signal
import subprocess
import sys

import psutil
import pytest

from course.paths import ROOT, SOLUTIONS
from course.peers import express, together
from course.say import console

EXPRESS = """
import sys
from course.peers.express import Express
from course.servers.redis_server import start_redis
with start_redis() as redis, Express(redis.url, {}) as express:
    print(express._process.pid, flush=True)
    sys.stdin.read()
"""
COMMAND = "from course.peers.together import together; import sys; sys.exit(together())"


@pytest.fixture(scope="module", autouse=True)
def real_express():
    try:
        express.install()
    except express.NoExpress as reason:
        pytest.skip(str(reason))


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


def test_a_file_that_does_not_load(run, package):
    """The last line of the traceback is what there is to say."""
    code, said = run(package(lesson4_redis_store="import no_such_module"))
    assert code == 1
    assert "did not start. ModuleNotFoundError: No module named 'no_such_module'" in said


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


def test_an_old_node_is_refused(monkeypatch, tmp_path):
    """It would fail with a syntax error inside a package."""
    old = tmp_path / "node"
    old.write_text("#!/bin/sh\necho v18.19.0\n")
    old.chmod(0o755)
    monkeypatch.setattr(express.shutil, "which", lambda name: str(old))
    with pytest.raises(express.NoExpress, match=r"Node is v18\.19\.0 here, and 20 or newer"):
        express.find_node()


def test_npm_that_fails_says_why_and_is_tried_again(monkeypatch, tmp_path):
    """No network at the first try: the second one must not find half an installation good."""
    monkeypatch.setattr(express, "FOLDER", tmp_path)
    monkeypatch.setattr(express, "INSTALLED", tmp_path / "installed")
    npm = tmp_path / "npm"
    npm.write_text("#!/bin/sh\necho 'npm error network is away' >&2\nexit 1\n")
    npm.chmod(0o755)
    for _ in range(2):
        with pytest.raises(express.NoExpress, match="npm error network is away"):
            express.run_npm(str(npm), "{}")
        assert not express.INSTALLED.exists()
    npm.write_text("#!/bin/sh\nexit 0\n")
    express.run_npm(str(npm), "{}")
    assert express.INSTALLED.read_text() == "{}"


def test_a_server_that_cannot_start_says_why():
    """No Redis there, or a broken package: the reason, and nothing that keeps running."""
    closed = "redis://127.0.0.1:1/0"
    with pytest.raises(express.NoExpress, match=r"did not start: .*ECONNREFUSED"):
        express.Express(closed, {})


def test_ctrl_c_and_a_kill_leave_nothing_behind():
    """Node ends with us, however we end."""
    for how in (signal.SIGINT, signal.SIGKILL):
        words = [sys.executable, "-c", EXPRESS]
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
        with subprocess.Popen(words, cwd=ROOT, text=True, **pipes) as parent:
            node = psutil.Process(int(parent.stdout.readline()))
            parent.send_signal(how)
            parent.wait(10)
        psutil.wait_procs([node], timeout=5)
        assert not node.is_running()
