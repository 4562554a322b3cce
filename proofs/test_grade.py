"""Grading: many submissions in one run, whatever they do; and what a cheap cheat gets."""

import hashlib
import json
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace
from xml.etree import ElementTree

import pluggy
import pytest
from _pytest import python
from course_copy import Copy, environment

from classroom import files as grade_files
from classroom import room, seal, submissions
from course.catalogue import CATALOGUE
from course.lesson_files.starters import starters
from course.lesson_files.steps import steps_of
from course.paths import ROOT

pytestmark = pytest.mark.xdist_group("grade")  # each class is graded once

COMMAND = [sys.executable, "-c", "from course.cli import main; main()", "grade"]
PLANTED = "planted by the teacher"
SLEEPER = 987654
PROC = Path("/proc/self/environ").exists()
EVERY = [step.id for lesson in CATALOGUE for step in steps_of(lesson)]
STEMS = [lesson.stem for lesson in CATALOGUE]


def texts(solved=EVERY, first="", **edits):
    """Return lessons: file name to text. first: is put before lesson 1. edits: by stem."""
    files = starters(solved)
    files["lesson1_raw_cookie.py"] = first + files["lesson1_raw_cookie.py"]
    for stem, (old, new) in edits.items():
        assert old in files[f"{stem}.py"]
        files[f"{stem}.py"] = files[f"{stem}.py"].replace(old, new)
    return files


def of(*numbers):
    """Return the steps of these lessons."""
    return [step for step in EVERY if int(step.split(".")[0]) in numbers]


def hand_in(folder, files):
    """Write a submission."""
    folder.mkdir(parents=True)
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    """A copy of the course, so that nothing else changes its files meanwhile."""
    return Copy(tmp_path_factory.mktemp("grade")).root


def run_grade(root, *words, **settings):
    """Run the command, and return what came of it, how long it took and how long it computed."""
    begin, used = time.monotonic(), resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    answer = subprocess.run(
        [*COMMAND, *map(str, words)],
        cwd=root,
        env=environment(**settings),
        capture_output=True,
        text=True,
        timeout=480,
    )
    answer.seconds = time.monotonic() - begin
    answer.computed = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - used
    return answer


def digest_of(root):
    """Return a digest of every file that a submission might be after."""
    parts = ("course", "classroom", "solutions", "tests", "lessons")
    paths = [path for part in parts for path in (root / part).rglob("*.*")]
    kept = [path for path in sorted(paths) if path.is_file() and path.suffix != ".pyc"]
    return hashlib.sha256(b"".join(path.read_bytes() for path in kept)).hexdigest()


def grade_folder(root, folder, *words):
    """Grade a folder, and return the answer, the grades by name, and the XML."""
    out = folder.parent / f"{folder.name}-out"
    out.mkdir()
    files = [out / "grade.json", out / "grade.xml"]
    before = digest_of(root)
    words = [*words, "--from", folder, "--json", files[0], "--junit", files[1]]
    answer = run_grade(root, *words, PLANTED=PLANTED)
    assert digest_of(root) == before
    assert answer.returncode in (0, 1), answer.stdout + answer.stderr
    grades = {one["name"]: one for one in json.loads(files[0].read_text())["learners"]}
    return answer, grades, ElementTree.parse(files[1]).getroot()  # noqa: S314  we wrote it


NOSY = f"""import os
found = "{PLANTED}" in str(os.environ) or "REDIS_URL" in os.environ
if found or os.listdir(os.path.expanduser("~")):
    raise RuntimeError("I know the secret")
"""
LEFT = f"""import os, subprocess, sys
for apart in (False, True, False):
    subprocess.Popen([sys.executable, "-c", "import time; time.sleep({SLEEPER})"],
                     start_new_session=apart)
"""
SIGN = "    digest = hmac.digest("
EATER = "    eaten = []\n    while True:\n        eaten.append(bytearray(10**8))\n" + SIGN
LOUD = '    print("x" * 2_000_000)\n    cookies: dict[str, str] = {}'
# As endless as one that computes, and the other proofs run faster beside it.
IDLE = "while True: __import__('time').sleep(0.05)"
COUNTS = "    views = min(read_count("
LOOPS = f"    {IDLE}\n{COUNTS}"


@pytest.fixture(scope="module")
def course_class(root, tmp_path_factory):
    """A class of learners, with a hand-in of every kind."""
    folder = tmp_path_factory.mktemp("grade") / "the class"
    half = ["1.1", "1.2", "1.3", "1.4", "2.1", "2.2", "2.5", "3.1"]
    missing = texts(half)
    missing.pop("lesson4_redis_store.py")
    hand_in(folder / "anna", texts())
    hand_in(folder / "ben" / "lessons", starters())
    hand_in(folder / "cleo" / "sessions-main" / "lessons", missing)
    hand_in(folder / "dora", texts(of(1), lesson1_raw_cookie=(COUNTS, LOOPS)))
    hand_in(
        folder / "emil", texts(of(4), lesson4_redis_store=("class StoreUnavailable", UNSTOPPABLE))
    )
    hand_in(folder / "finn", texts(of(2), lesson2_signed_id=(SIGN, EATER)))
    quits = (COUNTS, "    __import__('os')._exit(0)\n" + COUNTS)
    hand_in(folder / "gita", texts(of(1), lesson1_raw_cookie=quits))
    hand_in(folder / "hugo", texts((), first="def visit(:\n"))
    loud = ("    cookies: dict[str, str] = {}", LOUD)
    hand_in(folder / "ines", texts(of(1), lesson1_raw_cookie=loud))
    (folder / "nils").mkdir()
    (folder / "olga").symlink_to(folder / "anna")
    large = "lesson2_signed_id.py"
    hand_in(folder / "paul", texts() | {large: texts()[large] + "#" * 200_000})
    return grade_folder(root, folder)


UNSTOPPABLE = """while True:
    try:
        while True:
            pass
    except BaseException:
        pass


class StoreUnavailable"""


def percents(grade):
    return [lesson["percent"] for lesson in grade["lessons"]]


def padded(expected):
    """Return the percentage of each lesson, 0 for those that are not named."""
    return [*expected, *[0] * len(CATALOGUE)][: len(CATALOGUE)]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("anna", [100] * len(CATALOGUE)),
        ("ben", []),
        ("cleo", [100, 50, 20]),
        ("dora", [50]),  # the checks of 1.1 and 1.3 call visit
        ("emil", []),
        ("hugo", []),
        ("ines", [100]),
        ("nils", []),
        ("olga", []),
        ("paul", [100]),
    ],
)
def test_each_gets_what_is_due(course_class, name, expected):
    _, grades, _ = course_class
    assert percents(grades[name]) == padded(expected)
    assert grades[name]["complete"] == (len(expected) == len(CATALOGUE))


def test_one_broken_step_leaves_the_others_alone(course_class):
    _, grades, _ = course_class
    memory = {step["step"]: step for step in grades["finn"]["lessons"][1]["steps"]}
    assert memory["2.1"]["state"] == "wrong"
    # One limit or the other stops it, whichever is reached first.
    remark = memory["2.1"]["remark"]
    assert "MemoryError" in remark or "does not end" in remark
    assert memory["2.3"]["state"] == "done"
    assert percents(grades["gita"]) == padded([50])  # as dora


def test_the_reason_is_said(course_class):
    answer, grades, _ = course_class
    remark = {
        name: " ".join(lesson["remark"] for lesson in grade["lessons"])
        for name, grade in grades.items()
    }
    assert "does not end" in remark["emil"]
    assert "ended the whole program" in remark["gita"]
    assert "Python cannot read your file" in remark["hugo"]
    assert "There is no file lessons/lesson4_redis_store.py" in remark["cleo"]
    assert "nils: No lesson was found in this folder.\n" in answer.stdout
    steps = {step["step"]: step for step in grades["dora"]["lessons"][0]["steps"]}
    assert steps["1.1"]["state"] == "wrong"
    assert "does not end" in steps["1.1"]["remark"]
    assert "dora, lesson 1: Stopped after some seconds: this does not end." in answer.stdout


def test_one_reason_is_said_once(course_class):
    answer, _, _ = course_class
    said = "olga: This folder is a link, and links are not followed.\n"
    assert answer.stdout.count("olga: ") == answer.stdout.count(said) == 1
    large = "lesson2_signed_id.py was not read: it has over 200 KB."
    later = ", ".join(str(number) for number in range(2, len(CATALOGUE) + 1))
    said = " ".join(answer.stdout.split())
    assert f"paul, lessons {later}: {large}" in said and said.count(large) == 1


def test_extras_are_counted_apart(course_class):
    _, grades, _ = course_class
    extras = [sum(step.extra for step in steps_of(lesson)) for lesson in CATALOGUE]
    assert extras[:4] == [0, 1, 3, 0]
    assert [lesson["extra"] for lesson in grades["anna"]["lessons"]] == [
        {"done": number, "of": number} for number in extras
    ]
    assert grades["cleo"]["lessons"][1]["extra"] == {"done": 1, "of": 1}
    assert grades["cleo"]["lessons"][1]["core"] == {"done": 2, "of": 4}


def test_the_table_is_plain_and_fits(course_class):
    answer, grades, _ = course_class
    assert answer.returncode == 1
    assert answer.stderr == ""
    assert answer.stdout.isascii()
    table = [line for line in answer.stdout.splitlines() if not line.startswith("Written")]
    assert max(map(len, table)) <= 80
    assert "other people's code" in answer.stdout
    assert "It is no sandbox" in answer.stdout
    for name in grades:
        assert sum(line.startswith(f"{name} ") for line in table) == 1
    (anna,) = (line.split() for line in table if line.startswith("anna "))
    assert anna[1:-3] == ["100%"] * len(CATALOGUE) and anna[-3] == anna[-1]


def test_the_xml_counts_to_do_as_a_failure(course_class):
    _, _, root = course_class
    suites = {suite.get("name"): suite for suite in root}
    assert len(suites) == 12 * len(CATALOGUE)
    ben, anna = suites["ben.lesson2"], suites["anna.lesson2"]
    assert (ben.get("tests"), ben.get("failures"), ben.get("skipped")) == ("5", "4", "1")
    assert (anna.get("failures"), anna.get("skipped")) == ("0", "0")
    assert ben.find("testcase/failure").get("message") == "to do"


def test_it_takes_no_longer_than_it_may(course_class):
    answer, _, _ = course_class
    assert answer.computed < 120  # seconds of a processor, however busy the machine is


FORGED = """import glob, json, os, sys
import course.paths
from course.catalogue import CATALOGUE
for words in (sys.argv, list(os.environ.values())):
    for path in words:
        if os.path.isfile(path):
            open(path, "a").write("passed")
for lesson in CATALOGUE:
    text = open(course.paths.TESTS / f"test_{lesson.stem}.py").read()
    checks = [line[4:].split("(")[0] for line in text.splitlines() if line.startswith("def test_")]
    for check in checks:
        name = f"tests/test_{lesson.stem}.py::{check}"
        event = {"event": "end", "check": name, "step": "1.1", "outcome": "passed"}
        line = json.dumps(event | {"found": None, "printed": ""}) + "\\n"
        for number in range(1, 30):
            try:
                os.write(number, line.encode())
            except OSError:
                pass
for path in glob.glob(str(course.paths.ROOT / "*" / "**" / "*.py"), recursive=True):
    os.remove(path)
"""
DEAF = """import sys
for module in list(sys.modules.values()):
    for name in ("equal", "holds", "refuses"):
        if hasattr(module, name):
            setattr(module, name, lambda *_: None)
"""
IDLE = """import _pytest.python
_pytest.python.Function.runtest = lambda self: None
"""
ROSY = """from _pytest.reports import TestReport
true = TestReport.from_item_and_call
def rosy(item, call):
    call.excinfo = None
    return true(item, call)
TestReport.from_item_and_call = rosy
"""
# Nothing of pytest is changed, only what it made for this run.
ASLEEP = """import gc, pytest
for one in gc.get_objects():
    if isinstance(one, pytest.Function):
        one.runtest = lambda: None
"""
KILLS = """import os
os.kill(os.getppid(), 9)
"""
AIMS = """import os, re
grader = open(f"/proc/{os.getppid()}/stat").read().rpartition(")")[2].split()[1]
for pid in (-1, int(grader)):
    try:
        os.kill(pid, 0)
    except PermissionError:
        continue
    raise ValueError(pid)
"""
HOLLOW = """from course.checks import checking
for one in (checking.equal, checking.holds, checking.refuses):
    one.__code__ = (lambda *_: None).__code__
"""


CHANGERS = {"deaf": DEAF, "hollow": HOLLOW, "idle": IDLE, "rosy": ROSY, "asleep": ASLEEP}
CHEATS = {"forged": FORGED} | CHANGERS


@pytest.fixture(scope="module")
def cheats(root, tmp_path_factory):
    """Learners who try the cheap ways, with lesson 1."""
    folder = tmp_path_factory.mktemp("grade") / "cheats"
    begun = ("return {name: value}", "return {}")
    for name, first in CHEATS.items():
        hand_in(folder / name, texts((), first, lesson1_raw_cookie=begun))
    borrowed = starters() | {"lesson1_raw_cookie.py": "from solutions.lesson1_raw_cookie import *"}
    hand_in(folder / "borrowed", borrowed)
    stolen = root / "solutions" / "lesson1_raw_cookie.py"
    theft = {"lesson1_raw_cookie.py": f"exec(open({str(stolen)!r}).read())\n"}
    hand_in(folder / "thief", starters() | theft)
    hand_in(folder / "kills", texts(first=KILLS))
    hand_in(folder / "nosy", texts(first=NOSY))
    hand_in(folder / "quits", texts(first="import sys\nsys.exit()\n"))
    hand_in(folder / "left", texts(first=LEFT))
    if PROC:
        hand_in(folder / "aims", texts(first=AIMS))
    return grade_folder(root, folder, "1")


@pytest.mark.parametrize("name", [*CHEATS, "borrowed", "thief", "kills", "quits"])
def test_a_cheap_cheat_gets_nothing(cheats, name):
    _, grades, _ = cheats
    assert percents(grades[name]) == [0]


def test_who_changes_the_checks_is_named(cheats):
    _, grades, _ = cheats
    for name in CHANGERS:
        said = [step["remark"] for step in grades[name]["lessons"][0]["steps"]]
        assert "This code changed the checks while they ran." in said


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("thief", "A submission may not open the files of the course."),
        ("kills", "This code ended the process that runs it."),
        ("quits", "ends the whole program"),
        *[(name, "This code changed the checks while they ran.") for name in CHANGERS],
    ],
)
def test_the_row_says_what_happened(cheats, name, words):
    answer, grades, _ = cheats
    assert words in grades[name]["lessons"][0]["remark"]
    row = " ".join(answer.stdout.partition(f"\n{name}, lesson 1: ")[2].split())
    assert words in row.partition(", lesson 1:")[0]


@pytest.mark.skipif(not PROC, reason="needs /proc")
def test_who_grades_is_out_of_reach(cheats):
    _, grades, _ = cheats
    assert percents(grades["aims"]) == [100]


def test_a_submission_finds_nothing_of_the_teachers(cheats):
    _, grades, _ = cheats
    assert grades["nosy"]["lessons"][0]["remark"] == ""
    assert percents(grades["nosy"]) == [100]


def sleepers():
    """Return the processes that a submission left behind."""
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            found += [path] if str(SLEEPER).encode() in path.read_bytes() else []
        except OSError:
            continue
    return found


@pytest.mark.skipif(not PROC, reason="needs /proc")
def test_no_process_of_a_submission_stays(cheats):
    _, grades, _ = cheats
    assert percents(grades["left"]) == [100]
    assert sleepers() == []


@pytest.mark.skipif(not PROC, reason="needs /proc")
def test_a_group_ends_with_its_first_process():
    sleep = f"import time; time.sleep({SLEEPER})"
    code = f"import subprocess, sys; subprocess.Popen([sys.executable, '-c', '{sleep}']); input()"
    pipes = {"stdin": subprocess.PIPE, "start_new_session": True}
    with subprocess.Popen([sys.executable, "-c", code], **pipes) as process:
        deadline = time.monotonic() + 30
        while len(sleepers()) < 2 and time.monotonic() < deadline:
            time.sleep(0.02)
        room.end_group(process)
    while sleepers() and time.monotonic() < deadline:
        time.sleep(0.02)
    assert sleepers() == []


def test_one_learners_own_lessons_show_what_is_missing(root, tmp_path):
    files = [tmp_path / "a.json", tmp_path / "a.xml"]
    answer = run_grade(root, "1", "--json", files[0], "--junit", files[1])
    assert "Lesson 1  A view counter in a raw cookie" in answer.stdout
    grade = json.loads(files[0].read_text())["learners"][0]
    assert answer.returncode == (0 if grade["complete"] else 1)


def test_all_done_is_exit_code_0(root, tmp_path):
    hand_in(tmp_path / "class" / "anna", texts(["1.1", "1.2", "1.3", "1.4"]))
    answer, grades, _ = grade_folder(root, tmp_path / "class", "1")
    assert answer.returncode == 0
    assert grades["anna"]["complete"]


@pytest.mark.parametrize("make", [lambda path: None, lambda path: path.mkdir()])
def test_nothing_to_grade_is_a_sentence(root, tmp_path, make):
    make(tmp_path / "empty")
    answer = run_grade(root, "--from", tmp_path / "empty")
    assert answer.returncode == 2
    assert "no folder" in " ".join(answer.stderr.split())
    assert "Traceback" not in answer.stderr


@pytest.mark.skipif(not PROC, reason="needs /proc")
def test_ctrl_c_ends_everything(root, tmp_path):
    hand_in(tmp_path / "class" / "loops", texts(first=f"{LEFT}{IDLE}\n"))
    words = ["1", "--from", tmp_path / "class", "--json", tmp_path / "j", "--junit", tmp_path / "x"]
    child = subprocess.Popen(
        [*COMMAND, *map(str, words)], cwd=root, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    deadline = time.monotonic() + 60
    while not sleepers() and time.monotonic() < deadline:
        time.sleep(0.02)
    assert sleepers()
    child.send_signal(signal.SIGINT)
    begin = time.monotonic()
    output, _ = child.communicate(timeout=30)
    assert time.monotonic() - begin < 5
    assert child.returncode == 130
    assert b"Traceback" not in output
    assert sleepers() == []


@pytest.mark.skipif(not PROC, reason="needs /proc")
def test_a_submission_ends_when_who_grades_is_killed(root, tmp_path):
    first = LEFT.replace("(False, True, False)", "(False,)") + f"{IDLE}\n"
    hand_in(tmp_path / "class" / "loops", texts(first=first))
    words = ["1", "--from", tmp_path / "class", "--json", tmp_path / "j", "--junit", tmp_path / "x"]
    pipes = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with subprocess.Popen([*COMMAND, *map(str, words)], cwd=root, **pipes) as child:
        deadline = time.monotonic() + 60
        while not sleepers() and time.monotonic() < deadline:
            time.sleep(0.02)
        assert sleepers()
        child.kill()
    deadline = time.monotonic() + 4  # the loop would be stopped only after 5 seconds
    while sleepers() and time.monotonic() < deadline:
        time.sleep(0.02)
    assert sleepers() == []


@pytest.mark.parametrize("option", ["--json", "--junit"])
@pytest.mark.parametrize("place", ["mistyped/grades", "."])
def test_a_file_that_cannot_be_written_is_a_sentence_at_once(root, option, place):
    answer = run_grade(root, "1", option, place)
    assert answer.returncode == 1
    assert f"{place} cannot be written: " in answer.stderr
    assert "Traceback" not in answer.stderr
    assert answer.stdout == ""
    assert not (root / "mistyped").exists()


def test_the_files_are_named_as_they_are_seen_from_here(root, tmp_path):
    answer = run_grade(root, "1", "--junit", tmp_path / "grades.xml")
    lines = answer.stdout.splitlines()[-2:]
    inside = Path(".course", "grade", "grade.json")
    assert lines == [f"Written: {inside}", f"         {tmp_path / 'grades.xml'}"]


def test_folders_without_lessons_cost_no_time(root, tmp_path):
    for number in range(100):
        (tmp_path / "class" / f"empty {number}").mkdir(parents=True)
    answer, grades, _ = grade_folder(root, tmp_path / "class")
    assert len(grades) == 100
    assert answer.seconds < 30
    assert answer.stdout.count("No lesson was found in this folder.") == 100


def test_no_line_of_the_warning_is_too_long():
    assert max(map(len, room.WARNING.splitlines())) < 79


def test_a_link_within_a_submission_is_named(tmp_path):
    hand_in(tmp_path / "elsewhere" / "lessons", starters())
    for name, linked, target in (("a", "lessons", "lessons"), ("b", "course", "")):
        (tmp_path / "class" / name).mkdir(parents=True)
        (tmp_path / "class" / name / linked).symlink_to(tmp_path / "elsewhere" / target)
    for one in submissions.find(tmp_path / "class"):
        assert one.folder is None
        assert "is a link" in one.trouble


def test_a_seal_is_for_one_line_and_one_key():
    key = b"k" * 32
    good = seal.seal('{"a": 1}', key)
    text = "\n".join([good, good.replace("1", "2"), '{"b": 1}', "", seal.seal("{}", b"other")])
    assert seal.opened(text, key) == '{"a": 1}\n'


@pytest.mark.parametrize(
    ("owner", "name"),
    [
        (pytest, "raises"),
        (pytest.TestReport, "from_item_and_call"),
        (pytest.Function, "runtest"),
        (python, "Function"),
        (pluggy.HookCaller, "__call__"),
    ],
)
def test_what_pytest_does_is_watched_too(monkeypatch, owner, name):
    sealer = seal.Sealer(b"", 0)
    sealer.pytest_collection_finish(SimpleNamespace(items=[]))
    assert sealer.intact()
    with monkeypatch.context() as changed:  # this very run needs them again
        changed.setattr(owner, name, classmethod(lambda *_: None))
        intact = sealer.intact()
    assert not intact


def test_what_a_terminal_or_xml_would_choke_on_is_taken_out():
    assert grade_files.plain("a\x1b[2J\x00b\ud800\n") == r"a\x1b[2J\x00b\ud800\x0a"


def test_links_are_not_followed(tmp_path):
    (tmp_path / "lessons").mkdir()
    (tmp_path / "lessons" / "lesson1_raw_cookie.py").symlink_to(ROOT / "pyproject.toml")
    assert room.files_in(tmp_path / "lessons") == {}
