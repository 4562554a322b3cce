"""Checks of lesson 7: your store behind flask.session."""

import importlib
import json
import logging
import re
from datetime import timedelta
from itertools import count

import flask
import flask_login
import pytest
import redis
from flask import Flask, Response
from werkzeug.security import generate_password_hash

from course.checks.checking import Browser, attributes, equal, holds, step

KEY, OLD_KEY = "a key of the server", "its older key"
PASSWORD = "secret"  # noqa: S105
USERS = dict.fromkeys(("alice", "bob"), generate_password_hash(PASSWORD, "pbkdf2:sha256:1"))
SETTINGS = {"retry": None, "protocol": 2, "driver_info": None}
MINUTE = timedelta(seconds=60)
NAME = "session"  # what Flask calls its cookie, where the app does not say


@pytest.fixture
def client(gate):
    """A client that goes through the gate."""
    patient = {"socket_timeout": 4, "socket_connect_timeout": 4}
    with redis.Redis.from_url(gate.url, **patient, **SETTINGS) as client:
        client.ping()
        yield client


@pytest.fixture
def store(lesson7, client):
    return lesson7.LoginStore(client)


@pytest.fixture
def new_id():
    """Gives id-0, id-1 and so on."""
    return map("id-{}".format, count()).__next__


@pytest.fixture
def site(lesson7, store, new_id, gate, redis_client):
    """Return a function that gives an app with this configuration, and a browser for it."""

    def site(store=store, **config):
        interface = lesson7.StoreInterface(store, new_id)
        return Site(lesson7, interface, gate, redis_client, config)

    return site


@pytest.fixture
def big_app(lesson7, store, new_id, monkeypatch):
    """The app of the lesson, with passwords that cost less than those of a real site."""
    pages = importlib.import_module(lesson7.add_flask_pages.__module__)
    monkeypatch.setattr(pages, "USERS", USERS)
    monkeypatch.setattr(pages, "NOBODY", USERS["bob"])
    return lesson7.create_app(store=store, secret_keys=[KEY], new_id=new_id)


class Site:
    """A small app on the learner's session interface, and a browser that visits it.

    names: what the line of a page may use beside `session`. make: makes the answer of its text.
    """

    def __init__(self, lesson7, interface, gate, redis_client, config):
        self.lesson7, self.interface, self.gate, self.redis = lesson7, interface, gate, redis_client
        self.app = Flask("site")
        self.app.config.update({"SECRET_KEY": KEY, "PERMANENT_SESSION_LIFETIME": MINUTE} | config)
        self.app.session_interface = interface
        self.browser = Browser(self.app)
        self.line, self.names, self.headers = "None", {}, {}
        self.make = lambda text: Response(text, headers=self.headers)
        self.app.add_url_rule("/", view_func=self.page)
        self.app.add_url_rule("/plain", "plain", lambda: self.make("plain"))
        self.app.add_url_rule("/picture.svg", "picture", lambda: self.make("<svg/>"))

    def page(self):
        """The page at /: runs its line.

        Where that does not touch the session, only the commands of its save are counted: who
        opens it too early is told by steps 7.1 and 7.2.
        """
        if self.line == "None":
            self.gate.reset()
        return self.make(str(self.run()))

    def run(self):
        """Run the line, and return what it is, None where it is a statement."""
        names = {"session": flask.session, **self.names}
        try:
            code = compile(self.line, "a page", "eval")
        except SyntaxError:
            code = compile(self.line, "a page", "exec")
        return eval(code, names)  # noqa: S307 (the line is one of ours)

    def visit(self, line, path="/"):
        """Visit a page that runs this line, and return its answer."""
        self.line = line
        self.gate.reset()
        return self.browser.get(path)

    def look(self, line):
        """Run this line inside a request that never comes to its end, and return what it is."""
        self.line = line
        headers = {"Cookie": self.browser.cookie_header} if self.browser.cookies else {}
        with self.app.test_request_context("/", headers=headers):
            return self.run()

    def save(self, line):
        """Run this line in a request and save: return the error, or None, and the cookies."""
        answer = Response()

        def run_and_save():
            self.run()
            self.interface.save(self.app, flask.session._get_current_object(), answer)

        self.line = line
        headers = {"Cookie": self.browser.cookie_header} if self.browser.cookies else {}
        with self.app.test_request_context("/", headers=headers):
            return result(run_and_save), answer.headers.getlist("Set-Cookie")

    def cookie(self, session_id="a", key=KEY):
        """Return the value of this session's cookie."""
        return self.lesson7.to_cookie(self.lesson7.sign(session_id, key))

    def knows(self, key=KEY, seconds=60, **data):
        """Let the browser come with a session that is in Redis, under the ID a."""
        put_record(self.redis, "a", data, seconds)
        self.browser.cookies = {NAME: self.cookie("a", key)}

    def propagate(self, how):
        """Say whether an error of the app is raised here, or becomes a page of Flask's."""
        self.app.config["PROPAGATE_EXCEPTIONS"] = how


def put_record(redis_client, session_id, data, seconds=60):
    """Put the record of a session into Redis."""
    redis_client.set(f"sess:{session_id}", json.dumps(data), ex=seconds)


def records(redis_client):
    """Return the records in Redis: ID to data."""
    keys = sorted(key.decode() for key in redis_client.scan_iter(match="sess:*"))
    return {key.removeprefix("sess:"): json.loads(redis_client.get(key)) for key in keys}


def result(call, *arguments):
    """Return what a call returns, or the error that it raises."""
    try:
        return call(*arguments)
    except Exception as error:
        return error


# 7.1

KNOWN = {
    "its cookie": "{cookie}",
    "its cookie between two others": "theme=dark; {cookie}; views=9",
}


@step("7.1")
@pytest.mark.parametrize("came", KNOWN)
@pytest.mark.parametrize("data", [{"views": 3}, {}], ids=["full", "empty"])
def test_the_next_page_finds_the_session(site, came, data):
    """Alice puts tea into her cart, and the next page has an empty one."""
    site = site()
    site.knows(**data)
    pairs = KNOWN[came].format(cookie=site.browser.cookie_header).split("; ")
    site.browser.cookies = dict(pair.split("=", 1) for pair in pairs)
    did = f"Redis has {data} under the ID 'a'; a request comes with {came}"
    equal(
        f"{did}: session.sid, the data, and is it new",
        site.look("session.sid, dict(session), session.opened.new"),
        ("a", data, False),
        "self.manager(app).open finds it by the Cookie header of the request. An empty record is "
        "a record.",
    )
    site.browser.cookies = {}
    equal(
        "a request comes without a cookie: session.sid, the data, and is it new",
        site.look("session.sid, dict(session), session.opened.new"),
        ("id-0", {}, True),
        'open takes text: "" where there is no Cookie header. And a session that is empty is a '
        "session: return it, whatever bool() says of it.",
    )


@step("7.1")
@pytest.mark.parametrize("key", [None, "", b""], ids=repr)
def test_without_a_key_there_is_no_session(site, key):
    """An app without a key would sign with nothing, and anybody could be Alice."""
    site = site(SECRET_KEY=key)
    did = f"app.secret_key is {key!r}:"
    equal(
        f"{did} a page asks session.get('views')",
        site.look("session.get('views')"),
        None,
        "Where open_session returns None, Flask lets pages read an empty session.",
    )
    got = result(site.look, "session.update(views=1)")
    holds(
        isinstance(got, RuntimeError) and "secret key" in str(got),
        f"{did} a page writes session['views'] = 1",
        got,
        "the RuntimeError of Flask, which says that there is no secret key",
        "Where app.secret_key is empty, open_session returns None. Flask says the rest.",
    )


@step("7.1")
def test_open_session_does_not_open_it(site, lesson7, gate, monkeypatch):
    """Every picture would ask Redis, and none would come while Redis is away."""

    class Later:
        def __init__(self, open_it):
            self.open_it = open_it

    monkeypatch.setattr(lesson7, "FlaskSession", Later)
    site = site()
    site.knows(views=3)
    headers = {"Cookie": site.browser.cookie_header}
    request = site.app.test_request_context("/", headers=headers).request
    gate.reset()
    got = site.interface.open_session(site.app, request)
    equal(
        "open_session(app, request), with a FlaskSession that only keeps open_it: the commands "
        "that Redis got",
        gate.commands,
        [],
        "Do not call open in open_session. FlaskSession calls it, when a page looks into the "
        "session: give it a function, as in FlaskSession(lambda: ...).",
    )
    opened = got.open_it()
    equal(
        "then open_it(): the ID, the data, and the commands that Redis got",
        (opened.id, dict(opened), gate.commands),
        ("a", {"views": 3}, ["GETEX"]),
        "The function opens the session of this request: self.manager(app).open(header).",
    )


@step("7.1")
@pytest.mark.parametrize("what", ["forged", "unsigned", "of another name"])
def test_a_cookie_that_is_not_ours_asks_nothing(site, gate, what):
    """Whoever guesses an ID is somebody else, and Redis works for each guess."""
    site = site()
    site.knows(views=3)
    own = site.browser.cookies[NAME]
    site.browser.cookies = {
        "forged": {NAME: site.cookie("a", "a key of the thief")},
        "unsigned": {NAME: "a"},
        "of another name": {"connect.sid": own},
    }[what]
    gate.reset()
    equal(
        f"Redis has a session; its cookie comes, but {what}: the data, and the commands that "
        "Redis got",
        (site.look("dict(session)"), gate.commands),
        ({}, []),
        "self.manager(app) knows the keys and the name of this app's cookie. Its open asks the "
        "store only for an ID that one of these keys has signed.",
    )


KEYS = {
    "with a key of SECRET_KEY_FALLBACKS": (KEY, [OLD_KEY, "oldest"], OLD_KEY),
    "with the last key of SECRET_KEY_FALLBACKS": (KEY, ["oldest", OLD_KEY], OLD_KEY),
    "with app.secret_key, which is bytes": (b"key of \xff bytes", [], "key of \xff bytes"),
    "with a key of SECRET_KEY_FALLBACKS, which is bytes": (KEY, [b"old bytes"], "old bytes"),
}


@step("7.1")
@pytest.mark.parametrize("signed", KEYS)
def test_every_key_of_the_app_opens(site, signed):
    """On the day of a new key, everybody is logged out."""
    key, older, signer = KEYS[signed]
    site = site(SECRET_KEY=key, SECRET_KEY_FALLBACKS=older)
    site.knows(signer, views=3)
    equal(
        f"a cookie comes that was signed {signed}: the data",
        site.look("dict(session)"),
        {"views": 3},
        "self.manager(app) knows all keys of the app, as texts. Flask takes bytes as well.",
    )


# 7.2


@pytest.fixture
def lazy(lesson7):
    """Return a function that gives a FlaskSession, and the list of what open_it was called for."""

    def lazy(error=None):
        calls = []

        def open_it():
            calls.append("open_it")
            if error:
                raise error
            return lesson7.Session({"views": 3}, "a", ["fresh"].pop)

        return result(lesson7.FlaskSession, open_it), calls

    return lazy


@step("7.2")
def test_a_session_is_opened_at_the_first_touch_and_once(lazy):
    """Every picture would ask Redis, and none would come while Redis is away."""
    session, calls = lazy()
    equal(
        "FlaskSession(open_it): how often open_it was called, and session.touched",
        (len(calls), session.touched),
        (0, False),
        "Keep open_it as self.open_it, and let self.found be None. Nobody has looked so far.",
    )
    seen = [session.get("views"), session.sid, len(session), session.opened is session.opened]
    equal(
        "then session.get('views'), session.sid, len(session), and is session.opened the same "
        "each time",
        seen,
        [3, "a", 1, True],
        "opened calls self.open_it(), keeps what that returns as self.found, and returns it.",
    )
    equal(
        "how often open_it was called by then, and session.touched",
        (len(calls), session.touched),
        (1, True),
        "Only where self.found is None is there anything to open: each call asks Redis.",
    )


@step("7.2")
def test_a_store_that_failed_is_asked_once(lesson7, lazy):
    """Redis hangs, and the visitor waits a second for each look into the session."""
    away = lesson7.StoreUnavailable("Redis is away")
    session, calls = lazy(away)
    if session is away:
        got = [away]
    else:
        got = [result(session.get, "views"), result(bool, session), result(lambda: session.opened)]
    holds(
        [type(one) for one in got] == [type(away)] * 3,
        "the store is away; FlaskSession(open_it), then session.get('views'), bool(session), "
        "session.opened",
        got,
        "StoreUnavailable each time it is touched, and not before",
        "opened raises what open_it raises, and raises it again: to go on with an empty session "
        "would show Alice that she is nobody.",
    )
    equal(
        "how often open_it was called by then, is session.failure that error, session.touched",
        (len(calls), session.failure is away, session.touched),
        (1, True, True),
        "except StoreUnavailable: keep the error as self.failure, and raise it. Next time, raise "
        "self.failure first, and do not ask again: each question takes a time-out.",
    )


@step("7.2")
def test_only_an_absent_store_is_kept(lazy):
    """A mistake in the program looks as if Redis were away, and nobody looks for it."""
    mistake = ValueError("a mistake in the program")
    session, _ = lazy(mistake)
    got = result(session.get, "views")
    holds(
        got is mistake and session.failure is None,
        "open_it raises a ValueError; session.get('views'); what was raised, and session.failure",
        (got, session.failure),
        "the ValueError, and None",
        "Only StoreUnavailable is caught and kept. Let each other error through.",
    )


# 7.3

NOT_REFRESHED = {"SESSION_REFRESH_EACH_REQUEST": False}
REGENERATE = "session.regenerate()"
CHANGE = "session['views'] = 4"
# Who comes, what the page does, the commands that are due.
COMMANDS = [
    ("a new visitor", "None", []),
    ("a new visitor", "session.get('views')", []),
    ("a new visitor", CHANGE, ["SET"]),
    ("a known visitor", "None", []),
    ("a known visitor", "session.get('views')", ["GETEX"]),
    ("a known visitor", CHANGE, ["GETEX", "SET"]),
    ("a known visitor", "session['views'] = 3", ["GETEX"]),
    ("a known visitor", "session.update(tea=1); session.pop('tea')", ["GETEX"]),
]


@step("7.3")
@pytest.mark.parametrize(("who", "line", "due"), COMMANDS)
def test_a_page_asks_for_no_more_than_it_needs(site, gate, who, line, due):
    """Redis would work for each picture, and every page would be later."""
    site = site(**NOT_REFRESHED)
    site.knows(views=3)
    if who == "a new visitor":
        site.browser.cookies = {}
    site.visit(line)
    equal(
        f"SESSION_REFRESH_EACH_REQUEST is False; {who}; a page runs {line}: the commands that "
        "Redis got",
        gate.commands,
        due,
        "Not touched: return. Touched: GETEX, where a signed ID came. SET only where changed is "
        "true: to assign the same value changes nothing.",
    )


NESTED = [
    "session['cart'] = ['tea']",
    "session['cart'].append('mug')",
    "session['cart'][0] = 'two teas'",
    "session.setdefault('seen', []).append('/')",
]


@step("7.3")
def test_what_is_inside_is_kept_as_well(site):
    """Alice puts a mug into the list that is her cart, and the mug is gone."""
    site = site()
    for line in NESTED:
        site.visit(line)
    equal(
        f"pages of one browser run, in turn: {'; '.join(NESTED)}. Then dict(session)",
        site.look("dict(session)"),
        {"cart": ["two teas", "mug"], "seen": ["/"]},
        "session.changed compares all data, what is inside of lists too. session.modified is True "
        "only where a page has assigned to the session itself.",
    )


@step("7.3")
def test_what_json_does_not_know_comes_back(site):
    """A tuple comes back as a list, and the page that was fine before is an error."""
    site = site()
    values = {"pair": (1, "b"), "raw": b"\xff", "life": 1.5}
    site.names["values"] = values
    site.visit("session.update(values)")
    equal(
        f"a page keeps {values} in the session; the next one sees",
        site.look("dict(session)"),
        values,
        "session.changed packs the data, as Flask does; ask for it before you write.",
    )


# Is the session permanent, is it refreshed, the page, and is a cookie due?
COOKIES = [
    (False, True, "session.get('views')", False),
    (False, True, CHANGE, True),
    (False, True, "session['views'] = 3", True),
    (True, True, "session.get('views')", True),
    (True, False, "session.get('views')", False),
    (True, False, CHANGE, True),
    (False, False, CHANGE, True),
    (False, False, "session.get('views')", False),
]


@step("7.3")
@pytest.mark.parametrize(("permanent", "refresh", "line", "due"), COOKIES)
def test_a_cookie_is_sent_when_it_is_due(site, permanent, refresh, line, due):
    """The cookie ends before its session, or every picture carries one."""
    site = site(SESSION_REFRESH_EACH_REQUEST=refresh)
    site.knows(views=3, **({"_permanent": True} if permanent else {}))
    equal(
        f"SESSION_REFRESH_EACH_REQUEST is {refresh}; session.permanent is {permanent}; a page runs "
        f"{line}: the number of cookies that came",
        len(site.visit(line).set_cookies),
        int(due),
        "Due, if it is changed, or session.modified, or both refresh and session.permanent.",
    )


NOTHING = ["session.get('views')", "session.pop('tea', 0)", "session['tea'] = 1; session.clear()"]


@step("7.3")
@pytest.mark.parametrize("line", NOTHING)
def test_who_has_nothing_to_keep_gets_no_cookie(site, redis_client, line):
    """Every robot would leave a session in Redis."""
    site = site()
    answer = site.visit(line)
    equal(
        f"a new visitor; a page runs {line}: the cookies, and the records in Redis",
        (answer.set_cookies, records(redis_client)),
        ([], {}),
        "Nothing is due for a session that is empty and was so before.",
    )


@step("7.3")
@pytest.mark.parametrize("permanent", [False, True])
def test_only_a_permanent_session_has_an_end_in_the_browser(site, permanent):
    """Who closes the browser of a library is logged in still."""
    site = site()
    line = f"session.permanent = {permanent}; session['views'] = 1"
    (cookie,) = site.visit(line).set_cookies
    equal(
        f"a page runs {line}: does its cookie have an Expires",
        "expires" in attributes(cookie),
        permanent,
        "self.cookie(app, session), given, asks Flask for the end: there is one only where "
        "session.permanent is True.",
    )


@step("7.3")
@pytest.mark.parametrize("permanent", [True, False])
def test_an_untouched_page_renews_the_session(site, redis_client, permanent):
    """Alice reads for a while on pages without her name, and is logged out."""
    site = site()
    site.knows(seconds=30, views=3, **({"_permanent": True} if permanent else {}))
    answer = site.visit("None")
    did = (
        f"SESSION_REFRESH_EACH_REQUEST is True; session.permanent is {permanent}; a page does not "
        "touch the session"
    )
    holds(
        redis_client.ttl("sess:a") > 30,
        f"{did}, which has 30 seconds left: the seconds that it has then (TTL)",
        redis_client.ttl("sess:a"),
        "60",
        "With refresh, read session.opened: GETEX gives the record a new life.",
    )
    equal(
        f"{did}: the number of cookies that came",
        len(answer.set_cookies),
        int(permanent),
        "A permanent session has an end in the browser, too. So after session.opened was read, go "
        "on as for a page that has touched it.",
    )


PLAIN = {"/plain": 200, "/picture.svg": 200, "/nowhere": 404}


@step("7.3")
@pytest.mark.parametrize("refresh", [True, False])
def test_a_page_without_a_session_goes_out_while_redis_is_away(site, gate, caplog, refresh):
    """Redis is away, and nobody sees even the pictures."""
    site = site(SESSION_REFRESH_EACH_REQUEST=refresh)
    site.knows(views=3)
    gate.shut()
    with caplog.at_level(logging.WARNING):
        came = {path: result(site.visit, "None", path) for path in PLAIN}
    holds(
        {path: getattr(answer, "status", answer) for path, answer in came.items()} == PLAIN,
        f"SESSION_REFRESH_EACH_REQUEST is {refresh}; Redis is away; GET {', '.join(PLAIN)}, "
        "which do not touch the session",
        came,
        "the pages, as with Redis",
        "Not session.touched: without refresh, return. With it, reading session.opened may raise "
        "StoreUnavailable: catch that, and return.",
    )
    equal(
        f"SESSION_REFRESH_EACH_REQUEST is {refresh}; is anything in the log",
        bool(caplog.records),
        refresh,
        "A session that was not refreshed ends early: app.logger.warning says it to whoever runs "
        "the site. Where nothing was tried, there is nothing to say.",
    )


@step("7.3")
def test_a_page_without_a_session_waits_once_while_redis_hangs(site, lesson7, gate):
    """Redis hangs, and each picture takes as long as three time-outs."""
    hasty = {"socket_timeout": 0.2, "socket_connect_timeout": 0.2}
    with redis.Redis.from_url(gate.url, **hasty, **SETTINGS) as client:
        client.ping()
        asked, ask = [], client.execute_command
        client.execute_command = lambda *words, **more: (
            asked.append(words[0]),
            ask(*words, **more),
        )
        site = site(lesson7.LoginStore(client))
        site.knows(views=3)
        gate.frozen.set()
        answer = result(site.visit, "None", "/plain")
    holds(
        getattr(answer, "status", 0) == 200 and asked == ["GETEX"],
        "Redis hangs; a page does not touch the session; it is refreshed: Redis was asked for "
        f"{', '.join(map(str, asked))}; the answer",
        answer,
        "200, after one GETEX",
        "Reading session.opened raises StoreUnavailable after the time-out: log it, and return at "
        "once. Whatever is asked after that takes a time-out more.",
    )


UNWRITABLE = ["{1}", "Decimal(1)", "date(2026, 1, 2)"]


@step("7.3")
@pytest.mark.parametrize("value", UNWRITABLE)
def test_what_cannot_be_written_is_an_error(site, redis_client, value):
    """The page says that it is kept, and it is not."""
    site = site()
    for name in ("datetime", "decimal"):
        site.names |= vars(importlib.import_module(name))
    got, cookies = site.save(f"session['value'] = {value}")
    holds(
        isinstance(got, TypeError) and not cookies and not records(redis_client),
        f"a page runs session['value'] = {value}, which JSON cannot hold; save; cookies: "
        f"{cookies}, records: {records(redis_client)}; what came",
        got,
        "the TypeError, no cookie, and no record",
        "session.changed raises it. Let it through: Flask makes a 500 of it, and whoever wrote the "
        "line finds it in the log.",
    )


@step("7.3")
def test_a_record_that_cannot_be_written_is_told(site, lesson7, gate):
    """The page says that it is saved, and it is not."""
    site = site()
    site.knows(views=3)
    site.names["redis_goes_away"] = gate.shut
    got = result(site.visit, f"{CHANGE}; redis_goes_away()")
    holds(
        isinstance(got, lesson7.StoreUnavailable) or getattr(got, "status", 0) == 503,
        f"a page runs {CHANGE}, and Redis goes away before the session is saved: what came",
        got,
        "StoreUnavailable, or the page that step 7.7 makes of it",
        "Only a refresh may fail without harm. Where something has changed, let StoreUnavailable "
        "through: save_session, given, catches it.",
    )


@step("7.3")
@pytest.mark.parametrize("status", [303, 404, 500])
def test_every_page_brings_its_cookie(site, status):
    """A form is wrong, the page says so, and what it has kept for Alice is gone."""
    site = site(SECRET_KEY_FALLBACKS=[OLD_KEY])
    site.make = lambda text: Response(text, status)
    did = f"a new visitor; a page runs {CHANGE}, and its status is {status}"
    equal(
        f"{did}: the number of cookies that came",
        len(site.visit(CHANGE).set_cookies),
        1,
        "A cookie is due by what is in the session, whatever the status of the page is.",
    )
    equal(
        f"{did}: the cookie",
        site.browser.cookies,
        {NAME: site.cookie("id-0")},
        "self.cookie, given, signs the ID with app.secret_key, and not with an older key.",
    )


@step("7.3")
def test_a_wrong_cookie_leaves_no_record(site, redis_client):
    """Redis fills with sessions that no browser has a cookie for."""
    site = site()
    site.interface.cookie_options = lambda app: {"samesite": "lux"}
    got = result(site.visit, "session['views'] = 1")
    holds(
        isinstance(got, ValueError) and not records(redis_client),
        "self.cookie(app, session) raises ValueError, as with a wrong SESSION_COOKIE_SAMESITE; a "
        f"page runs session['views'] = 1: records in Redis: {records(redis_client)}; what came",
        got,
        "no record, and the ValueError",
        "Make the cookie first, with self.cookie. Then write. Then send the cookie.",
    )


@step("7.3")
def test_an_ended_flask_session_does_not_come_back(site, lesson7, redis_client):
    """Alice has logged out, and a slow page logs her in again."""
    site = site()
    site.knows(views=3)
    site.names["end_it_elsewhere"] = redis_client.flushdb
    got, _ = site.save(f"{CHANGE}; end_it_elsewhere()")
    did = f"a page runs {CHANGE}, and meanwhile the session is ended elsewhere; save"
    equal(
        f"{did}: the records in Redis",
        records(redis_client),
        {},
        "A known session is written with self.store.replace, which writes only where there is a "
        "record. Where it returns False, nothing is written instead.",
    )
    holds(
        isinstance(got, lesson7.SessionEnded),
        f"{did}: what came",
        got,
        "SessionEnded",
        "Where self.store.replace returns False, write raises SessionEnded(opened.id). The cookie "
        "is added after that.",
    )


@step("7.3")
def test_a_fresh_id_ends_the_old_one(site, gate, redis_client):
    """A thief who has the old ID goes on beside Alice."""
    site = site()
    site.knows(views=3)
    site.visit(REGENERATE)
    did = f"Redis has {{'views': 3}} under the ID 'a'; a page runs {REGENERATE}"
    equal(
        f"{did}: the records in Redis",
        records(redis_client),
        {"id-0": {"views": 3}},
        "The new record is written with self.store.set, for opened.new is True. Then each ID of "
        "opened.ended is removed with self.store.destroy.",
    )
    equal(
        f"{did}: the browser has the cookie of the new ID",
        site.browser.cookies,
        {NAME: site.cookie("id-0")},
        "It is changed, so a cookie is due, also where the data is as before.",
    )
    equal(
        f"{did}: the commands that Redis got",
        gate.commands,
        ["GETEX", "SET", "DEL"],
        "First the new record, then the old one goes: if the server dies in between, Alice has a "
        "session still.",
    )


@step("7.3")
@pytest.mark.parametrize("seconds", [61, 31 * 24 * 3600])
def test_two_lifetimes_are_an_error(lesson7, store, seconds):
    """The app promises a month, and Redis drops the session after a minute."""
    app = Flask("site")
    app.config["PERMANENT_SESSION_LIFETIME"] = timedelta(seconds=seconds)
    got = result(lesson7.use_store, app, store)
    holds(
        isinstance(got, ValueError) and str(seconds) in str(got),
        f"PERMANENT_SESSION_LIFETIME is {seconds} seconds, the store's max_age 60: use_store(app, "
        "store)",
        got,
        "a ValueError that names both",
        "use_store, given, calls check_lifetimes first.",
    )


@step("7.3")
def test_use_store_gives_an_app_its_sessions(lesson7, store, new_id, gate, redis_client):
    """Pages that were fine with Flask's own sessions are errors with yours."""
    app = Flask("site")
    app.config.update(SECRET_KEY=KEY, PERMANENT_SESSION_LIFETIME=MINUTE)
    lesson7.use_store(app, store, new_id)

    @app.get("/")
    def index():
        flask.session["views"] = 3
        return flask.jsonify(flask.session)

    browser = Browser(app)
    answer = result(browser.get)
    page = answer if isinstance(answer, Exception) else json.loads(answer.body)
    did = "use_store(app, store, new_id)"
    equal(
        f"{did}; a page keeps something, and returns jsonify(session): the page, and the records "
        "in Redis",
        (page, records(redis_client)),
        ({"views": 3}, {"id-0": {"views": 3}}),
        "use_store, given, lets a StoreInterface make the sessions, with new_id, and speak_json "
        "lets jsonify take one.",
    )
    gate.shut()
    holds(
        getattr(got := result(browser.get), "status", 0) == 503,
        f"{did}; Redis is away; a page looks into its session",
        got,
        "503, a page in plain words",
        "use_store, given, calls answer_unavailable of lesson 4.",
    )


def token_in(page):
    """Return the token in a form of Flask-WTF, "" where there is none."""
    found = re.search(r'name="csrf_token"[^>]* value="([^"]+)"', page)
    return found[1] if found else ""


@step("7.3")
def test_pages_that_you_did_not_write_work(big_app):
    """An extension keeps something in the session, and finds nothing there."""
    browser = Browser(big_app)
    form = browser.get("/note").body
    note = {"note": "Milk and tea"}
    seen = [browser.post("/note", {**note, "csrf_token": token}).status for token in ("x", "")]
    seen.append(browser.post("/note", {**note, "csrf_token": token_in(form)}).status)
    equal(
        "GET /note, then POST /note with a wrong token, without one, and with the token of the "
        "form: the status",
        seen,
        [200, 200, 303],
        "Flask-WTF keeps the token in the session, and compares. 200 is the form once more.",
    )
    page = browser.get("/note").body
    holds(
        "Milk and tea" in page and "Your note is kept." in page,
        "then GET /note",
        page,
        "the note, and the message that was kept by flash",
        "Both are in the session.",
    )
    seen = [browser.get("/account").status]
    seen.append(browser.post("/login", {"name": "alice", "password": PASSWORD}).status)
    seen += [browser.get("/account").status, browser.post("/logout").status]
    seen.append(browser.get("/account").status)
    equal(
        "GET /account, log in as alice, GET /account, log out, GET /account: the status",
        seen,
        [303, 303, 200, 303, 303],
        "Flask-Login keeps the user in the session. 303 leads on.",
    )
    foreign = {"Sec-Fetch-Site": "cross-site"}
    equal(
        "a form of another site logs somebody in: the status",
        browser.client.post("/login", headers=foreign).status_code,
        403,
        "create_app, given, calls guard of lesson 5.",
    )


# 7.4


@step("7.4")
@pytest.mark.parametrize("line", ["session.clear()", "session.pop('user')", "del session['user']"])
def test_an_emptied_session_is_ended(site, redis_client, line):
    """Whoever has a copy of the cookie goes on as Alice."""
    site = site()
    site.knows(user="alice")
    cookie = site.browser.cookies
    answer = site.visit(line)
    did = f"the session holds the user alice, and no more; a page runs {line}"
    equal(
        f"{did}: the records in Redis",
        records(redis_client),
        {},
        "session.opened.destroy() puts the ID on session.opened.ended. Remove each of these with "
        "self.store.destroy.",
    )
    holds(
        len(answer.set_cookies) == 1 and site.browser.cookies == {},
        f"{did}: the answer",
        answer,
        "one Set-Cookie, which deletes the cookie",
        "The line that adds self.cookie(app, None) stays, as the last one.",
    )
    site.browser.cookies = cookie
    equal(f"{did}; a copy of its cookie comes", site.look("dict(session)"), {}, "It is over.")


@step("7.4")
def test_an_end_that_failed_is_no_end(site, lesson7, gate, redis_client):
    """Alice believes that she is logged out, and her record lives on."""
    site = site()
    site.knows(user="alice")
    site.names["away"] = gate.shut
    got = result(site.visit, "session.clear(); away()")
    holds(
        isinstance(got, lesson7.StoreUnavailable)
        or (getattr(got, "status", 0) == 503 and not got.set_cookies),
        "a page runs session.clear(), and Redis goes away before it is saved: what came",
        got,
        "StoreUnavailable, or the page that step 7.7 makes of it",
        "self.store.destroy raises StoreUnavailable. Let it through.",
    )
    gate.open()
    answer = Response()

    def end_it():
        flask.session.clear()
        gate.shut()
        site.interface.forget(site.app, flask.session, answer)

    site.names["end_it"] = end_it
    got = result(site.look, "end_it()")
    holds(
        isinstance(got, lesson7.StoreUnavailable) and "Set-Cookie" not in answer.headers,
        "an emptied session, and Redis is away: forget(app, session, response); then the "
        f"Set-Cookie of the response is {answer.headers.get('Set-Cookie')}; what came",
        got,
        "no Set-Cookie, and StoreUnavailable",
        "The record goes first, and then the cookie: the line that adds it is the last one.",
    )


FRESH = f"{REGENERATE}; session.clear()"


@step("7.4")
@pytest.mark.parametrize(
    ("who", "line", "due"),
    [
        ("a new visitor", "session['tea'] = 1; session.clear()", []),
        ("a new visitor", FRESH, []),
        ("a known visitor", FRESH, ["GETEX", "DEL"]),
    ],
)
def test_only_what_redis_knows_is_removed(site, gate, redis_client, who, line, due):
    """An ID goes that was never there, and the one that is there stays."""
    site = site()
    if who == "a known visitor":
        site.knows(views=3)
    site.visit(line)
    equal(
        f"{who}; a page runs {line}: the commands that Redis got, and the records then",
        (gate.commands, records(redis_client)),
        (due, {}),
        "session.opened.destroy() knows which IDs have a record: they are on "
        "session.opened.ended, be it none, and be it one from before a fresh ID.",
    )


# 7.5

OPTIONS = {
    "nothing": ("", {}),
    "SESSION_COOKIE_NAME": ("__Host-sid", {"name": "__Host-sid"}),
    "SESSION_COOKIE_PATH": ("/shop", {"path": "/shop"}),
    "APPLICATION_ROOT": ("/app", {"path": "/app"}),
    "SERVER_NAME": ("shop.example", {}),
    "SESSION_COOKIE_DOMAIN": ("shop.example", {"domain": "shop.example"}),
    "SESSION_COOKIE_SECURE": (True, {"secure": ""}),
    "SESSION_COOKIE_HTTPONLY": (False, {"httponly": None}),
    "SESSION_COOKIE_SAMESITE": ("Lax", {"samesite": "Lax"}),
    "SESSION_COOKIE_PARTITIONED": (True, {"partitioned": "", "secure": ""}),
}


@step("7.5")
@pytest.mark.parametrize("option", OPTIONS)
def test_the_cookie_is_as_the_app_wants_it(site, option):
    """A script reads the cookie of Alice, or her browser cannot delete it."""
    value, more = OPTIONS[option]
    site = site()
    site.visit("session['views'] = 1")
    site.browser.cookies = {}
    if option != "nothing":
        site.app.config[option] = value
    wanted = {"name": NAME, "path": "/", "httponly": ""} | more
    wanted = {name: text for name, text in wanted.items() if text is not None}
    for does, line in {"sets": "session['views'] = 2", "deletes": "session.clear()"}.items():
        (cookie,) = site.visit(line).set_cookies
        found = {"name": cookie.partition("=")[0]} | attributes(cookie)
        found = {name: found[name] for name in found if name not in ("expires", "max-age")}
        equal(
            f"the app says {option}{f' = {value!r}' if value != '' else ''}; the "
            f"name and the attributes of the cookie, when a page {does} it",
            found,
            wanted,
            "self.cookie_options(app) returns all six: path, domain, secure, httponly, samesite "
            'and partitioned, each as self.get_cookie_path(app) gives it. "" is a flag.',
        )


# 7.6

ALLOWED = {
    "": {"private"},
    "public, max-age=60": {"private", "max-age=60"},
    "s-maxage=300, max-age=60": {"private", "max-age=60"},
    "public, s-maxage=300, must-revalidate": {"private", "must-revalidate"},
    "no-store": {"private", "no-store"},
}


def directives(answer, name="Cache-Control"):
    """Return what a header lists."""
    return {part.strip() for part in answer.headers.get(name, "").split(",") if part.strip()}


def is_for_one(did, answer, cache_control):
    """Raise Wrong unless this answer says that it is for one visitor only."""
    equal(
        f"{did}: its Cache-Control",
        directives(answer),
        cache_control,
        "response.cache_control: private = True keeps it out of shared caches. public = False and "
        "s_maxage = None take out what lets it in. What else the page said stays.",
    )
    vary = {one.lower() for one in directives(answer, "Vary")}
    holds(
        "cookie" in vary,
        f"{did}: its Vary",
        answer.headers.get("Vary"),
        "Cookie, beside what the page said",
        'response.vary.add("Cookie") says that another cookie means another page.',
    )


@step("7.6")
@pytest.mark.parametrize("said", ALLOWED)
@pytest.mark.parametrize("line", ["session.get('views')", CHANGE, "bool(session)"])
def test_a_page_with_a_session_is_for_one_visitor(site, said, line):
    """Bob, who shares a cache with Alice, reads her page."""
    site = site()
    site.knows(views=3)
    site.headers = {"Vary": "Accept-Encoding"} | ({"Cache-Control": said} if said else {})
    answer = site.visit(line)
    did = f"a page says Cache-Control: {said or 'nothing'}, and runs {line}"
    is_for_one(did, answer, ALLOWED[said])
    holds(
        "Accept-Encoding" in directives(answer, "Vary"),
        f"{did}, and Vary: Accept-Encoding: its Vary",
        answer.headers["Vary"],
        "Accept-Encoding, and Cookie",
        "What the page itself depends on stays: add, and do not replace.",
    )


@step("7.6")
def test_an_answer_with_a_cookie_is_for_one_visitor(site):
    """A cache hands Alice's cookie to Bob, and he is Alice."""
    site = site()
    site.headers = {"Cache-Control": "public, max-age=60"}
    site.interface.save = lambda app, session, response: response.set_cookie(NAME, "hers")
    is_for_one(
        "a picture does not touch the session, and save adds a cookie",
        site.visit("None", "/picture.svg"),
        {"private", "max-age=60"},
    )


@step("7.6")
@pytest.mark.parametrize("status", [301, 404])
def test_a_page_of_any_status_is_for_one_visitor(site, status):
    """Alice is sent on to her own page, and a cache sends Bob there."""
    site = site()
    site.knows(views=3)
    site.make = lambda text: Response(text, status)
    answer = site.visit("session.get('views')")
    is_for_one(f"a page looks into the session, and its status is {status}", answer, {"private"})


@step("7.6")
@pytest.mark.parametrize("path", PLAIN)
def test_a_page_without_a_session_may_be_shared(site, path):
    """Each picture is asked for anew, by everybody."""
    site = site()
    site.knows(views=3)
    site.headers = {"Cache-Control": "public, max-age=60"}
    answer = site.visit("None", path)
    due = set() if path == "/nowhere" else {"public", "max-age=60"}
    equal(
        f"GET {path}, which does not touch the session: its Cache-Control, and its Vary",
        (directives(answer), directives(answer, "Vary")),
        (due, set()),
        "save_session, given, calls depend_on_cookie only where the session was touched.",
    )


@step("7.6")
def test_a_stream_is_for_one_visitor(site):
    """The text of a page is made after its headers have gone, and Bob reads it."""
    site = site()
    site.knows(user="alice")

    def stream(_):
        def parts():
            yield "Good day, "
            yield flask.session["user"]

        return Response(flask.stream_with_context(parts()))

    site.make = stream
    answer = site.visit("None")
    did = "a page is sent bit by bit, by stream_with_context, and looks into the session then"
    equal(f"{did}: the page", answer.body, "Good day, alice", "It may look: the request goes on.")
    is_for_one(did, answer, {"private"})


# 7.7

PAGES_OWN = {
    "Content-Encoding": "gzip",
    "ETag": '"of the page"',
    "Location": "/next",
    "Last-Modified": "Thu, 01 Jan 2026 00:00:00 GMT",
    "Set-Cookie": "theme=dark",
}
TROUBLES = {
    "StoreUnavailable": (503, "<p>Your session cannot be reached"),
    "SessionEnded": (409, "<p>Your session has ended"),
}


@pytest.fixture
def unsaved(site, lesson7):
    """Return a function that gives a site whose save raises the error of this name."""

    def unsaved(name):
        one = site()

        def save(*_):
            raise getattr(lesson7, name)("a")

        one.interface.save = save
        return one

    return unsaved


@step("7.7")
@pytest.mark.parametrize("trouble", TROUBLES)
def test_a_page_that_was_not_saved_says_so(unsaved, trouble):
    """The page says that it is saved, and it is not."""
    site = unsaved(trouble)
    site.headers = {"Cache-Control": "public, max-age=60"} | PAGES_OWN
    status, words = TROUBLES[trouble]
    answer = site.visit("'Your address is saved'")
    did = f"a page says that an address is saved, and save raises {trouble}"
    holds(
        answer.status == status and words in answer.body and "address" not in answer.body,
        f"{did}: the answer",
        answer,
        f"{status}, and the sentence of SORRY in a <p>",
        "SORRY[type(error)] is the status and the sentence: response.status_code, response.data.",
    )
    equal(
        f"{did}: what is left of the headers of the page",
        {name: answer.headers[name] for name in PAGES_OWN if name in answer.headers},
        {},
        "response.headers.clear(): they speak of the page that is not sent. A browser would "
        "unpack what is not packed, or go on to the next page, as if all were well.",
    )
    equal(
        f"{did}: its type, and its Cache-Control",
        (answer.headers.get("Content-Type", "").partition(";")[0], directives(answer)),
        ("text/html", {"no-store"}),
        "response.mimetype is lost with the headers, so set it. no-store: nobody keeps this page.",
    )


class Bits:
    """The text of a page, bit by bit, with something to clean up."""

    def __init__(self):
        self.closed = 0

    def __iter__(self):
        return iter(["all is ", "saved"])

    def close(self):
        self.closed += 1


@step("7.7")
@pytest.mark.parametrize("trouble", TROUBLES)
def test_the_page_that_is_not_sent_is_closed(unsaved, trouble):
    """Each such page leaves a file or a connection open, until none is left."""
    site, bits = unsaved(trouble), Bits()
    site.make = lambda _: Response(bits)
    site.visit("session.get('views')")
    equal(
        f"a page is made bit by bit, and save raises {trouble}: how often its text was closed",
        bits.closed,
        1,
        "response.close() comes first: once response.data is another text, nobody closes this one.",
    )


@step("7.7")
@pytest.mark.parametrize("trouble", TROUBLES)
def test_a_file_that_is_not_sent_makes_a_page_as_well(unsaved, trouble):
    """Alice gets half of what she did not ask for, or an error."""
    site = unsaved(trouble)
    site.make = lambda _: flask.send_file(__file__)
    answer = result(site.visit, "None")
    status, words = TROUBLES[trouble]
    holds(
        getattr(answer, "status", 0) == status and answer.body.startswith(words),
        f"a page is that of send_file, and save raises {trouble}",
        answer,
        f"{status}, and the sentence of SORRY in a <p>",
        "The text of a file is not there to be read: put another one in its place, as "
        "response.data.",
    )


@step("7.7")
@pytest.mark.parametrize("error", ["TypeError", "StoreUnavailable"])
def test_what_went_wrong_is_not_tried_again(site, lesson7, error):
    """The error page is saved as well, fails as well, and the visitor waits twice."""
    site, calls = site(), []
    site.propagate(False)

    def save(*_):
        calls.append("save")
        raise {"TypeError": TypeError}.get(error, lesson7.StoreUnavailable)("as ordered")

    site.interface.save = save
    answer = site.visit("session.get('views')")
    equal(
        f"a page is made, and save raises {error}: the status, and how often save was asked",
        (answer.status, len(calls)),
        (500 if error == "TypeError" else 503, 1),
        "save_session, given, goes by session.saved. apologize raises nothing, and what is not "
        "about the store is a 500 of Flask's.",
    )


@step("7.7")
@pytest.mark.parametrize("own_page", [None, 503, 200], ids=lambda status: f"own page: {status}")
def test_a_500_because_of_the_store_says_so(lesson7, site, gate, own_page):
    """Alice reads "Internal Server Error", and does not know that it is worth another try."""
    site = site()
    if own_page:
        page = ("Closed today", own_page)
        site.app.register_error_handler(lesson7.StoreUnavailable, lambda _: page)
    site.propagate(bool(own_page))
    site.knows(views=3)
    gate.shut()
    answer = site.visit("session.get('views')")
    holds(
        answer.status == (own_page or 503)
        and ("Closed today" if own_page else "cannot be reached") in answer.body,
        "Redis is away; a page looks into the session; the app has "
        f"{f'a page of its own, {own_page},' if own_page else 'no page of its own'} for "
        "StoreUnavailable",
        answer,
        f"{own_page}, and its page" if own_page else "503, and the sentence of SORRY",
        "save_session, given, calls apologize for a 500 where session.failure is the reason. Any "
        "other answer is left alone.",
    )


# 7.8

SIGNALS = ["user_logged_in", "user_loaded_from_cookie", "user_login_confirmed"]


@step("7.8")
@pytest.mark.parametrize("signal", SIGNALS)
def test_a_login_by_an_extension_gets_a_fresh_id(site, lesson7, redis_client, signal):
    """Whoever has planted the ID in Alice's browser is logged in as her."""
    site = site()
    lesson7.renew_at_login(site.app)
    site.knows(cart=["tea"], csrf_token="known to the thief")  # noqa: S106
    site.names["log_in"] = lambda: getattr(flask_login, signal).send(site.app, user="alice")
    site.visit("session['_user_id'] = 'alice'; log_in()")
    did = f"Redis has a session with a cart and a csrf_token; flask_login.{signal} is sent"
    found = records(redis_client)
    holds(
        len(found) == 1 and "a" not in found,
        f"{did}: the IDs in Redis, where it was under 'a'",
        sorted(found),
        "one, and a fresh one",
        f"Connect renew to this signal: flask_login.{signal}.connect(renew, app, weak=False). "
        "Without weak=False, it is gone when renew_at_login returns. renew calls "
        "session.regenerate().",
    )
    equal(
        f"{did}: the data under the new ID",
        next(iter(found.values())),
        {"cart": ["tea"], "_user_id": "alice"},
        "session.regenerate() keeps the data, and Flask-Login's user is in it. Only csrf_token "
        'goes: session.pop("csrf_token", None).',
    )


@step("7.8")
def test_a_session_without_a_token_gets_a_fresh_id_too(site, lesson7, redis_client):
    """Whoever has planted a session without a form in it is logged in as Alice."""
    site = site()
    lesson7.renew_at_login(site.app)
    site.knows(cart=["tea"])
    site.names["log_in"] = lambda: flask_login.user_logged_in.send(site.app, user="alice")
    got = result(site.visit, "session['_user_id'] = 'alice'; log_in()")
    holds(
        getattr(got, "status", 0) == 200,
        "Redis has a session with a cart and no csrf_token; user_logged_in is sent",
        got,
        "200",
        "pop with None as its second argument raises nothing where there is no such key.",
    )
    equal(
        "Redis has a session with a cart and no csrf_token; user_logged_in is sent: the data in "
        "Redis, and is one under the old ID",
        (list(records(redis_client).values()), "a" in records(redis_client)),
        ([{"cart": ["tea"], "_user_id": "alice"}], False),
        "Each login gets a fresh ID: renew calls session.regenerate(), whatever is in the session.",
    )


@step("7.8")
def test_the_login_of_another_app_changes_nothing(site, lesson7, redis_client):
    """Two apps in one process: a login in one makes new IDs in the other."""
    site, other = site(), Flask("other")
    lesson7.renew_at_login(site.app)
    site.knows(views=3)
    site.names["log_in"] = lambda: flask_login.user_logged_in.send(other, user="alice")
    site.visit("log_in()")
    equal(
        "renew_at_login(app); another app sends user_logged_in: the records in Redis",
        records(redis_client),
        {"a": {"views": 3}},
        "The second argument of connect is whose signals are meant: this app's.",
    )


@step("7.8")
def test_a_planted_cookie_is_worth_nothing(big_app, lesson7, redis_client):
    """Alice only comes back, and whoever planted a cookie is logged in as her."""
    alice, thieves = Browser(big_app), []
    for planted in ("first", "second"):
        put_record(redis_client, planted, {"views": 1, "csrf_token": "his"})
        cookie = lesson7.to_cookie(lesson7.sign(planted, KEY))
        thieves.append(Browser(big_app, {"connect.sid": cookie}))
        alice.cookies["connect.sid"] = cookie
        if planted == "first":
            form = {"name": "alice", "password": PASSWORD, "remember": "on"}
            alice.post("/login", form)
        page = alice.get("/account")
    holds(
        "Logged in as alice" in page.body,
        "alice logs in and is remembered; she comes back with another session: GET /account",
        page,
        "her account",
        "Flask-Login knows her by her other cookie.",
    )
    equal(
        "a thief has planted his ID before her login by form, and one before her return: what he "
        "sees at /account with each",
        [thief.get("/account").status for thief in thieves],
        [303, 303],
        "create_app, given, calls renew_at_login. 303 leads to /login: the IDs that he knows are "
        "nobody's.",
    )
