"""The command line: runs what was typed, and answers a mistake with one sentence."""

import difflib
import os
import re
import sys
import traceback
from contextlib import suppress

import click

from .catalogue import UnknownLesson
from .commands import commands
from .endings import end_as_with_ctrl_c
from .say import command, console
from .setup.damage import sentence
from .visible import visible


def main() -> None:
    """Run the command of sys.argv, and exit: 2 for what cannot be understood."""
    end_as_with_ctrl_c()
    try:
        if os.environ.get("COURSE_MAKE"):
            refuse_what_does_nothing()
        commands.main(prog_name="python -m course", standalone_mode=False)
    except (UnknownLesson, click.ClickException) as error:
        sys.exit(refuse(error))
    except (KeyboardInterrupt, click.Abort):
        with suppress(OSError):  # the terminal may be gone
            print("Stopped.", file=sys.stderr, flush=True)  # click has ended the line
        sys.exit(130)
    except Exception as error:
        if said := sentence(error):
            sys.exit(visible(said))
        console.file = sys.stderr  # a fault of ours, yet what went wrong may be quoted in it
        console.print(traceback.format_exc(), markup=False, soft_wrap=True)
        sys.exit(1)


def refuse_what_does_nothing() -> None:
    """Refuse words for make that no command would read. Raises click.UsageError."""
    goals = os.environ.get("COURSE_GOALS", "").split() or ["help"]
    for number, goal in enumerate(goals):
        if goal not in commands.commands:
            raise click.UsageError(unknown_command(goal, goals[number - 1] if number else "test"))
    # Spaces in a setting have a backslash before them there.
    words = re.findall(r"(?:\\.|\S)+", os.environ.get("MAKEFLAGS", "").partition("-- ")[2])
    options = [option for goal in goals for option in commands.commands[goal].params]
    known = [one.envvar.removeprefix("COURSE_") for one in options if one.envvar] + ["PYTHON"]
    for name in (word.partition("=")[0].rstrip(":+?!") for word in words):
        if name not in known:
            close = difflib.get_close_matches(name.upper(), known, n=1)
            guess = f"Did you mean {close[0]}?" if close else f"It has {', '.join(known)}."
            raise click.UsageError(f"{command(goals[0])} has no setting {name}. {guess}")


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


def unknown_command(name: str, before: str = "test") -> str:
    """Return the sentence for a command that there is not. before: the command it came after."""
    close = difflib.get_close_matches(name.lower(), list(commands.commands), n=1)
    likely = command(close[0]) if close else ""
    if re.fullmatch(r"\d+", name):
        likely = command(before, lesson=name)
    elif re.fullmatch(r"\d+\.\d+x?", name):
        likely = command(before, step=name)
    guess = f"Did you mean {likely}?" if likely else f"All commands: {command('help')}"
    return f"There is no command {name}. {guess}"
