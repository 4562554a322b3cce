"""What the cells of lesson 4 need and do not have to show."""

import random
from collections.abc import Callable, Sequence
from types import ModuleType
from typing import Any

from course.notebook import (
    Browser,
    Clock,
    Gate,
    Page,
    Server,
    Story,
    let_time_pass,
    names,
    redis_client,
    redis_url,
)

__all__ = [
    "page_says",
    "read_at_40_and_80",
    "redis_goes_away",
    "site",
]


def page_says(
    module: ModuleType,
    keys: Sequence[str],
    new_store: Callable[[], Any] = lambda: None,
) -> list[tuple[int, int]]:
    """Return the counts of 30 visits to two servers. Chance chooses the server.

    new_store: makes the store of each; None is the lesson's own.
    """
    story, dice = Story(), random.Random(3)
    browser = story.browser()
    make = lambda: module.create_app(secret_keys=keys, store=new_store())
    made = [story.server(make), story.server(make)]
    return [(n, browser.visit(dice.choice(made)).count) for n in range(1, 31)]


def read_at_40_and_80(store: Any) -> dict | None:
    """Return what is read at 80 seconds, after a first read at 40."""
    store.set("my-id", {"views": 1})
    for _ in range(2):
        let_time_pass(store.client, 40, store.prefix)
        record = store.get("my-id")
    return record


def site(
    module: ModuleType, keys: Sequence[str], client: Any, prefix: str
) -> tuple[Story, Browser, Server]:
    """Return a story, a browser, and a server on Redis."""
    story = Story(Clock())
    store = story.watch(module.RedisStore(client, 60, prefix), "Redis")
    new_id = names("my-id")
    make = lambda: module.create_app(
        store=store, secret_keys=keys, new_id=new_id, clock=story.clock
    )
    return story, story.browser(), story.server(make)


def redis_goes_away(
    module: ModuleType, keys: Sequence[str]
) -> tuple[Story, Page, Page]:
    """Return the story, the page while Redis is away, and the page after it."""
    gate = Gate(redis_url())
    client = redis_client(gate.url)
    story, browser, server = site(module, keys, client, "away:")
    browser.visit(server)
    browser.visit(server)
    story.forget()
    gate.shut()
    away = browser.visit(server)
    gate.open()
    back = browser.visit(server)
    gate.shut()
    client.close()
    return story, away, back
