"""The state of a learner's work: what the checks say now, and what is still the starter."""

import ast
import importlib.util
from pathlib import Path

import click

from ..catalogue import Lesson
from ..lesson_files.starters import derive
from ..lesson_files.steps import functions_of, steps_of
from .runner import Check, Run, run_checks

DONE, TO_DO, WRONG, UNKNOWN = "done", "to do", "wrong", "not checked"


class NotChecked(click.ClickException):
    """The checks could not run: nothing can be said of the learner's work."""


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


def states_in(run: Run, lesson: Lesson, package: str = "lessons") -> dict[str, str]:
    """Return the state of each of the lesson's steps, by its id, after a run."""
    return states_from(run, lesson, untouched(lesson, package) or set())


def states_from(run: Run, lesson: Lesson, idle: set[str]) -> dict[str, str]:
    """Return the state of each step. idle: the steps that are still the starter's."""
    checks = run.of(lesson)
    return {
        step.id: TO_DO if step.id in idle else _state(step.id, checks, idle)
        for step in steps_of(lesson)
    }


def _state(step: str, checks: list[Check], idle: set[str]) -> str:
    if any(check.outcome == "failed" for check in checks if check.blamed == step):
        return WRONG
    # What fails only because another step is to do says nothing of this one.
    own = [check for check in checks if check.step == step and check.blamed not in idle]
    return DONE if {check.outcome for check in own} == {"passed"} else UNKNOWN


def states(lesson: Lesson, package: str = "lessons") -> dict[str, str]:
    """Run the lesson's checks, and return the state of each of its steps. Raises NotChecked."""
    run = run_checks([lesson], package)
    if run.trouble:
        raise NotChecked(f"The checks could not run, so nothing was changed.\n{run.trouble}")
    return states_in(run, lesson, package)
