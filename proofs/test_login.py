"""Lesson 5 solved: what it costs, what it does with garbage, what goes with every page."""

import json
import random
from itertools import product

import pytest
import redis
import requests
from passwords import CHEAP

from course.catalogue import lesson_of
from course.checks.checking import Browser
from course.servers.live import Site
from solutions.lesson2_signed_id import sign, to_cookie
from solutions.lesson5_login import LoginStore, create_app, fingerprint
from solutions.users import NOBODY, USERS

KEY = "a key of the server"
NOW = 1_800_000_000
PEOPLE = {"alice": CHEAP, "bob": CHEAP}
LOGIN = {"name": "alice", "password": "secret"}
PAGES = ["/", "/peek", "/plain", "/login", "/logout", "/account", "/sessions", "/nothing"]


@pytest.fixture
def store(gate):
    with redis.Redis.from_url(gate.url, retry=None, protocol=2, driver_info=None) as client:
        client.ping()
        yield LoginStore(client)


@pytest.fixture
def app(store):
    return create_app(store=store, secret_keys=[KEY], users=PEOPLE, clock=lambda: NOW)


@pytest.fixture
def alice(app):
    browser = Browser(app)
    assert browser.post("/login", LOGIN).status == 303
    return browser


# Who comes, what he asks for, and the trips to Redis.
TRIPS = [
    ("a stranger", "GET", "/plain", None, 0),
    ("a stranger", "GET", "/login", None, 0),
    ("a stranger", "POST", "/login", LOGIN | {"password": "x"}, 0),
    ("a stranger", "POST", "/login", LOGIN, 2),
    ("a visitor", "GET", "/peek", None, 1),
    ("a visitor", "GET", "/", None, 2),
    ("a visitor", "POST", "/login", LOGIN | {"password": "x"}, 1),
    ("a visitor", "POST", "/login", LOGIN | {"name": "x"}, 1),
    ("a visitor", "POST", "/login", LOGIN, 4),
    ("alice", "GET", "/account", None, 1),
    ("alice", "POST", "/account", {"parcels": "x"}, 2),
    ("alice", "POST", "/logout", {}, 2),
    ("alice", "GET", "/sessions", None, 3),
    ("alice", "POST", "/sessions", {}, 4),
]


@pytest.mark.parametrize(("who", "method", "path", "form", "trips"), TRIPS)
def test_trips_to_redis(app, gate, who, method, path, form, trips):
    browser = Browser(app)
    if who == "a visitor":
        browser.get()
    elif who == "alice":
        browser.post("/login", LOGIN)
    gate.reset()
    browser.ask(method, path, data=form)
    assert gate.trips == trips, gate.commands


def answers(app, cookie, method, path, **more):
    """Return the answer to a request as a server would give it: an error is a 500."""
    app.config["PROPAGATE_EXCEPTIONS"] = False
    environ = {"HTTP_COOKIE": cookie} | more.pop("environ", {})
    return app.test_client(use_cookies=False).open(
        path, method=method, environ_overrides=environ, **more
    )


TEXTS = ["", "a" * 201, "\x00", "\xe9\u5bff\U0001f600", "<b>'\"&", "null", "9" * 5000, "a\r\nb: c"]
FIELDS = [{"name": "alice", "password": text, "parcels": text} for text in TEXTS]
FIELDS += [{"name": text, "password": "x", "parcels": text} for text in TEXTS]
BODIES = [b"", b"%", b"name=%ff%fe&password=%00", b"&&==", b"name", b"{}", b"--x\r\n", b"\xff" * 99]
TYPES = [
    "application/x-www-form-urlencoded",
    "multipart/form-data",
    "text/plain",
    "",
    "\xff;=",
    "multipart/form-data; boundary=x",
    "application/x-www-form-urlencoded; charset=nothing",
]
STRANGE = [
    "",
    " ",
    "null",
    "://",
    "http://",
    "http://[",
    "http://a:b",
    "http://:1",
    "\xff",
    "a" * 9999,
    "http://127.0.0.1:99999",
    "[::1",
    "127.0.0.1:x",
    "same-origin, none",
    "%00",
    "\x00",
]
HEADERS = [
    "HTTP_HOST",
    "HTTP_ORIGIN",
    "HTTP_SEC_FETCH_SITE",
    "HTTP_REFERER",
    "CONTENT_LENGTH",
    "CONTENT_TYPE",
    "HTTP_X_FORWARDED_FOR",
    "QUERY_STRING",
]


def garbage():
    """Give what is said in a request beside its method and path."""
    for form in FIELDS:
        yield {"data": form}
    for body, kind in product(BODIES, TYPES):
        yield {"data": body, "environ": {"CONTENT_TYPE": kind}}
    for name, text in product(HEADERS, STRANGE):
        yield {"data": LOGIN | {"parcels": "x"}, "environ": {name: text}}


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_garbage_is_never_an_error_of_ours(app, alice, method, path):
    for more in garbage():
        answer = answers(app, alice.cookie_header, method, path, **more)
        assert answer.status_code < 500, more
        assert "<b>" not in answer.text, more


@pytest.mark.parametrize("parcels", [*TEXTS[:6], ["<b>"], {"<b>": 1}, None, 7], ids=repr)
def test_what_is_in_a_session_is_shown_as_text(app, store, alice, parcels):
    if isinstance(parcels, str):
        status = alice.post("/account", {"parcels": parcels}).status
        assert status == (400 if len(parcels) > 200 else 303)
    else:  # as an Express app may have written it
        (key,) = store.client.scan_iter(match="sess:*")
        record = json.loads(store.client.get(key)) | {"parcels": parcels}
        store.client.set(key, json.dumps(record), ex=60)
    page = answers(app, alice.cookie_header, "GET", "/account")
    assert page.status_code == 200 and "<b>" not in page.text
    assert ("&lt;b&gt;" in page.text) is ("<b>" in str(parcels))


@pytest.mark.parametrize("path", PAGES)
def test_any_cookie_beside_a_good_one(app, alice, path):
    rng = random.Random(path)  # noqa: S311
    for _ in range(200):
        line = list(alice.cookie_header)
        for _ in range(rng.randrange(1, 4)):
            line[rng.randrange(len(line))] = chr(rng.randrange(256))
        for method in ("GET", "POST"):
            assert answers(app, "".join(line), method, path, data={}).status_code < 500, line


LONG = "a" * 201
WRONG_FORMS = [
    ("/login", {"name": "alice"}, 400, "needs one field 'password', and 0 came"),
    ("/login", {}, 400, "needs one field 'name'"),
    ("/login", {"name": ["alice", "bob"], "password": "x"}, 400, "'name', and 2 came"),
    ("/login", {"name": "alice", "password": LONG}, 400, "is longer than 200 characters"),
    ("/account", {}, 400, "needs one field 'parcels'"),
    ("/account", {"parcels": ["a", "b"]}, 400, "and 2 came"),
    ("/account", {"parcels": LONG}, 400, "longer"),
    ("/account", {"parcels": "a" * 1_000_000}, 413, "exceeds"),
    ("/login", {"name": "a" * 1_000_000, "password": "x"}, 413, "exceeds"),
]


@pytest.mark.parametrize(("path", "form", "status", "said"), WRONG_FORMS)
def test_a_wrong_form_is_told_what_is_wrong(app, alice, path, form, status, said):
    answer = answers(app, alice.cookie_header, "POST", path, data=form)
    assert (answer.status_code, said in answer.text.replace("&#39;", "'")) == (status, True)
    assert "nowhere yet" in alice.get("/account").body


def test_a_huge_form_is_answered_by_a_real_server():
    """And not with a connection that breaks, of which a browser says nothing."""
    with Site("solutions", lesson_of(5)) as site:
        form = {"name": "a" * 1_000_000, "password": "x"}
        answer = requests.post(f"{site.url}/login", data=form, timeout=5)
    assert answer.status_code == 413 and "exceeds" in answer.text


WRONG_SINCE = ["null", '"x"', f'"{NOW}"', f"{NOW}000", f"{NOW + 86_400}", "[]", "{}", "true"]
WRONG_SINCE += ["NaN", "1e999", "-1e999", "-1", "9" * 400, f"-{'9' * 400}", "0", f"{NOW - 28_800}"]
WRONG_USER = ["null", "[]", "{}", "7", '"mallory"', '""', "true", '["alice"]', '"ALICE"']


def put(store, user, since, mark=None):
    """Put a record of Alice's into Redis as text, and return her Cookie line."""
    mark = json.dumps(fingerprint(CHEAP)) if mark is None else mark
    text = f'{{"cookie":{{}},"user":{user},"since":{since},"fingerprint":{mark}}}'
    store.client.set("sess:hers", text, ex=60)
    return f"connect.sid={to_cookie(sign('hers', KEY))}"


RECORDS = [('"alice"', since, None) for since in WRONG_SINCE]
RECORDS += [(user, str(NOW), None) for user in WRONG_USER]
RECORDS += [('"alice"', str(NOW), mark) for mark in ("null", '"x"', "[]", json.dumps(CHEAP))]


@pytest.mark.parametrize(("user", "since", "mark"), RECORDS)
def test_a_record_that_no_login_of_ours_wrote_is_over(app, store, user, since, mark):
    """Never an error, and never for ever."""
    for path in PAGES:
        for method in ("GET", "POST"):
            cookie = put(store, user, since, mark)
            answer = answers(app, cookie, method, path, data={"parcels": "x"})
            assert answer.status_code < 500 and "Logged in" not in answer.text
    store.client.flushdb()
    answer = answers(app, put(store, user, since, mark), "GET", "/account")
    assert answer.headers["Location"] == "/login" and "Set-Cookie" not in answer.headers
    assert store.client.keys() == []


@pytest.mark.parametrize("since", [NOW, NOW - 28_799, NOW - 28_799.5])
def test_a_record_of_a_login_is_not(app, store, since):
    """What the records above differ from."""
    assert (
        "Logged in as alice" in answers(app, put(store, '"alice"', since), "GET", "/account").text
    )


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("method", ["GET", "POST", "HEAD", "PUT"])
@pytest.mark.parametrize("site", ["same-origin", "cross-site"])
def test_what_goes_with_every_page(app, alice, method, path, site):
    headers = {"Sec-Fetch-Site": site}
    answer = answers(app, alice.cookie_header, method, path, data={"parcels": "x"}, headers=headers)
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Content-Security-Policy"] == "frame-ancestors 'none'"
    assert answer.headers["Vary"] == "Cookie"
    if method in ("POST", "PUT") and site == "cross-site":
        assert answer.status_code == 403 and "nothing was done" in answer.text
        assert "Set-Cookie" not in answer.headers


FORMS = [("/login", LOGIN, "/account"), ("/account", {"parcels": "x"}, "/account")]
FORMS += [("/sessions", {}, "/"), ("/logout", {}, "/")]


@pytest.mark.parametrize(("path", "form", "leads_to"), FORMS)
def test_a_form_that_worked_leads_to_a_page(alice, path, form, leads_to):
    """Else "reload" would send it again, after a logout too."""
    answer = alice.post(path, form)
    assert (answer.status, answer.headers["Location"], answer.body) == (303, leads_to, "")


def test_one_answer_for_an_unknown_name_and_a_wrong_password(app):
    answers_to = [
        Browser(app).post("/login", {"name": name, "password": "x"}) for name in ("alice", "eve")
    ]
    assert len({(one.status, one.body, str(one.headers)) for one in answers_to}) == 1


def test_the_hashes_are_as_strong_as_owasp_asks():
    for password_hash in [*USERS.values(), NOBODY]:
        assert password_hash.startswith("scrypt:32768:8:3$")


def test_no_page_prints_an_id(store, alice):
    """The page of the sessions neither: who looks over a shoulder would have them."""
    (key,) = store.client.scan_iter(match="sess:*")
    session_id = key.decode().removeprefix("sess:")
    assert "in this browser" in alice.get("/sessions").body
    assert [path for path in PAGES if session_id in alice.get(path).body] == []


@pytest.mark.parametrize("options", [{}, {"name": "__Host-sid", "secure": True}])
def test_the_cookie_with_a_prefix_logs_in_and_out(store, options):
    """__Host- is an option like any other: it needs no step."""
    app = create_app(store=store, secret_keys=[KEY], users=PEOPLE, **options)
    browser = Browser(app)
    (set_cookie,) = browser.post("/login", LOGIN).set_cookies
    assert set_cookie.startswith(options.get("name", "connect.sid") + "=s%3A")
    assert ("; Secure" in set_cookie) is ("secure" in options)
    assert "Logged in as alice" in browser.get("/account").body
    browser.post("/logout")
    assert browser.cookies == {}


def test_the_page_lists_the_logins_that_go_on(app, store, alice):
    for session_id, end in {"over": NOW, "alive": NOW + 800, "gone": NOW + 900}.items():
        store.set(session_id, {})
        store.client.zadd(store.list_key("alice"), {session_id: end})
    store.destroy("gone")
    page = alice.get("/sessions").body
    assert page.count("Logged in") == 2
    assert "Logged in 28000 seconds ago<" in page
    assert "Logged in 0 seconds ago, in this browser<" in page
