"""`make together`: one browser, one session, two servers: a real Express, and lesson 4."""

import json
import re
import secrets
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from os import environ

from ..catalogue import CATALOGUE
from ..cookies import id_of
from ..demo import wire
from ..lesson_files.steps import steps_of
from ..lesson_files.untouched import untouched
from ..redis_client import NotUsable, connect
from ..say import command, console
from ..servers import processes
from ..servers.redis_server import RedisServer, start_redis
from .server import SOURCE, Express, NoExpress, install

# The first lesson whose records another server can read.
LESSON = next(lesson for lesson in CATALOGUE if lesson.uses_redis)
MAX_AGE = 60  # seconds
PREFIX = "sess:"
VISITS = 4
COOKIE = LESSON.cookies[0]
OURS = "\n  (the course's own;"
WHY_60 = "(Express: what was left as the request came. Ours: what there is from now on.)"


class Trouble(Exception):
    """The lesson's server does not do its part. Its text says what happened."""


def together() -> int:
    """Show the exchange, and return the exit code: 0 where the count went on."""
    try:
        install(lambda: console.print("Installing Express (once, about 10 seconds) ..."))
        with start_redis() as redis, ExitStack() as stack:
            return show(redis, stack)
    except (NoExpress, NotUsable) as reason:
        console.print(f"There is nothing to show here. {reason}", markup=False)
        console.print(f"Then again: {command('together')}", soft_wrap=True)
    except Trouble as trouble:
        console.print(str(trouble), markup=False, soft_wrap=True)
        console.print(f"Next: {command('test', LESSON.number)}", soft_wrap=True)
    return 1


def show(redis: RedisServer, stack: ExitStack) -> int:
    """Start both servers, and send a browser back and forth, once from either one."""
    key = secrets.token_hex()
    package, remark = whose()
    settings = {"secret": key, "resave": False, "saveUninitialized": False}
    settings["cookie"] = {"maxAge": MAX_AGE * 1000, "sameSite": "lax"}
    express = stack.enter_context(
        Express(redis.url, {"/": {"session": settings, "prefix": PREFIX}})
    )
    url, log = stack.enter_context(lesson_server(package, key, redis.url))
    servers = {"Express": express.url, f"{package}/": url}
    console.print(f"One browser, two servers, one Redis: {redis.said}.", markup=False)
    console.print(f"  {'Express':<11} {express.url}, {version()}", soft_wrap=True)
    console.print(f"  {package + '/':<11} {url}, {LESSON.stem}.py{remark}", soft_wrap=True)
    names = list(servers)
    for first, second in (names, names[::-1]):
        console.print(f"\n[bold]A session that {first} makes[/]")
        try:
            back_and_forth(redis, servers, [first, second])
        except Trouble as trouble:
            said = log()
            raise Trouble(f"\n{trouble}\n{said}".rstrip()) from trouble
    console.print("\nThe count went on: neither server can tell which of them made a session.")
    return 0


def whose() -> tuple[str, str]:
    """Return the package to show: the learner's, once its core steps are written; and a remark."""
    for lesson in CATALOGUE[:4]:
        idle = untouched(lesson)
        left = [step.id for step in steps_of(lesson) if not step.extra and step.id in (idle or ())]
        if idle is None:
            return "solutions", f"{OURS} yours, {lesson.stem}.py, cannot be read)"
        if left:
            return "solutions", f"{OURS} yours comes on once it is written: step {left[0]} is next)"
    return "lessons", ""


@contextmanager
def lesson_server(package: str, key: str, redis_url: str) -> Iterator[tuple]:
    """Serve lesson 4. Gives its URL, and a function that returns the last line it complained."""
    module = f"{package}.{LESSON.stem}"
    settings = environ | {"SECRET_KEYS": key, "REDIS_URL": redis_url}
    with tempfile.TemporaryFile("w+") as errors:

        def log() -> str:
            errors.seek(0)
            return (errors.read().strip().splitlines() or [""])[-1]

        words = ("-m", "course.servers.serve", module, "--max-age", str(MAX_AGE))
        process = processes.start(*words, env=settings, stderr=errors)
        try:
            ready = re.match(r"PORT (\d+)$", process.stdout.readline())
            if not ready:
                raise Trouble(f"{module} did not start. {log()}")
            yield f"http://127.0.0.1:{ready[1]}", log
        finally:
            with suppress(BrokenPipeError):
                processes.end(process)


def back_and_forth(redis: RedisServer, servers: dict[str, str], names: list[str]) -> None:
    """Visit the servers in turn and show it. Raises Trouble where the count does not go on."""
    browser = wire.Browser(servers[names[0]])
    with connect(redis.url) as client:
        for visit in range(VISITS):
            name = names[visit % 2]
            browser.address = servers[name].removeprefix("http://")
            page = page_of(browser, name)
            console.print(f"  visit {visit + 1}, {name:<11} {page[:56]}", markup=False)
            wanted = f"Views: {visit + 1}" if visit else "Welcome to this page for the first time!"
            if wanted not in page:
                bad = bad_record(browser, client) if visit else ""
                raise Trouble(bad or f"Here, {name} should have said: {wanted}")
            if COOKIE not in browser.cookies:
                raise Trouble(f"{name} sent no cookie {COOKIE}.")
        console.print(f"  {WHY_60}", soft_wrap=True)
        show_session(browser, client)


def page_of(browser: wire.Browser, name: str) -> str:
    """Return the page of a visit, on one line. Raises Trouble where none comes."""
    try:
        answer = browser.send(browser.request())
    except TimeoutError as error:
        raise Trouble(f"{name} did not answer within 5 seconds.") from error
    except OSError as error:
        raise Trouble(f"{name} does not answer: {error}") from error
    if not answer.head[0]:
        raise Trouble(f"{name} ended in the middle of a visit.")
    return " ".join(answer.body.split())


def bad_record(browser: wire.Browser, client) -> str:
    """Return what is wrong with the record that the other server could not use, "" if nothing."""
    key = PREFIX + id_of(browser.cookies[COOKIE])
    text = client.get(key)
    if text is None:
        return f"There is no record in Redis under the key {key}."
    try:
        json.loads(text)
    except ValueError:
        return f"The record in Redis is not JSON, so Express cannot read it: {text[:30]!r} ..."
    return ""


def show_session(browser: wire.Browser, client) -> None:
    """Show the cookie that both accept, and the record that both read."""
    value = browser.cookies[COOKIE]
    key = PREFIX + id_of(value)
    console.print("\n  The cookie that the browser has sent to both:")
    wire.show(wire.cookie_rows("", f"{COOKIE}={value}"))
    console.print("  The record that both have read and written:")
    record = json.loads(client.get(key))
    cookie = record.pop("cookie")
    rows = [("key", key), *(("cookie", f"{name}: {json.dumps(cookie[name])}") for name in cookie)]
    rows += [("data", json.dumps(record)), ("ends", f"{client.ttl(key)} seconds from now")]
    wire.show(rows)
    client.delete(key)


def version() -> str:
    """Return which express-session it is."""
    package = json.loads((SOURCE / "package.json").read_text(encoding="utf-8"))
    wanted = package["dependencies"]
    return f"express-session {wanted['express-session']}"
