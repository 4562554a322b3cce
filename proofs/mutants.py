"""`make mutants`: small changes to the solutions, one at a time. The checks have to see them.

cosmic-ray makes the changes; the checks run as for the zoo, so that hundreds take minutes.
Not counted: what does not compile; annotations, which nobody runs; the same program again;
`is` for `==`, where Python may keep two equal texts as one; the * of keyword-only parameters,
which is no operator. Docstrings, comments and texts are not changed at all.
"""

import ast
import itertools
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest
from cosmic_ray.ast import ast_nodes, get_ast
from cosmic_ray.mutating import mutate_code
from cosmic_ray.plugins import get_operator, operator_names
from zoo import STEPS
from zoo_runs import AT_ONCE, ZooRuns

from course.catalogue import CATALOGUE, Lesson
from course.lesson_files.starters import derive
from course.say import console

ENOUGH = 95  # percent of the mutants
Place = tuple[int, int]  # line and column


@dataclass(frozen=True)
class Mutant:
    """A lesson's solution with one change. before, after: the line that changed."""

    lesson: Lesson
    text: str
    line: int
    before: str
    after: str


def mutants_of(lesson: Lesson) -> Iterator[Mutant]:
    """Yield the mutants of a solution, each program once."""
    source = derive(lesson.solution.read_text(encoding="utf-8"), set(STEPS))
    seen = {ast.dump(ast.parse(source))}
    for text in changed(source):
        try:
            program = ast.dump(ast.parse(text))
        except SyntaxError:
            continue
        if program not in seen:
            seen.add(program)
            pairs = itertools.zip_longest(source.splitlines(), text.splitlines(), fillvalue="")
            where = [(n, a, b) for n, (a, b) in enumerate(pairs, 1) if a != b]
            yield Mutant(lesson, text, *where[0])


def changed(source: str) -> Iterator[str]:
    """Yield the source after each change that cosmic-ray knows, but for annotations."""
    nodes, hidden = list(ast_nodes(get_ast(source))), annotations(ast.parse(source))
    for name in sorted(operator_names()):
        operator = get_operator(name)
        # What has arguments would have to be told the names of variables.
        if operator.arguments() or name.endswith(("_Eq_Is", "_NotEq_IsNot")):
            continue
        places = [
            (place[0], node) for node in nodes for place in operator().mutation_positions(node)
        ]
        for number, (start, node) in enumerate(places):
            marker = node.parent is not None and node.parent.type == "parameters"
            if not marker and not any(first <= start < last for first, last in hidden):
                yield mutate_code(source, operator(), number)


def annotations(tree: ast.Module) -> list[tuple[Place, Place]]:
    """Return from where to where annotations go."""
    nodes = [
        node
        for owner in ast.walk(tree)
        for node in (getattr(owner, "annotation", None), getattr(owner, "returns", None))
        if node
    ]
    return [((n.lineno, n.col_offset), (n.end_lineno, n.end_col_offset)) for n in nodes]


def fates_of(found: list[Mutant], folder: Path) -> dict[str, list[Mutant]]:
    """Return the mutants by what became of them: "killed", "alive", or "unknown"."""

    def fate(numbered: tuple[int, Mutant]) -> str:
        number, mutant = numbered
        run = runs.run(mutant.lesson, mutant.text, f"mutant{number}")
        if run.trouble:  # the run did not come to its end: that is no check that saw something
            return "unknown"
        return "killed" if any(check.outcome != "passed" for check in run.checks) else "alive"

    with pytest.MonkeyPatch.context() as patch, ZooRuns(folder) as runs:
        patch.setenv("PYTHONPATH", str(folder))
        patch.delenv("COURSE_CHECK_REDIS", raising=False)
        with ThreadPoolExecutor(AT_ONCE) as pool:
            fates = list(pool.map(fate, enumerate(found)))
    return {
        name: [mutant for mutant, one in zip(found, fates, strict=True) if one == name]
        for name in ("killed", "alive", "unknown")
    }


def main() -> int:
    """Run all mutants, say which survive; return 1 where too many do."""
    began = time.monotonic()
    found = [mutant for lesson in CATALOGUE for mutant in mutants_of(lesson)]
    console.print(f"{len(found)} mutants of {len(CATALOGUE)} solutions. This takes some minutes.")
    with tempfile.TemporaryDirectory(prefix="course-mutants-") as folder:
        fates = fates_of(found, Path(folder))
    for name in ("alive", "unknown"):
        for mutant in fates[name]:
            where = f"{name}: {mutant.lesson.stem}, line {mutant.line}"
            console.print(f"\n{where}", markup=False)
            console.print(f"  - {mutant.before.strip()}\n  + {mutant.after.strip()}", markup=False)
    dead, unknown = len(fates["killed"]), len(fates["unknown"])
    percent = 100 * dead / len(found)
    console.print(
        f"\nKilled by a check: {dead} of {len(found)}, {percent:.1f} %. At least {ENOUGH} % are "
        f"due. Checks that could not run to their end: {unknown}."
    )
    console.print(f"It took {time.monotonic() - began:.0f} seconds.")
    return 0 if percent >= ENOUGH else 1


if __name__ == "__main__":
    sys.exit(main())
