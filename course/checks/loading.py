"""Why a lesson's file cannot be loaded, or lacks something: readers of errors, as in causes.py."""

import difflib
import importlib
import inspect
import re
import sys
from pathlib import Path
from types import ModuleType

from ..paths import ROOT
from .failure import Failure


class NotItself(Exception):
    """Instead of its module, a lesson's file has put another object into sys.modules."""


def module(name: str) -> ModuleType:
    """Return the module of a lesson. Raises what its code does, or NotItself."""
    found = importlib.import_module(name)
    if type(found) is not ModuleType:
        raise NotItself(name)
    return found


def is_not_itself(failure: Failure) -> dict | None:
    """Explain a file that is no module any more once it is loaded."""
    if not isinstance(failure.error, NotItself):
        return None
    said = "Your file puts an object in its own place (sys.modules). Take that out: the checks"
    place = f"{failure.package}/{str(failure.error).rpartition('.')[2]}.py"
    return {"kind": "broken", "headline": f"{said} need your functions.", "place": place}


def cannot_be_read(failure: Failure) -> dict | None:
    """Explain a SyntaxError."""
    error = failure.error
    if not isinstance(error, SyntaxError):
        return None
    if not error.filename:  # Python does not say which file it was
        place = next((path for path in folder_of(failure).glob("*.py") if not is_text(path)), None)
        said = (
            "Python cannot read your file. Save it as UTF-8: your editor has chosen another form."
        )
        return {"kind": "broken", "headline": said, "place": named(place) if place else ""}
    line = (error.text or "").rstrip()
    encoding = "codec can't decode" in (error.msg or "")
    return {
        "kind": "broken",
        "headline": f"Python cannot read your file: {error.msg}"
        + (". Save it as UTF-8." if encoding else ""),
        "place": f"{named(Path(error.filename))}:{error.lineno}",
        "trace": [line] if line else [],
    }


def folder_of(failure: Failure) -> Path:
    """Return the folder of the package that is checked."""
    return Path(next(iter(getattr(sys.modules.get(failure.package), "__path__", [""]))))


def is_text(path: Path) -> bool:
    """Can Python read the file?"""
    return b"\0" not in path.read_bytes()


def named(path: Path) -> str:
    """Return a file of a package as the learner knows it."""
    return f"{path.parent.name}/{path.name}"


def has_no_file(failure: Failure) -> dict | None:
    """Explain a lesson whose file is gone."""
    error = failure.error
    if not isinstance(error, ModuleNotFoundError) or not error.name:
        return None
    name = error.name.rpartition(".")[2]
    if error.name == failure.package:
        return {"kind": "broken", "headline": f"There is no folder {name}.", "place": f"{name}/"}
    if not error.name.startswith(failure.package + "."):
        return None
    place = f"{failure.package}/{name}.py"
    return {"kind": "broken", "headline": f"There is no file {place}.", "place": place}


def imports_in_a_circle(failure: Failure) -> dict | None:
    """Explain two lessons that import each other."""
    if "partially initialized module" not in str(failure.error):
        return None
    first = min(failure.frames, key=lambda frame: frame.filename, default=None)
    said = "Two files import each other. A lesson imports only lessons before it."
    place = f"{named(Path(first.filename))}:{first.lineno}" if first else ""
    return {"kind": "broken", "headline": said, "place": place}


def has_no_name(failure: Failure) -> dict | None:
    """Explain a function that was deleted or renamed."""
    error = failure.error
    if isinstance(error, ImportError):
        name = re.search(r"cannot import name '(\w+)' from '([\w.]+)'", str(error))
        if not name:
            return None
        if not name[2].startswith(failure.package + "."):
            return not_in_library(name[2], name[1])
        stem = name[2].rpartition(".")[2]
        return {**no_function(failure, stem, name[1]), "kind": "broken"}
    if not isinstance(error, AttributeError) or failure.frames:
        return None
    owner = error.obj if inspect.ismodule(error.obj) else type(error.obj)
    module = owner.__name__ if inspect.ismodule(owner) else owner.__module__
    if not module.startswith(failure.package + "."):
        return None
    name = error.name if inspect.ismodule(owner) else f"{owner.__name__}.{error.name}"
    return no_function(failure, module.rpartition(".")[2], name)


def not_in_library(module: str, name: str) -> dict:
    """Return the words for a name that a library does not have: the file and line say where."""
    found = sys.modules.get(module)
    file = Path(getattr(found, "__file__", None) or ROOT.parent)
    if file.parent == ROOT:
        said = f"Your file {file.name} stands in the way of the library {module}. Rename it."
        return {"kind": "broken", "headline": said, "place": file.name}
    near = difflib.get_close_matches(name, dir(found), 1, 0.7)
    said = f"{module} has no {name}." + (f" Did you mean {near[0]}?" if near else "")
    return {"kind": "broken", "headline": said}


def no_function(failure: Failure, stem: str, name: str) -> dict:
    """Return the words for a name that is not there, with the nearest one that is."""
    number = re.match(r"lesson(\d+)", stem)
    path = f"{failure.package}/{stem}.py"
    try:
        text = (folder_of(failure) / f"{stem}.py").read_text("utf-8", "replace")
    except OSError:
        text = ""
    if not text.strip():
        return {"kind": "broken", "headline": f"The file {path} is empty.", "place": path}
    wanted = name.rpartition(".")[2]
    there = {match[1]: match.start() for match in re.finditer(r"(?:def|class) (\w+)", text)}
    near = difflib.get_close_matches(wanted, there, 1, 0.7)
    kind = "something" if wanted.isupper() else "a class" if wanted[0].isupper() else "a function"
    said = f"{f'Lesson {number[1]}' if number else stem} needs {kind} named {name}; "
    said += f"your file has {near[0]}." if near else "your file has no such name."
    line = text.count("\n", 0, there[near[0]]) + 1 if near else 0
    return {"kind": "missing", "headline": said, "place": f"{path}:{line}" if near else path}
