"""`make run` in a copy of the course, as a person starts, watches and ends it."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time

import requests
from course_copy import COMMAND, environment

DEADLINE = 20


class Running:
    """`run` in a copy, or another command, with what it says. more: words of its command line."""

    def __init__(self, copy, number, *more, command="run", **settings):
        with socket.create_server(("127.0.0.1", 0)) as listener:
            self.port = listener.getsockname()[1]
        self.file = next(copy.lessons.glob(f"lesson{number}_*.py"))
        self.url = f"http://127.0.0.1:{self.port}/"
        self.browser = requests.Session()
        self.browser.headers["Accept"] = "text/html"
        words = [sys.executable, "-c", COMMAND, command, str(number), "--port", str(self.port)]
        words += more
        self.process = subprocess.Popen(
            words,
            cwd=copy.root,
            env=environment(PYTHONUNBUFFERED="1", **settings),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        self.lines = []
        self.reader = threading.Thread(target=self.read)
        self.reader.start()

    def read(self):
        for line in self.process.stdout:
            self.lines.append(line)

    def until(self, condition, what):
        end = time.monotonic() + DEADLINE
        while not condition():
            assert time.monotonic() < end, f"{what}: {''.join(self.lines)}"
            assert self.process.poll() is None, "".join(self.lines)
            threading.Event().wait(0.02)

    def says(self, words, times=1):
        self.until(lambda: self.said().count(words) >= times, f"never said {words!r}")

    def said(self):
        return " ".join("".join(self.lines).split())

    def save(self, text):
        times = "".join(self.lines).count("loaded in")
        self.file.write_text(text, encoding="utf-8")
        return times + 1

    def visit(self):
        return self.browser.get(self.url, timeout=10)

    def end(self):
        # As a terminal does it: to every process of the group.
        os.killpg(self.process.pid, signal.SIGINT)
        self.process.wait(DEADLINE)
        self.read_out()

    def read_out(self):
        self.reader.join()
        self.process.stdout.close()

    def kill(self):
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
        self.read_out()
