"""Results that a submission cannot simply write itself: each line is signed, as in lesson 2.

The key comes over a pipe and is in no file, no argument and no environment. But it is in the
memory of the process that runs the submission: who reads that can still cheat.
"""

import hashlib
import hmac
import json
import os
import sys
from collections.abc import Iterator
from types import FunctionType

import pytest

from ..paths import ROOT

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


def functions() -> Iterator[tuple[str, FunctionType]]:
    """Give every function of the checks and of this kit that is loaded, by its full name."""
    for name, module in list(sys.modules.items()):
        path = getattr(module, "__file__", None) or ""
        if path.startswith((str(ROOT / "tests"), str(ROOT / "course"))):
            yield from inside(name, vars(module))


def inside(prefix: str, names: dict) -> Iterator[tuple[str, FunctionType]]:
    """Give the functions among these names, and those of the classes that are defined here."""
    for name, value in list(names.items()):
        if isinstance(value, FunctionType):
            yield f"{prefix}.{name}", value
        elif isinstance(value, type) and value.__module__ == prefix:
            yield from inside(f"{prefix}.{name}", vars(value))


class Sealer:
    """A pytest plugin: signs the results, and notices changed checks. results: a descriptor."""

    def __init__(self, key: bytes, results: int) -> None:
        self.key, self.results = key, results
        self.before: dict[str, tuple] = {}

    @pytest.hookimpl(trylast=True)
    def pytest_configure(self, config: pytest.Config) -> None:
        """Write the results instead of the recorder."""
        config.pluginmanager.get_plugin("course-recorder").write = self.write

    def pytest_collection_finish(self) -> None:
        """Note what the checks are, before any code of the submission is loaded."""
        self.before = {name: (one, one.__code__) for name, one in functions()}

    def intact(self) -> bool:
        """Is every function still the one that it was?"""
        now = dict(functions())
        return all(
            now.get(name) is one and one.__code__ is code
            for name, (one, code) in self.before.items()
        )

    def write(self, event: dict) -> None:
        """Append one event: a failure, whatever it says, once the checks were changed."""
        if event["event"] == "end" and not self.intact():
            event = event | {"outcome": "failed", "found": CHANGED}
        os.write(self.results, (seal(json.dumps(event), self.key) + "\n").encode())
