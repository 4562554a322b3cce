"""Makes a verdict of every save, in a thread of its own. A newer save ends the older run."""

import threading
import time
import traceback

from rich.control import Control

from ..catalogue import CATALOGUE, Lesson
from ..checks.board import print_board, print_report, reports_of, summary
from ..checks.hints import RUNGS, hint_for
from ..checks.report import LessonReport, read
from ..say import command, console
from .preloaded import Abandoned, Preloaded
from .saves import Save, first_of, others_of
from .watched_page import WatchedPage

LOOK = 0.5  # seconds between two looks whether the page's server is still there


class Verdicts:
    """A context manager; within it, of(save) soon shows what the checks say.

    with_keys: are there keys for what comes next? done: the lessons that are, as far as we know.
    """

    def __init__(self, preloaded: Preloaded, page: WatchedPage, with_keys: bool = False) -> None:
        self.preloaded, self.page, self.watched = preloaded, page, page.settings.lesson
        self.waiting: Save | None = Save(frozenset([self.watched.stem]), 0.0)  # the first verdict
        self.current: Save | None = None
        self.with_keys, self.wants_list = with_keys, False
        self.reports: list[LessonReport] = []  # what is on the screen
        self.rung, self.done = 0, set()
        self.changed, self.ended = threading.Condition(), False
        self.screen = threading.Lock()
        self.thread = threading.Thread(target=self.work, daemon=True)

    def __enter__(self) -> "Verdicts":
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

    def list_all(self) -> None:
        """Show soon how it stands with all lessons."""
        console.print("\nLooking at all lessons ...")
        with self.changed:
            self.wants_list = True
            self.changed.notify()

    def hint(self) -> None:
        """Show a hint, after another one for the same verdict the next."""
        with self.screen:
            if self.reports:
                self.rung = min(self.rung + 1, RUNGS)
                console.print()
                hint_for(self.reports, self.rung, by_key=True)
                self.say_keys()

    def next_lesson(self) -> Lesson | None:
        """Return the lesson after this one; say why, and return None, where it is not its turn."""
        following = self.watched in self.done and after(self.watched)
        if not following:
            number, last = self.watched.number, after(self.watched) is None
            what = "is the last one" if last else "is not done yet"
            with self.screen:
                console.print(f"\nLesson {number} {what}.")
                self.say_keys()
        return following or None

    def is_due(self) -> bool:
        """Is there something to do?"""
        return bool(self.waiting or self.wants_list or self.ended)

    def work(self) -> None:
        """Check one save after the other, until the end."""
        while True:
            with self.changed:
                if not self.changed.wait_for(self.is_due, LOOK):
                    self.page.check()
                    continue
                if self.ended:
                    return
                self.current, self.waiting = self.waiting, None
                self.wants_list = self.wants_list and bool(self.current)
            try:
                if self.current:
                    self.check(self.current)
                else:
                    self.show_all()
            except Abandoned:
                continue
            except Exception:  # one save without a verdict, and not all later ones too
                console.print(traceback.format_exc(), markup=False, soft_wrap=True)
            with self.changed:
                self.current = None

    def check(self, save: Save) -> None:
        """Show the report on the lesson that was saved, then a line on each that builds on it."""
        self.page.hold()
        first = first_of(save, self.watched)
        run = self.preloaded.run([first])
        with self.screen:
            fresh_screen()
            self.rung, self.reports = 0, reports_of(run, [first])
            self.note(self.reports)
            if self.reports:
                by_keys = self.with_keys and first == self.watched
                print_report(self.reports, watching="keys" if by_keys else "saves")
            self.say_where(save.at)
        self.page.renew(lambda: bool(self.waiting or self.ended))
        self.check_others(others_of(save, first))

    def check_others(self, others: list[Lesson]) -> None:
        """Show a line on each of the lessons that build on it."""
        if not others:
            return
        reports = read(self.preloaded.run(others), others)
        self.note(reports)
        with self.screen:
            for report in reports:
                number = report.lesson.number
                then = f": [command]{command('watch', number)}[/]" if report.wrong else ""
                console.print(f"Lesson {number} changes with it: {summary(report)}{then}")
            self.say_keys()

    def show_all(self) -> None:
        """Show the board of all lessons."""
        run = self.preloaded.run(CATALOGUE)
        with self.screen:
            fresh_screen()
            reports = reports_of(run, list(CATALOGUE))
            self.note(reports)
            print_board(reports)
            self.say_where(0)

    def note(self, reports: list[LessonReport]) -> None:
        """Remember which lessons are done."""
        for report in reports:
            (self.done.add if report.done else self.done.discard)(report.lesson)

    def say_where(self, saved: float) -> None:
        """Say how long the verdict took, and where the page is. saved: 0 before any save."""
        took = f"{time.time() - saved:.2f} s after the save. " if saved else ""
        end = "" if self.with_keys else "  Ctrl-C ends."
        console.print(
            f"\n[extra]{took}Your page: http://127.0.0.1:{self.page.settings.port}{end}[/]"
        )
        self.say_keys()

    def say_keys(self) -> None:
        """Say what each key does, in one line, also of 40 columns."""
        if self.with_keys:
            following = self.watched in self.done and after(self.watched)
            on = f"n: lesson {following.number}  " if following else ""
            console.print(f"[extra]h: hint  {on}l: list  q: quit[/]")


def after(lesson: Lesson) -> Lesson | None:
    """Return the lesson that comes after this one, None after the last."""
    return next((one for one in CATALOGUE if one.number == lesson.number + 1), None)


def fresh_screen() -> None:
    """Begin on an empty screen; what was there is above it, to scroll back to."""
    if not console.is_terminal or console.legacy_windows:
        console.print("\n" + "-" * 78)
        return
    # Lines push the old ones up; a terminal's own clearing would lose them.
    console.print("\n" * (console.height - 1))
    console.control(Control.home())
