"""Whatever is damaged outside lessons/ is mended or named, and is never the learner's fault."""

import os
import shutil

import pytest
from course_copy import Copy

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the stand-in for uv is a shell script")


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    """Return one copy for all: each proof leaves it mended, and fails where it was not."""
    made = Copy(tmp_path_factory.mktemp("outside"))
    made.furnish()
    with next(made.lessons.glob("lesson1*")).open("a") as mine:
        mine.write("# Mine: a starter as it came would need no backup.\n")
    return made


def remove(path):
    shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()


def replace(path, text=None):
    """Put a file in the place of what is there. text: None for a link to nothing."""
    if os.path.lexists(path):
        remove(path)
    path.symlink_to("/gone/away") if text is None else path.write_text(text)


def no_program(copy, mode):
    for path in (copy.root / ".venv" / "bin").glob("python*"):
        replace(path, "no program")
        path.chmod(mode)


MENDED = {
    "click is gone": lambda copy: remove(copy.site / "click"),
    "flask is gone": lambda copy: remove(copy.site / "flask"),
    "another pytest": lambda copy: next(copy.site.glob("pytest-*")).rename(copy.site / "pytest-7"),
    "no packages": lambda copy: shutil.rmtree(copy.site),
    "no pyvenv.cfg": lambda copy: remove(copy.root / ".venv" / "pyvenv.cfg"),
    "an empty pyvenv.cfg": lambda copy: replace(copy.root / ".venv" / "pyvenv.cfg", ""),
    "Python is no program": lambda copy: no_program(copy, 0o755),
    "Python may not be run": lambda copy: no_program(copy, 0o644),
    "half-installed": lambda copy: (copy.root / ".venv" / "course-unfinished").touch(),
    "no text in a stamp": lambda copy: (
        copy.root / ".venv" / "course-requirements.txt"
    ).write_bytes(b"\xff\0"),
    "a link to nothing": lambda copy: replace(copy.root / ".venv"),
    "no .course": lambda copy: remove(copy.root / ".course"),
}


@pytest.mark.parametrize("damage", MENDED)
def test_damage_to_the_set_up_is_mended(copy, damage):
    MENDED[damage](copy)
    first, second = copy.typed("solution", "1"), copy.typed("solution", "1")
    assert "Traceback" not in first.stderr
    assert (first.returncode, first.stdout) == (0, second.stdout), first.stderr
    assert (second.returncode, second.stderr) == (0, "")


SETUP = "The set-up of the course is damaged"
FILE = "It is a file of the course, not one of yours"
CHECKS, SOLUTION = "tests/test_lesson1_raw_cookie.py", "solutions/lesson1_raw_cookie.py"
# What is broken, by what (None: it is removed), what is said, and by which command.
NAMED = [
    ("packages/flask/app.py", "", SETUP, "test 1"),
    ("packages/flask/__init__.py", "", SETUP, "test 1"),
    ("packages/werkzeug/http.py", "def dump(", SETUP, "test 1"),
    ("packages/werkzeug/http.py", "def dump(", SETUP, "catch-up 2"),
    ("packages/flask/app.py", "1 / 0", SETUP, "attack 1"),
    ("packages/click/core.py", "", SETUP, "test 1"),
    ("packages/rich/console.py", None, SETUP, "test 1"),
    ("packages/_pytest/mark/__init__.py", "1 / 0", SETUP, "test 1"),
    (SOLUTION, "def visit(", FILE, "test 1"),
    (SOLUTION, "def visit(", FILE, "catch-up 2"),
    (SOLUTION, None, f"There is no file {SOLUTION}", "test 1"),
    (CHECKS, "def test(", CHECKS, "test 1"),
    (CHECKS, None, CHECKS, "test 1"),
    ("course/say.py", "", FILE, "test 1"),
    ("course/say.py", None, FILE, "test 1"),
    ("requirements.txt", None, FILE, "test 1"),
    (".course", "", "It is in the way.", "catch-up 3"),
    (".venv", "", ".venv is a file", "test 1"),
    ("random.py", "word = 1", "Your file random.py stands in the way", "test 1"),
    ("flask.py", "word = 1", "Your file flask.py stands in the way", "test 1"),
]


@pytest.mark.parametrize(("name", "text", "sentence", "words"), NAMED)
def test_what_cannot_be_mended_is_named(copy, name, text, sentence, words):
    copy.is_ready()
    path, kept = copy.root / name, copy.root / "kept"
    if name.startswith("packages/"):
        package, _, inner = name.removeprefix("packages/").partition("/")
        linked = (copy.site / package).resolve()
        (copy.site / package).unlink()  # the packages of a copy are links
        shutil.copytree(linked, copy.site / package)
        path = copy.site / package / inner
    elif path.exists():
        shutil.move(path, kept)
    path.unlink(missing_ok=True)
    if text is not None:
        path.write_text(text)
    lessons = {file.name: file.read_bytes() for file in copy.lessons.glob("*.py")}
    answer = copy.typed(*words.split())
    said = answer.stdout + answer.stderr
    if kept.exists() or name == f"{path.name}":
        path.unlink(missing_ok=True)
    if kept.exists():
        shutil.move(kept, path)
    assert answer.returncode == 1, said
    assert sentence in said
    for blame in ("Traceback", "our file", "reset"):
        assert blame not in said.replace("Your file random", "").replace("Your file flask", "")
    assert lessons == {file.name: file.read_bytes() for file in copy.lessons.glob("*.py")}
    assert copy.typed("solution", "1").returncode == 0
