"""Starters: exactly what the solutions give, runnable, broken, and solved in their order."""

import importlib
import subprocess

import pytest
from conftest import failed

from course.catalogue import CATALOGUE
from course.checks.checking import Browser
from course.checks.progress import TO_DO, states_in
from course.checks.runner import Run, run_checks
from course.lesson_files.starters import derive, starters
from course.lesson_files.steps import order, read_steps, steps_before, steps_of
from course.lesson_files.untouched import untouched
from course.paths import LESSONS, ROOT

STEPS = [(lesson, step) for lesson in CATALOGUE for step in steps_of(lesson)]
IDS = [step.id for _, step in STEPS]


def committed(name: str) -> str:
    """Return a file of lessons/ as it is committed; a copy without git has only its files."""
    try:
        shown = subprocess.run(
            ["git", "show", f"HEAD:lessons/{name}"], cwd=ROOT, capture_output=True, check=True
        )
        return shown.stdout.decode("utf-8")
    except (OSError, subprocess.CalledProcessError):
        return (LESSONS / name).read_text(encoding="utf-8")


def test_lessons_are_exactly_the_starters():
    """`make starters` writes them; a change by hand would be lost, and is found here."""
    for name, text in starters().items():
        assert committed(name) == text, f"lessons/{name} is not what `make starters` writes"


def test_every_lesson_has_its_files():
    """One stem everywhere."""
    for lesson in CATALOGUE:
        for folder, name in (("solutions", lesson.stem), ("tests", f"test_{lesson.stem}")):
            assert (ROOT / folder / f"{name}.py").exists()


@pytest.mark.parametrize(("lesson", "step"), STEPS, ids=IDS)
def test_a_starter_is_rejected_by_its_own_checks(package, preloaded, lesson, step):
    """Everything is solved but this step: its own checks must say so."""
    run = preloaded.run([lesson], package(steps_before() - {step.id}))
    rejecting = {check.step for check in failed(run)}
    assert step.id in rejecting, f"the starter of {step.id} passes its checks"


@pytest.mark.parametrize(("lesson", "step"), STEPS, ids=IDS)
def test_steps_can_be_solved_in_their_order(package, preloaded, lesson, step):
    """Everything up to this step is solved and nothing after it: that much must be green."""
    solved = {one.id for _, one in STEPS if order(one.id) <= order(step.id)}
    name = package(solved)
    run = preloaded.run([lesson], name)
    wrong = [check for check in failed(run) if check.step in solved]
    assert not wrong, f"{wrong[0].id}: {wrong[0].found}"
    states = states_in(run, lesson, name)
    assert {one for one, state in states.items() if state == TO_DO} == set(states) - solved


def test_no_core_step_needs_an_extra(package, preloaded):
    """Whoever leaves out all extras, as everybody may, comes to the end of the course."""
    core = {step.id for _, step in STEPS if not step.extra}
    run = preloaded.run(CATALOGUE, package(core))
    wrong = [check for check in failed(run) if check.step in core]
    assert not wrong, f"{wrong[0].id}: {wrong[0].found}"


def test_every_check_belongs_to_a_step(preloaded):
    """A check without a step would never be shown on the board."""
    run = preloaded.run(CATALOGUE, "solutions")
    assert failed(run) == []
    assert {check.step for check in run.checks} == set(IDS)


def test_starters_answer_every_request(package):
    """A newcomer sees a page before writing a line, whatever the browser sends."""
    name = package(set())
    for lesson in CATALOGUE[:3]:
        module = importlib.import_module(f"{name}.{lesson.stem}")
        app = module.create_app()
        browser = Browser(app)
        paths = [rule.rule for rule in app.url_map.iter_rules() if "static" not in rule.rule]
        for path in paths * 2:
            assert browser.get(path).status == 200
        for header in ("connect.sid=s%3Ax.y; views=5", "connect.sid=; views=", "a"):
            answer = app.test_client().get("/", headers={"Cookie": header})
            assert answer.status_code == 200, (lesson.stem, header)


def test_untouched_ignores_comments_and_docstrings(package):
    """Whoever only reads, and writes a comment, has not begun."""
    lesson = CATALOGUE[0]
    text = derive(lesson.solution.read_text(encoding="utf-8"))
    text = text.replace('"""Return the cookies', '"""Something else').replace("# Split", "# Cut")
    assert untouched(lesson, package(**{lesson.stem: text})) == {"1.1", "1.2", "1.3", "1.4"}
    text = text.replace("return int(text or 0)", "return int(text or 1)")
    assert untouched(lesson, package(**{lesson.stem: text})) == {"1.1", "1.2", "1.4"}


def test_derive_leaves_out_helpers_and_starter_imports():
    """A helper that is part of a step would give it away."""
    source = (
        "# Starter: import random\nimport secrets\n\n\n# Part of step 9.1\ndef helper():\n"
        '    return 1\n\n\ndef step():\n    """Do it."""\n    # Step 9.1: Do it (5 min)\n'
        "    # Use the helper.\n    # Starter: return random.random()\n    return helper()\n"
    )
    starter = derive(source)
    assert "helper()" not in starter
    assert starter.startswith("import random\nimport secrets")
    assert starter.endswith("    # Use the helper.\n    return random.random()\n")
    solved = derive(source, {"9.1"})
    assert "helper()" in solved
    assert "Starter" not in solved
    assert "random" not in solved
    assert read_steps(source)[0].functions[0].text == "Use the helper."


def test_a_run_of_nothing_is_no_success():
    """Whatever keeps the checks from running must not look like a pass."""
    run = run_checks(CATALOGUE[:1], "no_such_package")
    assert all(check.outcome == "failed" for check in run.checks)
    assert run != Run()
