"""Writes down what a lesson asks its store, and what its store asks Redis.

The lesson does not know of it: the methods of its store class are wrapped where they are, and
so is the one method of redis-py through which every command goes.
"""

import functools
import inspect
import json
import threading
import time
from collections.abc import Callable
from types import ModuleType
from typing import Any

from .exchange import Call

VERBS = ("get", "set", "destroy")
LONGEST = 600  # characters of a record that are kept


class Notes(threading.local):
    """What happened in this thread since clear().

    open: the calls that have not returned. store: the one that was asked last. error: what
    the lesson raised, {} for nothing.
    """

    calls: list[Call]
    open: list[Call]
    store: Any
    error: dict[str, str]

    def __init__(self) -> None:
        self.clear()

    def clear(self) -> None:
        """Begin a new exchange."""
        self.calls, self.open, self.store, self.error = [], [], None, {}


notes = Notes()


def watch(module: ModuleType) -> None:
    """Wrap the store classes that a lesson's module defines, and redis-py where it is used."""
    for _, kind in inspect.getmembers(module, inspect.isclass):
        if kind.__module__ == module.__name__ and all(hasattr(kind, verb) for verb in VERBS):
            for verb in VERBS:
                setattr(kind, verb, noted(verb, getattr(kind, verb)))
    if hasattr(module, "redis"):
        watch_redis()


def noted(verb: str, method: Callable) -> Callable:
    """Return a store's method that also writes down what it was asked and what came of it."""

    @functools.wraps(method)
    def wrapped(store: Any, session_id: str = "", *rest: Any) -> Any:
        call = Call(verb, str(session_id), before=last_known(str(session_id)))
        notes.calls.append(call)
        notes.open.append(call)
        notes.store = store
        try:
            answer = method(store, session_id, *rest)
        except Exception as error:
            call.error = f"{type(error).__name__}: {error}"[:LONGEST]
            raise
        finally:
            notes.open.pop()
        if verb == "get":
            call.before = call.after = as_text(answer)
        elif verb == "set":
            call.after = as_text(rest[0] if rest else None)
        return answer

    return wrapped


def last_known(session_id: str) -> str | None:
    """Return the record that the store had, as far as this exchange has seen it."""
    for call in reversed(notes.calls):
        if call.session_id == session_id and not call.error:
            return call.after
    return None


def as_text(record: Any) -> str | None:
    """Return a record as text, None for none. A learner's may hold anything."""
    if record is None:
        return None
    try:
        return json.dumps(record, default=repr)[:LONGEST]
    except (TypeError, ValueError, RecursionError):
        return repr(record)[:LONGEST]


def watch_redis() -> None:
    """Wrap what sends a command, and what sends a pipeline of them."""
    import redis
    from redis.client import Pipeline

    def command(client: Any, *words: Any, **options: Any) -> Any:
        return timed(lambda: send(client, *words, **options), [words])

    def pipeline(pipe: Any, *rest: Any, **options: Any) -> Any:
        words = [queued[0] for queued in pipe.command_stack]
        return timed(lambda: send_all(pipe, *rest, **options), words)

    send, send_all = redis.Redis.execute_command, Pipeline.execute
    # Once a process: a second wrapping would note each command twice.
    if not hasattr(send, "__wrapped__"):
        redis.Redis.execute_command = functools.wraps(send)(command)
        Pipeline.execute = functools.wraps(send_all)(pipeline)


def timed(send: Callable[[], Any], commands: list[Any]) -> Any:
    """Send commands in one trip, and write them down if a store's method does so."""
    start, reply = time.perf_counter(), "no answer"
    try:
        answer = send()
        reply = plain(answer)
        return answer
    except Exception as error:
        reply = f"{type(error).__name__}: {error}"[:LONGEST]
        raise
    finally:
        if notes.open:
            words = "; ".join(" ".join(plain(word) for word in one) for one in commands)
            took = round((time.perf_counter() - start) * 1000, 2)
            notes.open[-1].commands.append({"words": words, "reply": reply, "took": took})


def plain(value: Any) -> str:
    """Return a part of a command, or a reply, in one line, as redis-cli would show it."""
    if value is None:
        return "(nil)"
    if value is True:
        return "OK"
    text = value.decode("utf-8", "backslashreplace") if isinstance(value, bytes) else str(value)
    return text.replace("\n", "\\n")[:LONGEST]
