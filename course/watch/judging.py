"""Makes a verdict of every save, in a thread of its own. A newer save ends the older run."""

import threading
import time
import traceback

from rich.control import Control

from ..catalogue import Lesson
from ..checks.board import print_report, reports_of, summary
from ..checks.report import read
from ..say import command, console
from .preloaded import Abandoned, Preloaded
from .saves import Save, first_of, others_of
from .watched_page import WatchedPage


class Judge:
    """A context manager; within it, of(save) soon shows what the checks say."""

    def __init__(self, preloaded: Preloaded, watched: Lesson, page: WatchedPage) -> None:
        self.preloaded, self.watched, self.page = preloaded, watched, page
        self.waiting: Save | None = Save(frozenset([watched.stem]), 0.0)  # the first verdict
        self.current: Save | None = None
        self.changed, self.ended = threading.Condition(), False
        self.thread = threading.Thread(target=self.work, daemon=True)

    def __enter__(self) -> "Judge":
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        with self.changed:
            self.ended = True
            self.changed.notify()
        while self.thread.is_alive():  # it may just be about to begin a run
            self.preloaded.abandon()
            self.thread.join(0.05)

    def of(self, save: Save) -> None:
        """Take a save: what goes on is about older files, and is given up."""
        with self.changed:
            # What the run that we end would have said is still due.
            self.waiting = save | (self.waiting or self.current)
            self.changed.notify()
            self.preloaded.abandon()
        self.page.renew()

    def work(self) -> None:
        """Check one save after the other, until the end."""
        while True:
            with self.changed:
                self.changed.wait_for(lambda: self.waiting or self.ended)
                if self.ended:
                    return
                self.current, self.waiting = self.waiting, None
            try:
                self.check(self.current)
            except Abandoned:
                continue
            except Exception:  # one save without a verdict, and not all later ones too
                traceback.print_exc()
            with self.changed:
                self.current = None

    def check(self, save: Save) -> None:
        """Show the report on the lesson that was saved, then a line on each that builds on it."""
        first = first_of(save, self.watched)
        run = self.preloaded.run([first])
        fresh_screen()
        reports = reports_of(run, [first])
        if reports:
            print_report(reports, watching="saves")
        self.say_where(save.at)
        self.page.go_on()
        self.check_others(others_of(save, first))

    def check_others(self, others: list[Lesson]) -> None:
        """Show a line on each of the lessons that build on it."""
        if not others:
            return
        for report in read(self.preloaded.run(others), others):
            number = report.lesson.number
            then = f": [command]{command('watch', number)}[/]" if report.wrong else ""
            console.print(f"Lesson {number} changes with it: {summary(report)}{then}")

    def say_where(self, saved: float) -> None:
        """Say how long the verdict took, and where the page is. saved: 0 before any save."""
        took = f"{time.time() - saved:.2f} s after the save. " if saved else ""
        console.print(
            f"\n[extra]{took}Your page: http://127.0.0.1:{self.page.port}  Ctrl-C ends.[/]"
        )


def fresh_screen() -> None:
    """Begin on an empty screen; what was there is above it, to scroll back to."""
    if not console.is_terminal or console.legacy_windows:
        console.print("\n" + "-" * 78)
        return
    # Lines push the old ones up; a terminal's own clearing would lose them.
    console.print("\n" * (console.height - 1))
    console.control(Control.home())
