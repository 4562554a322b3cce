"""What the learner's page is served with, by `make run` and by `make watch`."""

import os
import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from ..catalogue import Lesson
from ..say import console
from .secret_key import kept_key


@dataclass(frozen=True)
class PageSettings:
    """A lesson's page.

    max_age: seconds. fd: a listening socket; None where none can be lent (Windows): then the
    server opens port itself. environment: the server's. story: the session inspector's file.
    """

    lesson: Lesson
    max_age: int
    port: int
    fd: int | None
    environment: dict[str, str]
    story: Path


@contextmanager
def page_settings(
    lesson: Lesson, max_age: int, listener: socket.socket, port: int
) -> Iterator[PageSettings]:
    """Give the settings of a page, with a Redis where the lesson needs one. max_age: seconds."""
    # The key outlives a reload, so what it signed does too.
    environment = {**os.environ, "SECRET_KEYS": kept_key(), "PYTHONUNBUFFERED": "1"}
    fd = None if os.name == "nt" else listener.fileno()
    if fd is None:
        listener.close()
    with ExitStack() as stack:
        if lesson.uses_redis:
            environment["REDIS_URL"] = stack.enter_context(redis())
        folder = stack.enter_context(TemporaryDirectory(prefix="course-story-"))
        yield PageSettings(lesson, max_age, port, fd, environment, Path(folder, "story"))


@contextmanager
def redis() -> Iterator[str]:
    """Start a Redis that keeps its data over restarts, and give its URL."""
    from ..redis_client import NotUsable
    from .kept_redis import kept_redis

    with ExitStack() as stack:
        try:
            server = stack.enter_context(kept_redis())
        except NotUsable as error:
            raise click.ClickException(str(error)) from error
        for words in (*server.passed_over, server.said):
            console.print(words, markup=False)
        yield server.url
