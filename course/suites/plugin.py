"""The pytest plugin of a suite's run: whose sessions its apps have, and what came of each test."""

import importlib
import json
import os
import sys

import pytest

from ..catalogue import CATALOGUE
from ..redis_client import connect

# The lesson that makes an interface for Flask.
LESSON = next(lesson for lesson in CATALOGUE if lesson.stem.endswith("flask_session"))
STOCK, PEER = "stock Flask", "Flask-Session"
MAX_AGE = 31 * 24 * 3600  # seconds; as long as a permanent session lives in Flask by default
ENDLESS = 3  # after so many tests that do not end, the others are left out


def interface(whose: str, url: str) -> object:
    """Return a session interface: PEER's, or that of a package of lessons. Raises what it does."""
    client = connect(url)
    if whose == PEER:
        from flask import Flask
        from flask_session.redis import RedisSessionInterface

        settings = {"key_prefix": "peer:", "use_signer": True, "permanent": False}
        settings |= {"sid_length": 32, "serialization_format": "msgpack"}
        return RedisSessionInterface(Flask("peer"), client, **settings)
    module = importlib.import_module(f"{whose}.{LESSON.stem}")
    return module.StoreInterface(module.LoginStore(client, MAX_AGE))


def pytest_configure(config: pytest.Config) -> None:
    """Put the sessions behind every app that the tests make, whatever they do to make one."""
    from flask import Flask

    whose = os.environ["COURSE_SUITE_WHOSE"]
    if whose != STOCK:
        Flask.session_interface = interface(whose, os.environ["COURSE_SUITE_REDIS"])
    config.pluginmanager.register(Recorder(os.environ["COURSE_SUITE_RESULTS"]))


class Recorder:
    """Appends a line for each test that passed or did not: its name, and "" or why not."""

    def __init__(self, file: str) -> None:
        self.file, self.endless = file, 0

    def note(self, test: str, words: str) -> None:
        """Write it down at once: the run may end at any moment."""
        with open(self.file, "a", encoding="utf-8") as file:
            file.write(json.dumps([test, words]) + "\n")

    @pytest.hookimpl(hookwrapper=True)
    def pytest_runtest_makereport(self, item: pytest.Item, call: pytest.CallInfo):
        """Note a part of a test that failed, and a test that passed."""
        report = (yield).get_result()
        if report.failed:
            words = call.excinfo.exconly(tryshort=True)
            if words.startswith("Failed: Timeout"):
                words = "stopped, because it does not end"
                self.endless += 1
            if self.endless >= ENDLESS:
                item.session.shouldstop = "these tests do not end"
            self.note(item.nodeid, words)
        elif report.passed and call.when == "call":
            self.note(item.nodeid, "")

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """Note a file that cannot be loaded, as if it were a test."""
        if report.failed:
            self.note(report.nodeid, report.longreprtext.strip().splitlines()[-1])


if __name__ == "__main__":  # does it load?
    interface(sys.argv[1], "redis://127.0.0.1")
