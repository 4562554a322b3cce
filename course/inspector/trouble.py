"""A learner's error, as the panel shows it: where in their file, and what Python said."""

import linecache
import traceback
from collections.abc import Callable, Iterable
from inspect import unwrap
from pathlib import Path
from types import FrameType

from .cutting import cut

HEAD_LINES = 20  # of decorators above a def


def describe(error: BaseException, folder: Path, view: Callable | None = None) -> dict[str, str]:
    """Return the title, place (file:line), the line itself and the words of an error.

    The place is the last one in the folder of the lessons: what Flask and redis-py do in their
    own files is not shown. view: where to look if there is none, the function of the page.
    """
    words = cut(f"{type(error).__name__}: {error}".rstrip(": "), 2000)
    found = place_in(traceback.extract_tb(error.__traceback__), folder)
    if not found["place"] and view:
        found = place_in([head_of(view)], folder)
    return {"title": "Your code raised an error", **found, "words": words}


def describe_stuck(
    who: str, frame: FrameType | None, seconds: float, folder: Path
) -> dict[str, str]:
    """Return the same for code that has not answered for so many seconds.

    who: the beginning of the sentence.
    """
    found = place_in(traceback.extract_stack(frame) if frame else [], folder)
    at = found["place"].partition(",")[0]
    where = f", and is at {at}. Is there a loop?" if at else ". Is there a loop?"
    words = f"{who} has not answered for {seconds:g} seconds{where}"
    return {"title": "Your code does not answer", **found, "words": words}


def place_in(frames: Iterable[traceback.FrameSummary], folder: Path) -> dict[str, str]:
    """Return the last place in the folder, and its line; "" for both where there is none."""
    theirs = [frame for frame in frames if Path(frame.filename).parent == folder]
    if not theirs:
        return {"place": "", "line": ""}
    last = theirs[-1]
    place = f"{folder.name}/{Path(last.filename).name}:{last.lineno}, in {last.name}"
    return {"place": place, "line": last.line or ""}


def head_of(view: Callable) -> traceback.FrameSummary:
    """Return the place of a function's def, below its decorators."""
    code = unwrap(view).__code__
    first = code.co_firstlineno
    lines = range(first, first + HEAD_LINES)
    starts = (n for n in lines if "def " in linecache.getline(code.co_filename, n))
    return traceback.FrameSummary(code.co_filename, next(starts, first), code.co_name)
