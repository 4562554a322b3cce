"""How verdicts are printed: one by one, and as a table."""

import textwrap

from rich.text import Text

from attacks import DOES_NOT_APPLY, FELL, HELD, NO_ANSWER, Verdict

from ..catalogue import CATALOGUE
from ..say import console

STYLES = {FELL: "fell", HELD: "held"}
SHORT = {FELL: "FELL", HELD: "held", NO_ANSWER: "?", DOES_NOT_APPLY: "-"}


def print_verdict(name: str, verdict: Verdict, so: str = "") -> None:
    """Print what came of one attack, a line for each thing. so: what it means, if anything."""
    word = SHORT[FELL] if verdict.outcome == FELL else verdict.outcome
    style = STYLES.get(verdict.outcome, "todo")
    console.print(f"  [{style}]{word:<10}[/] [bold]{name}[/]", soft_wrap=True)
    print_hanging("saw:", verdict.evidence)
    if verdict.outcome in (FELL, HELD):
        print_hanging("harm:" if verdict.outcome == FELL else "averted:", verdict.harm)
    if so:
        print_hanging("so:", so)


def print_hanging(label: str, text: str) -> None:
    """Print a text whose lines hang below each other, its label before the first."""
    margin = 13 if console.width >= 60 else 2
    lines = textwrap.wrap(text, max(min(console.width, 80) - margin - 9, 20)) or [""]
    for first, line in zip([label, *[""] * len(lines)], lines, strict=False):
        console.print(f"{'':{margin}}{first:<9}{line}", markup=False, soft_wrap=True)


def table(names: tuple[str, ...], columns: list[dict[str, Verdict]]) -> None:
    """Print the matrix. columns: verdicts by attack, of each lesson's starter and solution."""
    heads = "".join(f"lesson {one.number:<7}" for one in CATALOGUE)
    console.print(f"{'':16}{heads}".rstrip(), soft_wrap=True)
    console.print(f"{'':16}{'start  done   ' * len(CATALOGUE)}".rstrip(), soft_wrap=True)
    for name in names:
        outcomes = [column[name].outcome for column in columns]
        line = Text(f"  {name:<14}")
        for outcome in outcomes:
            line.append(f"{SHORT[outcome]}", STYLES.get(outcome, "todo"))
            line.append(" " * (7 - len(SHORT[outcome])))
        line.rstrip()
        console.print(line, soft_wrap=True)
