"""`pytest` as a person or an editor's test explorer starts it: no command of ours in between."""

import json
import re
import sys

import pytest
from course_copy import Copy

from course.lesson_files.starters import starters

FIRST = "lesson1_raw_cookie.py"
VISIT = "    return page(1, max_age), []\n"
# What VS Code's adapter reads: skips by their mark, all else by the text of the report.
EXPLORER = """
import json
skipped, failed, passed = [], {}, []
def pytest_collection_finish(session):
    for item in session.items:
        if any(mark.name == "skip" for mark in item.own_markers):
            skipped.append(item.nodeid)
def pytest_report_teststatus(report):
    if report.failed:
        failed[report.nodeid] = report.longreprtext
    elif report.passed and report.when == "call":
        passed.append(report.nodeid)
def pytest_unconfigure():
    json.dump([skipped, failed, passed], open("seen.json", "w"))
"""


@pytest.fixture
def explore(tmp_path):
    """Change a copy's lesson 1, run plain pytest there, and return what an editor sees of it."""
    copy = Copy(tmp_path)
    (copy.root / "explorer.py").write_text(EXPLORER)

    def run(old="", new="", solved=False, *words):
        if solved:
            copy.solve()
        file = copy.lessons / FIRST
        assert old in file.read_text()
        file.write_text(file.read_text().replace(old, new, 1))
        found = copy.start([sys.executable, "-m", "pytest", "-p", "explorer", *words])
        return found, *json.loads((copy.root / "seen.json").read_text())

    return run


def test_in_a_fresh_clone_all_is_skipped_and_nothing_is_red(explore):
    answer, skipped, failed, passed = explore("", "", False, "-rs")
    assert answer.returncode == 0 and skipped and not failed and not passed, answer.stdout
    assert "to do: make test shows the first one" in answer.stdout


def test_what_is_solved_is_green(explore):
    answer, skipped, failed, passed = explore(solved=True)
    assert answer.returncode == 0 and passed and not failed and not skipped, answer.stdout


# Where the fault stands, in the starter.
LINE = f":{starters()[FIRST].partition(VISIT)[0].count(chr(10)) + 1}"
FAULTS = {
    "wrong": (VISIT, "    return page(2, max_age), []\n", ["Tried ", "Got ", "Expected ", "Why "]),
    "raises": (VISIT, "    return 1 / 0\n", ["Your code stops with ZeroDivisionError", LINE]),
    "never ends": (VISIT, "    while True:\n        pass\n", ["this does not end", LINE]),
    "returns nothing": (VISIT, "    pass\n", ["visit returned None"]),
    "prints": (VISIT, "    print('[red]here')\n    return 'x', []\n", ["Tried ", "Why "]),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_wrong_step_fails_in_our_words_and_the_others_are_skipped(explore, fault):
    old, new, words = FAULTS[fault]
    answer, _, failed, passed = explore(old, new)
    assert answer.returncode == 1 and failed, answer.stdout
    assert not any(name in "".join(passed) for name in ("lesson2", "lesson3", "lesson4"))
    text = next(iter(failed.values()))
    assert text.startswith("Step 1.1, Count a visit\nlessons/"), text
    assert all(word in text for word in words), text
    # None of Python's frames, and nothing of the kit or of the checks.
    assert not re.search(r"Traceback|course/|tests/|site-packages|\x1b|^E  ", text, re.M), text
    assert max(map(len, text.splitlines())) <= 80
    assert text in answer.stdout


def test_a_file_that_python_cannot_read_is_one_sentence(explore):
    _, _, failed, _ = explore(VISIT, "    return (\n", False)
    assert failed and all("Python cannot read your file" in text for text in failed.values())
    assert all("Traceback" not in text and FIRST in text for text in failed.values())


def test_whoever_wants_pythons_words_gets_them(explore):
    answer, *_ = explore(VISIT, "    return 1 / 0\n", False, "--full-trace", "-k", "welcomed")
    assert "ZeroDivisionError" in answer.stdout and "test_lesson1_raw_cookie.py" in answer.stdout
