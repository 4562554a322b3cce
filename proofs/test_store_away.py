"""A Redis that is there and does not answer: what lesson 4 promises, with its own client."""

import time

from course.checks.checking import Browser
from solutions import lesson4_redis_store as lesson4


def test_a_page_is_answered_within_two_seconds(gate):
    """The client of the lesson gives up after one second, and redis-py does not try again."""
    client = lesson4.connect(gate.url)
    browser = Browser(lesson4.create_app(store=lesson4.RedisStore(client)))
    browser.get()
    gate.frozen.set()
    begin = time.monotonic()
    answer = browser.get()
    taken = time.monotonic() - begin
    client.close()
    assert answer.status == 503
    assert "try again" in answer.body
    assert taken < 2, f"{taken:.1f} s"


def test_a_page_is_answered_at_once_where_nobody_listens(gate):
    """A Redis that is not there at all is noticed without waiting; it costs no restart."""
    client = lesson4.connect(gate.url)
    browser = Browser(lesson4.create_app(store=lesson4.RedisStore(client)))
    browser.get()
    gate.shut()
    assert [browser.get().status for _ in range(3)] == [503] * 3
    gate.open()
    assert "Views: 2" in browser.get().body
    client.close()
