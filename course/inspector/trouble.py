"""A learner's error, as the panel shows it: where in their file, and what Python said."""

import traceback
from pathlib import Path


def describe(error: BaseException, folder: Path) -> dict[str, str]:
    """Return the place (file:line), the line itself and the words of an error.

    The place is the last one in the folder of the lessons: what Flask and redis-py do in their
    own files is not shown.
    """
    frames = traceback.extract_tb(error.__traceback__)
    theirs = [frame for frame in frames if Path(frame.filename).parent == folder]
    words = f"{type(error).__name__}: {error}".strip()
    if not theirs:
        return {"place": "", "line": "", "words": words}
    last = theirs[-1]
    place = f"{folder.name}/{Path(last.filename).name}:{last.lineno}, in {last.name}"
    return {"place": place, "line": last.line or "", "words": words}
