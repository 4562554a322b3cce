"""Child processes that end when we end, however that happens: they end with their stdin."""

import os
import signal
import subprocess
import sys
import threading
from contextlib import suppress
from typing import Any

from ..paths import ROOT
from . import supervisor

LOADING = 10  # seconds for a lesson to load; it takes half a second
ENDLESS = f"has not finished loading after {LOADING} seconds. Is there a loop? Is the machine busy?"


def start(*words: str, **options: Any) -> subprocess.Popen:
    """Start a Python with these words. It must end when its stdin ends.

    A Ctrl-C in the terminal does not reach it: who started it ends it.
    """
    path = [str(ROOT), os.environ.get("PYTHONPATH", "")]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, path))}
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    settings = pipes | {"cwd": ROOT, "env": environment, "start_new_session": True}
    return subprocess.Popen([sys.executable, *words], **settings | options)


def supervise(
    *words: str,
    patience: int,
    ready: str = "",
    given: str = "",
    litter: str = "",
    **options: Any,
) -> subprocess.Popen:
    """Start any program; it ends with us. patience, ready, litter: see supervisor.py.

    given: lines that the program reads, without an empty one.
    """
    process = start("-S", supervisor.__file__, str(patience), ready, litter, *words, **options)
    with suppress(BrokenPipeError):
        process.stdin.write(given + "\n")
        process.stdin.flush()
    return process


def line_of(process: subprocess.Popen, seconds: float) -> str:
    """Return the next line that a child writes, "" where none comes in time: then it is killed."""
    timer = threading.Timer(seconds, end_group, [process])
    timer.start()
    try:
        return process.stdout.readline().strip()
    finally:
        timer.cancel()


def say_goodbye(process: subprocess.Popen) -> None:
    """Tell a supervisor that we end its program, and see to its litter ourselves."""
    with suppress(OSError, ValueError):  # it has ended already
        process.stdin.write("goodbye\n")
        process.stdin.flush()


def end(process: subprocess.Popen, patience: float = 5) -> None:
    """Let a child end, and wait for it; kill it, with all it started, after so many seconds."""
    with suppress(OSError):
        process.stdin.close()
    try:
        process.wait(patience)
    except subprocess.TimeoutExpired:
        end_group(process)
    for stream in (process.stdout, process.stderr):
        if stream:
            stream.close()


def end_group(process: subprocess.Popen) -> None:
    """Kill a process that began a session, with its children where the system knows groups."""
    if hasattr(os, "killpg"):
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    process.kill()
    process.wait()
