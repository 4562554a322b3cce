"""Checks of lesson 5: log in and out."""

import contextlib
import hashlib
import importlib
import json

import pytest
import redis
from store_contract import Clock
from werkzeug.datastructures import Headers

from course.checks.checking import (
    Browser,
    Said,
    attributes,
    equal,
    holds,
    step,
)

KEYS = ["a key of the server"]
NOW = 1_800_000_000
HOUR = 3600

# Hashes that cost less than those of a real site.
PASSWORD = "secret"  # noqa: S105
SALT = "scrypt:256:4:1$o42CLEQlLtYrYFpo$"
DIGEST = (
    "ad2a9c663632c48ad177a50560728a0e505dd5727b24bb8d1fe9af34d2e12732"
    "1f4ff8185218a83a2f3784792472a126e207f8b86803d349f3aceba72fcbe8b2"
)
CHEAP = {"alice": SALT + DIGEST, "bob": SALT + DIGEST}
SETTINGS = {"socket_timeout": 4, "socket_connect_timeout": 4, "retry": None, "protocol": 2}


@pytest.fixture
def client(gate):
    """A client that goes through the gate."""
    with redis.Redis.from_url(gate.url, driver_info=None, **SETTINGS) as client:
        yield client


@pytest.fixture
def clock():
    return Clock(NOW + 0.75)


@pytest.fixture
def users():
    return dict(CHEAP)


@pytest.fixture
def store(lesson5, client):
    return lesson5.LoginStore(client)


@pytest.fixture
def manager(lesson5, store, users, clock):
    return lesson5.LoginManager(store, KEYS, users=users, clock=clock, lifetime=8 * HOUR)


@pytest.fixture
def app(lesson5, store, users, clock, monkeypatch):
    monkeypatch.setattr(lesson5, "NOBODY", CHEAP["bob"], raising=False)
    return lesson5.create_app(store=store, secret_keys=KEYS, users=users, clock=clock)


@pytest.fixture
def known(lesson5):
    """Return a function that gives a session that was here before, with this ID and data."""

    def known(session_id, data):
        session = lesson5.Session(data, session_id, iter(["fresh", "fresher"]).__next__)
        session.new, session.found = False, {"cookie": {}, **data}
        return session

    return known


def records(client):
    """Return the records in Redis, key to record."""
    return {key.decode(): json.loads(client.get(key)) for key in client.scan_iter(match="sess:*")}


def says_that_redis_is_away(store, gate, verb, *arguments):
    """Raise Wrong unless this method of the store raises StoreUnavailable without Redis."""
    unavailable = importlib.import_module(store.key.__module__).StoreUnavailable
    gate.shut()
    try:
        got = getattr(store, verb)(*arguments)
    except (redis.RedisError, unavailable) as error:
        got = error
    holds(
        isinstance(got, unavailable),
        f"Redis is away, store.{verb}({', '.join(map(repr, arguments))})",
        got,
        "StoreUnavailable",
        'As in set: ask Redis inside "with redis_errors():".',
    )


def logged_in(app, name="alice"):
    """Return a browser whose user has logged in by the form."""
    browser = Browser(app)
    forms = [{"name": name, "password": password} for password in ("wrong", PASSWORD)]
    got = [browser.post("/login", form).status for form in forms]
    equal(
        f"POST /login as {name} with a wrong password, and with the right one: the status",
        got,
        [403, 303],
        "403 is the form once more. 303 leads to /account: log_in has noted who it is, and write "
        "has kept the fresh session. 503: Redis was away, or did not take a command.",
    )
    return browser


# 5.1

BEFORE = {
    "a visitor": {"views": 3},
    "alice": {"user": "alice", "since": NOW - HOUR, "parcels": "12 Elm Street", "views": 3},
    "bob": {"user": "bob", "since": NOW - HOUR, "parcels": "12 Elm Street"},
}


@step("5.1")
@pytest.mark.parametrize("who", BEFORE)
def test_the_login_is_noted(manager, known, who):
    """The next page would not know who it is, or not for how long."""
    session = known("planted", dict(BEFORE[who]))
    manager.log_in(session, "alice")
    did = f"{who} was here before; the clock says {NOW}.75; log_in(session, 'alice'); then"
    why = "regenerate takes all data out, so it comes first."
    equal(f"{did} session.get('user')", session.get("user"), "alice", why)
    since = session.get("since")
    holds(
        isinstance(since, (int, float)) and NOW <= since <= NOW + 0.75,
        f"{did} session.get('since')",
        since,
        f"{NOW}",
        f"int(self.clock()): the time of this login, in seconds, without the fraction. {why}",
    )


@step("5.1")
@pytest.mark.parametrize("who", BEFORE)
def test_a_login_gets_a_fresh_id(manager, known, who):
    """Whoever planted the ID, or has seen it before, would be logged in as well."""
    session = known("planted", dict(BEFORE[who]))
    manager.log_in(session, "alice")
    did = f"{who} was here before with the ID 'planted'; log_in(session, 'alice'); then"
    equal(
        f"{did} session.id",
        session.id,
        "fresh",
        "The ID from before the login may be known to a thief, be it of a visitor or of somebody "
        "who was logged in. session.regenerate() gives a fresh one.",
    )
    equal(
        f"{did} session.new, session.destroyed, and the IDs that save will remove",
        (session.new, session.destroyed, session.ended),
        (True, False, ["planted"]),
        "session.regenerate() sees to all three: the old record goes, and the session goes on.",
    )


@step("5.1")
def test_nothing_of_another_user_stays(manager, known):
    """Bob would read where Alice's parcels go, or have them sent to himself."""
    session = known("hers", dict(BEFORE["alice"]))
    manager.log_in(session, "bob")
    equal(
        "alice, who has 3 views and whose parcels go to 12 Elm Street, was here before; "
        "log_in(session, 'bob'); then session.get('parcels'), session.get('views')",
        (session.get("parcels"), session.get("views")),
        (None, None),
        "What was in the session before may be another person's. regenerate takes it out: take "
        "nothing along.",
    )


@step("5.1")
def test_a_login_costs_no_trip_of_its_own(manager, known, gate):
    """Every trip to Redis makes the page later."""
    session = known("planted", {})
    gate.reset()
    manager.log_in(session, "alice")
    equal(
        "log_in(session, 'alice'): the commands that Redis got",
        gate.commands,
        [],
        "log_in changes the session. save writes the new record, and then removes the old one.",
    )


# 5.2


@step("5.2")
@pytest.mark.parametrize("data", [{"user": "alice"}, {"views": 3}], ids=str)
def test_a_logout_removes_the_record(lesson5, manager, store, known, client, data):
    """Whoever has a copy of the cookie would go on with the session."""
    store.set("hers", data)
    session = known("hers", dict(data))
    manager.log_out(session)
    try:
        manager.save(session)
        got = records(client)
    except lesson5.SessionEnded:
        got = Said("SessionEnded: save wanted to write the session once more")
    equal(
        f"a session with {data}, log_out(session), save(session); then the records in Redis",
        got,
        {},
        "A cookie is only the key to the record. session.destroy() marks the session, be somebody "
        "logged in or not: save then removes the record, and writes nothing.",
    )


@step("5.2")
@pytest.mark.parametrize(
    "options",
    [
        {},
        {"path": "/shop", "domain": "shop.example", "same_site": "Strict"},
        {"name": "__Host-sid", "secure": True},
    ],
    ids=["usual", "path and domain", "__Host-"],
)
def test_a_logout_deletes_the_cookie(lesson5, store, known, options):
    """The browser would keep the cookie: the next one who sits there finds a trace of Alice."""
    manager = lesson5.LoginManager(store, KEYS, **options)
    name, wanted = manager.name, attributes(manager.dump(""))
    got = manager.log_out(known("hers", {"user": "alice"}))
    found = attributes(str(got))
    age = found.pop("max-age", "none")
    del wanted["max-age"]
    said = "".join(f", {option}={value!r}" for option, value in options.items())
    holds(
        str(got).startswith(f"{name}=")
        and found == wanted
        and age.lstrip("-").isdigit()
        and int(age) <= 0,
        f"LoginManager(store, keys{said}).log_out(session)",
        got,
        manager.dump("").replace("Max-Age=60", "Max-Age=0"),
        "A browser deletes a cookie when it gets one of the same name, path and domain whose "
        "time is over: dump_cookie with self.name, max_age=0 and **self.cookie.",
    )


@step("5.2")
def test_a_logout_ends_one_session(manager, store, known, client):
    """Whoever logs out at work would be logged out at home."""
    for session_id in ("at work", "at home"):
        store.set(session_id, {"user": "alice"})
        client.zadd(store.list_key("alice"), {session_id: NOW})
    session = known("at work", {"user": "alice"})
    manager.log_out(session)
    manager.save(session)
    equal(
        "alice is logged in at work and at home; at work: log_out(session), save(session); then "
        "the record at home",
        records(client).get("sess:at home"),
        {"user": "alice"},
        "This session ends, and no other one: session.destroy(), and no more.",
    )


# 5.3


def over(manager, data):
    """Return whether a session with this data is over, or the error that came."""
    session = manager.open("")
    session.update(data)
    try:
        return bool(manager.is_over(session))
    except Exception as error:
        return error


@step("5.3")
@pytest.mark.parametrize("lifetime", [1000, 8 * HOUR])
def test_a_login_ends_after_its_lifetime(lesson5, store, clock, lifetime):
    """A stolen session would last as long as the thief likes."""
    manager = lesson5.LoginManager(store, KEYS, clock=clock, lifetime=lifetime)
    clock.now = NOW + lifetime
    for age, expected in {0: False, 0.5: False, lifetime - 1: False, lifetime: True}.items():
        since = NOW + lifetime - age
        equal(
            f"lifetime={lifetime}, a login {age} seconds ago, is_over(session)",
            over(manager, {"user": "alice", "since": since}),
            expected,
            "It is over when self.lifetime seconds have passed since session['since'], by "
            "self.clock().",
        )
    equal(
        f"lifetime={lifetime}, a login 30 days ago, is_over(session)",
        over(manager, {"user": "alice", "since": clock.now - 30 * 24 * HOUR}),
        True,
        "It is over when self.lifetime seconds have passed since session['since'].",
    )


NO_TIME = {
    "none at all": {},
    "None": {"since": None},
    "'x'": {"since": "x"},
    "the right time as text": {"since": str(NOW)},
    "the right time in milliseconds": {"since": NOW * 1000},
    "tomorrow": {"since": NOW + 24 * HOUR},
    "in an hour": {"since": NOW + HOUR},
    "a list": {"since": [NOW]},
    "a dict": {"since": {"since": NOW}},
    "a number of 400 digits": {"since": 10**400},
    "NaN, the float that is no number": {"since": float("nan")},
}


@step("5.3")
@pytest.mark.parametrize("what", NO_TIME)
def test_what_is_no_time_of_the_past_is_over(manager, what):
    """One mistake elsewhere, and a login lasts for ever, or its page is an error."""
    equal(
        f"session['since'] is {what}, is_over(session)",
        over(manager, {"user": "alice", **NO_TIME[what]}),
        True,
        "Only a number, int or float, goes on, and only if it is not later than self.clock(). "
        "An Express app may have written anything else. For NaN no comparison holds: ask what has "
        "to hold, as in a <= b < c. Never raise.",
    )


@step("5.3")
def test_use_does_not_put_the_end_off(app, clock, client):
    """A thief who asks for a page now and then would stay for ever."""
    clock.now = NOW
    browser = logged_in(app)
    seen = []
    for seconds in (2 * HOUR, 4 * HOUR, 6 * HOUR, 8 * HOUR - 1, 8 * HOUR):
        clock.now = NOW + seconds
        seen.append(browser.get("/account").status)
    equal(
        "lifetime is 8 hours; alice logs in; GET /account after 2, 4 and 6 hours, a second before "
        "8 hours, after 8 hours: the status",
        seen,
        [200, 200, 200, 200, 303],
        "The end is self.lifetime after session['since'], and is_over only looks: nothing but a "
        "login sets that time. 303 leads to /login.",
    )
    equal(
        "then the records in Redis",
        records(client),
        {},
        "open ends a session whose login is over: its record goes, and no other one comes.",
    )


# 5.4


@step("5.4")
def test_replace_writes_where_there_is_a_record(store, client):
    """A session that was ended would be there again, or one that goes on would be lost."""
    got = [bool(store.replace("a", {"views": 1})), records(client)]
    equal(
        "replace('a', record) without an earlier one: what it returned, the records in Redis",
        got,
        [False, {}],
        "SET with xx=True writes only where there is a key. redis-py returns None where not.",
    )
    store.set("a", {"views": 1})
    got = [bool(store.replace("a", {"views": 2})), records(client)]
    equal(
        "set('a', ...), replace('a', {'views': 2}): what it returned, the records in Redis",
        got,
        [True, {"sess:a": {"views": 2}}],
        "Where there is one, it is replaced: self.key(session_id), and dump_record(record).",
    )


@step("5.4")
def test_every_replace_gives_the_key_its_end(lesson5, client):
    """Whoever uses a session would lose it, or Redis would keep it for ever."""
    store = lesson5.LoginStore(client, max_age=600)
    store.set("a", {"views": 1})
    client.expire(store.key("a"), 300)
    store.replace("a", {"views": 2})
    left = client.pttl(store.key("a"))
    holds(
        595_000 < left <= 600_000,
        "LoginStore(client, max_age=600), set, half of the time passes, replace, then the time "
        "that Redis gives the key (PTTL, milliseconds)",
        left,
        "between 595000 and 600000: max_age is 600 seconds",
        "-1 means for ever. As in set: ex=self.max_age.",
    )


@step("5.4")
def test_nothing_comes_between_look_and_write(store, gate, redis_client):
    """The logout that comes just then is undone: seldom, and nobody finds out why."""
    store.set("a", {"views": 1})
    ended = []

    def end_it():
        ended.append(redis_client.delete(store.key("a")))

    gate.reset()
    gate.before_trip = lambda trips: trips and end_it()
    store.replace("a", {"views": 2})
    gate.before_trip = None
    holds(
        not ended or not records(redis_client),
        "replace('a', record), and the session is ended between two of its trips to Redis; then "
        "the records in Redis",
        records(redis_client),
        "none",
        "Looking first and writing then is too late for what happens between. SET with xx=True "
        f"does both in one command. These came: {', '.join(gate.commands)}.",
    )


@step("5.4")
@pytest.mark.parametrize("record", ["its session", "its session, an empty record"])
def test_an_ended_session_does_not_come_back(app, gate, redis_client, record):
    """Alice has logged out, and a slow page logs her in again."""
    browser = Browser(app)
    browser.get()
    if "empty" in record:
        for key in redis_client.scan_iter(match="sess:*"):
            redis_client.set(key, "{}", keepttl=True)
    gate.reset()

    def end_it():
        redis_client.delete(*redis_client.scan_iter(match="sess:*"), "")

    gate.before_trip = lambda trips: trips and end_it()
    answer = browser.get()
    gate.before_trip = None
    did = f"GET / has read {record}; the session is ended elsewhere; the page saves"
    equal(
        f"{did}: the records in Redis",
        records(redis_client),
        {},
        "write calls self.store.replace for each session that is not new, be somebody logged in "
        "or not, and whatever its record held: ask session.new. Where it returns False, nothing is "
        "written instead.",
    )
    holds(
        answer.status == 409 and not answer.set_cookies,
        f"{did}: the answer",
        answer,
        "409, a page that says that nothing was saved, and no cookie",
        "Where replace returns False, write raises SessionEnded: the app makes this page of it.",
    )


@step("5.4")
def test_sessions_are_saved_as_before(app, client):
    """No new visitor would ever get a session, or Express could not read it."""
    browser = Browser(app)
    pages = [browser.get().status for _ in range(3)]
    equal(
        "GET / three times in one browser: the status each time",
        pages,
        [200, 200, 200],
        "A new session has no record yet: it is written with super().write(session).",
    )
    data = [
        {"views": record.get("views"), "cookie": "cookie" in record}
        for record in records(client).values()
    ]
    equal(
        "GET / three times: what is in the record, and whether Express's cookie is in it",
        data,
        [{"views": 3, "cookie": True}],
        "replace gets what set would get: self.to_record(session).",
    )


@step("5.4")
def test_replace_says_that_redis_is_away(store, gate):
    """A moment without Redis, and the page says that the session has ended."""
    store.set("a", {})
    says_that_redis_is_away(store, gate, "replace", "a", {})


# 5.5

OURS = "127.0.0.1:3000"
SITES = {"same-origin": True, "none": True, "same-site": False, "cross-site": False}


def own(lesson5, **headers):
    """Return what is_own_page says of these headers, or the error that came."""
    named = [(name.replace("_", "-"), value) for name, value in headers.items()]
    try:
        return lesson5.is_own_page(Headers(named))
    except Exception as error:
        return error


@step("5.5")
@pytest.mark.parametrize("site", [*SITES, "something new"])
def test_the_browser_says_whose_form_it_was(lesson5, site):
    """A foreign page sends Alice's parcels to Bob."""
    ours = f"http://{OURS}"
    # A page of ours that sends no referrer sends "null". A proxy may change the Host.
    for origin in (None, ours, "null", "https://shop.example"):
        headers = {"Host": OURS, "Sec_Fetch_Site": site} | ({"Origin": origin} if origin else {})
        equal(
            f"is_own_page with Sec-Fetch-Site: {site}"
            + (f" and Origin: {origin}" if origin else "")
            + (", which is ours" if origin == ours else ""),
            own(lesson5, **headers),
            SITES.get(site, False),
            "Where there is a Sec-Fetch-Site, it alone decides, whatever Origin says: same-origin "
            "is a page of ours, and none is the user alone. same-site is another port or a sister "
            "domain.",
        )


# Host, Origin, and is it ours?
ORIGINS = [
    (OURS, None, True),
    (OURS, "http://127.0.0.1:3000", True),
    (OURS, "http://127.0.0.1:3001", False),
    (OURS, "http://127.0.0.1:30001", False),
    (OURS, "http://127.0.0.1", False),
    (OURS, "http://localhost:3000", False),
    (OURS, "null", False),
    (OURS, "http://", False),
    (OURS, "http://127.0.0.1:port", False),
    (OURS, "http://127.0.0.1:99999", False),
    (OURS, "http://[", False),
    (OURS, "capacitor://127.0.0.1:3000", False),
    ("shop.example", "http://shop.example", True),
    ("shop.example", "https://shop.example", True),
    ("shop.example", "http://shop.example:80", True),
    ("shop.example:80", "http://shop.example", True),
    ("shop.example", "https://shop.example:443", True),
    ("shop.example", "http://shop.example:443", False),
    ("shop.example", "http://evil-shop.example", False),
    ("shop.example", "http://shop.example.evil.example", False),
    ("Shop.Example", "HTTP://SHOP.EXAMPLE", True),
    ("[::1]:3000", "http://[::1]:3000", True),
    ("[::1]:3000", "http://[::1]:3001", False),
    ("localhost", "capacitor://localhost", False),
    ("", "null", False),
    (None, "http://127.0.0.1:3000", False),
    (None, "null", False),
]


@step("5.5")
@pytest.mark.parametrize(("host", "origin", "expected"), ORIGINS, ids=map(str, range(len(ORIGINS))))
def test_without_it_origin_must_be_ours(lesson5, host, origin, expected):
    """Over plain http, most browsers send no Sec-Fetch-Site: each foreign form would work."""
    headers = {"Host": host, "Origin": origin}
    given = {name: value for name, value in headers.items() if value is not None}
    equal(
        f"is_own_page with {', '.join(f'{name}: {value}' for name, value in given.items())}",
        own(lesson5, **given),
        expected,
        "No Origin: nothing is known, and the form is let in. Else compare address(origin) with "
        "the address of the scheme of the Origin and the Host. None is foreign, even if both are "
        "None. Never raise.",
    )


# 5.6


@step("5.6")
def test_log_out_everywhere(app):
    """Alice left herself logged in somewhere, and cannot end it."""
    browsers = [logged_in(app, user) for user in ("alice", "alice", "alice", "bob")]
    page = browsers[0].get("/sessions").body
    equal(
        "alice logs in with three browsers, bob with one; GET /sessions of alice: her logins",
        page.count("Logged in"),
        3,
        "note_login puts each login on the list of its user, under self.list_key(user).",
    )
    browsers[0].post("/sessions")
    equal(
        "then she presses the button there, and each of the four asks for /account: the status",
        [browser.get("/account").status for browser in browsers],
        [303, 303, 303, 200],
        "destroy_all deletes self.key(session_id) of each one on the list of its user. 303 leads "
        "to /login.",
    )


@step("5.6")
def test_a_list_has_an_end(store, client):
    """Redis keeps the list of everybody who was ever here."""
    did = "note_login('alice', id, now, 1000)"
    for before in ("", f"{did}, 700 seconds pass, once more "):
        now = NOW + 700 * bool(before)
        store.note_login("alice", f"id-{now}", now, 1000)
        left = client.ttl(store.list_key("alice"))
        holds(
            0 < left <= 1100 and left >= 990,
            f"{before}{did}, then the time that Redis gives the list (TTL)",
            left,
            "1000 seconds",
            "client.expire(key, lifetime), at each login: -1 means for ever, -2 that there is "
            "no list.",
        )
        client.expire(store.list_key("alice"), 300)


@step("5.6")
def test_what_is_over_is_off_the_list(store):
    """The list of a user who logs in every day would grow for ever."""
    for now in (NOW, NOW + 400, NOW + 1000):
        store.note_login("alice", f"id at {now - NOW}", now, 1000)
    equal(
        "note_login at 0, at 400 and at 1000 seconds, each for 1000 seconds; then logins('alice')",
        store.logins("alice"),
        {"id at 400": NOW + 1400.0, "id at 1000": NOW + 2000.0},
        "The number of a member is the time when it is over, now + lifetime. "
        "zremrangebyscore(key, '-inf', now) removes what is over now.",
    )


@step("5.6")
def test_destroy_all_leaves_an_empty_list(store):
    """The page of Alice's sessions would ask for all that ever were."""
    for session_id in ("a", "b"):
        store.set(session_id, {})
        store.note_login("alice", session_id, NOW, 1000)
    store.destroy_all("alice")
    equal(
        "two logins, destroy_all('alice'), then logins('alice')",
        store.logins("alice"),
        {},
        "client.zrem(key, *ids) takes them off the list.",
    )


@step("5.6")
def test_an_empty_list_is_no_error(store):
    """Whoever logs out everywhere twice would see an error page."""
    try:
        got = store.destroy_all("alice")
    except Exception as error:
        got = error
    holds(
        not isinstance(got, Exception),
        "destroy_all('alice'), and there is no login",
        got,
        "nothing",
        "delete and zrem raise an error for no ID at all: return before.",
    )


@step("5.6")
def test_who_logs_in_meanwhile_is_on_the_list(store, gate, redis_client):
    """A login in that very moment could never be ended from elsewhere."""
    store.note_login("alice", "a", NOW, 1000)
    gate.reset()
    newer = {"newer": NOW + 1000}
    gate.before_trip = lambda trips: trips and redis_client.zadd(store.list_key("alice"), newer)
    store.destroy_all("alice")
    gate.before_trip = None
    equal(
        "destroy_all('alice') has read the list; alice logs in elsewhere; is that on the list",
        "newer" in store.logins("alice"),
        True,
        "Read the list once. Take off the list what was read from it, with zrem, and do not delete "
        "the list.",
    )


@step("5.6")
def test_what_lives_is_on_the_list(store, gate, redis_client):
    """A moment without Redis, and no button ends these sessions any more."""
    for session_id in ("a", "b"):
        store.set(session_id, {})
        store.note_login("alice", session_id, NOW, 1000)
    gate.reset()
    gate.shut_after = 2
    with contextlib.suppress(Exception):  # another check looks at that
        store.destroy_all("alice")
    alive = {key.removeprefix(store.prefix) for key in records(redis_client)}
    listed = {one.decode() for one in redis_client.zrange(store.list_key("alice"), 0, -1)}
    equal(
        "two logins, a and b; destroy_all('alice'), and Redis is away after its second trip; then "
        "the sessions that are alive and not on the list",
        sorted(alive - listed),
        [],
        "First delete the keys, then take the IDs off the list, or do both in one pipeline. Else "
        f"nobody finds what is left. These came: {', '.join(gate.commands)}.",
    )


@step("5.6")
def test_note_login_is_one_trip(store, gate, client):
    """Every trip to Redis makes the login later."""
    client.ping()
    gate.reset()
    store.note_login("alice", "a", NOW, 1000)
    holds(
        gate.trips <= 1,
        "note_login: trips to Redis",
        Said(f"{gate.trips} ({', '.join(gate.commands)})"),
        "1 at most",
        "client.pipeline() collects commands, and execute() sends them all at once.",
    )


@step("5.6")
@pytest.mark.parametrize("verb", ["note_login", "destroy_all"])
def test_the_list_says_that_redis_is_away(store, gate, verb):
    """Whoever logs out everywhere would see an error page, and not know whether it worked."""
    more = ("a", NOW, 1000) if verb == "note_login" else ()
    says_that_redis_is_away(store, gate, verb, "alice", *more)


# 5.7


@step("5.7")
def test_only_the_right_password_gives_the_hash(lesson5, users, monkeypatch):
    """Anybody could log in as somebody else."""
    monkeypatch.setattr(lesson5, "NOBODY", CHEAP["bob"], raising=False)
    users["carol"] = SALT + "another"
    for name, password, expected in (
        ("alice", "secret", CHEAP["alice"]),
        ("alice", "Secret", None),
        ("alice", "", None),
        ("alice", "alice", None),
        ("carol", "secret", None),
        ("mallory", "secret", None),
        ("mallory", "x", None),
    ):
        equal(
            f"check_password(users, {name!r}, {password!r})",
            lesson5.check_password(users, name, password),
            expected,
            "Alice's password is 'secret', and mallory is no user. The hash that the password "
            "fits comes back, and for all others None: for an unknown name too, whatever its "
            "password.",
        )


@step("5.7")
def test_an_unknown_name_costs_the_same(lesson5, monkeypatch):
    """Whoever measures the time learns which names there are, and tries passwords on those."""
    work = []

    def scrypt(*_, n, r, p, **__):
        work.append((n, r, p))
        return b"no password fits"

    monkeypatch.setattr(hashlib, "scrypt", scrypt)
    users = {"alice": "scrypt:32768:8:3$salt$hash"}
    for password in ("x", ""):
        costs = {}
        for name in ("alice", "mallory"):
            work.clear()
            lesson5.check_password(users, name, password)
            costs[name] = list(work)
        equal(
            f"check_password for a wrong password, {password!r}: the calls of scrypt (its N, r and "
            "p) for the user alice, and for mallory, whom nobody knows",
            costs,
            {name: [(32768, 8, 3)] for name in costs},
            "One check_password_hash each: for an unknown name, against NOBODY. A pause is no "
            "work, and generate_password_hash works less.",
        )


@step("5.7")
def test_the_hash_that_was_checked_comes_back(lesson5, users, monkeypatch):
    """A thief with the old password would stay: his login counts as one with the new one."""
    scrypt = hashlib.scrypt

    def and_meanwhile(*arguments, **options):
        users["alice"] = SALT + "another"
        return scrypt(*arguments, **options)

    monkeypatch.setattr(hashlib, "scrypt", and_meanwhile)
    equal(
        "check_password(users, 'alice', 'secret'), and while it works alice's password changes; "
        "what it returned",
        lesson5.check_password(users, "alice", PASSWORD),
        CHEAP["alice"],
        "Look the hash up once, and return the one that was checked. Looked up again, it is the "
        "new one, whose password was not given.",
    )


# 5.8


@step("5.8")
def test_a_changed_password_ends_the_session(lesson5, manager, known, users):
    """A thief who is logged in stays, whatever Alice does."""
    kept = lesson5.fingerprint(users["alice"])
    session = known("hers", {"user": "alice", "fingerprint": kept})
    seen = [bool(manager.is_outdated(session))]
    users["alice"] = SALT + "another"
    seen.append(bool(manager.is_outdated(session)))
    equal(
        "alice's session has the fingerprint of her hash: is_outdated(session), then her "
        "password changes, and is_outdated(session)",
        seen,
        [False, True],
        "is_outdated compares session.get('fingerprint') with the fingerprint of the hash that "
        "self.users has now.",
    )


@step("5.8")
def test_a_login_keeps_the_fingerprint_of_its_hash(lesson5, manager, known, users, monkeypatch):
    """A thief who logs in with the old password, just before it changes, would stay."""
    monkeypatch.setattr(lesson5, "check_password", lambda *_: CHEAP["alice"])
    users["alice"] = SALT + "another"
    session = known("hers", {})
    manager.admit(session, "alice", PASSWORD)
    equal(
        "check_password returns a hash, and self.users has a newer one by now; "
        "admit(session, 'alice', 'secret'); then session.get('fingerprint')",
        session.get("fingerprint"),
        lesson5.fingerprint(CHEAP["alice"]),
        "admit is given: it keeps fingerprint(password_hash), of the hash that check_password "
        "returned, and not of one that is looked up again.",
    )


@step("5.8")
def test_a_deleted_account_ends_its_sessions(lesson5, manager, known, users):
    """An employee who was dismissed goes on reading."""
    kept = lesson5.fingerprint(users.pop("alice"))
    session = known("hers", {"user": "alice", "fingerprint": kept})
    try:
        got = bool(manager.is_outdated(session))
    except Exception as error:
        got = error
    equal(
        "alice logs in, and her account is deleted: is_outdated(session)",
        got,
        True,
        "self.users.get(user) is None then: outdated, too.",
    )


@step("5.8")
@pytest.mark.parametrize(
    "data",
    [{"user": "alice"}, {"user": ["alice"]}, {"user": {}}, {"user": 7}],
    ids=str,
)
def test_what_express_wrote_is_outdated(manager, data):
    """A record that another app has written would be an error page, or a login for ever."""
    session = manager.open("")
    session.update(data)
    try:
        got = bool(manager.is_outdated(session))
    except Exception as error:
        got = error
    equal(
        f"a session with {data}, is_outdated(session)",
        got,
        True,
        "Without a fingerprint it did not come from a login of ours. And only a str can be a "
        "name in self.users. Never raise.",
    )


@step("5.8")
def test_a_fingerprint_gives_nothing_away(lesson5, monkeypatch):
    """Whoever reads the record could try passwords on the hash, at home."""
    # Python's own hash() differs from process to process: here, from call to call.
    monkeypatch.setattr(lesson5, "hash", lambda _: next(numbers), raising=False)
    numbers = iter(range(100))
    got = [lesson5.fingerprint(one) for one in (HASH, HASH, HASH[:-1])]
    holds(
        all(isinstance(one, str) for one in got) and got[0] == got[1] != got[2],
        "fingerprint of a hash, of the same one again, and of one that differs in its last letter",
        got,
        "a text, the same text, and another text",
        "hashlib.sha256(password_hash.encode()).hexdigest(): always the same for the same hash, "
        "in every process.",
    )
    holds(
        not any(part in str(got[0]) for part in HASH.split("$")[1:]),
        f"fingerprint({HASH!r})",
        got[0],
        "nothing of the salt and the hash in it",
        "A digest cannot be turned back: hashlib.sha256.",
    )


HASH = "scrypt:32768:8:3$saltsaltsaltsalt$9c1d0f26b7"
