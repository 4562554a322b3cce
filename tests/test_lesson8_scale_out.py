"""Checks of lesson 8: beyond one machine."""

import importlib
from contextlib import ExitStack
from itertools import pairwise
from threading import Thread

import pytest
import redis
from store_contract import Clock
from werkzeug.security import generate_password_hash

from course.checks.checking import Browser, Said, Wrong, equal, holds, step
from course.servers.stage import NAME, NO_REPLICAS, READ_ONLY

KEYS = ["a key of the server", "its older key"]
PASSWORD = "secret"  # noqa: S105
USERS = {"alice": generate_password_hash(PASSWORD, "pbkdf2:sha256:1")}
PATIENT = 4  # seconds: no check waits as long, however slow the machine is
SETTINGS = {"socket_timeout": PATIENT, "socket_connect_timeout": PATIENT, "retry": None}
SETTINGS |= {"protocol": 2, "driver_info": None}
MOMENT = 0.05  # seconds, for what never answers


@pytest.fixture(autouse=True)
def patient(request, monkeypatch):
    """Let the given timeouts be long, so that a slow machine is no failure."""
    if "worker" in request.fixturenames:
        connect = request.getfixturevalue("lesson8").scale_support.connect_to_primary
        support = importlib.import_module(connect.__module__)
        monkeypatch.setattr(support, "SERVER_TIMEOUT", PATIENT)
        monkeypatch.setattr(support, "SENTINEL_TIMEOUT", PATIENT)


@pytest.fixture
def closing():
    """What is entered here is closed at the end."""
    with ExitStack() as stack:
        yield stack


@pytest.fixture
def client(stage, closing):
    """A client of the primary that knows of no other server."""
    host, port = stage.primary.address
    about = {"host": host, "port": port, "password": stage.environment["REDIS_PASSWORD"]}
    return closing.enter_context(redis.Redis(**about, **SETTINGS))


@pytest.fixture
def worker(lesson8, stage, closing):
    """Return a function that gives the client of a worker, and whom `find` has named to it."""

    def worker():
        named = []

        def find(*_):
            named.append(stage.primary)
            return stage.primary.address

        connect = lesson8.scale_support.connect_to_primary
        client = connect(stage.environment, find, lesson8.PrimaryConnection)
        return closing.enter_context(client), named

    return worker


def result(call, *arguments, **options):
    """Return what a call returns, or the error that it raises."""
    try:
        got = call(*arguments, **options)
    except Wrong:
        raise
    except Exception as error:
        return error
    if isinstance(got, Exception):
        why = f"The {type(got).__name__} is returned here. An error is raised: raise, not return."
        raise Wrong(f"a call of {call.__name__}", got, Said("an error that is raised"), why)
    return got


def put_record(server, session_id="a", views=1):
    """Let a server have the record of a session."""
    server.data.set(f"sess:{session_id}", f'{{"views":{views}}}', ex=60)


# 8.1

TEXTS = {
    "one": ["one"],
    "new,old": ["new", "old"],
    "b,a,c": ["b", "a", "c"],
    " new , old,": ["new", "old"],
    "with a blank=,UPPER": ["with a blank=", "UPPER"],
    "same,same": ["same", "same"],
}


@step("8.1")
@pytest.mark.parametrize("text", TEXTS)
def test_the_keys_come_from_the_environment(lesson8, text):
    """A worker signs with another key than the others, and Alice is logged out at every click."""
    equal(
        f"read_secret_keys of an environment with SECRET_KEYS={text!r}",
        result(lesson8.read_secret_keys, {"SECRET_KEYS": text, "OTHER": "x"}),
        TEXTS[text],
        "Commas separate the keys; the first one signs, so they keep their order. The blanks "
        "around a key, and what is empty, are no part of it.",
    )


@step("8.1")
@pytest.mark.parametrize("text", [None, "", " ", ",", " , ,"], ids=repr)
def test_without_a_key_no_worker_starts(lesson8, text):
    """Each worker makes up a key of its own: Alice is logged out at two of three clicks."""
    environ = {} if text is None else {"SECRET_KEYS": text}
    got = result(lesson8.read_secret_keys, environ)
    holds(
        isinstance(got, ValueError) and "SECRET_KEYS" in str(got),
        f"read_secret_keys({environ})",
        got,
        "a ValueError, raised, that names SECRET_KEYS",
        "Who starts the site has to read what is missing. A key that a worker makes up is unknown "
        "to all others.",
    )


@step("8.1")
def test_the_workers_believe_each_other(lesson8, stage, client, monkeypatch):
    """Alice's next click comes to another worker, and she is nobody."""
    monkeypatch.setenv("SECRET_KEYS", "of all workers")
    workers = [lesson8.create_app(store=lesson8.LoginStore(client)) for _ in range(2)]
    browsers = [Browser(one) for one in workers]
    pages = []
    for click in range(3):
        browser = browsers[click % 2]
        browser.cookies = browsers[0].cookies
        pages.append(browser.get("/").body.partition("\n")[0])
    equal(
        "SECRET_KEYS is set, and two workers are started, each with create_app(store=store); a "
        "browser clicks three times, and comes to one, the other, the first one",
        pages[1:],
        ["<p>Views: 2</p>", "<p>Views: 3</p>"],
        "create_app, given, reads the keys with read_secret_keys(os.environ).",
    )


# 8.2


@pytest.fixture
def sentinels(stage, closing):
    """A client of each sentinel. One that hangs is waited for only for a moment."""
    about = {"password": stage.environment["SENTINEL_PASSWORD"], "decode_responses": True}

    def client(sentinel):
        host, port = sentinel.address
        waits = SETTINGS | ({"socket_timeout": MOMENT} if sentinel.gate.frozen.is_set() else {})
        return closing.enter_context(redis.Redis(host=host, port=port, **about, **waits))

    return lambda: [client(sentinel) for sentinel in stage.sentinels]


def options_for(stage):
    """Return the options of a client of the servers. Who hangs is waited for only a moment."""

    def connected(connection):
        if any(one.gate.frozen.is_set() for one in stage.servers):
            connection._sock.settimeout(
                MOMENT if connection.port == stage.replica.address[1] else PATIENT
            )
        connection.on_connect()

    about = {"password": stage.environment["REDIS_PASSWORD"], "redis_connect_func": connected}
    return about | SETTINGS


def address_of(got):
    """Return an address with its host as text, and anything else as it is."""
    if isinstance(got, (tuple, list)) and len(got) == 2 and isinstance(got[0], bytes):
        return got[0].decode(), got[1]
    return tuple(got) if isinstance(got, list) else got


def names_replica(stage):
    stage.sentinels[0].knows = {NAME.encode(): stage.replica.address}


def names_the_dead(stage):
    names_replica(stage)
    stage.replica.becomes("primary")
    stage.replica.kill()


def names_who_hangs(stage):
    names_replica(stage)
    stage.replica.becomes("primary")
    stage.replica.hang()


def names_a_stranger(stage):
    names_replica(stage)
    stage.replica.becomes("primary")
    stage.replica.password = "of another set"  # noqa: S105


def refuses(stage):
    stage.sentinels[0].refusal = "ERR as ordered"


TROUBLES = {
    "is away": lambda stage: stage.sentinels[0].kill(),
    "hangs": lambda stage: stage.sentinels[0].hang(),
    "does not know the name": lambda stage: stage.sentinels[0].knows.clear(),
    "answers with an error": refuses,
    "names a replica": names_replica,
    "names a server that is away": names_the_dead,
    "names a server that hangs": names_who_hangs,
    "names a server that refuses the password": names_a_stranger,
}
WHYS = {
    "is away": "redis.ConnectionError is a redis.RedisError: go on with the next sentinel.",
    "hangs": "redis.TimeoutError is a redis.RedisError, and no redis.ConnectionError.",
    "does not know the name": "None says that it does not know the name: ask the next one.",
    "answers with an error": "Any redis.RedisError on the way: go on with the next sentinel.",
    "names a replica": "A sentinel may be behind. Ask the server itself, with role().",
    "names a server that is away": "The server's errors count as well: ROLE inside the try.",
    "names a server that hangs": "The server's errors count as well: ROLE inside the try.",
    "names a server that refuses the password": "It is no server of ours. Go on with the next "
    "sentinel after any redis.RedisError.",
}


@step("8.2")
def test_the_primary_is_found(lesson8, stage, sentinels):
    """No page of the site is there."""
    ours = sentinels()
    for what in ("at first", "after a failover"):
        for sentinel in stage.sentinels:
            sentinel.gate.reset()
        equal(
            f"three sentinels know the primary; find_primary(sentinels, {NAME!r}, options) {what}",
            address_of(result(lesson8.find_primary, ours, NAME, options_for(stage))),
            stage.primary.address,
            "sentinel_get_master_addr_by_name(name) returns host and port: return both. The "
            "servers want the password that is in options.",
        )
        equal(
            "how many commands each of the three sentinels got",
            [len(sentinel.gate.commands) for sentinel in stage.sentinels],
            [1, 0, 0],
            "The first one was right, so ask no other: pages wait meanwhile.",
        )
        stage.fail_over()


@step("8.2")
@pytest.mark.parametrize("trouble", TROUBLES)
def test_the_next_sentinel_is_asked(lesson8, stage, sentinels, trouble):
    """One sentinel is away or behind, and the whole site is."""
    TROUBLES[trouble](stage)
    equal(
        f"the first sentinel {trouble}, the others are right: find_primary",
        address_of(result(lesson8.find_primary, sentinels(), NAME, options_for(stage))),
        stage.primary.address,
        WHYS[trouble],
    )


class Watched(list):
    """A list that notes what another thread could see in it, after each change."""

    def __init__(self, items):
        super().__init__(items)
        self.seen = []

    def sort(self, **options):
        self.seen.append([])  # it is empty meanwhile, and Python may go on with another thread
        super().sort(**options)


def noting(name):
    def method(self, *arguments):
        returned = getattr(list, name)(self, *arguments)
        self.seen.append(list(self))
        return returned

    return method


for change in ("__setitem__", "__delitem__", "append", "insert", "pop", "remove", "clear"):
    setattr(Watched, change, noting(change))


@step("8.2")
@pytest.mark.parametrize("trouble", ["is away", "names a replica"])
def test_who_was_right_goes_first(lesson8, stage, sentinels, trouble):
    """Each page waits for the sentinel that does not answer, before it asks the one that does."""
    TROUBLES[trouble](stage)
    clients = sentinels()
    ours = Watched(clients)
    got = result(lesson8.find_primary, ours, NAME, options_for(stage))
    if isinstance(got, Exception):
        raise got
    equal(
        f"the first of three sentinels {trouble}; the order of the list after find_primary, where "
        "0 was the first one",
        [clients.index(one) for one in ours],
        [1, 0, 2],
        "The list itself changes: sentinels[:] = [the one that was right, then all the others].",
    )
    holds(
        all(sorted(map(clients.index, seen)) == [0, 1, 2] for seen in ours.seen),
        "the lists that another thread could read meanwhile",
        [[clients.index(one) for one in seen] for seen in ours.seen],
        "all three sentinels in each of them",
        "remove and insert are two steps, and between them a sentinel is missing. While a list "
        "is sorted, it is empty. sentinels[:] = [...] is one step.",
    )


@step("8.2")
@pytest.mark.parametrize("trouble", ["all are away", "none knows the name", "all name a replica"])
def test_no_primary_is_said(lesson8, stage, sentinels, trouble):
    """The page is an error that nobody understands, or asks a server that is none."""
    for sentinel in stage.sentinels:
        if trouble == "all are away":
            sentinel.kill()
        elif trouble == "none knows the name":
            sentinel.knows.clear()
        else:
            sentinel.knows = {NAME.encode(): stage.replica.address}
    clients = sentinels()
    got = result(lesson8.find_primary, clients, NAME, options_for(stage))
    holds(
        isinstance(got, lesson8.StoreUnavailable),
        f"{trouble}: find_primary",
        got,
        "StoreUnavailable",
        "After the last sentinel there is nobody to ask: raise it, and the page says 503.",
    )


@step("8.2")
def test_other_threads_may_change_the_list_meanwhile(lesson8, stage, sentinels):
    """Two pages ask at once, and one of them finds nobody, although a sentinel knows."""
    first, second, third = clients = sentinels()

    def away(_):
        clients[:] = [third, first, second]  # another thread has found the right one
        raise redis.ConnectionError("it is away")

    first.sentinel_get_master_addr_by_name = second.sentinel_get_master_addr_by_name = away
    equal(
        "sentinels 1 and 2 are away, and meanwhile another thread puts sentinel 3 first: "
        "find_primary",
        address_of(result(lesson8.find_primary, clients, NAME, options_for(stage))),
        stage.primary.address,
        "Walk over a copy, list(sentinels), and each of them is asked.",
    )


# 8.3


@step("8.3")
@pytest.mark.parametrize("old", ["is dead", "is back, and takes itself for the primary"])
def test_a_new_connection_goes_where_the_primary_is_now(stage, worker, old):
    """A worker has lost its server for ever; or Alice, who has logged out, is logged in again."""
    client, _ = worker()
    put_record(stage.primary)
    stage.replicate()
    equal(
        "a worker connects, and reads what the primary has",
        result(client.get, "sess:a"),
        b'{"views":1}',
        "connect calls super().connect(), and read_response returns what super() returns.",
    )
    before = stage.primary
    before.kill()
    stage.fail_over()
    put_record(stage.primary, views=2)
    if old != "is dead":
        before.come_back()
    # The first one may find the connection broken.
    got = [result(client.get, "sess:a") for _ in range(2)][1]
    equal(
        "a worker has a connection; the primary dies, another one takes over, and its record "
        f"changes; the old one {old}: what the worker reads",
        got,
        b'{"views":2}',
        "Ask self.find() each time that a connection is made, and keep no address: where not "
        "self.is_connected. Only then call super().connect().",
    )


@step("8.3")
def test_a_connection_that_is_there_asks_nobody(worker):
    """Each page asks the sentinels, and then the store: twice the time, and they break down."""
    client, named = worker()
    got = [result(client.set, "a", "1"), result(client.get, "a"), result(client.delete, "a")]
    equal(
        "SET, GET and DEL by one connection: their answers, and how often find was called",
        (got, len(named)),
        ([True, b"1", 1], 1),
        "redis-py calls connect before each command. Where self.is_connected, there is nothing to "
        "find.",
    )


def write_alone(client):
    return client.getex("sess:a", ex=60)


def write_in_pipeline(client):
    return client.pipeline(transaction=False).get("a").set("a", "1").execute()


def write_in_transaction(client):
    return client.pipeline().set("a", "1").get("a").execute()


@step("8.3")
@pytest.mark.parametrize("text", [READ_ONLY, NO_REPLICAS], ids=["READONLY", "NOREPLICAS"])
@pytest.mark.parametrize("write", [write_alone, write_in_pipeline, write_in_transaction])
def test_who_refuses_to_write_is_the_primary_no_longer(stage, worker, text, write):
    """A worker goes on with the old primary, and each page is an error until it is restarted."""
    client, _ = worker()
    result(client.get, "a")
    before = stage.primary
    stage.fail_over()
    put_record(stage.primary)
    before.refusal = text
    got = result(write, client)
    did = f"a worker has a connection, and its server answers writes with {text.split()[0]}"
    holds(
        isinstance(got, redis.ConnectionError),
        f"{did}: a write",
        got,
        "a redis.ConnectionError",
        "Where a replica is asked, redis-py raises redis.ReadOnlyError. NOREPLICAS comes as a "
        "redis.ResponseError: str(error) begins with it.",
    )
    equal(
        f"{did}; then, by the next command, what the new primary has",
        result(client.getex, "sess:a", ex=60),
        b'{"views":1}',
        "self.disconnect() first, so that the next command asks self.find() anew.",
    )


OTHER_ERRORS = [
    "OOM command not allowed when used memory > 'maxmemory'.",
    "WRONGTYPE Operation against a key holding the wrong kind of value",
    "ERR unknown command 'NOREPLICAS'",
]


@step("8.3")
@pytest.mark.parametrize("text", OTHER_ERRORS, ids=lambda text: text.split()[0])
def test_any_other_error_goes_on(stage, worker, text):
    """A mistake in the program looks like a dead server, and is tried again for seconds."""
    client, named = worker()
    result(client.get, "a")
    asked = len(named)
    stage.primary.refusal = text
    got = result(client.set, "a", "1")
    holds(
        isinstance(got, redis.ResponseError),
        f"the server answers SET with {text}",
        got,
        "the redis.ResponseError that redis-py makes of it",
        "Only READONLY, and a text that begins with NOREPLICAS, say that it is no primary. Each "
        "other error goes on: raise.",
    )
    stage.primary.refusal = ""
    equal(
        f"the server answers SET with {text}; then SET again: its answer, and how often find was "
        "called meanwhile",
        (result(client.set, "a", "1"), len(named) - asked),
        (True, 0),
        "The connection is as good as before.",
    )


# 8.4


class Sleepy(Clock):
    """A clock, and a sleep that lets its time pass. Notes the pauses."""

    def __init__(self):
        super().__init__(1000.0)
        self.pauses = []
        self.meanwhile = lambda: None

    def sleep(self, seconds):
        self.now += seconds
        self.pauses.append(seconds)
        self.meanwhile()


@pytest.fixture
def clock(monkeypatch):
    """The clock of a store. Who sleeps by another one is told so."""

    def sleep(seconds):
        why = "self.sleep is an argument, so that no check has to wait for it."
        raise Wrong("ask", Said(f"time.sleep({seconds})"), Said("self.sleep(...)"), why)

    monkeypatch.setattr("time.sleep", sleep)
    return Sleepy()


@pytest.fixture
def store(lesson8, client, clock):
    return lesson8.FailoverStore(client, clock=clock, sleep=clock.sleep)


class Command:
    """A command of the store that fails so often, then answers.

    calls: when it was called. takes: seconds that a failure takes.
    """

    def __init__(self, lesson8, clock, failures, error=None, takes=0.0):
        self.lesson8, self.clock, self.failures, self.error = lesson8, clock, failures, error
        self.calls, self.takes = [], takes

    def __call__(self, *arguments, **options):
        self.calls.append(self.clock.now)
        if len(self.calls) > 150:
            raise Wrong(
                "ask, with a command that fails each time",
                Said(f"it was called 150 times, in {self.clock.now - self.calls[0]:.1f} seconds"),
                Said("StoreUnavailable, after self.patience seconds"),
                "Compare self.clock() with self.lost_at + self.patience, before the pause. And "
                "let time pass with self.sleep: without a pause, nothing waits.",
            )
        if len(self.calls) > self.failures:
            return "the answer", arguments, options
        if self.error:
            raise self.error
        self.clock.now += self.takes
        try:
            raise redis.ConnectionError("the server is gone")
        except redis.RedisError as error:
            raise self.lesson8.StoreUnavailable(f"{error} ({len(self.calls)})") from error


EVER = 10**6


@step("8.4")
@pytest.mark.parametrize("failures", [0, 1, 7])
def test_a_page_waits_for_a_new_primary(lesson8, store, clock, failures):
    """The primary dies, and for two seconds each page is an error."""
    command = Command(lesson8, clock, failures)
    equal(
        f"ask(command, 'a', ex=60), where the command fails {failures} times: what it returned",
        result(store.ask, command, "a", ex=60),
        ("the answer", ("a",), {"ex": 60}),
        "Call command(*arguments, **options) until it returns, and return that.",
    )
    equal(
        "how often the command was called, the number of pauses, and store.lost_at",
        (len(command.calls), len(clock.pauses), store.lost_at),
        (failures + 1, failures, None),
        "One pause after each failure, and none after the answer. All is well again: lost_at is "
        "None.",
    )


@step("8.4")
@pytest.mark.parametrize(("patience", "takes"), [(4.0, 0), (0.5, 0), (0, 0), (4.0, 0.5)])
def test_nobody_waits_for_ever(lesson8, store, clock, patience, takes):
    """A server is down for long, and no page ever comes, not even an error."""
    store.patience = patience
    command = Command(lesson8, clock, EVER, takes=takes)
    got = result(store.ask, command)
    did = f"patience is {patience}; ask, with a command that fails each time, after {takes} seconds"
    holds(
        isinstance(got, lesson8.StoreUnavailable),
        did,
        got,
        "the StoreUnavailable of the command",
        "After self.patience seconds, raise it again.",
    )
    waited = clock.now - command.calls[0] - takes
    holds(
        (patience - takes <= waited <= patience + takes + 0.15)
        if patience
        else len(command.calls) == 1,
        f"{did}: the seconds from the first failure to the end, and the number of calls",
        (round(waited, 2), len(command.calls)),
        f"{patience}, and hardly more" if patience else "one call, and no pause",
        "Raise where self.clock() >= self.lost_at + self.patience. It is measured by the clock, "
        "for a failed call takes time as well.",
    )


@step("8.4")
def test_all_threads_have_one_deadline(lesson8, store, clock):
    """The server is down: each page waits for four seconds, and soon no thread is left."""
    begin = clock.now
    result(store.ask, Command(lesson8, clock, EVER))
    equal(
        "the primary is lost, and ask gives up; store.lost_at, where the time of the first failure "
        "is 0",
        store.lost_at and store.lost_at - begin,
        0.0,
        "self.lost_at is when the primary was lost, for all threads, and it is still lost.",
    )
    later = Command(lesson8, clock, EVER)
    before = clock.now
    got = result(store.ask, later)
    holds(
        isinstance(got, lesson8.StoreUnavailable) and clock.now == before,
        "then another page asks, and the primary is still lost: it waited, and called the command",
        (Said(f"{clock.now - before:.2f} seconds"), len(later.calls)),
        "0 seconds, once",
        "Set self.lost_at only where it is None. A deadline for each call lets each page wait.",
    )


@step("8.4")
def test_the_next_loss_has_its_own_time(lesson8, store, clock):
    """A primary was lost last night. Today one is lost again, and nobody waits for the next."""
    result(store.ask, Command(lesson8, clock, 3))
    clock.now += 10_000
    equal(
        "a primary was lost, and came back; hours later, another one is lost for three calls: ask",
        result(store.ask, Command(lesson8, clock, 3), "a"),
        ("the answer", ("a",), {}),
        "Where the command returns, self.lost_at becomes None again.",
    )
    result(store.ask, Command(lesson8, clock, EVER))
    clock.now += 10_000
    result(store.ask, Command(lesson8, clock, 0))
    equal(
        "a primary is lost for hours, and comes back; then store.lost_at",
        store.lost_at,
        None,
        "A command that returns at the first call says as well that all is well.",
    )


@step("8.4")
def test_they_do_not_all_come_at_the_same_moment(lesson8, store, clock):
    """A thousand requests ask the new primary in the same moment, again and again."""
    store.patience = 3
    result(store.ask, Command(lesson8, clock, EVER))
    holds(
        all(0.05 <= pause <= 0.15 for pause in clock.pauses) and len(set(clock.pauses)) > 5,
        "ask, with a command that fails for 3 seconds: the pauses",
        [round(pause, 3) for pause in clock.pauses[:8]],
        "each one another, from 0.05 to 0.15 seconds",
        "random.uniform(0.05, 0.15), anew for each pause.",
    )


def wrong_command(lesson8):
    try:
        raise redis.ResponseError("WRONGTYPE as ordered")
    except redis.RedisError as cause:
        error = lesson8.StoreUnavailable("WRONGTYPE")
        error.__context__ = cause
        return error


FINAL = {
    "StoreUnavailable because of a wrong command": wrong_command,
    "TooFewCopies": lambda lesson8: lesson8.TooFewCopies("0 of 1"),
    "a ValueError": lambda _: ValueError("as ordered"),
}


@step("8.4")
@pytest.mark.parametrize("what", FINAL)
def test_what_does_not_pass_is_not_asked_again(lesson8, store, clock, what):
    """A logout that is done is done again twenty times, and a mistake takes four seconds."""
    error = FINAL[what](lesson8)
    command = Command(lesson8, clock, EVER, error)
    got = result(store.ask, command)
    equal(
        f"ask, with a command that raises {what}: was it raised, the number of calls, and "
        "store.lost_at",
        (got is error, len(command.calls), store.lost_at),
        (True, 1, None),
        "First of all, where may_pass(error) is False: raise. The server is there, so nothing is "
        "lost. Any other error is none of ask's business.",
    )


@step("8.4")
def test_what_was_ended_between_two_tries_stays_ended(lesson8, stage, store, clock):
    """Alice has logged out, and the second try of a slow page logs her in again."""
    put_record(stage.primary)
    stage.primary.loses = "SET"
    clock.meanwhile = lambda: stage.primary.data.delete("sess:a")
    got = result(store.replace, "a", {"views": 2})
    equal(
        "replace of a known session is done, and its answer gets lost; then Alice logs out; then "
        "it is asked again: what replace returned, and the record",
        (got, stage.primary.data.get("sess:a")),
        (False, None),
        "replace, given, asks with SET and XX, which writes only where there is a record. Leave "
        "it so: a plain SET would bring back what was ended.",
    )


@step("8.4")
def test_another_thread_may_get_its_answer_meanwhile(lesson8, store, clock):
    """Two pages wait for the new primary. One finds it, and the other one is an error 500."""

    def while_others_ask():
        other = Thread(target=store.ask, args=[lambda: "the answer of another page"], daemon=True)
        other.start()
        other.join(0.2)  # it waits for us where there is a lock
        return clock()

    store.clock = while_others_ask
    equal(
        "two failures; between any two lines of ask, another thread gets its answer: ask returned",
        result(store.ask, Command(lesson8, clock, 2)),
        ("the answer", (), {}),
        "The other thread has set self.lost_at to None. Read self.lost_at once, into a variable, "
        "and count from that.",
    )


# 8.5


@pytest.fixture
def safe(lesson8, client, clock):
    return lesson8.SafeStore(client, clock=clock, sleep=clock.sleep)


class Others(redis.ConnectionPool):
    """Gives another connection each time: those of before are in the hands of other threads."""

    def get_connection(self, *_, **__):
        connection = self.make_connection()
        connection.connect()
        return connection

    def release(self, connection):
        connection.disconnect()


@pytest.fixture
def busy(lesson8, stage, clock, closing):
    """A SafeStore in a worker with many threads."""
    host, port = stage.primary.address
    about = {"host": host, "port": port, "password": stage.environment["REDIS_PASSWORD"]}
    client = redis.Redis(connection_pool=Others(**about, **SETTINGS))
    return lesson8.SafeStore(closing.enter_context(client), clock=clock, sleep=clock.sleep)


RUNS = {
    "set of a new key": (("set", "k", "1"), {"ex": 60}, True),
    "set with xx of an unknown key": (("set", "k", "1"), {"ex": 60, "xx": True}, None),
    "delete of two keys": (("delete", "sess:a", "sess:b"), {}, 2),
    "zadd": (("zadd", "k", {"a": 1}), {}, 1),
}


@step("8.5")
@pytest.mark.parametrize("what", RUNS)
def test_run_writes_and_waits_in_one_trip(stage, safe, what):
    """Each login waits for two trips to Redis; or nobody waits for the replica."""
    put_record(stage.primary, "a")
    put_record(stage.primary, "b")
    (command, *arguments), options, expected = RUNS[what]
    safe.wait = 200
    gate = stage.primary.gate
    gate.reset()
    equal(
        f"run: {what}: what it returned",
        result(safe.run, command, *arguments, **options),
        expected,
        "execute returns two answers: the first is that of the command, and run returns it.",
    )
    name = {"delete": "DEL"}.get(command, command.upper())
    equal(
        f"run: {what}: the commands that Redis got, and in how many trips",
        (gate.commands, gate.trips),
        ([name, "WAIT"], 1),
        "Both in one pipeline(transaction=False): the command first, pipeline.wait after it, then "
        "execute. Inside MULTI, WAIT does not wait.",
    )
    equal(
        "copies is 1, wait is 200: what WAIT was asked",
        stage.waits,
        [(1, 200)],
        "pipeline.wait(self.copies, self.wait). 0 milliseconds would mean for ever.",
    )


@step("8.5")
@pytest.mark.parametrize("copies", [1, 2])
def test_too_few_copies_are_said_and_the_change_is_done_once(lesson8, stage, busy, clock, copies):
    """Alice reads that she is out; the primary dies, and she is in again."""
    put_record(stage.primary)
    busy.copies = copies
    stage.held = copies == 1
    stage.primary.gate.reset()
    got = result(busy.destroy, "a")
    there = "nothing gets to the replica" if copies == 1 else "only one replica has it"
    did = f"copies is {copies}, and {there}; destroy('a')"
    holds(
        isinstance(got, lesson8.TooFewCopies) and str(got) != "",
        did,
        got,
        "TooFewCopies, with a sentence",
        "WAIT says how many replicas have it: fewer than self.copies are too few. It speaks of "
        "its own connection only, and outside of MULTI, so send both by one "
        "pipeline(transaction=False).",
    )
    equal(
        f"{did}: how often Redis got DEL, the number of pauses, and the record",
        (stage.primary.gate.commands.count("DEL"), clock.pauses, stage.primary.data.get("sess:a")),
        (1, [], None),
        "It is done, so it is not asked again: may_pass says so in ask.",
    )


@pytest.fixture
def app(lesson8, safe):
    return lesson8.create_app(store=safe, secret_keys=KEYS, users=USERS)


@step("8.5")
@pytest.mark.parametrize("how", ["logs in", "logs out", "is logged out everywhere"])
def test_a_login_and_a_logout_outlive_the_primary(stage, worker, app, safe, how):
    """Alice has logged out. The primary dies a moment later, and she is logged in again."""
    browser = Browser(app)
    browser.post("/login", {"name": "alice", "password": PASSWORD})
    cookies = dict(browser.cookies)
    if how == "logs out":
        browser.post("/logout")
    elif how == "is logged out everywhere":
        for key in stage.primary.data.scan_iter(match="sess:*"):
            put_on_the_list(safe, "alice", key.decode().removeprefix("sess:"), 1600)
        stage.replicate()
        safe.destroy_all("alice")
    stage.primary.kill()
    stage.fail_over()
    safe.client, _ = worker()
    page = Browser(app, cookies).get("/account")
    equal(
        f"alice {how}; then the primary dies, and the replica takes over: is her cookie good for "
        "/account",
        page.status == 200,
        how == "logs in",
        "set and destroy, given, call self.run, and destroy_all calls destroy. run returns when "
        "a replica has it.",
    )


def put_on_the_list(store, user, session_id, end):
    """Do as note_login of step 5.6 does. That is an extra, which need not be done."""
    store.client.zadd(store.list_key(user), {session_id: end})


@step("8.5")
@pytest.mark.parametrize("what", ["set", "note_login"])
def test_the_new_primary_knows_a_login(stage, worker, safe, what, lesson8, monkeypatch):
    """Alice logs out everywhere, and the browser that was forgotten stays logged in."""
    monkeypatch.setattr(
        lesson8.LoginStore,
        "note_login",
        lambda store, user, one, now, lifetime: put_on_the_list(store, user, one, now + lifetime),
    )
    if what == "set":
        safe.set("a", {"user": "alice"})
    else:
        safe.note_login("alice", "a", 1000, 600)
    stage.primary.kill()
    stage.fail_over()
    safe.client, _ = worker()
    equal(
        f"{what} of a login; then the primary dies, and the replica takes over: what it has",
        result(safe.get, "a") if what == "set" else result(safe.logins, "alice"),
        {"user": "alice"} if what == "set" else {"a": 1600.0},
        "set and note_login, given, call self.run. A replica gets all in its order: who has the "
        "last command has those before it.",
    )


@step("8.5")
def test_all_logins_are_ended_even_if_it_is_not_safe(lesson8, stage, safe):
    """Alice logs out everywhere, reads an error, and only one of her three logins is over."""
    stage.held = True
    for session_id in "abc":
        put_record(stage.primary, session_id)
        put_on_the_list(safe, "alice", session_id, 1600)
    got = result(safe.destroy_all, "alice")
    left = [key for key in "abc" if stage.primary.data.exists(f"sess:{key}")]
    equal(
        "no replica gets anything; destroy_all, given, with three logins: the kind of error, and "
        "the sessions that are left",
        (type(got).__name__, left),
        ("TooFewCopies", []),
        "run raises TooFewCopies where too few replicas have it. The change is done all the same.",
    )


@step("8.5")
@pytest.mark.parametrize(("safe_views", "is_there"), [(False, True), (True, True), (True, False)])
def test_a_view_waits_only_where_it_is_wanted(stage, safe, safe_views, is_there):
    """Each view of a page waits for a second machine, for the sake of a count."""
    if is_there:
        put_record(stage.primary)
    safe.safe_views = safe_views
    got = result(safe.replace, "a", {"views": 2})
    equal(
        f"safe_views is {safe_views}; replace of a session that is "
        f"{'there' if is_there else 'ended'}: what it returned, how often it waited, the record",
        (got, len(stage.waits), stage.primary.data.get("sess:a")),
        (is_there, int(safe_views), b'{"views":2}' if is_there else None),
        "replace, given, calls run only with safe_views. None of SET with XX is False.",
    )


@step("8.5")
@pytest.mark.parametrize("trouble", ["Redis is away", "the key holds something else"])
def test_run_says_that_redis_cannot(lesson8, stage, safe, trouble):
    """Alice sees an error page of the server."""
    if trouble == "Redis is away":
        safe.patience = 0
        stage.primary.kill()
    else:
        stage.primary.data.set("k", "1")
    got = result(safe.run, "zadd", "k", {"a": 1})
    holds(
        isinstance(got, lesson8.StoreUnavailable),
        f"{trouble}: run",
        got,
        "StoreUnavailable",
        "The pipeline inside redis_errors(), execute too.",
    )


# 8.6

# What CLUSTER KEYSLOT of a Valkey 9 says. The first one is in the specification.
SLOTS = {
    "123456789": 12739,
    "": 0,
    "foo": 12182,
    "sess:a": 16351,
    "sess:b": 4028,
    "k\xfcche": 904,
    "\u65e5\u672c": 10949,
}
TAGGED_SLOTS = {
    "{sess:a}:cart": 16351,
    "{sess:a}:order:00000000000000aa": 16351,
    "{user:alice}:cart": 4489,
    "sess:{a}": 15495,
    "foo{bar}{zap}": 5061,
    "foo{{bar}}zap": 4015,
    "foo{}{bar}": 8363,
    "{}": 15257,
    "{a": 10276,
    "a}": 5921,
    "}{a}": 15495,
    "a}b{c}": 7365,
}


@step("8.6")
@pytest.mark.parametrize("key", SLOTS, ids=ascii)
def test_a_key_lies_in_its_slot(lesson8, key):
    """Each process looks for Alice's session on another machine."""
    equal(
        f"slot_of({key!r})",
        result(lesson8.slot_of, key),
        SLOTS[key],
        "What CLUSTER KEYSLOT says: binascii.crc_hqx(key.encode(), 0) % 16384. hash() of a text "
        "is another number in every process.",
    )


@step("8.6")
@pytest.mark.parametrize("key", TAGGED_SLOTS, ids=ascii)
def test_a_hash_tag_says_where(lesson8, key):
    """Alice's cart lies on another machine than her session, and no MULTI reaches both."""
    equal(
        f"slot_of({key!r})",
        result(lesson8.slot_of, key),
        TAGGED_SLOTS[key],
        'What CLUSTER KEYSLOT says: only the text between the first "{" and the next "}" after '
        "it counts. Where there is no such text, the whole key does.",
    )


# 8.7


@pytest.fixture
def steps(lesson8):
    """The steps from one key to the next."""
    got = result(lesson8.rollout, "OLD", "NEW")
    is_right = isinstance(got, (list, tuple)) and all(isinstance(one, (list, tuple)) for one in got)
    holds(
        is_right and all(got),
        "rollout('OLD', 'NEW')",
        got,
        "a list of lists of keys, none of them empty",
        "A list for each step: the keys that a worker has then.",
    )
    return [list(one) for one in got]


@step("8.7")
def test_the_workers_of_two_steps_believe_each_other(lesson8, steps):
    """While the new key is rolled out, Alice is logged out at every second click."""
    for number, (before, after) in enumerate(pairwise(steps), 1):
        for signer, reader in ((before, after), (after, before)):
            holds(
                signer[0] in reader,
                f"rollout('OLD', 'NEW') is {steps}. Between step {number} and {number + 1} there "
                f"are workers with {before}, and with {after}: a cookie by {signer[0]}",
                Said(f"is unknown to {reader}"),
                "is known to both",
                "The first key signs. Let all workers know a key before one signs with it.",
            )


@step("8.7")
def test_the_old_key_is_forgotten_at_the_end(steps):
    """Whoever has stolen the old key is Alice for ever."""
    equal(
        "the first and the last step of rollout('OLD', 'NEW')",
        (steps[0], steps[-1]),
        (["OLD"], ["NEW"]),
        "It begins as the workers are now, and ends without the old key.",
    )
    equal(
        "the keys of all steps",
        {key for one in steps for key in one},
        {"OLD", "NEW"},
        "There are these two keys, and no other.",
    )


# 8.8

PEER = "10.0.0.9"
ADDRESSES = [
    ("", 0, PEER),
    ("6.6.6.6", 0, PEER),
    ("1.2.3.4", 1, "1.2.3.4"),
    ("6.6.6.6, 1.2.3.4", 1, "1.2.3.4"),
    ("6.6.6.6,1.2.3.4", 1, "1.2.3.4"),
    ("6.6.6.6, 5.5.5.5 ,  1.2.3.4 , 10.0.0.7", 2, "1.2.3.4"),
    ("1.2.3.4, 10.0.0.7", 2, "1.2.3.4"),
    ("2001:db8::1", 1, "2001:db8::1"),
    ("", 1, PEER),
    ("6.6.6.6", 2, PEER),
    ("6.6.6.6, 1.2.3.4", 3, PEER),
]


@step("8.8")
@pytest.mark.parametrize(("forwarded", "proxies", "expected"), ADDRESSES, ids=range(len(ADDRESSES)))
def test_only_our_own_proxies_are_believed(lesson8, forwarded, proxies, expected):
    """A stranger takes the address of somebody else, and passes each limit."""
    equal(
        f"client_address({PEER!r}, {forwarded!r}, {proxies})",
        result(lesson8.client_address, PEER, forwarded, proxies),
        expected,
        "Each of our own proxies has put one entry at the end. The first of these is the visitor. "
        "Without a proxy of ours, and where there are fewer entries than proxies, only peer is "
        "sure.",
    )
