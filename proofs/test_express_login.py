"""A login of lesson 5, on sessions that an Express app reads and writes too."""

import json
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
import redis
import requests
from express_pair import KEYS, START, Ours, cookie_of, express_record, express_site, need_express

from course.express.server import Express
from solutions.lesson5_login import LoginManager, LoginStore, SessionEnded, create_app

PREFIX = f"{START}login:"
ID = "an-id-of-a-session-seen-by-both-"
LOGIN = {"name": "alice", "password": "white rabbit"}


@pytest.fixture(scope="module")
def store(redis_url):
    with redis.Redis.from_url(redis_url) as client:
        yield LoginStore(client, prefix=PREFIX)


@pytest.fixture(scope="module")
def urls(redis_url, store):
    need_express()
    with Express(redis_url, {"/site": express_site(60, PREFIX)}) as express:
        flask = Ours({"/site": create_app(store=store, secret_keys=KEYS)})
        yield {"express": f"{express.url}/site", "ours": f"{flask.url}/site"}
        flask.stop()


@pytest.fixture(autouse=True)
def nothing_left(store):
    yield
    for key in store.client.scan_iter(match=f"*{PREFIX}*", count=1000):
        store.client.delete(key)


@pytest.fixture
def browser(urls):
    """A browser does not tell their ports apart."""
    with requests.Session() as browser:
        yield browser


def is_logged_in(browser, urls):
    page = browser.get(f"{urls['ours']}/account", timeout=5, allow_redirects=False)
    assert page.status_code in (200, 303)
    return "Logged in as alice" in page.text


def record_of(store):
    (key,) = store.client.scan_iter(match=f"{PREFIX}*")
    return json.loads(store.client.get(key))


@pytest.mark.parametrize("begins", ["express", "ours"])
def test_a_login_goes_back_and_forth_unchanged(browser, urls, store, begins):
    browser.get(f"{urls[begins]}/{'write' if begins == 'express' else ''}", timeout=5)
    planted = browser.cookies["connect.sid"]
    browser.post(f"{urls['ours']}/login", LOGIN, timeout=5, allow_redirects=False)
    assert browser.cookies["connect.sid"] != planted
    before = record_of(store)
    assert before["user"] == "alice" and 0 <= time.time() - before["since"] < 60
    for page in ("write", "nested"):
        browser.get(f"{urls['express']}/{page}", timeout=5)
        assert is_logged_in(browser, urls)
        browser.post(f"{urls['ours']}/account", {"parcels": "x"}, timeout=5, allow_redirects=False)
    after = record_of(store)
    assert (after["views"], after["cart"], after["parcels"]) == (1, {"tea": 1}, "x")
    assert [after[name] for name in before if name != "cookie"] == [
        before[name] for name in before if name != "cookie"
    ]
    assert after["cookie"].keys() == before["cookie"].keys()
    seen = requests.get(f"{urls['express']}/peek", cookies={"connect.sid": planted}, timeout=5)
    assert seen.json() == {"saw": 0}


@pytest.mark.parametrize("since", ["no since", None, "x", 1e12, "2026-11-27T09:00:00.000Z"])
def test_a_user_without_a_since_of_ours_is_over(browser, urls, store, since):
    """As an Express app would write it, which does not know of our ends: there it goes on."""
    data = {"user": "alice"} | ({} if since == "no since" else {"since": since})
    store.client.set(store.key(ID), express_record(data), ex=60)
    browser.cookies.set("connect.sid", cookie_of(ID), domain="127.0.0.1", path="/")
    assert browser.get(f"{urls['express']}/peek", timeout=5).json() == {"saw": 3}
    assert not is_logged_in(browser, urls)
    assert not store.client.exists(store.key(ID))


def test_our_late_page_does_not_bring_back_what_express_destroyed(browser, urls, store):
    browser.post(f"{urls['ours']}/login", LOGIN, timeout=5, allow_redirects=False)
    manager = LoginManager(store, KEYS)
    late = manager.open(f"connect.sid={browser.cookies['connect.sid']}")
    assert late["user"] == "alice"
    browser.get(f"{urls['express']}/destroy", timeout=5)
    late["parcels"] = "a late address"
    with pytest.raises(SessionEnded):
        manager.save(late)
    assert not store.client.exists(store.key(late.id))


def test_a_late_page_of_express_brings_back_what_we_logged_out(browser, urls, store):
    """Nothing of ours can hold that: who shares sessions with Express shares this too."""
    browser.post(f"{urls['ours']}/login", LOGIN, timeout=5, allow_redirects=False)
    browser.get(f"{urls['express']}/write", timeout=5)
    copy = {"connect.sid": browser.cookies["connect.sid"]}
    with ThreadPoolExecutor() as pool:
        slow = pool.submit(requests.get, f"{urls['express']}/slow", cookies=copy, timeout=5)
        end = time.monotonic() + 4
        while record_of(store)["views"] == 1 and time.monotonic() < end:
            time.sleep(0.01)
        browser.post(f"{urls['ours']}/logout", timeout=5, allow_redirects=False)
        assert slow.result().status_code == 200
    browser.cookies.update(copy)
    assert is_logged_in(browser, urls)
