"""What `make` alone says: what there is and what to do next, on one screen."""

import textwrap
from itertools import zip_longest

from .catalogue import CATALOGUE
from .say import command, console

# Name, lesson ("[n]" may be left out), what it does.
COMMANDS = (
    ("demo", "[n]", "see it all: servers, headers, attacks"),
    ("test", "[n]", "check your work"),
    ("watch", "[n]", "the same at every save, and your page"),
    ("hint", "[n]", "a hint for the first thing to do or wrong"),
    ("run", "n", "your page at http://127.0.0.1:3000"),
    ("attack", "[n]", "attack your own code"),
    ("together", None, "your lesson 4 beside a real Express"),
    ("notebooks", "[n]", "read and run a lesson, your file beside it"),
    ("solution", "n", "the difference to the solution"),
    ("catch-up", "n", "fill in what is not solved before it"),
    ("reset", "n", "the starter again, yours backed up"),
    ("restore", None, "list the backups, put one back"),
)


def overview() -> None:
    """Show the course, the commands, the lessons and the next command: 80 x 24 at most."""
    console.print("[name]Sessions from Scratch[/]: build web sessions by hand, attack every step,")
    console.print("and see it hold. You write in lessons/, in the editor of your choice.\n")
    typed = [shown(name, lesson) for name, lesson, _ in COMMANDS]
    width = max(map(len, typed)) + 2
    for words, (_, _, says) in zip(typed, COMMANDS, strict=True):
        print_row(f"  {words:{width}}", says)
    console.print("\nLessons (n):")
    titles = [f"{lesson.number}  {lesson.title}" for lesson in CATALOGUE]
    for left, right in zip_longest(titles[::2], titles[1::2], fillvalue=""):
        print_row(f"  {left:36}", right)
    look, write = command("demo"), command("test")
    console.print(f"To look first: [command]{look}[/]. To write: [command]{write}[/].")
    console.print(f"A newer course: {command('update')}. Teachers: {command('grade')}")


def print_row(left: str, right: str) -> None:
    """Print two texts beside each other; in a narrow terminal the second one below the first."""
    if len(left + right) <= console.width:
        return console.print((left + right).rstrip(), markup=False, soft_wrap=True)
    below = textwrap.indent(textwrap.fill(right, max(console.width - 6, 20)), " " * 6)
    return console.print(f"{left.rstrip()}\n{below}", markup=False, soft_wrap=True)


def shown(name: str, lesson: str | None) -> str:
    """Return a command, with brackets around a lesson that may be left out."""
    if lesson != "[n]":
        return command(name, lesson)
    *words, last = command(name, "n").split(" ")
    return " ".join([*words, f"[{last}]"])
