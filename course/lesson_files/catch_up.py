"""Catching up: puts the solution in the place of what is not solved, and of nothing else."""

import ast
from collections.abc import Callable

from ..catalogue import CATALOGUE, Lesson
from ..say import command, console
from .backups import Newer, backups, content, files_of, put_back, replace, say_reload
from .solution import solved
from .starters import derive
from .steps import PART, Step, first_line, functions_of, order, steps_of

TRIES = 3
States = Callable[[Lesson], dict[str, str]]
Find = Callable[[str], dict[str, ast.stmt]]


class NoPlace(Exception):
    """A function cannot be put into the learner's file."""


def catch_up(lesson: Lesson, step: Step | None, states: States) -> None:
    """Fill in every lesson before this one, and of this one what comes before step, if given.

    states: tells what is done of a lesson.
    """
    plan = [(earlier, None) for earlier in CATALOGUE if earlier.number < lesson.number]
    if step is not None:
        plan.append((lesson, step))
    if not plan:
        console.print(f"Nothing comes before lesson {lesson.number}.")
    before = backups()
    for each, end in plan:
        steps = [one for one in steps_of(each) if not one.extra]
        fill_in(each, steps if end is None else steps[: position(steps, end)], states)
    if backups() != before:
        say_reload()
    what = f"Step {step.id}" if step else f"Lesson {lesson.number}"
    console.print(f"{what} is next: [command]{command('watch', lesson.number)}[/]")


def position(steps: list[Step], end: Step) -> int:
    """Return how many of the steps come before end."""
    return sum(order(step.id) < order(end.id) for step in steps)


def fill_in(lesson: Lesson, steps: list[Step], states: States) -> None:
    """Make these steps of a lesson done, and say what was filled in.

    A save while the checks run is newer than what they saw: then all is looked at again.
    """
    for _ in range(TRIES):
        try:
            return fill_in_once(lesson, steps, states)
        except Newer as newer:
            tell(lesson, f"you saved {newer} meanwhile. Looking again ...")
    return tell(lesson, "not filled in, because you went on saving it. Yours stays.")


def fill_in_once(lesson: Lesson, steps: list[Step], states: States) -> None:
    """Make these steps of a lesson done. Raises Newer where the file was saved meanwhile."""
    seen = content(lesson.file)
    text = readable(seen)
    if text is None:
        return take_whole(lesson, steps, "it cannot be read as Python", seen)
    now = states(lesson)
    missing = [step for step in steps if now.get(step.id) != "done"]
    if not missing:
        return tell(lesson, "nothing to fill in.")
    try:
        filled = splice(text, solved(lesson), missing)
    except NoPlace as error:
        return take_whole(lesson, steps, f"there is no place for {error}", seen)
    new = filled.encode("utf-8", "surrogateescape")
    starter = derive(lesson.solution.read_text(encoding="utf-8")).encode()
    if replace(lesson.file, new, seen, starter=starter):
        seen = new
    after = states(lesson)
    if any(after.get(step.id) != "done" for step in steps):
        return take_whole(lesson, steps, "with the rest of yours it did not pass", seen)
    kept = [step for step in steps if step not in missing]
    stays = f" Yours stays: {names(kept)}." if kept else ""
    return tell(lesson, f"filled in {names(missing)}.{stays}")


def take_whole(lesson: Lesson, steps: list[Step], reason: str, seen: bytes | None) -> None:
    """Replace the whole file of a lesson (and what is given along with it): yours is kept.

    seen: what was in the file. Raises Newer where it was saved since.
    """
    source = lesson.solution.read_text(encoding="utf-8")
    text = derive(source, [step.id for step in steps])
    changed = replace(lesson.file, text.encode(), seen)
    put_back(files_of(lesson)[1:])
    if changed:
        filled = f"Filled in: {names(steps)}." if steps else "All of its steps are to do."
        tell(lesson, f"the whole file is new, because {reason}. {filled}")
    else:
        tell(lesson, "nothing to fill in.")


def tell(lesson: Lesson, text: str) -> None:
    """Say what became of a lesson."""
    console.print(f"Lesson {lesson.number}: {text}")


def names(steps: list[Step]) -> str:
    """Return the steps' numbers."""
    return ", ".join(step.id for step in steps)


def readable(data: bytes | None) -> str | None:
    """Return the text of the learner's file, None where there is none or it is not Python."""
    if data is None:
        return None
    try:
        text = data.decode("utf-8", "surrogateescape")
        parse(text)
    except (ValueError, SyntaxError, RecursionError):
        return None
    return text


def parse(text: str) -> ast.Module:
    """Return the syntax tree. In a comment, Python takes bytes that are no UTF-8."""
    return ast.parse(text.encode("utf-8", "surrogateescape"))


def splice(text: str, solution: str, steps: list[Step]) -> str:
    """Return the text with the functions of these steps from the solution. Raises NoPlace."""
    order = list(functions_of(ast.parse(solution)))
    wanted = {function.name for step in steps for function in step.functions}
    present = functions_of(parse(text))
    helpers = {name for name in order if part_of(solution, name) in {step.id for step in steps}}
    for name in order:
        if name in wanted or (name in helpers and name not in present):
            text = put(text, solution, name, order)
    return text


def part_of(solution: str, name: str) -> str | None:
    """Return the step that a helper is marked as part of, None for other functions."""
    node = functions_of(ast.parse(solution))[name]
    mark = PART.match(solution.split("\n")[first_line(node) - 2].strip())
    return mark[1] if mark else None


def functions_in(text: str) -> dict[str, ast.stmt]:
    """Return a text's functions and methods, by dotted name."""
    return functions_of(parse(text))


def put(text: str, solution: str, name: str, order: list[str], find: Find = functions_in) -> str:
    """Return the text with one function of the solution, in its old place or in a new one.

    find: returns what can be put, by dotted name. Raises NoPlace.
    """
    node = find(solution)[name]
    new = solution.split("\n")[first_line(node) - 1 : node.end_lineno]
    end = "\r" if "\r\n" in text else ""
    new = [line + end for line in new]
    lines = text.split("\n")
    present = find(text)
    if name in present:
        old = present[name]
        lines[first_line(old) - 1 : old.end_lineno] = new
        return "\n".join(lines)
    # After the function that it follows in the solution, of the same class.
    owner = name.rpartition(".")[0]
    before = order[: order.index(name)]
    near = [other for other in before if other.rpartition(".")[0] == owner and other in present]
    if not near:
        raise NoPlace(name)
    place = present[near[-1]].end_lineno
    blank = [end] if owner else [end, end]
    lines[place:place] = [*blank, *new]
    return "\n".join(lines)
