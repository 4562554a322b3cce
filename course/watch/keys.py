"""Single keys of a terminal, without Enter. Where there is no terminal, there are none."""

import os
import select
import signal
import sys
from contextlib import suppress

try:
    import termios
except ImportError:  # Windows
    import msvcrt


class Keys:
    """A context manager; within it, pressed() gives the keys. can_read: is there a terminal?"""

    def __init__(self) -> None:
        self.can_read = False

    def __enter__(self) -> "Keys":
        if os.name == "nt":
            self.can_read = sys.stdin is not None and sys.stdin.isatty()
        else:
            self.can_read = is_ours()
        if self.can_read and os.name != "nt":
            self.before = termios.tcgetattr(0)
            # A shell that has stopped us and lets us go on sets its own mode in between.
            self.handler = signal.signal(signal.SIGCONT, lambda *_: self.listen())
            self.listen()
        return self

    def __exit__(self, *_: object) -> None:
        if self.can_read and os.name != "nt":
            signal.signal(signal.SIGCONT, self.handler)
            with suppress(termios.error):  # the terminal is gone
                termios.tcsetattr(0, termios.TCSADRAIN, self.before)

    def listen(self) -> None:
        """Give each key at once, and do not show it. Ctrl-C and Ctrl-Z do what they do."""
        if not is_ours():
            return
        mode = termios.tcgetattr(0)
        mode[3] &= ~(termios.ICANON | termios.ECHO)
        termios.tcsetattr(0, termios.TCSADRAIN, mode)

    def pressed(self) -> str:
        """Return what was pressed since the last call, in lower case."""
        if not self.can_read:
            return ""
        if os.name == "nt":
            return "".join(iter(lambda: msvcrt.getwch() if msvcrt.kbhit() else "", "")).lower()
        if not is_ours() or not select.select([0], [], [], 0)[0]:
            return ""
        with suppress(OSError):
            read = os.read(0, 1024)
            self.can_read = bool(read)  # a terminal that was closed has no more to give
            return read.decode(errors="replace").lower()
        return ""


def is_ours() -> bool:
    """Is there a terminal, and are we in its foreground? It would stop another who reads."""
    try:
        return os.isatty(0) and os.tcgetpgrp(0) == os.getpgrp()
    except OSError:
        return False
