"""How long a visit takes a MemoryStore, with few sessions and with a million."""

import random
import statistics
import time
from collections.abc import Callable

from rich.box import ASCII
from rich.table import Table

from course.say import console

FEW, MANY = 1_000, 1_000_000
VISITS, ROUNDS = 20_000, 5


class Filled:
    """A store whose sessions came one after another: the first one is about to end."""

    def __init__(self, sessions: int) -> None:
        from solutions.lesson3_memory_store import MemoryStore

        self.now = 0.0
        self.store = MemoryStore(max_age=60, clock=lambda: self.now)
        self.random = random.Random(1)  # noqa: S311
        self.ids = [f"{number:032}" for number in range(sessions)]
        for session_id in self.ids:
            self.store.set(session_id, {"views": 1})
            self.now += 59.9 / sessions
        self.fresh = self.oldest = 0
        self.picks: list[str] = []

    def pick(self) -> None:
        """Decide who comes back, before the time is taken: a server is told, it does not pick."""
        anyone = (self.random.randrange(len(self.ids)) for _ in range(VISITS))
        self.picks = [f"{number:032}" for number in anyone]

    def visit(self, session_id: str) -> None:
        """Read a session and write it."""
        self.store.set(session_id, self.store.get(session_id) or {})

    def come_and_go(self) -> None:
        """One session comes as another one ends."""
        self.fresh += 1
        self.now += 60 / len(self.ids)
        self.store.set(f"new{self.fresh}", {"views": 1})

    def oldest_first(self) -> None:
        """The session that was used the longest time ago is read and written."""
        self.oldest += 1
        self.visit(self.ids[self.oldest % len(self.ids)])

    def anybody(self) -> None:
        """Any session is read and written."""
        self.visit(self.picks.pop())


STORE_VISITS: dict[str, Callable[[Filled], None]] = {
    "one comes, one ends": Filled.come_and_go,
    "the oldest comes back": Filled.oldest_first,
    "anybody comes back": Filled.anybody,
}


def bench_store() -> None:
    """Print the table. Medians of the rounds; few and many take turns."""
    console.print(f"\nA MemoryStore with {FEW:,} and with {MANY:,} live sessions ...")
    table = Table("each visit", f"us at {FEW:,}", f"us at {MANY:,}", "ratio", box=ASCII)
    few, many = Filled(FEW), Filled(MANY)
    for name, visit in STORE_VISITS.items():
        pairs = [(per_visit(few, visit), per_visit(many, visit)) for _ in range(ROUNDS)]
        at_few, at_many = (statistics.median(times) * 1e6 for times in zip(*pairs, strict=True))
        ratio = statistics.median(b / a for a, b in pairs)
        table.add_row(name, f"{at_few:.1f}", f"{at_many:.1f}", f"{ratio:.2f}")
    console.print(table)


def per_visit(filled: Filled, visit: Callable[[Filled], None]) -> float:
    """Return how many seconds a visit takes, as the mean of many."""
    filled.pick()
    begin = time.perf_counter()
    for _ in range(VISITS):
        visit(filled)
    return (time.perf_counter() - begin) / VISITS
