"""The reader's own copy of a notebook: without outputs, so that a prediction is one.

It lies beside the notebook that came with the course, and git does not see it.
"""

import hashlib
import json
import re
from pathlib import Path

from ..catalogue import CATALOGUE, Lesson
from ..lesson_files.backups import replace
from ..paths import NOTEBOOKS


def own_copies() -> None:
    """Make the copies of all lessons: each leads to the next one."""
    for lesson in CATALOGUE:
        if (NOTEBOOKS / f"{lesson.stem}.ipynb").exists():
            own_copy(lesson)


def own_copy(lesson: Lesson) -> Path:
    """Return the reader's copy. One that was made of an older notebook is backed up first."""
    text = (NOTEBOOKS / f"{lesson.stem}.ipynb").read_text(encoding="utf-8")
    digest = hashlib.sha256(text.encode()).hexdigest()[:16]
    path = NOTEBOOKS / f"my_{lesson.stem}.ipynb"
    if made_from(path) == digest:
        return path
    notebook = json.loads(text)
    notebook["cells"] = [
        cell
        for cell in notebook["cells"]
        if "folded-answer" not in cell["metadata"].get("tags", ())
    ]
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            cell["outputs"], cell["execution_count"] = [], None
        else:
            # The way on stays among the copies: the others show the answers.
            cell["source"] = re.sub(
                r"\]\((lesson\d+_\w+\.ipynb)\)", r"](my_\1)", "".join(cell["source"])
            )
    notebook["metadata"]["made_from"] = digest
    replace(path, json.dumps(notebook, indent=1, ensure_ascii=False).encode() + b"\n")
    return path


def is_folded_answer(cell: dict) -> bool:
    """Does the cell tell what a prediction's cell printed, for readers who cannot run it?"""
    return "folded-answer" in cell["metadata"].get("tags", ())


def made_from(path: Path) -> str:
    """Return of which notebook a copy was made, "" where that cannot be said."""
    try:
        return json.loads(path.read_text(encoding="utf-8"))["metadata"].get("made_from", "")
    except (OSError, ValueError, KeyError, AttributeError):
        return ""
