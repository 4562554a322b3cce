"""Errors whose cause is known: each reader returns its words, or None for another error."""

import re
import sys
from collections.abc import Callable
from typing import Any

from .failure import Failure
from .loading import (
    cannot_be_read,
    has_no_file,
    has_no_name,
    imports_in_a_circle,
    is_not_itself,
)

# What Python says where text, bytes and numbers are mixed, and what helps.
MIXED = (
    (r"can only concatenate str \(not \"bytes\"\)|not bytes$", "decode() makes text of bytes."),
    (r"bytes-like object is required, not 'str'", "These have to be bytes: to_bytes makes them."),
    (r"can't concat str to bytes", "These have to be bytes: to_bytes makes them."),
    (r"can only concatenate str \(not \"(int|float)\"\)", "str() makes text of a number."),
    (
        r"(argument of type|object) '?int'? (is not|object is not) (iterable|a container)",
        "str() makes text of a number.",
    ),
    (
        r"'(function|method)' object|type (function|method)|not (function|method)$",
        "A function was passed on where what it returns was due: call it, with ().",
    ),
    (
        r"takes \d+ positional arguments? but",
        "Look at its def: what stands after a * is passed by its name, as in max_age=max_age.",
    ),
    (
        "outside of request context",
        "No request is under way here. Read what the function is given, not Flask's request.",
    ),
)


class StoppedAtBreakpoint(Exception):
    """A breakpoint was reached during a check."""


def at_breakpoint(*args: Any, **kwargs: Any) -> None:
    """Stand in for breakpoint(): nobody is there to answer a debugger during a check."""
    raise StoppedAtBreakpoint


def never_ends(failure: Failure) -> dict | None:
    """Explain a check that was stopped because it took too long."""
    if type(failure.error).__name__ != "Failed" or "Timeout" not in str(failure.error):
        return None
    return {"kind": "endless", "headline": "Stopped after some seconds: this does not end."}


def calls_itself(failure: Failure) -> dict | None:
    """Explain a recursion that has no end."""
    if not isinstance(failure.error, RecursionError) or not failure.frames:
        return None
    last = failure.frames[-1]
    return {"headline": f"{last.name} calls itself, again and again.", "trace": []}


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


def has_no_redis(failure: Failure) -> dict | None:
    """Explain a Redis that does not answer, where the check has not taken it away."""
    kinds = [kind.__name__ for kind in type(failure.error).__mro__]
    if not type(failure.error).__module__.startswith("redis") or "ConnectionError" not in kinds:
        return None
    if ":6379" in str(failure.error):
        said = "Your code asks a Redis that is not there. The one of the checks is self.client."
    else:
        said = "The Redis of the checks does not answer any more. Run the checks again."
    return {"headline": said}


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
    said = f"{called(failure)} returned None, where the check needs a value. "
    return {"headline": f"{said}Is a return missing?", "trace": the_check(failure)}


def gave_another_shape(failure: Failure) -> dict | None:
    """Explain a function that did not return as many things as were due."""
    unpacked = re.search(r"(too many|not enough) values to unpack", str(failure.error))
    if not unpacked or failure.frames:
        return None
    parts = failure.line.partition(" = ")[0]
    said = f"{called(failure)} has to return {parts.count(',') + 1} things ({parts}), not one."
    return {"headline": said, "trace": the_check(failure)}


def takes_other_arguments(failure: Failure) -> dict | None:
    """Explain a function whose parameters were changed."""
    if not isinstance(failure.error, TypeError) or failure.frames:
        return None
    if "argument" not in str(failure.error):
        return None
    said = f"The parameters of a function are not as they were: {failure.error}"
    return {"headline": said, "trace": the_check(failure)}


def called(failure: Failure) -> str:
    """Return the lesson's function that the check's line calls, "A function" if that is unclear."""
    module = sys.modules.get(f"{failure.package}.{failure.stem}")
    names = re.findall(r"\.(\w+)\(", failure.line)
    return next((name for name in names if hasattr(module, name)), "A function")


def the_check(failure: Failure) -> list[str]:
    """Return the line of the check, as the last one of a trace, where what it did is unclear."""
    return [f"the check: {failure.line}"] if failure.line and not failure.did else []


def advice(error: BaseException) -> str:
    """Return what helps where text, bytes and numbers were mixed, and the like, else ""."""
    if not isinstance(error, (TypeError, AttributeError, RuntimeError)):
        return ""
    return next((helps for said, helps in MIXED if re.search(said, str(error))), "")


READERS: tuple[Callable[[Failure], dict | None], ...] = (
    cannot_be_read,
    has_no_file,
    is_not_itself,
    imports_in_a_circle,
    has_no_name,
    never_ends,
    calls_itself,
    waits_for_somebody,
    has_no_redis,
    compares_text,
    gave_none,
    gave_another_shape,
    takes_other_arguments,
)
