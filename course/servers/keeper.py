"""`python keeper.py WORDS ...`: runs a program that does not mind its stdin, and ends it with ours.

So a Redis ends with the process that started it, even where that one is killed.
"""

import subprocess
import sys
import threading


def main() -> None:
    """Run the program until our stdin ends, or it ends itself. Write its process id first."""
    try:
        program = subprocess.Popen(
            sys.argv[1:], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL
        )
    except OSError:
        sys.exit(1)
    print(program.pid, flush=True)

    def watch() -> None:
        sys.stdin.read()
        program.terminate()

    threading.Thread(target=watch, daemon=True).start()
    sys.exit(program.wait())


if __name__ == "__main__":
    main()
