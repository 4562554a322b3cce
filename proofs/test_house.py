"""The house: rooms import downwards and in no circle, and a lesson leaves no trace in the kit."""

import ast
import re
from graphlib import CycleError, TopologicalSorter

import pytest

from course.catalogue import CATALOGUE
from course.lesson_files.steps import steps_of
from course.paths import ROOT

FILES = [path for room in ("course", "classroom", "tools") for path in (ROOT / room).rglob("*.py")]
NAMES = {path: ".".join(path.relative_to(ROOT).with_suffix("").parts) for path in sorted(FILES)}
KIT = [path for path, name in NAMES.items() if name.startswith("course.")]
COOKIES = {name for lesson in CATALOGUE for name in lesson.cookies}
STEPS = {step.id for lesson in CATALOGUE for step in steps_of(lesson)}


def tree_of(path):
    return ast.parse(path.read_bytes())


def imports_of(path):
    """Return the modules that a module imports, wherever it does so."""
    package = NAMES[path].split(".")[:-1]
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            module = ".".join([*base, *filter(None, [node.module])])
            yield from [module, *(f"{module}.{one.name}" for one in node.names)]
        elif isinstance(node, ast.Import):
            yield from (one.name for one in node.names)


def house():
    """Return each module with those of the house that it imports."""
    return {
        name: set(imports_of(path)) & {*NAMES.values()} - {name} for path, name in NAMES.items()
    }


def test_no_module_imports_itself_by_way_of_others():
    try:
        tuple(TopologicalSorter(house()).static_order())
    except CycleError as error:
        pytest.fail(" -> ".join(error.args[1]))


def test_a_room_imports_from_the_lines_below_its_own_in_the_picture():
    picture = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8").split("```")[1]
    lines = [re.findall(r"(\w+)/", line) for line in picture.split("\n")]
    height = {f"course.{room}": -line for line, rooms in enumerate(lines) for room in rooms}
    for name, imported in house().items():
        own = ".".join(name.split(".")[:2])
        for other in {".".join(one.split(".")[:2]) for one in imported} - {own}:
            if own in height and other in height:
                assert height[other] < height[own], f"{name} imports {other}"


def test_the_page_on_the_house_names_every_room_and_every_path_there_is():
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`((?:\w+/)*[\w.]+(?:\.\w+|/))`", text))
    folders = {f"{path.relative_to(ROOT)}/" for path in (ROOT / "course").glob("[!_]*/")}
    beside = {f"course/{path.name}" for path in (ROOT / "course").glob("[!_]*.py")}
    rooms = {one for one in folders if (ROOT / one / "__init__.py").exists()}
    assert rooms <= named and len(rooms) == len(re.findall(r"^\| `course/\w+/` \|", text, re.M))
    assert beside <= named, beside - named
    assert [path for path in sorted(named) if not (ROOT / path).exists()] == []


def test_only_the_table_of_commands_knows_the_rooms_of_teachers_and_makers():
    for name, imported in house().items():
        if name.startswith("course.") and name != "course.commands":
            assert not [one for one in imported if not one.startswith("course.")], name


def is_trace(node):
    """Does a piece of code speak of one lesson: its number, a step of it, its cookie?"""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value in COOKIES | STEPS
    if isinstance(node, ast.Compare):
        numbers = [one for one in node.comparators if isinstance(one, ast.Constant)]
        return getattr(node.left, "attr", "") == "number" and bool(numbers)
    if isinstance(node, ast.Subscript) and getattr(node.value, "id", "") == "CATALOGUE":
        return getattr(node.slice, "value", 0) != 0
    return False


@pytest.mark.parametrize("path", KIT, ids=NAMES.get)
def test_no_lesson_leaves_a_trace_in_the_kit(path):
    """Its facts are in its files and in its row: a new lesson changes nothing else."""
    if path.stem != "catalogue":
        found = [ast.unparse(node) for node in ast.walk(tree_of(path)) if is_trace(node)]
        assert found == []
