"""The report on every way in which a learner's file can be broken: one clear sentence each."""

import ast
import importlib
import linecache
import re
from pathlib import Path
from types import SimpleNamespace

import pytest
from flask import Flask
from rich.console import Console

from course.catalogue import CATALOGUE
from course.checks import board, finding, hints, onwards, ready, runner
from course.checks import test_command as command_module
from course.checks.checking import Browser
from course.checks.report import read
from course.checks.runner import Check, Run, run_checks
from course.checks.tried import tried
from course.lesson_files.starters import derive
from course.lesson_files.steps import functions_of, read_steps, steps_before, steps_of
from course.paths import TESTS
from course.say import THEME

FIRST = CATALOGUE[0]
STATES = ("done", "to do", "wrong", "not checked")
STARTER = derive(FIRST.solution.read_text(encoding="utf-8"))
VISIT = "    return page(1, max_age), []\n"


@pytest.fixture
def screen(monkeypatch):
    """An 80-column screen without colour, in the place of the terminal."""
    console = Console(theme=THEME, width=80, record=True, color_system=None, highlight=False)
    for module in (board, finding, onwards):
        monkeypatch.setattr(module, "console", console)
    monkeypatch.setattr(command_module, "ensure_ready", lambda: True)
    return console


def report(package, screen, old, new, lessons=(FIRST,), run_checks=run_checks):
    """Return what the report says of lesson 1 with one change to its starter."""
    assert old in STARTER
    name = package(set(), **{FIRST.stem: STARTER.replace(old, new, 1)})
    run = run_checks(lessons, name)
    assert not run.trouble
    reports = read(run, list(lessons), name)
    board.print_report(reports, name)
    return reports, screen.export_text()


def line_of(text: str) -> int:
    """Return the line of lesson 1's starter on which a text begins."""
    return STARTER.count("\n", 0, STARTER.index(text)) + 1


BODY, DEF, TOP, IMPORT = map(line_of, (VISIT, "def visit(", 'COOKIE = "views"', "from flask"))
FAULTS = {
    "syntax error": (VISIT, "    return page(1, max_age), [\n", "'[' was never closed", BODY),
    "raises while loading": ('"views"\n', "viewz\n", "while Python loads it, with NameError", TOP),
    "deleted": ("def read_count(", "def gone(", "a function named read_count", None),
    "renamed": (
        "def parse_cookie(",
        "def parse_cookies(",
        "a function named parse_cookie; your file has parse_cookies",
        None,
    ),
    "returns None": (VISIT, "    views = 1\n", "returned None", DEF),
    "pass": (VISIT, "    pass\n", "returned None", DEF),
    "a stray print": (VISIT, "    print('here')\n    return 'x', []\n", "Printed   here", DEF),
    "breakpoint": (VISIT, "    breakpoint()\n", "There is a breakpoint", BODY),
    "pdb": (VISIT, "    import pdb; pdb.set_trace()\n    pass\n", "waits for input", BODY + 1),
    "input": (VISIT, "    input('Name? ')\n", "waits for input", BODY),
    "other parameters": (
        "def visit(cookie_header: str, max_age: int)",
        "def visit(cookie_header: str)",
        "parameters of a function",
        DEF,
    ),
    "raises": (VISIT, "    return 1 / 0\n", "ZeroDivisionError: division by zero", BODY),
    "sys.exit": (VISIT, "    raise SystemExit\n", "ends the whole program", BODY),
    "two things are due": (VISIT, "    return page(1, max_age)\n", "has to return 2 things", DEF),
    "recursion": (VISIT, "    return visit('', 60)\n", "visit calls itself", BODY),
    "a library's name misspelt": (
        "from flask import Flask, Response, request",
        "from flask import Flask, Responce, request",
        "flask has no Responce. Did you mean Response?",
        IMPORT,
    ),
    "an exit while loading": ('"views"\n', '"views"\nexit()\n', "ends the whole program", TOP + 1),
    "a question while loading": ('"views"\n', '"views"\ninput()\n', "waits for input", TOP + 1),
    "NUL bytes": ('"views"\n', '"views"\0\n', "Save it as UTF-8", None),
    "dump_cookie by position": (
        VISIT,
        "    return page(1, max_age), [dump_cookie('views', '1', max_age)]\n",
        "Tried visit('', 60)",
        BODY,
    ),
    "os._exit": (VISIT, "    import os; os._exit(0)\n", "ended the whole program", DEF),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_each_fault_gets_one_clear_sentence(package, preloaded, screen, fault):
    """The sentence, the file and the line; no traceback of pytest's or ours."""
    old, new, words, line = FAULTS[fault]
    reports, text = report(package, screen, old, new, run_checks=preloaded.run)
    assert words in " ".join(text.split()).replace("Printed here", "Printed   here"), text
    assert f"{FIRST.stem}.py:{line}" in text if line else f"{FIRST.stem}.py" in text, text
    assert "Traceback" not in text
    assert "site-packages" not in text
    assert reports[0].wrong
    text = re.sub(r"variant\d+", "lessons", text)
    assert all(len(row) <= 80 for row in text.splitlines()), text


def test_an_error_in_a_given_function_is_placed_where_it_was_called(package, preloaded, screen):
    """It shows in page, which nobody has to write: the learner's line comes before it."""
    new = '    return page("1", max_age), []\n'
    _, text = report(package, screen, VISIT, new, run_checks=preloaded.run)
    place = text.split("Step 1.1, ")[1].splitlines()[1]
    assert place.endswith(f"{FIRST.stem}.py:{BODY}"), text


def test_a_file_that_cannot_be_loaded_is_not_to_do(package, preloaded, screen):
    """Its functions are the starter's, but nobody can run them."""
    change = ('"views"\n', '"views"\nraise SystemExit\n')
    reports, text = report(package, screen, *change, CATALOGUE, preloaded.run)
    assert reports[0].broken and "cannot be loaded" in text
    assert [one.waits_for for one in reports] == [None] + [1] * (len(CATALOGUE) - 1)


def test_an_empty_file_leads_back_to_the_starter(package, preloaded, screen):
    """There is nothing to change and save."""
    name = package(set(), **{FIRST.stem: "\n"})
    reports = read(preloaded.run([FIRST], name), [FIRST], name)
    board.print_report(reports, name)
    text = screen.export_text()
    assert f"The file {name}/{FIRST.stem}.py is empty" in " ".join(text.split())
    assert "reset 1" in text and "Change it" not in text


THIRD = CATALOGUE[2]
CORE_OF_THIRD = {step.id for step in steps_of(THIRD) if not step.extra}
EXTRAS = {
    "3.8": ("    return method\n", "    return lambda self, *args: None\n"),
    "3.7": ("        return sum(", "        sum("),
}


@pytest.mark.parametrize("step", EXTRAS)
def test_an_extra_that_does_not_work_makes_no_core_step_wrong(package, preloaded, screen, step):
    """Each check of the store goes through 3.8, and some through 3.7."""
    earlier = {one.id for lesson in CATALOGUE[:2] for one in steps_of(lesson)}
    source = derive(THIRD.solution.read_text(encoding="utf-8"), CORE_OF_THIRD)
    old, new = EXTRAS[step]
    assert old in source
    name = package(earlier | CORE_OF_THIRD, **{THIRD.stem: source.replace(old, new)})
    (found,) = read(preloaded.run([THIRD], name), [THIRD], name)
    board.print_report([found], name)
    assert not found.wrong and found.failed() == []
    assert f"Step {step}, " in screen.export_text()


def test_a_broken_core_step_is_not_put_down_to_a_good_extra(package, preloaded):
    """With get broken, the check of 3.8 fails too: and 3.8 is right."""
    source = THIRD.solution.read_text(encoding="utf-8")
    name = package(**{THIRD.stem: source.replace("return deserialize(kept)", "return None")})
    (found,) = read(preloaded.run([THIRD], name), [THIRD], name)
    assert found.wrong and found.states["3.1"] == "wrong"


SECOND = CATALOGUE[1]


def test_a_step_is_not_blamed_for_what_a_later_one_gives_it(package, preloaded):
    """The error shows in sign, which is right: unsign calls it with the whole list."""
    source = SECOND.solution.read_text(encoding="utf-8")
    wrong = source.replace("to_bytes(sign(value, key))", "to_bytes(sign(value, secret_keys))")
    name = package(**{SECOND.stem: wrong})
    (found,) = read(preloaded.run([SECOND], name), [SECOND], name)
    assert found.states["2.1"] == "done" and found.failed()[0].blamed == "2.2"


def test_the_step_that_gave_nothing_is_blamed_not_the_one_that_called_it(package, preloaded):
    """And its own check is shown, which says so more plainly."""
    source = FIRST.solution.read_text(encoding="utf-8")
    name = package(**{FIRST.stem: source.replace("    return cookies\n", "")})
    (found,) = read(preloaded.run([FIRST], name), [FIRST], name)
    first = found.failed()[0]
    assert first.blamed == first.step == "1.2"


# One wrong step, by the function that replaces it: the lesson that is asked, what is said of it.
VALUES = {
    "1.3, -1 for junk": (1, "text) else 0", "text) else -1", 1, {"1.1"}),
    "1.3, 1 for no count": (1, "text) else 0", "text) else 1", 1, {"1.1"}),
    "1.2, the value for the name": (
        1,
        "cookies.setdefault(name, value)",
        "cookies.setdefault(value, name)",
        1,
        {"1.1", "1.3"},
    ),
    "2.1, another hash": (2, 'to_bytes(value), "sha256', 'to_bytes(value), "sha512', 2, set()),
    "3.1, get changes the record": (
        3,
        "return deserialize(kept)",
        'return {"views": 1}',
        3,
        {"3.2"},
    ),
    "1.3, seen from lesson 2": (1, "text) else 0", "text) else 1", 2, {"2.4"}),
    "2.2, seen from lesson 3": (2, "            return value\n", "            pass\n", 3, None),
}


@pytest.mark.parametrize("mistake", VALUES)
def test_a_right_step_is_not_blamed_for_a_value_that_another_gives(package, screen, mistake):
    """It is not checked; the one with the mistake is wrong, and shown first."""
    number, old, new, asked, unknown = VALUES[mistake]
    own, lesson = CATALOGUE[number - 1], CATALOGUE[asked - 1]
    source = own.solution.read_text(encoding="utf-8")
    assert old in source
    name = package(**{own.stem: derive(source, steps_before()).replace(old, new, 1)})
    (found,) = read(run_checks([lesson], name), [lesson], name)
    states = {
        state: {one for one in found.states if found.states[one] == state} for state in STATES
    }
    assert states["wrong"] == ({mistake[:3]} if own == lesson else set())
    assert states["not checked"] == unknown or (unknown is None and states["not checked"])
    board.print_report([found], name)
    words = f"Step {mistake[:3]}, " if own == lesson else "an earlier lesson is not right"
    assert words in screen.export_text()


LONG = "views=1; Path=/; HttpOnly; SameSite=Lax" * 3
MARKS = {
    "short": ("'views=0'", "'views=1'", 7),
    "long": (repr(LONG + "a" + LONG), repr(LONG + "b" + LONG), len(LONG) + 1),
    "longer by one": (repr(LONG), repr(LONG + "="), len(LONG) + 1),
}


@pytest.mark.parametrize("name", MARKS)
def test_the_first_difference_is_marked_and_said(screen, name):
    """The mark stands below the two characters that differ, in a part of long texts."""
    got, expected, number = MARKS[name]
    finding.print_marked(got, expected)
    above, below, mark, words = screen.export_text().splitlines()
    place = mark.index("^")
    assert above[:place][12:] == below[:place][12:] and above[place] != below[place]
    assert words.strip() == f"They differ from character {number} on."
    assert max(map(len, (above, below, mark))) <= 78


ENDLESS = {
    "a loop": ("    while True:\n        pass\n", BODY),
    "a loop that catches everything": (
        "    while True:\n        try:\n            max_age += 1\n        except:\n"
        "            pass\n",
        BODY,
    ),
}


@pytest.mark.parametrize("loop", ENDLESS)
def test_an_endless_loop_is_stopped(package, screen, monkeypatch, loop):
    """With its line; the other steps are not held responsible."""
    monkeypatch.setattr(runner, "CHECK", 3)
    new, line = ENDLESS[loop]
    reports, text = report(package, screen, VISIT, new)
    assert "this does not end" in text
    assert f"{FIRST.stem}.py:{line}" in text or f"{FIRST.stem}.py:{line + 2}" in text, text
    assert reports[0].states["1.1"] == "wrong"
    assert reports[0].states["1.2"] == "to do"


@pytest.mark.parametrize(
    ("body", "printed"), [("print('waiting')", "characters) waiting waiting"), ("pass", "")]
)
def test_what_waits_for_redis_shows_no_threads(package, screen, body, printed):
    """Beside it runs the thread of the gate, where nobody looks: only what was printed is shown."""
    last = CATALOGUE[3]
    old = "        with redis_errors():\n            self.client.delete("
    source = derive(last.solution.read_text(encoding="utf-8"), steps_before())
    assert old in source
    loop = f"        while self.client.ping():\n            {body}\n"
    name = package(**{last.stem: source.replace(old, loop + old)})
    (found,) = read(run_checks([last], name), [last], name)
    board.print_report([found], name)
    text = " ".join(screen.export_text().split())
    assert "this does not end" in text and "Tried store.destroy('a')" in text, text
    assert printed in text and "Stack of" not in text and "Timeout" not in text
    assert bool(printed) == ("Printed" in text)


def test_in_a_file_of_another_encoding_a_name_is_missed_and_not_the_text(
    package, preloaded, screen
):
    """A comment that was saved as cp1252 does not make the file an empty one."""
    name = package()
    (folder,) = importlib.import_module(name).__path__
    file = Path(folder, f"{FIRST.stem}.py")
    for old, words in ((b"", "Lesson 1 is done"), (b"def read_count(", "has no such name")):
        file.write_bytes(b"# caf\xe9\n" + file.read_bytes().replace(old or b"\0", b"def gone("))
        reports = read(preloaded.run([FIRST], name), [FIRST], name)
        board.print_report(reports, name)
        assert words in screen.export_text()


def test_a_loop_while_loading_is_stopped_once(package, screen, monkeypatch):
    """All later lessons import this one: they wait for it, and nobody waits again for each."""
    monkeypatch.setattr(runner, "CHECK", 3)
    change = ('"views"\n', '"views"\nwhile True:\n    pass\n')
    reports, text = report(package, screen, *change, lessons=CATALOGUE)
    assert "this does not end" in text
    assert [one.waits_for for one in reports] == [None] + [1] * (len(CATALOGUE) - 1)


def test_the_other_lessons_are_still_checked(package, preloaded, screen):
    """A broken lesson 2 says nothing about lesson 1."""
    solved = {"1.1", "1.2", "1.3", "1.4"}
    broken = {CATALOGUE[1].stem: "def sign(:\n"}
    name = package(solved, **broken)
    reports = read(preloaded.run(CATALOGUE, name), list(CATALOGUE), name)
    board.print_report(reports, name)
    assert reports[0].done
    assert [one.waits_for for one in reports] == [None, None] + [2] * (len(CATALOGUE) - 2)
    assert "lesson2_signed_id.py:1" in screen.export_text()


def test_what_is_to_do_is_not_wrong(package, preloaded, screen):
    """A newcomer's board has nothing red, and says which step comes first."""
    name = package(set())
    reports = read(preloaded.run(CATALOGUE, name), list(CATALOGUE), name)
    board.print_report(reports, name)
    text = screen.export_text()
    assert not any(one.wrong or one.begun for one in reports)
    assert "Step 1.1, Count a visit (7 min)" in text
    assert "wrong" not in text


def test_a_finished_lesson_is_said_to_be_done_and_no_more(package, preloaded, screen):
    """It says so and stops: the next lesson is offered, not begun."""
    name = package({"1.1", "1.2", "1.3", "1.4"})
    reports = read(preloaded.run([FIRST], name), [FIRST], name)
    board.print_report(reports, name)
    text = screen.export_text()
    assert "Lesson 1 is done." in text
    assert "attack" in text


def test_an_extra_is_never_red(package, preloaded, screen):
    """An extra that was begun and is not right blocks nothing."""
    source = CATALOGUE[1].solution.read_text(encoding="utf-8")
    solved = derive(source, {"2.1", "2.2", "2.3", "2.4"})
    wrong = solved.replace("return list(secret_keys)", "return [new_key]")
    name = package(**{CATALOGUE[1].stem: wrong})
    reports = read(preloaded.run([CATALOGUE[1]], name), [CATALOGUE[1]], name)
    board.print_report(reports, name)
    text = screen.export_text()
    assert reports[0].done
    assert not reports[0].wrong
    assert "2.5  not yet" in text
    assert "rotate_keys" in text


@pytest.mark.parametrize(
    ("edits", "code"), [({}, 0), ({FIRST.stem: STARTER.replace(VISIT, "    pass\n")}, 1)]
)
def test_the_exit_code_says_whether_something_is_wrong(package, screen, edits, code):
    """0 for a newcomer, 1 for somebody with a mistake."""
    assert command_module.test_command(None, package(set(), **edits)) == code


@pytest.mark.parametrize(
    ("step", "code", "words"),
    [
        ("1.1", 1, "Change it and save the file, then: python -m course test --step 1.1"),
        ("1.2", 0, "Step 1.2 is done."),
        ("1.3", 0, "Write it and save the file, then: python -m course test --step 1.3"),
    ],
)
def test_one_step_can_be_asked_for(package, screen, step, code, words):
    """It alone decides what is said, and the exit code."""
    solved = derive(FIRST.solution.read_text(encoding="utf-8"), {"1.2"})
    name = package({"1.2"}, **{FIRST.stem: solved.replace(VISIT, "    pass\n")})
    assert command_module.test_command(FIRST, name, step) == code
    text = screen.export_text()
    assert words in text
    assert ("Step 1.1, " in text) == (step == "1.1")


def test_checks_that_cannot_run_are_told_from_wrong_answers(screen, monkeypatch):
    """What Python said is shown, and both commands that check end with 1."""
    monkeypatch.setattr(command_module, "run_checks", lambda *_: Run(trouble="The disk is full."))
    for result in (command_module.test_command(FIRST), hints.hint_command(FIRST, None, 1)):
        assert result == 1
    said = "The checks could not run. This is what Python said:\nThe disk is full.\n"
    assert screen.export_text() == 2 * said


def test_a_change_in_any_part_of_the_kit_asks_anew_whether_all_is_ready(tmp_path, monkeypatch):
    """Else the trouble of a new kit is taken for the learner's."""
    monkeypatch.setattr(ready, "ROOT", tmp_path)
    for name in ("course/say.py", "course/checks/plugin.py", "solutions/one.py", "pyproject.toml"):
        before = ready.fingerprint()
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("new = True\n")
        assert ready.fingerprint() != before, name


def test_an_earlier_lesson_that_is_not_solved_is_named(package, screen):
    """Lesson 3 builds on lesson 2: both ways on are said."""
    third = CATALOGUE[2]
    source = third.solution.read_text(encoding="utf-8")
    solved = derive(source, {"3.1", "3.2", "3.3", "3.4", "3.5"})
    name = package({"1.1", "1.2", "1.3", "1.4"}, **{third.stem: solved})
    assert command_module.test_command(third, name) == 1
    text = " ".join(screen.export_text().split())
    assert "Lesson 2 is not solved yet (2.1, 2.2, 2.3, 2.4 to do)." in text
    assert "catch-up 3" in text


def test_an_error_belongs_to_the_step_in_whose_function_it_arose(package, preloaded, screen):
    """A check of 1.1 calls parse_cookie too; what breaks there is not visit's fault."""
    text = FIRST.solution.read_text(encoding="utf-8")
    wrong = derive(text, {"1.1", "1.2", "1.3", "1.4"}).replace(
        'name, equals, value = part.partition("=")', 'name, value = part.split("=")'
    )
    name = package(**{FIRST.stem: wrong})
    reports = read(preloaded.run([FIRST], name), [FIRST], name)
    board.print_report(reports, name)
    assert reports[0].states["1.1"] == "not checked"
    assert reports[0].states["1.2"] == "wrong"
    assert "Step 1.2, Read the Cookie line" in screen.export_text()


CORE = {one.number: {s.id for s in steps_of(one) if not s.extra} for one in CATALOGUE}


def at(lesson, name):
    """Return the end of the place of a function that is still the starter's."""
    solved = CORE[lesson.number] if lesson == SECOND else set()
    text = derive(lesson.solution.read_text(encoding="utf-8"), solved)
    return f"{lesson.stem}.py:{functions_of(ast.parse(text))[name].lineno}"


ROTATE, GET = at(SECOND, "rotate_keys"), at(THIRD, "MemoryStore.get")
WAYS = {
    "the next lesson": ([1, 2], CATALOGUE, "", {}, ["Lesson 2 is done.", "Step 3.1,", GET]),
    "the last lesson": ([1, 2, 3], CATALOGUE, "", {}, ["Lesson 3 is done.", "Step 4.1,"]),
    "an extra to do": (
        [1, 2],
        [SECOND],
        "",
        {},
        ["test 3", "An extra, if you like. Step 2.5,", ROTATE, "new key", "hint --step 2.5"],
    ),
    "an extra not yet": (
        [1, 2],
        CATALOGUE,
        "",
        {SECOND.stem: ("    return list(secret_keys)", "    return [new_key]")},
        ["Step 2.5,", ROTATE, "hint 2", "An extra blocks nothing. Next is step 3.1:", GET],
    ),
    "all is done": (list(CORE), CATALOGUE, "", {}, [f"Lesson {len(CORE)} is done.", "Step 2.5,"]),
    "at every save": ([1], [FIRST], "saves", {}, ["Lesson 1 is done.", "watch 2"]),
    "with keys": ([1], [FIRST], "keys", {}, ["Lesson 1 is done.", "Then go on: key n"]),
}


@pytest.mark.parametrize("way", WAYS)
def test_there_is_always_a_way_onwards(package, preloaded, screen, way):
    """To the next step in any lesson; an extra has its text, its line and its hint."""
    solved, lessons, watching, changes, words = WAYS[way]
    steps = {step for number in solved for step in CORE[number]}
    edits = {}
    for lesson in CATALOGUE:
        if lesson.stem in changes:
            text = derive(lesson.solution.read_text(encoding="utf-8"), steps)
            edits[lesson.stem] = text.replace(*changes[lesson.stem], 1)
            assert edits[lesson.stem] != text
    name = package(steps, **edits)
    reports = read(preloaded.run(lessons, name), list(lessons), name)
    board.print_report(reports, name, watching)
    lines = screen.export_text().splitlines()
    text = " ".join(" ".join(lines).split())
    places = [text.find(word) for word in words]
    assert -1 not in places and places == sorted(places), text
    assert "make test" not in text and (not watching or " test " not in text)


LIST = """def f():
    # Step 1.1: Do it (5 min)
    # Do
    # it.
    # 1. This is the first point, and it goes on until the line is full, so
    #    that it has a second one.
    # 2. Then this.
    # At last
    # the end.
    # Starter: pass
    pass
"""
PRINTED = """
  Do it.
  1. This is the first point, and it goes on until the line is full, so that
     it has a second one.
  2. Then this.
  At last the end.
"""


def test_each_numbered_point_is_on_a_line_of_its_own(screen):
    """Glued into one paragraph, the points of a long step can only be read in the file."""
    onwards.print_step(SimpleNamespace(lesson=FIRST), read_steps(LIST)[0], "lessons")
    assert screen.export_text().endswith(PRINTED)


@pytest.mark.parametrize("lesson", CATALOGUE, ids=lambda lesson: lesson.stem)
def test_the_points_of_every_step_are_told_from_what_follows_them(screen, lesson):
    """A point that goes on is indented in the comment; else its rest looks like a new paragraph."""
    steps = steps_of(lesson)
    for text in filter(None, (text for step in steps for text in step.text.splitlines())):
        assert text[-1] in ".:,)", text
    for step in steps:
        onwards.print_step(SimpleNamespace(lesson=lesson), step, "solutions")
    shown = re.findall(r"^  (\d+\. \S+)", screen.export_text(), re.M)
    source = lesson.solution.read_text(encoding="utf-8")
    assert len(shown) == len(re.findall(r"^ *# \d+\. ", source, re.M))


@pytest.mark.parametrize(("others", "lines"), [(0, 0), (1, 2), (2, 3), (3, 3), (12, 3)])
def test_what_else_is_wrong_takes_three_lines_at_most(screen, others, lines):
    """Else the title of the first thing that is wrong leaves a screen of 24 lines."""
    checks = [(None, Check(f"test_lesson1.py::test_{n}", "1.1")) for n in range(others + 1)]
    board.print_others(checks)
    said = screen.export_text().strip().splitlines()
    assert len(said) == lines
    assert lines < 3 or others == 2 or said[-1] == f"  and {others - 1} more"


# Checks whose error comes from a part of a statement: the call that is told.
PARTS = {
    "take(7)": """\
def check(lesson):
    calls = {
        "first": lambda: lesson.take(7),
    }
    calls["first"]()
""",
    "take('a')": """\
def check(lesson):
    return {
        key: lesson.take(key)
        for key in "a"
    }
""",
    "GET /x": """\
def check(lesson):
    app = Flask("a")
    app.add_url_rule("/x", view_func=lambda: lesson.take(7))
    app.testing = True
    Browser(app).get("/x")
""",
}


@pytest.mark.parametrize("told", PARTS)
def test_the_call_is_told_where_the_error_is_in_a_part_of_a_statement(monkeypatch, told):
    """Such lines are no statement by themselves: to read them alone ended the whole run."""
    lines = PARTS[told].splitlines(keepends=True)
    file = str(TESTS / "test_made_up.py")
    monkeypatch.setitem(linecache.cache, file, (1, None, lines, file))
    names = {"Flask": Flask, "Browser": Browser}
    exec(compile(PARTS[told], file, "exec"), names)  # noqa: S102
    lesson = SimpleNamespace(take=lambda value: take(value))
    with pytest.raises(ZeroDivisionError) as error:
        names["check"](lesson)
    assert tried(error.value.__traceback__) == told


def take(value):
    raise ZeroDivisionError(value)
