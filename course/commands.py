"""The commands, one thin function each: what a command needs is imported when it runs."""

import os
import sys
from pathlib import Path

import click

from .arguments import PORT, SECONDS, lesson_argument
from .catalogue import CATALOGUE, Lesson, UnknownLesson
from .say import command


@click.group(invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.pass_context
def commands(context: click.Context) -> None:
    """Sessions from Scratch: a course you run."""
    if context.invoked_subcommand is None:
        context.invoke(show_overview)


@commands.command("help")
def show_overview() -> None:
    """Say what there is and what to do next."""
    from .overview import overview

    overview({name: one.help.rstrip(".") for name, one in commands.commands.items()})


@commands.command()
@lesson_argument
@click.option("--pause", is_flag=True, envvar="COURSE_PAUSE", help="Ask before each answer.")
def demo(lesson: Lesson | None, pause: bool) -> None:
    """Show it all live: servers, headers, attacks."""
    from .demo.demo import demo

    sys.exit(demo(lesson, pause))


@commands.command()
@lesson_argument
@click.option("--step", envvar="COURSE_STEP", help="Only this step, such as 3.4.")
def test(lesson: Lesson | None, step: str | None) -> None:
    """Check your work."""
    from .checks.test_command import test_command

    sys.exit(test_command(lesson, step_id=step))


@commands.command()
@lesson_argument
def attack(lesson: Lesson | None) -> None:
    """Attack your own code."""
    from .demo.attack_command import attack_command

    sys.exit(attack_command(lesson))


@commands.command()
@lesson_argument
@click.option("--max-age", type=SECONDS, default=60, envvar="COURSE_MAX_AGE", help="In seconds.")
@click.option("--port", type=PORT, default=3000, envvar="COURSE_PORT", help="Of the page.")
def run(lesson: Lesson | None, max_age: int, port: int) -> None:
    """Serve your page, anew at every save."""
    from .servers.run import run

    sys.exit(run(needed(lesson, "run"), max_age, port))


@commands.command()
@lesson_argument
@click.option("--max-age", type=SECONDS, default=60, envvar="COURSE_MAX_AGE", help="In seconds.")
@click.option("--port", type=PORT, default=3000, envvar="COURSE_PORT", help="Of the page.")
def watch(lesson: Lesson | None, max_age: int, port: int) -> None:
    """Check at every save, and serve your page."""
    from .watch.watch import watch

    sys.exit(watch(lesson, max_age, port))


@commands.command()
@lesson_argument
@click.option("--port", type=PORT, envvar="COURSE_PORT", help="Of JupyterLab.")
def notebooks(lesson: Lesson | None, port: int | None) -> None:
    """Open a lesson's notebook, your file beside it."""
    from .jupyter.jupyterlab import notebooks

    sys.exit(notebooks(lesson, port))


@commands.command()
@lesson_argument
def solution(lesson: Lesson | None) -> None:
    """Show your file's difference to the solution."""
    from .lesson_files.solution import show_solution

    show_solution(needed(lesson, "solution"))


@commands.command("catch-up")
@lesson_argument
@click.option("--step", envvar="COURSE_STEP", help="The step to begin at, such as 3.4.")
def catch_up(lesson: Lesson | None, step: str | None) -> None:
    """Fill in what is not solved before a lesson."""
    from .checks.progress import states
    from .lesson_files.catch_up import catch_up
    from .lesson_files.steps import step_of

    if step is None:
        return catch_up(needed(lesson, "catch-up"), None, states)
    return catch_up(*step_of(step, lesson), states)


@commands.command()
@lesson_argument
def reset(lesson: Lesson | None) -> None:
    """Put the starter back; your file is backed up."""
    from .lesson_files.backups import reset

    reset(needed(lesson, "reset"))


@commands.command()
@click.option("--from", "folder", envvar="COURSE_FROM", help="An older course, to bring it here.")
def update(folder: str | None) -> None:
    """Get the newest course, with your work in it."""
    from .lesson_files.update import update

    sys.exit(update(Path(folder) if folder else None))


@commands.command()
@click.argument("name", required=False)
@click.option("--backup", envvar="COURSE_BACKUP", help="The same as NAME.")
def restore(name: str | None, backup: str | None) -> None:
    """List the backups, or put one back."""
    from .lesson_files.backups import restore, show_backups

    wanted = name or backup
    if wanted:
        restore(wanted)
    else:
        show_backups()


@commands.command()
@lesson_argument
@click.option("--step", envvar="COURSE_STEP", help="For this step, such as 3.4.")
@click.option(
    "--rung", type=click.Choice(["1", "2", "3"]), default="1", envvar="COURSE_RUNG", help="How far."
)
def hint(lesson: Lesson | None, step: str | None, rung: str) -> None:
    """Give a hint for the first thing to do or wrong."""
    from .checks.hints import hint_command

    sys.exit(hint_command(lesson, step, int(rung)))


@commands.command()
@lesson_argument
@click.option("--from", "folder", envvar="COURSE_FROM", help="A folder with one for each learner.")
@click.option("--json", "json_file", envvar="COURSE_JSON", help="The grades as JSON.")
@click.option("--junit", "junit_file", envvar="COURSE_JUNIT", help="The grades as JUnit XML.")
def grade(lesson: Lesson | None, folder: str, json_file: str, junit_file: str) -> None:
    """Grade your lessons, or those of a class."""
    from classroom.grade import grade_command

    paths = [Path(path) if path else None for path in (folder, json_file, junit_file)]
    sys.exit(grade_command(lesson, *paths))


@commands.command()
def together() -> None:
    """Show one session in Express and in lesson 4."""
    from .express.together import together

    sys.exit(together())


@commands.command("flask-tests")
def flask_tests() -> None:
    """Run Flask's own tests on your sessions of lesson 7."""
    from .suites.flask_tests import flask_tests

    sys.exit(flask_tests())


@commands.command()
def starters() -> None:
    """Write lessons/ anew from solutions/ (for the makers of the course)."""
    from .lesson_files.backups import write_all_starters

    write_all_starters()


@commands.command("notebooks-build")
def notebooks_build() -> None:
    """Execute the notebooks anew (for the makers of the course)."""
    from tools.notebooks_build import build

    build()


@commands.command()
def mutants() -> None:
    """Change the solutions in small ways, and count how many the checks see."""
    import subprocess

    from .paths import ROOT

    words = [sys.executable, str(ROOT / "proofs" / "mutants.py")]
    sys.exit(subprocess.call(words, cwd=ROOT, env=os.environ | {"PYTHONPATH": str(ROOT)}))


@commands.command()
def verify() -> None:
    """Run everything that is checked before a release."""
    from tools.verify import verify

    sys.exit(verify())


@commands.command()
def quick() -> None:
    """Run a minute's checks for a change under way (for the makers of the course)."""
    from tools.verify import quick

    sys.exit(quick())


@commands.command()
@click.argument("part", type=click.Choice(["commands", "store", "peers", "watch"]), required=False)
def bench(part: str | None) -> None:
    """Measure what the course states, or one part of it."""
    from tools.bench import bench

    sys.exit(bench(part))


@commands.command()
def flakes() -> None:
    """Run the checks on the solutions 100 times, in random order, and each attack 20 times."""
    from tools.flakes import cells, flakes

    sys.exit(flakes() or cells())


def needed(lesson: Lesson | None, name: str) -> Lesson:
    """Return the lesson. Raises UnknownLesson, with the choices, where none was given."""
    if lesson is None:
        choices = ", ".join(str(lesson.number) for lesson in CATALOGUE)
        raise UnknownLesson(f"Which lesson: {choices}? For example: {command(name, lesson=1)}")
    return lesson
