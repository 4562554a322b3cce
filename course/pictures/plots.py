"""Draws curves: where a number says less than its growth. Every line has a style of its own.

The first line is the one that goes wrong.
"""

import math
import textwrap
from collections.abc import Sequence

from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, MaxNLocator

from .sheet import COLOURS, INK, PAPER, Sheet, font, show

STYLES = (
    {"color": COLOURS["fell"], "linestyle": "-", "marker": "o", "markersize": 4},
    {"color": COLOURS["held"], "linestyle": "--", "marker": "s", "markersize": 4},
    {"color": COLOURS["id"], "linestyle": ":", "marker": "^", "markersize": 4},
)
Points = Sequence[tuple[float, float]]


def plot(
    x: str,
    y: str,
    alt: str,
    log: bool = False,
    marks: dict[float, str] | None = None,
    **lines: Points,
) -> None:
    """Draw lines of points. x, y: what the axes count. lines: name to points.

    alt: what is to be seen, in a sentence; it is printed, too. marks: places on the x axis, and
    their words. A name such as without_end is shown as "without end".
    """
    sheet = Sheet(3.1)
    axes = sheet.figure.add_axes((0.12, 0.17, 0.84, 0.76))
    for style, (name, points) in zip(STYLES, lines.items(), strict=False):
        axes.plot(*zip(*points, strict=True), label=name.replace("_", " "), **style)
    if log:
        _powers_of_ten(axes, [value for points in lines.values() for _, value in points])
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    for place, words in (marks or {}).items():
        axes.axvline(place, color=COLOURS["attributes"], linewidth=0.9)
        at = {"xy": (place, 0.2), "xycoords": ("data", "axes fraction"), "rotation": 90}
        axes.annotate(words, **at, ha="right", va="center", fontproperties=font("", 8.5))
    _dress(axes, x, y)
    print(textwrap.fill(alt, 80))
    show(sheet.figure, alt)


def _powers_of_ten(axes: Axes, values: Sequence[float]) -> None:
    """Give the axis a logarithmic scale: each matplotlib would choose other marks."""
    low, high = math.floor(math.log10(min(values))), math.ceil(math.log10(max(values)))
    axes.set_yscale("log")
    axes.set_yticks([10.0**power for power in range(high, low - 1, -max(1, (high - low) // 6))])
    axes.minorticks_off()


def _dress(axes: Axes, x: str, y: str) -> None:
    """Give the axes their words, in the one font, and take away what says nothing."""
    axes.set_xlabel(x, fontproperties=font(""), color=INK)
    axes.set_ylabel(y, fontproperties=font(""), color=INK)
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    axes.legend(prop=font("", 8.5), facecolor=PAPER, edgecolor=PAPER, framealpha=1)
    for text in [*axes.get_xticklabels(), *axes.get_yticklabels()]:
        text.set_fontproperties(font("", 8.5))
    if axes.get_yscale() == "linear":
        axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.10g}"))
