"""What the proofs of the notebooks share: which there are, and what is in them."""

import json

import pytest

from course.catalogue import CATALOGUE
from course.paths import NOTEBOOKS

LESSONS = [lesson for lesson in CATALOGUE if (NOTEBOOKS / "src" / f"{lesson.stem}.md").exists()]
NAMES = [f"{lesson.stem}.ipynb" for lesson in LESSONS]


def need(*packages: str) -> None:
    """Leave a file of proofs out where its packages are not installed."""
    for package in packages:
        pytest.importorskip(package, reason=f"{package} comes with requirements-dev.txt")


def committed(name: str) -> dict:
    """Return a notebook as it is in its file."""
    return json.loads((NOTEBOOKS / name).read_text(encoding="utf-8"))


def printed(cell: dict) -> str:
    """Return what a cell printed."""
    return "".join("".join(output.get("text", "")) for output in cell.get("outputs", []))


def code_cells(notebook: dict) -> list[dict]:
    """Return the cells with code."""
    return [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
