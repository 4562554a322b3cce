"""A set of Redis servers with its sentinels, played: on every platform, and without waiting.

Each of the two servers is a gate, and behind it a database of the Redis that is there. The gates
answer ROLE and WAIT, those of the sentinels SENTINEL GET-MASTER-ADDR-BY-NAME. All else is Redis.
"""

import secrets
from urllib.parse import urlsplit, urlunsplit

from ..redis_client import connect
from .gate import Gate
from .talk import Answer, Command, array_of, bulk_of, parts_of

NAME = "visitors"  # of the set
WRITES = set(
    b"SET SETEX PSETEX SETNX GETSET GETDEL GETEX DEL UNLINK EXPIRE PEXPIRE PERSIST INCR HINCRBY "
    b"HSET HDEL ZADD ZREM ZREMRANGEBYSCORE RENAMENX RESTORE COPY SADD SREM APPEND".split()
)
NOTHING = [b"ECHO", b""]  # what Redis gets in place of a command that is answered here
NO_REPLICAS = "NOREPLICAS Not enough good replicas to write."
READ_ONLY = "READONLY You can't write against a read only replica."


class Stage:
    """servers: two. sentinels: three. primary, replica: which server is what.

    held: nothing gets to the replica any more. waits: what WAIT was asked, the number of replicas
    and the milliseconds. environment: what a worker has to know.
    """

    def __init__(self, redis_url: str) -> None:
        self.url, self.held, self.writes, self.copied = redis_url, False, 0, 0
        self.waits: list[tuple[int, int]] = []
        self.passwords = secrets.token_hex(), secrets.token_hex()
        self.servers = [Server(self, number) for number in (0, 1)]
        self.sentinels = [Sentinel(self) for _ in range(3)]
        self.primary, self.replica = self.servers
        self.fail_over_to(self.primary)
        for server in self.servers:
            server.data.flushdb()

    @property
    def environment(self) -> dict[str, str]:
        """What the environment of a worker says."""
        return {
            "SENTINELS": ",".join("{}:{}".format(*one.address) for one in self.sentinels),
            "PRIMARY": NAME,
            "REDIS_PASSWORD": self.passwords[0],
            "SENTINEL_PASSWORD": self.passwords[1],
        }

    def replicate(self) -> None:
        """Bring the replica up to date, if it is there."""
        until = self.writes
        if self.replica.is_there:
            self.replica.data.flushdb()
            for key in self.primary.data.scan_iter():
                self.primary.data.copy(key, key, destination_db=self.replica.database)
        self.copied = until

    def fail_over(self) -> None:
        """Make the replica the primary. A dead one still takes itself for it when it is back."""
        self.fail_over_to(self.replica)

    def fail_over_to(self, server: "Server") -> None:
        """Make this server the primary."""
        if server is not self.primary:
            self.primary, self.replica = self.replica, self.primary
        self.primary.becomes("primary")
        if self.replica.is_there:
            self.replica.becomes("replica")
        for sentinel in self.sentinels:
            sentinel.knows = {NAME.encode(): server.address}

    def close(self) -> None:
        """End all connections."""
        for one in (*self.servers, *self.sentinels):
            one.gate.shut()
        for server in self.servers:
            server.data.close()


class Part:
    """What has an address on the stage. password: whoever comes has to say it.

    refusal: the error that it answers with, "" for none.
    """

    def __init__(self, stage: Stage, password: str, database: int) -> None:
        self.stage, self.password, self.database = stage, password, database
        self.refusal = ""
        self.gate = Gate(stage.url)
        self.gate.hears = lambda: self.connection(self).hear

    @property
    def address(self) -> tuple[str, int]:
        """Its host and its port."""
        return "127.0.0.1", urlsplit(self.gate.url).port or 0

    @property
    def is_there(self) -> bool:
        """Can one connect to it?"""
        return self.gate.is_open

    def kill(self) -> None:
        """End it: no connection stays, and none can be made."""
        self.gate.shut()

    def come_back(self) -> None:
        """Start it again, with what it had."""
        self.gate.open()

    def hang(self) -> None:
        """Let it take connections and answer nothing."""
        self.gate.frozen.set()


class Connection:
    """A client's connection to a part of the stage."""

    def __init__(self, part: Part) -> None:
        self.part, self.stage = part, part.stage

    def hear(self, command: Command) -> list[tuple[Command, Answer]]:
        """See Talk."""
        name = command[0].upper()
        if name == b"AUTH" and command[-1].decode() == self.part.password:
            parts = urlsplit(self.stage.url)
            login = [text.encode() for text in (parts.username, parts.password) if text]
            return [
                ([b"AUTH", *login], None),
                ([b"SELECT", b"%d" % self.part.database], lambda _: b""),
            ]
        return [self.play(name, command)]

    def play(self, name: bytes, command: Command) -> tuple[Command, Answer]:
        """Return what Redis gets in place of a command, and what comes of its reply."""
        raise NotImplementedError


def instead(answer: bytes) -> tuple[Command, Answer]:
    """Return what lets a client have this answer, if Redis would answer it at all."""
    return NOTHING, lambda reply: reply if reply.startswith(b"-") else answer


def error_of(text: str) -> bytes:
    """Return an error of Redis."""
    return f"-{text}\r\n".encode()


class SentinelConnection(Connection):
    """A client's connection to a sentinel."""

    def play(self, name: bytes, command: Command) -> tuple[Command, Answer]:
        """See Connection."""
        if name != b"SENTINEL":
            return command, None
        if self.part.refusal:
            return instead(error_of(self.part.refusal))
        if command[1].upper() != b"GET-MASTER-ADDR-BY-NAME":
            return instead(error_of("ERR This sentinel only says who is the primary."))
        known = self.part.knows.get(command[2])
        address = known and array_of(*(bulk_of(str(part).encode()) for part in known))
        return instead(address or b"*-1\r\n")


class Sentinel(Part):
    """Says who is the primary. knows: name of a set to a host and a port."""

    connection = SentinelConnection

    def __init__(self, stage: Stage) -> None:
        super().__init__(stage, stage.passwords[1], 0)
        self.knows: dict[bytes, tuple[str, int]] = {}


class ServerConnection(Connection):
    """A client's connection to a server.

    written: the number of its last write on the stage. known: the one that WAIT asks for. In a
    transaction, that is the last one before it, as in Redis.
    """

    def __init__(self, part: Part) -> None:
        super().__init__(part)
        self.written = self.known = 0
        # After MULTI: what comes of each reply in that of EXEC.
        self.queue: list[Answer] | None = None
        self.is_spoilt = False

    def play(self, name: bytes, command: Command) -> tuple[Command, Answer]:
        """See Connection."""
        if name == b"MULTI":
            self.queue, self.is_spoilt = [], False
            return command, None
        if name in (b"EXEC", b"DISCARD") and self.queue is not None:
            return self.end(name)
        refused = self.part.refusal and name in WRITES
        forwarded, answer = self.one(name, command)
        if self.queue is None or refused:
            self.is_spoilt = self.is_spoilt or bool(refused)
            return forwarded, answer
        self.queue.append(answer)
        return forwarded, None

    def one(self, name: bytes, command: Command) -> tuple[Command, Answer]:
        """Return the same for a command that is no part of a transaction's frame."""
        if name == b"ROLE":
            return instead(self.part.role())
        if name == b"WAIT":
            self.stage.waits.append((int(command[1]), int(command[2])))
            is_alone = self.queue is None
            return NOTHING, lambda reply: reply if reply[:1] == b"-" else self.copies(is_alone)
        if name not in WRITES:
            return command, None
        if self.part.refusal:
            return instead(error_of(self.part.refusal))
        return command, lambda reply: self.wrote(name, reply)

    def end(self, name: bytes) -> tuple[Command, Answer]:
        """Return the same for the end of a transaction."""
        queue, self.queue = self.queue, None
        if self.is_spoilt and name == b"EXEC":
            aborted = error_of("EXECABORT Transaction discarded because of previous errors.")
            return [b"DISCARD"], lambda _: aborted
        return [name], lambda reply: self.done(queue, reply) if reply[:1] == b"*" else reply

    def done(self, queue: list[Answer], reply: bytes) -> bytes:
        """Return the reply of EXEC: none where a watched key was changed."""
        if reply == b"*-1\r\n":
            return reply
        pairs = zip(queue, parts_of(reply), strict=True)
        reply = array_of(*(answer(part) if answer else part for answer, part in pairs))
        self.known = self.written
        return reply

    def wrote(self, name: bytes, reply: bytes) -> bytes:
        """Note that something was written, and return the reply, if it is not to get lost."""
        if self.part is self.stage.primary:
            self.stage.writes += 1
            self.written = self.stage.writes
        if self.part.loses == name.decode():
            self.part.loses = ""
            raise ConnectionResetError("The answer gets lost, as was ordered.")
        return reply

    def copies(self, is_alone: bool) -> bytes:
        """Return how many replicas have all that this connection has written."""
        self.known = self.written if is_alone else self.known
        if self.part is not self.stage.primary:
            return b":0\r\n"
        if self.known > self.stage.copied and not self.stage.held:
            self.stage.replicate()
        return b":%d\r\n" % (self.known <= self.stage.copied)


class Server(Part):
    """Keeps sessions. data: a client of what it keeps, whether it lives or not.

    loses: the name of a command that is done, and whose next answer gets lost; "" for none.
    """

    connection = ServerConnection

    def __init__(self, stage: Stage, database: int) -> None:
        super().__init__(stage, stage.passwords[0], database)
        self.loses, self.is_primary = "", False
        self.data = connect(urlunsplit(urlsplit(stage.url)._replace(path=f"/{database}")))

    def becomes(self, what: str) -> None:
        """Let it be "primary" or "replica"."""
        self.is_primary = what == "primary"
        self.refusal = "" if self.is_primary else READ_ONLY

    def role(self) -> bytes:
        """Return what it says of itself."""
        if self.is_primary:
            return array_of(bulk_of(b"master"), b":%d\r\n" % self.stage.writes, array_of())
        host, port = self.stage.primary.address
        about = bulk_of(b"slave"), bulk_of(host.encode()), b":%d\r\n" % port
        return array_of(*about, bulk_of(b"connected"), b":%d\r\n" % self.stage.copied)
