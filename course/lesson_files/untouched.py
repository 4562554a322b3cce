"""Which steps of a learner's file are still the starter's: by its syntax tree, comments aside."""

import ast
import importlib.util
from pathlib import Path

from ..catalogue import Lesson
from .starters import derive
from .steps import functions_of, steps_of


def file_of(lesson: Lesson, package: str = "lessons") -> Path:
    """Return the lesson's file in a package. Raises ModuleNotFoundError without it."""
    spec = importlib.util.find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise ModuleNotFoundError(f"There is no package {package}.")
    return Path(next(iter(spec.submodule_search_locations))) / f"{lesson.stem}.py"


def shape(node: ast.FunctionDef) -> str:
    """Return what a function does as text, without its docstring and comments."""
    body = node.body
    if ast.get_docstring(node, clean=False) is not None:
        body = body[1:]
    parts = [node.args, *node.decorator_list, *body]
    return "\n".join(ast.dump(part) for part in parts)


def untouched(lesson: Lesson, package: str = "lessons") -> set[str] | None:
    """Return the steps whose functions are still the starter's, None if Python cannot read it."""
    try:
        return untouched_in(file_of(lesson, package).read_bytes(), lesson)
    except (OSError, ImportError, SyntaxError, ValueError, RecursionError):
        return None


def untouched_in(text: bytes, lesson: Lesson) -> set[str]:
    """Return the steps that are still the starter's in a text. Raises what ast.parse does."""
    starter = functions_of(ast.parse(derive(lesson.solution.read_text(encoding="utf-8"))))
    theirs = functions_of(ast.parse(text))
    return {
        step.id
        for step in steps_of(lesson)
        if all(
            function.name in theirs
            and shape(theirs[function.name]) == shape(starter[function.name])
            for function in step.functions
        )
    }
