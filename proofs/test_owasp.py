"""docs/owasp.md: each row names a test that there is; and what no other test asserts."""

import ast
import inspect
import logging
import re

import pytest
import redis
from passwords import CHEAP

from course.checks.checking import Browser, attributes, name_and_value
from course.paths import ROOT
from solutions.lesson2_signed_id import from_cookie, unsign
from solutions.lesson5_login import LIFETIME, LoginStore, create_app

PAGE = (ROOT / "docs" / "owasp.md").read_text(encoding="utf-8")
KEY = "a key of the server"
LOGIN = {"name": "alice", "password": "secret"}

# What of the two lists concerns sessions.
ASVS = "7.1.1 7.1.2 7.1.3 7.2.1 7.2.2 7.2.3 7.2.4 7.3.1 7.3.2 7.4.1 7.4.2 7.4.3 7.4.4 7.4.5 7.5.1"
ASVS += " 7.5.2 7.5.3 7.6.1 7.6.2 3.3.1 3.3.2 3.3.3 3.3.4 3.3.5 3.4.6 3.5.1 3.5.3 3.5.4"
ASVS += " 11.5.1 14.2.1 14.3.1 14.3.2 16.2.5"
NIST = ["2.1.3", "2.2.3", "2.3.3", "3.2.2", "5.2", "5.3"]
NIST += [f"5.1, {n}" for n in (1, 2, 3, "4 and 6", 5)] + [f"5.1.1, {n}" for n in range(1, 8)]


def rows(page):
    """Return the rows of all tables: what is required, and what the last column says of it."""
    lines = [line.strip("| ").split(" | ") for line in page.splitlines() if line.startswith("| ")]
    return [(line[0], line[-1]) for line in lines if line[0] not in ("requirement", "what", "---")]


def is_there(name):
    """Is there a test of this name, such as tests/test_x.py::test_y?"""
    path, _, function = name.partition("::")
    if not re.fullmatch(r"(tests|proofs)/test_\w+\.py", path) or not (ROOT / path).exists():
        return False
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    names = {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}
    return function in names and function.startswith("test_")


def faults(page):
    """Return what is wrong with a page's rows."""
    found = []
    for required, says in rows(page):
        named = re.findall(r"`([^`]*::[^`]*)`", says)
        reason = re.match(r"not met, because .{20}", says)
        if not named and not reason:
            found.append(f"{required}: no test, and no reason")
        if not reason and re.sub(r"`[^`]*::[^`]*`(, )?", "", says):
            found.append(f"{required}: more than tests: {says}")
        found += [f"{required}: no such test: {one}" for one in named if not is_there(one)]
    return found


def test_each_row_names_a_test_or_a_reason():
    assert len(rows(PAGE)) > 60 and faults(PAGE) == []


GOOD = "`tests/test_lesson5_login.py::test_log_out_everywhere`"


@pytest.mark.parametrize(
    "says",
    [
        "",
        "met",
        "not met",
        "not met, because",
        "`tests/test_lesson5_login.py`",
        GOOD.replace("everywhere", "nowhere"),
        GOOD.replace("login", "logout"),
        GOOD.replace("tests/", "../tests/"),
        GOOD.replace("test_log_out_everywhere", "logged_in"),
        f"{GOOD}, `proofs/test_owasp.py::test_nothing`",
        f"{GOOD}, and more or less",
        "not met, because of this: `proofs/test_owasp.py::test_nothing`",
    ],
)
def test_a_row_that_names_none_is_found(says):
    assert faults(f"| ASVS 7.5.2 | it ends | {GOOD} |") == []
    assert faults(f"| ASVS 7.5.2 | it ends | {says} |")


def test_every_requirement_has_its_row():
    named = " ".join(required for required, _ in rows(PAGE))
    found = re.findall(r"\d+\.\d+\.\d+", " ".join(re.findall(r"ASVS ([\d., ]+) \(", named)))
    assert set(ASVS.split()) <= set(found)
    assert [one for one in NIST if f"NIST {one}" not in named] == []


@pytest.fixture
def app(gate):
    with redis.Redis.from_url(gate.url, retry=None, protocol=2, driver_info=None) as client:
        yield create_app(store=LoginStore(client), secret_keys=[KEY], users={"alice": CHEAP})


@pytest.fixture
def alice(app):
    browser = Browser(app)
    assert browser.post("/login", LOGIN).status == 303
    return browser


def is_logged_in(browser):
    return "Logged in as alice" in browser.get("/account").body


def test_the_cookie_of_a_login(app, redis_client):
    (line,) = Browser(app).post("/login", LOGIN).set_cookies
    sent = attributes(line)
    assert ("httponly" in sent, "domain" in sent) == (True, False)
    assert (sent["path"], sent["samesite"], sent["max-age"]) == ("/", "Lax", "60")
    pair = name_and_value(line)
    assert len(pair) <= 4096
    # An ID that says nothing, its signature, and no more.
    session_id = unsign(from_cookie(pair.partition("=")[2]), [KEY])
    assert re.fullmatch(r"[\w-]{32}", session_id)
    assert redis_client.exists(f"sess:{session_id}")


def test_a_cookie_whose_record_has_ended(alice, redis_client):
    """Whatever the browser keeps: what is sent on and on is nobody's."""
    (key,) = redis_client.scan_iter(match="sess:*")
    assert 0 < redis_client.pttl(key) <= 60_000 and is_logged_in(alice)
    kept = dict(alice.cookies)
    redis_client.pexpireat(key, 1)  # its time is over
    for _ in range(2):
        alice.cookies = dict(kept)
        assert not is_logged_in(alice)


WAYS = {
    "query": ("/account?{0}={1}", {}),
    "path": ("/account;{0}={1}", {}),
    "form": ("/account", {"data": {"connect.sid": "{1}", "parcels": "x"}}),
    "header": ("/account", {"environ_overrides": {"HTTP_X_SESSION_ID": "{1}"}}),
    "bearer": ("/account", {"environ_overrides": {"HTTP_AUTHORIZATION": "Bearer {1}"}}),
}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_an_id_that_comes_another_way(app, alice, way, method):
    assert is_logged_in(alice)
    path, more = WAYS[way]
    ((name, value),) = alice.cookies.items()
    filled = {
        kind: {one: text.format(name, value) for one, text in texts.items()}
        for kind, texts in more.items()
    }
    answer = Browser(app).ask(method, path.format(name, value), **filled)
    assert "Logged in" not in answer.body
    assert value not in str(answer.headers)


@pytest.mark.parametrize("path", ["/", "/login", "/logout", "/account", "/sessions"])
@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS"])
def test_a_get_changes_nothing(alice, redis_client, method, path):
    """Nothing but the count of "/", for which a visit is what it counts."""

    def kept():
        lists = redis_client.zrange("logins:sess:alice", 0, -1)
        return [lists, *(redis_client.get(one) for one in redis_client.scan_iter(match="sess:*"))]

    before = kept()
    query = "name=bob&password=secret&parcels=Bob"
    alice.ask(method, path, query_string=query, data={"parcels": "Bob"})
    counted = (method, path) == ("GET", "/")
    assert (kept() == before) is not counted
    assert is_logged_in(alice) and "nowhere yet" in alice.get("/account").body


def test_a_page_behind_the_login_offers_the_logout(app, alice):
    paths = [rule.rule for rule in app.url_map.iter_rules() if "GET" in rule.methods]
    behind = {path for path in paths if Browser(app).get(path).headers.get("Location") == "/login"}
    assert behind == {"/account", "/sessions"}
    for path in behind:
        forms = re.findall(r'<form method="post" action="(.*?)">.*?</form>', alice.get(path).body)
        assert {"/logout", "/sessions"} & set(forms)


def test_nothing_writes_an_id_into_a_log(app, caplog, capfd, redis_client, gate):
    """Not even where Redis is away, and an error is reported."""
    caplog.set_level(logging.DEBUG)
    app.config["PROPAGATE_EXCEPTIONS"] = False
    alice = Browser(app)
    alice.post("/login", LOGIN)
    (key,) = redis_client.scan_iter(match="sess:*")
    cookie = alice.cookies["connect.sid"]
    for path in ("/", "/account", "/sessions"):
        alice.get(path)
    gate.shut()
    assert alice.get("/account").status == 503
    said = caplog.text + "".join(capfd.readouterr())
    assert key.decode().removeprefix("sess:") not in said and cookie not in said


def test_what_we_have_chosen_is_so():
    """The times that the page names are those of the code, and within what NIST says."""
    idle = inspect.signature(create_app).parameters["max_age"].default
    assert f"ends after {idle} seconds" in PAGE and f"ends {LIFETIME // 3600} hours" in PAGE
    hour = 3600
    assert min(30 * 24 * hour, 24 * hour, 12 * hour) >= LIFETIME and LIFETIME % hour == 0
    assert idle <= 15 * 60
    assert "may be logged in as often as they like" in PAGE
