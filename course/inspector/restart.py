"""The button that restarts the server: the same command anew, on the same listening socket."""

import os
import sys
import threading
from typing import Any

# Elsewhere exec is a new process beside the old one, which our parent does not know.
POSSIBLE = hasattr(os, "fork")


class Restart:
    """Ends this process and begins it again. server: the one that is to stop accepting."""

    def __init__(self) -> None:
        self.server: Any = None
        self.answered = threading.Event()

    def begin(self) -> None:
        """Accept no more visits: the next one waits for the new process."""
        self.server.shutdown()

    def finish(self) -> None:
        """Go once the answer to the button is out. All of this process's memory is gone then."""
        self.answered.wait(5)
        sys.stdout.flush()
        os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:]])  # noqa: S606
