"""The pages of lesson 6: /shop, /cart, /delivery, /buy and /tasting. Given: nothing to write."""

import re
import secrets
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any

from flask import Flask, Response, abort, request
from markupsafe import escape

from .items import MOST, PRICES, SEATS, read_line
from .lesson1_raw_cookie import parse_cookie, respond
from .lesson5_login import SessionEnded
from .login_pages import Answer, Pages, read_form, see_other
from .session import Session

EMPTY = '<p>Your cart was empty, so nothing was bought. <a href="/cart">Look into it</a>.</p>'
NO_ORDER = "<p>This session has no such order. One from before a login is on its way, too.</p>"
# Where a visitor sees whether a form that got no answer was done: in the cart, but for these.
LOOK = {
    "/delivery": '<a href="/delivery">look at your delivery first</a>',
    "/tasting": '<a href="/tasting">look at your seats first</a>',
}
DELIVERY = {"street": "Bring it to", "note": "Ring the bell, or leave it with"}


def money(cents: int) -> str:
    """Return an amount as text: 450 is 4.50."""
    return f"{'-' if cents < 0 else ''}{abs(cents) // 100}.{abs(cents) % 100:02}"


def read_number() -> str:
    """Return the order number of a form or an address. Raises BadRequest where it is none."""
    number = ""
    with suppress(UnicodeDecodeError):  # of an address whose bytes are no text
        number = request.values.get("number", "")
    if not re.fullmatch("[0-9a-f]{16}", number):
        abort(400, "This is no number of an order. Look into your cart, and buy from there.")
    return number


class CartPages(Pages):
    """The views. manager: a CartManager. read_order: makes item and quantity of a form."""

    def __init__(self, manager: Any, read_order: Callable[[Mapping], tuple[str, int]]) -> None:
        super().__init__(manager)
        self.read_order = read_order

    def open_form(self) -> Session:
        """Return the session of a form. Raises SessionEnded where the browser's one is gone.

        In a fresh session nobody would find again what the form puts into it: a login in
        another tab may have brought a newer cookie.
        """
        session = self.open()
        if session.new and self.manager.name in parse_cookie(request.headers.get("Cookie", "")):
            raise SessionEnded(session.id)
        return session

    def cart_changed(self, session: Session) -> Answer:
        """Go on to the cart, which is changed already, with a cookie that lives as long as it."""
        session.modified, set_cookie = True, None
        with suppress(SessionEnded):  # by a login in another tab just now: it took the cart along
            set_cookie = self.manager.save(session)
        return see_other("/cart", set_cookie)

    def shop(self) -> Answer:
        """Show what there is; put some of it into the cart."""
        if request.method == "POST":
            session = self.open_form()
            self.manager.store.add(session, *self.read_order(request.form))
            return self.cart_changed(session)
        session = self.open()
        # Or two quick clicks of a new visitor would make two sessions, with a cart each.
        session.modified = session.modified or session.new
        return self.answer(session, shop_page())

    def cart(self) -> Answer:
        """Show what is in the cart; take a line out of it."""
        if request.method == "POST":
            session = self.open_form()
            self.manager.store.remove(session, *read_form("line"))
            return self.cart_changed(session)
        session = self.open()
        return self.answer(session, cart_page(self.manager.store.items(session)))

    def delivery(self) -> Answer:
        """Show where the parcel goes; change one of the two fields."""
        if request.method != "POST":
            session = self.open()
            return self.answer(session, delivery_page(session))
        session = self.open_form()
        field = "note" if "note" in request.form else "street"
        (text,) = read_form(field)
        set_cookie = self.manager.save_change(session, lambda data: data.update({field: text}))
        return see_other("/delivery", set_cookie)

    def buy(self) -> Answer:
        """Show an order; make an order of the cart."""
        if request.method != "POST":
            session = self.open()
            lines = self.manager.store.bought(session, read_number())
            page = order_page(lines) if lines else NO_ORDER
            return self.answer(session, page, 200 if lines else 404)
        session = self.open_form()
        number = read_number()
        if not self.manager.store.take(session, number):
            return self.answer(session, EMPTY, 409)
        return see_other(f"/buy?number={number}", self.manager.save(session))

    def tasting(self) -> Answer:
        """Show how many seats at the tasting the visitor has; take one more."""
        if request.method != "POST":
            session = self.open()
            return self.answer(session, tasting_page(session))
        session = self.open_form()
        if not self.manager.store.reserve("seats", 1, SEATS):
            return self.answer(session, tasting_page(session, "All seats are taken."), 409)
        return see_other("/tasting", self.manager.save_change(session, take_seat))


def add_cart_pages(
    app: Flask, manager: Any, read_order: Callable[[Mapping], tuple[str, int]]
) -> None:
    """Give the app its pages, and the sentences for a form that failed. See CartPages."""
    pages = CartPages(manager, read_order)
    for view in (pages.shop, pages.cart, pages.delivery, pages.buy, pages.tasting):
        app.add_url_rule(f"/{view.__name__}", view_func=view, methods=["GET", "POST"])

    @app.errorhandler(SessionEnded)
    def ended(error: SessionEnded) -> tuple[Response, int]:
        # No cookie, as in lesson 5: there may be a newer login. If not, /shop gives one.
        sorry = "Your session has ended, so nothing was added, changed or bought."
        again = 'Please go to <a href="/shop">the shop</a>, and add it again.'
        return respond(f"<p>{sorry} {again}</p>", []), 409

    @app.after_request
    def say_that_it_may_be_done(response: Response) -> Response:
        if response.status_code == 503 and request.method == "POST":
            first = LOOK.get(request.path, '<a href="/cart">look into your cart first</a>')
            text = f"{response.get_data(as_text=True)}<p>It may be done already: {first}.</p>"
            response.set_data(text)
        return response


def shop_page() -> str:
    """Return the page with a form for each item."""
    forms = "\n".join(
        f'<form method="post" action="/shop"><p>{escape(item)}, {money(cents)} each:\n'
        f'<input type="hidden" name="item" value="{escape(item)}">\n'
        f'<input name="quantity" type="number" min="1" max="{MOST}" value="1" size="3">\n'
        f"<button>Add to the cart</button></p></form>"
        for item, cents in PRICES.items()
    )
    return f'{forms}\n<p><a href="/cart">Your cart</a>, <a href="/account">your account</a></p>'


def table(lines: Mapping[str, int]) -> str:
    """Return the lines of a cart or an order as a list, and their total."""
    sums = {line: count * read_line(line)[1] for line, count in lines.items()}
    listed = "".join(
        f"<li>{lines[line]} x {escape(read_line(line)[0])}: {money(cents)}</li>\n"
        for line, cents in sums.items()
    )
    return f"<ul>\n{listed}</ul>\n<p>Total: {money(sum(sums.values()))}</p>"


def cart_page(lines: Mapping[str, int]) -> str:
    """Return the page of a cart, with a button for each line, and one that buys."""
    to_shop = '<p><a href="/shop">Go on shopping</a></p>'
    if not lines:
        return f"<p>Your cart is empty.</p>\n{to_shop}"
    buttons = "".join(
        '<form method="post" action="/cart">'
        f'<input type="hidden" name="line" value="{escape(line)}">'
        f"<button>Remove {escape(read_line(line)[0])}</button></form>\n"
        for line in lines
    )
    # The number is the form's own: however often this form is sent, it is one order.
    return (
        f"<p>Your cart</p>\n{table(lines)}\n"
        f'{buttons}<form method="post" action="/buy">\n'
        f'<input type="hidden" name="number" value="{secrets.token_hex(8)}">\n'
        f"<button>Buy</button></form>\n{to_shop}\n"
        '<p><a href="/delivery">Where does it go?</a></p>'
    )


def delivery_page(session: Mapping) -> str:
    """Return the page that says where the parcel goes, with a form for each of its fields."""
    forms = "\n".join(
        f"<p>{label}: {escape(session.get(field, 'nothing yet'))}</p>\n"
        '<form method="post" action="/delivery">'
        f'<input name="{field}" aria-label="{label}"> <button>Save</button></form>'
        for field, label in DELIVERY.items()
    )
    return f'{forms}\n<p><a href="/cart">Your cart</a></p>'


def order_page(lines: Mapping[str, int]) -> str:
    """Return the page of an order."""
    links = '<a href="/shop">Go on shopping</a>, <a href="/tasting">come to our tea tasting</a>'
    return f"<p>You have bought</p>\n{table(lines)}\n<p>{links}</p>"


def take_seat(session: Session) -> None:
    """Note one more seat."""
    seats = session.get("seats")
    session["seats"] = seats + 1 if type(seats) is int else 1


def tasting_page(session: Mapping, said: str = "") -> str:
    """Return the page of the tea tasting, under the sentence that is to be said."""
    return (
        f"<p>{said}</p>\n<p>Your seats at the tea tasting: {escape(session.get('seats', 0))}</p>\n"
        '<form method="post" action="/tasting"><button>Take a seat</button></form>'
    )
