"""Grading: many submissions in one run, whatever they do; and what a cheap cheat gets."""

import hashlib
import json
import signal
import subprocess
import sys
import time
from pathlib import Path
from xml.etree import ElementTree

import pytest
from course_copy import Copy, environment

from course.answers.starters import derive, starters
from course.answers.steps import steps_of
from course.catalogue import CATALOGUE
from course.grade import files as grade_files
from course.grade import room, seal
from course.paths import ROOT, SOLUTIONS

pytestmark = pytest.mark.xdist_group("grade")  # each class is graded once

COMMAND = [sys.executable, "-c", "from course.cli import main; main()", "grade"]
PLANTED = "planted by the teacher"
SLEEPER = 987654
PROC = Path("/proc/self/environ").exists()
EVERY = [step.id for lesson in CATALOGUE for step in steps_of(lesson)]
STEMS = [lesson.stem for lesson in CATALOGUE]


def texts(solved=EVERY, first="", **edits):
    """Return lessons: file name to text. first: is put before lesson 1. edits: by stem."""
    files = dict(starters())
    for stem in STEMS:
        files[f"{stem}.py"] = derive((SOLUTIONS / f"{stem}.py").read_text("utf-8"), solved)
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
    """Run the command, and return what came of it and how long it took."""
    begin = time.monotonic()
    answer = subprocess.run(
        [*COMMAND, *map(str, words)],
        cwd=root,
        env=environment(**settings),
        capture_output=True,
        text=True,
        timeout=240,
    )
    answer.seconds = time.monotonic() - begin
    return answer


def digest_of(root):
    """Return a digest of every file that a submission might be after."""
    parts = ("course", "solutions", "tests", "lessons")
    paths = [path for part in parts for path in (root / part).rglob("*.*")]
    kept = [path for path in sorted(paths) if path.is_file() and path.suffix != ".pyc"]
    return hashlib.sha256(b"".join(path.read_bytes() for path in kept)).hexdigest()


def grade_folder(root, folder, *words):
    """Grade a folder, and return the answer, the grades by name, and the XML."""
    out = folder.parent / f"{folder.name}-out"
    files = [out / "made" / "grade.json", out / "made" / "grade.xml"]
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
LOOPS = "    while True:\n        pass\n    views = read_count("


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
    hand_in(folder / "dora", texts(of(1), lesson1_raw_cookie=("    views = read_count(", LOOPS)))
    hand_in(
        folder / "emil", texts(of(4), lesson4_redis_store=("class StoreUnavailable", UNSTOPPABLE))
    )
    hand_in(folder / "finn", texts(of(2), lesson2_signed_id=(SIGN, EATER)))
    quits = ("    views = read_count(", "    __import__('os')._exit(0)\n    views = read_count(")
    hand_in(folder / "gita", texts(of(1), lesson1_raw_cookie=quits))
    hand_in(folder / "hugo", texts((), first="def visit(:\n"))
    loud = ("    cookies: dict[str, str] = {}", LOUD)
    hand_in(folder / "ines", texts(of(1), lesson1_raw_cookie=loud))
    (folder / "nils").mkdir()
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


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("anna", [100, 100, 100, 100]),
        ("ben", [0, 0, 0, 0]),
        ("cleo", [100, 50, 20, 0]),
        ("dora", [75, 0, 0, 0]),
        ("emil", [0, 0, 0, 0]),
        ("hugo", [0, 0, 0, 0]),
        ("ines", [100, 0, 0, 0]),
        ("nils", [0, 0, 0, 0]),
    ],
)
def test_each_gets_what_is_due(course_class, name, expected):
    _, grades, _ = course_class
    assert percents(grades[name]) == expected
    assert grades[name]["complete"] == (expected == [100] * 4)


def test_one_broken_step_leaves_the_others_alone(course_class):
    _, grades, _ = course_class
    memory = {step["step"]: step for step in grades["finn"]["lessons"][1]["steps"]}
    assert memory["2.1"]["state"] == "wrong"
    # One limit or the other stops it, whichever is reached first.
    remark = memory["2.1"]["remark"]
    assert "MemoryError" in remark or "does not end" in remark
    assert memory["2.3"]["state"] == "done"
    assert percents(grades["gita"]) == [75, 0, 0, 0]


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
    assert "nils: no lesson was found in this folder." in answer.stdout
    steps = {step["step"]: step for step in grades["dora"]["lessons"][0]["steps"]}
    assert steps["1.1"]["state"] == "wrong"
    assert "does not end" in steps["1.1"]["remark"]
    assert "dora, lesson 1: Stopped after some seconds: this does not end." in answer.stdout


def test_extras_are_counted_apart(course_class):
    _, grades, _ = course_class
    assert [lesson["extra"] for lesson in grades["anna"]["lessons"]] == [
        {"done": 0, "of": 0},
        {"done": 1, "of": 1},
        {"done": 3, "of": 3},
        {"done": 0, "of": 0},
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
    assert ["anna", "100%", "100%", "100%", "100%", "4", "of", "4"] in map(str.split, table)


def test_the_xml_counts_to_do_as_a_failure(course_class):
    _, _, root = course_class
    suites = {suite.get("name"): suite for suite in root}
    assert len(suites) == 10 * 4
    ben, anna = suites["ben.lesson2"], suites["anna.lesson2"]
    assert (ben.get("tests"), ben.get("failures"), ben.get("skipped")) == ("5", "4", "1")
    assert (anna.get("failures"), anna.get("skipped")) == ("0", "0")
    assert ben.find("testcase/failure").get("message") == "to do"


def test_it_takes_no_longer_than_it_may(course_class):
    answer, _, _ = course_class
    assert answer.seconds < 150


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
HOLLOW = """from course.checks import checking
for one in (checking.equal, checking.holds, checking.refuses):
    one.__code__ = (lambda *_: None).__code__
"""


@pytest.fixture(scope="module")
def cheats(root, tmp_path_factory):
    """Learners who try the cheap ways, with lesson 1."""
    folder = tmp_path_factory.mktemp("grade") / "cheats"
    begun = ("return {name: value}", "return {}")
    for name, first in {"forged": FORGED, "deaf": DEAF, "hollow": HOLLOW}.items():
        hand_in(folder / name, texts((), first, lesson1_raw_cookie=begun))
    borrowed = starters() | {"lesson1_raw_cookie.py": "from solutions.lesson1_raw_cookie import *"}
    hand_in(folder / "borrowed", borrowed)
    hand_in(folder / "nosy", texts(first=NOSY))
    hand_in(folder / "quits", texts(first="import sys\nsys.exit()\n"))
    hand_in(folder / "left", texts(first=LEFT))
    return grade_folder(root, folder, "1")


@pytest.mark.parametrize("name", ["forged", "deaf", "hollow", "borrowed", "quits"])
def test_a_cheap_cheat_gets_nothing(cheats, name):
    _, grades, _ = cheats
    assert percents(grades[name]) == [0]


def test_who_changes_the_checks_is_named(cheats):
    _, grades, _ = cheats
    for name in ("deaf", "hollow"):
        said = [step["remark"] for step in grades[name]["lessons"][0]["steps"]]
        assert "This code changed the checks while they ran." in said


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
    hand_in(tmp_path / "class" / "loops", texts(first=f"{LEFT}while True:\n    pass\n"))
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


def test_a_seal_is_for_one_line_and_one_key():
    key = b"k" * 32
    good = seal.seal('{"a": 1}', key)
    text = "\n".join([good, good.replace("1", "2"), '{"b": 1}', "", seal.seal("{}", b"other")])
    assert seal.opened(text, key) == '{"a": 1}\n'


def test_what_a_terminal_or_xml_would_choke_on_is_taken_out():
    assert grade_files.plain("a\x1b[2J\x00b\ud800\n") == "a?[2J?b??"


def test_links_are_not_followed(tmp_path):
    (tmp_path / "lessons").mkdir()
    (tmp_path / "lessons" / "lesson1_raw_cookie.py").symlink_to(ROOT / "pyproject.toml")
    assert room.files_in(tmp_path / "lessons") == {}
