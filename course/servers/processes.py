"""Child processes that end when we end, however that happens: they end with their stdin."""

import os
import subprocess
import sys
from typing import Any

from ..paths import ROOT


def start(*words: str, **options: Any) -> subprocess.Popen:
    """Start a Python with these words. It must end when its stdin ends.

    A Ctrl-C in the terminal does not reach it: who started it ends it.
    """
    path = [str(ROOT), os.environ.get("PYTHONPATH", "")]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, path))}
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    settings = pipes | {"cwd": ROOT, "env": environment, "start_new_session": True}
    return subprocess.Popen([sys.executable, *words], **settings | options)


def end(process: subprocess.Popen) -> None:
    """Let a child end, and wait for it."""
    process.stdin.close()
    try:
        process.wait(5)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    if process.stdout:
        process.stdout.close()
