"""The config files of a set of servers.

What they would find out about each other within seconds stands there from the start.
"""

from itertools import pairwise

from .redis_server import USERS
from .set_server import PID

NAME = "sessions"  # of a set, for its sentinels
SLOTS = 16_384
BUS = 10_000  # the servers of a Cluster talk to each other at their port + this

SERVER = f"""bind 127.0.0.1
port {{port}}
dir .
pidfile {PID}
save ""
repl-diskless-sync no
repl-diskless-load on-empty-db
masteruser owner
masterauth {{owner}}
{USERS}"""
# A primary without a replica that follows it refuses to write.
IN_SET = """min-replicas-to-write {at_least}
min-replicas-max-lag 2
"""
REPLICA = """replicaof 127.0.0.1 {primary}
"""
# The SENTINEL command reaches all: a site may only ask.
SENTINEL = f"""bind 127.0.0.1
port {{port}}
dir .
pidfile {PID}
user default on >{{sentinel}} &* +@all -@admin +role {{reading}}
user owner on >{{owner}} ~* &* +@all
sentinel myid {{id}}
sentinel sentinel-user owner
sentinel sentinel-pass {{owner}}
sentinel monitor {NAME} 127.0.0.1 {{primary}} {{quorum}}
sentinel auth-user {NAME} owner
sentinel auth-pass {NAME} {{owner}}
sentinel down-after-milliseconds {NAME} 1000
sentinel failover-timeout {NAME} 2000
sentinel parallel-syncs {NAME} 2
"""
KNOWN_REPLICA = f"sentinel known-replica {NAME} 127.0.0.1 {{port}}\n"
# What a sentinel says of itself. As a line in the config file of another one, it would make that
# one try too early, and again only after a second.
HELLO = f"127.0.0.1,{{port}},{{id}},0,{NAME},127.0.0.1,{{primary}},0"
ASKING_SENTINEL = "get-master-addr-by-name masters master replicas slaves sentinels ckquorum"
IN_CLUSTER = """cluster-enabled yes
cluster-config-file nodes.conf
cluster-node-timeout 1000
"""
ASKING_CLUSTER = "slots shards nodes info myid keyslot countkeysinslot getkeysinslot"


def asking(command: str, words: str) -> str:
    """Return the rights to ask a command these things, for a user's line."""
    return " ".join(f"+{command}|{word}" for word in words.split())


def slots_of(primaries: int) -> list[range]:
    """Return which slots each primary of a Cluster has: the same number, give or take one."""
    edges = [SLOTS * index // primaries for index in range(primaries + 1)]
    return [range(*pair) for pair in pairwise(edges)]


def nodes_file(ids: list[str], ports: list[int], primaries: int, mine: int) -> str:
    """Return nodes.conf of the server with the index mine: who is there, with which slots."""
    lines = []
    for index, (one, port) in enumerate(zip(ids, ports, strict=True)):
        role, of, slots = "master", "-", ""
        if index < primaries:
            there = slots_of(primaries)[index]
            slots = f" {there[0]}-{there[-1]}"
        else:
            role, of = "slave", ids[index % primaries]
        flags = f"myself,{role}" if index == mine else role
        epoch = index % primaries + 1
        address = f"127.0.0.1:{port}@{port + BUS}"
        lines.append(f"{one} {address} {flags} {of} 0 0 {epoch} connected{slots}\n")
    return "".join([*lines, f"vars currentEpoch {primaries} lastVoteEpoch 0\n"])
