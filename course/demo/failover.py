"""A failover under load: visitors count while the primary is killed, and what they see of it."""

import re
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from itertools import pairwise
from threading import Event, Thread
from typing import NamedTuple

from attacks import NoAnswer
from attacks.customer import Customer
from attacks.machines import insist, wait_for_copies

from ..catalogue import Lesson
from ..redis_client import NotUsable
from ..servers.live import Site
from ..servers.redis_sets import RedisSet, start_set
from ..servers.set_server import wait_until
from .wire import Browser

VISITORS, PAUSE, TIMEOUT = 8, 0.1, 15  # seconds from page to page, and until one gives up
BEFORE, CUT, AFTER = 1, 0.4, 0.6  # seconds of counting: at first, cut off, when all is well again
LONGEST, BACK = 12, 1.5  # seconds: for a new primary at most, and with the old one back
PLAIN, SAFE = {"PATIENCE": "0"}, {"PATIENCE": "4", "SAFE_VIEWS": "1"}
VIEWS = re.compile(r"Views: (\d+)")


class Page(NamedTuple):
    """A page. asked, came: seconds since the kill. status: 0 where none came. views: its count."""

    asked: float
    came: float
    status: int
    views: int


Pages = list[list[Page]]  # a list for each visitor


class Failover(NamedTuple):
    """What came of it. killed: pages of the PLAIN site, and of the SAFE one.

    cut: of a site with plain views and of a SAFE one, where the replicas did not hear of the last
    views. asked, refused, shown: Alice's pages after her logout, with the old primary back.
    """

    killed: list[Pages]
    cut: list[Pages]
    asked: int
    refused: int
    shown: int


class Crowd:
    """Visitors who count on a site until they are stopped."""

    def __init__(self, url: str) -> None:
        self.pages: Pages = [[] for _ in range(VISITORS)]
        self._stopped = Event()
        self._threads = [Thread(target=self._count, args=[url, one]) for one in self.pages]
        for thread in self._threads:
            thread.start()

    def _count(self, url: str, pages: list[Page]) -> None:
        browser = Browser(url, TIMEOUT)
        while not self._stopped.is_set():
            asked = time.monotonic()
            status, views = look(browser)
            pages.append(Page(asked, time.monotonic(), status, views))
            self._stopped.wait(asked + PAUSE - time.monotonic())

    def is_well(self, since: float) -> bool:
        """Has each visitor a page that was asked for after this moment?"""
        return all(one and one[-1].status == 200 and one[-1].asked > since for one in self.pages)

    def stop(self) -> None:
        """Let them stop, and wait for their last pages."""
        self._stopped.set()
        for thread in self._threads:
            thread.join()


def look(browser: Browser) -> tuple[int, int]:
    """Return the status of a page, 0 where none comes, and its count."""
    try:
        answer = browser.send(browser.request())
        status = int(answer.head[0].split()[1])
    except (OSError, IndexError, ValueError):
        return 0, 0
    found = VIEWS.search(answer.body)
    return status, int(found[1]) if found else 1


def measure(package: str, lesson: Lesson) -> Failover:
    """Kill the primaries of two sets under load. Raises NotUsable where no set can be had."""
    with ThreadPoolExecutor(2) as pool:  # most of the time is waiting
        cut, killed = pool.submit(cut_and_killed, package, lesson), killed_and_back(package, lesson)
        return Failover(killed[0], cut.result(), *killed[1])


def cut_and_killed(package: str, lesson: Lesson) -> list[Pages]:
    """Return what two crowds see where the replicas do not hear of the last views."""
    with start_set() as servers, Site(package, lesson, redis_set=servers) as site:
        return count_through(servers, [site.url, site.another(**SAFE)], cut=True)


def killed_and_back(package: str, lesson: Lesson) -> tuple[list[Pages], tuple[int, int, int]]:
    """Return what two crowds see, and what comes of Alice's session when the old one is back."""
    with start_set() as servers, Site(package, lesson, redis_set=servers) as site:
        urls, old = [site.another(**PLAIN), site.another(**SAFE)], servers.primary()
        with Customer(site) as alice:
            alice.log_in()
            copy = dict(alice.cookies)
            wait_for_copies(servers)
            with old.client(TIMEOUT) as owner:
                owner.save()  # so it comes back with her session
            killed = count_through(servers, urls)
            insist(alice.log_out)
            old.start()
            return killed, ask_for(alice, copy, [site.url, *urls])


def count_through(servers: RedisSet, urls: list[str], cut: bool = False) -> list[Pages]:
    """Return what a crowd at each URL sees while the primary dies. cut: the network fails first."""
    with ExitStack() as stack:
        crowds = [Crowd(url) for url in urls]
        for crowd in crowds:
            stack.callback(crowd.stop)
        wait_for_all(crowds, 0)
        time.sleep(BEFORE)
        primary = servers.primary()
        if cut:
            since = cut_off(servers)
            time.sleep(CUT)
            wait_for_all(crowds[:1], since)
        killed = time.monotonic()
        primary.kill()
        wait_for_all(crowds, killed + PAUSE)
        time.sleep(AFTER)
    return [
        [[Page(a - killed, b - killed, *more) for a, b, *more in one] for one in crowd.pages]
        for crowd in crowds
    ]


def wait_for_all(crowds: list[Crowd], since: float) -> None:
    """Wait until all visitors have a page that was asked for after this moment."""
    with suppress(NotUsable):  # the line of time shows it
        wait_until(lambda: all(one.is_well(since) for one in crowds), "", LONGEST)


def cut_off(servers: RedisSet) -> float:
    """Let the replicas hear of nothing from now on, as where a network fails, and return when."""
    primary = servers.primary()
    with primary.client(TIMEOUT) as owner:
        # It would refuse to write, but notices only after 2 seconds that it is alone.
        owner.config_set("min-replicas-to-write", 0)
    for server in servers.servers:
        if server is not primary:
            with server.client(TIMEOUT) as owner:
                owner.replicaof("127.0.0.1", 1)
    return time.monotonic()


def ask_for(alice: Customer, copy: dict[str, str], urls: list[str]) -> tuple[int, int, int]:
    """Return how often her page was asked for with a copy of her cookies, refused, and shown."""
    asked = refused = shown = 0
    end = time.monotonic() + BACK
    while time.monotonic() < end:
        for alice.url in urls:
            asked += 1
            try:
                shown += alice.user(copy) != "nobody"
            except NoAnswer:
                refused += 1
    return asked, refused, shown


def lost(pages: Pages) -> int:
    """Return how many views a visitor was shown that are not counted in the pages after them."""
    count = 0
    for one in pages:
        shown = 0
        for page in one:
            if page.status == 200:
                count += max(0, shown + 1 - page.views)
                shown = page.views
    return count


def with_status(pages: Pages, status: int) -> list[Page]:
    """Return the pages with this status, in the order in which they came."""
    found = [page for one in pages for page in one if page.status == status]
    return sorted(found, key=lambda page: page.came)


def longest_gap(pages: Pages) -> float:
    """Return the longest time without a page of 200, in seconds."""
    came = [page.came for page in with_status(pages, 200)]
    return max((b - a for a, b in pairwise(came)), default=0.0)
