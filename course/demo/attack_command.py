"""`make attack`: every attack of a lesson against the learner's code, and what it means."""

from attacks import FELL, NO_ANSWER, Verdict

from ..catalogue import CATALOGUE, Lesson
from ..lesson_files.steps import steps_of
from ..lesson_files.untouched import untouched
from ..say import command, console
from ..servers.child import trouble
from ..servers.live import ServerFailed
from ..servers.redis_server import start_redis
from .matrix import held_from, run_attacks
from .verdicts import print_verdict


def attack_command(lesson: Lesson | None) -> int:
    """Attack the learner's lesson, None for all, and return the exit code."""
    lessons = [lesson] if lesson else CATALOGUE
    console.print("Attacking your code: real servers, on this machine only.")
    console.print("FELL: the attack worked. held: it did not.")
    failed = 0
    for one in lessons:
        console.print(f"\n[bold]Lesson {one.number}: {one.title}[/]")
        print_what_is_to_do(one)
        try:
            verdicts = attacked(one)
        except ServerFailed as error:
            console.print(f"  {trouble(str(error).splitlines())}", markup=False)
            failed = 1
            continue
        for name, verdict in verdicts:
            print_verdict(name, verdict, meaning(one, name) if verdict.outcome == FELL else "")
        print_advice(one, verdicts)
    return failed


def print_what_is_to_do(lesson: Lesson) -> None:
    """Say so where the lesson, or one before it, is still made of starters."""
    left = [
        step.id
        for one in CATALOGUE[: lesson.number]
        for step in steps_of(one)
        if not step.extra and step.id in (untouched(one) or ())
    ]
    if left:
        count = "1 step" if len(left) == 1 else f"{len(left)} steps"
        console.print(f"  Not written yet: {count}, {left[0]} first. So this says little so far.")


def attacked(lesson: Lesson) -> list[tuple[str, Verdict]]:
    """Return what the attacks do to the learner's lesson. Raises ServerFailed."""
    if not lesson.uses_redis:
        return run_attacks("lessons", lesson)
    with start_redis(private=True) as server:
        for words in (*server.passed_over, server.said):
            console.print(f"  {words}", markup=False)
        return run_attacks("lessons", lesson, redis=server)


def meaning(lesson: Lesson, name: str) -> str:
    """Return what it means that this attack felled this lesson."""
    number = held_from(name)
    if lesson.number < number:
        return f"No mistake of yours: lesson {lesson.number} cannot stop it. Lesson {number} does."
    return f"Your code lets it through. Lesson {number} is there to stop it."


def print_advice(lesson: Lesson, verdicts: list[tuple[str, Verdict]]) -> None:
    """Print what to do next, where there is something to do."""
    outcomes = {verdict.outcome for _, verdict in verdicts}
    due = [name for name, one in verdicts if one.outcome == FELL and is_due(lesson, name)]
    if NO_ANSWER in outcomes:
        console.print("  No answer: first the page has to count an honest visitor 1, 2.")
    if NO_ANSWER in outcomes or due:
        console.print(f"  Next: [command]{command('test', lesson.number)}[/]")


def is_due(lesson: Lesson, name: str) -> bool:
    """Should a solved lesson hold this attack off?"""
    return lesson.number >= held_from(name)
