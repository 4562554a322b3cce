"""Results that a submission cannot simply write itself: each line is signed, as in lesson 2.

The key comes over a pipe and is in no file, no argument and no environment. But it is in the
memory of the process that runs the submission: who reads that can still cheat.
"""

import hashlib
import hmac
import json
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from inspect import signature
from pathlib import Path
from types import CodeType, FunctionType

import _pytest
import pluggy
import pytest

from course.paths import ROOT

OTHERS = [str(Path(module.__file__).parent) for module in (_pytest, pluggy, pytest)]
WATCHED = (*(str(ROOT / name) for name in ("tests", "course", "classroom")), *OTHERS)
WRAPPERS = (classmethod, staticmethod, property)
CHANGED = {
    "kind": "tampered",
    "headline": "This code changed the checks while they ran.",
    "place": "",
    "trace": [],
}


def seal(line: str, key: bytes) -> str:
    """Return the line with its signature in front."""
    return f"{hmac.new(key, line.encode(), hashlib.sha256).hexdigest()} {line}"


def opened(text: str, key: bytes) -> str:
    """Return the lines whose signature is right, without it. The others are left out."""
    good = ""
    for sealed in text.split("\n"):
        line = sealed.partition(" ")[2]
        if hmac.compare_digest(sealed.encode(), seal(line, key).encode()):
            good += line + "\n"
    return good


def parts() -> Iterator[tuple[Mapping, str, object, CodeType | None]]:
    """Give every function and class of the checks, of this kit and of pytest that is loaded.

    For each: where it is kept, under which name, what it is, and what it does.
    """
    for name, module in list(sys.modules.items()):
        path = getattr(module, "__file__", None) or ""
        if path.startswith(WATCHED):
            yield from inside(name, vars(module))


def inside(module: str, names: Mapping) -> Iterator[tuple[Mapping, str, object, CodeType | None]]:
    """Give the functions and classes among these names, and what is in those of this module."""
    for name, value in list(names.items()):
        if code := code_of(value):
            yield names, name, value, code
        elif isinstance(value, type):
            yield names, name, value, None
            if value.__module__ == module:
                yield from inside(module, vars(value))


def code_of(value: object) -> CodeType | None:
    """Return what a function, a method or a property does, None for anything else."""
    for name in ("__func__", "fget"):
        value = getattr(value, name, value) if isinstance(value, WRAPPERS) else value
    return value.__code__ if isinstance(value, FunctionType) else None


class Sealer:
    """A pytest plugin: signs the results, and notices changed checks. results: a descriptor."""

    def __init__(self, key: bytes, results: int) -> None:
        self.key, self.results = key, results
        self.before: list[tuple] = []
        self.bodies: dict[str, Callable] = {}
        self.ended: set[str] = set()

    @pytest.hookimpl(trylast=True)
    def pytest_configure(self, config: pytest.Config) -> None:
        """Write the results instead of the recorder."""
        config.pluginmanager.get_plugin("course-recorder").write = self.write

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        """Note what the checks are, before any code of the submission is loaded."""
        self.before = list(parts())
        self.bodies = {item.nodeid: item.obj for item in session.items}

    @pytest.hookimpl(tryfirst=True)
    def pytest_pyfunc_call(self, pyfuncitem: pytest.Function) -> bool:
        """Run the body of a check, and note that it came to its end."""
        body = self.bodies[pyfuncitem.nodeid]
        body(**{name: pyfuncitem.funcargs[name] for name in signature(body).parameters})
        self.ended.add(pyfuncitem.nodeid)
        return True

    def intact(self) -> bool:
        """Is every function and class still the one that it was?"""
        return all(
            names.get(name) is value and code_of(value) is code
            for names, name, value, code in self.before
        )

    def believed(self, event: dict) -> bool:
        """Did a check that is said to have passed run to its end, and unchanged?"""
        ran = event["outcome"] != "passed" or event["check"] in self.ended
        return ran and self.intact()

    def write(self, event: dict) -> None:
        """Append one event: a failure, whatever it says, once the checks were changed."""
        if event["event"] == "end" and not self.believed(event):
            event = event | {"outcome": "failed", "found": CHANGED}
        os.write(self.results, (seal(json.dumps(event), self.key) + "\n").encode())
