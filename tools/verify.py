"""`make verify`: everything that must hold before a release; `make quick`: the fast parts of it."""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from course.copies import copy_course
from course.paths import ROOT
from course.say import console

PYTHON = sys.executable
AT_ONCE = ("-n", "2", "--dist", "loadgroup")  # with more, browsers and servers are late


# Proofs that take long, or need a browser or the notebooks: not for a change under way.
SLOW = (
    "any_cookie",
    "express_*",
    "grade",
    "inspector_*",
    "login_browser",
    "needed",
    "notebook*",
    "real_browser",
    "watch",
    "zoo",
)
Parts = dict[str, Callable[[], subprocess.CompletedProcess]]
STYLE: Parts = {
    "lint": lambda: run(PYTHON, "-m", "ruff", "check", "."),
    "format": lambda: run(PYTHON, "-m", "ruff", "format", "--check", "."),
}
CHECKS: Parts = {"the checks, on the solutions": lambda: pytest("tests", "--code", "solutions")}


def quick() -> int:
    """Run what is done in a minute, and return 1 if any of it failed, else 0."""
    left_out = [f"--ignore-glob=*/test_{name}.py" for name in SLOW]
    proofs = {"the quick proofs": lambda: pytest("proofs", *AT_ONCE, *left_out)}
    return run_parts(STYLE | CHECKS | proofs)


def verify() -> int:
    """Run every part, and return 1 if any failed, else 0."""
    proofs = {"the proofs": lambda: pytest("proofs", *AT_ONCE)}
    return run_parts(CHECKS | proofs | STYLE | {"a newcomer's first two commands": newcomer})


def run_parts(parts: Parts) -> int:
    """Run the parts, go on after one that failed, and return 1 if any did, else 0."""
    begin, failed = time.monotonic(), []
    for name, part in parts.items():
        console.print(f"{name} ...", highlight=False)
        start = time.monotonic()
        done = part()
        report(done, time.monotonic() - start)
        failed += [name] if done.returncode else []
    seconds = time.monotonic() - begin
    if failed:
        console.print(f"\n[wrong]Failed:[/] {', '.join(failed)} ({seconds:.0f} s in all)")
        return 1
    console.print(f"\n[done]All of it holds[/] ({seconds:.0f} s in all).")
    return 0


def report(done: subprocess.CompletedProcess, seconds: float) -> None:
    """Print how a part went, what it skipped and why, and all of it where it failed."""
    word = "[wrong]failed[/]" if done.returncode else "[done]ok[/]"
    console.print(f"  {word} after {seconds:.1f} s. {closing_line(done)}")
    for line in skipped(done):
        console.print(f"  {line}", markup=False, soft_wrap=True)
    if done.returncode:
        console.print(done.stdout[-6000:], markup=False)


def run(*words: str, cwd: Path = ROOT, **environment: str) -> subprocess.CompletedProcess:
    """Run a command, and keep what it prints. environment: what is set beside our own."""
    return subprocess.run(
        words,
        cwd=cwd,
        env=os.environ | environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    )


def pytest(*words: str) -> subprocess.CompletedProcess:
    """Run pytest; a warning in our own code is an error. A fixture may take longer."""
    limit = ("--timeout=120", "-o", "timeout_func_only=true")
    return run(PYTHON, "-m", "pytest", "-q", "-rfEs", "-W", "error", *limit, *words)


def closing_line(done: subprocess.CompletedProcess) -> str:
    """Return pytest's last line, such as "154 passed in 1.6s", "" for other commands."""
    found = re.findall(r"^=*\s*(\d+ (?:passed|failed|skipped).*?)\s*=*$", done.stdout, re.MULTILINE)
    return found[-1] if found else ""


def skipped(done: subprocess.CompletedProcess) -> list[str]:
    """Return a line for each reason for which pytest skipped, with how often that was."""
    reasons: Counter[str] = Counter()
    pattern = r"^SKIPPED \[(\d+)\] \S+?(?::\d+)?: (.*)$"
    for number, reason in re.findall(pattern, done.stdout, re.MULTILINE):
        reasons[reason.removeprefix("Skipped: ")] += int(number)
    return [f"{number} skipped: {reason}" for reason, number in reasons.items()]


def newcomer() -> subprocess.CompletedProcess:
    """Copy the course into an empty folder, as a clone would, and run demo and test there."""
    with tempfile.TemporaryDirectory(prefix="course-newcomer-") as folder:
        copy = Path(folder, "sessions from scratch")
        copy_course(copy)
        output = ""
        for command in ("demo", "test"):
            done = run(*typed(command), cwd=copy, **stranger())
            output += f"$ {' '.join(typed(command))}\n{done.stdout}\n"
            done.stdout = output
            if done.returncode:
                return done
        expected = ("Ready:", "Step 1.1", "FELL       forge", "held       forge")
        missing = [words for words in expected if words not in output]
        done.returncode = 1 if missing else 0
        done.stdout += f"\nNot to be seen there: {missing}" if missing else ""
        return done


def typed(command: str) -> list[str]:
    """Return a command as a newcomer types it."""
    return ["make", command] if shutil.which("make") else ["python3", "-m", "course", command]


def stranger() -> dict[str, str]:
    """Return settings that hide what this process knows: a newcomer has none of it."""
    path = os.environ["PATH"].split(os.pathsep)
    inside = str(Path(PYTHON).parent)
    ours = [name for name in os.environ if name.startswith(("COURSE_", "PYTEST_"))]
    outside = os.pathsep.join(part for part in path if part != inside)
    return dict.fromkeys(ours, "") | {"PATH": outside, "MAKEFLAGS": "", "MAKELEVEL": ""}
