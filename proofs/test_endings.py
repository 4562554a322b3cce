"""However a command ends, neither a process nor a port of it is left."""

import os
import pty
import select
import shutil
import signal
import socket
import subprocess
import sys
import termios
import threading
import time
from contextlib import suppress
from fcntl import ioctl

import psutil
import pytest
import requests
from course_copy import COMMAND, Copy, environment

DEADLINE = 60
# What each command says once all of it runs, and how many processes that are at least.
COMMANDS = {
    "run 4": ("loaded in", 4),  # it, the server, Redis and its supervisor
    "run 1": ("loaded in", 2),
    "watch 4": ("Your page:", 5),  # the one that forks, too
    "demo 4 --pause": ("What will come back?", 5),
    "notebooks 1": ("To end it", 3),
}
WAYS = {
    "Ctrl-C": lambda one: one.press_ctrl_c(),
    "SIGTERM": lambda one: one.command.send_signal(signal.SIGTERM),
    "SIGHUP": lambda one: one.command.send_signal(signal.SIGHUP),
    "SIGKILL": lambda one: one.command.kill(),
    "window closed": lambda one: one.close(),
}
ENDLESS = (
    "import re\n    print('no end')\n    re.match('(a+)+$', 'a' * 60 + 'b')\n    return page(views"
)


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]


class OnTerminal:
    """A command in a terminal of its own, with a parent that waits for it, as make does."""

    def __init__(self, root, words):
        self.window, inside = pty.openpty()
        self.said = b""
        self.port = free_port()
        words = words.split()
        words += [] if words[0] == "demo" else ["--port", str(self.port)]
        program = (
            "import signal, subprocess, sys\nfor s in (1, 2): signal.signal(s, lambda *_: 0)\n"
        )
        program += "subprocess.call([sys.executable, '-c', *sys.argv[1:]])"
        self.parent = subprocess.Popen(
            [sys.executable, "-c", program, COMMAND, *words],
            cwd=root,
            env=environment(BROWSER="true", PYTHONUNBUFFERED="1"),
            **dict.fromkeys(("stdin", "stdout", "stderr"), inside),
            start_new_session=True,
            preexec_fn=lambda: ioctl(0, termios.TIOCSCTTY),
        )
        os.close(inside)

    def wait_for(self, words, count):
        """Wait until it says so, and has so many processes."""
        self.read_until(lambda: words.encode() in self.said and len(self.family()) >= count)
        (self.command,) = psutil.Process(self.parent.pid).children()

    def read_until(self, so):
        """Read what it prints, until it is so."""
        end = time.monotonic() + DEADLINE
        while not so():
            assert time.monotonic() < end, self.said.decode(errors="replace")
            if select.select([self.window], [], [], 0.05)[0]:
                self.said += os.read(self.window, 1 << 16)

    def family(self):
        return psutil.Process(self.parent.pid).children(recursive=True)

    def press_ctrl_c(self):
        os.write(self.window, b"\x03")

    def close(self):
        os.close(self.window)
        self.window = None

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for process in psutil.Process(self.parent.pid).children(recursive=True):
            with suppress(psutil.Error):
                process.kill()
        self.parent.kill()
        self.parent.wait()
        if self.window:
            self.close()


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    made = Copy(tmp_path_factory.mktemp("endings"))
    made.solve()
    made.is_ready()  # or the first command of all checks the solutions, and starts a Redis
    return made.root


def nobody_is_left(one, family):
    """Are all of these gone after a while? The terminal is read on, as a window does."""
    end = time.monotonic() + 25
    # A process is a zombie before its last thread is gone, and that one may hold the port.
    while left := [each for each in family if lives(each)] or answers(one.port):
        assert time.monotonic() < end, left
        if one.window and select.select([one.window], [], [], 0.05)[0]:
            with suppress(OSError):
                one.said += os.read(one.window, 1 << 16)


def answers(port):
    with suppress(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
        return True
    return False


def lives(process):
    with suppress(psutil.NoSuchProcess):
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    return False


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("words", COMMANDS)
def test_nothing_is_left(root, words, way):
    if words.startswith("notebooks"):
        pytest.importorskip("jupyterlab")
    with OnTerminal(root, words) as one:
        one.wait_for(*COMMANDS[words])
        family = one.family()
        WAYS[way](one)
        nobody_is_left(one, family)
        assert b"Traceback" not in one.said


@pytest.mark.skipif(not shutil.which("make"), reason="there is no make")
def test_the_signal_that_ends_make_ends_the_command(root):
    """SIGTERM: the others reach make and the command alike, from the terminal."""
    (root / "course" / "__main__.py").write_text(COMMAND, encoding="utf-8")
    words = ["make", "run", "LESSON=1", f"PORT={free_port()}", "PYTHON=" + sys.executable]
    settings = environment(PYTHONUNBUFFERED="1")
    with subprocess.Popen(words, cwd=root, env=settings, stdout=subprocess.PIPE) as make:
        while b"loaded in" not in make.stdout.readline():
            assert make.poll() is None
        family = psutil.Process(make.pid).children(recursive=True)
        make.terminate()
        assert not psutil.wait_procs(family, timeout=25)[1]


@pytest.mark.parametrize(
    ("words", "said"),
    [("run 1", "loaded in"), ("watch 1", "Your page:"), ("demo 1 --pause", "What will come back?")],
)
def test_no_redis_is_started_where_no_lesson_needs_it(root, words, said):
    with OnTerminal(root, words) as one:
        one.wait_for(said, 2)
        lines = [" ".join(each.cmdline()) for each in one.family()]
        assert not [line for line in lines if "redis-server" in line or "fake_redis" in line]


@pytest.fixture
def lesson1(root):
    file = next((root / "lessons").glob("lesson1*"))
    text = file.read_text(encoding="utf-8")
    yield file
    file.write_text(text, encoding="utf-8")


@pytest.mark.parametrize("way", ["SIGKILL", "window closed"])
@pytest.mark.parametrize("words", ["run 1", "watch 1"])
def test_a_page_that_holds_the_interpreter_ends_too(root, lesson1, words, way):
    """A regular expression without end: no thread of that process runs any more."""
    if sys.platform != "linux" and way == "SIGKILL":
        pytest.skip("only Linux can end a process that holds Python's lock")
    endless = lesson1.read_text(encoding="utf-8").replace("return page(views", ENDLESS)
    with OnTerminal(root, words) as one:
        one.wait_for(*COMMANDS.get(words, ("Your page:", 3)))
        sign = b"loaded in" if words == "run 1" else b"after the save"
        seen = one.said.count(sign)
        lesson1.write_text(endless, encoding="utf-8")
        one.read_until(lambda: one.said.count(sign) > seen)
        threading.Thread(target=knock, args=[one.port], daemon=True).start()
        one.read_until(lambda: b"no end" in one.said)
        family = one.family()
        WAYS[way](one)
        nobody_is_left(one, family)


def knock(port):
    with suppress(requests.RequestException):
        requests.get(f"http://127.0.0.1:{port}/", timeout=30)
