"""What the cells of lesson 3 need and do not have to show."""

import itertools
import random
import threading
from collections.abc import Sequence
from types import ModuleType
from typing import Any

from course.notebook import Browser, Clock, Server, Story, names
from solutions.lesson2_signed_id import sign, to_cookie

__all__ = [
    "crowd",
    "log_out_in_the_middle",
    "looks_of_count",
    "page_says",
    "site",
    "survives_a_restart",
    "truth_table",
    "two_ends",
]


def site(
    module: ModuleType, keys: Sequence[str], *ids: str, watch: bool = False
) -> tuple[Story, Browser, Any, Server]:
    """Return a story, a browser, a store, and a server on it.

    ids: the session IDs that it hands out, none for real ones. watch: draw the
    store, too.
    """
    story = Story()
    store = module.MemoryStore(60, story.clock)
    store = story.watch(store) if watch else store
    options = {"new_id": names(*ids)} if ids else {}
    make = lambda: module.create_app(store=store, secret_keys=keys, **options)
    return story, story.browser(), store, story.server(make)


def crowd(module: ModuleType) -> list[tuple[int, int]]:
    """Return the number of records while a visitor a second comes once."""
    clock = Clock()
    store = module.MemoryStore(60, clock)
    points = [(0, 0)]
    for second in range(1, 1001):
        store.set(f"visitor {second}", {"views": 1})
        points.append((second, len(store.entries)))
        clock.wait(1)
    return points[::50]


def two_ends(story: Story, browser: Browser, store: Any) -> list[tuple]:
    """Return when the browser and the store will forget the session my-id."""
    entry = store.entries["my-id"]
    ends = [("browser", cookie, end) for _, cookie, end in browser.rows()]
    left = f"in {entry.expires - story.clock():.0f} s"
    ends = ends or [("browser", "nothing", "ended")]
    return [*ends, ("store", entry.kept, left)]


def survives_a_restart(module: ModuleType, **options: Any) -> bool:
    """Does the count go on after the server was restarted?"""
    story = Story()
    browser = story.browser()
    server = story.server(lambda: module.create_app(**options))
    browser.visit(server)
    browser.visit(server)
    server.restart()
    return browser.visit(server).count == 3


def page_says(
    module: ModuleType, keys: Sequence[str], servers: int, **options: Any
) -> list[tuple[int, int]]:
    """Return the counts of 30 visits. Chance chooses the server of each."""
    story, dice = Story(), random.Random(3)
    browser = story.browser()
    make = lambda: module.create_app(secret_keys=keys, **options)
    made = [story.server(make) for _ in range(servers)]
    return [(n, browser.visit(dice.choice(made)).count) for n in range(1, 31)]


class OneRecord:
    """A store with one record. It notes whether it was written to."""

    max_age, was_set = 60, False

    def get(self, session_id: str) -> dict | None:
        return {"views": 1} if session_id == "my-id" else None

    def set(self, session_id: str, record: dict) -> None:
        self.was_set = True


def what_happens(
    module: ModuleType,
    keys: Sequence[str],
    known: bool,
    changes: bool,
    **options,
) -> str:
    """Return W for a write and C for a cookie, a dot for each that was not."""
    store = OneRecord()
    manager = module.SessionManager(store, keys, **options)
    signed = to_cookie(sign("my-id", keys[0]))
    session = manager.open(f"connect.sid={signed}" if known else "")
    if changes:
        session["views"] = 2
    cookie = manager.save(session)
    return ("W" if store.was_set else ".") + ("C" if cookie else ".")


def truth_table(
    module: ModuleType, keys: Sequence[str], changes: bool
) -> list[str]:
    """Print what happens with each choice of the options; return all of it."""
    options = ("resave", "save_uninitialized", "rolling")
    print(f"{'resave':8}{'save_uninitialized':20}{'rolling':9}", end="")
    print("new visitor  known visitor")
    places = []
    for chosen in itertools.product([False, True], repeat=3):
        given = dict(zip(options, chosen, strict=True))
        words = ["on" if one else "off" for one in chosen]
        new, known = (
            what_happens(module, keys, who, changes, **given)
            for who in (False, True)
        )
        print(f"{words[0]:8}{words[1]:20}{words[2]:9}{new:13}{known}")
        places += [new, known]
    return places


def looks_of_count(module: ModuleType) -> int:
    """Return how often count() asks whether a session is alive, with 10,000."""
    store = module.MemoryStore(60, Clock())
    for number in range(10_000):
        store.set(f"visitor {number}", {})
    asked, real = [], store.is_alive
    store.is_alive = lambda session_id: asked.append(1) or real(session_id)
    store.count()
    return len(asked)


def log_out_in_the_middle(module: ModuleType) -> dict | None:
    """Return what is left when destroy comes while get is at work."""
    store = module.MemoryStore(60, Clock())
    store.set("my-id", {"views": 1})
    other = threading.Thread(target=store.destroy, args=("my-id",))
    calls = itertools.count(1)

    def clock() -> float:
        # By now get has taken the entry out, and will put it in again.
        if next(calls) == 3:
            other.start()
            other.join(0.05)
        return Clock()()

    store.clock = clock
    store.get("my-id")
    other.join()
    return store.get("my-id")
