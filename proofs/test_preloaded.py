"""The preloaded runner says what the plain one says, and leaves nothing behind."""

import importlib.util
import os
import signal
import subprocess
import threading
import time
from pathlib import Path

import pytest
from conftest import failed

from course.catalogue import lesson_of
from course.checks import runner
from course.checks.runner import run_checks
from course.redis_client import connect
from course.servers.redis_server import start_redis
from course.watch import preloaded
from course.watch.preloaded import Abandoned, Preloaded

ONE, TWO, FOUR = lesson_of(1), lesson_of(2), lesson_of(4)
DEADLINE = 20
ENDS = "import os; os._exit(7)"
# As endless as one that computes, and the other proofs run faster beside it.
IDLE = "while True: __import__('time').sleep(0.05)"
CLIENT = "import os, redis\nredis.Redis.from_url(os.environ['COURSE_CHECK_REDIS'])"
BROKEN = {
    "solved": None,
    "wrong": 'return "1"',
    "raises": "1 / 0",
    "prints": 'print("seen")\n    return "1"',
    "exits": "exit()",
    "ends the process": ENDS,
    "loops": IDLE,
    "asks": "input()",
    "stops at a breakpoint": "breakpoint()",
}


@pytest.fixture(scope="module")
def ready():
    with Preloaded() as ready:
        yield ready


def text_of(package, stem):
    folder = importlib.util.find_spec(package).submodule_search_locations[0]
    return Path(folder, f"{stem}.py")


def broken(lesson, line):
    """Return the solution of a lesson with a line at the beginning of its step 1.3."""
    text = lesson.solution.read_text(encoding="utf-8")
    head, found, rest = text.partition("    # Step 1.3")
    assert found
    return f"{head}    {line}\n{found}{rest}" if line else text


def until(condition, what):
    end = time.monotonic() + DEADLINE
    while not condition():
        assert time.monotonic() < end, what
        threading.Event().wait(0.01)


def children_of(pid):
    lines = subprocess.run(["ps", "-eo", "pid=,ppid="], capture_output=True, text=True).stdout
    return [int(line.split()[0]) for line in lines.splitlines() if line.split()[1] == str(pid)]


def gone(pid):
    # A process that has ended and that nobody waits for is a zombie (Z).
    said = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True)
    return said.stdout.strip()[:1] in ("", "Z")


@pytest.mark.parametrize("how", BROKEN)
def test_it_finds_what_the_plain_runner_finds(ready, package, how):
    name = package(**{ONE.stem: broken(ONE, BROKEN[how])})
    fast = ready.run([ONE], name)
    assert fast == run_checks([ONE], name)
    assert bool(failed(fast)) == (how != "solved")


@pytest.mark.parametrize("text", ["def (", IDLE, ENDS, "from .nowhere import it"])
def test_a_file_that_cannot_be_loaded_is_the_same_too(ready, package, text):
    name = package(**{ONE.stem: text})
    assert ready.run([ONE, TWO], name) == run_checks([ONE, TWO], name)


def test_what_no_guard_in_python_can_stop_is_stopped(ready, package):
    stubborn = "while True:\n        try: sum(range(10**6))\n        except: pass"
    name = package(**{ONE.stem: broken(ONE, stubborn)})
    begin = time.monotonic()
    last = ready.run([ONE], name).checks[-1]
    assert (last.outcome, last.found["kind"]) == ("failed", "endless")
    assert last.found["place"].startswith(f"{name}/{ONE.stem}.py:")
    assert runner.CHECK < time.monotonic() - begin < runner.STUCK + 5


def test_every_run_sees_the_files_as_they_are_now(ready, package):
    name = package()
    path = text_of(name, ONE.stem)
    good = path.read_text(encoding="utf-8")
    assert failed(ready.run([ONE], name)) == []
    # The same size and, nearly, the same time: a compiled file would be taken for new.
    path.write_text(good.replace("Views:", "Seen :"), encoding="utf-8")
    assert failed(ready.run([ONE], name))
    path.write_text(good, encoding="utf-8")
    assert failed(ready.run([ONE], name)) == []
    assert not list(path.parent.rglob("*.pyc"))


def test_all_lessons_and_the_order_asked_for(ready):
    run = ready.run([TWO, ONE], "solutions")
    assert run == run_checks([TWO, ONE], "solutions")
    assert [check.lesson_number for check in run.checks] == sorted(
        (check.lesson_number for check in run.checks), reverse=True
    )


def test_a_run_that_is_abandoned_ends_at_once_and_the_next_one_is_right(ready, package):
    name = package(**{ONE.stem: broken(ONE, IDLE)})
    said = []

    def run():
        try:
            said.append(ready.run([ONE], name))
        except Abandoned:
            said.append("abandoned")

    thread = threading.Thread(target=run)
    thread.start()
    until(lambda: ready.running, "it never began")
    begin = time.monotonic()
    ready.abandon()
    thread.join(DEADLINE)
    assert said == ["abandoned"]
    assert time.monotonic() - begin < runner.CHECK
    assert failed(ready.run([ONE], "solutions")) == []


def test_a_run_that_ends_early_leaves_nothing_in_redis(ready, package):
    plant = f"{CLIENT}.mset({{f'sess:{{n}}': 1 for n in range(99)}})\n{ENDS}"
    name = package(**{FOUR.stem: FOUR.solution.read_text(encoding="utf-8") + plant})
    assert failed(ready.run([FOUR], name))
    assert failed(ready.run([FOUR], "solutions")) == []


def test_the_checks_never_touch_a_redis_of_somebody(monkeypatch):
    with start_redis() as theirs, connect(theirs.url) as client:
        client.mset(dict.fromkeys(map("sess:{}".format, range(99)), "theirs"))
        monkeypatch.setenv("REDIS_URL", theirs.url)
        with Preloaded() as ready:
            assert failed(ready.run([FOUR], "solutions")) == []
        assert failed(run_checks([FOUR], "solutions")) == []
        assert client.dbsize() == 99


def test_a_redis_that_a_lesson_has_ended_is_started_again(ready, package):
    end = f"{CLIENT}.shutdown()\n"
    name = package(**{FOUR.stem: FOUR.solution.read_text(encoding="utf-8") + end})
    ready.run([FOUR], name)
    assert failed(ready.run([FOUR], "solutions")) == []


@pytest.mark.parametrize("how", ["fast", "plain"])
def test_what_a_lesson_starts_ends_with_the_run(ready, package, tmp_path, how):
    note = tmp_path / "pid"
    starts = (
        "import subprocess, sys\n"
        "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(99)'])\n"
        f"open({str(note)!r}, 'w').write(str(child.pid))\n"
    )
    name = package(**{ONE.stem: ONE.solution.read_text(encoding="utf-8") + starts})
    run = ready.run if how == "fast" else run_checks
    assert failed(run([ONE], name)) == []
    until(lambda: gone(int(note.read_text())), "the child of the lesson lives on")


@pytest.mark.parametrize("thread", ["Timer(60, print)", "Thread(target=time.sleep, args=[60])"])
def test_a_thread_that_a_lesson_leaves_holds_up_nobody(ready, package, thread):
    name = package(**{ONE.stem: broken(ONE, f"import threading, time; threading.{thread}.start()")})
    begin = time.monotonic()
    for run in (ready.run, run_checks):
        assert failed(run([ONE], name)) == []
    assert time.monotonic() - begin < 30


def test_nothing_is_left_at_the_end():
    with Preloaded() as ready:
        ready.run([FOUR], "solutions")
        family = [ready.forker.pid, *children_of(ready.forker.pid)]
        assert len(family) >= 2  # it, and what keeps Redis
    for pid in family:
        until(lambda pid=pid: gone(pid), "a process is left")


def test_the_run_ends_when_its_forker_is_killed(package):
    name = package(**{ONE.stem: broken(ONE, IDLE)})
    with Preloaded() as ready:
        assert failed(ready.run([ONE], "solutions")) == []
        thread = threading.Thread(target=ready.run, args=[[ONE], name])
        thread.start()
        until(lambda: children_of(ready.forker.pid), "the run never began")
        runs = children_of(ready.forker.pid)
        os.kill(ready.forker.pid, signal.SIGKILL)
        begin = time.monotonic()
        for pid in runs:
            until(lambda pid=pid: gone(pid), "the run lives on")
        assert time.monotonic() - begin < runner.CHECK
        # Meanwhile the plain runner has taken over.
        thread.join(DEADLINE)
        assert failed(ready.run([ONE], "solutions")) == []


def test_without_fork_the_plain_runner_does_it(monkeypatch, package):
    monkeypatch.setattr(preloaded, "HAS_FORK", False)
    name = package(**{ONE.stem: broken(ONE, IDLE)})
    with Preloaded() as ready:
        assert failed(ready.run([ONE], "solutions")) == []

        def abandon():
            until(lambda: ready.plain, "it never began")
            ready.abandon()

        thread = threading.Thread(target=abandon)
        thread.start()
        begin = time.monotonic()
        with pytest.raises(Abandoned):
            ready.run([ONE], name)
        assert time.monotonic() - begin < runner.CHECK
        thread.join()
