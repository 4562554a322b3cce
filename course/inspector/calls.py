"""Writes down what a lesson asks its store, and what its store asks Redis.

The lesson does not know of it: the methods of its store class are wrapped where they are, and
so is the one method of redis-py through which every command goes.
"""

import functools
import inspect
import sys
import time
from collections.abc import Callable, Mapping
from contextvars import ContextVar
from dataclasses import dataclass, field
from types import ModuleType
from typing import Any

from .cutting import cut
from .exchange import Call
from .records import as_text, look

VERBS = ("get", "set", "replace", "destroy")
MOST = 100  # calls of one exchange that are kept; a loop may make any number


@dataclass
class Notes:
    """What happened in one exchange.

    open: the calls that have not returned. store: the one that was asked last. error: what
    the lesson raised, {} for nothing.
    """

    calls: list[Call] = field(default_factory=list)
    open: list[Call] = field(default_factory=list)
    store: Any = None
    error: dict[str, str] = field(default_factory=dict)


current: ContextVar[Notes] = ContextVar("notes of this exchange")


def begin() -> Notes:
    """Begin the notes of a new exchange, which the context of this thread carries along."""
    notes = Notes()
    current.set(notes)
    return notes


def watch(module: ModuleType) -> None:
    """Wrap the store classes that a lesson's module names, and redis-py where it is used."""
    for _, kind in inspect.getmembers(module, inspect.isclass):
        # A session has a method get as well, as any mapping has.
        is_of_a_lesson = kind.__module__.startswith(f"{module.__package__}.")
        if is_of_a_lesson and not issubclass(kind, Mapping):
            for verb in VERBS:
                method = getattr(kind, verb, None)  # it may be an earlier lesson's
                if inspect.isfunction(method):
                    setattr(kind, verb, noted(verb, method))
    if "redis" in sys.modules:
        watch_redis()


def noted(verb: str, method: Callable) -> Callable:
    """Return a store's method that also writes down what it was asked and what came of it."""
    signature = inspect.signature(method)

    @functools.wraps(method)
    def wrapped(store: Any, *args: Any, **kwargs: Any) -> Any:
        notes = current.get(None)
        # A class may ask the one that it extends: that is the same call.
        if not notes or [one.verb for one in notes.open[-1:]] == [verb]:
            return method(store, *args, **kwargs)
        call = begin_call(notes, verb, *arguments_of(signature, store, args, kwargs))
        notes.store = store
        try:
            answer = method(store, *args, **kwargs)
        except Exception as error:
            call.error = cut(f"{type(error).__name__}: {error}")
            raise
        finally:
            notes.open.pop()
        call.after = as_text(answer) if verb == "get" else look(store, call.session_id)
        return answer

    return wrapped


def begin_call(notes: Notes, verb: str, session_id: str, record: Any) -> Call:
    """Write down that a call begins, and return it."""
    call = Call(verb, session_id, before=last_known(notes, session_id))
    if verb in ("set", "replace"):
        call.asked = as_text(record) or ""
    del notes.calls[MOST - 1 :]
    notes.calls.append(call)
    notes.open.append(call)
    return call


def arguments_of(
    signature: inspect.Signature, store: Any, args: tuple, kwargs: dict
) -> tuple[str, Any]:
    """Return the session ID and the record that a method is called with, however they come."""
    try:
        bound = signature.bind_partial(store, *args, **kwargs)
        values = [*bound.args[1:], *bound.kwargs.values()]
    except TypeError:  # the method itself will say so
        values = list(args)
    known = dict(enumerate(values))
    return str(known.get(0, "")), known.get(1)


def last_known(notes: Notes, session_id: str) -> str | None:
    """Return the record that the store had, as far as this exchange has seen it; else ""."""
    for call in reversed(notes.calls):
        if call.session_id == session_id and not call.error:
            return call.after
    return ""


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
    notes = current.get(None)
    if not notes or not notes.open:
        return send()
    start, reply = time.perf_counter(), "no answer"
    try:
        answer = send()
        reply = plain(answer)
        return answer
    except Exception as error:
        reply = cut(f"{type(error).__name__}: {error}")
        raise
    finally:
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
    return cut(text.replace("\n", "\\n"))
