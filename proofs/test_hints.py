"""Every step has three hints: short, true to the step, and none of them the solution."""

import re
import textwrap

import pytest

from course.catalogue import CATALOGUE, UnknownLesson
from course.checks import hints, test_command
from course.checks.progress import DONE, TO_DO
from course.checks.report import read
from course.cli import commands
from course.lesson_files.steps import STARTER, step_of, steps_of
from course.say import console

STEPS = [step for lesson in CATALOGUE for step in steps_of(lesson)]
WIDEST, LINES = 78, 5
TINY = 16


def rungs_of(step):
    return hints.hints_of(step_of(step.id)[0]).get(step.id, [])


def words(text):
    """Return a text so that only its words count."""
    return " ".join(text.replace("`", "").split())


def lines_of(rung):
    """Return how many lines a rung takes on the screen."""
    wrapped = (textwrap.wrap(line, WIDEST - 2, break_long_words=False) for line in rung.split("\n"))
    return sum(len(lines) for lines in wrapped)


def body(step):
    """Return what the solution's lines do: whole lines, and what they return or assign."""
    lines = step_of(step.id)[0].solution.read_text(encoding="utf-8").splitlines()
    given = {found[1].strip() for line in lines if (found := STARTER.match(line.strip()))}
    for function in step.functions:
        for line in map(str.strip, lines[function.starter - 1 : function.last]):
            if not STARTER.match(line) and len(line) > TINY and line not in given:
                yield line
                yield re.sub(r"^(return|\w+ =|yield) ", "", line)


def spoiled(rungs, step):
    """Return the lines of the solution that a hint gives away, but not what the step says."""
    said = words(step.text)
    return [
        line
        for line in body(step)
        for rung in rungs
        if len(line) > TINY and words(line) in words(rung) and words(line) not in said
    ]


def test_there_are_all_the_steps():
    assert len(STEPS) >= 21


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.id)
def test_every_step_has_three_short_hints_that_are_not_the_solution(step):
    rungs = rungs_of(step)
    assert len(rungs) == hints.RUNGS
    assert len(set(rungs)) == hints.RUNGS
    for rung in rungs:
        assert rung.isascii()
        assert "!" not in re.sub(r"`[^`]*`", "", rung)
        assert len(rung) > 60
        assert lines_of(rung) <= LINES, rung
        assert lines_of(hints.as_typed(rung)) <= LINES, rung
    assert spoiled(rungs, step) == []


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.id)
def test_a_hint_that_is_a_line_of_the_solution_would_be_found(step):
    longest = max((line for line in body(step)), key=len)
    assert spoiled([f"You could write `{longest}` here."], step) or words(longest) in step.text


def test_no_hint_is_for_a_step_that_there_is_not():
    for lesson in CATALOGUE:
        assert list(hints.hints_of(lesson)) == [step.id for step in steps_of(lesson)]


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.id)
def test_the_first_hint_is_something_to_look_at(step):
    assert re.search(r"\b(Run|look|Look|Read|Search|Start|type)\b", rungs_of(step)[0])


def test_the_commands_in_the_hints_are_there():
    for lesson in CATALOGUE:
        text = hints.hints_file(lesson).read_text(encoding="utf-8")
        code = "\n".join(hints.CODE.findall(text))
        for name, settings in hints.MAKE.findall(code):
            assert name in commands.commands, name
            assert {word.split("=")[0] for word in settings.split()} <= {"LESSON", "MAX_AGE"}
            assert f"LESSON={lesson.number}" in settings or name == "hint"


def test_commands_have_the_form_that_the_person_types(monkeypatch):
    text = "Type `make run LESSON=3 MAX_AGE=5` and `len`."
    monkeypatch.setenv("COURSE_MAKE", "1")
    assert hints.as_typed(text) == "Type make run LESSON=3 MAX_AGE=5 and len."
    monkeypatch.delenv("COURSE_MAKE")
    assert hints.as_typed(text) == "Type python -m course run 3 --max-age 5 and len."


@pytest.fixture
def said(monkeypatch, preloaded):
    """Return a function that runs something and returns what it printed, on one line."""
    monkeypatch.setenv("COURSE_MAKE", "1")
    monkeypatch.setattr(test_command, "run_checks", preloaded.run)
    monkeypatch.setattr(test_command, "ensure_ready", lambda: True)

    def run(call):
        with console.capture() as capture:
            call()
        text = capture.get()
        assert max(map(len, text.splitlines())) <= 80
        return " ".join(text.split())

    return run


@pytest.mark.parametrize(("rung", "following"), [(1, 2), (2, 3)])
def test_a_hint_names_the_next_one(said, rung, following):
    text = said(lambda: hints.hint_command(None, "2.2", rung))
    assert text.startswith(f"Step 2.2, Believe only what you signed: hint {rung} of 3")
    assert text.endswith(f"The next hint: make hint STEP=2.2 RUNG={following}")


def test_after_the_last_hint_comes_the_solution(said):
    text = said(lambda: hints.hint_command(None, "3.6x", 3))
    assert text.endswith("The solution: make solution LESSON=3")


def test_a_step_of_another_lesson_is_refused():
    with pytest.raises(UnknownLesson, match="is in lesson 3, not 2"):
        hints.hint_command(CATALOGUE[1], "3.3", 1)


def hint_on(package, lessons=CATALOGUE, rung=1):
    return lambda: [hints.hint_command(one, None, rung, package) for one in lessons]


@pytest.mark.parametrize(
    ("solved", "lesson", "expected"),
    [
        ((), None, "Step 1.1,"),
        (("1.1", "1.2"), None, "Step 1.3,"),
        (("2.1",), None, "Step 2.2,"),
        ((), CATALOGUE[2], "Step 3.1,"),
        ([step.id for step in STEPS if not step.extra], None, "Step 2.5,"),
        ([step.id for step in STEPS], None, "All is done:"),
    ],
)
def test_the_hint_is_for_the_first_step_to_do(said, package, solved, lesson, expected):
    name = package(solved)
    assert said(hint_on(name, [lesson])).startswith(expected)


def wrong_second_step():
    text = CATALOGUE[0].solution.read_text(encoding="utf-8")
    return text.replace('header.split(";")', 'header.split(",")')


def test_what_is_wrong_comes_first_and_the_report_says_how_to_get_the_hint(said, package):
    name = package(("1.2", "1.3"), lesson1_raw_cookie=wrong_second_step())
    assert said(hint_on(name, [None])).startswith("Step 1.2, ")
    report = said(lambda: test_command.test_command(None, name))
    assert report.endswith("Stuck? make hint LESSON=1")


def test_an_earlier_lesson_that_is_missing_is_said(said, package):
    text = CATALOGUE[1].solution.read_text(encoding="utf-8")
    name = package(
        ("2.1", "2.3"), lesson2_signed_id=text.replace("session_id else 0", "'x' else 0")
    )
    words = said(hint_on(name, [CATALOGUE[1]]))
    assert words.startswith("Step 2.")
    assert "Lesson 1 is not solved yet" in words


def test_a_file_that_cannot_be_loaded_gets_its_reason_first(said, package):
    name = package(lesson2_signed_id="def sign(:\n")
    text = said(hint_on(name, [None]))
    assert "Before any hint" in text
    assert "Python cannot read your file" in text
    assert "hint 1 of 3" not in text


def test_the_first_step_is_the_one_that_the_board_speaks_of(package, preloaded):
    name = package(("1.1",))
    reports = read(preloaded.run(CATALOGUE, name), list(CATALOGUE), name)
    report, step = hints.first_step(reports)
    assert (report.lesson.number, step.id) == (1, "1.2")
    assert (report.states["1.1"], report.states["1.2"]) == (DONE, TO_DO)
