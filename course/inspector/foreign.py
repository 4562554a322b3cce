"""Cookies of other programs: all of this machine share one jar. Their values are none of ours.

A login of JupyterLab comes to the lesson's page too. Its name and its length are kept and shown.
"""

from typing import Any
from urllib.parse import quote, unquote

RUN = 8  # characters in a row of a value that are hidden wherever they turn up


def without_values(header: str, names: tuple[str, ...]) -> str:
    """Return a Cookie line in which each value has given way to its length, but for these names."""
    return ";".join(part if is_known(part, names) else told(part) for part in header.split(";"))


def is_known(part: str, names: tuple[str, ...]) -> bool:
    """Is this a cookie with one of these names, or nothing at all?"""
    name, equals, _ = part.partition("=")
    return not part.strip() or (bool(equals) and name.strip() in names)


def told(part: str) -> str:
    """Return the name and the length of a cookie; without a "=" there is only a value."""
    name, equals, value = part.partition("=") if "=" in part else (" ", "", part)
    return f"{name}{equals}({len(value.strip())} characters)"


def hidden(kept: Any, header: str, names: tuple[str, ...]) -> Any:
    """Return what is kept of an exchange without what a Cookie line holds of other programs.

    The learner's code may have put it into an error, a record, a cookie or a page.
    """
    parts = header.split(";")
    own = ";".join(part for part in parts if is_known(part, names))
    values = [part.partition("=")[2] if "=" in part else part for part in parts]
    values = [value for value, part in zip(values, parts, strict=True) if not is_known(part, names)]
    written = [form for value in values for form in (value, quote(value), unquote(value))]
    runs = {value[i : i + RUN] for value in written for i in range(len(value) - RUN + 1)}
    runs = {run for run in runs if run not in own}
    return without_runs(kept, runs) if runs else kept


def without_runs(kept: Any, runs: set[str]) -> Any:
    """Return data in whose texts the characters of these runs are stars."""
    if isinstance(kept, dict):
        return {key: without_runs(value, runs) for key, value in kept.items()}
    if isinstance(kept, list):
        return [without_runs(one, runs) for one in kept]
    if not isinstance(kept, str):
        return kept
    stars = set()
    for start in range(len(kept) - RUN + 1):
        if kept[start : start + RUN] in runs:
            stars.update(range(start, start + RUN))
    return "".join("*" if place in stars else one for place, one in enumerate(kept))
