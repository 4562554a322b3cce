"""The house: rooms import downwards and in no circle, and a lesson leaves no trace in the kit."""

import ast
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
