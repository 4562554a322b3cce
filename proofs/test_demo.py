"""The demo: complete, readable, quick, and gone without a trace whenever it is stopped."""

import os
import re
import resource
import signal
import subprocess
import sys
import time

import psutil
import pytest
from test_attacks import ROWS as MATRIX
from werkzeug.security import check_password_hash

from attacks import FELL, Verdict
from course.catalogue import CATALOGUE, lesson_of
from course.demo import verdicts
from course.paths import ROOT
from course.servers import processes
from solutions.users import NOBODY

DEMO = """
import sys
from course.catalogue import lesson_of
from course.demo.demo import demo
number, pause = sys.argv[1:]
sys.exit(demo(lesson_of(number) if number != "all" else None, pause == "pause"))
"""


def run(number: str = "all", pause: str = "", given: str | None = None, **environment: str):
    line = [sys.executable, "-c", DEMO, number, pause]
    settings = {**os.environ, "COURSE_MAKE": "1", **environment}
    pipes = {"capture_output": True, "text": True, "timeout": 120}
    return subprocess.run(line, input=given or "", cwd=ROOT, env=settings, **pipes)


@pytest.fixture(scope="module")
def whole():
    before = used()
    done = run()
    return done, used() - before


def used() -> float:
    """Return the seconds of processor that our children have used: a busy machine adds none."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def test_it_shows_everything(whole):
    done, _ = whole
    assert done.returncode == 0, done.stderr
    for lesson in CATALOGUE:
        part = done.stdout.split(f"Lesson {lesson.number}: {lesson.title}")[1]
        part = " ".join(part.split(f"Lesson {lesson.number + 1}: ")[0].split())
        assert lesson.question in part and lesson.why_next in part
        assert bool(lesson.why_next) == (lesson != CATALOGUE[-1])
        assert "Views: 2" in part and all(f" {name} saw: " in part for name in lesson.attacks)
    assert "signature  | ." in done.stdout and "key        | sess:" in done.stdout
    assert done.stdout.splitlines()[-1] == "Your turn: make test"
    assert done.stderr == ""


def test_the_matrix_is_the_proven_one(whole):
    table = whole[0].stdout.split("\n  lesson   ")[1].splitlines()[1:]
    rows = {line.split()[0]: line.split()[1:] for line in table if "/" in line}
    letters = str.maketrans("fn", "F?")
    assert rows == {name: [pair.translate(letters) for pair in pairs] for name, *pairs in MATRIX}


def test_23_attacks_on_eight_lessons_fit_a_screen(monkeypatch, capsys):
    """80 columns and 24 lines, the line of numbers included."""
    names = [f"an_attack_no_{number}" for number in range(23)]
    column = dict.fromkeys(names, Verdict(FELL, "", ""))
    monkeypatch.setattr(verdicts, "CATALOGUE", [CATALOGUE[0]] * 8)
    verdicts.table(names, [(column, column)] * 8)
    lines = capsys.readouterr().out.strip("\n").splitlines()
    assert len(lines) <= 24 and max(map(len, lines)) <= 80


def test_the_readme_shows_the_end_of_it(whole):
    shown = (ROOT / "README.md").read_text(encoding="utf-8").split("<!-- matrix -->\n```\n")[1]
    assert shown.split("\n```")[0] in whole[0].stdout


def test_it_is_plain_in_a_pipe(whole):
    text = whole[0].stdout
    assert text.isascii() and "\x1b" not in text
    assert max(map(len, text.splitlines())) <= 80
    assert not [line for line in text.splitlines() if line != line.rstrip()]


def test_it_is_quick(whole):
    """But for the passwords, whose check takes long on purpose: a login for each attack on one.

    One check of a password is the unit: a slow or a busy machine slows down both.
    """
    before = time.process_time()
    for _ in range(3):
        check_password_hash(NOBODY, "")
    unit = (time.process_time() - before) / 3
    log_in = {*lesson_of(5).attacks, *lesson_of(7).attacks} - {*lesson_of(4).attacks, "store_away"}
    logins = 2 * sum(len(log_in & {*lesson.attacks}) for lesson in CATALOGUE)
    assert whole[1] / unit - logins < 8 * len(CATALOGUE)


def test_colour_adds_nothing(whole):
    coloured = run("2", FORCE_COLOR="1", COLUMNS="80").stdout
    assert "\x1b[" in coloured
    marks = re.compile(r"^  (\w+) +\| ", re.M)
    plain = re.sub(r"\x1b\[[0-9;]*m", "", coloured)
    assert marks.findall(plain) == marks.findall(run("2").stdout)


def test_one_lesson_has_no_matrix():
    done = run("1")
    assert done.returncode == 0 and "Every attack" not in done.stdout
    assert done.stdout.splitlines()[-1] == "Your turn: make test LESSON=1"


@pytest.mark.parametrize("given", ["\n" * 3, "\n", ""])
def test_pause_asks_first_and_copes_with_the_end_of_the_input(given):
    done = run("1", "pause", given)
    assert done.returncode == 0
    ask, answer = done.stdout.index("What will come back?"), done.stdout.index("200 OK")
    assert ask < answer and "forge" in done.stdout


MOMENTS = ["All lessons", "The Redis", "Lesson 1:", "Lesson 3:", "Every attack"]


@pytest.mark.parametrize("moment", MOMENTS)
def test_ctrl_c_leaves_nothing(moment):
    command = "from course.cli import main; main()"  # the sentence is said there, for all commands
    process = processes.start("-c", command, "demo", stderr=subprocess.PIPE)
    family = []
    for line in process.stdout:
        if line.startswith(moment):
            family = psutil.Process(process.pid).children(recursive=True)
            process.send_signal(signal.SIGINT)
            break
    rest = process.stdout.read()
    assert process.wait(10) in (130, 0)
    said = process.stderr.read()
    # Python drops an interrupt that falls into somebody's __del__, and says so.
    assert "Traceback" not in said or said.startswith("Exception ignored in")
    assert "Stopped." in said or "Your turn" in rest
    process.stderr.close()
    processes.end(process)
    assert psutil.wait_procs(family, timeout=5)[1] == []
