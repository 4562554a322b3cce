"""A room for a submission: a copy of the kit and the checks, without solutions, in a temp folder.

The code runs there in a process of its own, with an emptied environment, a Redis of its own
(the checks start it) and limits. It is no sandbox: see WARNING.
"""

import json
import os
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Collection
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from course.catalogue import Lesson
from course.checks.runner import Run, run_with
from course.lesson_files.starters import starters
from course.paths import ROOT
from course.servers.processes import end_group

from .cell import FILE_BYTES
from .seal import opened

WARNING = """\
A submission is other people's code, and grading runs it. It runs in a copy,
with an emptied environment, its own Redis, and limits of time and memory.
That keeps accidents away. It is no sandbox: code that means harm can read
what you can read, use the network, and forge its own grade. And whoever
copies the solutions passes."""

# Seconds that the checks of one lesson may take, on the clock; bytes of address space.
WALL, MEMORY = 60, 2**30
KILLED = "This code ended the process that runs it."
# Without these, Python or Windows itself would not start.
NEEDED = ("PATH", "LD_LIBRARY_PATH", "SYSTEMROOT", "SYSTEMDRIVE", "COMSPEC", "PATHEXT")
LARGEST, MOST_FILES = 200_000, 50


class Rooms:
    """Runs submissions. stop() ends all that are running, from another thread too."""

    def __init__(self, wall: float = WALL, memory: int = MEMORY) -> None:
        self.wall, self.memory = wall, memory
        self.running: set[subprocess.Popen] = set()
        self.stopped = False
        self.lock = threading.Lock()

    def run(
        self, files: dict[str, bytes], lesson: Lesson, only: Collection[str] | None = None
    ) -> Run:
        """Run one lesson's checks on a submission. Never raises for what is in it.

        files: name to content. only: the ids of the checks to run, None for all.
        """
        with tempfile.TemporaryDirectory(prefix="course-", ignore_cleanup_errors=True) as folder:
            room = Path(folder).resolve() / "course"
            furnish(room, files)
            troubles: list[str] = []
            order = {"lesson": lesson.number, "only": None if only is None else sorted(only)}
            run = run_with(lambda *paths: self._run(room, order, troubles, *paths), "lessons")
            end_what_is_left(room)
        run.trouble = next(iter(troubles), run.trouble)
        return run

    def _run(self, room: Path, order: dict, troubles: list, results: Path, stack: Path) -> str:
        sealed, key = results.with_name("sealed"), secrets.token_bytes(32)
        order = order | {"key": key.hex(), "results": str(sealed)}
        order |= {"seconds": int(self.wall) + 1, "memory": self.memory, "hidden": str(ROOT)}
        # Output goes to a file: a pipe would wait for whoever was left behind with it.
        with open(results.with_name("output"), "w+b") as output, open(sealed, "w+b") as lines:
            process = self._start(room, order, output)
            try:
                if process and process.wait(self.wall) < 0:
                    troubles.append(KILLED)
            except subprocess.TimeoutExpired:
                troubles.append(f"Stopped after {self.wall:g} seconds.")
            finally:
                self._end(process)
            # How far it came before it was killed is chance.
            found = "" if KILLED in troubles else opened(text_of(lines), key)
            results.write_text(found, encoding="utf-8")
            said = text_of(output)
        if (room / "stack").is_file():
            with open(room / "stack", "rb") as trace:
                stack.write_text(text_of(trace), encoding="utf-8")
        return said

    def _start(self, room: Path, order: dict, output) -> subprocess.Popen | None:
        with self.lock:
            if self.stopped:
                return None
            process = subprocess.Popen(
                [sys.executable, "-m", "classroom.cell"],
                cwd=room,
                env=environment(room),
                stdin=subprocess.PIPE,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
            self.running.add(process)
        with process.stdin as stdin, suppress(OSError):
            stdin.write(json.dumps(order).encode() + b"\n")
        return process

    def _end(self, process: subprocess.Popen | None) -> None:
        if process:
            end_group(process)
            with self.lock:
                self.running.discard(process)

    def stop(self) -> None:
        """End what is running, and begin nothing more."""
        with self.lock:
            self.stopped = True
            for process in self.running:
                end_group(process)


def end_what_is_left(room: Path) -> None:
    """End processes that left their group, where the system tells who belongs to a room."""
    mark = f"HOME={room / 'home'}".encode()
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if mark in (process / "environ").read_bytes().split(b"\0"):
                os.kill(int(process.name), signal.SIGKILL)


def furnish(room: Path, files: dict[str, bytes]) -> None:
    """Put the kit, the checks, the given files and the submission into a new room."""
    for name in ("course", "classroom", "tests"):
        # With the compiled files, which are good as long as the times are the same.
        ignored = shutil.ignore_patterns("*.md")
        shutil.copytree(ROOT / name, room / name, ignore=ignored)
    shutil.copy2(ROOT / "pyproject.toml", room)
    for name in ("lessons", "home", "tmp"):
        (room / name).mkdir()
    given = {name: text.encode() for name, text in starters().items() if "lesson" not in name}
    for name, content in (given | files).items():
        (room / "lessons" / name).write_bytes(content)


def files_in(folder: Path) -> dict[str, bytes]:
    """Return a submission's Python files, without those that why_not leaves out."""
    paths = [path for path in sorted(folder.glob("*.py")) if not why_not(path)]
    return {path.name: path.read_bytes() for path in paths[:MOST_FILES]}


def why_not(path: Path) -> str:
    """Return why a file of a submission is not read, "" where it is."""
    if path.is_symlink():
        return f"{path.name} is a link, and links are not followed."
    if not path.is_file():
        return f"There is no file lessons/{path.name}."
    if not os.access(path, os.R_OK):
        return f"{path.name} may not be read."
    if path.stat().st_size > LARGEST:
        return f"{path.name} was not read: it has over {LARGEST // 1000} KB."
    return ""


def environment(room: Path) -> dict[str, str]:
    """Return an environment that holds nothing of this person's."""
    ours = {name: os.environ[name] for name in NEEDED if name in os.environ}
    temporary = dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(room / "tmp"))
    homes = dict.fromkeys(("HOME", "USERPROFILE"), str(room / "home"))
    settings = {
        "COURSE_STACK": str(room / "stack"),
        "LANG": "C.UTF-8",
        # Else each thread takes 128 MB of addresses.
        "MALLOC_ARENA_MAX": "2",
        "PYTHONBREAKPOINT": "course.checks.causes.at_breakpoint",
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONIOENCODING": "utf-8",
    }
    return ours | temporary | homes | settings


def text_of(file: BinaryIO) -> str:
    """Return the beginning of a file as text, whatever a submission wrote into it."""
    file.seek(0)
    return file.read(FILE_BYTES).decode("utf-8", "replace")
