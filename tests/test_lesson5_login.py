"""Checks of lesson 5: log in and out."""

import hashlib
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
    name_and_value,
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
SETTINGS = {"socket_timeout": 0.5, "socket_connect_timeout": 0.5, "retry": None, "protocol": 2}


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
def app(lesson5, store, users, clock):
    return lesson5.create_app(store=store, secret_keys=KEYS, users=users, clock=clock)


@pytest.fixture
def logged_in(app):
    """Return a function that gives a browser in which a user has logged in."""

    def logged_in(user="alice", browser=None):
        browser = browser or Browser(app)
        answer = browser.post("/login", {"name": user, "password": PASSWORD})
        holds(
            answer.status == 303,
            f"{user} logs in",
            answer,
            "303, and a cookie",
            "The page calls log_in, and saves the session.",
        )
        return browser

    return logged_in


def user_of(browser):
    """Return who is logged in, as /account says: Said("nobody") where nobody is."""
    answer = browser.get("/account")
    if answer.status == 200:
        return answer.body.split("</p>")[0].removeprefix("<p>Logged in as ")
    return Said("nobody") if answer.headers.get("Location") == "/login" else answer


def records(client):
    """Return the records in Redis, key to record."""
    return {key.decode(): json.loads(client.get(key)) for key in client.scan_iter(match="sess:*")}


# 5.1


@step("5.1")
def test_the_login_is_noted(manager):
    """The next page would not know who it is, or not for how long."""
    session = manager.open("")
    manager.log_in(session, "alice")
    data = dict(session)
    holds(
        isinstance(data.get("since"), (int, float)) and NOW <= data["since"] <= NOW + 0.75,
        f"the clock says {NOW}.75, log_in(session, 'alice'), then session.get('since')",
        data.get("since"),
        f"{NOW}",
        "int(self.clock()): seconds, without the fraction. regenerate takes all data out, so it "
        "comes first.",
    )
    equal(
        "log_in(session, 'alice'), then session.get('user')",
        data.get("user"),
        "alice",
        "regenerate takes all data out, so it comes first.",
    )


@step("5.1")
@pytest.mark.parametrize("before", ["a visitor", "alice", "bob"])
def test_a_login_gets_a_fresh_id(app, logged_in, before):
    """Who planted the ID, or has seen it before, would be logged in as well."""
    browser = Browser(app)
    browser.get() if before == "a visitor" else logged_in(before, browser)
    planted = Browser(app, browser.cookies)
    logged_in("alice", browser)
    equal(
        f"{before} visits, then alice logs in in this browser; who is it there",
        user_of(browser),
        "alice",
        "The session goes on under its new ID: regenerate leads to a new record and a new cookie.",
    )
    equal(
        f"{before} visits, then alice logs in in this browser; who is it with the ID from before",
        user_of(planted),
        Said("nobody"),
        "The ID from before the login may be known to a thief. session.regenerate() gives a "
        "fresh one, and ends the old one.",
    )


@step("5.1")
def test_nothing_of_another_user_stays(logged_in, client):
    """Bob would read where Alice's parcels go, or have them sent to himself."""
    browser = logged_in("alice")
    browser.post("/account", {"parcels": "Alice's secret address"})
    logged_in("bob", browser)
    left = [record for record in records(client).values() if "secret address" in str(record)]
    equal(
        "alice saves her address, bob logs in in the same browser; the records with her address",
        left,
        [],
        "What was in the session before is another person's. regenerate takes it out: take "
        "nothing along.",
    )


@step("5.1")
def test_the_lifetime_begins_with_each_login(manager, clock):
    """Whoever logs in again, to stay, would be thrown out all the same."""
    session = manager.open("")
    manager.log_in(session, "alice")
    cookie = name_and_value(manager.save(session))
    clock.now += HOUR
    session = manager.open(cookie)
    manager.log_in(session, "alice")
    holds(
        NOW + HOUR <= session.get("since", 0) <= NOW + HOUR + 0.75,
        "alice logs in, and once more an hour later; then session['since']",
        session.get("since"),
        f"{NOW + HOUR}",
        "A password was asked for, so the time begins anew: take it from self.clock().",
    )


@step("5.1")
def test_a_login_costs_few_trips(manager, gate):
    """Every trip to Redis makes the page later."""
    session = manager.open("")
    session["views"] = 1
    cookie = name_and_value(manager.save(session))
    session = manager.open(cookie)
    gate.reset()
    manager.log_in(session, "alice")
    manager.save(session)
    holds(
        gate.trips <= 2,
        "a known visitor logs in: trips to Redis of log_in and save",
        Said(f"{gate.trips} ({', '.join(gate.commands)})"),
        "2 at most",
        "SET for the new record, DEL for the old one, and save does both. log_in asks Redis "
        "nothing itself.",
    )


# 5.2


@step("5.2")
def test_a_logout_removes_the_record(logged_in, client):
    """Whoever has a copy of the cookie would stay logged in."""
    browser = logged_in()
    browser.post("/logout")
    equal(
        "alice logs in and out; the records in Redis",
        records(client),
        {},
        "A cookie is only the key. session.destroy() makes the page remove the record.",
    )


@step("5.2")
@pytest.mark.parametrize(
    "options",
    [
        {},
        {"name": "__Host-sid", "secure": True},
        {"path": "/shop", "domain": "shop.example", "same_site": "Strict"},
    ],
    ids=["usual", "__Host-", "path and domain"],
)
def test_a_logout_deletes_the_cookie(lesson5, store, options):
    """The browser would keep the cookie: the next one at it finds a trace of Alice."""
    manager = lesson5.LoginManager(store, KEYS, **options)
    session = manager.open("")
    manager.log_in(session, "alice")
    set_cookie = manager.save(session)
    got = manager.log_out(session)
    said = ", ".join(f"{name}={value!r}" for name, value in options.items())
    wanted = attributes(set_cookie)
    found = attributes(str(got))
    age = found.pop("max-age", "none")
    wanted.pop("max-age")
    holds(
        str(got).split("=")[0] == set_cookie.split("=")[0]
        and found == wanted
        and age.lstrip("-").isdigit()
        and int(age) <= 0,
        f"LoginManager(store, keys, {said}), log in, log out: the Set-Cookie value",
        got,
        f"{set_cookie.split('=')[0]}=, Max-Age=0, and the attributes {wanted}",
        "A browser deletes a cookie when it gets one of the same name, path and domain whose "
        "time is over: max_age=0, with self.name and **self.cookie.",
    )


@step("5.2")
def test_a_logout_ends_one_session(logged_in):
    """Who logs out at work would be logged out at home."""
    at_work, at_home = logged_in(), logged_in()
    at_work.post("/logout")
    equal(
        "alice logs in in two browsers, and out in one; who is it in the other",
        user_of(at_home),
        "alice",
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
        "An Express app may have written anything else. Never raise.",
    )


@step("5.3")
def test_use_does_not_put_the_end_off(logged_in, clock):
    """A thief who asks for a page now and then would stay for ever."""
    browser = logged_in()
    seen = []
    for _ in range(5):
        clock.now += 2 * HOUR
        browser.post("/account", {"parcels": "here"})
        seen.append(user_of(browser))
    equal(
        "alice logs in, and uses her account every 2 hours for 10 hours: who is it",
        seen,
        ["alice", "alice", "alice", Said("nobody"), Said("nobody")],
        "The lifetime is 8 hours, from session['since'] on. Only log_in sets that.",
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
@pytest.mark.parametrize("path", ["/", "/account"])
def test_an_ended_session_does_not_come_back(app, logged_in, gate, redis_client, path):
    """Alice has logged out, and a slow page logs her in again."""
    browser = logged_in() if path == "/account" else Browser(app)
    browser.get()
    gate.reset()

    def log_out_meanwhile():
        redis_client.delete(*redis_client.scan_iter(match="sess:*"), "")

    gate.between = log_out_meanwhile
    answer = browser.post("/account", {"parcels": "here"}) if path == "/account" else browser.get()
    gate.between = None
    did = f"a page, {path}, has read its session; it is ended elsewhere; the page saves"
    equal(
        f"{did}: the records in Redis",
        records(redis_client),
        {},
        "Look and write in one command: SET with xx=True. And write calls self.store.replace for "
        "each session that is not new, and sets nothing instead.",
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
def test_replace_says_that_redis_is_away(lesson5, store, gate):
    """A moment without Redis, and the page says that the session has ended."""
    store.set("a", {})
    gate.shut()
    try:
        got = store.replace("a", {})
    except (redis.RedisError, lesson5.StoreUnavailable) as error:
        got = error
    gate.open()
    holds(
        isinstance(got, lesson5.StoreUnavailable),
        "Redis is away, store.replace('a', {})",
        got,
        "StoreUnavailable",
        'As in set: ask Redis inside "with redis_errors():".',
    )


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
    for origin in ({}, {"Origin": f"http://{OURS}"}):
        headers = {"Host": OURS, "Sec_Fetch_Site": site, **origin}
        equal(
            f"is_own_page with Sec-Fetch-Site: {site}"
            + (f" and Origin: http://{OURS}, which is ours" if origin else ""),
            own(lesson5, **headers),
            SITES.get(site, False),
            "Where there is a Sec-Fetch-Site, it alone decides: only same-origin and none are "
            "the user's own doing. same-site is another port or a sister domain.",
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
@pytest.mark.parametrize(("host", "origin", "expected"), ORIGINS)
def test_without_it_origin_must_be_ours(lesson5, host, origin, expected):
    """Over plain http, most browsers send no Sec-Fetch-Site: each foreign form would work."""
    headers = {"Host": host, "Origin": origin}
    given = {name: value for name, value in headers.items() if value is not None}
    equal(
        f"is_own_page with {', '.join(f'{name}: {value}' for name, value in given.items())}",
        own(lesson5, **given),
        expected,
        "No Origin: nothing is known, and it is let in. Else address(origin), which must be "
        "something, is the address of the same scheme and Host: host and port, in any case of "
        "letters. Never raise.",
    )


# 5.6


@step("5.6")
def test_log_out_everywhere(logged_in):
    """Alice left herself logged in somewhere, and cannot end it."""
    browsers = {"one": logged_in(), "another": logged_in(), "bob's": logged_in("bob")}
    browsers["one"].post("/sessions")
    equal(
        "alice logs in in two browsers, bob in a third; alice logs out everywhere; who is it in "
        "each",
        [user_of(browser) for browser in browsers.values()],
        [Said("nobody"), Said("nobody"), "bob"],
        "note_login puts each login on the list of its user. destroy_all deletes "
        "self.key(session_id) of each on it.",
    )


@step("5.6")
def test_a_list_has_an_end(store, client):
    """Redis keeps the list of everybody who was ever here."""
    for now in (NOW, NOW + 10):
        store.note_login("alice", f"id-{now}", now, 1000)
        left = client.ttl(store.list_key("alice"))
        holds(
            0 < left <= 1100 and left >= 990,
            "note_login('alice', id, now, 1000), then the time that Redis gives the list (TTL)",
            left,
            "1000 seconds",
            "client.expire(key, lifetime), at each login: -1 means for ever, -2 that there is "
            "no list.",
        )


@step("5.6")
def test_what_is_over_is_off_the_list(store):
    """The list of who logs in every day would grow for ever."""
    for now in (NOW, NOW + 400, NOW + 1000):
        store.note_login("alice", f"id at {now - NOW}", now, 1000)
    equal(
        "note_login at 0, at 400 and at 1000 seconds, each for 1000 seconds; then logins('alice')",
        store.logins("alice"),
        {"id at 400": NOW + 1400, "id at 1000": NOW + 2000},
        "The number of a member is the time when it is over, now + lifetime. "
        "zremrangebyscore(key, '-inf', now) removes what is over now.",
    )


@step("5.6")
def test_destroy_all_leaves_an_empty_list(store):
    """The page of Alice's sessions would ask for all that ever were."""
    store.destroy_all("alice")
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
    """Who logs out everywhere twice would see an error page."""
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
    gate.between = lambda: redis_client.zadd(store.list_key("alice"), {"newer": NOW + 1000})
    store.destroy_all("alice")
    gate.between = None
    equal(
        "destroy_all('alice') has read the list; alice logs in elsewhere; then logins('alice')",
        list(store.logins("alice")),
        ["newer"],
        "Take off the list what was read from it, with zrem, and do not delete the list.",
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
def test_the_list_says_that_redis_is_away(lesson5, store, gate, verb):
    """Who logs out everywhere would see an error page, and not know what came of it."""
    gate.shut()
    arguments = ("alice", "a", NOW, 1000) if verb == "note_login" else ("alice",)
    try:
        got = getattr(store, verb)(*arguments)
    except (redis.RedisError, lesson5.StoreUnavailable) as error:
        got = error
    gate.open()
    holds(
        isinstance(got, lesson5.StoreUnavailable),
        f"Redis is away, store.{verb}{arguments!r}",
        got,
        "StoreUnavailable",
        'Ask Redis inside "with redis_errors():".',
    )


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


# 5.8


@step("5.8")
def test_a_changed_password_ends_the_session(logged_in, users):
    """A thief who is logged in stays, whatever Alice does."""
    browser = logged_in()
    seen = [user_of(browser)]
    users["alice"] = SALT + "another"
    seen.append(user_of(browser))
    equal(
        "alice logs in, looks at her account; her password changes; she looks again: who is it",
        seen,
        ["alice", Said("nobody")],
        "is_outdated compares session.get('fingerprint') with the fingerprint of the hash that "
        "self.users has now.",
    )


@step("5.8")
def test_a_deleted_account_ends_its_sessions(logged_in, users):
    """Who was dismissed goes on reading."""
    browser = logged_in()
    del users["alice"]
    equal(
        "alice logs in; her account is deleted; who is it",
        user_of(browser),
        Said("nobody"),
        "self.users.get(user) is None then: outdated, too.",
    )


@step("5.8")
@pytest.mark.parametrize(
    "data",
    [{"user": "alice"}, {"user": ["alice"]}, {"user": {}}, {"user": 7}, {"user": "mallory"}],
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
