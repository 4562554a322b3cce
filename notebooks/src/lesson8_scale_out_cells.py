"""What the cells of lesson 8 need and do not have to show."""

import random
from collections.abc import Callable
from contextlib import suppress
from itertools import pairwise
from types import ModuleType
from typing import Any
from unittest.mock import patch

import redis
from course.notebook import (
    Browser,
    Clock,
    Page,
    Server,
    Story,
    before,
    names,
    redis_client,
)
from course.servers.redis_sets import RedisSet, start_set, wait_until
from notebooks.src.lesson5_login_cells import ALICE, CHEAP, KEYS
from notebooks.src.lesson8_scale_out_sets import (
    PATIENCE,
    cut_off,
    or_else,
    refuses,
)
from notebooks.src.lesson8_scale_out_told import recorded, told
from solutions import lesson8_scale_out as solved
from solutions.lesson2_signed_id import sign, unsign
from solutions.lesson4_redis_store import StoreUnavailable
from solutions.scale_support import UNSAFE, options_of, sentinels_of
from werkzeug.test import Client

__all__ = [
    "addresses",
    "after_a_kill",
    "clicks_after_a_kill",
    "done_twice",
    "found_by",
    "idle_worker",
    "is_known",
    "late_retries",
    "logout_and_death",
    "meetings",
    "old_one_returns",
    "queue_of",
    "sign",
    "three_workers",
]

BOB = {"name": "bob", "password": "humpty dumpty"}
MAX_AGE = 600  # seconds


def three_workers(
    module: ModuleType, environ: dict[str, str] | None = None
) -> tuple[Story, Browser, list[Server]]:
    """Return a story, Alice's browser, and three workers with one Redis.

    environ: of each worker, None for an empty one.
    """
    redis_client().flushdb()
    store = solved.FailoverStore(redis_client(), MAX_AGE)
    ids = iter([f"id-{number}" for number in range(1, 9)])

    def worker() -> Any:
        keys = module.read_secret_keys(environ or {})
        about = {"secret_keys": keys, "store": store}
        return module.create_app(new_id=ids.__next__, **about)

    story = Story(Clock())
    # The lesson before step 8.1 makes these up: here the same ones each time.
    with patch("secrets.token_hex", side_effect=["key 1", "key 2", "key 3"]):
        workers = [story.server(worker, f"worker {n}") for n in (1, 2, 3)]
    return story, story.browser("Alice"), workers


def set_with_pages(a_set: RedisSet, module: ModuleType, *ids: str) -> Client:
    """Return a browser, and a worker of a site on a set.

    ids: the session IDs that it hands out, none for real ones.
    """
    store = module.make_store(a_set.environment, MAX_AGE)
    store.patience = PATIENCE
    options = {"new_id": names(*ids)} if ids else {}
    about = {"secret_keys": KEYS, "store": store, "users": CHEAP}
    app = module.create_app(**about, **options)
    app.logger.disabled = True
    return app.test_client()


def shown(browser: Client, page: str = "/") -> str:
    """Return what a page says, or its status."""
    page = Page(browser.get(page))
    return page.text.split(" Expires")[0] if page.status == 200 else page.reason


def name_in(a_set: RedisSet, address: Any) -> str:
    """Return the name of a server: the first is server 1."""
    if address is None:
        return "nobody"
    is_first = int(address[1]) == a_set.servers[0].port
    return "server 1" if is_first else "another server"


@or_else(["server 1"] * 3)
def after_a_kill() -> list[str]:
    """Kill the primary; return what each sentinel says just then."""
    with start_set() as a_set:
        clients = sentinels_of(a_set.environment)
        a_set.servers[0].kill()
        ask = lambda one: one.sentinel_get_master_addr_by_name("sessions")
        return [name_in(a_set, ask(one)) for one in clients]


def rows_elsewhere(*modules: ModuleType) -> list[tuple]:
    """Return what found_by returned on our machine."""
    new = ["another server"] * 2
    return [
        ("all is well", "server 1", "server 1"),
        ("sentinel 1 is away", "ConnectionError", "server 1"),
        ("server 1 was killed just now", "server 1", "StoreUnavailable"),
        ("some seconds later", *new),
    ]


@or_else(rows_elsewhere)
def found_by(*modules: ModuleType) -> list[tuple]:
    """Return rows: a moment, and what find_primary of each lesson says."""
    with start_set() as a_set:
        first, sentinel = a_set.servers[0], a_set.sentinels[0]

        def row(moment: str) -> tuple:
            return moment, *(finds(a_set, module) for module in modules)

        rows = [row("all is well")]
        sentinel.kill()
        rows.append(row("sentinel 1 is away"))
        sentinel.start()
        first.kill()
        rows.append(row("server 1 was killed just now"))
        a_set.wait_for_another(first, PATIENCE)
        return [*rows, row("some seconds later")]


def finds(a_set: RedisSet, module: ModuleType) -> str:
    """Return the server that find_primary finds, or its error."""
    sentinels = sentinels_of(a_set.environment)
    options = options_of(a_set.environment)
    try:
        found = module.find_primary(sentinels, "sessions", options)
    except (redis.RedisError, StoreUnavailable) as error:
        return type(error).__name__
    return name_in(a_set, found)


def fail_over(a_set: RedisSet) -> Any:
    """Stop the primary, wait until another can write; return the old one."""
    old = a_set.servers[0]
    old.pause()
    client = a_set.wait_for_another(old, PATIENCE).client()
    wait_until(lambda: not refuses(client), "The new primary has no replica.")
    return old


def log_out(browser: Client) -> None:
    """Log out at a new primary, as soon as a replica follows it."""
    done = lambda: browser.post("/logout").status_code == 303
    wait_until(done, "The new primary has no replica.")


@or_else(
    {
        "ROLE": "master",
        "GET": "her session",
        "GETEX": "NOREPLICAS Not enough good replicas to write.",
    }
)
def old_one_returns() -> dict[str, str]:
    """Log Alice out at a new primary; return what the old one says then."""
    with start_set() as a_set:
        alice = set_with_pages(a_set, solved)
        alice.post("/login", data=ALICE)
        old = fail_over(a_set)
        log_out(alice)
        old.go_on()
        client = old.client()
        (key,) = client.keys("sess:*")
        said = {"ROLE": client.role()[0].decode()}
        said["GET"] = "her session" if client.get(key) else "nothing"
        wait_until(lambda: refuses(client), "It still writes.")
        try:
            client.getex(key, ex=MAX_AGE)
        except redis.ResponseError as error:
            said["GETEX"] = str(error)
        return said


def pages_elsewhere(
    module: ModuleType, story: Story | None = None
) -> list[int]:
    """Return what idle_worker returned on our machine, and noted."""
    if story:
        story.messages += recorded()
    return [503] * 3 if module is before("8.3") else [503, 200, 200]


@or_else(pages_elsewhere)
def idle_worker(module: ModuleType, story: Story | None = None) -> list[int]:
    """Return the status of three pages of a worker that was idle meanwhile.

    The old primary is back, and refuses to write. Bob had one visit before.
    story: notes what the worker asks at the first two pages.
    """
    with start_set() as a_set:
        bob = set_with_pages(a_set, module, "bob-id")
        bob.get("/")
        old = fail_over(a_set)
        old.go_on()
        wait_until(lambda: refuses(old.client()), "It still writes.")
        ports = {one.port: "new primary" for one in a_set.servers}
        ports |= {one.port: "sentinel" for one in a_set.sentinels}
        ports[old.port] = "old primary"
        with told(story or Story(), ports) as noted:
            pages = [noted.visit("Bob", bob) for _ in range(2)]
        return [one.status for one in pages] + [bob.get("/").status_code]


def clicks_elsewhere(module: ModuleType) -> list[str]:
    """Return what clicks_after_a_kill returned on our machine."""
    if module is solved:
        return [f"Views: {number}" for number in range(2, 7)]
    return ["503 SERVICE UNAVAILABLE"] * 5


@or_else(clicks_elsewhere)
def clicks_after_a_kill(module: ModuleType) -> list[str]:
    """Kill the primary, and return the next five pages of Alice.

    She has one visit before.
    """
    with start_set() as a_set:
        alice = set_with_pages(a_set, module)
        alice.get("/")
        a_set.servers[0].client().wait(2, 900)
        a_set.servers[0].kill()
        return [shown(alice) for _ in range(5)]


def queue_of(requests: int, *, one_deadline: bool) -> list[tuple[int, float]]:
    """Let requests wait for a store that is away, one after the other.

    Return each one's number, and the second at which it is answered, by a clock
    of its own. one_deadline: for all, as in the finished lesson; else each has
    its own.
    """
    random.seed(8)
    clock = Clock(0)
    options = {"clock": clock, "sleep": clock.wait}
    store, points = solved.FailoverStore(None, **options), []

    def ask() -> None:
        raise StoreUnavailable("no sentinel knows a primary")

    for number in range(1, requests + 1):
        store.lost_at = store.lost_at if one_deadline else None
        with suppress(StoreUnavailable):
            store.ask(ask)
        points.append((number, clock.now))
    return points


COMMANDS = {
    "GETEX": "GETEX sess:a EX 600",
    "DEL": "DEL sess:a",
    "SET, only if it is there (XX)": "SET sess:a {} EX 600 XX",
    "HINCRBY": "HINCRBY cart tea 1",
}


def done_twice() -> dict[str, bool]:
    """Return for each command: is twice the same as once?"""
    client, same = redis_client(), {}

    def after(words: str, times: int) -> tuple:
        client.flushdb()
        client.set("sess:a", "{}", ex=60)
        for _ in range(times):
            client.execute_command(*words.split())
        life = client.ttl("sess:a")
        return client.get("sess:a"), life, client.hgetall("cart")

    for name, words in COMMANDS.items():
        same[name] = after(words, 1) == after(words, 2)
    return same


def late_retries() -> dict[str, str]:
    """Return for SET and SET XX: what is there if they are sent twice.

    Between the two, the session is ended elsewhere.
    """
    client, found = redis_client(), {}
    for name, options in {"SET": {}, "SET with XX": {"xx": True}}.items():
        client.set("sess:a", "old", ex=600)
        client.set("sess:a", "her record", ex=600, **options)  # no answer came
        client.delete("sess:a")
        client.set("sess:a", "her record", ex=600, **options)  # once more
        found[name] = client.get("sess:a") or "nothing"
    return found


def death_elsewhere(module: ModuleType) -> tuple[str, str]:
    """Return what logout_and_death returned on our machine."""
    said = UNSAFE if module is solved else "303 SEE OTHER /"
    return said, "Logged in as alice"


@or_else(death_elsewhere)
def logout_and_death(module: ModuleType) -> tuple[str, str]:
    """Log out while the replicas get nothing, and kill the primary.

    Return the answer to the logout, and what a copy of the cookie opens later.
    """
    with start_set() as a_set:
        alice, first = set_with_pages(a_set, module), a_set.servers[0]
        alice.post("/login", data=ALICE)
        copy = alice.get_cookie("connect.sid").value
        first.client().wait(2, 900)
        unnoticed = a_set.servers[0].client()
        unnoticed.config_set("min-replicas-to-write", 0)
        for replica in a_set.servers[1:]:
            cut_off(replica)
        answer = Page(alice.post("/logout"))
        first.kill()
        a_set.wait_for_another(first, PATIENCE)
        thief = set_with_pages(a_set, solved)
        thief.set_cookie("connect.sid", copy)
        ready = lambda: thief.get("/account").status_code != 503
        wait_until(ready, "The new primary has no replica.")
        opens = shown(thief, "/account").split(" Your")[0]
        return answer.text or answer.reason, opens


def is_known(cookie: str, keys: list[str]) -> bool:
    """Does a worker with these keys know this cookie?"""
    return unsign(cookie, keys) is not None


def meetings(rollout: Callable[[str, str], list[list[str]]]) -> list[tuple]:
    """Return rows: the keys before a step, those after it, what comes of it.

    Workers of both read the cookies of each other.
    """
    steps, rows = rollout("old", "new"), []
    for early, late in pairwise(steps):
        both = [is_known(sign("alice-id", early[0]), late)]
        both.append(is_known(sign("alice-id", late[0]), early))
        words = (
            "each knows the other's"
            if all(both)
            else "one of them refuses a cookie of the other"
        )
        rows.append((" ".join(early), " ".join(late), words))
    return rows


HEADERS = ["", "203.0.113.9", "192.0.2.7, 203.0.113.9"]


def addresses(*modules: ModuleType) -> list[tuple]:
    """Return rows: a header, and whom the site sees by each lesson."""
    rows = []
    for header in HEADERS:
        seen = [one.client_address("10.0.0.1", header, 1) for one in modules]
        rows.append((header or "(none)", *seen))
    return rows
