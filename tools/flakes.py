"""`make flakes`: the checks on the solutions, 100 times in random order, two runs at once."""

import importlib.util
import itertools
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from course.checks.runner import Run, environment, options, run_with
from course.paths import ROOT
from course.say import console

RUNS, AT_ONCE = 100, 2


def flakes(runs: int = RUNS, package: str = "solutions") -> int:
    """Run the checks again and again, say what failed, and return 1 if anything did, else 0."""
    if not importlib.util.find_spec("random_order"):
        console.print("This needs requirements-dev.txt: pytest-random-order is missing.")
        return 1
    first = random.randrange(10**6)  # noqa: S311
    seeds = range(first, first + runs)
    console.print(f"{runs} runs of the checks in random order, {AT_ONCE} at once ...")
    begin, passed, failed = time.monotonic(), 0, 0
    with ThreadPoolExecutor(AT_ONCE) as pool:
        found = pool.map(lambda seed: run_in_order(seed, package), seeds)
        for seed, run in zip(seeds, found, strict=True):
            lines = list(failures(run))
            passed += sum(check.outcome == "passed" for check in run.checks)
            failed += len(lines)
            for line in itertools.islice(lines, 5):
                console.print(f"  seed {seed}: {line}", markup=False, soft_wrap=True)
    console.print(
        f"{runs} runs, seeds {first} to {seeds[-1]}: {passed} checks passed, {failed} failed, "
        f"{time.monotonic() - begin:.0f} s."
    )
    return 1 if failed or not passed else 0


def failures(run: Run) -> Iterator[str]:
    """Yield a line for each check that did not pass, and one for a run that did not end."""
    if run.trouble:
        yield run.trouble
    for check in run.checks:
        if check.outcome != "passed":
            yield f"{check.id}: {(check.found or {}).get('headline', check.outcome)}"


def run_in_order(seed: int, package: str) -> Run:
    """Run all checks in the random order that the seed stands for."""
    shuffle = ["-p", "random_order", "--random-order-bucket=global"]
    shuffle += [f"--random-order-seed={seed}"]

    def pytest(results: Path, stack: Path) -> str:
        words = [sys.executable, "-m", "pytest", *options(), *shuffle, "--code", package]
        words += ["--results", str(results), "tests"]
        settings = {"cwd": ROOT, "env": environment(stack), "stdin": subprocess.DEVNULL}
        return subprocess.run(words, **settings, capture_output=True, text=True).stdout

    return run_with(pytest, package)
