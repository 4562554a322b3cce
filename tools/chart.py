"""What a session adds to a request, as a picture beside docs/proof.md."""

import importlib.util
from collections.abc import Iterable
from pathlib import Path

from course.paths import ROOT
from course.say import console

from .apps import EXPRESS
from .bench_time import PAGE_OF, Added

FILE = ROOT / "docs" / "peers.png"
# Light and dark, and a pattern: they are told apart on paper too.
LOOKS = {
    "untouched": {"color": "#ffffff", "hatch": ""},
    "read": {"color": "#b8d4ea", "hatch": "///"},
    "change": {"color": "#4575b4", "hatch": ""},
}
WIDTH = 0.27  # of a bar; a group is 1


def draw(found: Added, file: Path = FILE) -> None:
    """Write the picture, where matplotlib is installed."""
    if not importlib.util.find_spec("matplotlib"):
        console.print("Without the picture: requirements-notebooks.txt is not installed here.")
        return
    from matplotlib.figure import Figure

    express = [name for name in found if name in EXPRESS]
    groups = [
        ("Flask: in the process, no network\n", [name for name in found if name not in EXPRESS]),
        ("Express: over a connection\n(another scale)", express),
    ]
    groups = [group for group in groups if group[1]]
    ratios = [len(names) + 0.5 for _, names in groups]
    figure = Figure(figsize=(11, 4.6), layout="constrained")
    axes = figure.subplots(1, len(groups), width_ratios=ratios, squeeze=False)[0]
    for one, (title, names) in zip(axes, groups, strict=True):
        bars(one, title, {name: found[name] for name in names})
    handles, labels = axes[0].get_legend_handles_labels()
    figure.legend(handles, labels, ncols=3, frameon=False, loc="outside lower center")
    figure.suptitle("What a session adds to a request, untouched, read and changed")
    axes[0].set_ylabel("microseconds: median and quartiles")
    figure.savefig(file, dpi=110)
    console.print(f"The picture is in {file}", soft_wrap=True, markup=False)


def bars(axes, title: str, rows: Added) -> None:
    """Draw a group of bars for each name. Each axis has a scale of its own."""
    for index, kind in enumerate(PAGE_OF):
        places = [place + (index - 1) * WIDTH for place in range(len(rows))]
        spreads = [row[kind] for row in rows.values()]
        medians = [spread.median for spread in spreads]
        reach = errors((spread.low, spread.median, spread.high) for spread in spreads)
        looks = {"edgecolor": "black", "linewidth": 0.6, **LOOKS[kind]}
        line = {"linewidth": 1, "ecolor": "black"}
        axes.bar(places, medians, WIDTH, yerr=reach, capsize=2, error_kw=line, label=kind, **looks)
    axes.set_title(title, fontsize=11)
    names = [name.replace(", ", ",\n").replace("Flask's ", "Flask's\n") for name in rows]
    axes.set_xticks(range(len(rows)), names, fontsize=9)
    axes.set_ylim(0)
    axes.spines[["top", "right"]].set_visible(False)


def errors(spreads: Iterable[tuple[float, float, float]]) -> list[list[float]]:
    """Return how far the quartiles are below and above the medians."""
    below_above = [(median - low, high - median) for low, median, high in spreads]
    return [list(side) for side in zip(*below_above, strict=True)]
