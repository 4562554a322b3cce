"""A copy of the course in a folder of its own: our proofs never touch the learner's files."""

import os
import shlex
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Sequence
from pathlib import Path

from course.checks.ready import fingerprint
from course.copies import copy_course, write_files
from course.lesson_files.starters import starters
from course.lesson_files.steps import steps_before
from course.paths import ROOT

COMMAND = "from course.cli import main; main()"


class Copy:
    """A copy in which commands run. A folder with a space, as people have them."""

    def __init__(self, folder: Path, name: str = "my course") -> None:
        self.root = folder / name
        copy_course(self.root)
        (self.root / "requirements.txt").write_text("# nothing\n")
        (self.root / "requirements-dev.txt").write_text("-r requirements.txt\n")

    @property
    def lessons(self) -> Path:
        """The learner's files."""
        return self.root / "lessons"

    def course(self, *arguments: str, **settings: str) -> subprocess.CompletedProcess:
        """Run a command of the course in this copy, with this very Python."""
        return self.start([sys.executable, "-c", COMMAND, *arguments], **settings)

    def start(self, words: list[str], **settings: str) -> subprocess.CompletedProcess:
        """Run any command in this copy."""
        return subprocess.run(
            words,
            cwd=self.root,
            env=environment(**settings),
            capture_output=True,
            text=True,
            errors="replace",
        )

    def furnish(self) -> None:
        """Set it up, without a network: for uv stands what links the packages that we run with."""
        ours, venv = Path(sysconfig.get_paths()["purelib"]), self.root / ".venv"
        self.site = venv / ours.relative_to(sys.prefix)
        uv = self.root.parent / "bin" / "uv"
        uv.parent.mkdir()
        inside = self.site.relative_to(self.root)
        uv.write_text(f"#!/bin/sh\nln -sf {shlex.quote(str(ours))}/* {inside}/\n")
        uv.chmod(0o755)
        self.path = f"{uv.parent}{os.pathsep}{os.environ['PATH']}"
        self.is_ready()
        first = self.typed("solution", "1")
        assert first.returncode == 0, first.stderr

    def is_ready(self) -> None:
        """Say that the checks passed here on the solutions, as they did in other proofs."""
        shutil.copy(ROOT / "requirements.txt", self.root)
        (self.root / ".course").mkdir(exist_ok=True)
        (self.root / ".course" / "ready").write_text(fingerprint(), encoding="utf-8")

    def typed(
        self, *arguments: str, options: Sequence[str] = (), **settings: str
    ) -> subprocess.CompletedProcess:
        """Run a command as a person types it, in the furnished copy. options: Python's."""
        return self.start(self.words(*arguments, options=options), PATH=self.path, **settings)

    def words(self, *arguments: str, options: Sequence[str] = ()) -> list[str]:
        """Return a command as a person types it."""
        base = getattr(sys, "_base_executable", sys.executable)
        return [base, *options, "-m", "course", *arguments]

    def solve(self) -> None:
        """Put the solutions in the place of the learner's files."""
        write_files(self.lessons, starters(steps_before()))

    def backups(self) -> list[Path]:
        """What was backed up."""
        return sorted((self.root / ".course" / "backup").glob("*"))


def environment(**settings: str) -> dict[str, str]:
    """Return this environment without what a surrounding make has put there."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("COURSE_", "MAKE", "MFLAGS"))}
    return {**kept, **settings}
