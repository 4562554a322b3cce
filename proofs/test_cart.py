"""Lesson 6 solved: what its pages cost, what they say, how long its keys live, what gets lost."""

import importlib
import json
import re
from concurrent.futures import ThreadPoolExecutor

import pytest
import redis
import requests
from passwords import CHEAP
from redis.crc import key_slot
from test_login import answers, garbage

from course.catalogue import lesson_of
from course.checks.checking import Browser
from course.lesson_files.steps import steps_before
from course.servers.live import Site
from solutions.items import PRICES
from solutions.lesson6_cart import CartManager, CartStore, StoreUnavailable, create_app
from solutions.paired_store import KEEP, cart_of
from solutions.session import Session

LOGIN = {"name": "alice", "password": "secret"}
TEA = {"item": "tea", "quantity": "2"}
NUMBER = "0123456789abcdef"
PAGES = ["/shop", "/cart", "/delivery", "/buy", f"/buy?number={NUMBER}", "/tasting"]
FORMS = [
    ("/shop", TEA, "/cart"),
    ("/cart", {"line": "tea@450"}, "/cart"),
    ("/delivery", {"street": "12 Elm Street"}, "/delivery"),
    ("/delivery", {"note": "Bob"}, "/delivery"),
    ("/tasting", {}, "/tasting"),
    ("/buy", {"number": NUMBER}, f"/buy?number={NUMBER}"),
]


@pytest.fixture
def store(gate):
    with redis.Redis.from_url(gate.url, retry=None, protocol=2, driver_info=None) as client:
        client.ping()
        yield CartStore(client)


@pytest.fixture
def app(store):
    return create_app(store=store, secret_keys=["k"], users={"alice": CHEAP, "bob": CHEAP})


@pytest.fixture
def browser(app):
    """A browser with two teas in its cart."""
    browser = Browser(app)
    browser.get("/shop")
    assert browser.post("/shop", TEA).status == 303
    return browser


TRIPS = [
    ("GET", "/shop", None, 1),
    ("GET", "/cart", None, 2),
    ("POST", "/shop", TEA, 3),
    ("POST", "/shop", TEA | {"quantity": "-3"}, 1),
    ("POST", "/cart", {"line": "tea@450"}, 3),
    ("POST", "/buy", {"number": NUMBER}, 2),
    ("GET", f"/buy?number={NUMBER}", None, 2),
    ("GET", "/delivery", None, 1),
    ("POST", "/delivery", {"note": "Bob"}, 4),
    ("GET", "/tasting", None, 1),
    ("POST", "/tasting", {}, 5),
    ("POST", "/login", LOGIN, 7),
]


@pytest.mark.parametrize(("method", "path", "form", "trips"), TRIPS)
def test_trips_to_redis(browser, gate, method, path, form, trips):
    gate.reset()
    browser.ask(method, path, data=form)
    assert gate.trips == trips, gate.commands


@pytest.mark.parametrize("user", [{}, {"user": "alice"}, {"user": "\xe9"}])
def test_what_is_moved_together_is_in_one_slot(user):
    """On a Cluster, MULTI, WATCH and RENAMENX work within one slot only."""
    store, session = CartStore(redis.Redis()), Session(user, "-_AZ09az", str)
    keys = {store.owner(session), store.cart(session), store.order(session, NUMBER)}
    keys |= set() if user else {store.key(session.id), cart_of(store.key(session.id))}
    assert len({key_slot(key.encode()) for key in keys}) == 1


@pytest.mark.parametrize("path", [*PAGES, "/login"])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_garbage_is_never_an_error_of_ours(app, browser, method, path):
    for more in garbage():
        data = more.pop("data")
        text = data if isinstance(data, bytes) else data.get("parcels", "")
        field = {"/shop": "quantity", "/cart": "line", "/buy": "number"}.get(path, "note")
        item = {"item": "tea"} if path == "/shop" else {}
        for form in [data] if method == "GET" else [data, {field: text, **item}]:
            answer = answers(app, browser.cookie_header, method, path, data=form, **more)
            assert answer.status_code < 500, (form, more)
            assert "<b>" not in answer.text, (form, more)


NUMBERS = ["-3", "0", "1e9", "٣", "100", "", "1.5", "0x1", "9" * 199]
ORDERS = [{"item": "tea", "quantity": text} for text in NUMBERS]
ORDERS += [{"item": "gold", "quantity": "1"}, TEA | {"price": "1"}, TEA | {"quantity": ["1", "2"]}]
ORDERS += [{"item": ["tea", "mug"], "quantity": "1"}, {"item": "tea"}, {}]


@pytest.mark.parametrize("form", ORDERS, ids=str)
def test_a_number_from_a_stranger_is_told_what_is_wrong(browser, form):
    answer = browser.post("/shop", form)
    said = re.search("<p>(.*)</p>", answer.body)[1]
    assert answer.status == 400 and re.search("1 to 99|no such item|two fields", said)
    assert "<li>2 x tea: 9.00</li>" in browser.get("/cart").body


NO_NUMBER = "This is no number of an order"
WRONG_FORMS = [
    ("/cart", {}, "one field 'line', and 0 came"),
    ("/cart", {"line": ["tea@450", "mug@1290"]}, "and 2 came"),
    ("/cart", {"line": "a" * 201}, "longer than 200"),
    ("/delivery", {}, "one field 'street', and 0 came"),
    ("/delivery", {"note": ["a", "b"]}, "and 2 came"),
    ("/delivery", {"street": "a" * 201}, "longer than 200"),
    ("/buy", {}, NO_NUMBER),
    ("/buy", {"number": "1"}, NO_NUMBER),
    ("/buy", {"number": "٣" * 16}, NO_NUMBER),
    ("/buy", {"number": NUMBER + "\n"}, NO_NUMBER),
]
HUGE = [("/shop", "quantity"), ("/cart", "line"), ("/delivery", "note"), ("/buy", "number")]
WRONG_FORMS += [(path, {name: "1" * 1_000_000}, "exceeds") for path, name in HUGE]


@pytest.mark.parametrize(("path", "form", "said"), WRONG_FORMS, ids=range(len(WRONG_FORMS)))
def test_a_wrong_form_is_told_what_is_wrong(app, browser, redis_client, path, form, said):
    before = {key: redis_client.dump(key) for key in redis_client.scan_iter()}
    answer = answers(app, browser.cookie_header, "POST", path, data=form)
    status = 413 if said == "exceeds" else 400
    assert (answer.status_code, said in answer.text.replace("&#39;", "'")) == (status, True)
    assert {key: redis_client.dump(key) for key in redis_client.scan_iter()} == before


def test_a_huge_form_is_answered_by_a_real_server():
    with Site("solutions", lesson_of(6)) as site:
        form = {"item": "tea", "quantity": "1" * 1_000_000}
        answer = requests.post(f"{site.url}/shop", data=form, timeout=5)
    assert answer.status_code == 413 and "exceeds" in answer.text


FOUND = [{"tea": "1"}, {"tea@450": "x"}, {"<b>@1": "1"}, {"tea@450": "9" * 99}, {"\xff": "\xff"}]


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("found", FOUND, ids=repr)
def test_what_others_wrote_is_shown_as_text_or_left_out(app, browser, redis_client, path, found):
    """Anything may be in a cart, an order, or a session."""
    (key,) = redis_client.scan_iter(match="sess:*")
    written = {name: [found, "<b>"] for name in ("street", "note", "seats")}
    redis_client.set(key, json.dumps(json.loads(redis_client.get(key)) | written), ex=60)
    for kind in ("cart", f"order:{NUMBER}"):
        redis_client.hset(f"{{{key.decode()}}}:{kind}", mapping=found)
    page = answers(app, browser.cookie_header, "GET", path)
    assert page.status_code in (200, 400, 404) and "<b>" not in page.text


@pytest.mark.parametrize(("path", "form", "leads_to"), FORMS)
def test_a_form_that_worked_leads_to_a_page(browser, path, form, leads_to):
    """And to send it again buys nothing more."""
    answer = browser.post(path, form)
    assert (answer.status, answer.headers["Location"], answer.body) == (303, leads_to, "")
    assert browser.get(leads_to).status == 200


@pytest.mark.parametrize(("path", "form", "leads_to"), FORMS)
def test_the_form_of_a_dead_session_is_told_so(browser, redis_client, path, form, leads_to):
    """It sends no cookie, since there may be a newer login; /shop gives one where there is none."""
    redis_client.flushdb()
    dead = dict(browser.cookies)
    answer = browser.post(path, form)
    assert answer.status == 409 and "nothing was added, changed or bought" in answer.body
    assert answer.set_cookies == [] and redis_client.keys() == []
    browser.get("/shop")
    assert browser.cookies != dead and browser.post("/shop", TEA).status == 303
    assert "2 x tea" in browser.get("/cart").body


@pytest.mark.parametrize(("path", "form", "leads_to"), FORMS)
@pytest.mark.parametrize("away", ["from the first trip on", "from the second trip on"])
def test_after_503_look_first_whether_it_was_done(browser, gate, away, path, form, leads_to):
    if away == "from the first trip on":
        gate.shut()
    gate.shut_after = gate.trips + 1
    answer = browser.post(path, form)
    assert answer.status == 503
    look = {
        "/delivery": '"/delivery">look at your delivery',
        "/tasting": '"/tasting">look at your seats',
    }.get(path, '"/cart">look into your cart')
    assert f"It may be done already: <a href={look} first</a>." in answer.body
    assert "done already" not in browser.get("/cart").body
    gate.open()


@pytest.fixture
def lose(gate, monkeypatch):
    """Return a function after which the answer to a command gets lost: it was carried out."""
    send = gate._pass

    def lose(command):
        def drop(data, source, client, server, talk):
            if source is server and command in gate.commands:
                gate.shut()
            else:
                send(data, source, client, server, talk)

        gate.reset()
        monkeypatch.setattr(gate, "_pass", drop)

    yield lose


def test_a_lost_answer_is_no_second_try(browser, gate, lose, redis_client, monkeypatch):
    """The change is done once, and the page says to look."""
    lose("SET")
    answer = browser.post("/delivery", {"note": "Bob"})
    monkeypatch.undo()
    assert answer.status == 503 and gate.commands.count("SET") == 1
    gate.open()
    assert "leave it with: Bob" in browser.get("/delivery").body


def test_a_lost_answer_is_found_at_the_second_click(browser, gate, lose, monkeypatch):
    form = {"number": re.search('name="number" value="([^"]*)"', browser.get("/cart").body)[1]}
    lose("RENAMENX")
    assert browser.post("/buy", form).status == 503
    monkeypatch.undo()
    gate.open()
    assert browser.get("/cart").body.startswith("<p>Your cart is empty")
    answer = browser.post("/buy", form)
    assert answer.status == 303
    assert browser.get(answer.headers["Location"]).body.count("2 x tea: 9.00") == 1


def test_a_login_whose_answer_is_lost_moves_the_cart_once(browser, gate, lose, monkeypatch):
    lose("HINCRBY")
    assert browser.post("/login", LOGIN).status == 503
    monkeypatch.undo()
    gate.open()
    assert browser.post("/shop", TEA).status == 409
    browser.get("/shop")
    browser.post("/login", LOGIN)
    assert "2 x tea" in browser.get("/cart").body


@pytest.mark.parametrize("user", [None, LOGIN])
def test_an_old_form_does_nothing_to_a_newer_order(browser, redis_client, user):
    """Two orders; then each form comes again, while something else is in the cart."""
    numbers = [{"number": NUMBER}, {"number": NUMBER[::-1]}]
    if user:
        browser.post("/login", user)
    for number in numbers:
        assert browser.post("/buy", number).status == 303
        browser.post("/shop", TEA)
    browser.post("/shop", TEA | {"quantity": "7"})
    for number in numbers:
        answer = browser.post("/buy", number)
        assert "2 x tea" in browser.get(answer.headers["Location"]).body
    assert "9 x tea" in browser.get("/cart").body
    orders = map(redis_client.hgetall, redis_client.scan_iter(match="*:order:*"))
    assert list(orders) == [{b"tea@450": b"2"}] * 2


OPENED = [(path, None) for path in ("/", "/peek", "/shop", "/cart", "/delivery", "/tasting")]


@pytest.mark.parametrize(
    ("path", "form"), [*OPENED, ("/shop", TEA), ("/delivery", {"note": "Bob"})]
)
def test_a_cart_is_as_long_there_as_its_session(browser, gate, redis_client, path, form):
    """A page that is opened late, and saved later still, lets both live on."""
    (session,) = redis_client.scan_iter(match="sess:*")
    cart = cart_of(session.decode())

    def later(trips):
        if trips == 1:  # the page has opened its session; half a minute passes
            for key in (session, cart):
                redis_client.expire(key, 30)

    gate.reset()
    gate.before_trip = later
    browser.ask("POST" if form else "GET", path, data=form)
    gate.before_trip = None
    least = 55_000 if path == "/" or form else 25_000  # a page that only reads saves nothing
    assert redis_client.pttl(cart) >= redis_client.pttl(session) > least


def test_every_key_has_an_end(app, browser, redis_client):
    for path, form, _ in FORMS:
        browser.post("/shop", TEA)
        browser.post(path, form)
    browser.post("/shop", TEA)
    browser.post("/login", LOGIN)
    browser.post("/shop", TEA)
    ends = {key.decode(): redis_client.ttl(key) for key in redis_client.scan_iter()}
    assert min(ends.values()) > 0 and ends["{user:alice}:cart"] > KEEP - 60
    browser.post("/logout", {})
    assert list(redis_client.scan_iter(match="*sess:*:cart")) == []


def test_a_logout_ends_the_cart_of_a_visitor_and_keeps_that_of_a_user(browser, redis_client):
    browser.post("/logout", {})
    assert redis_client.keys() == []
    browser.get("/shop")
    browser.post("/login", LOGIN)
    browser.post("/shop", TEA)
    browser.post("/logout", {})
    assert "empty" in browser.get("/cart").body
    browser.post("/login", LOGIN)
    assert "2 x tea" in browser.get("/cart").body


def test_bob_over_alice_does_not_get_her_cart(browser):
    browser.post("/login", LOGIN)
    browser.post("/login", LOGIN | {"name": "bob"})
    assert "empty" in browser.get("/cart").body
    browser.post("/login", LOGIN)
    assert "2 x tea" in browser.get("/cart").body


def test_a_new_price_changes_no_cart_and_no_order(browser, monkeypatch):
    monkeypatch.setitem(PRICES, "tea", 500)
    browser.post("/shop", TEA)
    page = browser.get("/cart").body
    assert "<li>2 x tea: 9.00</li>" in page and "<li>2 x tea: 10.00</li>" in page
    assert "Total: 19.00" in page
    browser.post("/buy", {"number": NUMBER})
    monkeypatch.setitem(PRICES, "tea", 600)
    assert "Total: 19.00" in browser.get(f"/buy?number={NUMBER}").body


def test_two_quick_clicks_of_a_new_visitor_meet_in_one_cart(app):
    """/shop begins the session: without a cookie each click would begin one of its own."""
    first = Browser(app)
    first.get("/shop")
    second = Browser(app, dict(first.cookies))
    first.post("/shop", TEA)
    second.post("/shop", TEA)
    assert "4 x tea" in first.get("/cart").body


@pytest.mark.parametrize("decode", [False, True])
def test_the_seats_end(gate, decode):
    """With decode_responses, too."""
    client = redis.Redis.from_url(gate.url, decode_responses=decode, protocol=2, driver_info=None)
    with client:
        browser = Browser(create_app(store=CartStore(client), secret_keys=["k"]))
        browser.get("/shop")
        browser.post("/shop", TEA)
        taken = [browser.post("/tasting").status for _ in range(13)]
        assert taken == [303] * 12 + [409]
        assert "tasting: 12" in browser.get("/tasting").body
        assert "2 x tea: 9.00" in browser.get("/cart").body


def in_8_threads(once):
    """Call it 8 x 50 times, and return how often it returned True."""
    with ThreadPoolExecutor(8) as pool:
        return sum(pool.map(lambda _: sum(once() for _ in range(50)), range(8)))


@pytest.fixture
def plain_client(redis_url, redis_client):
    redis_client.flushdb()
    with redis.Redis.from_url(redis_url, protocol=2, driver_info=None) as client:
        yield client


@pytest.mark.parametrize("without", [set(), {"6.2"}], ids=["HINCRBY", "read, change, write"])
def test_of_400_increments_none_is_lost(package, plain_client, without):
    """8 x 50 teas into one cart: 400 with HINCRBY, and fewer with read, change, write."""
    lesson = importlib.import_module(f"{package(steps_before() - without)}.lesson6_cart")
    app = lesson.create_app(store=lesson.CartStore(plain_client), secret_keys=["k"])
    visitor, one = Browser(app), TEA | {"quantity": "1"}
    visitor.get("/shop")
    done = in_8_threads(lambda: Browser(app, visitor.cookies).post("/shop", one).status == 303)
    assert done == 400 and ("400 x tea" in visitor.get("/cart").body) is (not without)


def test_an_update_is_done_or_says_that_it_is_not(plain_client):
    """8 x 50 with WATCH: who tries as often as it may, and gives up, has done nothing."""
    store, gave_up = CartStore(plain_client), []
    manager = CartManager(store, ["k"])
    visitor = Browser(create_app(store=store, secret_keys=["k"]))
    visitor.get("/shop")

    def once():
        def count(data):
            data["count"] = data.get("count", 0) + 1

        try:
            manager.save_change(manager.open(visitor.cookie_header), count)
        except StoreUnavailable as error:
            gave_up.append(str(error))
            return False
        return True

    done = in_8_threads(once)
    assert done == manager.open(visitor.cookie_header)["count"] == 400 - len(gave_up)
    assert set(gave_up) <= {"others change the same key all the time"}
