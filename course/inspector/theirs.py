"""Asks the learner's own functions about the cookies that came, and says where they differ."""

import sys
from typing import Any

from solutions.lesson1_raw_cookie import read_count
from solutions.lesson2_signed_id import from_cookie

from ..catalogue import Lesson
from ..lesson_files.steps import step_of, step_with
from .quiet import quiet
from .reading import NOT_SIGNED, OTHER_SIGN, cookies_of, is_valid, secret_keys

UNREAD = f"Your parse_cookie does not read this one: step {step_with('parse_cookie')}."
REFUSED = f"Your server refused it all the same: step {step_with('unsign')}."
NO_COUNT = "This is no count, so the server reads 0."
OTHER_COUNT = f"Your read_count makes something else of it: step {step_with('read_count')}."
RAISED = object()


class Theirs:
    """The functions of a package of lessons. They have just answered a visit without an error."""

    def __init__(self, package: str) -> None:
        self.package = package

    def ask(self, name: str, *words: Any) -> Any:
        """Return what a function of a step says; RAISED where it fails or is not there."""
        lesson, _ = step_of(step_with(name))
        module = sys.modules.get(f"{self.package}.{lesson.stem}")
        try:
            # Their prints belong to the visit itself: once.
            with quiet():
                return getattr(module, name)(*words)
        except BaseException:  # a learner's function may even end the process
            return RAISED

    def remarks(self, header: str, lesson: Lesson) -> dict[str, str]:
        """Return what the learner's code makes of the lesson's cookies: name to sentence."""
        read, sent = self.ask("parse_cookie", header), cookies_of(header)
        found = {}
        for name in [name for name in lesson.cookies if name in sent]:
            if not isinstance(read, dict) or read.get(name) != sent[name]:
                found[name] = UNREAD
            elif lesson.signs:
                found[name] = self.of_signed(sent[name])
            else:
                found[name] = self.of_count(sent[name])
        return found

    def of_count(self, text: str) -> str:
        """Return the remark about a plain count."""
        count = read_count(text)
        if self.ask("read_count", text) != count:
            return OTHER_COUNT
        return "" if count or set(text) == {"0"} else NO_COUNT

    def of_signed(self, value: str) -> str:
        """Return the remark about a signed value."""
        signed, keys = from_cookie(value), secret_keys()
        if is_valid(value):
            return REFUSED if self.ask("unsign", signed, keys) is None else ""
        content, dot, _ = signed.rpartition(".")
        if not signed or self.ask("sign", content if dot else signed, keys[0]) != signed:
            return ""
        return OTHER_SIGN if dot else NOT_SIGNED
