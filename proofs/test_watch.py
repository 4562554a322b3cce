"""`make watch` as a person uses it: an editor, a browser, Ctrl-C."""

import fcntl
import os
import pty
import signal
import socket
import subprocess
import sys
import termios
import threading
import time

import pytest
import requests
from course_copy import COMMAND, Copy, environment

from course.catalogue import CATALOGUE

DEADLINE = 40
LAST = len(CATALOGUE)
AFTER = "s after the save"
READY = "from course.checks.ready import *; WORK.mkdir(); STAMP.write_text(fingerprint())"

with socket.create_server(("127.0.0.1", 0)) as listener:
    PORT = listener.getsockname()[1]  # if somebody takes it meanwhile: the next one


class Watching:
    """`watch` in a copy, with what it says."""

    def __init__(self, copy, *words, on_terminal=False, with_keys=False):
        command = [sys.executable, "-c", COMMAND, "watch", *words, "--port", str(PORT)]
        source, sink = pty.openpty() if on_terminal or with_keys else os.pipe()
        self.keyboard = os.dup(sink) if with_keys else None
        self.process = subprocess.Popen(
            command,
            cwd=copy.root,
            env=environment(PYTHONUNBUFFERED="1", TERM="dumb" if with_keys else "xterm"),
            stdin=sink if with_keys else subprocess.DEVNULL,
            stdout=sink,
            stderr=sink,
            start_new_session=True,
            preexec_fn=(lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0)) if with_keys else None,
        )
        os.close(sink)
        self.text, self.source = "", source
        self.reader = threading.Thread(target=self.read, args=[source])
        self.reader.start()

    def read(self, source):
        while True:
            try:
                chunk = os.read(source, 1 << 16)
            except OSError:  # a terminal ends so
                chunk = b""
            if not chunk:
                os.close(source)
                return
            self.text += chunk.decode().replace("\r\n", "\n")

    def until(self, condition, what):
        end = time.monotonic() + DEADLINE
        while not condition():
            assert time.monotonic() < end, f"{what}:\n{self.text}"
            assert self.process.poll() is None, self.text
            threading.Event().wait(0.01)

    def says(self, words, since=0):
        self.until(lambda: words in self.text[since:], f"never said {words!r}")

    def ready(self):
        self.says("q: quit" if self.keyboard else "Ctrl-C ends.")
        return self

    def press(self, key, answer):
        """Press a key, wait for what it brings, and return that."""
        since = len(self.text)
        os.write(self.source, key.encode())
        self.says(answer, since)
        self.says("q: quit", self.text.index(answer, since))
        return self.text[since:]

    def close(self):
        """Wait for the end, and return how the terminal is left."""
        self.process.wait(DEADLINE)
        mode = termios.tcgetattr(self.keyboard)[3]
        os.close(self.keyboard)
        self.keyboard = None
        self.reader.join()
        return mode & termios.ICANON and mode & termios.ECHO

    def after(self, action):
        """Do something, wait for the verdict, and return it."""
        since = len(self.text)
        action()
        self.says(AFTER, since)
        return self.text[since:]

    @property
    def url(self):
        return self.text.partition("Your page: ")[2].split()[0]

    def end(self):
        # As a terminal does it: to every process of the group.
        os.killpg(self.process.pid, signal.SIGINT)
        self.process.wait(DEADLINE)
        self.reader.join()


@pytest.fixture
def copy(tmp_path):
    made = Copy(tmp_path)
    made.solve()
    made.start([sys.executable, "-c", READY])  # that this machine is ready is proven elsewhere
    return made


@pytest.fixture
def watch(copy):
    started = []

    def start(*words, **options):
        started.append(Watching(copy, *words, **options))
        return started[-1].ready()

    yield start
    for one in started:
        if one.process.poll() is None:
            os.killpg(one.process.pid, signal.SIGKILL)
            one.process.wait()
            if one.keyboard:
                os.close(one.keyboard)
            one.reader.join()


class Marker:
    """A file in which a learner's code notes that it runs."""

    def __init__(self, folder):
        self.file = folder / "marks"
        self.file.touch()
        self.line = f"open({str(self.file)!r}, 'a').write('x')"
        self.endless = f"{self.line}; exec('while True: pass')"

    def count(self):
        return len(self.file.read_text())


@pytest.fixture
def marker(tmp_path):
    return Marker(tmp_path)


class Editor:
    """Saves lesson n of a copy, in the ways of many editors."""

    def __init__(self, copy, number):
        self.file = next(copy.lessons.glob(f"lesson{number}_*.py"))
        self.good = self.file.read_text(encoding="utf-8")

    def with_line(self, line):
        return self.good.replace("    # Step", f"    {line}\n    # Step", 1)

    def write(self, text):
        self.file.write_text(text, encoding="utf-8")

    def rename(self, text):
        other = self.file.with_suffix(".tmp")
        other.write_text(text, encoding="utf-8")
        os.replace(other, self.file)

    def move_away(self, text):
        os.replace(self.file, f"{self.file}~")
        self.write(text)


@pytest.fixture
def editor(copy):
    return Editor(copy, 1)


def leftovers(copy, process):
    lines = subprocess.run(["ps", "-eo", "pgid,args"], capture_output=True, text=True).stdout
    return [
        line
        for line in lines.splitlines()
        if line.split()[0] == str(process.pid) or str(copy.root) in line
    ]


def test_each_save_brings_a_verdict_and_the_page(watch, editor):
    watching = watch("1")
    assert "Lesson 1 is done." in watching.text
    said = watching.after(lambda: editor.write(editor.with_line("1 / 0")))
    assert "Your code stops with ZeroDivisionError" in said
    new = editor.good.replace('return f"<p>Views', 'return f"New! <p>Views')
    said = watching.after(lambda: editor.write(new))
    assert "New! <p>Views" in said
    browser = requests.Session()
    browser.get(watching.url, timeout=10)
    assert browser.get(watching.url, timeout=10).text.startswith("New! ")
    assert "Lesson 1 is done." in watching.after(lambda: editor.write(editor.good))


@pytest.mark.parametrize("way", ["write", "rename", "move_away"])
def test_every_way_to_save(watch, editor, way):
    watching = watch("1")
    save = getattr(editor, way)
    assert "ZeroDivisionError" in watching.after(lambda: save(editor.with_line("1 / 0")))
    assert "is done" in watching.after(lambda: save(editor.good))
    assert "cannot be loaded" not in watching.text


def test_a_file_that_vanishes_and_comes_back(watch, editor):
    watching = watch("1")
    assert "cannot be loaded" in watching.after(editor.file.unlink)
    assert "is done" in watching.after(lambda: editor.write(editor.good))


def test_a_newer_save_ends_the_run_of_the_older_one(watch, editor, marker):
    watching = watch("1")
    begin, since = time.monotonic(), len(watching.text)
    editor.write(editor.with_line(marker.endless))
    watching.until(marker.count, "the run never began")
    assert "is done" in watching.after(lambda: editor.write(editor.good))
    assert time.monotonic() - begin < 5  # the loop would have been stopped only then
    assert watching.text[since:].count(AFTER) == 1


def test_twenty_saves_in_a_second_and_the_last_one_counts(watch, editor):
    watching = watch("1")

    def save_often():
        for number in range(20):
            editor.write(f"{editor.with_line('1 / 0')}\n# {number}\n")
            threading.Event().wait(0.04)
        editor.write(editor.good)

    since = len(watching.text)
    save_often()
    watching.says("Lesson 1 is done.", since)
    watching.says(AFTER, watching.text.index("Lesson 1 is done.", since))
    assert "Traceback" not in watching.text
    # Nothing comes after it: the next verdict is that of the next save.
    assert "cannot be loaded" in watching.after(lambda: editor.write("def ("))


def test_later_lessons_that_import_it_are_checked_too(watch, copy):
    editor = Editor(copy, 2)
    watching = watch("2")
    since = len(watching.text)
    said = watching.after(lambda: editor.write(editor.good.replace("sha256", "sha1")))
    assert "2.1  wrong" in said
    watching.says("Lesson 3 changes with it", since)
    watching.says("Lesson 4 changes with it", since)
    assert "Lesson 1" not in watching.text[since:]


def test_lessons_that_were_not_begun_are_left_alone(watch, copy):
    for number in range(3, LAST + 1):
        copy.course("reset", str(number))
    editor = Editor(copy, 2)
    watching = watch("2")
    watching.after(lambda: editor.write(editor.good + "\n"))
    watching.after(lambda: editor.write(editor.good))
    assert "changes with it" not in watching.text


def test_it_begins_with_the_first_lesson_that_is_not_done_and_stays_there(watch, copy):
    solved = Editor(copy, 2)
    copy.course("reset", "2")
    watching = watch()
    assert "Lesson 2" in watching.text
    assert "2.1  to do" in watching.text
    assert "Lesson 2 is done." in watching.after(lambda: solved.write(solved.good))
    # Still the page of lesson 2.
    assert "connect.sid" in requests.get(watching.url, timeout=10).cookies


def test_a_key_each_for_hint_next_list_and_quit(watch, copy):
    copy.course("reset", "2")
    watching = watch("1", with_keys=True)
    assert "Then go on: key n" in " ".join(watching.text.split())
    assert watching.text.strip().splitlines()[-1] == "h: hint  n: lesson 2  l: list  q: quit"
    said = watching.press("n", "Step 2.1,")
    assert "n: " not in said and "2.1  to do" in said
    watching.press("N", "Lesson 2 is not done yet.")
    for rung in "1233":
        said = watching.press("h", f"Step 2.1, Prove who wrote it: hint {rung} of 3")
        assert ("The next hint: key h" in said) == (rung != "3")
    said = watching.press("xl\x1b[A", f"Lesson {LAST}  ")
    assert "Lesson 1  " in said and "2.1" not in said
    assert "connect.sid" in requests.get(watching.url, timeout=10).cookies
    assert " test " not in watching.text
    os.write(watching.source, b"q")
    assert watching.close()
    assert watching.process.returncode == 0 and watching.text.rstrip().endswith("Stopped.")


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_however_it_ends_the_terminal_is_as_before(watch, copy, how):
    watching = watch(str(LAST), with_keys=True)
    assert not termios.tcgetattr(watching.keyboard)[3] & termios.ICANON
    watching.press("n", f"Lesson {LAST} is the last one.")
    os.kill(watching.process.pid, how)
    assert watching.close()
    assert leftovers(copy, watching.process) == []


def test_its_page_has_the_panel_for_a_browser(watch, editor):
    watching = watch("1")
    browser = requests.Session()  # the panel is for the browser that got the page
    browser.headers["Accept"] = "text/html"
    assert "/__inspector/" in browser.get(watching.url, timeout=10).text
    watching.after(lambda: editor.write(editor.good + "\n"))
    later = browser.get(watching.url, timeout=10).text
    assert "Visit 1" in later or "visits/1" in later  # the story goes on after a save


def test_a_second_one_takes_the_next_port(watch):
    first, second = watch("1"), watch("1")
    assert first.url != second.url
    assert requests.get(first.url, timeout=10).status_code == 200
    assert requests.get(second.url, timeout=10).status_code == 200


def test_a_lesson_that_never_finishes_loading_does_not_hold_up_the_next_save(watch, editor, marker):
    watching = watch("1")
    editor.write(f"{marker.endless}\n{editor.good}")
    # The checks and the page both load it.
    watching.until(lambda: marker.count() == 2, "they never began")
    begin = time.monotonic()
    assert "is done" in watching.after(lambda: editor.write(editor.good))
    assert requests.get(watching.url, timeout=10).status_code == 200
    assert time.monotonic() - begin < 7  # the page would give up after 10


def test_on_a_terminal_each_verdict_has_a_fresh_screen_and_nothing_is_wiped(watch, editor):
    watching = watch("1", on_terminal=True)
    said = watching.after(lambda: editor.write(editor.with_line("1 / 0")))
    before, home, after = said.partition("\x1b[H")
    assert home
    assert "ZeroDivisionError" in after
    assert before.endswith("\n" * 20)
    for wipe in ("\x1b[2J", "\x1b[3J", "\x1bc", "\x1b[?1049h"):
        assert wipe not in watching.text


@pytest.mark.parametrize("number", ["1", "4"])
def test_ctrl_c_leaves_no_process(watch, copy, number):
    watching = watch(number)
    requests.get(watching.url, timeout=10)
    watching.end()
    assert watching.process.returncode == 0
    assert watching.text.rstrip().endswith("Stopped.")
    assert leftovers(copy, watching.process) == []


def test_ctrl_c_in_the_middle_of_an_endless_run(watch, copy, editor, marker):
    watching = watch("1")
    editor.write(f"{marker.endless}\n{editor.good}")
    watching.until(marker.count, "the run never began")
    begin = time.monotonic()
    watching.end()
    assert time.monotonic() - begin < 4
    assert leftovers(copy, watching.process) == []


class Starter:
    """A lesson that starts a process where it serves the page. apart: in a session of its own."""

    def __init__(self, folder, apart):
        self.note, self.apart = folder / "pids", apart
        self.note.touch()

    def lines(self, last="pass"):
        start = f"subprocess.Popen(['sleep', '98765'], start_new_session={self.apart})"
        note = f"open({str(self.note)!r}, 'a').write(str({start}.pid) + ' ')"
        where = "if sys.argv[0].endswith('serve.py'):"
        return f"\nimport os, subprocess, sys\n{where}\n    {note}\n    {last}\n"

    def count(self):
        return len(self.note.read_text().split())

    def living(self):
        """Return those that run; one that has ended and is not waited for is a zombie."""
        said = subprocess.run(["ps", "-eo", "pid,stat"], capture_output=True, text=True).stdout
        stats = dict(line.split() for line in said.splitlines())
        noted = self.note.read_text().split()
        return [int(pid) for pid in noted if not stats.get(pid, "Z").startswith("Z")]


@pytest.fixture(params=[False, True], ids=["in the group", "apart"])
def starter(request, tmp_path):
    made = Starter(tmp_path, request.param)
    yield made
    for pid in made.living():
        os.kill(pid, signal.SIGKILL)


def test_a_process_that_a_lesson_starts_holds_up_nothing(watch, editor, starter):
    watching = watch("1")
    watching.after(lambda: editor.write(editor.good + starter.lines()))
    watching.until(lambda: starter.count() == 1, "it was never started")
    assert requests.get(watching.url, timeout=10).status_code == 200
    begin = time.monotonic()
    assert "is done" in watching.after(lambda: editor.write(editor.good))
    assert requests.get(watching.url, timeout=10).status_code == 200
    assert len(starter.living()) == starter.apart
    editor.write(editor.good + starter.lines())
    watching.until(lambda: starter.count() == 2, "it was never started again")
    watching.end()
    assert time.monotonic() - begin < 10
    assert watching.process.returncode == 0
    assert len(starter.living()) == 2 * starter.apart


def test_a_lesson_that_starts_a_process_and_ends_is_not_said_to_hang(watch, editor, starter):
    watching = watch("1")
    begin = time.monotonic()
    watching.after(lambda: editor.write(starter.lines("os._exit(0)") + editor.good))
    watching.until(lambda: starter.count() == 1, "it was never started")
    assert "ended without a word" in requests.get(watching.url, timeout=20).text
    assert time.monotonic() - begin < 9  # what hangs is given up after 10
