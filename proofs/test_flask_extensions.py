"""The test suites of Flask, Flask-Login and Flask-WTF, with our sessions behind their apps."""

import pytest

from course.lesson_files.steps import steps_before
from course.suites.plugin import STOCK
from course.suites.runs import run_suite
from course.suites.source import NoSource, fetch

# Each takes some seconds, and is downloaded once.
pytestmark = pytest.mark.xdist_group("suites")
SUITES = ("flask", "flask-login", "flask-wtf")


@pytest.fixture(scope="module")
def suite(redis_url):
    """Return a function that gives the folder of a suite, and its results with stock Flask."""
    found = {}

    def suite(name):
        if name not in found:
            try:
                folder = fetch(name)
            except NoSource as reason:
                pytest.skip(f"The tests of {name} are not here. {reason}")
            found[name] = folder, run_suite(folder, STOCK, redis_url)
        return found[name]

    return suite


@pytest.mark.parametrize("name", SUITES)
def test_what_passes_with_stock_flask_passes_with_the_solution(suite, redis_url, name):
    folder, stock = suite(name)
    assert stock.passed and not stock.trouble, (stock.trouble, stock.words)
    ours = run_suite(folder, "solutions", redis_url)
    assert not ours.trouble
    assert ours.lost(stock) == {}


def test_a_starter_does_not_pass_all_of_flasks_tests(suite, redis_url, package):
    folder, stock = suite("flask")
    lost = run_suite(folder, package(set(steps_before()) - {"7.1"}), redis_url).lost(stock)
    assert "tests/test_testing.py::test_session_transactions" in lost
