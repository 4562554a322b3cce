"""`make flask-tests`: Flask's own tests, with the learner's sessions behind every app."""

import importlib.metadata
import importlib.util
import subprocess
import sys
import textwrap
from pathlib import Path

from ..catalogue import CATALOGUE, Lesson
from ..lesson_files.imports import imports_of
from ..lesson_files.steps import steps_of
from ..lesson_files.untouched import untouched
from ..paths import ROOT
from ..redis_client import NotUsable
from ..say import command, console
from ..servers.child import trouble
from ..servers.processes import ENDLESS, LOADING
from ..servers.redis_server import RedisServer, start_redis
from .plugin import LESSON, PEER, STOCK
from .runs import Results, run_suite
from .source import NoSource, fetch

THEIRS = "lessons"
SHOWN = 15  # tests of a list; the others are counted


def flask_tests() -> int:
    """Run the tests three times, say what came of them, and return the exit code.

    0 where every test that passes with stock Flask passes with the learner's sessions.
    """
    if said := unfit():
        say(f"Flask's tests were not run.\n{said}")
        return 1
    try:
        folder = fetch("flask", lambda: say("Downloading Flask's own tests (once) ..."))
        with start_redis(private=True) as redis:
            return show(folder, redis)
    except (NoSource, NotUsable) as reason:
        say(f"Flask's tests were not run.\n{reason}")
        say(f"Then again: {command('flask-tests')}")
        return 1


def unfit() -> str:
    """Return why the learner's lesson cannot be put behind Flask, and what is next, "" if it can.

    Its own steps may be as in the starter: then fewer tests pass.
    """
    text = LESSON.solution.read_text(encoding="utf-8")
    needed = {node.module for node in imports_of(text) if getattr(node, "level", 0)}
    for lesson in CATALOGUE:
        idle = untouched(lesson, THEIRS)
        left = [step.id for step in steps_of(lesson) if not step.extra and step.id in (idle or ())]
        if lesson.stem in needed and left:
            fill_in = command("catch-up", LESSON.number)
            said = f"Lesson {LESSON.number} builds on step {left[0]}, which is not written yet."
            return f"{said}\nNext: {command('test', lesson.number)}\nOr fill it in: {fill_in}"
    said = load(LESSON)
    return f"{said}\nNext: {command('test', LESSON.number)}" if said else ""


def load(lesson: Lesson) -> str:
    """Load the learner's interface in another process; return why that cannot be done, or ""."""
    words = [sys.executable, "-m", "course.suites.plugin", THEIRS]
    settings = {"cwd": ROOT, "stdin": subprocess.DEVNULL, "capture_output": True, "text": True}
    try:
        done = subprocess.run(words, timeout=LOADING, errors="replace", **settings)
    except subprocess.TimeoutExpired:
        return f"{THEIRS}/{lesson.stem}.py {ENDLESS}"
    return trouble(done.stderr.splitlines()) if done.returncode else ""


def show(folder: Path, redis: RedisServer) -> int:
    """Run the tests with each one's sessions, say how many pass and which do not, and judge."""
    say(f"Flask's own tests, those of {folder.name}:")
    stock = run(folder, STOCK, STOCK, redis)
    if not stock.passed:
        say(f"Flask's tests do not run here: {stock.trouble}.")
        return 1
    yours = run(folder, f"your lesson {LESSON.number}", THEIRS, redis)
    peer = run_peer(folder, redis)
    say(f"  Redis: {redis.said}")
    bad = {test: words for test, words in stock.words.items() if words}
    show_tests("These do not pass with stock Flask, so they do not count:", bad)
    if peer:
        show_tests(f"These pass with stock Flask, and not with {PEER}:", peer.lost(stock))
    lost = yours.lost(stock)
    show_tests("These pass with stock Flask, and not with yours:", lost)
    if lost:
        say(f"\n{len(lost)} of {len(stock.passed)} tests do not pass with your sessions.")
    else:
        say("\nEvery test that passes with stock Flask passes with your sessions.")
    idle = ", ".join(sorted(untouched(LESSON, THEIRS) or ()))
    if idle:
        say(f"Not written yet: {idle}. Next: {command('test', LESSON.number)}")
    return 1 if lost else 0


def run(folder: Path, name: str, whose: str, redis: RedisServer) -> Results:
    """Run the tests once, and say in a line how many pass."""
    results = run_suite(folder, whose, redis.url)
    count = f"{len(results.passed)} of {len(results.words)} pass"
    stopped = f": {results.trouble}" if results.trouble else ""
    say(f"  {name:22} {count} ({results.seconds:.0f} s){stopped}")
    return results


def run_peer(folder: Path, redis: RedisServer) -> Results | None:
    """Run the tests once with Flask-Session; None, and a word, where it is not installed."""
    if not importlib.util.find_spec("flask_session"):
        say(f"  {PEER:22} is not installed")
        return None
    return run(folder, f"{PEER} {importlib.metadata.version(PEER)}", PEER, redis)


def show_tests(title: str, tests: dict[str, str]) -> None:
    """Print the names of tests, each with why it does not pass; nothing if there are none."""
    if tests:
        say(f"\n{title}")
    for test, words in list(tests.items())[:SHOWN]:
        say(f"  {test.removeprefix('tests/')}")
        say(f"    {textwrap.shorten(words.partition(chr(10))[0], 72, placeholder=' ...')}")
    if len(tests) > SHOWN:
        say(f"  and {len(tests) - SHOWN} more")


def say(text: str) -> None:
    """Print text in which strangers' words may stand."""
    console.print(text, markup=False)
