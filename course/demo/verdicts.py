"""How verdicts are printed: one by one, and as a table."""

import textwrap

from rich.text import Text

from attacks import DOES_NOT_APPLY, FELL, HELD, NO_ANSWER, Verdict

from ..catalogue import CATALOGUE
from ..say import console

STYLES = {FELL: "fell", HELD: "held"}
SHORT = {FELL: "F", HELD: "h", NO_ANSWER: "?", DOES_NOT_APPLY: "-"}


def print_verdict(name: str, verdict: Verdict, so: str = "") -> None:
    """Print what came of one attack, a line for each thing. so: what it means, if anything."""
    word = "FELL" if verdict.outcome == FELL else verdict.outcome
    style = STYLES.get(verdict.outcome, "todo")
    console.print(f"  [{style}]{word:<10}[/] [bold]{name}[/]", soft_wrap=True)
    print_hanging("saw:", verdict.evidence)
    if verdict.outcome in (FELL, HELD):
        print_hanging("harm:" if verdict.outcome == FELL else "avoided:", verdict.harm)
    if so:
        print_hanging("so:", so)


def print_hanging(label: str, text: str) -> None:
    """Print a text whose lines hang below each other, its label before the first."""
    margin = 13 if console.width >= 60 else 2
    lines = textwrap.wrap(text, max(min(console.width, 80) - margin - 9, 20)) or [""]
    for first, line in zip([label, *[""] * len(lines)], lines, strict=False):
        console.print(f"{'':{margin}}{first:<9}{line}", markup=False, soft_wrap=True)


def table(names: tuple[str, ...], columns: list[tuple[dict[str, Verdict], ...]]) -> None:
    """Print the matrix, an attack a line. columns: a lesson's verdicts, as it comes and solved."""
    numbers = "".join(f"{one.number:>6}" for one in CATALOGUE)
    console.print(f"\n  {'lesson':<18}{numbers}", soft_wrap=True)
    for name in names:
        line = Text(f"  {name:<18}")
        for column in columns:
            outcomes = [verdicts[name].outcome for verdicts in column]
            cells = [(SHORT[one], STYLES.get(one, "todo")) for one in outcomes]
            line.append_text(Text.assemble("   ", cells[0], "/", cells[1]))
        console.print(line, soft_wrap=True)
