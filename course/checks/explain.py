"""From an exception to words: what a learner needs to know of it, and where it happened."""

import os
import traceback
from pathlib import Path
from typing import Any

from ..paths import is_check, short
from ..setup.damage import damage, text_of
from ..visible import cut
from .causes import READERS, advice, the_check
from .checking import Said, Wrong
from .failure import Failure
from .tried import tried


def show(value: Any) -> str:
    """Return a value as a learner shall see it, cut where it is too long to read."""
    plain = isinstance(value, Said) or type(value).__module__ == "course.checks.checking"
    text = str(value) if plain else repr(value)
    if isinstance(value, BaseException):
        text = f"{type(value).__name__}: {value}"
    return cut(text)


def explain(error: BaseException, package: str, stem: str) -> dict:
    """Return what happened in a check of lesson `stem`, as plain data.

    kind: "wrong" (a finding of the check), "broken" (the file cannot be loaded),
    "missing", "endless" or "raised". headline: one sentence. place: file:line in the
    learner's code, or "". trace: the learner's lines that led there. lines: their numbers
    in this lesson's file, the innermost last. did: what the check tried, or "". For "wrong" also
    got, expected, why, and advice where the kind of value says something. called: for each of
    the learner's frames its module, its function and its place.
    """
    # Without their lines: those of the learner are read when they are shown.
    walk = traceback.walk_tb(error.__traceback__)
    whole = traceback.StackSummary.extract(walk, lookup_lines=False)
    frames = [frame for frame in whole if folder_of(frame) == package.rpartition(".")[2]]
    found = {"kind": "raised", "headline": "", "place": place_of(frames), "trace": lines_of(frames)}
    found["lines"] = [one.lineno for one in frames if Path(one.filename).stem == stem]
    found["called"] = [[Path(one.filename).stem, one.name, place_of([one])] for one in frames]
    if isinstance(error, Wrong):
        return found | finding(error)
    outside = damage(text_of(error))
    if outside:
        return found | {"headline": outside, "outside": outside}
    ours = [frame for frame in whole if is_check(frame.filename)]
    at = (ours[-1].line or "").strip() if ours else ""  # the line of the check that was running
    failure = Failure(error, package, stem, frames, at, tried(error.__traceback__))
    found["did"] = failure.did
    if failure.loading:
        found["kind"] = "broken"
    for reader in READERS:
        more = reader(failure)
        if more:
            return found | ({**more, "kind": "broken"} if failure.loading else more)
    said = cut(str(error).split("\n")[0])
    what = f"{type(error).__name__}: {said}" if said else type(error).__name__
    if failure.loading:
        return found | {"headline": f"Your file stops while Python loads it, with {what}"}
    trace = [*found["trace"], *the_check(failure)]
    found |= {"headline": f"Your code stops with {what}", "trace": trace}
    return found | {"advice": advice(error)}


def finding(error: Wrong) -> dict:
    """Return what a check found, as plain data."""
    helps = ""
    in_words = isinstance(error.expected, Said)
    if error.got is None and not in_words and error.did.endswith(")"):
        helps = "None is what return None gives, and a function that comes to no return."
    elif isinstance(error.got, bytes) and isinstance(error.expected, str) and not in_words:
        helps = "These are bytes, and text was due: decode() makes text of them."
    elif not in_words and type(error.got) is not type(error.expected):
        due = type(error.expected).__name__
        if isinstance(error.got, type(error.expected)):
            helps = f"This is a {type(error.got).__name__}. A plain {due} is due."
    elif not in_words and show(error.got) == show(error.expected):
        helps = "It looks the same, but what is inside has another type."
    both_text = isinstance(error.got, str) and isinstance(error.expected, str)
    return {
        "kind": "wrong",
        "headline": error.did,
        "did": error.did,
        "got": show(error.got),
        "expected": show(error.expected),
        "why": error.why,
        "advice": helps,
        "mark": both_text and not in_words,
    }


def folder_of(frame: traceback.FrameSummary) -> str:
    """Return the name of the folder of a frame's file."""
    return os.path.basename(os.path.dirname(frame.filename))


def place_of(frames: list[traceback.FrameSummary]) -> str:
    """Return file:line of the innermost frame, "" without frames."""
    return f"{short(frames[-1].filename)}:{frames[-1].lineno}" if frames else ""


def lines_of(frames: list[traceback.FrameSummary]) -> list[str]:
    """Return the frames as lines to read: where, and what stands there."""
    return [f"{short(frame.filename)}:{frame.lineno}  {frame.line}" for frame in frames]
