"""Errors whose cause is known: each reader returns its words, or None for another error."""

import difflib
import inspect
import re
import sys
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass
class Failure:
    """An error in a check of lesson `stem`. frames: the learner's. line: the check's line."""

    error: BaseException
    package: str
    stem: str
    frames: list[traceback.FrameSummary]
    line: str


class StoppedAtBreakpoint(Exception):
    """A breakpoint was reached during a check."""


def at_breakpoint(*args: Any, **kwargs: Any) -> None:
    """Stand in for breakpoint(): nobody is there to answer a debugger during a check."""
    raise StoppedAtBreakpoint


def cannot_be_read(failure: Failure) -> dict | None:
    """Explain a SyntaxError."""
    error = failure.error
    if not isinstance(error, SyntaxError) or not error.filename:
        return None
    path, line = Path(error.filename), (error.text or "").rstrip()
    return {
        "kind": "broken",
        "headline": f"Python cannot read your file: {error.msg}",
        "place": f"{path.parent.name}/{path.name}:{error.lineno}",
        "trace": [line] if line else [],
    }


def has_no_file(failure: Failure) -> dict | None:
    """Explain a lesson whose file is gone."""
    error = failure.error
    if not isinstance(error, ModuleNotFoundError) or not error.name:
        return None
    name = error.name.rpartition(".")[2]
    if error.name == failure.package:
        return {"kind": "broken", "headline": f"There is no folder {name}."}
    if not error.name.startswith(failure.package + "."):
        return None
    return {
        "kind": "broken",
        "headline": f"There is no file {failure.package}/{name}.py.",
        "place": f"{failure.package}/{name}.py",
    }


def has_no_name(failure: Failure) -> dict | None:
    """Explain a function that was deleted or renamed."""
    error = failure.error
    if isinstance(error, ImportError):
        name = re.search(r"cannot import name '(\w+)' from '[\w.]*?(\w+)'", str(error))
        return {**no_function(failure, name[2], name[1]), "kind": "broken"} if name else None
    if not isinstance(error, AttributeError) or failure.frames:
        return None
    owner = error.obj if inspect.ismodule(error.obj) else type(error.obj)
    module = owner.__name__ if inspect.ismodule(owner) else owner.__module__
    if not module.startswith(failure.package + "."):
        return None
    name = error.name if inspect.ismodule(owner) else f"{owner.__name__}.{error.name}"
    return no_function(failure, module.rpartition(".")[2], name)


def no_function(failure: Failure, stem: str, name: str) -> dict:
    """Return the words for a name that is not there, with the nearest one that is."""
    number = re.match(r"lesson(\d+)", stem)
    path = f"{failure.package}/{stem}.py"
    folders = getattr(sys.modules.get(failure.package), "__path__", [""])
    try:
        text = Path(next(iter(folders)), f"{stem}.py").read_text(encoding="utf-8")
    except (OSError, ValueError):
        text = ""
    wanted = name.rpartition(".")[2]
    there = {match[1]: match.start() for match in re.finditer(r"(?:def|class) (\w+)", text)}
    near = difflib.get_close_matches(wanted, there, 1, 0.7)
    said = f"{f'Lesson {number[1]}' if number else stem} needs something named {name}; "
    said += f"your file has {near[0]}." if near else "your file has no such name."
    line = text.count("\n", 0, there[near[0]]) + 1 if near else 0
    return {"kind": "missing", "headline": said, "place": f"{path}:{line}" if near else path}


def never_ends(failure: Failure) -> dict | None:
    """Explain a check that was stopped because it took too long."""
    if type(failure.error).__name__ != "Failed" or "Timeout" not in str(failure.error):
        return None
    loading = bool(failure.frames) and failure.frames[-1].name == "<module>"
    kind = "broken" if loading else "endless"
    return {"kind": kind, "headline": "Stopped after some seconds: this does not end."}


def waits_for_somebody(failure: Failure) -> dict | None:
    """Explain breakpoints, input() and exits: no check can go on after these."""
    error = failure.error
    if type(error).__name__ in ("StoppedAtBreakpoint", "BdbQuit"):
        return {"headline": "There is a breakpoint. Take it out, or the checks cannot go on."}
    if isinstance(error, SystemExit):
        return {"headline": "Your code ends the whole program here."}
    if isinstance(error, EOFError) or "reading from stdin" in str(error):
        return {"headline": "Your code waits for input, and nobody is there to type it."}
    return None


def compares_text(failure: Failure) -> dict | None:
    """Explain compare_digest on text that is not ASCII."""
    if "comparing strings with non-ASCII characters" not in str(failure.error):
        return None
    said = "hmac.compare_digest takes text only if it is ASCII. Give it bytes: to_bytes makes them."
    return {"headline": said}


def gave_none(failure: Failure) -> dict | None:
    """Explain what follows from a function that returned None."""
    known = isinstance(failure.error, (TypeError, AttributeError))
    if not known or "NoneType" not in str(failure.error) or failure.frames:
        return None
    said = "A function returned None, where the check needs a value. Does it come to its return?"
    return {"headline": said, "trace": [f"the check: {failure.line}"]}


def takes_other_arguments(failure: Failure) -> dict | None:
    """Explain a function whose parameters were changed."""
    if not isinstance(failure.error, TypeError) or failure.frames:
        return None
    if "argument" not in str(failure.error):
        return None
    said = f"The parameters of a function are not as they were: {failure.error}"
    return {"headline": said, "trace": [f"the check: {failure.line}"]}


READERS: tuple[Callable[[Failure], dict | None], ...] = (
    cannot_be_read,
    has_no_file,
    has_no_name,
    never_ends,
    waits_for_somebody,
    compares_text,
    gave_none,
    takes_other_arguments,
)
