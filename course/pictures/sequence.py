"""Draws messages as a sequence diagram: who sent what to whom, from top to bottom."""

import re
import textwrap
from dataclasses import dataclass

from .sheet import CHARACTER, LINE, PAPER, WIDTH, Run, Sheet, runs_of, shortened, show

MARGIN, TOP, GAP = 0.6, 0.45, 0.2
SIGNS = (".", ";")  # behind a part of a cookie
BESIDE = 0.95  # inches between two who only ask: nothing is written between them alone


@dataclass(frozen=True)
class Message:
    """One arrow. lines: what it carries, the headers below the first line. back: an answer.

    marked: the one to look at; its arrow is thick, in the text a double one.
    """

    sender: str
    receiver: str
    lines: tuple[str, ...]
    back: bool = False
    marked: bool = False


def draw(messages: list[Message]) -> None:
    """Print the messages, and show them as a picture."""
    if not messages:
        return
    print("\n".join(transcript(messages)))
    who = participants(messages)
    alt = f"Sequence diagram of {len(messages)} messages between {', '.join(who)}: the text above."
    show(diagram(messages).figure, alt)


def participants(messages: list[Message]) -> list[str]:
    """Return who takes part, from left to right: askers, then servers, then a store."""
    asked = [one.receiver for one in messages if not one.back]
    askers = [one.sender for one in messages if not one.back]
    middle = [name for name in asked if name in askers]
    return list(dict.fromkeys([*only_askers(messages), *middle, *asked]))


def only_askers(messages: list[Message]) -> list[str]:
    """Return who only asks: the browsers."""
    asked = {one.receiver for one in messages if not one.back}
    askers = [one.sender for one in messages if not one.back]
    return list(dict.fromkeys(name for name in askers if name not in asked))


def places_of(messages: list[Message]) -> dict[str, float]:
    """Return where each lifeline stands: the browsers close together, for the words beside them."""
    who = participants(messages)
    beside = max(0, len(only_askers(messages)) - 1)
    step = (WIDTH - 2 * MARGIN - BESIDE * beside) / max(1, len(who) - 1 - beside)
    steps = [0, *[BESIDE] * beside, *[step] * (len(who) - 1 - beside)]
    return {name: MARGIN + sum(steps[: number + 1]) for number, name in enumerate(who)}


def transcript(messages: list[Message]) -> list[str]:
    """Return the messages as lines of at most 80 columns."""
    label = max(len(one.sender) + len(one.receiver) for one in messages) + 4
    lines = []
    for one in messages:
        line = "=" if one.marked else "-"
        way = (one.receiver, f"<{line}", one.sender)
        head = " ".join(way if one.back else (one.sender, f"{line}>", one.receiver))
        for text in one.lines:
            for part in wrapped(shortened(text), 80 - label - 2):
                lines.append(f"{head:<{label}}  {part}".rstrip())
                head = ""
    return lines


def wrapped(text: str, width: int) -> list[str]:
    """Return a text in lines, the later ones indented."""
    options = {"break_on_hyphens": False, "subsequent_indent": "  "}
    return textwrap.wrap(text, width, **options) or [""]


def diagram(messages: list[Message]) -> Sheet:
    """Return the picture."""
    places = places_of(messages)
    texts = [laid_out(one, places) for one in messages]
    height = TOP + sum(len(lines) * LINE + GAP for lines in texts) + 0.5
    sheet = Sheet(height)
    for name, x in places.items():
        sheet.write(x - len(name) * CHARACTER / 2, 0.25, [Run(name, "name")])
        sheet.line(x, 0.35, x, height - 0.3, "#8c959f")
    y, styles = TOP, set()
    for one, lines in zip(messages, texts, strict=True):
        left = min(places[one.sender], places[one.receiver]) + 0.12
        end = left + CHARACTER * max(sum(len(run.text) for run in runs) for runs in lines)
        for x in places.values():
            if left < x < end:  # no lifeline through the words
                sheet.line(x, y, x, y + LINE * len(lines) + GAP / 4, PAPER, 3)
        for runs in lines:
            y += LINE
            sheet.write(left, y, runs)
            styles |= {run.style for run in runs}
        y += GAP
        sheet.arrow(places[one.sender], y - 0.1, places[one.receiver], one.back, one.marked)
        styles |= {"answer"} if one.back else set()
        styles |= {"marked"} if one.marked else set()
    sheet.legend(height - 0.1, styles)
    return sheet


def laid_out(message: Message, places: dict[str, float]) -> list[list[Run]]:
    """Return a message's lines, so long as the way between its two lifelines allows."""
    space = abs(places[message.sender] - places[message.receiver]) - 0.2
    lines = []
    for text in message.lines:
        lines += broken(runs_of(shortened(text)), int(space / CHARACTER))
    return lines


def broken(runs: list[Run], width: int) -> list[list[Run]]:
    """Return runs in lines of at most so many characters, broken between words."""
    lines, length = [[]], 0
    for unit in units(runs, width - 2):
        size = len("".join(run.text for run in unit).rstrip())
        if length > 2 and length + size > width:
            lines.append([Run("  ")])
            length = 2
        for run in unit:
            text = run.text
            while length + len(text.rstrip()) > width + text.startswith(SIGNS):
                lines[-1].append(Run(text[: width - length], run.style))
                text, length = text[width - length :], 2
                lines.append([Run("  ")])
            lines[-1].append(Run(text, run.style))
            length += len(text)
    return lines


def units(runs: list[Run], width: int) -> list[list[Run]]:
    """Return what stays on one line: a word of several styles, unless it is too long for one."""
    words: list[list[Run]] = [[]]
    for run in runs:
        for piece in re.findall(r"[^ ]+ *| +", run.text):
            words[-1].append(Run(piece, run.style))
            if piece.endswith(" "):
                words.append([])
    found = []
    for word in words:
        long = sum(len(run.text) for run in word) > width
        for run in word:
            # A part of a word begins a line, the sign behind a part does not.
            if found and run is not word[0] and (not long or run.text.startswith(SIGNS)):
                found[-1].append(run)
            else:
                found.append([run])
    return found
