"""The pytest plugin: which code is checked (--code), what a check gets, what is noted."""

import faulthandler
import json
import os
import re
import sys
from pathlib import Path
from time import monotonic
from types import ModuleType, TracebackType
from typing import TextIO

import pytest

from ..catalogue import CATALOGUE
from ..lesson_files.steps import step_of
from ..paths import ROOT, is_check
from ..visible import end_of, visible
from .blame import Blame
from .explain import explain
from .loading import module
from .runner import STUCK

# What pytest-timeout prints: where all threads are.
DUMP = re.compile(r"^\++ Timeout \++$.*?(^\++ Timeout \++$\n?|\Z)", re.MULTILINE | re.DOTALL)
UNBLAMED = ("broken", "missing", "ended")  # of these the whole file is the reason


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add --code and --results."""
    parser.addoption("--code", default="lessons", help="the package to check, such as solutions")
    parser.addoption("--results", help="a file for what happens, one JSON object a line")


def pytest_configure(config: pytest.Config) -> None:
    """Prepare the run."""
    config.addinivalue_line("markers", "step(id, ...): the step that a check belongs to")
    config.addinivalue_line("markers", "browser: needs Chromium, and is skipped without it")
    config.addinivalue_line("markers", "xdist_group(name): stays with one worker")
    if str(ROOT) not in sys.path:
        sys.path.insert(0, str(ROOT))
    config.pluginmanager.register(Recorder(config), "course-recorder")


def step_of_item(item: pytest.Item) -> str:
    """Return the check's step: of several, the one of the lesson whose file it is in."""
    mark = item.get_closest_marker("step")
    ids = mark.args if mark else ()
    number = next((one.number for one in CATALOGUE if one.stem in item.path.stem), None)
    return next((step for step in ids if step.split(".")[0] == str(number)), "")


class Recorder:
    """Writes down what each check found, while the run goes on."""

    def __init__(self, config: pytest.Config) -> None:
        self.config = config
        self.file = config.getoption("--results")
        self.modules: dict[str, ModuleType | BaseException] = {}
        self.traces: dict[str, TracebackType | None] = {}
        self.stuck: set[Path] = set()
        self.failed: dict | None = None  # what the check found that ran last
        self.alone: ModuleType | None = None  # to be checked in the lesson's place
        self.blames: dict[str, Blame] = {}
        # A person, or an editor, reads what pytest prints; who wants Python's words says so.
        self.is_plain = not self.file and not config.option.fulltrace
        self.stack: TextIO | None = None
        self.guarded = float("-inf")  # since when: what time.monotonic() said
        self.results: TextIO | None = None

    def note(self, event: str, item: pytest.Item, **more: object) -> None:
        """Say what happened."""
        about = {"event": event, "check": item.nodeid, "step": step_of_item(item)}
        self.write(about | more)

    def write(self, event: dict) -> None:
        """Append one line to the results, at once: the run may end at any moment."""
        if self.file:
            if self.results is None:
                self.results = open(self.file, "a", 1, encoding="utf-8")  # noqa: SIM115
            self.results.write(json.dumps(event) + "\n")

    def load(self, stem: str) -> ModuleType:
        """Return the lesson's module out of the package that is checked."""
        if self.alone:
            return self.alone
        # A lesson that hangs while it is loaded hangs each later one that imports it.
        hung = [one for one in self.modules.values() if isinstance(one, pytest.fail.Exception)]
        if stem not in self.modules:
            self.modules[stem] = hung[0] if hung else self._import(stem)
        found = self.modules[stem]
        if isinstance(found, BaseException):
            # Each raise would make the traceback longer: begin anew with the first one.
            first = self.traces.setdefault(stem, found.__traceback__)
            raise found.with_traceback(first)
        return found

    def _import(self, stem: str) -> ModuleType | BaseException:
        # Compiled files are found by time and size: after a quick save they are stale.
        before, sys.dont_write_bytecode = sys.dont_write_bytecode, True
        try:
            return module(f"{self.config.getoption('--code')}.{stem}")
        except (KeyboardInterrupt, pytest.exit.Exception):
            raise
        except BaseException as error:
            return error
        finally:
            sys.dont_write_bytecode = before

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Let what is to do be skipped."""
        steps = {item: step_of_item(item) for item in items if is_check(item.path)}
        if self.is_plain and steps:
            from .plain import prepare

            prepare(steps, self.config.getoption("--code"))

    @pytest.hookimpl(hookwrapper=True, tryfirst=True)
    def pytest_runtest_protocol(self, item: pytest.Item, nextitem: pytest.Item | None):
        """Where a check has failed, note which step it speaks of, if that is not its own."""
        self.failed = None
        yield
        ours = self.file and is_check(item.path) and step_of_item(item)
        if not ours or self.alone or not self.failed or self.failed["kind"] in UNBLAMED:
            return
        own = step_of_item(item)
        try:
            step = self.blamed(item, nextitem, own, self.failed)
        except Exception:  # the file was changed meanwhile, or loads only once
            step = own
        if step != own:
            self.note("blame", item, blamed=step)

    def blamed(self, item: pytest.Item, nextitem: pytest.Item | None, own: str, found: dict) -> str:
        """Return the step that a failed check speaks of."""
        lesson, _ = step_of(own)
        if lesson.stem not in self.blames:
            self.blames[lesson.stem] = Blame(lesson, self.config.getoption("--code"))
        blame = self.blames[lesson.stem]
        if found["kind"] == "endless":
            return blame.where(found) or own

        def fails(module: ModuleType) -> bool:
            self.alone = module
            try:
                item.ihook.pytest_runtest_protocol(item=item, nextitem=nextitem)
                return self.failed is not None
            finally:
                self.alone = None

        return blame.of(item.originalname, own, fails)

    def pytest_runtest_setup(self, item: pytest.Item) -> None:
        """After an endless loop, leave out the rest of that lesson: each would loop again."""
        if is_check(item.path):
            if not self.alone:
                self.note("start", item)
            if self.file:
                # pytest's own words take longer than the check, and nobody reads them.
                item.repr_failure = str
            self.guard()
        if item.path in self.stuck:
            pytest.skip("a check before it did not come to an end")

    @pytest.hookimpl(hookwrapper=True)
    def pytest_runtest_makereport(self, item: pytest.Item, call: pytest.CallInfo):
        """Note how a check ended, and with what words."""
        outcome = yield
        report = outcome.get_result()
        if not is_check(item.path) or (report.passed and report.when != "call"):
            return
        found = None
        if report.failed:
            stem = item.path.stem.removeprefix("test_")
            found = explain(call.excinfo.value, self.config.getoption("--code"), stem)
            self.failed = found
            if found["kind"] == "endless" and not self.alone:
                self.stuck.add(item.path)
            if self.is_plain:
                from .plain import words_of

                words = (item.nodeid, step_of_item(item), found, self.config.getoption("--code"))
                report.longrepr = words_of(*words)
                # What was printed, which pytest shows below.
                report.sections = [(name, visible(text)) for name, text in report.sections]
        if self.alone:
            return
        printed = end_of(DUMP.sub("", report.capstdout)) if report.failed else ""
        self.note("end", item, outcome=report.outcome, found=found, printed=printed)

    def guard(self) -> None:
        """End the process, and leave the stack, if a check cannot be stopped otherwise."""
        # Each time takes a thread: not for each check, there are hundreds in a second.
        if os.environ.get("COURSE_STACK") and monotonic() > self.guarded + 1:
            self.guarded = monotonic()
            # The file stays open: the guard writes to it from a thread without Python.
            if self.stack is None:
                self.stack = Path(os.environ["COURSE_STACK"]).open("w")  # noqa: SIM115
            faulthandler.dump_traceback_later(STUCK, exit=True, file=self.stack)

    def pytest_unconfigure(self) -> None:
        """The run is over: nothing is left to guard."""
        faulthandler.cancel_dump_traceback_later()
        for file in filter(None, (self.stack, self.results)):
            file.close()


def _lesson_fixture(stem: str):
    def lesson(pytestconfig: pytest.Config) -> ModuleType:
        return pytestconfig.pluginmanager.get_plugin("course-recorder").load(stem)

    return lesson


for _lesson in CATALOGUE:
    _name = f"lesson{_lesson.number}"
    globals()[_name] = pytest.fixture(name=_name)(_lesson_fixture(_lesson.stem))


@pytest.fixture(scope="session")
def redis_url():
    """A Redis for this run alone: checks empty it, so it is never the one at REDIS_URL."""
    given = os.environ.get("COURSE_CHECK_REDIS")
    if given:
        yield given
        return
    from ..servers.redis_server import start_redis

    server = start_redis(private=True)
    try:
        yield server.url
    finally:
        server.stop()


@pytest.fixture(scope="session")
def redis_client(redis_url):
    """A client of that Redis, for the whole run."""
    from ..redis_client import connect

    with connect(redis_url) as client:
        yield client


@pytest.fixture
def gate(redis_url, redis_client):
    """A way to that Redis, empty at first, which counts the trips and can be shut."""
    from ..servers.gate import Gate

    redis_client.flushdb()
    gate = Gate(redis_url)
    yield gate
    gate.shut()


@pytest.fixture
def stage(redis_url):
    """Two servers and three sentinels on that Redis, empty at first."""
    from ..servers.stage import Stage

    stage = Stage(redis_url)
    yield stage
    stage.close()
