"""Measures `make watch`: from a save to the verdict on the screen, beside other ways to that.

In a copy of the course, solved: nothing happens to the learner's files.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from rich.box import ASCII
from rich.table import Table

from course.catalogue import CATALOGUE, Lesson
from course.copies import copy_course
from course.lesson_files.starters import starters
from course.lesson_files.steps import steps_before
from course.say import console

SAVES, DEADLINE = 30, 30
COURSE = "from course.cli import main; main()"


def bench_watch(saves: int = SAVES) -> None:
    """Print a table: each lesson with each way, seconds at the median and the 95th percentile."""
    console.print(f"From a save to the verdict, {saves} saves a lesson and a way ...")
    table = Table("lesson", "way", "median s", "95 % s", "times watch", box=ASCII)
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder, "course")
        copy_course(root, starters(steps_before()))
        for lesson in CATALOGUE:
            base = 0.0
            for name, measure in WAYS.items():
                times = sorted(measure(root, lesson, saves))
                median, late = statistics.median(times), times[int(len(times) * 0.95)]
                base = base or median
                number = str(lesson.number)
                ratio = f"{median / base:.1f}"
                table.add_row(number, name, f"{median:.2f}", f"{late:.2f}", ratio)
    console.print(table)


@contextmanager
def following(words: list[str], root: Path) -> Iterator[Callable[[str], None]]:
    """Run a program; yield a function that waits for a line with these words in it."""
    environment = {**os.environ, "PYTHONUNBUFFERED": "1", "COURSE_MAKE": ""}
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "stdin": subprocess.DEVNULL}
    process = subprocess.Popen(words, cwd=root, env=environment, text=True, **pipes)
    # A watcher that never says what we wait for must not hold us up for ever.
    guard = threading.Timer(DEADLINE * SAVES, process.kill)
    guard.start()

    def wait_for(said: str) -> None:
        heard = ""
        for line in process.stdout:
            heard += line
            if said in line:
                return
        raise RuntimeError(f"{words} ended and never said {said}: {heard}")

    try:
        yield wait_for
    finally:
        guard.cancel()
        process.terminate()
        process.communicate()


def save(file: Path, number: int) -> float:
    """Save a lesson as an editor does, and return when that was."""
    text = file.read_text(encoding="utf-8").rpartition("\n# save ")
    file.write_text(f"{text[0] or text[2]}\n# save {number}\n", encoding="utf-8")
    return time.monotonic()


def watched(words: list[str], said: str, root: Path, lesson: Lesson, saves: int) -> list[float]:
    """Return how long a watcher took for each save. said: what ends a verdict of its own."""
    file, times = root / "lessons" / lesson.file.name, []
    with following(words, root) as wait_for:
        wait_for(said)
        for number in range(saves + 1):
            # People look at the verdict, and the page has loaded, before they save again.
            time.sleep(1)
            begin = save(file, number)
            wait_for(said)
            times.append(time.monotonic() - begin)
    return times[1:]


def by_watch(root: Path, lesson: Lesson, saves: int) -> list[float]:
    """Measure ours."""
    words = [sys.executable, "-c", COURSE, "watch", str(lesson.number)]
    return watched(words, "Your page:", root, lesson, saves)


def by_pytest(root: Path, lesson: Lesson, saves: int) -> list[float]:
    """Measure one plain pytest after each save, without the time to type it."""
    times = []
    for number in range(saves):
        begin = save(root / "lessons" / lesson.file.name, number)
        subprocess.run(pytest_of(lesson), cwd=root, capture_output=True, check=True)
        times.append(time.monotonic() - begin)
    return times


def by_watchfiles(root: Path, lesson: Lesson, saves: int) -> list[float]:
    """Measure the command of watchfiles, with a plain pytest."""
    command = subprocess.list2cmdline(pytest_of(lesson))
    words = [sys.executable, "-m", "watchfiles", "--filter", "python", command, "lessons"]
    return watched(words, " passed in ", root, lesson, saves)


def pytest_of(lesson: Lesson) -> list[str]:
    """Return the command of a plain pytest."""
    return [sys.executable, "-m", "pytest", "-q", f"tests/test_{lesson.stem}.py"]


WAYS = {"make watch": by_watch, "watchfiles + pytest": by_watchfiles, "pytest": by_pytest}
