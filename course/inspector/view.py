"""Turns exchanges into pages. Whatever came from outside is escaped by the templates."""

import re
import time
from collections import Counter
from html import unescape
from itertools import groupby
from typing import Any

from jinja2 import Environment, PackageLoader

from ..catalogue import Lesson
from ..lesson_files.steps import step_of, step_with
from ..visible import visible
from .attributes import LIMIT
from .buttons import LABELS
from .cutting import brief, counted, cut
from .diagram import arrows
from .exchange import Exchange
from .reading import cookies_of, read_sent, read_set_cookie, sent_value
from .story import Story
from .tries import told

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
FOREIGN = 10  # cookies of others that are shown
# What a page may leave open. It would swallow the panel.
SWALLOWING = ("textarea", "title", "script", "style")
UNSEEN = ("title", "script", "style")
REDIS_WORDS = {
    "GETEX": "GETEX reads a record and starts its time anew.",
    "GET": "GET reads a record, and leaves its time as it is.",
    "SET": "SET keeps a record.",
    "DEL": "DEL removes it.",
}
SITES = {
    "cross-site": "a page of another site",
    "same-site": "a page of this host at another port",
}
END = re.compile(r"( XX)? EX ([0-9]+)$")

environment = Environment(
    loader=PackageLoader("course.inspector"),
    autoescape=True,
    trim_blocks=True,
    finalize=lambda value: visible(value) if type(value) is str else value,
)
environment.filters |= {"cut": cut, "brief": brief, "counted": counted}
NAMES = ("head.html", "panel.html", "no_panel.html")
HEAD, PANEL, NO_PANEL = map(environment.get_template, NAMES)
TAIL = "</body>\n</html>\n"


def page(body: bytes, panel: str, title: str) -> bytes:
    """Return a whole page: the lesson's own body byte for byte, and the panel below it."""
    below = f"</main>\n{panel}\n{TAIL}"
    # Half characters, which a stranger may send, cannot be encoded.
    return HEAD.render(title=title).encode() + body + ends(body) + below.encode(errors="replace")


def no_panel(port: str, lesson: Lesson) -> bytes:
    """Return what stands below a page that came under another name than this machine's."""
    return NO_PANEL.render(port=port, lesson=lesson).encode()


def ends(body: bytes) -> bytes:
    """Return what closes the comment or the element that a body has left open."""
    text = body.lower()
    closing = b"-->" if text.rfind(b"<!--") > text.rfind(b"-->") else b""
    for name in SWALLOWING:
        if text.rfind(b"<%b" % name.encode()) > text.rfind(b"</%b" % name.encode()):
            closing += b"</%b>" % name.encode()
    return closing


def panel(
    exchange: Exchange, story: Story, lesson: Lesson, max_age: int, tries: list[str], **more: Any
) -> str:
    """Return the panel of one exchange, with the story below it. tries: the buttons."""
    now = time.time()
    own, shown = story.of(exchange.owner), rows(exchange, story, lesson)
    sentences, step = told(exchange, lesson, own) if exchange.attempt else ([], "")
    return PANEL.render(
        exchange=exchange,
        lesson=lesson,
        terms=store_terms(exchange, lesson),
        keeps=step_with("RedisStore.set" if lesson.uses_redis else "MemoryStore.set"),
        believed=exchange.believed and step_of(exchange.believed)[1],
        answered=[(line, read_set_cookie(line, lesson)) for line in exchange.set_cookies],
        limit=LIMIT,
        cookie_left=None if exchange.cookie_ends is None else exchange.cookie_ends - now,
        record_left=None if exchange.record_ends is None else exchange.record_ends - now,
        max_age=max_age,
        tries=[(action, LABELS[action]) for action in tries],
        labels=LABELS,
        sites=SITES,
        told=sentences,
        step=step and step_of(step)[1],
        story=shown,
        others=others(shown),
        is_led_here=not exchange.owner,
        **sent_cookies(exchange, lesson),
        **{"heading": "What just happened", **more},
    )


def asked_by(one: Exchange, exchange: Exchange, lesson: Lesson) -> str:
    """Return who else asked, "" for a visit that belongs to the story of this exchange."""
    if one.number == exchange.number:
        return ""
    if one.site:
        came = "with" if sent_value(one, lesson) else "without"
        return f"{SITES[one.site]}, {came} a cookie of this lesson"
    return "" if one.owner == exchange.owner != "" else "another browser, or a program"


def rows(exchange: Exchange, story: Story, lesson: Lesson) -> list[tuple[Exchange, Any, str]]:
    """Return the story of the browser that made an exchange, with its own visits drawn as arrows.

    It begins with the first of these. Visits of others in a row are one row: the last one, how
    many there are, and whose they are.
    """
    found = []
    first = min(one.number for one in [exchange, *story.of(exchange.owner)])
    since = [one for one in story.exchanges if one.number >= first]
    for kind, group in groupby(since, lambda one: asked_by(one, exchange, lesson)):
        visits = list(group)
        if kind:
            found.append((visits[-1], len(visits), kind))
        else:
            found += [(one, arrows(one, lesson), "") for one in visits]
    return found


def others(story: list[tuple[Exchange, Any, str]]) -> str:
    """Return who else asked for the page lately, and how often; "" where nobody did."""
    times = Counter()
    for _, visits, kind in story:
        if kind:
            times[kind] += visits
    return "; ".join(f"{kind}: {counted(visits)}" for kind, visits in times.items())


def sent_cookies(exchange: Exchange, lesson: Lesson) -> dict[str, Any]:
    """Return what the panel shows of the cookies that came, ours first, and how many it omits."""
    pairs = cookies_of(exchange.cookie_header)
    ours = [name for name in lesson.cookies if name in pairs]
    foreign = [name for name in pairs if name not in lesson.cookies]
    shown = [*ours, *foreign[:FOREIGN]]
    sent = [read_sent(name, pairs[name], lesson, exchange) for name in shown]
    return {"sent": sent, "hidden": len(pairs) - len(shown)}


def store_terms(exchange: Exchange, lesson: Lesson) -> str:
    """Return what the words mean that stand beside the store's calls."""
    if not lesson.uses_redis:
        return "The store keeps one record for each ID, in the memory of the server."
    commands = [one for call in exchange.calls for one in call.commands]
    verbs = {one["words"].partition(" ")[0] for one in commands}
    said = ["The store keeps one record for each ID, in Redis, a program of its own."]
    said += [means for verb, means in REDIS_WORDS.items() if verb in verbs]
    ends = [found for one in commands if (found := END.search(one["words"]))]
    said += [f"EX {life} ends it in {life} seconds." for life in sorted({end[2] for end in ends})]
    said += ["XX keeps one only in place of an earlier one."] if any(end[1] for end in ends) else []
    said += ["(nil) is nothing."] if any(one["reply"] == "(nil)" for one in commands) else []
    return " ".join(said)


def words(html: str) -> str:
    """Return a page as a reader sees it: without its title, its style and its tags."""
    shown, inside = [], ""
    for piece in re.split(r"(<[^<>]*>)", html[:10_000]):
        is_tag = piece.startswith("<") and piece.endswith(">")
        name = re.match(r"</?(\w*)", piece)[1].lower() if is_tag else ""
        if inside:
            inside = "" if piece.startswith("</") and name == inside else inside
        elif name in UNSEEN:
            inside = name
        elif not is_tag:
            shown.append(piece)
    return " ".join(unescape(" ".join(shown)).split())[:200]
