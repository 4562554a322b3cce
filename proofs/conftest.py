"""What the proofs share: packages made for one proof, and findings about them."""

import importlib
import itertools
import signal
import sys
from collections.abc import Callable, Collection

import pytest
from chromium import chromium
from course_copy import Copy
from running import Running
from zoo_runs import ZooRuns

from course.checks.runner import Check, Run
from course.copies import write_files
from course.lesson_files.starters import starters
from course.lesson_files.steps import steps_before
from course.watch.preloaded import Preloaded

COUNTER = itertools.count()

# A shell that starts us in the background has it ignored, and so would all that we start.
signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture
def package(tmp_path, monkeypatch) -> Callable[..., str]:
    """Return a function that writes a package of lessons and returns its name.

    solved: the steps that are solved, all by default. edits: file name to its text.
    """
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])

    def write(solved: Collection[str] | None = None, **edits: str) -> str:
        name = f"variant{next(COUNTER)}"
        files = starters(steps_before() if solved is None else solved)
        edited = {f"{stem}.py": text for stem, text in edits.items()}
        write_files(tmp_path / name, files | edited)
        importlib.invalidate_caches()
        return name

    return write


@pytest.fixture(autouse=True)
def nobodys_settings(monkeypatch):
    """Hide what the command told us by which the proofs were started."""
    for name in ("COURSE_MAKE", "COURSE_TYPED", "COURSE_LESSON", "COURSE_STEP"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(scope="session")
def preloaded():
    """Return what runs checks fast: preloaded.run is run_checks."""
    with Preloaded() as ready:
        yield ready


@pytest.fixture(scope="session")
def zoo_runs(tmp_path_factory):
    """Return the runs of the zoo's answers: each answer is run once in a session."""
    with ZooRuns(tmp_path_factory.mktemp("zoo")) as runs:
        yield runs


def failed(run: Run) -> list[Check]:
    """Return the checks of a run that did not pass."""
    assert not run.trouble, run.trouble
    return [check for check in run.checks if check.outcome != "passed"]


@pytest.fixture(scope="session")
def solved(tmp_path_factory):
    """Return a function that gives the one `run` of a solved lesson, with its other options."""
    started = {}

    def run(number: int, *more: str) -> Running:
        words = (number, *more)
        if words not in started:
            copy = Copy(tmp_path_factory.mktemp("solved"))
            copy.solve()
            started[words] = Running(copy, *words)
            started[words].says("loaded in")
        return started[words]

    yield run
    for one in started.values():
        one.kill()


# Not for a session: beside Playwright's event loop, no other proof could start one.
@pytest.fixture(scope="module")
def browser():
    """Return a real browser."""
    pytest.importorskip("playwright", reason="playwright comes with requirements-dev.txt")
    with chromium() as started:
        yield started


@pytest.fixture
def tab(browser):
    """Return a function that opens a tab in a new profile: without cookies, nothing remembered."""
    profiles = []

    def open_tab(**options):
        profiles.append(browser.new_context(**options))
        return profiles[-1].new_page()

    yield open_tab
    for profile in profiles:
        profile.close()
