"""How a command ends: a Ctrl-C, a signal and a closed terminal window are all the same to it."""

import os
import select
import signal
import threading


def end_as_with_ctrl_c() -> None:
    """Raise KeyboardInterrupt too when somebody ends this process, or closes its terminal."""
    for name in ("SIGHUP", "SIGTERM"):
        number = getattr(signal, name, None)  # Windows has no HUP
        # nohup has it ignored, and it shall stay so.
        if number and signal.getsignal(number) == signal.SIG_DFL:
            signal.signal(number, signal.default_int_handler)
    if hasattr(signal, "SIGHUP") and signal.getsignal(signal.SIGHUP) != signal.SIG_IGN:
        watch_terminal()


def watch_terminal() -> None:
    """Send this process a HUP once its terminal is gone.

    The system tells only the first process of the terminal. That may be make, which waits for us.
    """
    terminals = [fd for fd in (0, 1, 2) if os.isatty(fd)]
    if not terminals or not hasattr(select, "poll"):
        return

    def watch() -> None:
        poll = select.poll()
        poll.register(terminals[0], 0)  # to be told of its end only
        if any(event & select.POLLHUP for _, event in poll.poll()):  # macOS may refuse to watch
            os.kill(os.getpid(), signal.SIGHUP)

    threading.Thread(target=watch, daemon=True).start()
