"""Runs checks in a process of their own: whatever the learner's code does, we go on."""

import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from ..catalogue import Lesson
from ..files import look_for_room
from ..paths import ROOT, TESTS
from ..servers.processes import end_group
from ..setup.damage import damage
from ..setup.venv import disturbs
from ..visible import visible_in

# Seconds. One check that takes longer than CHECK is stopped by pytest; where that has no
# effect (a loop in C, a bare except around it), the process is ended after STUCK.
CHECK, STUCK, ALL = 5, 12, 240


@dataclass
class Check:
    """One check of a run. outcome: passed, failed, skipped, or begun (it never came back).

    blamed: the step that it speaks of, which may be another than its own: see blame.py.
    """

    id: str
    step: str
    outcome: str = "begun"
    found: dict | None = None
    printed: str = ""
    blamed: str = ""

    def __post_init__(self) -> None:
        self.blamed = self.blamed or self.step

    @property
    def function(self) -> str:
        """The name of its test function."""
        return self.id.rpartition("::")[2].partition("[")[0]

    @property
    def name(self) -> str:
        """What the check is about, in words."""
        return self.function.removeprefix("test_").replace("_", " ")

    @property
    def lesson_number(self) -> int:
        """The number of the lesson that the check belongs to."""
        return int(re.search(r"test_lesson(\d+)", self.id)[1])


@dataclass
class Run:
    """What came of a run. trouble: why it could not be brought to its end, or ""."""

    checks: list[Check] = field(default_factory=list)
    trouble: str = ""

    def of(self, lesson: Lesson) -> list[Check]:
        """Return the checks of one lesson."""
        return [check for check in self.checks if check.lesson_number == lesson.number]


def check_file(lesson: Lesson) -> Path:
    """Return the file with the lesson's checks."""
    return TESTS / f"test_{lesson.stem}.py"


def named(lesson: Lesson) -> str:
    """Return the lesson's checks as pytest is told: the path to the course may hold [ or ::."""
    return str(check_file(lesson).relative_to(ROOT))


def run_checks(
    lessons: Iterable[Lesson],
    package: str = "lessons",
    began: Callable[[subprocess.Popen], None] = lambda process: None,
) -> Run:
    """Run the checks of the lessons on a package. Never raises for what is in the package.

    began: is called with the process, which anybody may kill.
    """
    lessons = list(lessons)
    return run_with(lambda *files: _run_pytest(lessons, package, began, *files), package)


def run_with(run: Callable[[Path, Path], str], package: str) -> Run:
    """Return what comes of run(results, stack), which runs pytest and returns what it printed."""
    with tempfile.TemporaryDirectory(prefix="course-") as folder:
        results, stack = Path(folder, "results"), Path(folder, "stack")
        results.touch()
        output = run(results, stack)
        found = Run(read_results(results.read_text(encoding="utf-8")))
        stuck = [check for check in found.checks if check.outcome == "begun"]
        if stuck or not found.checks or "INTERNALERROR" in output:
            look_for_room(Path(folder))
        if stuck:
            text = stack.read_text(encoding="utf-8") if stack.exists() else ""
            stuck[-1].outcome, stuck[-1].found = "failed", _stuck(text, package)
        elif not found.checks or "INTERNALERROR" in output:
            said = damage(output) or output.strip()[-2000:]
            found.trouble = said or "The checks did not begin."
        # What is damaged outside of the lessons says nothing of them.
        outside = [one.found["outside"] for one in found.checks if "outside" in (one.found or {})]
        found.trouble = next(iter(outside), found.trouble)
    return found


def options() -> list[str]:
    """Return the options of pytest that every run is made with."""
    words = ["-q", "--tb=no", "--no-header", "-W", "ignore", f"--timeout={CHECK}"]
    # Other plugins that happen to be installed take time, and may change what a check does.
    words += ["--disable-plugin-autoload", "-p", "timeout"]
    return [*words, "-p", "no:debugging", "-p", "no:faulthandler"]


def environment(stack: Path) -> dict[str, str]:
    """Return the environment that every run is made in."""
    ours = {"PYTHONBREAKPOINT": "course.checks.causes.at_breakpoint", "PYTHONIOENCODING": "utf-8"}
    # A notebook's kernel may have been started with anything. The path leads to what is checked.
    kept = {k: v for k, v in os.environ.items() if k == "PYTHONPATH" or not disturbs(k)}
    return {**kept, **ours, "COURSE_STACK": str(stack)}


def _run_pytest(lessons: list[Lesson], package: str, began, results: Path, stack: Path) -> str:
    """Run pytest on the lessons' checks and return what it printed."""
    command = [sys.executable, "-m", "course.checks.runner", *options()]
    command += ["--code", package, "--results", str(results)]
    command += [named(lesson) for lesson in lessons]
    with subprocess.Popen(
        command,
        cwd=ROOT,
        env=environment(stack),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    ) as process:
        try:
            began(process)
            return process.communicate(timeout=ALL)[0].decode("utf-8", "replace")
        except subprocess.TimeoutExpired:
            return ""
        finally:
            end_group(process)


def read_results(text: str) -> list[Check]:
    """Return the checks out of the lines that the plugin wrote."""
    checks: dict[str, Check] = {}
    for line in text[: text.rfind("\n") + 1].splitlines():  # of a full disk, half a line
        event = json.loads(line)
        check = checks.setdefault(event["check"], Check(event["check"], event["step"]))
        if event["event"] == "blame":
            check.blamed = event["blamed"]
        elif event["event"] == "end" and check.outcome != "failed":
            check.outcome, check.found = event["outcome"], visible_in(event["found"])
            check.printed = visible_in(event["printed"])
    return list(checks.values())


def _stuck(stack: str, package: str) -> dict:
    """Return the words for a check that took the whole process with it."""
    folder = re.escape(package.rpartition(".")[2])
    frame = re.search(rf'File "[^"]*[/\\]({folder}[/\\]\w+\.py)", line (\d+)', stack)
    if frame:
        said = "Stopped after some seconds: this does not end."
        place = f"{frame[1]}:{frame[2]}"
        return {"kind": "endless", "headline": said, "place": place, "trace": []}
    said = "Your code ended the whole program, and the checks with it."
    return {"kind": "ended", "headline": said, "place": "", "trace": []}


if __name__ == "__main__":
    # On a slow machine these take seconds, and no check is to pay for them out of its own.
    import flask.testing  # noqa: F401
    import pytest
    import redis  # noqa: F401

    pytest.main()
    sys.stdout.flush()
    os._exit(0)  # a thread that a lesson has left would keep us waiting
