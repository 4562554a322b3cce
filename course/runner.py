"""Runs checks in a process of their own: whatever the learner's code does, we go on."""

import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from .catalogue import Lesson
from .paths import ROOT, TESTS

# Seconds. One check that takes longer than CHECK is stopped by pytest; where that has no
# effect (a loop in C, a bare except around it), the process is ended after STUCK.
CHECK, STUCK, ALL = 5, 12, 240


@dataclass
class Check:
    """One check of a run. outcome: passed, failed, skipped, or begun (it never came back)."""

    id: str
    step: str
    outcome: str = "begun"
    found: dict | None = None
    printed: str = ""

    @property
    def name(self) -> str:
        """What the check is about, in words."""
        function = self.id.rpartition("::")[2].partition("[")[0]
        return function.removeprefix("test_").replace("_", " ")

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


def run_checks(lessons: Iterable[Lesson], package: str = "lessons") -> Run:
    """Run the checks of the lessons on a package. Never raises for what is in the package."""
    lessons = list(lessons)
    with tempfile.TemporaryDirectory(prefix="course-") as folder:
        results, stack = Path(folder, "results"), Path(folder, "stack")
        results.touch()
        output = _run_pytest(lessons, package, results, stack)
        run = Run(read_results(results.read_text(encoding="utf-8")))
        stuck = [check for check in run.checks if check.outcome == "begun"]
        if stuck:
            text = stack.read_text(encoding="utf-8") if stack.exists() else ""
            stuck[-1].outcome, stuck[-1].found = "failed", _stuck(text, package)
        elif not run.checks or "INTERNALERROR" in output:
            run.trouble = output.strip()[-2000:] or "The checks did not begin."
    return run


def _run_pytest(lessons: list[Lesson], package: str, results: Path, stack: Path) -> str:
    """Run pytest on the lessons' checks and return what it printed."""
    command = [sys.executable, "-m", "pytest", "-q", "--tb=no", "--no-header", "-W", "ignore"]
    command += ["-p", "no:debugging", "-p", "no:faulthandler", f"--timeout={CHECK}"]
    command += ["--code", package, "--results", str(results)]
    command += [str(check_file(lesson)) for lesson in lessons]
    environment = dict(os.environ, PYTHONBREAKPOINT="course.causes.at_breakpoint")
    environment |= {"COURSE_STACK": str(stack), "PYTHONIOENCODING": "utf-8"}
    with subprocess.Popen(
        command,
        cwd=ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    ) as process:
        try:
            return process.communicate(timeout=ALL)[0].decode("utf-8", "replace")
        except subprocess.TimeoutExpired:
            return ""
        finally:
            process.kill()


def read_results(text: str) -> list[Check]:
    """Return the checks out of the lines that the plugin wrote."""
    checks: dict[str, Check] = {}
    for line in text.splitlines():
        event = json.loads(line)
        check = checks.setdefault(event["check"], Check(event["check"], event["step"]))
        if event["event"] == "end" and check.outcome != "failed":
            check.outcome, check.found = event["outcome"], event["found"]
            check.printed = event["printed"]
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
    return {"kind": "raised", "headline": said, "place": "", "trace": []}
