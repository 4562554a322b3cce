"""An exchange as a sequence diagram: the arrows between browser, server and store."""

from typing import NamedTuple

from solutions.lesson2_signed_id import from_cookie

from ..catalogue import Lesson
from .cutting import brief
from .exchange import Call, Exchange
from .reading import id_in, is_used, is_valid, sent_value


class Arrow(NamedTuple):
    """One arrow, with the lines that stand on it; from the server to itself it is a note."""

    sender: str
    receiver: str
    lines: list[str]


def arrows(exchange: Exchange, lesson: Lesson) -> list[Arrow]:
    """Return an exchange as arrows, from the request to the answer."""
    asked = [f"{exchange.method} {brief(exchange.path, 40)}"]
    if exchange.cookie_header:
        asked.append(f"Cookie: {brief(exchange.cookie_header, 110)}")
    answered = [f"{exchange.status} {brief(exchange.text, 60)}"]
    answered += [f"Set-Cookie: {brief(line, 110)}" for line in exchange.set_cookies]
    verdict = verdict_of(exchange, lesson)
    between = [Arrow("server", "server", [verdict])] if verdict else []
    between += [arrow for call in exchange.calls for arrow in call_arrows(call)]
    return [Arrow("browser", "server", asked), *between, Arrow("server", "browser", answered)]


def verdict_of(exchange: Exchange, lesson: Lesson) -> str:
    """Return what the server made of the ID that came, "" where there was none."""
    value = sent_value(exchange, lesson)
    if not lesson.signs or not value:
        return ""
    valid, used = is_valid(value), is_used(exchange, lesson)
    words = "signature fits" if valid else "signature does not fit"
    if "." not in from_cookie(value):
        words = "no signature"
    if valid and not used and not exchange.set_cookies:
        return words
    words += ": ID believed" if used else ": ID not believed"
    asked = {call.session_id for call in exchange.calls}
    return (
        words if not lesson.store or id_in(value) in asked else f"{words}, store not asked for it"
    )


def call_arrows(call: Call) -> list[Arrow]:
    """Return a call of the store as two arrows."""
    asked = [f"{call.verb} {brief(call.session_id, 40)}"]
    asked += [brief(command["words"], 110) for command in call.commands]
    if not call.commands and call.asked:
        asked.append(brief(call.asked, 110))
    said = call.after or "no record"
    if call.error or call.verb != "get":
        said = call.error or "done"
    return [Arrow("server", "store", asked), Arrow("store", "server", [brief(said, 110)])]
