"""Whose mistake a check has met: each step of the learner's is tried alone, in a solved lesson."""

import ast
import importlib
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

from ..catalogue import Lesson
from ..lesson_files.steps import functions_of, steps_of
from ..lesson_files.untouched import file_of, untouched

Functions = dict[str, ast.FunctionDef]
Fails = Callable[[ModuleType], bool]
EARLIER = "earlier"  # in the place of a step: it fails because of an earlier lesson


class Blame:
    """Tries the steps of one learner's lesson. Raises what ast.parse does."""

    def __init__(self, lesson: Lesson, package: str) -> None:
        self.lesson, self.package = lesson, package
        self.path = str(file_of(lesson, package))
        self.source = Path(self.path).read_bytes()
        self.solved = functions_of(ast.parse(lesson.solution.read_bytes()))
        self.idle = untouched(lesson, package) or set()
        # Those that were found guilty come first: the next check has often met the same one.
        self.order = sorted((step.id for step in steps_of(lesson)), key=self.idle.__contains__)
        self.extras = {step.id for step in steps_of(lesson) if step.extra}
        self.known: dict[str, str] = {}
        self.modules: dict[tuple[str, ...], ModuleType] = {}  # what one keeps, later checks meet

    def of(self, check: str, step: str, fails: Fails) -> str:
        """Return the step that a failed check of this step speaks of, or EARLIER.

        check: the name of its test function; whatever its examples, it is asked once.
        fails: runs the check on a module.
        """
        if step not in self.idle and check not in self.known:
            self.known[check] = self._find(step, fails)
        return self.known.get(check, step)

    def _find(self, own: str, fails: Fails) -> str:
        # The check of an extra makes no other step wrong: extras block nothing.
        for step in [own, *(self.known.values() if own in self.extras else self.order)]:
            if fails(self.module(step)):
                if step not in self.idle:
                    self.order.sort(key=lambda other: other != step)
                return step
        # No step alone: two together, or what they find in an earlier lesson.
        all_steps = sorted(self.order)
        if fails(self.module(*all_steps)):
            others = [step for step in all_steps if step != own]
            guilty = next((step for step in self.known.values() if step in others), own)
            return guilty if guilty != own and fails(self.module(*others)) else own
        # What fails only after other checks is no reason either: it passes here as well.
        theirs = self.module(*all_steps, earlier=self.package)
        return EARLIER if fails(theirs) else own

    def where(self, found: dict) -> str | None:
        """Return the step whose function was at work when a check was stopped, None for none."""
        steps = {one.name: step.id for step in steps_of(self.lesson) for one in step.functions}
        steps = {name.rpartition(".")[2]: step for name, step in steps.items()}
        names = [name for stem, name, _ in found["called"] if stem == self.lesson.stem]
        return next((steps[name] for name in reversed(names) if name in steps), None)

    def module(self, *kept: str, earlier: str = "solutions") -> ModuleType:
        """Return the learner's lesson, where all steps but these are as in the solution.

        earlier: the package with the lessons that it builds on. What the file lacks it has from
        there, too.
        """
        key = (earlier, *kept)
        if key not in self.modules:
            try:
                self.modules[key] = self._made(kept, earlier)
            except ImportError:  # a function that the learner has added to an earlier lesson
                self.modules[key] = self._made(kept, self.package)
        return self.modules[key]

    def _made(self, kept: tuple[str, ...], earlier: str) -> ModuleType:
        base = importlib.import_module(f"{earlier}.{self.lesson.stem}")
        module = ModuleType(base.__name__)
        vars(module).update(vars(base))
        steps = [step for step in steps_of(self.lesson) if step.id not in kept]
        names = [function.name for step in steps for function in step.functions]
        tree = ast.parse(self.source)
        put(tree, {name: self.solved[name] for name in names})
        exec(compile(tree, self.path, "exec"), vars(module))  # noqa: S102
        return module


def put(owner: ast.Module | ast.ClassDef, nodes: Functions, prefix: str = "") -> None:
    """Put functions, by dotted name, in the place of those in a tree; a class gets all of its own.

    A default and a decorator then find what was put, as they do in a file.
    """
    for place, node in enumerate(owner.body):
        if isinstance(node, ast.ClassDef):
            put(node, nodes, f"{prefix}{node.name}.")
        elif isinstance(node, ast.FunctionDef):
            owner.body[place] = nodes.get(prefix + node.name, node)
    there = functions_of(owner)
    for name, node in nodes.items():
        method = name.removeprefix(prefix)
        if prefix and name != method and method not in there:
            owner.body.append(node)
