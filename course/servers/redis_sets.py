"""Sets of real Redis servers on this machine: a primary, its replicas and sentinels; a Cluster.

All of it ends with us, however we end.
"""

import secrets
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from itertools import permutations
from socket import create_server
from typing import TypeVar

import redis

from ..redis_client import PROBE, NotUsable, describe
from . import redis_server
from . import set_settings as settings
from .set_server import CONFIG, Servers, SetServer, begin, wait_until

NEEDED = "There is no set of servers here: it needs a real Redis or Valkey, 6.2 or newer."
# What a sentinel says of a server, or of another sentinel.
UNWELL = {"disconnected", "s_down", "o_down", "failover_in_progress"}


class RedisSet(Servers):
    """A primary, its replicas, and the sentinels that watch over it."""

    def __init__(self, program: str, ports: list[int], sentinel_ports: list[int]) -> None:
        super().__init__(program, ports, sentinel_ports)
        self.environment["SENTINEL_PASSWORD"] = self.passwords.sentinel
        self.environment["SENTINELS"] = ",".join(f"127.0.0.1:{one}" for one in sentinel_ports)

    def start(self) -> None:
        """Start them all, without data: the first server is the primary. Raises NotUsable."""
        about = vars(self.passwords) | {"primary": self.servers[0].port}
        self._write_servers(about)
        begin(self.servers[:1])
        begin(self.servers[1:])
        ids = {one: secrets.token_hex(20) for one in self.sentinels}
        self._write_sentinels(about, ids)
        begin(self.sentinels)
        for told, teller in permutations(self.sentinels, 2):
            hello = settings.HELLO.format(port=teller.port, id=ids[teller], **about)
            with told.client() as client:
                client.publish("__sentinel__:hello", hello)
        wait_until(self.is_whole, "The set is not ready.")

    def _write_servers(self, about: dict) -> None:
        in_set = settings.IN_SET.format(at_least=min(1, len(self.servers) - 1))
        for server in self.servers:
            role = "" if server is self.servers[0] else settings.REPLICA.format(**about)
            text = settings.SERVER.format(port=server.port, more="", **about)
            server.write(CONFIG, text + in_set + role)

    def _write_sentinels(self, about: dict, ids: dict[SetServer, str]) -> None:
        quorum = len(self.sentinels) // 2 + 1
        reading = settings.asking("sentinel", settings.ASKING_SENTINEL)
        known = [settings.KNOWN_REPLICA.format(port=one.port) for one in self.servers[1:]]
        for server in self.sentinels:
            its = {"port": server.port, "id": ids[server], "quorum": quorum, "reading": reading}
            server.write(CONFIG, "".join([settings.SENTINEL.format(**about, **its), *known]))

    def is_whole(self) -> bool:
        """Has the primary all of its replicas, and does each sentinel find all of them well?"""
        primary = self.primary()
        replicas = primary.role()[2:] if primary else []
        if not replicas or len(replicas[0]) < len(self.servers) - 1:
            return False
        return all(map(self._finds_all_well, self.sentinels))

    def _finds_all_well(self, sentinel: SetServer) -> bool:
        try:
            with sentinel.client() as client:
                known = [client.sentinel_master(settings.NAME)]
                known += client.sentinel_sentinels(settings.NAME)
                known += client.sentinel_slaves(settings.NAME)
        except redis.RedisError:
            return False
        well = [one for one in known if not UNWELL & {*one["flags"].split(",")}]
        return len(well) == len(self.sentinels) - 1 + len(self.servers)

    def primary(self) -> SetServer | None:
        """Return who most sentinels say it is, if it says so itself. None for nobody."""
        named = Counter(map(self._named_by, self.sentinels))
        needed = len(self.sentinels) // 2 + 1 if self.sentinels else 0
        for server in self.servers:
            if named[server.port] >= needed and server.role()[:1] == [b"master"]:
                return server
        return None

    def _named_by(self, sentinel: SetServer) -> int:
        if not sentinel.lives():
            return 0
        try:
            with sentinel.client(0.3) as client:
                return client.sentinel_get_master_addr_by_name(settings.NAME)[1]
        except redis.RedisError:
            return 0

    def wait_for_another(self, former: SetServer, seconds: float = 10) -> SetServer:
        """Return the primary that comes after a former one. Raises NotUsable for none."""
        wait_until(lambda: self.primary() not in (None, former), "No replica took over.", seconds)
        return self.primary()


class RedisCluster(Servers):
    """A Cluster: its slots are divided over the primaries, which come first in servers."""

    primaries = 3

    def start(self) -> None:
        """Start them all, without data. Raises NotUsable."""
        ids = [secrets.token_hex(20) for _ in self.servers]
        ports = [one.port for one in self.servers]
        reading = settings.asking("cluster", settings.ASKING_CLUSTER)
        for index, server in enumerate(self.servers):
            about = vars(self.passwords) | {"port": server.port, "more": reading}
            server.write(CONFIG, settings.SERVER.format(**about) + settings.IN_CLUSTER)
            server.write("nodes.conf", settings.nodes_file(ids, ports, self.primaries, index))
        begin(self.servers[: self.primaries])
        begin(self.servers[self.primaries :])
        wait_until(self.is_whole, "The Cluster is not ready.")

    def is_whole(self) -> bool:
        """Do all servers say that all slots are served, and has each primary its replicas?"""
        replicas = 0
        for index, server in enumerate(self.servers):
            with server.client() as client:
                about = client.execute_command("CLUSTER", "INFO")
            if b"cluster_state:ok" not in about:
                return False
            replicas += len(server.role()[2]) if index < self.primaries else 0
        return replicas == len(self.servers) - self.primaries

    def server_of(self, key: str) -> SetServer:
        """Return the server that keeps a key at the start."""
        with self.servers[0].client() as client:
            slot = client.execute_command("CLUSTER", "KEYSLOT", key)
        slots = settings.slots_of(self.primaries)
        return next(one for one, its in zip(self.servers, slots, strict=False) if slot in its)


Some = TypeVar("Some", bound=Servers)


def start_set(replicas: int = 2, sentinels: int = 3) -> RedisSet:
    """Return a set that is ready. Raises NotUsable where no real Redis is here."""

    def make(program: str) -> RedisSet:
        ports = free_ports(1 + replicas + sentinels)
        return RedisSet(program, ports[: 1 + replicas], ports[1 + replicas :])

    return _first(make)


def start_cluster(primaries: int = 3, replicas: int = 3) -> RedisCluster:
    """Return a Cluster that is ready. Raises NotUsable where no real Redis is here."""

    def make(program: str) -> RedisCluster:
        made = RedisCluster(program, free_ports(primaries + replicas, settings.BUS), [])
        made.primaries = primaries
        return made

    return _first(make)


def _first(make: Callable[[str], Some]) -> Some:
    """Return what is made of the first program that can be used."""
    for way in redis_server.WAYS[1:-1]:  # without REDIS_URL, which is not ours, and fakeredis
        for _ in range(3):  # another program may take a port that was free
            try:
                program, place = redis_server.program_of(way)
                return _started(make(program), way, place)
            except NotUsable:
                continue
    raise NotUsable(NEEDED)


def _started(made: Some, way: str, place: str) -> Some:
    try:
        made.start()
        made.said = describe(made.server_of(PROBE).url, way, place)
    except BaseException:
        made.stop()
        raise
    return made


def free_ports(count: int, beside: int = 0) -> list[int]:
    """Return so many ports of 127.0.0.1 that nobody listens on just now.

    beside: so far from each of them another one has to be free, too; 0 for none.
    """
    found: list[int] = []
    with ExitStack() as held:  # until the last one is found, or one may come twice
        while len(found) < count:
            port = held.enter_context(create_server(("127.0.0.1", 0))).getsockname()[1]
            if beside:
                try:
                    held.enter_context(create_server(("127.0.0.1", port + beside)))
                except (OSError, OverflowError):
                    continue
            found.append(port)
    return found
