"""The table of lessons: all that the kit knows of them. Their steps are in the solutions."""

from dataclasses import dataclass
from pathlib import Path

from .paths import LESSONS, SOLUTIONS


@dataclass(frozen=True)
class Lesson:
    """One lesson. attacks: names of modules in attacks/.

    minutes: an estimate without its extras, by `python -m tools.minutes`.
    cookies: the names of its cookies, first the one that says who the visitor is.
    store: where it keeps its sessions: "" (in the browser), "memory" or "redis".
    """

    number: int
    stem: str
    title: str
    minutes: int
    attacks: tuple[str, ...]
    cookies: tuple[str, ...]
    store: str
    question: str  # what the lesson answers
    why_next: str  # the reason for the lesson after it, "" for the last one
    on_a_set: bool = False  # is it attacked on several Redis servers, where they can be had?

    @property
    def signs(self) -> bool:
        """Are its cookies signed?"""
        return "connect.sid" in self.cookies

    @property
    def uses_redis(self) -> bool:
        """Does it keep its sessions in Redis?"""
        return self.store == "redis"

    @property
    def file(self) -> Path:
        """The file that the learner edits."""
        return LESSONS / f"{self.stem}.py"

    @property
    def solution(self) -> Path:
        """The same file, solved."""
        return SOLUTIONS / f"{self.stem}.py"


CATALOGUE = (
    Lesson(
        1,
        "lesson1_raw_cookie",
        "A view counter in a raw cookie",
        45,
        ("forge",),
        ("views",),
        "",
        "HTTP forgets. How can a site count my visits?",
        "The browser keeps the count, and its user can write any count there. "
        "Lesson 2 signs what it hands out.",
    ),
    Lesson(
        2,
        "lesson2_signed_id",
        "A signed session ID",
        55,
        ("forge", "replay"),
        ("connect.sid", "views"),
        "",
        "How can a site trust what the browser sends back?",
        "A signature proves who wrote a count, not when: an old one is as good as new. "
        "Lesson 3 keeps the count on the server.",
    ),
    Lesson(
        3,
        "lesson3_memory_store",
        "An in-memory store",
        70,
        ("forge", "replay", "restart", "two_servers"),
        ("connect.sid",),
        "memory",
        "Where does the data live, and who decides when it ends?",
        "The count lives in one process, and dies with it. "
        "Lesson 4 moves it out, to where every server can reach it.",
    ),
    Lesson(
        4,
        "lesson4_redis_store",
        "A Redis store",
        50,
        ("forge", "replay", "restart", "two_servers", "pickle_record"),
        ("connect.sid",),
        "redis",
        "How do many servers share one session, and what if the store is away?",
        "The site knows its browsers, and not the people in front of them. Lesson 5 lets them "
        "log in and out.",
    ),
    Lesson(
        5,
        "lesson5_login",
        "Log in and out",
        75,
        (
            *("forge", "replay", "restart", "two_servers", "pickle_record"),
            *("fixation", "stolen_cookie", "kept_alive", "late_write", "csrf"),
        ),
        ("connect.sid",),
        "redis",
        "Who is it, for how long, and who ends it?",
        "One browser sends two requests at once, and both change the same session. "
        "Lesson 6 builds a cart that loses nothing when they meet.",
    ),
    Lesson(
        6,
        "lesson6_cart",
        "A cart that never loses an item",
        85,
        (
            *("forge", "replay", "restart", "two_servers", "pickle_record"),
            *("fixation", "stolen_cookie", "kept_alive", "late_write", "csrf"),
            *("negative_quantity", "two_tabs", "two_forms", "double_click"),
        ),
        ("connect.sid",),
        "redis",
        "What happens when two requests meet?",
        "These sessions are known to pages that call open and save. Lesson 7 puts them behind "
        "flask.session, for pages and extensions that you did not write.",
    ),
    Lesson(
        7,
        "lesson7_flask_session",
        "Your store behind flask.session",
        70,
        (
            *("forge", "replay", "restart", "two_servers", "pickle_record"),
            *("fixation", "late_write", "csrf"),
            *("store_away", "logged_out_replay", "shared_cache", "planted_cookie"),
        ),
        ("connect.sid",),
        "redis",
        "How do pages and extensions that I did not write get my sessions?",
        "One day the machine with your Redis dies, and one worker is too few. Lesson 8 goes on "
        "with many machines.",
    ),
    Lesson(
        8,
        "lesson8_scale_out",
        "Beyond one machine",
        75,
        (
            *("forge", "replay", "restart", "two_servers", "pickle_record"),
            *("fixation", "stolen_cookie", "kept_alive", "late_write", "csrf"),
            *("workers", "kill_primary", "old_primary", "late_retry", "lost_logout"),
            *("rolling_deploy", "spoofed_address"),
        ),
        ("connect.sid",),
        "redis",
        "A machine dies. What of my visitors?",
        "",
        on_a_set=True,
    ),
)


class UnknownLesson(ValueError):
    """There is no such lesson or step. Its text names the choices."""


def lesson_of(number: object) -> Lesson:
    """Return the lesson with this number, a str or an int. Raises UnknownLesson."""
    for lesson in CATALOGUE:
        if str(number).strip() == str(lesson.number):
            return lesson
    choices = ", ".join(str(lesson.number) for lesson in CATALOGUE)
    raise UnknownLesson(f"There is no lesson {number}. The lessons are {choices}.")
