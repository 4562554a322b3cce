"""`make notebooks-build`: executes the sources, and writes the notebooks that people read.

A source is MyST Markdown. What is written once elsewhere is filled in here: {{step 2.1}} is the
step's title, {{minutes}} the minutes of all steps, {{navigation}} the way to other lessons.
"""

import asyncio
import copy
import os
import re
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory, gettempdir
from uuid import uuid4

from course.catalogue import CATALOGUE, Lesson, lesson_of
from course.copies import copy_course
from course.files import write
from course.lesson_files.steps import step_of, steps_of
from course.paths import NOTEBOOKS
from course.pictures.sheet import BUILDING
from course.say import console

# How a reader's copy knows which cells to leave out.
ANSWER = {"tags": ["folded-answer"]}
LONGEST = 90  # seconds for a cell; on two free cores the attacks of lesson 8 take 25, others 10
HIDDEN = ("COURSE_", "PYTEST_", "REDIS_URL", "SECRET_KEYS", "FORCE_COLOR", "COLUMNS")


def build() -> None:
    """Execute all notebooks, against the starters, and write them."""
    begin, times = time.monotonic(), []
    with TemporaryDirectory(prefix="course-build-") as folder:
        copy_course(Path(folder))
        for name, notebook in execute_all(Path(folder), times).items():
            write(NOTEBOOKS / name, as_text(notebook))
            console.print(f"  notebooks/{name}", markup=False)
    seconds, code = max(times)
    console.print(f"Built in {time.monotonic() - begin:.0f} s. The slowest cell: {seconds:.1f} s,")
    console.print(f"  {code.strip().splitlines()[-1]}", markup=False)


def sources() -> list[Path]:
    """Return the sources, in the order of the lessons."""
    return sorted((NOTEBOOKS / "src").glob("lesson*.md"))


def execute_all(folder: Path, times: list | None = None) -> dict[str, dict]:
    """Return all notebooks, executed in a copy of the course: file name to notebook.

    times: gets the seconds and the code of each cell.
    """
    hooks = stopwatch([] if times is None else times)
    last_first = sources()[::-1]  # the last one takes the longest, so it does not begin last
    with ThreadPoolExecutor(2) as pool:
        made = pool.map(lambda path: folded(execute(read_source(path), folder, hooks)), last_first)
        return {f"{path.stem}.ipynb": one for path, one in zip(last_first, made, strict=True)}


def read_source(path: Path) -> dict:
    """Return the notebook of a source, not executed."""
    import jupytext

    notebook = jupytext.reads(path.read_text(encoding="utf-8"), fmt="md:myst")
    lesson = lesson_of(re.search(r"lesson(\d+)", path.stem)[1])
    for number, cell in enumerate(notebook.cells):
        cell.id = f"cell-{number:02}"
        if cell.cell_type == "markdown":
            cell.source = filled(cell.source, lesson)
    title = re.search(r"^# (.+)$", notebook.cells[0].source, re.M)[1]
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    language = {"name": "python"}
    notebook.metadata = {"kernelspec": kernel, "language_info": language, "title": title}
    notebook.nbformat, notebook.nbformat_minor = 4, 5
    return notebook


def filled(text: str, lesson: Lesson) -> str:
    """Return a text with what is written once elsewhere filled in."""
    text = re.sub(r"\{\{step ([\d.]+)\}\}", lambda found: heading(found[1]), text)
    text = text.replace("{{minutes}}", minutes(lesson))
    return text.replace("{{navigation}}", navigation(lesson))


def heading(step_id: str) -> str:
    """Return the heading of a step."""
    step = step_of(step_id)[1]
    extra = ", extra" if step.extra else ""
    return f"Step {step.id}: {step.title} ({step.minutes} min{extra})"


def minutes(lesson: Lesson) -> str:
    """Return the minutes of each step as a table, and what they come to without the extras."""
    rows = ["| write | minutes |", "| --- | --- |"]
    for step in steps_of(lesson):
        extra = " (extra)" if step.extra else ""
        rows.append(f"| {step.id} {step.title}{extra} | {step.minutes} |")
    rest = lesson.minutes - sum(step.minutes for step in steps_of(lesson) if not step.extra)
    rows.append(f"| reading, predictions, attacks | {rest} |")
    rows.append(f"| together, without extras | {lesson.minutes} |")
    return "\n".join([*rows, "", "These are estimates; yours may be half of them, or twice."])


def navigation(lesson: Lesson) -> str:
    """Return the links to the lessons before and after, where there is a notebook of them."""
    links = []
    for word, number in (("Previous", lesson.number - 1), ("Next", lesson.number + 1)):
        for other in CATALOGUE:
            if other.number == number and (NOTEBOOKS / "src" / f"{other.stem}.md").exists():
                links.append(f"{word}: [Lesson {number}, {other.title}]({other.stem}.ipynb)")
    beside = f". To have the lesson's file beside it: `make notebooks LESSON={lesson.number + 1}`"
    links = [one + beside if one.startswith("Next") else one for one in links]
    return "  \n".join([*links, "All lessons: [README](../README.md)"])


def stopwatch(times: list) -> dict[str, Callable]:
    """Return hooks of NotebookClient that note how long each cell takes."""
    begun = {}

    def begin(cell: dict, **_: object) -> None:
        begun[id(cell)] = time.monotonic()

    def end(cell: dict, **_: object) -> None:
        times.append((time.monotonic() - begun[id(cell)], cell.source))

    return {"on_cell_execute": begin, "on_cell_executed": end}


def execute(notebook: dict, folder: Path, hooks: dict | None = None, **settings: str) -> dict:
    """Return a notebook with its outputs. hooks: of NotebookClient. settings: for its kernel."""
    from nbclient import NotebookClient

    notebook = copy.deepcopy(notebook)
    options = {"timeout": LONGEST, "kernel_name": "python3", "record_timing": False}
    # The kernel would say that its port of 127.0.0.1 is not encrypted.
    options["extra_arguments"] = ["--IPKernelApp.log_level=ERROR"]
    options["kernel_manager_class"] = kernel_manager_class()
    resources = {"metadata": {"path": str(folder / "notebooks")}}
    client = NotebookClient(
        notebook, resources=resources, coalesce_streams=True, **options, **(hooks or {})
    )
    # Its own execute() leaves an event loop behind.
    asyncio.run(client.async_execute(env=environment() | settings))
    notebook.metadata["language_info"] = {"name": "python"}
    return notebook


def kernel_manager_class() -> type:
    """Return a class of kernel managers that need no port, where the system knows such."""
    from jupyter_client.manager import AsyncKernelManager

    class WithoutPorts(AsyncKernelManager):
        # A port that was free may be that of a Redis by the time the kernel takes it.
        def __init__(self, **options: object) -> None:
            super().__init__(**options)
            self.transport, self.ip = "ipc", str(Path(gettempdir(), f"course-kernel-{uuid4().hex}"))

    return AsyncKernelManager if os.name == "nt" else WithoutPorts


def folded(notebook: dict) -> dict:
    """Return the notebook with each prediction's outcome folded: a code host shows all outputs."""
    from nbformat.v4 import new_markdown_cell

    cells, asked = [], False
    for cell in notebook.cells:
        cells.append(cell)
        if cell.cell_type == "code" and asked:
            text = "".join(output.text for output in cell.outputs if "text" in output)
            words = f"<details><summary>The answer</summary>\n\n```\n{text}```\n\n</details>"
            cell.outputs = [output for output in cell.outputs if "text" not in output]
            cells.append(new_markdown_cell(words, id=f"{cell.id}-answer", metadata=ANSWER))
        asked = "answer" in cell.metadata
    notebook.cells = cells
    return notebook


def environment() -> dict[str, str]:
    """Return an environment in which nobody's settings change what a cell prints."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(HIDDEN)}
    return kept | {"COURSE_MAKE": "1", BUILDING: "1"}


def as_text(notebook: dict) -> str:
    """Return the notebook as it is written to its file."""
    import nbformat

    nbformat.validate(notebook)
    return nbformat.writes(notebook, indent=1) + "\n"
