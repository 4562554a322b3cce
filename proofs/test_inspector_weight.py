"""What the session inspector costs: time, memory, and what it leaves behind."""

import signal
import statistics
import tempfile
import time
from pathlib import Path

import pytest
from course_copy import Copy
from inspecting import (
    HOST,
    inspect_fixture,  # noqa: F401  (pytest looks for it here)
    redis_fixture,  # noqa: F401  (pytest looks for it here)
)
from running import Running
from werkzeug.test import Client

from course.catalogue import CATALOGUE


def cost(client, times):
    """Return the milliseconds of processor time that a visit takes, the median of many."""
    took = []
    for _ in range(times):
        start = time.process_time()
        client.get("/", **HOST)
        took.append((time.process_time() - start) * 1000)
    return statistics.median(took)


@pytest.mark.parametrize("number", [lesson.number for lesson in CATALOGUE])
def test_the_panel_adds_little_time_to_a_page(inspect, own_redis, number):
    """Processor time: what else this machine does meanwhile is not counted."""
    browser = inspect(number)
    cost(browser, 12)  # the story is full
    added = cost(browser, 60) - cost(Client(browser.app), 60)
    assert added < 15, added


@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP", "SIGINT"])
def test_the_story_is_removed_however_the_command_ends(tmp_path, monkeypatch, name):
    copy, folder = Copy(tmp_path), tmp_path / "tmp"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", None)
    page = Running(copy, 1, TMPDIR=str(folder))
    page.says("loaded in")
    page.visit()
    assert list(folder.glob("course-story-*"))
    page.process.send_signal(getattr(signal, name))
    page.process.wait(20)
    page.read_out()
    assert list(folder.glob("course-story-*")) == [] and Path(folder).exists()
