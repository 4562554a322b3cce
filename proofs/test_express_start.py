"""A real Express: how it is installed and started, what is said where it cannot, how it ends."""

import signal
import subprocess
import sys

import psutil
import pytest
from express_pair import need_express

from course.express import server as express
from course.paths import ROOT

EXPRESS = """
import sys
from course.express.server import Express
from course.servers.redis_server import start_redis
with start_redis() as redis, Express(redis.url, {}) as express:
    print(express._process.pid, flush=True)
    sys.stdin.read()
"""


@pytest.fixture(scope="module", autouse=True)
def real_express():
    need_express()


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


def test_without_a_network_npm_gives_up_soon(monkeypatch, tmp_path):
    """By default it would try for more than a minute; told so, the real one took 5 seconds."""
    monkeypatch.setattr(express, "FOLDER", tmp_path)
    monkeypatch.setattr(express, "INSTALLED", tmp_path / "installed")
    npm = tmp_path / "npm"
    npm.write_text(f"""#!/bin/sh
echo "$@" > {tmp_path}/options
echo 'npm error network request failed, reason: getaddrinfo ENOTFOUND registry' >&2
exit 1
""")
    npm.chmod(0o755)
    with pytest.raises(express.NoExpress, match=r"\(ENOTFOUND\)\. Is this machine online\?"):
        express.run_npm(str(npm), "{}")
    options = (tmp_path / "options").read_text().split()
    assert {"--fetch-retries=1", "--fetch-retry-maxtimeout=2000"} <= set(options)


def test_an_npm_that_hangs_is_given_up(monkeypatch, tmp_path):
    """A network that swallows everything: a sentence, and the next try begins anew."""
    monkeypatch.setattr(express, "FOLDER", tmp_path)
    monkeypatch.setattr(express, "INSTALLED", tmp_path / "installed")
    monkeypatch.setattr(express, "PATIENCE", 0.2)
    npm = tmp_path / "npm"
    npm.write_text("#!/bin/sh\nexec sleep 60\n")
    npm.chmod(0o755)
    with pytest.raises(express.NoExpress, match="online"):
        express.run_npm(str(npm), "{}")
    assert not express.INSTALLED.exists()


def test_ctrl_c_while_it_starts(monkeypatch):
    """Nobody knows of the process yet: it is ended where it was started."""
    started, real = [], subprocess.Popen

    def popen(*words, **options):
        started.append(real(*words, **options))
        return started[-1]

    def interrupted(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(express.subprocess, "Popen", popen)
    monkeypatch.setattr(express.Express, "_port", interrupted)
    with pytest.raises(KeyboardInterrupt):
        express.Express("redis://127.0.0.1:1/0", {})
    assert "server.mjs" in str(started[-1].args)
    assert started[-1].poll() is not None


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
