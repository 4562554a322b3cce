"""The boards that the README shows are what the commands print."""

import re
import textwrap

import pytest
from rich.console import Console

from course.catalogue import CATALOGUE
from course.checks import board, finding, onwards
from course.checks.report import read
from course.lesson_files.starters import derive
from course.lesson_files.steps import steps_of
from course.paths import ROOT
from course.say import THEME

LESSON = {lesson.number: lesson for lesson in CATALOGUE}


def source(number: int) -> str:
    """Return a lesson's solution."""
    return LESSON[number].solution.read_text(encoding="utf-8")


def half_done() -> dict[str, str]:
    """Return lesson 2 with sign solved, and an unsign that compares only half of it."""
    text = derive(source(2), {"2.1"})
    wrong = """\
    value, _, signature = signed.rpartition(".")
    for key in secret_keys:
        honest = sign(value, key).rpartition(".")[2]
        if hmac.compare_digest(to_bytes(honest[:20]), to_bytes(signature[:20])):
            return value
    return None
"""
    return {LESSON[2].stem: text.replace('    return signed.rsplit(".", 1)[0]\n', wrong)}


def broken() -> dict[str, str]:
    """Return lesson 2 with a colon too few."""
    return {LESSON[2].stem: derive(source(2), {"2.1"}).replace("-> list[str]:", "-> list[str]")}


FIRST = {step.id for step in steps_of(LESSON[1])}
CORE = {step.id for lesson in CATALOGUE for step in steps_of(lesson) if not step.extra}
PROOF = ROOT / "docs" / "proof.md"
BOARDS = {
    "a fresh clone": (set(), dict),
    "half done": (FIRST, half_done),
    "a broken file": (FIRST, broken),
    "finished": (CORE, dict),
}


@pytest.mark.parametrize("name", BOARDS)
def test_the_board_in_the_readme_is_what_is_printed(package, preloaded, monkeypatch, name):
    """Text that drifts from the commands is worse than none."""
    monkeypatch.setenv("COURSE_MAKE", "1")
    console = Console(theme=THEME, width=80, record=True, color_system=None, highlight=False)
    for module in (board, finding, onwards):
        monkeypatch.setattr(module, "console", console)
    solved, edits = BOARDS[name]
    code = package(solved, **edits())
    run = preloaded.run(CATALOGUE, code)
    reports = read(run, list(CATALOGUE), code)
    board.print_report(reports, code)
    printed = console.export_text().replace(f"{code}/", "lessons/")
    printed = "\n".join(line.rstrip() for line in printed.strip().splitlines())
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    shown = re.search(rf"<!-- board: {name} -->\n+```\n(.*?)\n```", readme, re.DOTALL)
    assert shown, f"The README does not show {name}:\n{printed}"
    assert textwrap.dedent(shown[1]) == printed, printed
    if name == "finished":
        assert f"Ready: {len(run.checks)} checks passed" in readme
        assert f"| the {len(run.checks)} checks pass " in PROOF.read_text(encoding="utf-8")
