"""What every store must do, whatever it keeps its records in. Lessons 3 and 4 share it.

A test class that inherits from StoreContract has the fixtures `store`, with max_age=60,
and `advance(seconds)`, which lets time pass for that store.
"""

import contextlib
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from course.checks.checking import equal, refuses, step


def living(store, *session_ids):
    """Return which of these the store has a record of. What is in it is for other checks."""
    return [one for one in session_ids if store.get(one) is not None]


RECORD = {"views": 3, "name": "J\xfcrgen", "cart": [{"tea": 2.5}], "vip": True, "coupon": None}


class StoreContract:
    """get, set, destroy and count, seen from outside."""

    @step("3.1", "4.2")
    def test_what_was_set_comes_back(self, store):
        """The visitor's data would be gone with the next click."""
        equal("store.get('a') before any set", store.get("a"), None, "No record, no dict: None.")
        store.set("a", RECORD)
        store.set("b", {})
        did = "store.set('a', record), store.set('b', {}), then"
        equal(f"{did} store.get('a')", store.get("a"), RECORD, "That record was set.")
        equal(
            f"{did} store.get('b')",
            store.get("b"),
            {},
            "An empty record is a record. None means that there is none.",
        )
        store.set("a", {"views": 4})
        equal(
            "after another store.set('a', {'views': 4}), store.get('a')",
            store.get("a"),
            {"views": 4},
            "The new record takes the place of the earlier one.",
        )

    @step("3.1", "4.1")
    def test_destroy_forgets_one_session(self, store):
        """Whoever logs out must be out, and nobody else."""
        store.set("a", {"views": 1})
        store.set("ab", {"views": 2})
        store.destroy("a")
        store.destroy("never heard of")
        equal(
            "set a and ab, destroy a and an unknown ID; which of a and ab are still there",
            living(store, "a", "ab"),
            ["ab"],
            "destroy removes that one record. An unknown ID is no error.",
        )

    @step("3.2", "4.3")
    def test_a_record_is_a_copy(self, store):
        """A page that only looks would change what all later pages find."""
        mine = {"cart": ["tea"]}
        store.set("a", mine)
        mine["cart"].append("from outside")
        did = "set a record, then change the dict"
        equal(
            f"{did} that was passed in, then get",
            store.get("a"),
            {"cart": ["tea"]},
            "What is in the store changes by set, and by nothing else. Keep text, not the dict.",
        )
        store.get("a")["cart"].append("from inside")
        equal(
            f"{did} that get returned, then get",
            store.get("a"),
            {"cart": ["tea"]},
            "get makes a fresh dict each time, nested lists and dicts too.",
        )

    @step("3.2", "4.3")
    def test_what_json_cannot_hold_is_refused(self, store):
        """It would work until the day the record is read by another process."""
        for record in (
            *({"data": value} for value in (object(), {1}, b"x", 1j, range(2), Decimal(1))),
            *({"data": value} for value in (date(2026, 1, 2), timedelta(1), UUID(int=1))),
            {("a", "tuple"): 1},
        ):
            refuses(
                TypeError,
                f"store.set('a', {record!r})",
                lambda record=record: store.set("a", record),
                "json.dumps raises TypeError for it. That is the answer: let it through. As text, "
                "it would come back as another thing than what was set.",
            )

    @step("3.1", "4.1")
    def test_a_record_that_is_refused_leaves_the_earlier_one(self, store):
        """One date in a session, and the visitor's cart would be gone as well."""
        store.set("a", {"views": 1})
        with contextlib.suppress(TypeError):
            store.set("a", {"when": object()})
            return  # that it is refused at all is for the check above
        equal(
            "set a, set it to what JSON cannot hold (a TypeError); is a still there",
            living(store, "a"),
            ["a"],
            "A set that fails changes nothing: make what it will keep before the earlier one goes.",
        )

    @step("3.3", "4.2")
    def test_a_session_ends_after_max_age(self, store, advance):
        """A computer in a library would stay logged in for ever."""
        store.set("a", {"views": 1})
        store.set("b", {"views": 1})
        advance(59)
        equal(
            "set a and b, 59 seconds pass, get a",
            store.get("a"),
            {"views": 1},
            "max_age is 60 seconds: it lives.",
        )
        advance(1)
        equal(
            "one second later, get b, which nobody has read",
            store.get("b"),
            None,
            "A record has expired when max_age seconds have passed since it was written.",
        )
        advance(59)
        equal(
            "59 seconds after that, get a, which was read 60 seconds ago",
            store.get("a"),
            None,
            "A record has expired when max_age seconds have passed since it was last used.",
        )

    @step("3.7", "4.1")
    def test_only_the_living_are_counted(self, store, advance):
        """The number of visitors would only ever grow, and the memory with it."""
        store.set("a", {})
        advance(40)
        store.set("b", {})
        counts = [store.count()]
        advance(20)
        counts.append(store.count())
        advance(40)
        counts.append(store.count())
        equal(
            "set a, 40 seconds, set b, count; 20 seconds, count; 40 seconds, count",
            counts,
            [2, 1, 0],
            "After 60 seconds a has expired, after 100 b has.",
        )

    @step("3.1", "4.2")
    def test_reading_keeps_alive(self, store, advance):
        """Whoever reads a long article would be logged out in the middle of it."""
        store.set("a", {"views": 1})
        for _ in range(3):
            advance(40)
            record = store.get("a")
        equal(
            "set, then three times: 40 seconds pass, get",
            record,
            {"views": 1},
            "Each get lets the record live max_age seconds from then on: 40 are fewer than 60.",
        )

    @step("3.1", "4.1")
    def test_writing_keeps_alive(self, store, advance):
        """Whoever fills a cart for two minutes would lose it."""
        for number in range(2):
            store.set("a", {"views": number})
            advance(40)
        equal(
            "twice: set a, 40 seconds pass; is a still there",
            living(store, "a"),
            ["a"],
            "Each set lets the record live max_age seconds from then on.",
        )


class Clock:
    """The time in seconds, as an argument. Call it for the time; assign now to change it."""

    def __init__(self, now: float = 1_800_000_000.0) -> None:
        self.now = now

    def __call__(self) -> float:
        """Return the time."""
        return self.now
