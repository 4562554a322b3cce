"""Sets and Clusters for the cells of lesson 8, and what needs neither."""

import math
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from functools import wraps
from typing import Any

import redis
from course.notebook import redis_client
from course.redis_client import NotUsable
from course.servers.redis_server import start_redis
from course.servers.redis_sets import (
    RedisCluster,
    RedisSet,
    start_cluster,
    start_set,
    wait_until,
)
from course.servers.set_server import SetServer
from solutions.lesson4_redis_store import StoreUnavailable, dump_record

__all__ = [
    "bytes_a_session",
    "cut_off",
    "fill",
    "hash_in_processes",
    "keys_in_the_end",
    "kill_primary",
    "lose_shard",
    "on_a_cluster",
    "on_a_set",
    "outcome",
    "sentinel_options",
    "serve_the_rest",
    "start_again",
]

PATIENCE = 15  # seconds: the machine may be busy
NOWHERE = "No set of servers can be started here, so this cell shows nothing."
ELSEWHERE = "No set of servers can be started here. This came of it on ours:"
RECORD = {  # what Alice's session keeps after the login
    "cookie": {
        "originalMaxAge": 600_000,
        "expires": "2027-01-15T08:00:00.000Z",
        "httpOnly": True,
        "path": "/",
        "sameSite": "lax",
    },
    "views": 7,
    "user": "alice",
    "since": 1_800_000_000,
    "fingerprint": "0" * 64,
    "parcels": "12 Elm Street",
}


def or_else(elsewhere: Any) -> Callable:
    """Let a function return this where no set of servers can be started.

    elsewhere: what it returned on our machine, or a function that says so.
    """

    def decorate(function: Callable) -> Callable:
        @wraps(function)
        def run(*arguments: Any) -> Any:
            try:
                return function(*arguments)
            except NotUsable:
                print(ELSEWHERE)
                return (
                    elsewhere(*arguments) if callable(elsewhere) else elsewhere
                )

        return run

    return decorate


def on_a_set(show: Callable[[RedisSet], None]) -> None:
    """Run a function on a set of its own, now."""
    run_on(start_set, show)


def on_a_cluster(show: Callable[[RedisCluster, Any], None]) -> None:
    """Run a function on a Cluster of its own and a client of it, now."""

    def run(cluster: RedisCluster) -> None:
        with cluster_client(cluster) as client:
            show(cluster, client)

    run_on(start_cluster, run)


def run_on(start: Callable, show: Callable) -> None:
    """Run a function on servers, where they can be started."""
    try:
        servers = start()
    except NotUsable:
        print(NOWHERE)
        return
    with servers:
        show(servers)


def cluster_client(cluster: RedisCluster) -> redis.RedisCluster:
    """Return a client that knows which server has which slot."""
    return redis.RedisCluster(
        host="127.0.0.1",
        port=cluster.servers[0].port,
        password=cluster.environment["REDIS_PASSWORD"],
        decode_responses=True,
        socket_timeout=1,
    )


def lose_shard(cluster: RedisCluster, number: int) -> None:
    """Kill a primary and its replica, and wait until the others know it."""
    for server in cluster.servers[number :: cluster.primaries]:
        server.kill()
    others = [one.client() for one in cluster.servers if one.lives()]

    def is_known() -> bool:
        about = [
            one.client().execute_command("CLUSTER", "INFO") for one in others
        ]
        return all("cluster_state:fail" in str(one) for one in about)

    wait_until(is_known, "Nobody noticed.")


def serve_the_rest(cluster: RedisCluster) -> None:
    """Let the servers that live answer, although slots are missing."""
    others = [one.client() for one in cluster.servers if one.lives()]
    for client in others:
        client.config_set("cluster-require-full-coverage", "no")

    def is_served() -> bool:
        about = [one.execute_command("CLUSTER", "INFO") for one in others]
        return all(b"cluster_state:ok" in one for one in about)

    wait_until(is_served, "The setting changes nothing.")


def outcome(store: Any, session_id: str) -> str:
    """Return what a store says, or why it does not."""
    try:
        return str(store.get(session_id))
    except StoreUnavailable as error:
        return f"503, {type(error.__context__).__name__}"


def refuses(client: redis.Redis) -> bool:
    """Does a server refuse to write, because its replicas have left?"""
    try:
        client.getex("sess:nobody", ex=600)
    except redis.ResponseError as error:
        return str(error).startswith("NOREPLICAS")
    return False


def kill_primary(a_set: RedisSet) -> None:
    """Kill the primary, and wait until the next one has a replica."""
    former = a_set.servers[0]
    former.client().wait(2, 900)
    former.kill()
    client = a_set.wait_for_another(former, PATIENCE).client()
    wait_until(lambda: not refuses(client), "The new primary has no replica.")


def cut_off(replica: SetServer) -> None:
    """Let a replica get nothing any more."""
    replica.client().replicaof("127.0.0.1", 1)  # nobody is there


def start_again(a_set: RedisSet) -> None:
    """Kill the primary, and start it before the sentinels notice."""
    for sentinel in a_set.sentinels:
        sentinel.pause()  # the machine may be busy: they must not be faster
    a_set.servers[0].kill()
    a_set.servers[0].start()


def keys_in_the_end(a_set: RedisSet) -> list[int]:
    """Return how many keys each server has, once all have the same."""
    found: list[int] = []

    def are_alike() -> bool:
        with suppress(redis.RedisError):  # one is loading
            found[:] = [one.client().dbsize() for one in a_set.servers]
        return len(set(found)) == 1

    wait_until(are_alike, "They differ.")
    return found


def sentinel_options(a_set: RedisSet) -> dict[str, Any]:
    """Return what redis-py has to know of a set."""
    quick = {"socket_timeout": 0.3, "protocol": 2, "retry": None}
    password = a_set.environment["SENTINEL_PASSWORD"]
    return {
        "sentinels": [("127.0.0.1", one.port) for one in a_set.sentinels],
        "sentinel_kwargs": quick | {"password": password},
        "password": a_set.environment["REDIS_PASSWORD"],
        **quick,
    }


def fill(policy: str) -> str:
    """Fill a Redis, and return what becomes of old sessions and of new ones."""
    with start_redis(private=True) as server:
        if not server.owner:
            return "this Redis knows no limit"
        owner, client = redis_client(server.owner), redis_client(server.url)
        room = owner.info("memory")["used_memory"] + 500_000
        owner.config_set("maxmemory", room)
        owner.config_set("maxmemory-policy", policy)
        written, said = 0, "new sessions are kept"
        try:
            for written in range(3000):
                client.set(f"sess:{written}", dump_record(RECORD), ex=600)
        except redis.OutOfMemoryError:
            said = "new sessions are refused"
        gone = written - client.dbsize() > 1
        return f"{said}, {'old ones are gone' if gone else 'old ones stay'}"


def bytes_a_session(count: int = 10_000) -> int:
    """Return the memory that a session takes, in bytes.

    It is rounded up to 500s: each Redis keeps its keys a little differently.
    """
    with start_redis(private=True) as server:
        if not server.owner:
            return 500
        client = redis_client(server.url)
        used = lambda: redis_client(server.owner).info("memory")["used_memory"]
        before = used()
        with client.pipeline(transaction=False) as pipeline:
            for number in range(count):
                key = f"sess:{number:032}"  # an ID has 32 characters
                pipeline.set(key, dump_record(RECORD), ex=600)
            pipeline.execute()
        return 500 * math.ceil((used() - before) / count / 500)


def hash_in_processes(key: str) -> list[int]:
    """Return hash(key) % 16384 in two processes.

    Each draws a number at its start; here these are 1 and 2.
    """
    program = f"print(hash({key!r}) % 16384)"
    run = lambda seed: subprocess.run(
        [sys.executable, "-c", program],
        env={"PYTHONHASHSEED": str(seed)},
        capture_output=True,
        text=True,
        check=True,
    )
    return [int(run(seed).stdout) for seed in (1, 2)]
