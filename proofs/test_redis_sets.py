"""Sets of real servers: ready at once, failing over, closed to others, and gone with us."""

import importlib.util
import json
import os
import stat
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest
import redis

from course.paths import ROOT
from course.redis_client import NotUsable, connect
from course.servers import redis_server, redis_sets
from course.servers.redis_server import PACKAGES
from course.servers.redis_sets import start_cluster, start_set, wait_until
from course.servers.set_settings import NAME
from solutions.lesson8_scale_out import SafeStore, make_store

# What a site may ask a sentinel, and what it may not tell it.
ASKED = ("CKQUORUM", "SENTINELS", "REPLICAS", "MASTER", "GET-MASTER-ADDR-BY-NAME")
TOLD = (f"FAILOVER {NAME}", f"SET {NAME} quorum 1", f"REMOVE {NAME}", f"RESET {NAME}")
REFUSED = ("CONFIG GET *", "REPLICAOF 127.0.0.1 1", "SHUTDOWN NOSAVE", "ACL LIST", "DEBUG SLEEP 0")
STARTS = """
import json, sys
from course.servers import redis_server
from course.servers.redis_sets import start_cluster, start_set
redis_server.WAYS = ("REDIS_URL", sys.argv[1], "fakeredis")
made = start_set() if sys.argv[2] == "set" else start_cluster()
made.servers[1].pause()
print(json.dumps(made._folder.name), flush=True)
sys.stdin.read()
"""


@pytest.fixture(params=PACKAGES)
def way(request, monkeypatch):
    """Each package that brings a real server is the only one, one after the other."""
    if not importlib.util.find_spec(request.param):
        pytest.skip(f"{request.param} has no wheel for this Python")
    monkeypatch.setattr(redis_server, "WAYS", ("REDIS_URL", request.param, "fakeredis"))
    return request.param


@pytest.fixture
def a_set(way):
    with start_set() as made:
        yield made


@pytest.fixture
def cluster(way):
    with start_cluster() as made:
        yield made


def test_a_set_is_ready_when_it_is_there(a_set, way):
    assert a_set.said.endswith(f"from the package {way}")
    assert [one.role()[0] for one in a_set.servers] == [b"master", b"slave", b"slave"]
    assert a_set.primary() is a_set.servers[0]
    store = make_store(a_set.environment, 60)
    assert type(store) is SafeStore
    store.set("a", {"views": 1})  # raises TooFewCopies where no replica has it
    with connect(a_set.servers[0].url) as client:
        assert client.wait(2, 1000) == 2
    for server in a_set.servers:
        with server.client() as owner:
            assert json.loads(owner.get("sess:a")) == {"views": 1}
    for sentinel in a_set.sentinels:
        with sentinel.client() as owner:
            assert owner.execute_command("SENTINEL", "CKQUORUM", NAME).startswith(b"OK 3 usable")


def test_a_replica_takes_over_and_the_old_primary_is_demoted(a_set):
    old = a_set.primary()
    store = make_store(a_set.environment, 60)
    store.set("a", {"views": 1})
    old.kill()
    new = a_set.wait_for_another(old)
    store.patience = 10
    assert new is not old and store.get("a") == {"views": 1}
    store.set("b", {})
    old.start()
    assert old.role()[0] == b"master", "a former primary does not know better at first"
    wait_until(a_set.is_whole, "The old primary did not become a replica.", 30)
    assert old.role()[0] == b"slave" and a_set.primary() is new
    with old.client() as owner:
        assert owner.get("sess:b")


def test_a_paused_primary_comes_back_as_one_that_knows_nothing(a_set):
    old = a_set.primary()
    with connect(old.url) as idle:
        idle.set("a", 1)
        old.pause()
        assert a_set.primary() is None
        a_set.wait_for_another(old)
        old.go_on()
        assert old.role()[0] == b"master"
        # Without replicas, nobody may write.
        with pytest.raises(redis.ResponseError, match="NOREPLICAS"):
            idle.getex("a", ex=9)
        assert idle.get("a") == b"1"


def test_a_set_can_be_had_anew_at_the_same_addresses(a_set):
    store = make_store(a_set.environment, 60)
    store.set("a", {})
    a_set.servers[0].kill()
    a_set.sentinels[0].pause()
    a_set.renew()
    assert a_set.primary() is a_set.servers[0]
    assert store.get("a") is None


def test_a_pair_without_sentinels(way):
    with start_set(replicas=1, sentinels=0) as pair:
        assert pair.primary() is pair.servers[0] and pair.environment["SENTINELS"] == ""
        with connect(pair.servers[0].url) as client:
            assert client.set("a", 1) and client.wait(1, 1000) == 1


def test_nobody_gets_in_without_the_password(a_set):
    passwords = a_set.passwords
    for server in [*a_set.servers, *a_set.sentinels]:
        for login in ("", ":wrong@", "owner:wrong@", f"owner:{passwords.password}@"):
            with connect(f"redis://{login}127.0.0.1:{server.port}/0") as client:
                for word in ("PING", "ROLE"):
                    with pytest.raises(redis.AuthenticationError):
                        client.execute_command(word)


def test_a_site_may_ask_and_not_command(a_set):
    with connect(a_set.servers[0].url) as client:
        client.execute_command("WAIT", 1, 100)
        for words in REFUSED:
            with pytest.raises(redis.ResponseError, match=r"no permissions|not allowed"):
                client.execute_command(*words.split())
    port, password = a_set.sentinels[0].port, a_set.environment["SENTINEL_PASSWORD"]
    with connect(f"redis://:{password}@127.0.0.1:{port}/0") as client:
        assert client.role()[0] == b"sentinel"
        for word in ASKED:
            client.execute_command("SENTINEL", word, NAME)
        for words in TOLD:
            with pytest.raises(redis.ResponseError, match="no permissions"):
                client.execute_command("SENTINEL", *words.split())


def test_no_process_shows_a_password_and_nobody_else_reads_the_files(a_set):
    listed = [" ".join(one.info["cmdline"] or ()) for one in psutil.process_iter(["cmdline"])]
    assert sum("--sentinel" in line for line in listed) >= 3
    for password in vars(a_set.passwords).values():
        assert password not in "".join(listed)
    folder = Path(a_set._folder.name)
    for path in [folder, *folder.glob("*/")]:
        assert stat.S_IMODE(path.stat().st_mode) == 0o700
    assert len({*vars(a_set.passwords).values()}) == 3


def test_a_cluster_is_ready_when_it_is_there(cluster, way):
    assert cluster.said.endswith(f"from the package {way}")
    login = {"password": cluster.environment["REDIS_PASSWORD"], "protocol": 2}
    with redis.RedisCluster(host="127.0.0.1", port=cluster.servers[0].port, **login) as client:
        for number in range(100):
            assert client.set(f"sess:{number}", number, ex=60)
        assert [int(client.getex(f"sess:{number}")) for number in range(100)] == [*range(100)]
    sizes = []
    for server in cluster.servers:
        with server.client() as owner:
            wait_until(lambda owner=owner: owner.dbsize() > 20, "Nothing came here.")
            sizes.append(owner.dbsize())
    assert sum(sizes[:3]) == sum(sizes[3:]) == 100
    assert cluster.server_of("sess:7").port in ports_with(cluster, "sess:7")


def ports_with(cluster, key):
    """Return the ports of the primaries that keep a key."""
    for server in cluster.servers[: cluster.primaries]:
        with server.client() as owner:
            if owner.exists(key):
                yield server.port


def test_a_replica_of_a_cluster_takes_over(cluster):
    primary, replica = cluster.servers[0], cluster.servers[3]
    primary.kill()
    wait_until(lambda: replica.role()[0] == b"master", "The replica did not take over.")


def test_a_cluster_needs_a_password_too(cluster):
    stranger = connect(f"redis://127.0.0.1:{cluster.servers[0].port}/0")
    with stranger, pytest.raises(redis.AuthenticationError):
        stranger.execute_command("CLUSTER", "SLOTS")
    site = connect(cluster.servers[0].url)
    with site, pytest.raises(redis.ResponseError, match="no permissions"):
        site.execute_command("CLUSTER", "RESET")


def family_of(process):
    return psutil.Process(process.pid).children(recursive=True)


@pytest.mark.parametrize("kind", ["set", "cluster"])
@pytest.mark.parametrize("end", ["it ends", "kill -9"])
def test_all_of_it_ends_with_who_started_it(way, kind, end):
    """Even where a server is paused, which no SIGTERM reaches."""
    words = [sys.executable, "-c", STARTS, way, kind]
    pipes = dict.fromkeys(("stdin", "stdout"), subprocess.PIPE)
    with subprocess.Popen(words, cwd=ROOT, text=True, **pipes) as parent:
        folder = json.loads(parent.stdout.readline())
        family = family_of(parent)
        assert len(family) == 12, "6 servers and their supervisors"
        if end == "kill -9":
            parent.kill()
        else:
            parent.stdin.close()
    assert psutil.wait_procs(family, timeout=15)[1] == []
    assert not os.path.exists(folder)


@pytest.mark.parametrize("make", [start_set, start_cluster])
def test_nothing_is_left_after_the_end(way, make):
    before = {one.pid for one in psutil.Process().children(recursive=True)}
    with make() as made:
        family = [one for one in psutil.Process().children(True) if one.pid not in before]
        assert len(family) == 12
        made.servers[0].pause()
    made.stop()
    assert psutil.wait_procs(family, timeout=5)[1] == []
    assert not os.path.exists(made._folder.name)


def test_without_a_real_redis_it_says_so(monkeypatch):
    monkeypatch.setattr(redis_server, "WAYS", ("REDIS_URL", "fakeredis"))
    for make in (start_set, start_cluster):
        with pytest.raises(NotUsable) as raised:
            make()
        assert str(raised.value) == redis_sets.NEEDED


def test_a_program_that_does_not_start_is_passed_over(way, monkeypatch, tmp_path):
    """And nothing of it is left."""
    (tmp_path / "redis-server").write_text(f"#!{sys.executable}\nprint('an old one')\n")
    (tmp_path / "redis-server").chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(redis_server, "WAYS", ("REDIS_URL", "redis-server", way, "fakeredis"))
    began = time.monotonic()
    with start_set() as made:
        assert way in made.said and time.monotonic() - began < 15
