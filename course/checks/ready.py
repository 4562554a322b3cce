"""Is this machine ready? Once on each, the checks must pass on the solutions."""

import contextlib
import hashlib
import sys
import time

from ..catalogue import CATALOGUE
from ..files import write
from ..paths import ROOT, WORK
from ..say import console
from .runner import Run, run_checks

STAMP = WORK / "ready"
SOURCES = ("course/**/*.py", "solutions/*.py", "tests/*.py", "requirements.txt", "pyproject.toml")


def fingerprint() -> str:
    """Return a digest of everything but the learner's work that a check depends on."""
    digest = hashlib.sha256(sys.version.encode())
    for pattern in SOURCES:
        for path in sorted(ROOT.glob(pattern)):
            digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()


def ensure_ready() -> bool:
    """Check this machine unless that was done, say so, and return whether it is ready."""
    now = fingerprint()
    if STAMP.exists() and STAMP.read_text(encoding="utf-8") == now:
        return True
    console.print("First, is this machine ready? The checks run on the solutions ...")
    begin = time.monotonic()
    run = run_checks(CATALOGUE, "solutions")
    failed = [check for check in run.checks if check.outcome != "passed"]
    if run.trouble or failed:
        _say_not_ready(run, failed)
        return False
    seconds = time.monotonic() - begin
    console.print(
        f"[done]Ready:[/] {len(run.checks)} checks passed in {seconds:.1f} s. Now yours.\n"
    )
    # A folder that cannot be written to is no reason not to learn.
    with contextlib.suppress(OSError):
        write(STAMP, now)
    return True


def _say_not_ready(run: Run, failed: list) -> None:
    console.print(
        "[wrong]This machine is not ready.[/] Your code is not the reason: these checks ran on "
        "the solutions."
    )
    if failed:
        found = failed[0].found or {}
        console.print(f"  {len(failed)} of {len(run.checks)} failed, first: {failed[0].id}")
        console.print(f"  {found.get('headline', 'It was left out.')}", markup=False)
    else:
        console.print(run.trouble, markup=False)
    console.print("If a fresh copy of the course says the same, please report it.")
