"""`make verify`: everything that must hold before a release, each part with its time."""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from .answers.starters import starters
from .paths import ROOT
from .say import console

PYTHON = sys.executable
AT_ONCE = ("-n", "3", "--dist", "loadgroup")  # they wait as much as they compute


def verify() -> int:
    """Run every part, go on after one that failed, and return 1 if any did, else 0."""
    parts: dict[str, Callable[[], subprocess.CompletedProcess]] = {
        "the checks, on the solutions": lambda: pytest("tests", "--code", "solutions"),
        "the proofs": lambda: pytest("proofs", *AT_ONCE),
        "lint": lambda: run(PYTHON, "-m", "ruff", "check", "."),
        "format": lambda: run(PYTHON, "-m", "ruff", "format", "--check", "."),
        "a newcomer's first two commands": newcomer,
    }
    begin, failed = time.monotonic(), []
    for name, part in parts.items():
        console.print(f"{name} ...", highlight=False)
        start = time.monotonic()
        done = part()
        good = done.returncode == 0
        failed += [] if good else [name]
        word = "[done]ok[/]" if good else "[wrong]failed[/]"
        console.print(f"  {word} after {time.monotonic() - start:.1f} s. {closing_line(done)}")
        if not good:
            console.print(done.stdout[-6000:], markup=False)
    seconds = time.monotonic() - begin
    if failed:
        console.print(f"\n[wrong]Failed:[/] {', '.join(failed)} ({seconds:.0f} s in all)")
        return 1
    console.print(f"\n[done]All of it holds[/] ({seconds:.0f} s in all).")
    return 0


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
    """Run pytest; a warning in our own code is an error."""
    return run(PYTHON, "-m", "pytest", "-q", "-W", "error", "--timeout=120", *words)


def closing_line(done: subprocess.CompletedProcess) -> str:
    """Return pytest's last line, such as "154 passed in 1.6s", "" for other commands."""
    found = re.findall(r"^=*\s*(\d+ (?:passed|failed|skipped).*?)\s*=*$", done.stdout, re.MULTILINE)
    return found[-1] if found else ""


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
        expected = ("Ready:", "Step 1.1", "FELL", "held")
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


def copy_course(copy: Path) -> None:
    """Copy what git would clone, with the starters as lessons whatever a learner wrote."""
    listed = run("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard")
    if listed.returncode == 0:
        names = [name for name in listed.stdout.split("\0") if name]
    else:
        hidden = {".venv", ".course", "__pycache__"}
        files = [path.relative_to(ROOT) for path in ROOT.rglob("*") if path.is_file()]
        names = [str(path) for path in files if not hidden & set(path.parts)]
    for name in names:
        if (ROOT / name).is_file():
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, copy / name)
    for name, text in starters().items():
        (copy / "lessons" / name).write_text(text, encoding="utf-8")
