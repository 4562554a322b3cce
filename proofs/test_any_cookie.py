"""Whatever a browser sends as its Cookie line, a solution answers 200."""

import importlib
import random

import pytest
import redis

from course.catalogue import CATALOGUE

ROUNDS = 600
PIECES = [
    "connect.sid=",
    "views=",
    "s%3A",
    "s:",
    "%00",
    "%ff%fe",
    "%ED%A0%80",
    "%",
    "; ",
    ";",
    "=",
    '"',
    ".",
    ":",
    "9" * 5000,
    "\xb2",
    "\xe9",
    "\x00",
    "\x7f",
    "null",
    "{}",
    "A" * 43,
]


@pytest.fixture
def app_of(redis_url, monkeypatch):
    """Return a function that makes a lesson's app, on our Redis where it wants one."""

    def make(lesson):
        module = importlib.import_module(f"solutions.{lesson.stem}")
        if not hasattr(module, "connect"):
            return module.create_app()
        monkeypatch.setattr(module, "connect", lambda: redis.Redis.from_url(redis_url))
        monkeypatch.setenv("SECRET_KEYS", "a key of the server")  # lesson 8 does not start without
        return module.create_app()

    return make


def headers(honest: list[str], rng: random.Random):
    """Give Cookie lines: random characters, random pieces, and honest ones with a change."""
    for _ in range(ROUNDS):
        yield "".join(chr(rng.randrange(256)) for _ in range(rng.randrange(200)))
        yield "".join(rng.choice(PIECES) for _ in range(rng.randrange(12)))
        line = list("; ".join(honest))
        for _ in range(rng.randrange(1, 4)):
            line[rng.randrange(len(line))] = rng.choice(PIECES)
        yield "".join(line)


@pytest.mark.parametrize("lesson", CATALOGUE, ids=lambda lesson: lesson.stem)
def test_any_cookie_is_answered(app_of, lesson):
    """An error page for a strange cookie is a page that the visitor cannot leave."""
    client = app_of(lesson).test_client(use_cookies=False)
    first = client.get("/").headers.getlist("Set-Cookie")
    honest = [value.partition(";")[0] for value in first]
    for header in headers(honest, random.Random(lesson.number)):  # noqa: S311
        # As a server would: the environment holds the bytes as Latin-1.
        answer = client.get("/", environ_overrides={"HTTP_COOKIE": header})
        assert answer.status_code == 200, header
        for value in answer.headers.getlist("Set-Cookie"):
            assert value.isascii()
            assert value.isprintable()
