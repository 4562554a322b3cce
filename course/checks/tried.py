"""Which call of a check met an error, with the values that it passed."""

import ast
import functools
import inspect
import linecache
import os
import textwrap
from contextlib import suppress
from types import CodeType, FrameType, TracebackType

from ..paths import TESTS
from .checking import Browser

LONGEST = 120  # characters of an argument
# What has a value that can be shown without calling anything a second time.
SHOWN = (ast.Name, ast.Constant, ast.List, ast.Tuple, ast.Dict, ast.JoinedStr, ast.BinOp)
SHOWN += (ast.FormattedValue, ast.expr_context, ast.operator)


def tried(traceback: TracebackType | None) -> str:
    """Return the call of the learner's function that a check was making, "" if it is unclear."""
    frames = []
    while traceback:
        frames.append((traceback.tb_frame, traceback.tb_lineno))
        traceback = traceback.tb_next
    ours = [place for place, (frame, _) in enumerate(frames) if is_check(frame)]
    if not ours:
        return ""
    frame, line = frames[ours[-1]]
    below = [inner for inner, _ in frames[ours[-1] + 1 :]]
    # A page of the check may stand between the visit and the error.
    visits = [inner for inner, _ in frames if inner.f_code is Browser.get.__code__]
    if visits:
        browser, path = (visits[-1].f_locals[name] for name in ("self", "path"))
        return f"GET {path}" + (f" with Cookie: {browser.cookie_header}" if browser.cookies else "")
    called = {inner.f_code.co_name for inner in below}
    calls = [node for node in calls_on(frame.f_code, line) if is_it(node, called)]
    return written(calls[0], frame) if len(calls) == 1 else ""


def is_it(call: ast.Call, called: set[str]) -> bool:
    """Is it a call of one of these, or, where the error is in the check, of a lesson's function?"""
    return name_of(call) in called if called else is_lesson(call.func.value)


def is_lesson(owner: ast.expr) -> bool:
    """Is it the name of a lesson's module?"""
    return isinstance(owner, ast.Name) and owner.id.startswith("lesson")


def is_check(frame: FrameType) -> bool:
    """Is it code of the checks?"""
    return frame.f_code.co_filename.startswith(f"{TESTS}{os.sep}")


def calls_on(code: CodeType, line: int) -> list[ast.Call]:
    """Return the calls of methods and of a module's functions that stand on a line of a function.

    Only that function is read: a file of checks takes 15 ms, and a learner waits.
    """
    # Not inspect.getsourcelines: it looks through all modules for the one that this is of.
    lines, first = linecache.getlines(code.co_filename), 1
    if not code.co_name.startswith("<"):  # the lines of a lambda are a part of a statement
        first = code.co_firstlineno
        lines = inspect.getblock(lines[first - 1 :])
    calls = calls_in("".join(lines))
    return [call for call in calls if call.lineno <= line - first + 1 <= call.end_lineno]


@functools.cache  # many checks meet an error in one place: in what all of them call, say
def calls_in(source: str) -> list[ast.Call]:
    """Return the calls of methods and of a module's functions in lines of a file."""
    nodes = ast.walk(ast.parse(textwrap.dedent(source)))
    return [node for node in nodes if isinstance(node, ast.Call) and name_of(node)]


def name_of(call: ast.Call) -> str:
    """Return the name after the dot of what is called, "" without a dot."""
    return getattr(call.func, "attr", "")


def written(call: ast.Call, frame: FrameType) -> str:
    """Return the call as text, with values in the place of names."""
    function = name_of(call) if is_lesson(call.func.value) else ast.unparse(call.func)
    parts = [value_of(argument, frame) for argument in call.args]
    parts += [
        f"{one.arg}={value_of(one.value, frame)}" if one.arg else f"**{value_of(one.value, frame)}"
        for one in call.keywords
    ]
    return f"{function}({', '.join(parts)})"


def value_of(argument: ast.expr, frame: FrameType) -> str:
    """Return an argument's value, of what is computed the text: nothing is called twice."""
    text = ast.unparse(argument)
    if all(isinstance(node, SHOWN) for node in ast.walk(argument)):
        with suppress(Exception):  # a name that is not set any more
            code = compile(text, "an argument", "eval")
            text = repr(eval(code, frame.f_globals, frame.f_locals))  # noqa: S307
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}..."
