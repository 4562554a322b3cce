"""A copy of the course in a folder of its own: our proofs never touch the learner's files."""

import os
import subprocess
import sys
from pathlib import Path

from course.answers.starters import starters
from course.answers.steps import steps_before
from course.copies import copy_course, write_files

COMMAND = "from course.cli import main; main()"


class Copy:
    """A copy in which commands run. A folder with a space, as people have them."""

    def __init__(self, folder: Path) -> None:
        self.root = folder / "my course"
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
            words, cwd=self.root, env=environment(**settings), capture_output=True, text=True
        )

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
