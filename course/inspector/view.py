"""Turns exchanges into pages. Whatever came from outside is escaped by the templates."""

import re
import time
from html import unescape
from typing import Any

from jinja2 import Environment, PackageLoader

from ..answers.steps import step_of
from ..catalogue import Lesson
from .attributes import LIMIT
from .cutting import brief, cut
from .diagram import arrows
from .exchange import Exchange
from .lore import LABELS
from .reading import cookies_of, read_sent, read_set_cookie
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
END = re.compile(r" EX ([0-9]+)$")

environment = Environment(
    loader=PackageLoader("course.inspector"), autoescape=True, trim_blocks=True
)
environment.filters |= {"cut": cut, "brief": brief}
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
    sentences, step = told(exchange, lesson, story.exchanges) if exchange.attempt else ([], "")
    return PANEL.render(
        exchange=exchange,
        lesson=lesson,
        terms=store_terms(exchange, lesson),
        believed=exchange.believed and step_of(exchange.believed)[1],
        answered=[(line, read_set_cookie(line, lesson)) for line in exchange.set_cookies],
        limit=LIMIT,
        cookie_left=None if exchange.cookie_ends is None else exchange.cookie_ends - now,
        record_left=None if exchange.record_ends is None else exchange.record_ends - now,
        max_age=max_age,
        token=story.token,
        tries=[(action, LABELS[action]) for action in tries],
        labels=LABELS,
        told=sentences,
        step=step and step_of(step)[1],
        story=[(one, arrows(one, lesson)) for one in story.exchanges],
        **sent_cookies(exchange, lesson),
        **{"heading": "What just happened", **more},
    )


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
    lives = sorted({found[1] for one in commands if (found := END.search(one["words"]))})
    said += [f"EX {life} ends it in {life} seconds." for life in lives]
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
