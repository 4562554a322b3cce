"""Runs a suite in a process of its own: whatever the learner's code does, we go on."""

import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from ..paths import ROOT
from ..servers import processes
from .plugin import ENDLESS

# Seconds. A test that takes longer than TEST is stopped by pytest; where that has no effect, the
# whole run is, after ALL. Flask's takes about 6.
TEST, ALL = 10, 120
OPTIONS = ["-q", "--tb=no", "--continue-on-collection-errors", "-p", "no:cacheprovider"]
# Other plugins that happen to be installed may change what a test does.
OPTIONS += ["--disable-plugin-autoload", "-p", "timeout", "-p", "course.suites.plugin"]


@dataclass
class Results:
    """What came of a run. words: for each test why it did not pass, "" where it did.

    Tests that were skipped are not in it. trouble: why some did not run, "" if all did.
    """

    words: dict[str, str]
    seconds: float
    trouble: str = ""

    @property
    def passed(self) -> set[str]:
        """The names of the tests that passed."""
        return {test for test, words in self.words.items() if not words}

    def lost(self, stock: "Results") -> dict[str, str]:
        """Return the tests that passed there and not here, with why."""
        left_out = self.trouble or "it did not run"
        names = sorted(stock.passed - self.passed)
        return {test: self.words.get(test, left_out) for test in names}


def run_suite(folder: Path, whose: str, redis_url: str) -> Results:
    """Run the tests in a folder with somebody's sessions behind every app.

    whose: a package of lessons, or STOCK or PEER of plugin.py.
    """
    begin = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="course-suite-") as temporary:
        results, log = Path(temporary, "results"), Path(temporary, "log")
        results.touch()
        settings = {"WHOSE": whose, "REDIS": redis_url, "RESULTS": str(results)}
        ours = {f"COURSE_SUITE_{name}": value for name, value in settings.items()}
        path = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))
        environment = os.environ | ours | {"PYTHONPATH": path}
        place = [f"--timeout={TEST}", f"--basetemp={temporary}/pytest", "--rootdir", str(folder)]
        words = [sys.executable, "-m", "pytest", *OPTIONS, *place, "tests"]
        with open(log, "w") as output:
            pipes = {"stdout": output, "stderr": subprocess.STDOUT}
            process = processes.supervise(*words, patience=0, cwd=folder, env=environment, **pipes)
            code = wait(process)
        said = log.read_text(encoding="utf-8", errors="replace").strip().splitlines()
        found = read(results.read_text(encoding="utf-8"))
    return Results(found, time.monotonic() - begin, trouble(code, found, said))


def wait(process: subprocess.Popen) -> int | None:
    """Return the exit code of a run, None where it was stopped because it took too long."""
    try:
        return process.wait(ALL)
    except subprocess.TimeoutExpired:
        return None
    finally:
        processes.end(process)


def read(text: str) -> dict[str, str]:
    """Return what the plugin wrote. Of a test's parts, one that failed counts."""
    found: dict[str, str] = {}
    for line in text[: text.rfind("\n") + 1].splitlines():
        test, words = json.loads(line)
        found[test] = found.get(test) or words
    return found


def trouble(code: int | None, found: dict[str, str], said: list[str]) -> str:
    """Return why a run did not come to its end, "" if it did. code: as wait returns it."""
    if code is None:
        return f"stopped after {ALL} seconds"
    if code == 2:  # as pytest says that it was interrupted
        return f"stopped after {ENDLESS} endless tests"
    if code > 1 or code < 0 or not found:
        return f"the run ended early: {(said or ['without a word'])[-1]}"
    return ""
