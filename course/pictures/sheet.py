"""What all pictures share: paper, colours, and how one gets into a notebook.

Each colour of a part comes with a style of its own (bold, italic, underlined), so that a
picture says the same in grey. The text that is printed above it says it without eyes.
"""

import base64
import html
import io
import os
import re
from typing import NamedTuple

from matplotlib import get_data_path, rcParams
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties

from ..cookies import parts_of

# Set while notebooks-build runs: each picture is then in the notebook once, as a PNG.
BUILDING = "COURSE_BUILDING"

# Hinting would round the width of each character, and lines are laid out by it.
rcParams["text.hinting"] = "none"

WIDTH, DPI = 6.4, 110  # inches, and pixels per inch: 704, what fits beside the lesson's file
SIZE = 9.0  # points
CHARACTER = 0.602 * SIZE / 72  # inches; the advance of DejaVu Sans Mono
LINE = 1.45 * SIZE / 72

# The names of course/say.py's theme, dark enough to be read on paper.
INK, PAPER = "#1f2328", "#ffffff"
COLOURS = {
    "id": "#0b6e7f",
    "signature": "#a0206f",
    "value": "#8a5a00",
    "attributes": "#57606a",
    "held": "#1a7f37",
    "fell": "#b3261e",
    "": INK,
}
SHAPES = {"id": "-Bold", "signature": "-Oblique", "name": "-Bold"}
LEGEND = {
    "id": "session ID: bold",
    "signature": "signature: italic",
    "value": "value: underlined",
    "answer": "dashed arrow: answer",
    "marked": "thick arrow: look here",
}


class Run(NamedTuple):
    """A few characters of one style, a key of COLOURS."""

    text: str
    style: str = ""


def font(style: str, size: float = SIZE) -> FontProperties:
    """Return the font of a style: it comes with matplotlib, so it is the same everywhere."""
    name = f"DejaVuSansMono{SHAPES.get(style, '')}.ttf"
    return FontProperties(fname=f"{get_data_path()}/fonts/ttf/{name}", size=size)


class Sheet:
    """A sheet to draw on, in inches from the left and from the top."""

    def __init__(self, height: float, width: float = WIDTH) -> None:
        self.figure = Figure(figsize=(width, height), dpi=DPI, facecolor=PAPER)
        FigureCanvasAgg(self.figure)
        self.axes = self.figure.add_axes((0, 0, 1, 1))
        self.axes.set(xlim=(0, width), ylim=(height, 0))
        self.axes.axis("off")

    def write(self, x: float, y: float, runs: list[Run], size: float = SIZE) -> None:
        """Write a line that begins at x and stands on y."""
        for run in runs:
            colour, step = COLOURS.get(run.style, INK), CHARACTER * size / SIZE
            self.axes.text(x, y, run.text, color=colour, fontproperties=font(run.style, size))
            end = x + step * len(run.text)
            if run.style == "value":
                self.line(x, y + 0.025, end, y + 0.025, colour, 0.8)
            x = end

    def line(self, x: float, y: float, to_x: float, to_y: float, colour=INK, width=1.0) -> None:
        """Draw a line."""
        self.axes.plot([x, to_x], [y, to_y], color=colour, linewidth=width)

    def arrow(self, x: float, y: float, to_x: float, dashed: bool, thick: bool = False) -> None:
        """Draw an arrow to the side, dashed for an answer."""
        style = {"arrowstyle": "-|>", "color": INK, "linewidth": 1.1, "shrinkA": 0, "shrinkB": 0}
        style |= {"linewidth": 3, "mutation_scale": 15} if thick else {}
        style["linestyle"] = (0, (4, 2)) if dashed else "-"
        self.axes.annotate("", (to_x, y), (x, y), arrowprops=style)

    def legend(self, y: float, styles: set[str]) -> None:
        """Say which style means what, for those that occur."""
        x = 0.15
        for style in [name for name in LEGEND if name in styles]:
            self.write(x, y, [Run(LEGEND[style], style)], 8)
            x += (len(LEGEND[style]) + 4) * CHARACTER * 8 / SIZE


def show(figure: Figure, alt: str) -> None:
    """Show a picture in a notebook. alt: what it shows, in a sentence."""
    from IPython.display import display

    file = io.BytesIO()
    figure.savefig(file, format="png", metadata={"Software": None})
    picture = base64.b64encode(file.getvalue()).decode()
    data = {"image/png": picture, "text/plain": f"[Picture: {alt}]"}
    if not os.environ.get(BUILDING):
        # JupyterLab gives a PNG no alternative text, and prefers HTML.
        words = html.escape(alt, quote=True)
        data["text/html"] = f'<img alt="{words}" src="data:image/png;base64,{picture}">'
    display(data, raw=True, metadata={"image/png": {"alt": alt}})


def runs_of(line: str) -> list[Run]:
    """Return a line as runs: what a cookie carries has the styles of its parts."""
    found = re.match(r"(Set-Cookie|Cookie): (.*)", line)
    asked = re.match(r"((?:get|set|replace|destroy) )(\S+)(.*)", line)
    if asked:
        return [Run(asked[1]), Run(asked[2], "id"), Run(asked[3])]
    if not found:
        return [Run(line)]
    runs = [Run(found[1] + ": ")]
    for number, part in enumerate(found[2].split("; ")):
        runs += [Run("; ", "attributes")] if number else []
        name, equals, value = part.partition("=")
        if number and found[1] == "Set-Cookie":
            runs.append(Run(part, "attributes"))
        else:
            runs += [Run(name + equals), *value_runs(value)]
    return runs


def value_runs(value: str) -> list[Run]:
    """Return a cookie's value as runs: signed ones as ID, count and signature."""
    return [Run(text, kind) for kind, text in parts_of(value)]


def shortened(text: str) -> str:
    """Return a line with its signatures cut: six characters are enough to recognise one."""
    return re.sub(r"(s%3A[^;\s.]*\.)([\w%+/-]{4,5}[\w+/-])[\w%+/-]{20,}", r"\1\2...", text)
