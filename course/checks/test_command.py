"""`make test`: checks the learner's work and says what to do next."""

from ..catalogue import CATALOGUE, Lesson
from ..lesson_files.steps import step_of
from ..say import command
from .board import print_one_step, print_report, reports_of
from .progress import DONE, TO_DO
from .ready import ensure_ready
from .report import LessonReport, read
from .runner import run_checks


def test_command(
    lesson: Lesson | None, package: str = "lessons", step_id: str | None = None
) -> int:
    """Check one lesson or all, print the report, and return 1 if something is wrong, else 0.

    step_id: check this step alone.
    """
    lesson, step = step_of(step_id, lesson) if step_id else (lesson, None)
    reports = checked(lesson, package)
    if not reports:
        return 1
    if step and not reports[0].broken:
        return print_one_step(reports[0], step, package)
    wrong = next((report for report in reports if report.wrong), None)
    first = what_is_missing(wrong, reports, package) if wrong and not wrong.broken else ""
    print_report(reports, package, first=first)
    return 1 if wrong else 0


def checked(lesson: Lesson | None, package: str = "lessons") -> list[LessonReport]:
    """Check one lesson or all; say why, and return none, where the checks cannot run."""
    if not ensure_ready():
        return []
    lessons = [lesson] if lesson else list(CATALOGUE)
    return reports_of(run_checks(lessons, package), lessons, package)


def what_is_missing(wrong: LessonReport, reports: list[LessonReport], package: str) -> str:
    """Return which earlier lesson is not solved yet, and both ways on; "" where all are."""
    earlier = [one for one in CATALOGUE if one.number < wrong.lesson.number]
    known = {report.lesson: report for report in reports}
    if any(one not in known for one in earlier):
        known = {
            report.lesson: report for report in read(run_checks(earlier, package), earlier, package)
        }
    for one in earlier:
        report = known[one]
        if report.done:
            continue
        missing = [step.id for step in report.core if report.states[step.id] != DONE]
        how = "to do" if all(report.states[step] == TO_DO for step in missing) else "not right"
        return (
            f"\nLesson {one.number} is not solved yet ({', '.join(missing)} {how}).\n"
            f"Lesson {wrong.lesson.number} builds on it, so begin there: "
            f"[command]{command('test', one.number)}[/]\n"
            f"or have it filled in: [command]{command('catch-up', wrong.lesson.number)}[/]"
        )
    return ""
