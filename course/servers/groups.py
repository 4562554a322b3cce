"""Process groups: what a learner's code has started ends with it."""

import os
import signal
import subprocess
from contextlib import suppress


def end_group(process: subprocess.Popen) -> None:
    """End a process that began a session, with its children where the system knows groups."""
    if hasattr(os, "killpg"):
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    process.kill()
    process.wait()
