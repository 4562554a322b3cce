"""Lesson 8: beyond one machine.

One day a machine dies, and every worker process sees it. So the workers share their keys, the
store asks where the primary is each time that it connects, a page waits for a new primary, but
not for ever, and a logout is on two machines before Alice is told that she is out.
"""

import binascii
import os
import random
import secrets
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import redis
from flask import Flask

from . import lesson5_login, scale_support
from .lesson2_signed_id import new_session_id
from .lesson4_redis_store import StoreUnavailable, connect, dump_record, redis_errors
from .lesson5_login import LoginStore
from .scale_support import TooFewCopies, may_pass


def read_secret_keys(environ: Mapping[str, str]) -> list[str]:
    """Return the keys in SECRET_KEYS, which commas separate, in their order.

    environ: such as os.environ. Raises ValueError where there is no key.
    """
    # Step 8.1: One key for all workers (6 min)
    # A site runs in several worker processes. With the starter, a worker without SECRET_KEYS
    # makes up a key. Each worker makes up another one, and none believes the cookies of the
    # others. A worker that does not start is better: you see it at once. So raise a ValueError
    # that names SECRET_KEYS if no key is left, and make none up. (Then `import secrets` can go.)
    keys = environ.get("SECRET_KEYS", "").split(",")
    return [key.strip() for key in keys if key.strip()] or [secrets.token_hex()]


def find_primary(sentinels: list[redis.Redis], name: str, options: dict) -> tuple[str, int]:
    """Return the host and the port of the server that takes writes, as the sentinels know it.

    sentinels: clients; the one that was right moves to the front. name: of the set. options: of
    a client of its servers, such as the password. Raises StoreUnavailable where none knows.
    """
    # Step 8.2: Ask who the primary is (12 min)
    # A sentinel may be away, and it may be behind the others. So ask one after the other:
    # 1. sentinel.sentinel_get_master_addr_by_name(name) returns (host, port), or None where the
    #    sentinel does not know the name.
    # 2. Doubt it: redis.Redis(host=host, port=port, **options) is a client of that server, and
    #    client.role()[0] is b"master" for a primary. Open it in a `with`, which closes it.
    # 3. If so, put this sentinel first in the list, for the next time, and return host and
    #    port. Other threads use the list too. So walk over a copy, list(sentinels), and change
    #    the list in one go: sentinels[:] = [...].
    # A redis.RedisError on the way, None, or a role that is not b"master": take the next
    # sentinel. After the last one raise StoreUnavailable.
    return sentinels[0].sentinel_get_master_addr_by_name(name)


class PrimaryConnection(redis.Connection):
    """A connection to the primary. find: returns its host and its port. options: see redis-py."""

    def __init__(self, find: Callable[[], tuple[str, int]], **options: Any) -> None:
        super().__init__(**options)
        self.find, self.port = find, 0

    def connect(self) -> None:
        """Connect, if there is no connection. redis-py calls it before each command."""
        # Step 8.3: Ask again (12 min)
        # The starter asks once, and keeps the address for ever. After a failover that is a dead
        # server, or worse: the old primary is back, knows nothing of the logouts meanwhile, and
        # calls itself the primary for 10 seconds more (measured). So ask self.find() whenever
        # there is no connection: self.is_connected, a property of redis.Connection, is False.
        if not self.port:
            self.host, self.port = self.find()
        super().connect()

    def read_response(self, *arguments: Any, **options: Any) -> Any:
        """Return the answer of the server. Raises redis.ConnectionError if it is no primary."""
        # Step 8.3, second half
        # A connection that is still there asks nobody. But the server tells: a replica refuses
        # to write, with redis.ReadOnlyError, and a primary that has lost its replicas with a
        # redis.ResponseError whose text begins with NOREPLICAS. Then self.disconnect(), and
        # raise a redis.ConnectionError: the next command asks anew. Raise any other error as
        # it is.
        return super().read_response(*arguments, **options)


class FailoverStore(LoginStore):
    """A LoginStore whose primary may die.

    patience: for so many seconds after the primary was lost, requests ask again. lost_at: when
    it was lost, by the clock; None while all is well. All threads share both.
    """

    def __init__(
        self,
        client: redis.Redis,
        max_age: int = 60,
        *,
        patience: float = 4.0,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        super().__init__(client, max_age)
        self.patience, self.clock, self.sleep = patience, clock, sleep
        self.lost_at: float | None = None

    def ask(self, command: Callable, *arguments: Any, **options: Any) -> Any:
        """Return what the command returns, and ask again after a failure, but not for ever.

        Only for a command that may be done twice. Raises StoreUnavailable.
        """
        # Step 8.4: Ask again, but not for ever (15 min)
        # A new primary is there after 2 seconds or so. With the starter, every page until then is
        # a 503.
        # Call command(*arguments, **options) in a loop. Where it returns, set self.lost_at to
        # None, and return its answer. Where it raises StoreUnavailable:
        # 1. If may_pass(error), given, is False, raise it again at once.
        # 2. Read self.lost_at once, into a variable: another thread may set it to None meanwhile.
        #    If it is None, both become self.clock(). All threads have one deadline. With one for
        #    each, a server that is down for long makes every page wait.
        # 3. Are self.patience seconds or more over since then? Raise it again.
        # 4. self.sleep for random.uniform(0.05, 0.15) seconds: not all at the same moment.
        return command(*arguments, **options)

    def get(self, session_id: str) -> dict | None:
        """See RedisStore. GETEX twice is GETEX once."""
        return self.ask(super().get, session_id)

    def set(self, session_id: str, record: dict) -> None:
        """See RedisStore. Only for a fresh ID, which nobody else can have ended meanwhile."""
        self.ask(super().set, session_id, record)

    def replace(self, session_id: str, record: dict) -> bool:
        """See LoginStore. SET with XX brings nothing back that was ended between two tries."""
        return self.ask(super().replace, session_id, record)

    def destroy(self, session_id: str) -> None:
        """See RedisStore."""
        self.ask(super().destroy, session_id)

    def note_login(self, user: str, session_id: str, now: float, lifetime: int) -> None:
        """See LoginStore."""
        self.ask(super().note_login, user, session_id, now, lifetime)

    def logins(self, user: str) -> dict[str, float]:
        """See LoginStore."""
        return self.ask(super().logins, user)


class SafeStore(FailoverStore):
    """A FailoverStore that says that a login or a logout is done when it is on a replica, too.

    copies: on so many replicas. wait: milliseconds until they must have it, well below
    SERVER_TIMEOUT, or the answer of WAIT comes too late to be read. safe_views: wait at the
    record of a known session as well, which changes with every view.
    """

    copies, wait, safe_views = 1, 300, False

    def run(self, command: str, *arguments: Any, **options: Any) -> Any:
        """Run a command of Redis, and return its answer. Raises StoreUnavailable, TooFewCopies."""
        # Step 8.5: On two machines (10 min)
        # Redis answers before its replicas have the change. If the primary dies just then, the
        # change is gone: Alice has logged out, and her session is back. WAIT says how many
        # replicas have all that *this connection* has written. So send both by one pipeline:
        # self.client.pipeline(transaction=False), in a `with`, inside redis_errors(). Call
        # getattr(pipeline, command)(*arguments, **options), then pipeline.wait(self.copies,
        # self.wait). pipeline.execute() returns the answer, and how many have it. If these are
        # too few, raise TooFewCopies with a sentence. The change is done, so may_pass is False
        # for this error, and ask does not do it again.
        with redis_errors():
            return getattr(self.client, command)(*arguments, **options)

    def set(self, session_id: str, record: dict) -> None:
        """See FailoverStore. A login makes a fresh ID."""
        self.ask(self.run, "set", self.key(session_id), dump_record(record), ex=self.max_age)

    def replace(self, session_id: str, record: dict) -> bool:
        """See FailoverStore."""
        if not self.safe_views:
            return super().replace(session_id, record)
        key, options = self.key(session_id), {"ex": self.max_age, "xx": True}
        return self.ask(self.run, "set", key, dump_record(record), **options) is not None

    def destroy(self, session_id: str) -> None:
        """See FailoverStore."""
        self.ask(self.run, "delete", self.key(session_id))

    def note_login(self, user: str, session_id: str, now: float, lifetime: int) -> None:
        """See LoginStore. Who is not on the list of a new primary cannot be logged out by it."""
        super().note_login(user, session_id, now, lifetime)
        # Replicas get all in its order: who has this has what was written before it.
        self.ask(self.run, "expire", self.list_key(user), lifetime)

    def destroy_all(self, user: str) -> None:
        """See LoginStore. Their IDs stay on the list, until these logins would have been over."""
        trouble = None
        for session_id in self.logins(user):
            try:
                self.destroy(session_id)
            except TooFewCopies as error:  # this one is ended, and so must the others be
                trouble = error
        if trouble:
            raise trouble


def slot_of(key: str) -> int:
    """Return in which of the 16,384 slots of a Redis Cluster a key lies.

    Redis Cluster specification: CRC16 (XMODEM) of the key modulo 16384; where the key has a
    hash tag, of the text between the first "{" and the next "}", unless that is empty.
    """
    # Step 8.6: The same place for the same key (10 min, extra)
    # A Cluster divides its keys over several primaries, by slot. Python's hash() of a text is
    # another number in every process. Redis takes binascii.crc_hqx(data, 0) % 16384, of the
    # key's bytes: key.encode(). And a key with a hash tag, such as "{sess:a}:cart", lies where
    # the tag lies: only the text between the first "{" and the next "}" counts. "{}" is no tag.
    return hash(key) % 16384


def rollout(old: str, new: str) -> list[list[str]]:
    """Return the secret keys of the workers, step by step, from the old key to the new one.

    While a step is rolled out, workers of the step before answer beside the new ones. The last
    step has to wait until the longest life of a session is over: a visitor who only reads keeps
    a cookie with the old signature.
    """
    # Step 8.7: A new key, one worker at a time (8 min, extra)
    # The first key of a list signs, and every key verifies (step 2.2). While a step is rolled
    # out, some workers have it already, and others still have the step before. In the starter, the
    # second step signs with a key that a worker of the first step does not know. Let all of
    # them learn the new key first, then sign with it, then forget the old one: four steps.
    return [[old], [new, old], [new]]


def client_address(peer: str, forwarded: str, proxies: int) -> str:
    """Return the address of the visitor.

    peer: who has connected to us. forwarded: the header X-Forwarded-For, "" without one; each
    proxy puts the address that has connected to it at its end. proxies: how many are our own.
    """
    # Step 8.8: Who is it really? (8 min, extra)
    # Whoever sends the header can write anything into it, such as the address of somebody
    # else. Only the entries of your own proxies are true, and these stand at the end. With one
    # proxy, it is the last entry, with two, the last but one. Without a proxy, or with fewer
    # entries than proxies, return peer. Strip the blanks around an entry.
    return forwarded.split(",")[0].strip() or peer


def make_store(environ: Mapping[str, str], max_age: int) -> FailoverStore:
    """Return the store that the environment names, see scale_support.py."""
    if environ.get("SENTINELS"):
        client = scale_support.connect_to_primary(environ, find_primary, PrimaryConnection)
        return scale_support.set_up(SafeStore(client, max_age), environ)
    return scale_support.set_up(FailoverStore(connect(), max_age), environ)


def create_app(
    *,
    max_age: int = 60,
    secret_keys: Sequence[str] | None = None,
    new_id: Callable[[], str] = new_session_id,
    store: LoginStore | None = None,
    **options: Any,
) -> Flask:
    """Return the app of lesson 5, ready for many machines.

    max_age: seconds a session lives unused. secret_keys, store: None for those that the
    environment names. new_id: makes session IDs. options: see LoginManager.
    """
    if secret_keys is None:
        secret_keys = scale_support.keys_of(os.environ, read_secret_keys, rollout)
    store = make_store(os.environ, max_age) if store is None else store
    about = {"max_age": max_age, "secret_keys": secret_keys, "new_id": new_id, "store": store}
    app = lesson5_login.create_app(**about, **options)
    scale_support.add_scale_pages(app, client_address)
    return app
