"""Checks of lesson 4: a Redis store."""

import json
import pickle
import re
from datetime import datetime, timezone

import pytest
import redis
from store_contract import Clock, StoreContract

from course.checks.checking import Browser, Said, equal, first_line, holds, name_and_value, step

KEYS = ["a key of the server"]
NOW = 1_800_000_000.0
RAN = []


# A client that gives up after a moment, and begins without a greeting: that takes four trips.
SETTINGS = {
    "socket_timeout": 4,  # not 0.5: a busy machine is no Redis that is away
    "socket_connect_timeout": 4,
    "retry": None,
    "protocol": 2,
    "driver_info": None,
}


@pytest.fixture
def client(gate):
    """A client that goes through the gate."""
    with redis.Redis.from_url(gate.url, **SETTINGS) as client:
        yield client


@pytest.fixture
def store(lesson4, client):
    return lesson4.RedisStore(client, max_age=60, prefix="check:")


@pytest.fixture
def advance(client):
    """Let time pass: every key has that much less to live."""

    def advance(seconds):
        for key in client.scan_iter(match="check:*"):
            left = client.pttl(key)
            if left >= 0:
                client.pexpire(key, max(0, left - seconds * 1000))

    return advance


@step("4.1")
def test_set_writes_one_key(lesson4, store, client):
    """Only what is in Redis outlives this server, and whatever else is there stays for ever."""
    try:
        store.set("a", {"views": 1})
        got = [key.decode() for key in client.scan_iter()]
    except lesson4.StoreUnavailable as error:
        got = error
    equal(
        "RedisStore(client, prefix='check:').set('a', {'views': 1}), then all keys in Redis",
        got,
        ["check:a"],
        "set writes what dump_record makes of the record, as text, under self.key(session_id), "
        "and nothing else. An error is what Redis says of the command.",
    )


def no_time_of_day(gate, verb):
    """Raise Wrong if the last command said when a key ends by this server's own clock."""
    words = re.findall(rb"(EXAT|PXAT|P?EXPIREAT)\r", gate.last.upper())
    holds(
        not words,
        f"store.{verb}, how Redis is told when the key ends",
        Said(b", ".join(words).decode()),
        "EX, the seconds from now",
        "A server whose clock is an hour behind would end every session at once. With ex= Redis "
        "counts by its own clock, the same one for all servers.",
    )


@step("4.1")
def test_every_set_gives_the_key_its_end(lesson4, client, gate):
    """Redis fills up with the visitors of all times, until it is full and stops."""
    store = lesson4.RedisStore(client, max_age=600)
    for number in (1, 2):
        store.set("a", {"views": number})
        no_time_of_day(gate, "set")
        left = client.pttl(store.key("a"))
        holds(
            595_000 < left <= 600_000,
            f"RedisStore(client, max_age=600), set number {number} of one ID, then the time that "
            "Redis gives the key (PTTL, milliseconds)",
            left,
            "between 595000 and 600000: max_age is 600 seconds",
            "-1 means for ever. Each SET needs ex=self.max_age, the second one too. ex is in "
            "seconds.",
        )


@step("4.2")
def test_every_get_gives_the_key_a_new_end(lesson4, client, gate):
    """Whoever comes back would be thrown out all the same, or would stay for ever."""
    store = lesson4.RedisStore(client, max_age=600)
    store.set("a", {"views": 1})
    client.expire(store.key("a"), 300)
    store.get("a")
    no_time_of_day(gate, "get")
    left = client.pttl(store.key("a"))
    holds(
        595_000 < left <= 600_000,
        "RedisStore(client, max_age=600), set, half of the time passes, get, then the time that "
        "Redis gives the key (PTTL, milliseconds)",
        left,
        "between 595000 and 600000: max_age is 600 seconds",
        "-1 means for ever, and -2 that the key is gone. GETEX needs ex=self.max_age, in seconds.",
    )


class TestRedisStore(StoreContract):
    """The contract that every store keeps, the same one as in lesson 3."""


@pytest.fixture
def app(lesson4, client):
    store = lesson4.RedisStore(client)
    return lesson4.create_app(store=store, secret_keys=KEYS, clock=Clock(NOW))


@step("4.2")
def test_two_servers_share_every_session(lesson4, gate):
    """Behind a load balancer, each click may reach another server, or a restarted one."""
    clients = [redis.Redis.from_url(gate.url, **SETTINGS) for _ in range(3)]
    apps = [
        lesson4.create_app(store=lesson4.RedisStore(client), secret_keys=KEYS) for client in clients
    ]
    cookies, pages = {}, []
    for app in (apps[0], apps[1], apps[0], apps[1], apps[2], apps[1]):
        browser = Browser(app, cookies)
        pages.append(first_line(browser.get().body))
        cookies = browser.cookies
    for client in clients:
        client.close()
    equal(
        "GET / at two servers in turn, then at a third one that just started, and back",
        pages[1:],
        [f"<p>Views: {number}</p>" for number in range(2, 7)],
        "Everything that a server knows of a session is in Redis. Keep nothing in the store.",
    )


@step("4.2")
def test_each_request_costs_few_trips(app, gate):
    """Every trip to Redis makes the page later, and there are thousands a second."""
    browser = Browser(app)
    costs = {
        "a new visitor, /plain": (lambda: browser.get("/plain"), 0),
        "the first visit": (browser.get, 1),
        "a visit that only reads, /peek": (lambda: browser.get("/peek"), 1),
        "a visit that counts": (browser.get, 2),
        "a forged cookie, /peek": (
            lambda: Browser(app, {"connect.sid": "s%3Aforged.x"}).get("/peek"),
            0,
        ),
    }
    for what, (visit, expected) in costs.items():
        gate.reset()
        visit()
        holds(
            gate.trips <= expected,
            f"{what}: trips to Redis",
            Said(f"{gate.trips} ({', '.join(gate.commands)})"),
            f"{expected} at most",
            "GETEX reads the record and gives it a new end in one trip. SET takes the end along.",
        )


@step("4.3")
def test_the_record_is_the_one_of_express(app, client):
    """A server in JavaScript on the same Redis could not read our sessions."""
    Browser(app).get()
    text = b"".join(client.get(key) for key in client.scan_iter(match="sess:*"))
    try:
        record = json.loads(text)
    except ValueError:
        record = Said(f"no JSON: {text!r}")
    ends = datetime.fromtimestamp(NOW + 60, timezone.utc).strftime("%Y-%m-%dT%H:%M:%S.000Z")
    equal(
        "GET /, then the record in Redis",
        record,
        {
            "cookie": {
                "originalMaxAge": 60000,
                "expires": ends,
                "httpOnly": True,
                "path": "/",
                "sameSite": "lax",
            },
            "views": 1,
        },
        "dump_record writes the record as JSON, as it is.",
    )


@step("4.3")
def test_what_express_wrote_into_the_cookie_stays(lesson4, client):
    """Express would send its next cookie without the attributes that it had set."""
    store = lesson4.RedisStore(client)
    manager = lesson4.ExpressSessionManager(store, KEYS)
    session = manager.open("")
    session["cart"] = ["tea"]
    header = name_and_value(manager.save(session))
    record = json.loads(client.get(store.key(session.id)))
    record["cookie"].update(priority="high", sameSite="strict")
    client.set(store.key(session.id), json.dumps(record), ex=60)
    session = manager.open(header)
    session["views"] = 2
    manager.save(session)
    record = json.loads(client.get(store.key(session.id)))
    found = {name: record["cookie"].get(name) for name in ("priority", "sameSite", "path")}
    equal(
        "Express sets priority and sameSite in the record, we write it again; then the cookie",
        found,
        {"priority": "high", "sameSite": "strict", "path": "/"},
        "load_record returns the whole record: what we do not use is kept as well.",
    )


@step("4.3")
def test_the_data_of_express_is_read(lesson4, client):
    """Whoever is called J\xfcrgen would be a stranger, or would have another name."""
    manager = lesson4.ExpressSessionManager(lesson4.RedisStore(client), KEYS)
    session = manager.open("")
    session["views"] = 1
    header = name_and_value(manager.save(session))
    data = {"cart": ["tea", 2.5], "name": "J\xfcrgen \u732b"}
    text = json.dumps({"cookie": {"path": "/"}, **data}, ensure_ascii=False)
    why = (
        "What comes from Redis is bytes of UTF-8. json.loads reads them as they are, and all of "
        "the data comes back."
    )
    record = lesson4.load_record(text.encode("utf-8"))
    equal(f"load_record({text.encode()!r})", record, {"cookie": {"path": "/"}, **data}, why)
    client.set(manager.store.key(session.id), text.encode("utf-8"), ex=60)
    equal(
        f"Express writes {text}; open, the data",
        dict(manager.open(header)),
        data,
        why,
    )


def plant():
    """Stand in for an attacker's code: it only notes that it ran."""
    RAN.append("ran")
    return {"views": 41000}


class Planted:
    """Pickled, this is an order: call plant()."""

    def __reduce__(self):
        return plant, ()


@step("4.3")
@pytest.mark.parametrize("protocol", [0, 2, 4])
def test_a_planted_pickle_does_not_run(lesson4, protocol):
    """Whoever can write to Redis could run any program on every server that reads it."""
    RAN.clear()
    planted = pickle.dumps(Planted(), protocol)
    for text in (planted, planted.decode("latin-1")):
        try:
            got = lesson4.load_record(text)
        except Exception as error:
            got = error
        equal(
            f"load_record(a pickle that calls a function, protocol {protocol}): what ran",
            RAN,
            [],
            "pickle.loads runs what the text tells it to. json.loads only makes data.",
        )
        equal(
            f"load_record(a pickle, protocol {protocol})",
            got,
            None,
            "It is no JSON, so it is no record: catch the ValueError that json.loads raises.",
        )


PLANTED = f"__import__('sys').modules[{__name__!r}].plant()"
PYTHON = [PLANTED, f'{{"views": {PLANTED}}}', "{'views': 1}", '{"vip": True}', '{"views": 1,}']


@step("4.3")
def test_text_that_is_python_is_no_record(lesson4):
    """Whoever can write to Redis could run any program on every server that reads it."""
    for planted in (*PYTHON, *(text.encode() for text in PYTHON)):
        RAN.clear()
        try:
            got = lesson4.load_record(planted)
        except Exception as error:
            got = error
        equal(
            f"load_record({planted!r}): what ran, what it gave",
            (RAN, got),
            ([], None),
            "It is Python and no JSON. eval runs what the text tells it to, json.loads never does.",
        )


@step("4.3")
@pytest.mark.parametrize(
    "text",
    [
        *("", "7", "[]", "null", "true", '"views"', '{"views": 1', "[" * 100_000),
        *(b"\xff!", b"\x00", b'{"a": "\xff"}'),
    ],
    ids=lambda text: repr(text[:12]),
)
def test_anything_but_a_json_object_is_no_record(lesson4, text):
    """One broken record, and its visitor sees an error page until it expires."""
    short = repr(text) if len(text) < 60 else f"'[' * {len(text)}"
    try:
        got = lesson4.load_record(text)
    except Exception as error:
        got = error
    equal(
        f"load_record({short})",
        got,
        None,
        "Only a JSON object is a record. json.loads raises ValueError (or RecursionError), "
        "or returns something that is not a dict.",
    )


def away(gate, client, how):
    """Take Redis away: at once, after the next answer, or so that it never answers."""
    if how == "does not answer":
        # That no answer comes is certain here, so the client need not wait long for it.
        hasty = SETTINGS | {"socket_timeout": 0.03}
        client.connection_pool = redis.ConnectionPool.from_url(gate.url, **hasty)
        gate.frozen.set()
    elif how == "goes between read and write":
        gate.reset()
        gate.shut_after = 1
    else:
        gate.shut()


AWAY = [
    "is away",
    "is away while a page only reads",
    "goes between read and write",
    "does not answer",
]


@pytest.fixture
def visitor(app):
    """A browser that was here twice."""
    browser = Browser(app)
    browser.get()
    browser.get()
    return browser


def visit_without_redis(browser, gate, client, how):
    """Let the browser visit while Redis is away, and let Redis come back. Return what came."""
    patient = client.connection_pool
    away(gate, client, how)
    try:
        return browser.get("/peek" if "only reads" in how else "/")
    except Exception as error:
        return error
    finally:
        client.connection_pool = patient
        gate.shut()
        gate.open()


@step("4.4")
@pytest.mark.parametrize("how", AWAY)
def test_while_redis_is_away_nobody_becomes_a_stranger(visitor, gate, client, how):
    """A moment without Redis, and all visitors would be logged out for good."""
    before = dict(visitor.cookies)
    answer = visit_without_redis(visitor, gate, client, how)
    did = f"Redis {how}, GET {'/peek' if 'only reads' in how else '/'}"
    holds(
        getattr(answer, "status", None) == 503 and "try again" in answer.body,
        did,
        answer,
        "503, and a page with a plain sentence",
        "Catch redis.RedisError and raise StoreUnavailable: the app makes this page of it.",
    )
    equal(
        f"{did}, the cookies of the browser",
        visitor.cookies,
        before,
        "Nobody knows yet whether there is a session. So no new one is handed out.",
    )
    equal(
        f"{did}, Redis comes back, GET /",
        first_line(visitor.get().body),
        "<p>Views: 3</p>",
        "The session was there all the time, and the server needs no restart to find it.",
    )


@step("4.4")
@pytest.mark.parametrize("verb", ["get", "set", "destroy"])
def test_every_verb_says_that_redis_is_away(lesson4, store, gate, verb):
    """Whoever logs out in that moment would see an error page, and be logged in all the same."""
    gate.shut()
    arguments = ("a", {}) if verb == "set" else ("a",)
    try:
        got = getattr(store, verb)(*arguments)
    except lesson4.StoreUnavailable:
        return
    except redis.RedisError as error:
        got = error
    finally:
        gate.open()
    holds(
        False,
        f"Redis is away, store.{verb}{arguments!r}",
        got,
        "StoreUnavailable",
        'Ask Redis inside "with redis_errors():", in each of the three.',
    )


@step("4.4")
def test_an_error_of_redis_itself_counts_as_away(lesson4, client, store):
    """A Redis that is full or still loading answers with an error, not with silence."""
    client.rpush(store.key("a"), "not a record")
    try:
        got = store.get("a")
    except lesson4.StoreUnavailable:
        return
    except redis.RedisError as error:
        got = error
    holds(
        False,
        "Redis answers a command with an error; store.get",
        got,
        "StoreUnavailable",
        "redis.RedisError is the parent of all errors, redis.ConnectionError only one of them.",
    )


@step("4.4")
def test_other_errors_are_not_hidden(lesson4):
    """A mistake in your own code would look as if Redis were away."""
    for error in (KeyError, TypeError, AttributeError, ValueError, RuntimeError):
        try:
            with lesson4.redis_errors():
                raise error("a mistake")
        except error:
            continue
        except lesson4.StoreUnavailable as unavailable:
            got = unavailable
        else:
            got = Said("no error at all")
        holds(
            False,
            f"with redis_errors(): raise {error.__name__}",
            got,
            f"the {error.__name__}",
            "Catch redis.RedisError and nothing else.",
        )
