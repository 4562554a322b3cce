"""A visitor with an account: the attacks of lesson 5 begin with one who logs in."""

import re
from html import unescape
from typing import Any

import requests

from . import DoesNotApply, NoAnswer
from .visitor import Visitor

PASSWORDS = {"alice": "white rabbit", "bob": "humpty dumpty"}  # as lessons/users.py says
USER = re.compile(r"Logged in as ([^<]*)")
PARCELS = re.compile(r"parcels go to: ([^<]*)")
TOTAL = re.compile(r"Total: (-?\d+\.\d\d)")


class Customer(Visitor):
    """A browser whose user may log in. Its records are removed from Redis at the end of `with`."""

    def __init__(self, site: Any) -> None:
        super().__init__(site)
        self.keys: set[str] = set()

    def __exit__(self, *_: object) -> None:
        self.keys.update(self.records())
        self.http.close()
        if self.site.redis and self.keys:
            beside = [f"{{{key}}}:*" for key in self.keys]  # their carts and orders
            found = [key for one in beside for key in self.site.redis.scan_iter(match=one)]
            self.site.redis.delete(*self.keys, *found)

    def keep(self, response: requests.Response) -> None:
        """Keep the cookies that came, and forget those that the server deletes."""
        lines = response.raw.headers.getlist("Set-Cookie")
        came = dict(line.partition(";")[0].partition("=")[::2] for line in lines)
        self.cookies = {name: one for name, one in {**self.cookies, **came}.items() if one}
        self.keys.update(self.records())

    def post(self, path: str, form: Any, headers: dict[str, str] | None = None) -> int:
        """Send a form, keep the cookies that come, and return the status."""
        response = self.ask("POST", self.url + path, data=form, headers=headers or {})
        if response.status_code == 404:
            raise DoesNotApply(f"there is no {path} here")
        self.refuse_errors(response)
        self.keep(response)
        return response.status_code

    def log_in(self, name: str = "alice") -> None:
        """Log in. Raises NoAnswer where the site then does not know who it is."""
        status = self.post("/login", {"name": name, "password": PASSWORDS[name]})
        if self.user() != name:
            raise NoAnswer(f"{name} logged in (status {status}), and is not known afterwards")

    def log_out(self) -> None:
        """Press the button."""
        self.post("/logout", {})

    def user(self, cookies: dict[str, str] | None = None) -> str:
        """Return who is logged in with these cookies, "nobody" where nobody is."""
        found = USER.search(self.account(cookies))
        return unescape(found[1]) if found else "nobody"

    def parcels(self) -> str:
        """Return where the user's parcels go."""
        found = PARCELS.search(self.account())
        return unescape(found[1]) if found else "nowhere"

    def fill_cart(self, item: str) -> None:
        """Put one of an item into the cart. Raises NoAnswer where it is not there afterwards."""
        self.visit()
        status = self.post("/shop", {"item": item, "quantity": "1"})
        if self.count(item) != 1:
            raise NoAnswer(f"one {item} went into the cart (status {status}), and is not there")

    def count(self, item: str, path: str = "/cart") -> int:
        """Return how many of an item are in the cart, or on another page with a list."""
        return sum(map(int, re.findall(rf"(-?\d+) x {item}:", self.page(path))))

    def total(self) -> float:
        """Return what the cart costs."""
        found = TOTAL.search(self.page("/cart"))
        return float(found[1]) if found else 0

    def account(self, cookies: dict[str, str] | None = None) -> str:
        """Return the user's own page, "" where nobody is logged in."""
        return self.page("/account", cookies)

    def page(self, path: str, cookies: dict[str, str] | None = None) -> str:
        """Return the text of a page."""
        response = self.get(self.url + path, cookies)
        self.refuse_errors(response)
        return response.text

    def refuse_errors(self, response: requests.Response) -> None:
        """Raise NoAnswer where the server failed."""
        if response.status_code >= 500:
            raise NoAnswer(f"the server answered with status {response.status_code}")
