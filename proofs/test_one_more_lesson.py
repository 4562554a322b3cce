"""A lesson is its files and one row: one more, in a copy, and every command takes it."""

import json
import shutil

import pytest
from course_copy import Copy
from running import Running

from course.catalogue import CATALOGUE

NUMBER = len(CATALOGUE) + 1
STEM = f"lesson{NUMBER}_greeting"
ROW = f'''    Lesson(
        {NUMBER},
        "{STEM}",
        "A greeting",
        10,
        ("forge",),
        ("views",),
        "",
        "Who is it?",
        "",
    ),
)


class UnknownLesson'''
SOLUTION = f'''"""Lesson {NUMBER}: a greeting."""

from flask import Flask
from markupsafe import escape

from .lesson1_raw_cookie import create_app as create_counter


def greet(name: str) -> str:
    """Return a greeting for a name that a stranger sent, as HTML."""
    # Step {NUMBER}.1: Greet by name (3 min)
    # Return "Hello, ", the name, and a full stop. Escape the name.
    # Starter: return "Hello."
    return f"Hello, {{escape(name)}}."


def create_app(*, max_age: int = 60) -> Flask:
    """Return the counter of lesson 1, with a page that greets."""
    app = create_counter(max_age=max_age)
    app.add_url_rule("/greet/<name>", view_func=greet)
    return app
'''
CHECKS = f'''"""Checks of lesson {NUMBER}."""

from course.checks.checking import equal, step


@step("{NUMBER}.1")
def test_a_name_is_greeted(lesson{NUMBER}):
    """Its markup is text."""
    said = lesson{NUMBER}.greet("<b>")
    equal('greet("<b>")', said, "Hello, &lt;b&gt;.", "A name may hold markup. Escape it.")
'''
HINTS = f"""# Hints for lesson {NUMBER}

## {NUMBER}.1

1. Open /greet/you.

2. Text that a stranger sent is escaped.

3. Put `escape(name)` into an f-string.
"""
BUTTONS = f"""# What the panel says in lesson {NUMBER}

## forget, step {NUMBER}.1: anew

The greeting has forgotten you.
"""
NOTEBOOK = f"""---
jupytext:
  text_representation:
    format_name: myst
kernelspec:
  display_name: Python 3
  language: python
  name: python3
---

# Lesson {NUMBER}: A greeting

{{{{minutes}}}}

+++

## {{{{step {NUMBER}.1}}}}

```{{code-cell}}
import sys

sys.path.insert(0, "..")
from course.notebook import *

from solutions import {STEM} as solved

print(solved.greet("you"))
```

```{{code-cell}}
check("{NUMBER}.1")
```
"""


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    """Return a copy of the course with one more lesson: its files, and its row."""
    made = Copy(tmp_path_factory.mktemp("more"))
    table = made.root / "course" / "catalogue.py"
    text = table.read_text(encoding="utf-8")
    assert text.count(")\n\n\nclass UnknownLesson") == 1
    table.write_text(text.replace(")\n\n\nclass UnknownLesson", ROW), encoding="utf-8")
    for source in (made.root / "notebooks" / "src").glob("lesson*.md"):
        source.unlink()  # they were built, and take their time
    for name, content in {
        f"solutions/{STEM}.py": SOLUTION,
        f"tests/test_{STEM}.py": CHECKS,
        f"tests/hints_{STEM}.md": HINTS,
        f"tests/buttons_{STEM}.md": BUTTONS,
        f"notebooks/src/{STEM}.md": NOTEBOOK,
    }.items():
        (made.root / name).write_text(content, encoding="utf-8")
    assert made.course("starters").returncode == 0
    made.is_ready()
    return made


@pytest.fixture
def solved(copy):
    """The same copy with all lessons solved, and afterwards with the starters again."""
    before = {path: path.read_bytes() for path in copy.lessons.glob("*.py")}
    for path in before:
        path.write_bytes((copy.root / "solutions" / path.name).read_bytes())
    yield copy
    for path, content in before.items():
        path.write_bytes(content)


def test_its_starter_is_to_do(copy):
    assert 'return "Hello."' in (copy.lessons / f"{STEM}.py").read_text(encoding="utf-8")
    answer = copy.course("test", str(NUMBER))
    assert answer.returncode == 0 and f"Step {NUMBER}.1, Greet by name (3 min)" in answer.stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["help"], "A greeting"),
        (["test"], f"Lesson {NUMBER}  A greeting"),
        (["hint", str(NUMBER)], "Open /greet/you."),
        (["solution", str(NUMBER)], "+    return f"),
        (["demo", str(NUMBER)], "forge"),
    ],
)
def test_a_command_takes_it(copy, words, said):
    answer = copy.course(*words)
    assert answer.returncode in (0, 1) and "Traceback" not in answer.stderr, answer.stderr
    assert said in answer.stdout


def test_it_is_done_once_it_is_solved(solved):
    answer = solved.course("test", str(NUMBER))
    assert answer.returncode == 0 and f"Lesson {NUMBER} is done" in answer.stdout, answer.stdout


def test_catch_up_fills_it_in(solved):
    (solved.lessons / f"{STEM}.py").write_bytes(b"def broken(")
    answer = solved.course("catch-up", str(NUMBER), "--step", f"{NUMBER}.1")
    assert "All of its steps are to do." in " ".join(answer.stdout.split())


def test_its_page_is_attacked(solved):
    assert "FELL       " in solved.course("attack", str(NUMBER)).stdout


def test_grade_has_a_column_for_it(solved):
    shutil.copytree(solved.lessons, solved.root / "class" / "ada")
    words = ["--from", "class", "--json", "grades.json", "--junit", "grades.xml"]
    answer = solved.course("grade", str(NUMBER), *words)
    grades = json.loads((solved.root / "grades.json").read_text(encoding="utf-8"))
    assert grades["learners"][0]["lessons"][0]["percent"] == 100, answer.stdout


def test_the_demo_and_the_matrix_fit_a_terminal(copy):
    lines = copy.course("demo", COLUMNS="80").stdout.splitlines()
    assert max(map(len, lines)) <= 80
    assert any(line.rstrip().endswith(f" {NUMBER}") for line in lines)  # the matrix's head


@pytest.mark.parametrize("command", ["run", "watch"])
def test_its_page_has_the_panel_with_its_own_words(solved, command):
    running = Running(solved, NUMBER, command=command)
    try:
        running.says(f":{running.port}")
        page = running.visit().text
        assert "for the first time" in page and "/__inspector/" in page
        running.visit()
        form = {"action": "forget"}
        ours = {"Origin": running.url.rstrip("/"), "Sec-Fetch-Site": "same-origin"}
        address = f"{running.url}__inspector/try"
        answer = running.browser.post(address, form, headers=ours, timeout=10)
        assert "The greeting has forgotten you." in " ".join(answer.text.split())
    finally:
        running.end()


def test_its_notebook_is_built(copy):
    answer = copy.course("notebooks-build")
    assert answer.returncode == 0, answer.stdout + answer.stderr
    text = (copy.root / "notebooks" / f"{STEM}.ipynb").read_text(encoding="utf-8")
    assert "Hello, you." in text and "Greet by name" in text
