"""Asks the learner's code in a thread of its own, so that a loop cannot hold up the answer."""

import contextvars
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from types import FrameType
from typing import Any

from werkzeug.wrappers import Response


class Stuck(Exception):
    """The learner's code has not answered in time. frame: where it is, None where it just ended."""

    def __init__(self, frame: FrameType | None) -> None:
        super().__init__("no answer in time")
        self.frame = frame


def in_time(
    work: Callable[[], Any], seconds: float, context: contextvars.Context | None = None
) -> Any:
    """Return what work returns, called in a thread of its own.

    context: None for one like that of this thread. Raises Stuck after so many seconds, and
    whatever work raises, SystemExit too.
    """
    came: list[tuple[Any, BaseException | None]] = []

    def run() -> None:
        try:
            came.append((work(), None))
        except BaseException as error:
            came.append((None, error))

    context = context or contextvars.copy_context()
    thread = threading.Thread(target=context.run, args=[run], daemon=True)
    thread.start()
    thread.join(seconds)
    if not came:
        raise Stuck(sys._current_frames().get(thread.ident))
    if came[0][1]:
        raise came[0][1]
    return came[0][0]


def answer_of(app: Callable, environ: dict, seconds: float) -> Response:
    """Return what an app answers in time: a page whole, anything else as it comes.

    Raises what in_time raises.
    """

    def ask() -> Response:
        response = Response.from_app(app, environ)
        if response.mimetype == "text/html":
            response.get_data()
        return response

    context = contextvars.copy_context()
    response = in_time(ask, seconds, context)
    return response if response.is_sequence else streamed(response, context)


def streamed(response: Response, context: contextvars.Context) -> Response:
    """Return an answer whose rest is made in the context of its request, though not its thread."""
    rest = response.response
    response.response = within(context, rest)
    if hasattr(rest, "close"):
        response.call_on_close(lambda: context.run(rest.close))
    return response


def within(context: contextvars.Context, chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Return the chunks, each made in this context."""
    chunks = iter(chunks)
    while (chunk := context.run(next, chunks, None)) is not None:
        yield chunk
