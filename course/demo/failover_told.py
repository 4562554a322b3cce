"""What a failover under load looks like: a line of time, and numbers. In plain ASCII."""

from collections.abc import Iterator
from concurrent.futures import Future
from math import ceil, floor

from redis import RedisError

from attacks import NoAnswer

from ..redis_client import NotUsable
from .failover import BEFORE, CUT, VISITORS, Failover, Pages, longest_gap, lost, with_status

TENTH, COLUMNS = 0.1, 66
TITLES = ("Patience 0 s, FailoverStore:", "Patience 4 s, SafeStore with safe_views:")


def line_of_time(pages: Pages, first: float, unit: float, columns: int) -> dict[str, str]:
    """Return a row for each kind of page, with a sign for each unit of seconds from first on.

    waiting: who waited from the start of it to its end.
    """
    rows = {"200": [0] * columns, "503": [0] * columns, "waiting": [0] * columns}
    for page in (page for one in pages for page in one):
        asked, came = ((moment - first) / unit for moment in (page.asked, page.came))
        if str(page.status) in rows and 0 <= came < columns:
            rows[str(page.status)][int(came)] += 1
        for column in range(max(ceil(asked), 0), min(floor(came), columns)):
            rows["waiting"][column] += 1
    return {name: "".join(map(sign, row)) for name, row in rows.items()}


def sign(count: int) -> str:
    """Return one character for a number."""
    return "." if count == 0 else str(count) if count < 10 else "+"


def outcome(failover: Future[Failover]) -> Iterator[str]:
    """Give what came of it, a line or a paragraph each; one line where nothing did."""
    try:
        found = failover.result()
    except NotUsable as error:
        yield str(error)
    except (NoAnswer, RedisError) as error:
        yield f"This time it could not be measured: {error}. Is this machine busy?"
    else:
        yield from told(found)


def told(failover: Failover) -> Iterator[str]:
    """Give what there is to say, a line or a paragraph each."""
    last = max(page.came for pages in failover.killed for one in pages for page in one)
    unit = TENTH * ceil((last + BEFORE) / TENTH / COLUMNS)
    yield (
        f"{VISITORS} visitors count on each of two sites. At second 0, the primary is killed with "
        f"kill -9. A column is {unit:.1f} s: how many pages came as 200, how many as 503, and how "
        "many visitors waited all that time. A dot is none, a + more than 9."
    )
    columns = ceil((last + BEFORE) / unit)
    seconds = "".join(mark(column * unit - BEFORE, unit) for column in range(columns))
    for title, pages in zip(TITLES, failover.killed, strict=True):
        yield from ("", title, f"  second   {seconds}")
        for name, row in line_of_time(pages, -BEFORE, unit, columns).items():
            yield f"  {name:<9}{row}"
        yield f"  503: {len(with_status(pages, 503))} pages. Lost counts: {lost(pages)}."
        yield f"  The longest time without a page: {longest_gap(pages):.1f} s."
    plain, safe = failover.cut
    yield from ("", f"Again, but the replicas do not hear of the last {CUT} s before the kill:")
    yield f"  FailoverStore: lost counts: {lost(plain)}."
    yield f"  SafeStore with safe_views: lost counts: {lost(safe)}."
    yield f"  Its pages that said, it is on one machine only (503): {len(with_status(safe, 503))}."
    yield from ("", "Alice has logged out, and the old primary comes back with her session:")
    yield f"  Pages asked for with her old cookie: {failover.asked}, as 503: {failover.refused}."
    yield f"  Pages that show her account: {failover.shown}."


def mark(second: float, unit: float) -> str:
    """Return the last digit of a whole second that begins in this column, else a blank."""
    whole = round(second)
    return str(whole % 10) if whole >= 0 and abs(second - whole) < unit / 2 else " "
