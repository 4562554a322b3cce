"""Carrying a file of the learner's over to a newer version, function by function.

What they wrote stays, byte by byte. What is still the course's (the old starter, or the old
solution that catch-up filled in) becomes that of the newer version.
"""

import ast
from dataclasses import dataclass, field

from .catch_up import NoPlace, parse, put
from .imports import carry_imports
from .starters import derive
from .steps import first_line, read_steps
from .untouched import shape


class Edition:
    """One version of a file: as a new learner has it, and solved."""

    def __init__(self, source: str) -> None:
        steps = read_steps(source)
        self.starter = derive(source)
        self.solved = derive(source, [step.id for step in steps])
        self.steps = {function.name: step.id for step in steps for function in step.functions}


@dataclass
class Carried:
    """What became of a file.

    stays: the steps of the learner's that the newer version words anew. replaced: what they had
    changed outside of the steps, and the newer version too. left: what of theirs is no longer
    a part of the course. failed: nothing was carried over, the text is theirs.
    """

    text: str
    stays: list[str] = field(default_factory=list)
    replaced: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    failed: bool = False


def units(text: str) -> dict[str, ast.stmt]:
    """Return all that a file consists of but its imports, by dotted name, with comments above.

    Functions, classes, methods, and single statements.
    """
    found: dict[str, ast.stmt] = {}
    collect(parse(text).body, "", text.split("\n"), found)
    return found


def collect(body: list[ast.stmt], owner: str, lines: list[str], found: dict) -> None:
    """Add what a module or a class consists of. Raises SyntaxError for two in one line."""
    for before, node in zip([None, *body], body, strict=False):
        if before and before.end_lineno == node.lineno:
            raise SyntaxError("two statements in one line")
        if isinstance(node, ast.Import | ast.ImportFrom):
            continue
        node.lineno = first_line(node)
        while node.lineno > 1 and lines[node.lineno - 2].lstrip().startswith("#"):
            node.lineno -= 1
        found[owner + name_of(node, body)] = node
        if isinstance(node, ast.ClassDef):
            collect(node.body, f"{owner}{node.name}.", lines, found)


def name_of(node: ast.stmt, body: list[ast.stmt]) -> str:
    """Return what a part of a file is known by in every version, without a dot."""
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        # A property and its setter have one name.
        kinds = [getattr(one, "attr", "") for one in node.decorator_list]
        return "|".join([node.name, *(kind for kind in kinds if kind in ("setter", "deleter"))])
    if isinstance(node, ast.Assign | ast.AnnAssign):
        target = node.targets[0] if isinstance(node, ast.Assign) else node.target
        return f"{ast.unparse(target)} =".replace(".", "|")
    return "docstring" if node is body[0] else ast.dump(node).replace(".", "|")


def what_it_does(node: ast.stmt) -> str:
    """Return what a part does as text, without comments and docstrings."""
    if isinstance(node, ast.FunctionDef):
        return shape(node)
    if isinstance(node, ast.ClassDef):
        return "\n".join(
            what_it_does(inner) for inner in node.body[bool(ast.get_docstring(node)) :]
        )
    return ast.dump(node)


class Part:
    """One part of a file: its text, and what it does."""

    def __init__(self, text: str, node: ast.stmt) -> None:
        lines = text.replace("\r", "").split("\n")
        self.text = "\n".join(lines[first_line(node) - 1 : node.end_lineno])
        self.does = what_it_does(node)
        self.is_class = isinstance(node, ast.ClassDef)


def parts(text: str) -> dict[str, Part]:
    """Return the parts of a file by dotted name."""
    return {name: Part(text, node) for name, node in units(text).items()}


def carry(text: str, old: Edition, new: Edition, homes: dict[str, str]) -> Carried:
    """Return the learner's file in the newer version. homes: name to the module that defines it."""
    for was, will_be in ((old.starter, new.starter), (old.solved, new.solved)):
        if text.replace("\r", "") == was:
            return Carried(will_be)
    if [old.starter, old.solved] == [new.starter, new.solved]:
        return Carried(text)
    try:
        return carry_parts(text, old, new, homes)
    except SyntaxError:
        return Carried(text, failed=True)


def carry_parts(text: str, old: Edition, new: Edition, homes: dict[str, str]) -> Carried:
    """Return the learner's file in the newer version. Raises SyntaxError."""
    carried = Carried(text)
    before = [parts(old.starter), parts(old.solved)]
    after = [parts(new.starter), parts(new.solved)]
    for name in after[0]:
        bring(name, carried, before, after, new)
    for name in before[0]:
        if name not in after[0]:
            drop(name, carried, before)
    carried.text = carry_imports(carried.text, old.starter, new.starter, homes)
    parse(carried.text)
    return carried


def bring(name: str, carried: Carried, before: list, after: list, new: Edition) -> None:
    """Give one part its newer text, unless it is the learner's own."""
    mine = parts(carried.text).get(name)
    old, solved = (found.get(name) for found in before)
    wanted = after[0][name]
    changed = old is None or old.text != wanted.text
    if mine is None:
        if changed:
            insert(name, carried, new.starter)
    elif mine.is_class and wanted.is_class:
        pass  # its parts come one by one
    elif old is not None and mine.does in (old.does, solved.does):
        done = mine.does != old.does
        wanted, source = after[done][name], (new.starter, new.solved)[done]
        if wanted.does != mine.does or mine.text in (old.text, solved.text):
            insert(name, carried, source)
    elif (
        not changed or mine.does in (wanted.does, after[1][name].does) or name.endswith("docstring")
    ):
        pass
    elif name in new.steps:
        carried.stays.append(new.steps[name])
    elif old is None or old.does != wanted.does:
        # The course calls what it gives, so that must be of one version.
        insert(name, carried, new.starter)
        carried.replaced.append(name)


def insert(name: str, carried: Carried, source: str) -> None:
    """Put a part of a version into the learner's file."""
    order = list(units(source))
    try:
        carried.text = put(carried.text, source, name, order, units)
    except NoPlace:
        if "." in name:
            carried.left.append(name.rpartition(".")[0])
            return
        node = units(source)[name]
        lines = source.split("\n")[first_line(node) - 1 : node.end_lineno]
        body = parse(carried.text).body
        imports = [one for one in body if isinstance(one, ast.Import | ast.ImportFrom)]
        place = imports[-1].end_lineno if imports else 0
        mine = carried.text.split("\n")
        end = "\r" if "\r\n" in carried.text else ""
        mine[place:place] = [line + end for line in ["", *lines]]
        carried.text = "\n".join(mine)


def drop(name: str, carried: Carried, before: list) -> None:
    """Take a part away that the newer version has no more, unless it is the learner's own."""
    mine = units(carried.text).get(name)
    if mine is None:
        return
    known = [found[name].does for found in before if name in found]
    inner = [one for one in parts(carried.text) if one.startswith(f"{name}.")]
    if any(is_own(one, carried, before) for one in inner) or (
        not inner and what_it_does(mine) not in known
    ):
        carried.left.append(name)
        return
    lines = carried.text.split("\n")
    first, last = first_line(mine) - 1, mine.end_lineno
    while last < len(lines) and first and not lines[last].strip() and not lines[first - 1].strip():
        last += 1
    del lines[first:last]
    carried.text = "\n".join(lines)


def is_own(name: str, carried: Carried, before: list) -> bool:
    """Did the learner write this part?"""
    does = parts(carried.text)[name].does
    return does not in [found[name].does for found in before if name in found]
