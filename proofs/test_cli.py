"""What people type: the commands, their mistakes, and the form in which they are answered."""

import inspect
import os
import re
import runpy
import shlex
import shutil
import signal
import subprocess
import sys

import click
import pytest
from course_copy import Copy, environment

from course import cli
from course.catalogue import CATALOGUE
from course.commands import commands
from course.paths import ROOT
from course.setup import bootstrap

HAS_MAKE = shutil.which("make")
STUB = """
import os, sys
from course.cli import main
main()
"""

NUMBERS = ", ".join(str(lesson.number) for lesson in CATALOGUE)


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    return Copy(tmp_path_factory.mktemp("cli"))


@pytest.fixture
def make(copy):
    """Run make in the copy, with the entry going straight to the commands."""
    if not HAS_MAKE:
        pytest.skip("there is no make")
    (copy.root / "course" / "__main__.py").write_text(STUB)

    def run(*words, **settings):
        return copy.start(["make", f"PYTHON={sys.executable}", *words], **settings)

    return run


def said(answer):
    return " ".join((answer.stdout + answer.stderr).split())


def test_make_alone_fits_one_plain_screen(make):
    answer = make()
    lines = answer.stdout.splitlines()
    assert answer.returncode == 0
    assert len(lines) <= 23
    assert max(map(len, lines)) <= 80
    assert answer.stdout.isascii()
    assert "\x1b" not in answer.stdout
    assert answer.stdout == make("help").stdout
    assert "make test [LESSON=n]" in answer.stdout
    assert re.fullmatch(r"Redis: \S+ [0-9.]+.*\.", lines[-1]), "which one is used here"


def test_without_make_the_screen_names_python(copy):
    answer = copy.course()
    assert "python -m course test [n]" in answer.stdout
    assert "make " not in answer.stdout
    assert max(map(len, answer.stdout.splitlines())) <= 80


def test_every_command_is_in_the_makefile_and_nothing_else():
    text = (ROOT / "Makefile").read_text()
    line = next(line for line in text.splitlines() if line.startswith("COMMANDS ="))
    assert set(line.partition("=")[2].split()) == set(cli.commands.commands)


def test_every_command_says_what_it_is():
    for name, one in cli.commands.commands.items():
        assert one.help, name


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["test", "9"], f"There is no lesson 9. The lessons are {NUMBERS}."),
        (["reset", "x"], "There is no lesson x."),
        (["hint", "--step", "abc"], "There is no step abc. Steps look like 2.2."),
        (["hint", "--step", "9.9"], f"There is no lesson 9. The lessons are {NUMBERS}."),
        (["hint", "--step", "2.9"], "Lesson 2 has no step 2.9. Its steps are 2.1, 2.2,"),
        (["reset"], f"Which lesson: {NUMBERS}? For example: python -m course reset 1"),
        (["catch-up", "--step", "3.9"], "Lesson 3 has no step 3.9. Its steps are 3.1, 3.2"),
        (["catch-up", "2", "--step", "3.4"], "Step 3.4 is in lesson 3, not 2."),
        (["tset"], "There is no command tset. Did you mean python -m course test?"),
        (["zzz"], "There is no command zzz. All commands: python -m course help"),
        (["run", "1", "--port", "x"], "x is not a whole number from 1 to 65535."),
        (["run", "1", "--port", "99999"], "99999 is not a whole number from 1 to 65535."),
        (["run", "1", "--max-age", "0"], "0 is not a whole number from 1 to"),
        (["test", "--what"], "No such option"),
        (["test", "1", "2"], "Got unexpected extra argument"),
    ],
)
def test_a_mistake_is_answered_with_a_sentence(copy, arguments, words):
    answer = copy.course(*arguments)
    assert answer.returncode == 2
    assert words in said(answer)
    assert answer.stdout == ""
    assert len(answer.stderr.splitlines()) <= 2


def test_with_make_the_sentence_has_the_form_of_make(make):
    answer = make("catch-up")
    assert "For example: make catch-up LESSON=1" in said(answer)
    answer = make("run", "LESSON=1", "PORT=x")
    assert answer.returncode == 2
    assert "PORT" in answer.stderr
    assert "--port" not in answer.stderr


def test_settings_come_through_make(make, copy):
    (copy.lessons / "lesson1_raw_cookie.py").write_text("# mine\n")
    assert "is the starter again" in said(make("reset", "LESSON=1"))
    assert "make restore BACKUP=1" in said(make("restore"))
    assert "is again as it was kept" in said(make("restore", "BACKUP=1"))
    assert "Which lesson" in said(make("reset", "LESSON="))


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("test lesson=1", "make test has no setting lesson. Did you mean LESSON?"),
        ("watch LESON=1", "make watch has no setting LESON. Did you mean LESSON?"),
        ("run LESSON=1 STEP=1.1", "make run has no setting STEP. It has LESSON, MAX_AGE, PORT,"),
        ("LESSON=1", "make help has no setting LESSON."),
        ("grade FROM=a\\ b=c where=here", "make grade has no setting where."),
        ("tset", "There is no command tset. Did you mean make test?"),
        ("TEST LESSON=1", "There is no command TEST. Did you mean make test?"),
        ("zzz", "There is no command zzz. All commands: make help"),
        ("lessons", "There is no command lessons."),
        ("course/cli.py", "There is no command course/cli.py."),
        ("x:y%z", "There is no command x:y%z."),
        ("hint 1", "There is no command 1. Did you mean make hint LESSON=1?"),
        ("test 2.2", "There is no command 2.2. Did you mean make test STEP=2.2?"),
        ("test STEP=2", "There is no step 2. Steps look like 2.2."),
        ("test LESSON=1 STEP=2.2", "Step 2.2 is in lesson 2, not 1."),
    ],
)
def test_what_would_do_nothing_is_refused(make, words, sentence):
    answer = make(*shlex.split(words))
    assert (answer.returncode, answer.stdout) == (2, "")
    ours, makes = answer.stderr.splitlines()
    assert ours.startswith(sentence)
    assert makes.startswith("make: *** ")
    assert makes.endswith("Error 2")


@pytest.mark.parametrize("text", ["$(shell touch pwned)", "`touch pwned`", "1'; touch pwned; '"])
def test_no_setting_is_run_by_a_shell(make, copy, text):
    for words in (["reset", f"LESSON={text}"], ["reset", f"lesson={text}"], [text]):
        answer = make(*words)
        assert answer.returncode == 2
        assert "There is no" in answer.stderr or "has no setting" in answer.stderr
        assert not (copy.root / "pwned").exists()


def test_ctrl_c_ends_quietly_with_130(copy):
    code = "import os, signal; from course import catalogue, cli, overview\n"
    code += "overview.overview = lambda says: os.kill(os.getpid(), signal.SIGINT) or input()\n"
    code += "cli.main()"
    answer = copy.start([sys.executable, "-c", code])
    assert answer.returncode == 130
    assert answer.stderr == "\nStopped.\n"


def test_ctrl_c_before_the_command_has_begun_says_the_same(monkeypatch, capsys):
    def interrupted(_):
        raise KeyboardInterrupt

    monkeypatch.setattr(bootstrap, "go_inside", interrupted)  # also what the set-up raises
    with pytest.raises(SystemExit) as ended:
        runpy.run_module("course", run_name="__main__")
    assert ended.value.code == 130
    assert capsys.readouterr().err == "\nStopped.\n"


@pytest.mark.skipif(os.name == "nt", reason="Windows has no signal masks")
def test_ctrl_c_while_python_starts_again_says_the_same(tmp_path):
    code = "import os, signal, sys; from course.setup import bootstrap as it\n"
    code += "it.PYTHON = sys.executable\n"
    code += "start = os.execv\n"
    code += "os.execv = lambda *words: os.kill(os.getpid(), signal.SIGINT) or start(*words)\n"
    code += "it.start_again(['help'], [], 1)"
    # A copy of its own: the entry of the other one goes straight to the commands.
    answer = Copy(tmp_path).start([sys.executable, "-c", code])
    assert (answer.returncode, answer.stderr) == (130, "\nStopped.\n")


@pytest.mark.parametrize("words", [["help"], ["attack", "1"], ["hint", "1"], ["test", "1"]])
def test_nothing_is_cut_in_a_narrow_terminal(copy, words):
    """A terminal of 40 columns breaks longer lines in the middle of a word."""
    said = copy.course(*words, COLUMNS="40", COURSE_MAKE="1").stdout
    long = [line for line in said.splitlines() if len(line) > 40 and " " in line.strip()]
    assert said and long == [], said


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGPIPE")
def test_a_reader_that_leaves_is_no_error(copy):
    child = subprocess.Popen(
        [sys.executable, "-c", "from course.cli import main; main()", "solution", "3"],
        cwd=copy.root,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    child.stdout.close()
    errors = child.stderr.read()
    child.wait()
    child.stderr.close()
    assert b"Traceback" not in errors
    assert child.returncode != -signal.SIGSEGV


def test_a_file_that_cannot_be_written_is_named(monkeypatch):
    def denied(*_):
        raise PermissionError(13, "Permission denied", "lessons/x.py")

    monkeypatch.setattr(bootstrap, "go_inside", lambda _: None)
    monkeypatch.setattr(cli.commands, "main", lambda **_: denied())
    with pytest.raises(SystemExit) as ended:
        runpy.run_module("course", run_name="__main__")
    assert ended.value.code.startswith("Permission denied: lessons/x.py\nCopy the course to")


def test_a_command_loads_only_what_it_needs(copy):
    code = "import sys; from course import cli; print(*sys.modules)"
    loaded = set(copy.start([sys.executable, "-c", code]).stdout.split())
    heavy = {"flask", "redis", "requests", "pytest", "watchfiles", "werkzeug"}
    assert loaded & heavy == set()


def test_functions_stay_short():
    for one in cli.commands.commands.values():
        assert isinstance(one, click.Command)
        assert len(inspect.getsource(one.callback).splitlines()) <= 25


def test_the_readme_says_of_a_command_what_the_command_says_of_itself():
    rows = re.findall(
        r"^\| `make ([a-z-]+).*?` \| (.*) \|$", (ROOT / "README.md").read_text(), re.M
    )
    assert len(rows) > 12
    for name, says in rows:
        words = commands.commands[name].help.rstrip(".")
        assert says.lower().startswith(words.lower()), f"{name}: {words}"
