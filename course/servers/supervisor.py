"""`python supervisor.py PATIENCE READY LITTER WORDS ...`: runs a program until our stdin ends.

So the program ends with the process that started it, even where that one is killed. What stdin
has before its first empty line is for the program: a password must not be in a command line,
which everybody on this machine can read. PATIENCE: seconds that the program may take to end.
READY: `ready` is written once the program has printed this; "" to show all that it prints.
LITTER: a folder that is removed with all that is in it, where our stdin ends without any more
words, since who started us was killed; "" for none.
"""

import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import suppress


def main() -> None:
    """Run the program until our stdin ends, or it ends itself."""
    patience, ready, litter, *words = sys.argv[1:]
    given = "".join(until_empty_line())
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE if ready else None}
    try:
        program = subprocess.Popen(words, text=True, errors="replace", **pipes)
    except OSError:
        sys.exit(1)
    orphaned = threading.Event()
    given_up = [program, float(patience), orphaned]
    threading.Thread(target=end_with_stdin, args=given_up, daemon=True).start()
    with suppress(BrokenPipeError):  # it has ended already
        program.stdin.write(given)
        program.stdin.close()
    for line in program.stdout or ():  # to the end: a full pipe would stop the program
        if ready and ready in line:
            print("ready", flush=True)
            ready = ""
    code = program.wait()
    if litter and orphaned.is_set():
        remove(litter)
    sys.exit(code)


def until_empty_line() -> Iterator[str]:
    """Give the lines of stdin before the first empty one."""
    for line in iter(sys.stdin.readline, ""):
        if line == "\n":
            return
        yield line


def end_with_stdin(program: subprocess.Popen, patience: float, orphaned: threading.Event) -> None:
    """End the program once stdin has ended; kill it where it refuses, as one that cannot save.

    orphaned: set where stdin ends without a word.
    """
    if not sys.stdin.read():
        orphaned.set()
    program.terminate()
    try:
        program.wait(patience)
    except subprocess.TimeoutExpired:
        program.kill()


def remove(folder: str) -> None:
    """Remove a folder. Others may do the same: each after its program, so the last one ends it."""
    import shutil  # hardly ever needed, and each program waits for our start

    shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
