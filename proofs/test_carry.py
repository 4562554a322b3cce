"""What a newer version changes, and what a learner wrote, in one file."""

import ast

import pytest

from course.lesson_files.carry import Edition, carry
from course.lesson_files.imports import homes_of

OLD = '''"""A lesson."""

import json
import time

from .given import helper, moved

LIMIT = 10


class Store:
    """A store."""

    def __init__(self, client, clock=time.time):
        self.client, self.clock = client, clock

    @property
    def size(self):
        """Return it."""
        return self._size

    @size.setter
    def size(self, value):
        self._size = value

    def get(self, key):
        """Return it."""
        # Step 9.1: Get it (5 min)
        # Look it up.
        # Starter: return None
        return self.client.get(key)


def gone(value):
    return moved(value)


def last(value):
    # Step 9.2: Last (5 min)
    # The last one.
    # Starter: return value
    return value[-1]
'''
NEW = '''"""A lesson, told better."""

import json

from .elsewhere import moved
from .given import helper

LIMIT = 20
MORE = 30


class Other:
    """New."""


class Store:
    """A store."""

    def __init__(self, client):
        self.client = client

    @property
    def size(self):
        """Return it."""
        return self._amount

    @size.setter
    def size(self, value):
        self._amount = value

    def keep(self, key):
        """Given."""
        return self.client.keep(key)

    def get(self, key):
        """Return it."""
        # Step 9.1: Get it (5 min)
        # Look it up, and keep it.
        # Starter: return None
        return self.keep(key)


def last(value):
    # Step 9.2: Last (5 min)
    # The last one.
    # Starter: return value
    return value[-1]
'''
HOMES = homes_of({"elsewhere.py": "def moved(): pass", "given.py": "def helper(): pass\nX = 1\n"})
old, new = Edition(OLD), Edition(NEW)


def carried(text):
    return carry(text, old, new, HOMES)


def test_who_wrote_nothing_has_the_newer_starter():
    assert carried(old.starter).text == new.starter
    assert carried(old.starter.replace("\n", "\r\n")).text == new.starter


def test_who_filled_all_in_has_the_newer_solution():
    assert carried(old.solved).text == new.solved


def same(text, other):
    return ast.dump(ast.parse(text)) == ast.dump(ast.parse(other))


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize(
    ("written", "stays"),
    [
        ("        return self.client.get(key)  # mine", []),
        ("        return self.client[key]", ["9.1"]),
        ('        if key:\n            return self.client["\\n"]  # mine', ["9.1"]),
    ],
)
def test_a_step_stays_as_it_was_written(written, stays, end):
    """What is the old solution but for a comment becomes the newer one."""
    text = old.starter.replace("        return None", written).replace("\n", end)
    found = carried(text)
    wanted = written if stays else "        return self.keep(key)"
    same_end = found.text.replace("\r\n", "\n")
    assert wanted in same_end
    assert found.stays == stays
    assert same(same_end.replace(wanted, "        return None"), new.starter)
    if end == "\r\n":
        assert found.text.count("\r\n") == found.text.count("\n")


OWN = {
    "a comment": ("LIMIT = 10", "# my note\nLIMIT = 10", "LIMIT = 20"),
    "a function": (
        "def last",
        "def mine():\n    return 1\n\n\ndef last",
        "def mine():\n    return 1",
    ),
    "a class": ("class Store", "class Mine:\n    x = 1\n\n\nclass Store", "class Mine:\n    x = 1"),
    "a method": (
        "    def get(",
        "    def mine(self):\n        pass\n\n    def get(",
        "def mine(self)",
    ),
    "a constant": ("LIMIT = 10", "LIMIT = 10\nMINE = {}", "MINE = {}"),
    "an import": ("import json", "import json\nimport heapq as h", "import heapq as h"),
    "of the future": (
        "import json",
        "from __future__ import annotations\nimport json",
        "__future__",
    ),
    "a given name": ("helper, moved", "X, helper, moved", "from .given import X"),
    "its use": ("return value\n", "return time.time()\n", "import time"),
    "a last line": ("return value\n", "return value\n\n\nprint('x.y')\n", "print('x.y')"),
    "a loop": ("def last", "for _ in []:\n    pass\n\n\ndef last", "for _ in []:"),
}


@pytest.mark.parametrize(("before", "after", "found"), OWN.values(), ids=OWN)
def test_what_is_the_learners_comes_along(before, after, found):
    text = old.starter.replace(before, after)
    assert text != old.starter
    result = carried(text)
    assert found in result.text
    assert "return self._amount" in result.text
    assert "class Other" in result.text
    assert "def gone" not in result.text
    assert "from .elsewhere import moved" in result.text
    assert result.replaced == result.left == []
    compile(result.text, "carried", "exec")
    assert carry(result.text, new, new, HOMES).text == result.text


def test_what_is_given_is_of_one_version():
    result = carried(old.starter.replace("self.client, self.clock = client, clock", "pass"))
    assert result.replaced == ["Store.__init__"]
    assert "clock" not in result.text


def test_what_the_course_has_no_more_and_a_learner_changed_stays():
    result = carried(old.starter.replace("return moved(value)", "return moved(value) + 1"))
    assert result.left == ["gone"]
    assert "return moved(value) + 1" in result.text


def test_what_the_course_left_alone_may_be_changed_and_deleted():
    text = old.starter.replace("    return value\n", "    return [value]\n")
    assert carry(text, old, old, HOMES).text == text
    assert "[value]" in carried(text).text
    start = old.starter.index("def last")
    result = carried(old.starter[:start])
    assert "def last" not in result.text
    assert "class Other" in result.text


@pytest.mark.parametrize("line", ["LIMIT = 10; X = (\n  1)", "LIMIT = 10; X = 5"])
def test_what_cannot_be_taken_apart_stays_as_it_is(line):
    text = old.starter.replace("LIMIT = 10", line)
    result = carried(text)
    assert result.failed
    assert result.text == text
