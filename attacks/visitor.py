"""An honest browser, in a few lines: every attack begins with one."""

import ipaddress
import re
from typing import Any
from urllib.parse import unquote, urlsplit

import requests

from . import NoAnswer

VIEWS = re.compile(r"Views: (\d+)")


class Refused(Exception):
    """This address is not attacked. Its text is the reason."""


def loopback(url: str) -> str:
    """Return the URL's server, such as "http://127.0.0.1:3000". Raises Refused for others."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port or 80
        # After a %: the network card that a packet leaves by. This machine's own address has none.
        ours = host == "localhost" or ("%" not in host and ipaddress.ip_address(host).is_loopback)
    except ValueError:
        ours = False
    if not ours or parts.scheme != "http":
        raise Refused(
            f"Only a server on this machine is attacked, such as http://127.0.0.1:3000. "
            f"{url} is none."
        )
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


class Visitor:
    """One browser on its way through a site. It keeps its cookies, by name.

    At the end of `with` its records are removed from Redis, if the site has one: those of a
    starter would stay there for ever.
    """

    def __init__(self, site: Any) -> None:
        self.site, self.url = site, loopback(site.url)
        self.cookies: dict[str, str] = {}
        self.http = requests.Session()
        self.http.trust_env = False  # no proxy, no password of this machine

    def __enter__(self) -> "Visitor":
        return self

    def __exit__(self, *_: object) -> None:
        self.http.close()
        if self.site.redis and self.cookies:
            self.site.redis.delete(*self.records())

    def visit(self, url: str | None = None) -> int:
        """Look at the page, keep the cookies that come, and return the count that it shows."""
        response = self.get(loopback(url) if url else self.url)
        for cookie in response.cookies:
            self.cookies[cookie.name] = cookie.value
        return self.read(response)

    def send(self, cookies: dict[str, str]) -> int:
        """Look at the page with these cookies, and return the count that it shows."""
        return self.read(self.get(self.url, cookies))

    def get(self, url: str, cookies: dict[str, str] | None = None) -> requests.Response:
        """Return the answer to one request. Raises NoAnswer, Refused."""
        return self.ask("GET", url, cookies)

    def ask(
        self,
        method: str,
        url: str,
        cookies: dict[str, str] | None = None,
        headers: dict[str, str] | None = None,
        data: Any = None,
    ) -> requests.Response:
        """Return the answer to one request, sent with these cookies, None: with its own."""
        sent = self.cookies if cookies is None else cookies
        line = {"Cookie": "; ".join(f"{name}={sent[name]}" for name in sent)} if sent else {}
        self.http.cookies.clear()
        how = {"headers": {**line, **(headers or {})}, "timeout": 5, "allow_redirects": False}
        try:
            response = self.http.request(method, url, data=data, **how)
        except requests.RequestException as error:
            raise NoAnswer(f"the server does not answer ({type(error).__name__})") from error
        if not response.headers.get("Server", "").startswith("SessionsFromScratch"):
            raise Refused(f"The server at {url} is not one of this course, so it is left alone.")
        return response

    def read(self, response: requests.Response) -> int:
        """Return the count on a page; the welcome counts 1. Raises NoAnswer."""
        if response.status_code != 200:
            raise NoAnswer(f"the server answered with status {response.status_code}")
        found = VIEWS.search(response.text)
        if not found and "Welcome" not in response.text:
            raise NoAnswer("the page shows no count")
        return int(found[1]) if found else 1

    def honest(self) -> None:
        """Make the two visits that every attack begins with. Raises NoAnswer."""
        counts = [self.visit(), self.visit()]
        if counts != [1, 2]:
            raise NoAnswer(f"two honest visits were counted {counts[0]}, {counts[1]}, not 1, 2")

    def records(self) -> list[str]:
        """Return the keys of this visitor's sessions in Redis, as the cookies name them."""
        signed = [unquote(value).removeprefix("s:") for value in self.cookies.values()]
        return ["sess:" + (value.rpartition(".")[0] or value) for value in signed]
