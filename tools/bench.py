"""`make bench`: how long things take, as medians and ratios of one run on this machine."""

import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from rich.box import ASCII
from rich.table import Table

from course.catalogue import CATALOGUE
from course.checks.ready import ensure_ready
from course.paths import ROOT
from course.say import console

from .bench_peers import bench_peers
from .bench_store import bench_store
from .bench_watch import bench_watch

RUNS = 5


def bench(part: str | None = None) -> int:
    """Measure, print a table for each subject, and return the exit code.

    part: the name of one of PARTS, None for all of them.
    """
    if not ensure_ready():
        return 1
    for name in [part] if part else PARTS:
        PARTS[name]()
    return 0


def bench_commands() -> None:
    """Compare `test` with pytest on one empty test."""
    console.print(f"Each command {RUNS} times ...")
    table = Table("command", "median s", "times an empty pytest", box=ASCII)
    with tempfile.TemporaryDirectory() as folder:
        empty = Path(folder, "test_empty.py")
        empty.write_text("def test_empty():\n    pass\n", encoding="utf-8")
        pytest = [sys.executable, "-m", "pytest", "-q", "--rootdir", folder, str(empty)]
        base = median(lambda: run(pytest, Path(folder)))
    table.add_row("pytest, one empty test", f"{base:.2f}", "1.0")
    for lesson in (*CATALOGUE, None):
        number = [str(lesson.number)] if lesson else []
        words = [sys.executable, "-m", "course", "test", *number]
        taken = median(lambda words=words: run(words, ROOT))
        table.add_row(" ".join(["test", *number]), f"{taken:.2f}", f"{taken / base:.1f}")
    console.print(table)


def median(action: Callable[[], None]) -> float:
    """Return the median of how many seconds an action takes, after one that does not count."""
    action()
    times = []
    for _ in range(RUNS):
        begin = time.perf_counter()
        action()
        times.append(time.perf_counter() - begin)
    return statistics.median(times)


def run(words: list[str], folder: Path) -> None:
    """Run a command and throw away what it prints."""
    subprocess.run(words, cwd=folder, capture_output=True, stdin=subprocess.DEVNULL)


PARTS: dict[str, Callable[[], None]] = {
    "commands": bench_commands,
    "store": bench_store,
    "peers": bench_peers,
    "watch": bench_watch,
}
