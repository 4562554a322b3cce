"""`make flakes`: the checks on the solutions, 100 times in random order, two runs at once.

And the attacks of the lessons with a Redis: 20 times each on every Redis that there is, on the
starter, on the solution, and with each step missing.
"""

import importlib.util
import itertools
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from course.catalogue import CATALOGUE, Lesson
from course.checks.runner import Run, environment, options, run_with
from course.copies import write_files
from course.demo.matrix import held_from, run_attacks
from course.lesson_files.starters import starters
from course.lesson_files.steps import steps_before, steps_of
from course.paths import ROOT
from course.redis_client import NotUsable
from course.say import console
from course.servers import redis_server

RUNS, AT_ONCE, TIMES = 100, 2, 20


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


def cells(lessons: Iterable[Lesson] = CATALOGUE, times: int = TIMES) -> int:
    """Run the attacks that came with each lesson again and again, and say what came out.

    Return 1 where the same attack on the same package did not always end in the same way, else 0.
    """
    differ = 0
    for way, lesson in itertools.product(redis_server.WAYS[1:], lessons):
        names = [name for name in lesson.attacks if held_from(name) == lesson.number]
        if not lesson.uses_redis or not names:
            continue
        try:
            server = redis_server._start(way, None, None)
        except NotUsable:
            continue
        with server, tempfile.TemporaryDirectory() as folder:
            for package, solved in variants(lesson).items():
                write_files(Path(folder, package), starters(solved))
                verdicts = run_attacks(package, lesson, names * times, server, folder)
                found = Counter((name, one.outcome) for name, one in verdicts)
                differ += len(found) - len(names)
                line = ", ".join(f"{name} {one} {count}" for (name, one), count in found.items())
                console.print(f"{server.said}, {package}: {line}", markup=False, soft_wrap=True)
    return 1 if differ else 0


def variants(lesson: Lesson) -> dict[str, set[str]]:
    """Return packages to attack: name to the steps that are solved."""
    everything = set(steps_before())
    apart = {
        f"without_{one.id}".replace(".", "_"): everything - {one.id} for one in steps_of(lesson)
    }
    return {"starter": set(steps_before(lesson)), "solution": everything, **apart}
