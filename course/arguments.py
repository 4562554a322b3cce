"""What commands are given: lessons and whole numbers, and a plain sentence for anything else."""

import click

from .catalogue import Lesson, lesson_of


class Whole(click.IntRange):
    """A whole number in a range."""

    def convert(self, value: object, param: object, ctx: object) -> int:
        """Return the number."""
        try:
            return super().convert(value, param, ctx)
        except click.BadParameter:
            self.fail(f"{value} is not a whole number from {self.min} to {self.max}.", param, ctx)


SECONDS = Whole(1, 10**9)
PORT = Whole(1, 65535)


class LessonNumber(click.ParamType):
    """The number of a lesson, or nothing. Raises UnknownLesson."""

    name = "lesson"

    def convert(self, value: object, param: object, ctx: object) -> Lesson:
        """Return the lesson."""
        return value if isinstance(value, Lesson) else lesson_of(value)


# make hands its settings over in the environment, where no shell reads them.
lesson_argument = click.argument(
    "lesson", type=LessonNumber(), required=False, envvar="COURSE_LESSON"
)
