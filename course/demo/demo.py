"""`make demo`: every lesson live. Real servers, a real Redis, what travels, and the attacks."""

import tempfile
import textwrap
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from ..catalogue import CATALOGUE, Lesson
from ..cookies import id_of
from ..say import command, console

if TYPE_CHECKING:
    from attacks import Verdict

    from ..servers.live import Site
    from ..servers.redis_server import RedisServer
    from .failover import Failover

    Verdicts = Future[list[tuple[str, Verdict]]]

LEGEND = (
    "Left of /: the lesson as you get it, those before it solved. Right: solved.\n"
    "F, fell: the attack worked. h, held: it did not. -: there is nothing to attack.\n"
    "?: the page does not count yet, so nothing can be said."
)


def demo(lesson: Lesson | None, pause: bool) -> int:
    """Show one lesson, None for all and the matrix. pause: wait for Enter before each answer."""
    say_what_comes(lesson, pause)
    # These take most of a second to import, and by now there is something to read.
    from ..redis_client import NotUsable
    from ..servers.live import ServerFailed
    from ..servers.redis_server import start_redis

    try:
        with ExitStack() as stack:
            redis = None
            if lesson is None or lesson.uses_redis:
                redis = stack.enter_context(start_redis(private=True))
                for words in (*redis.passed_over, f"The Redis: {redis.said}."):
                    say(words)
            Demo(redis, pause).show(lesson)
    except (ServerFailed, NotUsable) as error:
        console.print(str(error), markup=False)
        return 1
    console.print(f"\nYour turn: [command]{command('test', lesson and lesson.number)}[/]")
    return 0


def say_what_comes(lesson: Lesson | None, pause: bool) -> None:
    """Say what the demo does, and how long it takes."""
    what, each = (f"Lesson {lesson.number}", "") if lesson else ("All lessons", " each")
    say(f"{what} live: real servers, on this machine only.")
    say(f"Two visits{each}, what travels, then attacks on the solved lesson.")
    say("Press Enter to see each answer." if pause else "It takes a few seconds. Then scroll up.")


def say(text: str) -> None:
    """Print a text in lines of at most 80 columns."""
    width = min(console.width, 80)
    console.print(textwrap.fill(text, width), markup=False, soft_wrap=True)


class Demo:
    """The lessons on the stage, while the attacks on all of them run in the background."""

    def __init__(self, redis: "RedisServer | None", pause: bool) -> None:
        self.redis, self.pause = redis, pause
        self.solved: dict[Lesson, Verdicts] = {}
        self.started: dict[Lesson, Verdicts] = {}
        self.failovers: dict[Lesson, Future[Failover]] = {}

    def show(self, lesson: Lesson | None) -> None:
        """Show a lesson, or all of them and the matrix."""
        with ExitStack() as stack:
            pool = ThreadPoolExecutor(2)
            stack.callback(pool.shutdown, cancel_futures=True)
            self.submit(pool, lesson)
            if not lesson:
                folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="course-demo-"))
                # Before the folder goes, nobody may still use it.
                stack.callback(pool.shutdown, cancel_futures=True)
                self.submit_starters(pool, Path(folder))
            for one in [lesson] if lesson else CATALOGUE:
                self.show_lesson(one)
            if not lesson:
                self.show_matrix()

    def submit(self, pool: ThreadPoolExecutor, lesson: Lesson | None) -> None:
        """Begin to attack the solutions; for the matrix, with the attacks of all lessons."""
        from .matrix import ATTACKS, run_attacks

        for one in [lesson] if lesson else CATALOGUE:
            names = one.attacks if lesson else ATTACKS
            # On a Redis of their own: some of them hold it, and others run at the same time.
            self.solved[one] = pool.submit(run_attacks, "solutions", one, names)
            if one.on_a_set:
                from .failover import measure

                self.failovers[one] = pool.submit(measure, "solutions", one)

    def submit_starters(self, pool: ThreadPoolExecutor, folder: Path) -> None:
        """Begin to attack the starters."""
        from .matrix import ATTACKS, run_attacks, write_starters

        for one, package in write_starters(folder).items():
            words = (package, one, ATTACKS)
            self.started[one] = pool.submit(run_attacks, *words, folder=folder)

    def show_lesson(self, lesson: Lesson) -> None:
        """Show two visits and the attacks, and say why there is a next lesson."""
        from ..servers.live import Site

        title = f"Lesson {lesson.number}: {lesson.title}"
        console.print(f"\n\n[bold]{title}[/]\n{'=' * len(title)}", soft_wrap=True)
        say(lesson.question)
        with Site("solutions", lesson, self.redis) as site:
            self.show_visits(lesson, site)
        console.print("\nThe attacks, on a server of their own:")
        console.print("(FELL: the attack worked. held: it did not.)")
        for name, verdict in self.solved[lesson].result():
            if name in lesson.attacks:
                self.show_attack(name, verdict)
        if lesson in self.failovers:
            self.show_failover(self.failovers[lesson])
        console.print()
        if lesson.why_next:
            say(f"And next? {lesson.why_next}")

    def show_visits(self, lesson: Lesson, site: "Site") -> None:
        """Show two visits of one browser."""
        from . import wire

        browser = wire.Browser(site.url)
        if lesson == CATALOGUE[0]:
            say("Each header is one line. One with a cookie is shown in parts, below each other.")
        titles = ("First visit: the browser has no cookie.", "Second visit: it sends what it got.")
        for title in titles:
            console.print(f"\n{title}")
            request = browser.request()
            first = lesson == CATALOGUE[0] and title == titles[0]
            wire.show(wire.request_rows(request, first))
            self.ask("What will come back?")
            wire.show(wire.answer_rows(browser.send(request), first))
        if site.redis:
            session_id = id_of(browser.cookies[lesson.cookies[0]])
            self.show_record(site, "sess:" + session_id)

    def show_record(self, site: "Site", key: str) -> None:
        """Show what Redis holds for the session."""
        from . import wire

        console.print("\nWhat Redis holds now:")
        record = (site.redis.get(key) or b"").decode()
        ends = f"{site.redis.ttl(key)} seconds from now, then Redis drops it"
        wire.show([("key", key), ("record", record), ("ends", ends)])

    def show_attack(self, name: str, verdict: "Verdict") -> None:
        """Show what came of an attack."""
        from .verdicts import print_verdict

        self.ask(f"{name}: will it hold?")
        print_verdict(name, verdict)

    def show_failover(self, failover: "Future[Failover]") -> None:
        """Show what visitors see of a failover; one line where there is no set of servers."""
        from .failover_told import outcome

        console.print("\nA failover under load:")
        self.ask("How long will there be no page?")
        for line in outcome(failover):
            say(line)

    def ask(self, question: str) -> None:
        """With pause, ask and wait for Enter; at the end of the input, wait no more."""
        if not self.pause:
            return
        console.print(f"  [bold]{question}[/] (Enter)", end=" ")
        try:
            input()
        except EOFError:
            console.print()
            self.pause = False

    def show_matrix(self) -> None:
        """Show every attack on every starter and solution."""
        from .matrix import ATTACKS
        from .verdicts import table

        console.print("\n\n[bold]Every attack on every lesson[/]\n============================")
        console.print(LEGEND, markup=False, soft_wrap=True)
        runs = [(self.started[lesson], self.solved[lesson]) for lesson in CATALOGUE]
        table(ATTACKS, [tuple(dict(run.result()) for run in pair) for pair in runs])
