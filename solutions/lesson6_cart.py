"""Lesson 6: a cart that never loses an item.

Alice has the shop open in two tabs, and clicks in both. Two requests meet: both read, both
change, both write, and one of the two changes is lost. Here nothing is lost: Redis adds,
moves and renames in one step, or says that somebody else came between.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import redis
from flask import Flask
from werkzeug.exceptions import BadRequest

from .cart_pages import add_cart_pages
from .items import MOST, PRICES, line_of, read_lines
from .lesson1_raw_cookie import new_app
from .lesson2_signed_id import SECRET_KEYS, new_session_id, sign, to_cookie
from .lesson3_memory_store import add_routes
from .lesson4_redis_store import (
    StoreUnavailable,
    answer_unavailable,
    connect,
    load_record,
    redis_errors,
)
from .lesson5_login import LoginManager, SessionEnded, is_own_page
from .login_pages import add_pages, guard
from .paired_store import KEEP, PairedStore, cart_of
from .session import Session

DAY = 86_400  # seconds
TRIES = 20  # as often as somebody else may come between, until we give up


def read_order(form: Mapping) -> tuple[str, int]:
    """Return the item and the quantity of a form. form: a MultiDict, as request.form is.

    Raises BadRequest, with a sentence on the mistake, unless both can be sold.
    """
    # Step 6.1: Read numbers from strangers (5 min)
    # Whoever sends a form can write anything into it. Raise BadRequest("a sentence") unless all
    # of this holds. The fields are "item" and "quantity", each once, and no other: a price is
    # never in a form. (name for name, _ in form.items(multi=True) gives every name as often as
    # it came.) The item is in PRICES. The quantity is text of ASCII digits (isascii, isdigit),
    # at most 15 of them, and as a number 1 to MOST.
    # Starter: return form["item"], int(form["quantity"])
    if sorted(name for name, _ in form.items(multi=True)) != ["item", "quantity"]:
        raise BadRequest("This form has two fields, item and quantity, each of them once.")
    item, text = form["item"], form["quantity"]
    if item not in PRICES:
        raise BadRequest("The shop has no such item.")
    is_number = text.isascii() and text.isdigit() and len(text) <= 15
    if not is_number or not 1 <= int(text) <= MOST:
        raise BadRequest(f"The quantity is a whole number from 1 to {MOST}.")
    return item, int(text)


class CartStore(PairedStore):
    """A store for sessions and their carts. What is not said here, PairedStore does."""

    def add(self, session: Session, item: str, quantity: int) -> None:
        """Put so many of an item into the cart. Raises SessionEnded, StoreUnavailable."""
        # Step 6.2: Let Redis add (8 min)
        # Below, the cart is a part of the session: read with the page, changed here, written at
        # its end. Two tabs that read the same cart write two carts, and the last one stays.
        # Redis can add by itself: "HINCRBY", with the line and the quantity. self.change (you
        # write it in 6.3) runs such a command on the cart: its name, then its arguments.
        # line_of(item), given, is the line: "tea@450" is tea at 4.50.
        # Starter: cart = session.setdefault("cart", {})
        # Starter: cart[line_of(item)] = cart.get(line_of(item), 0) + quantity
        self.change(session, "HINCRBY", line_of(item), quantity)

    def remove(self, session: Session, line: str) -> None:
        """Take a line out of the cart, all of it. Raises SessionEnded, StoreUnavailable."""
        # Step 6.2, second part
        # The command is "HDEL", with the line. Not HINCRBY with a minus: the number on the
        # visitor's page may be an old one.
        # Starter: session.get("cart", {}).pop(line, None)
        self.change(session, "HDEL", line)

    def items(self, session: Session) -> dict[str, int]:
        """Return what is in the cart: line to count. Raises StoreUnavailable."""
        # Step 6.2, third part
        # client.hgetall(key) returns all of it. The key is self.cart(session), and read_lines,
        # given, makes text and numbers of the answer. Do it inside redis_errors().
        # Starter: return dict(session.get("cart", {}))
        with redis_errors():
            return read_lines(self.client.hgetall(self.cart(session)))

    def change(self, session: Session, command: str, *arguments: Any) -> None:
        """Run a command on the cart, and set its end anew.

        Raises StoreUnavailable, and SessionEnded where the session is gone: nothing is done.
        """
        # Step 6.3: Nothing in between (10 min)
        # A server that dies between the two commands below leaves a cart without an end.
        # "with self.client.pipeline() as pipeline" collects commands, and pipeline.execute() sends
        # them as one step (MULTI): Redis runs them all, and nothing in between. Put three into it:
        # 1. and 2. the two commands below,
        # 3. exists(self.owner(session)): is the session still there? A login in another tab may
        #    just have moved the cart and ended the session.
        # execute returns the list of answers. Where the last one is 0, nobody would ever see the
        # cart with your item: self.destroy(session.id) deletes it; then raise
        # SessionEnded(session.id). Do not do so for two kinds of session: a new one (session.new),
        # which is written after this, and one with a "user" in it, whose cart is the user's.
        # Starter: with redis_errors():
        # Starter:     self.client.execute_command(command, self.cart(session), *arguments)
        # Starter:     self.client.expire(self.cart(session), self.cart_age(session))
        with redis_errors(), self.client.pipeline() as pipeline:
            pipeline.execute_command(command, self.cart(session), *arguments)
            pipeline.expire(self.cart(session), self.cart_age(session))
            pipeline.exists(self.owner(session))
            *_, is_there = pipeline.execute()
        if not (is_there or session.new or "user" in session):
            self.destroy(session.id)
            raise SessionEnded(session.id)

    def take(self, session: Session, number: str) -> dict[str, int]:
        """Make an order of the cart, under the number that the form brought, and return it.

        It is line to count, as the cart was. {}: it was empty. Raises StoreUnavailable.
        """
        # Step 6.4: Buy once (10 min)
        # Who clicks twice sends the same form twice. Below, both requests read the cart before
        # one of them empties it, and both put it into the order. Let Redis rename the cart: it
        # can be renamed only once. Three commands in one pipeline: renamenx(cart, order), which
        # does nothing where this order is there already; expire(order, KEEP), since a renamed
        # key keeps its old end; hgetall(order), which the second click gets as well. Without
        # a cart, renamenx is an error: execute(raise_on_error=False) puts it into the list of
        # answers, and the other commands are done all the same. read_lines makes the order
        # of the last answer.
        # Starter: order = self.order(session, number)
        # Starter: with redis_errors():
        # Starter:     for line, count in self.items(session).items():
        # Starter:         self.client.hincrby(order, line, count)
        # Starter:         self.remove(session, line)
        # Starter:     self.client.expire(order, KEEP)
        # Starter:     return read_lines(self.client.hgetall(order))
        order = self.order(session, number)
        with redis_errors(), self.client.pipeline() as pipeline:
            pipeline.renamenx(self.cart(session), order)
            pipeline.expire(order, KEEP)
            pipeline.hgetall(order)
            *_, found = pipeline.execute(raise_on_error=False)
            return read_lines(found)

    def merge(self, session_id: str, user: str) -> bool:
        """Move a visitor's cart into the user's, and end the visitor's session.

        False: somebody came between, nothing was done, try again. Raises StoreUnavailable.
        """
        # Step 6.6: Take the cart along (15 min)
        # The keys of the two carts are cart_of(self.key(session_id)) and cart_of(f"user:{user}").
        # As in 6.5 (CartManager.update, below), with self.client, inside redis_errors():
        # 1. Watch the visitor's cart.
        # 2. If pipeline.exists(self.key(session_id)) is 0, another tab has logged in, and what is
        #    in this cart is just being taken back (6.3): return True.
        # 3. Read the cart with pipeline.hgetall and read_lines, and call pipeline.multi().
        # 4. hincrby for each line, on the user's cart; expire of the user's cart, KEEP seconds.
        # 5. One delete of two keys, the visitor's cart and self.key(session_id). The session has
        #    to end here: another tab that adds something after this moment must find no session,
        #    or its item goes where nobody looks.
        # 6. Return what commit(pipeline) says.
        # Starter: return True
        old, new = cart_of(self.key(session_id)), cart_of(f"user:{user}")
        with redis_errors(), self.client.pipeline() as pipeline:
            pipeline.watch(old)
            if not pipeline.exists(self.key(session_id)):
                return True
            items = read_lines(pipeline.hgetall(old))
            pipeline.multi()
            for line, count in items.items():
                pipeline.hincrby(new, line, count)
            pipeline.expire(new, KEEP)
            pipeline.delete(old, self.key(session_id))
            return commit(pipeline)

    def reserve(self, what: str, quantity: int, stock: int) -> bool:
        """Take so many of what there is a stock of, and say whether there were enough.

        stock: how many there are when nobody asked for a day. Raises StoreUnavailable.
        """
        # Step 6.7: The last one (8 min, extra)
        # Below, two requests look, both see the last one, and both take it. Take first, and then
        # look: put set(key, stock, nx=True, ex=DAY), decrby(key, quantity) and expire(key, DAY)
        # into one pipeline. What decrby answers is what is left. Below 0 there were not enough:
        # give them back with self.client.incrby, and return False.
        # Starter: key = f"stock:{what}"
        # Starter: with redis_errors():
        # Starter:     self.client.set(key, stock, nx=True, ex=DAY)
        # Starter:     if int(self.client.get(key)) < quantity:
        # Starter:         return False
        # Starter:     self.client.decrby(key, quantity)
        # Starter: return True
        key = f"stock:{what}"
        with redis_errors(), self.client.pipeline() as pipeline:
            pipeline.set(key, stock, nx=True, ex=DAY)
            pipeline.decrby(key, quantity)
            pipeline.expire(key, DAY)
            _, left, _ = pipeline.execute()
            if left < 0:
                self.client.incrby(key, quantity)
        return left >= 0


def commit(pipeline: Any) -> bool:
    """Run what is in the pipeline; False where a watched key was changed: nothing was done.

    Raises redis.WatchError where the connection broke: then it may be done.
    """
    # Step 6.5: Look, change, and look again (15 min)
    # pipeline.execute() raises redis.WatchError where somebody changed a watched key: return
    # False. But redis-py raises it also when the connection broke while it waited for the
    # answer. Then all of it may be done, and a second try would do it twice. Such an error has an
    # error.__context__, the one that came before it: raise it again. Else return True.
    # Starter: pipeline.execute()
    # Starter: return True
    try:
        pipeline.execute()
    except redis.WatchError as error:
        if error.__context__ is not None:
            raise
        return False
    return True


def again(attempt: Callable[[], bool]) -> None:
    """Call attempt until it returns True. Raises StoreUnavailable after TRIES times."""
    if not any(attempt() for _ in range(TRIES)):
        raise StoreUnavailable("others change the same key all the time")


class CartManager(LoginManager):
    """A LoginManager whose sessions change safely, and whose carts survive the login."""

    def update(self, session: Session, change: Callable[[Session], None]) -> bool:
        """Change a known session as it is in Redis now, and write it.

        False: somebody came between, nothing was done, try again. Raises SessionEnded,
        StoreUnavailable.
        """
        # Step 6.5, second half
        # An address is no counter: no command of Redis adds it to a record. Below, what another
        # tab has written since this page read its session is overwritten. WATCH helps: after
        # pipeline.watch(key), commands are sent at once, up to pipeline.multi(); execute then
        # does nothing where the key was changed meanwhile. Open the pipeline of
        # self.store.client in a "with", inside redis_errors(), as in 6.4. The key is
        # self.store.key(session.id). Let self.reload(session, pipeline.get(key)) bring the
        # session up to date, and change(session) change it. Then pipeline.multi(), and
        # self.store.put, with the pipeline, the ID and self.to_record(session). Return what
        # commit(pipeline) says, still inside the "with".
        # Starter: change(session)
        # Starter: self.write(session)
        # Starter: return True
        key = self.store.key(session.id)
        with redis_errors(), self.store.client.pipeline() as pipeline:
            pipeline.watch(key)
            self.reload(session, pipeline.get(key))
            change(session)
            pipeline.multi()
            self.store.put(pipeline, session.id, self.to_record(session))
            return commit(pipeline)

    def reload(self, session: Session, text: str | bytes | None) -> None:
        """Give the session the data of this record. Raises SessionEnded where there is none."""
        record = None if text is None else load_record(text)
        if record is None:
            raise SessionEnded(session.id)
        session.clear()
        session.update(self.from_record(record))
        session.found = record

    def save_change(self, session: Session, change: Callable[[Session], None]) -> str | None:
        """Change the session, save it, and return the Set-Cookie value if one is due."""
        if session.new:
            change(session)
            return self.save(session)
        again(lambda: self.update(session, change))
        session.modified = True
        if not self.needs_cookie(session):
            return None
        return self.dump(to_cookie(sign(session.id, self.secret_keys[0])))

    def log_in(self, session: Session, user: str) -> None:
        """Note that this user sits in front of the browser; a visitor's cart comes along."""
        visitor = None if session.new or "user" in session else session.id
        super().log_in(session, user)
        if visitor:
            again(lambda: self.store.merge(visitor, user))
            session.ended.remove(visitor)  # merge has ended it


def create_app(
    *,
    max_age: int = 60,
    secret_keys: Sequence[str] = SECRET_KEYS,
    new_id: Callable[[], str] = new_session_id,
    store: CartStore | None = None,
    **options: Any,
) -> Flask:
    """Return the counter, the login and the shop as a Flask app.

    max_age: seconds a session lives unused. new_id: makes session IDs. store: None for a
    CartStore on REDIS_URL, which lives max_age. options: see LoginManager.
    """
    app = new_app(__name__)
    store = CartStore(connect(), max_age) if store is None else store
    manager = CartManager(store, secret_keys, new_id=new_id, **options)
    guard(app, is_own_page)
    answer_unavailable(app)
    add_routes(app, manager)
    add_pages(app, manager)
    add_cart_pages(app, manager, read_order)
    return app
