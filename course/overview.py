"""What `make` alone says: what there is and what to do next, on one screen."""

import textwrap
from itertools import zip_longest

from .catalogue import CATALOGUE
from .redis_client import NotUsable
from .say import command, console
from .servers.redis_server import start_redis

# A command's words are its docstring. "[n]": the lesson may be left out.
COMMANDS = {
    "demo": "[n]",
    "test": "[n]",
    "watch": "[n]",
    "hint": "[n]",
    "run": "n",
    "attack": "[n]",
    "together": None,
    "notebooks": "[n]",
    "solution": "n",
    "catch-up": "n",
    "reset": "n",
    "restore": None,
}


def overview(says: dict[str, str]) -> None:
    """Show the course, the commands, the lessons and the next command: 80 x 24 at most.

    says: what each command does.
    """
    console.print("[name]Sessions from Scratch[/]: build web sessions by hand, attack every step,")
    console.print("and see it hold. You write in lessons/, in the editor of your choice.")
    typed = {name: shown(name, lesson) for name, lesson in COMMANDS.items()}
    width = max(map(len, typed.values())) + 2
    for name, words in typed.items():
        print_row(f"  {words:{width}}", says[name])
    console.print("\nLessons (n):")
    titles = [f"{lesson.number}  {lesson.title}" for lesson in CATALOGUE]
    for left, right in zip_longest(titles[::2], titles[1::2], fillvalue=""):
        print_row(f"  {left:36}", right)
    look, write = command("demo"), command("test")
    console.print(f"To look first: [command]{look}[/]. To write: [command]{write}[/].")
    console.print(f"A newer course: {command('update')}. Teachers: {command('grade')}")
    print_row("Redis: ", f"{redis_here()}.")


def redis_here() -> str:
    """Return which Redis the commands take here, found by starting it."""
    try:
        with start_redis() as server:
            return server.said
    except NotUsable as error:
        return str(error).rstrip(".")


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
