"""What the cells of lesson 5 need and do not have to show."""

from collections.abc import Callable
from time import perf_counter
from types import ModuleType
from typing import Any

from course.notebook import (
    Browser,
    Clock,
    Page,
    Server,
    Story,
    let_time_pass,
    names,
    redis_client,
)
from course.pictures.sequence import Message
from course.pictures.story import WatchedStore
from solutions.users import USERS

__all__ = [
    "ALICE",
    "KEYS",
    "after_a_new_password",
    "cookie_copied",
    "foreign_form",
    "hours_inside",
    "id_planted",
    "log_out_everywhere",
    "login_overtakes",
    "logout_overtakes",
    "noted_since",
    "remove_record",
    "seconds",
    "shop",
]

KEYS = ["a key of the server"]
ALICE = {"name": "alice", "password": "white rabbit"}
# Her hash and Bob's, which cost less work than those of a real site.
CHEAP = {
    "alice": "scrypt:256:8:1$rabbit$"
    "a99d825340938787d6428f182072f073614006015f9916c37f28699a558c8999"
    "23940c1a1dcc189270e2bd26bbbcae4ad4d36e2b7ce301df5391a8b5122804b5",
    "bob": "scrypt:256:8:1$dumpty$"
    "34f75c4f8ff030f847aa1a40e91412f9092d0daf29fd86700a4dd1859d34c851"
    "c9f8b4f01fe0268dc8591e6192693d30d581c9f6c73e8a993aec87c38a835c7d",
}
HOUR = 3600


class Watched(WatchedStore):
    """A LoginStore whose records are drawn.

    meanwhile: "get" or "set" to what happens once, after the one or before the
    other.
    """

    def __init__(self, story: Story, store: Any) -> None:
        super().__init__(story, store, "Redis")
        self.meanwhile: dict[str, Callable[[], Any]] = {}

    def data(self, record: dict) -> str:
        """Return a record without the fingerprint of step 5.8, an extra."""
        short = {**record}
        short.pop("fingerprint", None)
        return super().data(short)

    def get(self, session_id: str) -> dict | None:
        record = super().get(session_id)
        self.meanwhile.pop("get", lambda: None)()
        return record

    def set(self, session_id: str, record: dict) -> None:
        self.meanwhile.pop("set", lambda: None)()
        super().set(session_id, record)

    def replace(self, session_id: str, record: dict) -> bool:
        messages, asker = self.story.messages, self.story.serving
        words = f"replace {session_id} {self.data(record)}"
        messages.append(Message(asker, self.name, (words,)))
        kept = self.store.replace(session_id, record)
        said = "done" if kept else "no record"
        messages.append(Message(self.name, asker, (said,), back=True))
        return kept

    def __getattr__(self, name: str) -> Any:
        """Return what is not drawn: the list of a user's sessions."""
        return getattr(self.store, name)


def shop(
    module: ModuleType, *ids: str, max_age: int = 600, **options: Any
) -> tuple[Story, Browser, Any, Server]:
    """Return a story, Alice's browser, a store and a server, on an empty Redis.

    ids: the session IDs that the server hands out, none for real ones.
    """
    redis = redis_client()
    redis.flushdb()
    story = Story(Clock())
    store = Watched(story, module.LoginStore(redis, max_age))
    options = {"users": CHEAP, **options}
    options |= {"new_id": names(*ids)} if ids else {}
    make = lambda: module.create_app(
        store=store, secret_keys=KEYS, clock=story.clock, **options
    )
    return story, story.browser("Alice"), store, story.server(make, "shop")


def id_planted(module: ModuleType) -> tuple[Story, Page, Page]:
    """Plant the thief's ID at Alice's, let her log in; return what each sees.

    Her own page is not drawn.
    """
    story, alice, _, server = shop(module, "planted-id", "fresh-id", "other-id")
    thief = story.browser("thief")
    thief.visit(server)
    alice.jar = dict(thief.jar)
    alice.visit(server, "/login", form=ALICE)
    his = thief.visit(server, "/account")
    drawn = list(story.messages)
    hers = alice.visit(server, "/account")
    story.messages[:] = drawn
    return story, hers, his


def press_log_out(alice: Browser, server: Server, _: Any) -> None:
    """Let Alice press "Log out"."""
    alice.visit(server, "/logout", form={})


def remove_record(_: Browser, server: Server, store: Any) -> None:
    """Remove Alice's record from Redis, and tell no browser."""
    store.destroy("fresh-id")


def cookie_copied(
    module: ModuleType, log_out: Callable[..., None] = press_log_out
) -> tuple[Story, Page]:
    """Copy Alice's cookie, log her out; return what the copy opens."""
    story, alice, store, server = shop(
        module, "alice-id", "fresh-id", "other-id"
    )
    alice.visit(server, "/login", form=ALICE)
    story.forget()
    copy = alice.header()
    log_out(alice, server, store)
    return story, story.send(server, copy, "thief", "/account")


def hours_inside(module: ModuleType) -> list[tuple[int, int]]:
    """Return how many hours a thief is inside who asks for a page each hour."""
    story, alice, store, server = shop(module, max_age=2 * HOUR)
    alice.visit(server, "/login", form=ALICE)
    copy, inside = alice.header(), 0
    points = [(0, 0)]
    for hour in range(1, 25):
        story.clock.wait(HOUR)
        let_time_pass(store.client, HOUR)
        page = story.send(server, copy, "thief", "/account")
        inside += "Logged in as alice" in page
        points.append((hour, inside))
    return points


def noted_since(module: ModuleType, now: float, since: Any) -> bool:
    """Is a login over that was noted with this time?"""
    store = module.LoginStore(redis_client())
    manager = module.LoginManager(store, KEYS, clock=lambda: now)
    session = manager.open("")
    session.update(user="alice", since=since)
    return manager.is_over(session)


def other_tab(story: Story, browser: Browser) -> Browser:
    """Return another tab of a browser: it shares the jar."""
    tab = story.browser("other tab")
    tab.jar = browser.jar
    return tab


def logout_overtakes(module: ModuleType) -> tuple[Story, Any, Page]:
    """Log out while a page is slow; return the story, the store and the page.

    The page has read its session, and not saved it yet.
    """
    story, slow, store, server = shop(module, "alice-id", "fresh-id")
    slow.name = "slow tab"
    slow.visit(server, "/login", form=ALICE)
    story.forget()
    tab = other_tab(story, slow)
    store.meanwhile["get"] = lambda: tab.visit(server, "/logout", form={})
    page = slow.visit(server, "/account", form={"parcels": "12 Elm Street"})
    return story, store, page


def login_overtakes(module: ModuleType) -> tuple[Story, Browser, Server, Any]:
    """Log in while a visitor's first page is slow."""
    story, slow, store, server = shop(module, "visitor-id", "a", "login-id")
    slow.name = "slow tab"
    tab = other_tab(story, slow)
    log_in = lambda: tab.visit(server, "/login", form=ALICE)
    store.meanwhile["set"] = log_in
    slow.visit(server)
    return story, slow, server, store


def foreign_form(
    module: ModuleType, **headers: str
) -> tuple[Story, Page, Page]:
    """Send a form from another port; return its answer, and Alice's page."""
    story, alice, _, server = shop(module, "a", "alice-id")
    alice.visit(server, "/login", form=ALICE)
    alice.visit(server, "/account", form={"parcels": "Alice, 12 Elm Street"})
    story.forget()
    form = {"parcels": "Bob, 3 Oak Street"}
    answer = alice.visit(server, "/account", form=form, **headers)
    return story, answer, alice.visit(server, "/account")


def log_out_everywhere(module: ModuleType) -> int:
    """Return how many of three logins are left."""
    story, laptop, store, server = shop(module)
    for device in [laptop, story.browser("phone"), story.browser("tablet")]:
        device.visit(server, "/login", form=ALICE)
    laptop.visit(server, "/sessions", form={})
    return len(store.client.keys("sess:*"))


def seconds(module: ModuleType, name: str) -> float:
    """Return how long a wrong password takes, with hashes of a real site."""
    begin = perf_counter()
    module.check_password(USERS, name, "a wrong password")
    return perf_counter() - begin


def after_a_new_password(module: ModuleType) -> tuple[Page, Page]:
    """Change Alice's password; return what she and a cookie's copy open."""
    users = dict(CHEAP)
    story, alice, _, server = shop(module, users=users)
    alice.visit(server, "/login", form=ALICE)
    copy = alice.header()
    users["alice"] = users["bob"]
    hers = alice.visit(server, "/account")
    return hers, story.send(server, copy, "thief", "/account")
