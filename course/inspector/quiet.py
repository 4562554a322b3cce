"""Leaves out what is printed for one question, and nothing that any other thread prints.

contextlib.redirect_stdout changes sys.stdout for the whole process: after two visits at once, a
learner's prints went nowhere for good.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

is_quiet: ContextVar[bool] = ContextVar("what is printed here is left out", default=False)


class Stream:
    """Stands before a stream, and asks who writes."""

    def __init__(self, stream: Any) -> None:
        self.stream = stream

    def write(self, text: str) -> int:
        """Write the text, unless it is printed inside quiet()."""
        return len(text) if is_quiet.get() else self.stream.write(text)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.stream, name)


def install() -> None:
    """Put a Stream before this process's stdout and stderr. Doing it twice does no harm."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if not isinstance(stream, Stream):
            setattr(sys, name, Stream(stream))


@contextmanager
def quiet() -> Iterator[None]:
    """Leave out what this thread prints inside `with`."""
    token = is_quiet.set(True)
    try:
        yield
    finally:
        is_quiet.reset(token)
