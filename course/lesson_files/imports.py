"""The imports of a file that is carried over to a newer version."""

import ast
import re

from .catch_up import parse

Name = tuple[str, str, str]  # the module (".session"; "" for a plain import), the name, "as"


def imports_of(text: str) -> list[ast.Import | ast.ImportFrom]:
    """Return a file's imports that stand outside of functions."""
    return [one for one in parse(text).body if isinstance(one, ast.Import | ast.ImportFrom)]


def names_of(text: str) -> list[Name]:
    """Return the names that a file imports."""
    return [
        (
            "." * getattr(node, "level", 0) + (getattr(node, "module", "") or ""),
            one.name,
            one.asname or "",
        )
        for node in imports_of(text)
        for one in node.names
    ]


def homes_of(files: dict[str, str]) -> dict[str, str]:
    """Return which module of lessons/ defines a name: name to module."""
    found = {}
    for file, text in files.items():
        for node in parse(text).body:
            targets = getattr(node, "targets", [getattr(node, "target", None)])
            names = [getattr(node, "name", ""), *(getattr(one, "id", "") for one in targets)]
            found |= dict.fromkeys(filter(None, names), file.removesuffix(".py"))
    return found


def carry_imports(text: str, old: str, new: str, homes: dict[str, str]) -> str:
    """Return the learner's text with the newer version's imports, and what else it needs."""
    before, after = names_of(old), names_of(new)
    if set(before) == set(after):
        return text
    theirs = [name for name in names_of(text) if name not in before]
    gone = [name for name in before if name not in after and is_used(name, text)]
    given = {name[2] or name[1] for name in after}
    more = [line for name in [*theirs, *gone] if (line := line_for(name, homes, given))]
    lines, block = text.split("\n"), imports_of(new)
    end = "\r" if "\r\n" in text else ""
    mine = imports_of(text)
    place = mine[0].lineno - 1 if mine else 0
    for node in reversed(mine):
        del lines[node.lineno - 1 : node.end_lineno]
    while mine and place < len(lines) and not lines[place].strip():
        del lines[place]
    wanted = new.split("\n")[block[0].lineno - 1 :] if block else [""]
    length = block[-1].end_lineno - block[0].lineno + 1 if block else 0
    while length < len(wanted) and not wanted[length].strip():  # as many empty lines as there
        length += 1
    lines[place:place] = [line + end for line in [*more, *wanted[:length]]]
    return "\n".join(lines)


def is_used(name: Name, text: str) -> bool:
    """Is an imported name written anywhere else in the text?"""
    known = (name[2] or name[1]).partition(".")[0]
    return len(re.findall(rf"\b{re.escape(known)}\b", text)) > 1


def line_for(name: Name, homes: dict[str, str], given: set[str]) -> str:
    """Return the line that imports a name in the newer version, "" where nothing has it."""
    module, imported, known = name
    if (known or imported) in given:
        return ""
    if module.startswith("."):
        # It may have moved to another file.
        if imported not in homes:
            return ""
        module = "." + homes[imported]
    words = f"import {imported}{f' as {known}' if known else ''}"
    return f"from {module} {words}" if module else words
