"""`python -m tools.scores`: Flask's own tests on the solution, with one step as in the starter."""

import os
import sys
import tempfile
from collections.abc import Collection
from pathlib import Path

from rich.box import ASCII
from rich.markup import escape
from rich.table import Table

from course.copies import write_files
from course.lesson_files.starters import starters
from course.lesson_files.steps import steps_before, steps_of
from course.say import console
from course.servers.redis_server import start_redis
from course.suites.plugin import LESSON, STOCK
from course.suites.runs import Results, run_suite
from course.suites.source import NoSource, fetch


def scores(url: str, suite: Path) -> None:
    """Print a table: for each step that is left out, the tests that pass and those that are lost.

    Lost: it passes with stock Flask in this very run.
    """
    stock = run_suite(suite, STOCK, url)
    table = Table("as in the starter", "pass", "lost", "which", box=ASCII)
    table.add_row("(stock Flask)", str(len(stock.passed)), "", "")
    ids = [step.id for step in steps_of(LESSON)]
    for name, left in {"nothing": [], **{one: [one] for one in ids}, "all": ids}.items():
        found = score(url, suite, left)
        lost = found.lost(stock)
        table.add_row(name, str(len(found.passed)), str(len(lost)), escape(names_of(lost)))
    console.print(table)


def score(url: str, suite: Path, left: Collection[str]) -> Results:
    """Return the results of a suite on the solution with these steps as in the starter."""
    with tempfile.TemporaryDirectory(prefix="course-scores-") as folder:
        write_files(Path(folder, "scored"), starters(set(steps_before()) - set(left)))
        os.environ["PYTHONPATH"] = folder
        return run_suite(suite, "scored", url)


def names_of(lost: Collection[str]) -> str:
    """Return the first names, and how many more there are."""
    names = [test.rpartition("::")[2] for test in lost]
    more = f", and {len(names) - 5} more" if len(names) > 5 else ""
    return ", ".join(names[:5]) + more


def main() -> None:
    """Print the table."""
    try:
        with start_redis(private=True) as redis:
            scores(redis.url, fetch("flask"))
    except NoSource as reason:
        sys.exit(str(reason))


if __name__ == "__main__":
    main()
