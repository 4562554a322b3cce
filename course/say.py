"""How the commands speak: one console, plain ASCII, commands in the form the person uses."""

import os
import sys
from collections.abc import Iterable
from typing import Any

from rich.console import Console, ConsoleOptions, RenderableType
from rich.segment import Segment
from rich.text import Text
from rich.theme import Theme

from .visible import visible

# Colour never says anything alone: a word or a mark always says it too.
THEME = Theme(
    {
        "done": "green",
        "todo": "cyan",
        "wrong": "bold red",
        "extra": "dim",
        "fell": "bold red",
        "held": "green",
        "name": "bold",
        "id": "cyan",
        "signature": "magenta",
        "value": "yellow",
        "attributes": "dim",
        "command": "bold",
    }
)

# A learner's text may hold what this terminal cannot show.
for stream in (sys.stdout, sys.stderr):
    if hasattr(stream, "reconfigure"):
        stream.reconfigure(errors="backslashreplace")


class VisibleConsole(Console):
    """A console that shows control characters, and does not send them to the terminal.

    Whatever a command prints comes through here, with what learners and strangers wrote in it.
    """

    def render_str(self, text: str, **options: Any) -> Text:
        """Make them visible before rich drops some of them, and before lines are measured."""
        return super().render_str(visible(text), **options)

    def render(
        self, renderable: RenderableType, options: ConsoleOptions | None = None
    ) -> Iterable[Segment]:
        """Make visible what came in a Text."""
        for segment in super().render(renderable, options):
            shown = segment.control or visible(segment.text) == segment.text
            yield segment if shown else Segment(visible(segment.text), segment.style)


OPTIONS = {"theme": THEME, "highlight": False, "soft_wrap": False, "emoji": False, "markup": True}
console = VisibleConsole(**OPTIONS)


def plain(width: int) -> None:
    """Let the console say what it would into a pipe: without colour, in so many columns."""
    # In place: others hold this very console.
    other = Console(color_system=None, force_jupyter=False, width=width, **OPTIONS)
    vars(console).update(vars(other))


def command(name: str, lesson: object = None, **options: object) -> str:
    """Return a command as this person types it: with make, or with python -m course.

    options: further settings, such as step="3.4"; None leaves one out.
    """
    given = {key: value for key, value in options.items() if value is not None}
    if os.environ.get("COURSE_MAKE"):
        words = [f"LESSON={lesson}"] if lesson is not None else []
        words += [f"{key.upper()}={value}" for key, value in given.items()]
        return " ".join(["make", name, *words])
    words = [str(lesson)] if lesson is not None else []
    words += [f"--{key.replace('_', '-')} {value}" for key, value in given.items()]
    python = os.environ.get("COURSE_TYPED") or "python"
    return " ".join([f"{python} -m course", name, *words])
