"""What the solutions do with input that no step asks about: what reports found, kind by kind."""

import json
import subprocess
import sys
from itertools import count

import pytest
import redis

from course.checks.checking import Browser
from course.paths import ROOT
from solutions import lesson1_raw_cookie as lesson1
from solutions import lesson2_signed_id as lesson2
from solutions import lesson3_memory_store as lesson3
from solutions import lesson4_redis_store as lesson4
from solutions.lesson3_memory_store import MemoryStore, SessionManager
from solutions.lesson4_redis_store import RedisStore

KEY = "a key of the server"
APPS = [lesson1.create_app, lesson2.create_app, lesson3.create_app, lesson4.create_app]
CIRCLE: list = []
CIRCLE.append(CIRCLE)
DEEP: list = []
for _ in range(100_000):
    DEEP = [DEEP]


@pytest.fixture
def client(gate):
    with redis.Redis.from_url(gate.url, retry=None, socket_timeout=2) as client:
        yield client


@pytest.fixture(params=["memory", "redis"])
def store(request, client):
    return MemoryStore() if request.param == "memory" else RedisStore(client, prefix="proof:")


def manager_of(**options):
    return SessionManager(MemoryStore(), **{"secret_keys": [KEY]} | options)


BAD_COOKIES = [
    *({key: f"/a{text}b"} for key in ("path", "domain") for text in (";", "\r\n", "\x00", "\x7f")),
    *({"path": path} for path in ("/;Domain=example.com", "/caf\xe9", "/\n")),
    *({"same_site": one} for one in ("lux", "", True, "Lax; Secure", "None ", 1)),
    *({"same_site": one} for one in ("None", "none")),
    *({"name": name} for name in ("__Host-sid", "__Secure-sid", "__host-sid", "__SECURE-sid")),
    {"name": "__Host-sid", "secure": True, "path": "/app"},
    {"name": "__Host-sid", "secure": True, "domain": "example.com"},
    {"name": "a b"},
]


@pytest.mark.parametrize("options", BAD_COOKIES, ids=str)
def test_a_cookie_that_cannot_work_is_refused_when_the_app_is_made(options):
    with pytest.raises(ValueError):
        lesson3.create_app(**options)


GOOD_COOKIES = [
    ({"same_site": "sTRICT"}, "SameSite=Strict"),
    ({"same_site": "none", "secure": True}, "SameSite=None; Secure"),
    ({"same_site": None}, "connect.sid="),
    ({"path": "/a b?c", "domain": "example.com"}, "Domain=example.com; Path=/a b?c;"),
    ({"name": "__Host-sid", "secure": True}, "__Host-sid="),
    ({"name": "__Secure-sid", "secure": True, "path": "/app"}, "__Secure-sid="),
]


@pytest.mark.parametrize(("options", "sent"), GOOD_COOKIES, ids=str)
def test_a_cookie_that_works_is_sent(options, sent):
    assert sent in manager_of(**options).dump("x")


BAD_KEYS = [[], (), "", "one key", {"a"}, (key for key in "ab"), {"a": 1}, None, 7]
BAD_KEYS += [b"bytes", [""], ["good", ""], [None], [b"good"], ["good", 7]]


@pytest.mark.parametrize("create_app", APPS[1:])
@pytest.mark.parametrize("keys", BAD_KEYS, ids=lambda keys: repr(keys).partition(" at ")[0])
def test_keys_that_cannot_work_are_refused_when_the_app_is_made(create_app, keys):
    with pytest.raises((ValueError, TypeError)) as error:
        create_app(secret_keys=keys)
    assert "good" not in str(error.value)  # it ends up in a log


@pytest.mark.parametrize("create_app", APPS)
@pytest.mark.parametrize("max_age", [0, -1, 60.0, True, "60", None, float("inf"), 10**10, 10**30])
def test_a_max_age_that_cannot_work_is_refused_when_the_app_is_made(create_app, max_age):
    with pytest.raises((ValueError, TypeError)):
        create_app(max_age=max_age)


@pytest.mark.parametrize("create_app", APPS)
@pytest.mark.parametrize("max_age", [1, 10**10 - 1])
def test_a_max_age_that_works_is_sent(create_app, max_age, client):
    options = {"store": RedisStore(client, max_age)} if create_app is APPS[3] else {}
    answer = Browser(create_app(max_age=max_age, **options)).get()
    assert f"Max-Age={max_age}" in answer.set_cookies[0]


def test_an_empty_new_key_is_refused():
    for keys in (["a"], [], ("a", "b")):
        with pytest.raises(ValueError):
            lesson2.rotate_keys(keys, "")


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ({"SECRET_KEYS": "a, b"}, ["a", "b"]),
        ({"SECRET_KEYS": " a,,\tb ,"}, ["a", "b"]),
        ({"SECRET_KEYS": " , "}, []),
        ({"REDIS_URL": ""}, "redis://127.0.0.1:6379/0"),
        ({"REDIS_URL": "redis://elsewhere"}, "redis://elsewhere"),
    ],
    ids=str,
)
def test_the_environment_says_it(settings, expected):
    (name,) = settings
    code = f"import json, solutions.lesson4_redis_store as it; print(json.dumps(it.{name}))"
    said = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=settings, capture_output=True)
    assert json.loads(said.stdout) == expected


@pytest.mark.parametrize(
    "prefix", ["app[1]:", "app*:", "a?p:", "app\\:", "app^:", "[^a]:", "[a-z]"]
)
def test_a_prefix_is_text_and_no_pattern(client, prefix):
    """Beside it are keys that would fit the prefix as a pattern."""
    store = RedisStore(client, prefix=prefix)
    for key in ("app1:x", "app:x", "b:x", "q", "axp:x"):
        client.set(key, "{}")
    assert store.count() == 0
    store.set("one", {})
    store.set("two", {})
    assert store.count() == 2


WRONG_VIEWS = ['"3"', "null", "[1]", "{}", "-5", "true", "3.5", '"<b>"', "1e999", "9" * 16, "NaN"]
WRONG_VIEWS += ["9" * 4300, '["<script>"]', "0.0"]


@pytest.mark.parametrize("views", WRONG_VIEWS, ids=lambda text: text[:12])
def test_a_wrong_value_in_redis_is_no_error(client, views):
    app = lesson4.create_app(store=RedisStore(client), secret_keys=[KEY])
    browser = Browser(app, {"connect.sid": lesson2.to_cookie(lesson2.sign("id", KEY))})
    client.set("sess:id", f'{{"cookie":{{}},"views":{views}}}')
    assert "<b>" not in browser.get("/peek").body and "<script>" not in browser.get("/peek").body
    assert browser.get().body == "Welcome to this page for the first time!"
    assert "Views: 2" in browser.get().body


@pytest.mark.parametrize("text", [b"\xff!", b'{"a":"\xff"}', b"\x80\x04."])
def test_a_client_that_decodes_and_bytes_that_are_no_text(gate, text):
    with redis.Redis.from_url(gate.url, retry=None, decode_responses=True) as client:
        store = RedisStore(client)
        client.set("sess:a", text)
        assert store.get("a") is None
        store.set("a", {"views": 1})
        assert store.get("a") == {"views": 1}


@pytest.mark.parametrize("value", [None, {}, 1j])
def test_a_mistake_in_the_program_is_not_redis_away(client, monkeypatch, value):
    """redis-py sends no such value (DataError): as a 503 it would be one for ever."""
    monkeypatch.setattr(lesson4, "dump_record", lambda record: value)
    app = lesson4.create_app(store=RedisStore(client))
    assert app.test_client().get("/").status_code == 500


@pytest.mark.parametrize("views", [10**15 - 1, 10**15 - 2, 1])
def test_no_count_is_sent_that_is_not_taken_back(views):
    _, (cookie,) = lesson1.visit(f"views={views}", 60)
    sent = lesson1.parse_cookie(cookie.partition(";")[0])["views"]
    assert lesson1.read_count(sent) == min(views + 1, 10**15 - 1)
    cookies = {
        "connect.sid": lesson2.to_cookie(lesson2.sign("id", KEY)),
        "views": lesson2.to_cookie(lesson2.sign(f"id:{views}", KEY)),
    }
    browser = Browser(lesson2.create_app(secret_keys=[KEY]), cookies)
    browser.get()
    assert f"Views: {min(views + 2, 10**15 - 1)}<" in browser.get().body


@pytest.mark.parametrize("value", ["41", "", "a", "x:41"])
def test_a_count_without_an_owner_is_nobodys(value):
    signed = lesson2.sign(value, KEY)
    assert lesson2.read_signed_count("", signed, [KEY]) == 0


@pytest.mark.parametrize(
    ("value", "error"),
    [
        (object(), TypeError),
        (CIRCLE, ValueError),
        ({"a": CIRCLE}, ValueError),
        (10**5000, ValueError),
        (DEEP, RecursionError),
    ],
    ids=["object", "circle", "circle in a dict", "5,000 digits", "deep"],
)
def test_what_json_cannot_hold_leaves_the_earlier_record(store, value, error):
    store.set("a", {"views": 1})
    with pytest.raises(error):
        store.set("a", {"value": value})
    assert store.get("a") == {"views": 1}
    session = SessionManager(store, [KEY]).open("")
    session["value"] = value
    with pytest.raises(error):
        SessionManager(store, [KEY]).save(session)


@pytest.mark.parametrize("act", ["writes", "reads, with resave", "reads the old ID, with resave"])
def test_a_slow_page_brings_a_destroyed_session_back(store, act):
    """So does Express: its save is a plain SET too. Lesson 5 ends it."""
    ids = (f"id-{number}" for number in count())
    manager = SessionManager(store, [KEY], resave="resave" in act, new_id=ids.__next__)
    session = manager.open("")
    session["views"] = 1
    cookie = manager.save(session).partition(";")[0]
    slow, fast = manager.open(cookie), manager.open(cookie)
    if "old" in act:
        fast.regenerate()
    else:
        fast.destroy()
    manager.save(fast)
    assert store.get("id-0") is None
    if act == "writes":
        slow["views"] = 2
    manager.save(slow)
    assert store.get("id-0") == {"views": 2 if act == "writes" else 1}


def test_a_visitor_who_only_reads_keeps_the_old_signature():
    store = MemoryStore()
    before, after = (SessionManager(store, keys) for keys in (["old"], ["new", "old"]))
    session = before.open("")
    session["views"] = 1
    cookie = before.save(session).partition(";")[0]
    assert after.save(after.open(cookie)) is None
    writes = after.open(cookie)
    writes["views"] = 2
    assert not SessionManager(store, ["new"]).open(cookie).get("views")
    assert SessionManager(store, ["new"]).open(after.save(writes).partition(";")[0])["views"] == 2


@pytest.mark.parametrize(
    ("data", "back"),
    [
        ({1: "a", "1": "b"}, {"1": "b"}),
        ({"cart": ("tea", 2)}, {"cart": ["tea", 2]}),
        ({None: 1, True: 2}, {"null": 1, "true": 2}),
        ({"nested": {2: (1,)}}, {"nested": {"2": [1]}}),
    ],
    ids=str,
)
def test_what_json_makes_of_keys_and_tuples(store, data, back):
    store.set("a", data)
    assert store.get("a") == back
