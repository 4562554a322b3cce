"""The command line: runs what was typed, and answers a mistake with one sentence."""

import difflib
import errno
import os
import re
import sys

import click

from .catalogue import UnknownLesson
from .commands import commands
from .say import command, console

UNWRITABLE = (errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOSPC)


def main() -> None:
    """Run the command of sys.argv, and exit: 2 for what cannot be understood."""
    try:
        commands.main(prog_name="python -m course", standalone_mode=False)
    except (UnknownLesson, click.ClickException) as error:
        sys.exit(refuse(error))
    except (KeyboardInterrupt, click.Abort):
        sys.exit(130)
    except OSError as error:
        if error.errno not in UNWRITABLE:
            raise
        sys.exit(f"{error.strerror}: {error.filename}")


def refuse(error: Exception) -> int:
    """Say in one sentence what is wrong with a command; return the exit code."""
    text = error.format_message() if isinstance(error, click.ClickException) else str(error)
    if text.startswith("No such command"):
        text = unknown_command(next(word for word in sys.argv[1:] if not word.startswith("-")))
    if os.environ.get("COURSE_MAKE"):
        text = re.sub(r"'--([a-z-]+)'", lambda found: found[1].upper().replace("-", "_"), text)
    console.file = sys.stderr
    console.print(text, markup=False)
    return getattr(error, "exit_code", 2)


def unknown_command(name: str) -> str:
    """Return the sentence for a command that there is not."""
    close = difflib.get_close_matches(name, list(commands.commands), n=1)
    guess = f"Did you mean {command(close[0])}?" if close else f"All commands: {command('help')}"
    return f"There is no command {name}. {guess}"
