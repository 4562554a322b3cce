"""Turns exchanges into pages. Whatever came from outside is escaped by the templates."""

import re
import time
from html import unescape
from typing import Any, NamedTuple

from jinja2 import Environment, PackageLoader

from ..answers.steps import step_of
from ..catalogue import Lesson
from .exchange import Call, Exchange
from .lore import LABELS, LORE
from .reading import believed_step, cookies_of, read_cookie, read_set_cookie
from .story import Story
from .tries import told

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
LIMIT = 4096  # bytes of a cookie's name and value that browsers keep


class Arrow(NamedTuple):
    """One arrow of the sequence diagram, with the lines that stand on it."""

    sender: str
    receiver: str
    lines: list[str]


def cut(text: Any, longest: int = 300) -> str:
    """Return a text that is short enough to be shown, and says how long it was."""
    text = str(text)
    if len(text) <= longest:
        return text
    return f"{text[: longest - 20]}... ({len(text):,} characters)"


environment = Environment(
    loader=PackageLoader("course.inspector"), autoescape=True, trim_blocks=True
)
environment.filters["cut"] = cut
HEAD, PANEL = map(environment.get_template, ("head.html", "panel.html"))
TAIL = "</body>\n</html>\n"


def page(body: bytes, panel: str, title: str) -> bytes:
    """Return a whole page: the lesson's own body byte for byte, and the panel below it."""
    below = f"</main>\n{panel}\n{TAIL}"
    # Half characters, which a stranger may send, cannot be encoded.
    return HEAD.render(title=title).encode() + body + below.encode(errors="replace")


def panel(
    exchange: Exchange, story: Story, lesson: Lesson, max_age: int, tries: list[str], **more: Any
) -> str:
    """Return the panel of one exchange, with the story below it. tries: the buttons."""
    now = time.time()
    sent = cookies_of(exchange.cookie_header)
    believed = believed_step(exchange, lesson)
    return PANEL.render(
        exchange=exchange,
        lesson=lesson,
        has_store=lesson.has_store,
        in_redis=any(call.commands for one in story.exchanges for call in one.calls),
        sent=[read_cookie(name, value, lesson) for name, value in sent.items()],
        believed=believed and step_of(believed)[1],
        answered=[(line, read_set_cookie(line, lesson)) for line in exchange.set_cookies],
        limit=LIMIT,
        cookie_left=None if exchange.cookie_ends is None else exchange.cookie_ends - now,
        record_left=None if exchange.record_ends is None else exchange.record_ends - now,
        max_age=max_age,
        token=story.token,
        tries=[(action, LABELS[action]) for action in tries],
        labels=LABELS,
        story=[(one, arrows(one)) for one in story.exchanges],
        **about_attempt(exchange, lesson),
        **{"heading": "What just happened", **more},
    )


def about_attempt(exchange: Exchange, lesson: Lesson) -> dict[str, Any]:
    """Return what the panel says of the button that came before this exchange."""
    action = exchange.attempt.get("action")
    if not action:
        return {"told": []}
    number = LORE[action, lesson.number].step
    step = step_of(number)[1] if number else None
    believed = believed_step(exchange, lesson)
    return {"told": told(exchange, lesson.number, believed), "label": LABELS[action], "step": step}


def words(html: str) -> str:
    """Return a page as a reader sees it: without its title, its style and its tags."""
    text = re.sub(r"<(title|style|script)\b.*?</\1>", "", html[:10_000], flags=re.S | re.I)
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", text)).split())[:200]


def arrows(exchange: Exchange) -> list[Arrow]:
    """Return an exchange as the arrows between browser, server and store."""
    asked = [f"{exchange.method} {cut(exchange.path, 40)}"]
    if exchange.cookie_header:
        asked.append(f"Cookie: {cut(exchange.cookie_header, 90)}")
    answered = [f"{exchange.status} {cut(exchange.text, 60)}"]
    answered += [f"Set-Cookie: {cut(line, 110)}" for line in exchange.set_cookies]
    between = [arrow for call in exchange.calls for arrow in call_arrows(call)]
    return [Arrow("browser", "server", asked), *between, Arrow("server", "browser", answered)]


def call_arrows(call: Call) -> list[Arrow]:
    """Return a call of the store as two arrows."""
    asked = [f"{call.verb} {cut(call.session_id, 40)}"]
    asked += [cut(command["words"], 90) for command in call.commands]
    said = call.after or "no record"
    if call.error or call.verb != "get":
        said = call.error or "done"
    return [Arrow("server", "store", asked), Arrow("store", "server", [cut(said, 90)])]
