"""Runs the attacks on a lesson's server, and makes the starters that the matrix is about."""

import importlib
from collections.abc import Collection, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from attacks import NO_ANSWER, Verdict

from ..catalogue import CATALOGUE, Lesson
from ..copies import write_files
from ..lesson_files.starters import starters
from ..lesson_files.steps import steps_before
from ..paths import ROOT
from ..servers.live import Site

if TYPE_CHECKING:
    from ..servers.redis_server import RedisServer
    from ..servers.redis_sets import RedisSet

ATTACKS = tuple(dict.fromkeys(name for lesson in CATALOGUE for name in lesson.attacks))


def held_from(name: str) -> int:
    """Return the number of the lesson from which on this attack is held off."""
    return importlib.import_module(f"attacks.{name}").HELD_FROM


def run_attacks(
    package: str,
    lesson: Lesson,
    names: Collection[str] | None = None,
    redis: "RedisServer | None" = None,
    folder: Path = ROOT,
) -> list[tuple[str, Verdict]]:
    """Return what each attack does to a lesson's server. names: None for the lesson's own.

    redis: one that the course has started, None for one of its own; not used where a set is.
    Raises ServerFailed where the lesson's server cannot start.
    """
    with (
        set_for(lesson) as redis_set,
        Site(package, lesson, redis, folder=folder, redis_set=redis_set) as site,
    ):
        return [(name, run_attack(name, site)) for name in names or lesson.attacks]


@contextmanager
def set_for(lesson: Lesson) -> Iterator["RedisSet | None"]:
    """Give the set on which a lesson is attacked. None where it has none, or none can be had."""
    from ..redis_client import NotUsable
    from ..servers.redis_sets import start_set

    with ExitStack() as stack:
        redis_set = None
        if lesson.on_a_set:
            with suppress(NotUsable):
                redis_set = stack.enter_context(start_set())
        yield redis_set


def run_attack(name: str, site: Site) -> Verdict:
    """Return what one attack does to a site. One that cannot go on brings no answer."""
    module = importlib.import_module(f"attacks.{name}")
    try:
        site.mend()  # the one before may have cost it a server
        verdict = module.attack(site)
    except Exception as error:  # a server that does not come back, a Redis that is gone
        return Verdict(NO_ANSWER, module.HARM, last_line(str(error)) or type(error).__name__)
    said = last_line(site.log())
    if verdict.outcome == NO_ANSWER and "status 5" in verdict.evidence and said:
        return Verdict(NO_ANSWER, verdict.harm, f"{verdict.evidence}: {said}")
    return verdict


def last_line(text: str) -> str:
    """Return the last line that says something, "" where none does."""
    return next((line.strip() for line in reversed(text.splitlines()) if line.strip()), "")


def write_starters(folder: Path) -> dict[Lesson, str]:
    """Write a package for each lesson into folder: its starter, the lessons before it solved.

    So it is what a learner has who comes to that lesson. Returns the packages' names.
    """
    packages = {lesson: f"starter{lesson.number}" for lesson in CATALOGUE}
    for lesson, name in packages.items():
        write_files(folder / name, starters(steps_before(lesson)))
    return packages
