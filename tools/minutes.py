"""`python -m tools.minutes`: how long a lesson takes, estimated from its text and its steps.

The two numbers are fitted to four measurements: readers who had only the notebook and the
starter took 44, 55, 72 and 52 minutes for lessons 1 to 4.
"""

import re

from course.catalogue import CATALOGUE, Lesson
from course.lesson_files.steps import steps_of
from course.paths import NOTEBOOKS

WORDS_A_MINUTE = 170
FACTOR = 1.03  # of reading, one minute a prediction, and the minutes of the steps
MEASURED = {1: 44, 2: 55, 3: 72, 4: 52}


def minutes_of(lesson: Lesson) -> float:
    """Return the estimated minutes of a lesson, without its extras."""
    text = core_text((NOTEBOOKS / "src" / f"{lesson.stem}.md").read_text(encoding="utf-8"))
    steps = sum(step.minutes for step in steps_of(lesson) if not step.extra)
    return FACTOR * (len(text.split()) / WORDS_A_MINUTE + text.count("**Predict.**") + steps)


def core_text(source: str) -> str:
    """Return what a reader reads of a source: no code, and no part that begins collapsed."""
    source = re.sub(r"^---.*?^---$", "", source, count=1, flags=re.M | re.S)
    source = re.sub(r"^```.*?^```$", "", source, flags=re.M | re.S)
    begins = r"^\+\+\+ \{\"jp-MarkdownHeadingCollapsed"
    collapsed = rf"{begins}.*?(?=^## |\Z)(?:^## .*?(?=^## |{begins}|\Z))?"
    source = re.sub(collapsed, "", source, flags=re.M | re.S)
    return re.sub(r"^\+\+\+.*$", "", source, flags=re.M)


def rounded(minutes: float) -> int:
    """Return minutes as they are told: an estimate, in steps of 5."""
    return 5 * round(minutes / 5)


def main() -> None:
    """Print the estimate of each lesson, and beside it what was measured."""
    for lesson in CATALOGUE:
        measured = MEASURED.get(lesson.number, "-")
        found = minutes_of(lesson)
        print(f"{lesson.stem:24} {found:5.1f}  told: {rounded(found)}  measured: {measured}")


if __name__ == "__main__":
    main()
