"""What the cells of lesson 6 need and do not have to show."""

import random
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import cache, partial
from pathlib import Path
from tempfile import TemporaryDirectory
from textwrap import fill
from types import ModuleType, SimpleNamespace
from typing import Any

import redis
from course.notebook import Gate, Page, redis_client, redis_url
from course.redis_client import connect
from course.servers.orders import every_order, in_turns, waiting_client
from course.servers.redis_server import start_redis
from notebooks.src.lesson5_login_cells import ALICE, CHEAP, KEYS
from notebooks.src.lesson6_cart_shop import Shop
from solutions import lesson6_cart as solved
from solutions.items import read_lines
from solutions.lesson2_signed_id import sign, to_cookie
from solutions.lesson4_redis_store import redis_errors
from solutions.paired_store import cart_of
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import BadRequest

__all__ = [
    "ALICE",
    "EndsLater",
    "Shop",
    "accepted",
    "dies_after_a_trip",
    "forms_meet",
    "last_seat",
    "login_meets",
    "losing_client",
    "orders_of",
    "tabs_meet",
    "teas_after_a_crash",
    "together",
    "too_late",
    "two_clicks",
    "watch",
]

ONE_TEA = {"item": "tea", "quantity": 1}
Way = Callable[[Any], Iterator]  # puts one tea in; yields after each trip


def accepted(text: str) -> str:
    """Return what the finished shop makes of a quantity: a number or words."""
    try:
        form = MultiDict({"item": "tea", "quantity": text})
        return str(solved.read_order(form)[1])
    except BadRequest as error:
        return error.description


def tabs_meet(module: ModuleType) -> Shop:
    """Put a tea in with two tabs: tab 2 comes before tab 1 has written."""
    shop = Shop(module)
    other = lambda: shop.send("tab 2", "/shop", **ONE_TEA)
    shop.meanwhile = dict.fromkeys(["HINCRBY", "SET"], other)
    shop.send("tab 1", "/shop", **ONE_TEA)
    return shop


def forms_meet(module: ModuleType) -> Shop:
    """Save a field with two tabs: tab 2 comes before tab 1 has written."""
    shop = Shop(module)
    shop.meanwhile["SET"] = lambda: shop.send("tab 2", "/delivery", note="Bob")
    shop.send("tab 1", "/delivery", street="12 Elm Street")
    return shop


def two_clicks(module: ModuleType, *numbers: str) -> tuple[list[Page], int]:
    """Buy two teas with two forms; return what they show, and how many orders.

    The second one comes before the first one has changed anything. numbers: of
    the forms.
    """
    shop, shown = Shop(module), []
    shop.send("tab 1", "/shop", item="tea", quantity=2)
    buy = lambda tab, number: shop.send(tab, "/buy", number=number)
    other = lambda: shown.append(buy("tab 2", numbers[1]))
    shop.meanwhile = dict.fromkeys(["HINCRBY", "RENAMENX"], other)
    pages = [buy("tab 1", numbers[0]), *shown]
    return pages, len(shop.redis.keys("*:order:*"))


def dies_after_a_trip(module: ModuleType) -> int:
    """Put a first tea in, and die after a trip; return the cart's seconds."""
    gate, look = Gate(redis_url()), redis_client()
    store = module.CartStore(redis_client(gate.url), 600)
    session = module.CartManager(store, KEYS).open("")
    store.client.ping()
    gate.reset()
    gate.before_trip = lambda trips: gate.shut() if trips else None
    with suppress(module.StoreUnavailable):
        store.add(session, "tea", 1)
    return look.ttl(store.cart(session))


def too_late(module: ModuleType) -> str:
    """Add a tea just after a login in another tab; return what it says."""
    shop = Shop(module)
    shop.meanwhile["HINCRBY"] = lambda: shop.send("tab 2", "/login", **ALICE)
    return fill(shop.send("tab 1", "/shop", **ONE_TEA).text, 80)


class Losing(redis.Connection):
    """A connection that breaks before the answer to EXEC, which is a list."""

    def read_response(self, *arguments: Any, **options: Any) -> Any:
        """Return an answer, or raise ConnectionError."""
        said = super().read_response(*arguments, **options)
        if isinstance(said, list):
            raise redis.ConnectionError("the connection broke")
        return said


def losing_client() -> redis.Redis:
    """Return a client that never gets the answer to EXEC."""
    return connect(redis_url(), connection_class=Losing)


@cache
def together(way: Way, tabs: int) -> tuple[int, int]:
    """Let tabs put 50 teas each into one cart; return its teas and the trips.

    Dice say who makes the next trip.
    """
    client, dice = redis_client(), random.Random(6)
    client.delete("cart")
    running, trips = [fifty(way, client) for _ in range(tabs)], 0
    while running:
        tab = dice.choice(running)
        if next(tab, "over") == "over":
            running.remove(tab)
        else:
            trips += 1
    return int(client.hget("cart", "tea")), trips


def fifty(way: Way, client: Any) -> Iterator:
    """Put 50 teas in, one after the other."""
    for _ in range(50):
        yield from way(client)


def watch(client: Any) -> Iterator:
    """Put one tea in, with WATCH, in as many tries as it takes."""
    done = False
    while not done:
        with client.pipeline() as pipeline:
            pipeline.watch("cart")
            yield
            count = int(pipeline.hget("cart", "tea") or 0)
            yield
            pipeline.multi()
            pipeline.hset("cart", "tea", count + 1)
            done = solved.commit(pipeline)
            yield


class EndsLater(solved.CartStore):
    """A store that ends a session as lesson 5 does: after the cart is moved."""

    visitor: str | None = None  # whose cart was moved

    def merge(self, session_id: str, user: str) -> bool:
        """Move the cart."""
        old, new = cart_of(self.key(session_id)), cart_of(f"user:{user}")
        self.visitor = session_id
        with redis_errors(), self.client.pipeline() as pipeline:
            pipeline.watch(old)
            items = read_lines(pipeline.hgetall(old))
            pipeline.multi()
            for line, count in items.items():
                pipeline.hincrby(new, line, count)
            pipeline.delete(old)
            return solved.commit(pipeline)

    def set(self, session_id: str, record: dict) -> None:
        """Keep the new session, and end the old one."""
        super().set(session_id, record)
        if self.visitor:
            self.destroy(self.visitor)


def login_meets(store_class: type) -> Shop:
    """Add a tea with tab 2, before tab 1's login writes its new session."""
    shop = Shop(
        SimpleNamespace(create_app=solved.create_app, CartStore=store_class)
    )
    shop.send("tab 1", "/shop", item="mug", quantity=1)
    shop.story.forget()
    shop.meanwhile["SET"] = lambda: shop.send("tab 2", "/shop", **ONE_TEA)
    shop.send("tab 1", "/login", **ALICE)
    return shop


def orders_of(store_class: type) -> tuple[int, int, int]:
    """Let a form add a tea while a login runs, in each order of their trips.

    Return how many orders there are; how many of them lose the tea, although
    the page says that it is in the cart; in how many the page says no.
    """
    look, client = redis_client(), waiting_client(redis_url(), 4)
    app = solved.create_app(
        store=store_class(client, 600), secret_keys=KEYS, users=CHEAP
    )
    signed = to_cookie(sign("visitor-id", KEYS[0]))
    headers = {"Cookie": f"connect.sid={signed}"}
    ask = lambda path, form: app.test_client(use_cookies=False).post(
        path, data=form, headers=headers
    )
    requests = [partial(ask, "/login", ALICE), partial(ask, "/shop", ONE_TEA)]
    lost = refused = 0

    def run(choose: Callable[[int], int]) -> None:
        nonlocal lost, refused
        look.flushdb()
        look.set("sess:visitor-id", '{"cookie": {}}', ex=600)
        look.hset("{sess:visitor-id}:cart", "mug@1290", 1)
        status = dict(in_turns(requests, choose))[1].status_code
        has_tea = look.hexists("{user:alice}:cart", "tea@450")
        lost += status == 303 and not has_tea
        refused += status == 409

    with client:
        return every_order(run), lost, refused


def last_seat(module: ModuleType, first: int, second: int) -> list[bool]:
    """Let two visitors ask for so many seats, where one is left.

    The second asks when the first has looked, or has taken too many.
    """
    gate, look = Gate(redis_url()), redis_client()
    look.delete("stock:seats")
    reserve = lambda client, count: module.CartStore(client).reserve(
        "seats", count, 1
    )
    gate.hold("INCRBY" if module is solved else "DECRBY")
    one = partial(reserve, redis_client(gate.url), first)
    return list(gate.run_both(one, partial(reserve, look, second)))


def teas_after_a_crash() -> str:
    """Return how many of two teas a Redis has that was killed.

    After the first one, it has written its file.
    """
    with TemporaryDirectory(prefix="course-crash-") as folder:
        with start_redis(Path(folder), private=True) as server:
            if not server.owner:
                return "this Redis keeps nothing"
            client, owner = map(redis_client, (server.url, server.owner))
            client.hincrby("cart", "tea", 1)
            owner.save()
            client.hincrby("cart", "tea", 1)
            owner.shutdown(nosave=True)
        with start_redis(Path(folder), private=True) as server:
            return redis_client(server.url).hget("cart", "tea")
