"""Draws messages as a sequence diagram: who sent what to whom, from top to bottom."""

import re
import textwrap
from dataclasses import dataclass

from .sheet import CHARACTER, LINE, PAPER, WIDTH, Run, Sheet, runs_of, shortened, show

MARGIN, TOP, GAP = 0.6, 0.45, 0.2


@dataclass(frozen=True)
class Message:
    """One arrow. lines: what it carries, the headers below the first line. back: an answer."""

    sender: str
    receiver: str
    lines: tuple[str, ...]
    back: bool = False


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
    left = [name for name in askers if name not in asked]
    middle = [name for name in asked if name in askers]
    return list(dict.fromkeys([*left, *middle, *asked]))


def transcript(messages: list[Message]) -> list[str]:
    """Return the messages as lines of at most 80 columns."""
    label = max(len(one.sender) + len(one.receiver) for one in messages) + 4
    lines = []
    for one in messages:
        pair = (one.receiver, "<-", one.sender) if one.back else (one.sender, "->", one.receiver)
        head = " ".join(pair)
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
    who = participants(messages)
    step = (WIDTH - 2 * MARGIN) / max(1, len(who) - 1)
    places = {name: MARGIN + step * number for number, name in enumerate(who)}
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
        sheet.arrow(places[one.sender], y - 0.1, places[one.receiver], one.back)
        styles |= {"answer"} if one.back else set()
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
            while length + len(text.rstrip()) > width:
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
        found += [[run] for run in word] if long else [word]
    return found
