"""Checks of lesson 6: a cart that never loses an item."""

import json

import pytest
import redis
from store_contract import Clock
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import BadRequest
from werkzeug.security import generate_password_hash

from course.checks.checking import Browser, Said, Wrong, equal, holds, step

KEYS = ["a key of the server", "its older key"]
NOW = 1_800_000_000
DAYS = 24 * 3600
PASSWORD = "secret"  # noqa: S105
USERS = dict.fromkeys(("alice", "bob"), generate_password_hash(PASSWORD, "pbkdf2:sha256:1"))
SETTINGS = {"socket_timeout": 4, "socket_connect_timeout": 4, "retry": None, "protocol": 2}

TEA, MUG = "tea@450", "mug@1290"
CART, ALICES = "{sess:a}:cart", "{user:alice}:cart"
NUMBER = "00000000000000aa"
ORDER = f"{{sess:a}}:order:{NUMBER}"


@pytest.fixture
def client(gate):
    """A client that goes through the gate."""
    with redis.Redis.from_url(gate.url, driver_info=None, **SETTINGS) as client:
        client.ping()
        yield client


@pytest.fixture
def store(lesson6, client):
    return lesson6.CartStore(client)


@pytest.fixture
def manager(lesson6, store):
    return lesson6.CartManager(store, KEYS, users=USERS, clock=Clock(NOW))


@pytest.fixture
def app(lesson6, store):
    return lesson6.create_app(store=store, secret_keys=KEYS, users=USERS, clock=Clock(NOW))


@pytest.fixture
def known(lesson6):
    """Return a function that gives a session that was here before, with this data."""

    def known(session_id="a", **data):
        session = lesson6.Session(data, session_id, iter(["fresh", "fresher"]).__next__)
        session.new, session.found = False, {"cookie": {}, **data}
        return session

    return known


@pytest.fixture
def visitor(known, redis_client):
    """A session whose record is in Redis."""
    put_record(redis_client)
    return known()


def put_record(redis_client, session_id="a", **data):
    """Put the record of a session into Redis."""
    redis_client.set(f"sess:{session_id}", json.dumps({"cookie": {}, **data}), ex=60)


def fill(redis_client, key, **counts):
    """Put tea and mugs into a cart or an order."""
    lines = {{"tea": TEA, "mug": MUG}[item]: count for item, count in counts.items()}
    redis_client.hset(key, mapping=lines)
    redis_client.expire(key, 60)


def lines(redis_client, key):
    """Return what is in a cart or an order: line to count."""
    return {
        line.decode(): int(count) for line, count in redis_client.hgetall(key).items() if int(count)
    }


def keys(redis_client):
    """Return the keys in Redis, in their order."""
    return sorted(key.decode() for key in redis_client.scan_iter())


def result(call, *arguments):
    """Return what a call returns, or the error that it raises."""
    try:
        return call(*arguments)
    except Exception as error:
        return error


def truth(got):
    """Return True or False for what counts as such, and an error as it is."""
    return got if isinstance(got, Exception) else bool(got)


def has_ended(lesson6, got):
    """Is it the error that says: nothing was done, the session is gone?"""
    return isinstance(got, lesson6.SessionEnded)


# What a request may say that meets another one, and why: that Redis is away is not the reason.
TROUBLES = {
    "Watched variable changed": "execute says that somebody came between. commit(pipeline) makes "
    "False of that.",
    "Timeout": "The second one waited until the first one was done: for a lock? A lock keeps out "
    "this process only, and a shop has many.",
}


def in_each_gap(gate, prepare, first, second):
    """Run first again and again, and second before another trip of it each time.

    Yields when second ran, in words, and what first returned or raised.
    """
    for trips in range(9):
        prepare()
        gate.reset()
        gate.hold_after_trips(trips)
        got, _ = gate.run_both(lambda: result(first), second)
        came = f"before its trip {trips + 1} to Redis" if gate.held.is_set() else "after that"
        for said, why in TROUBLES.items():
            did = f"a request comes; {came}, another one comes; the first one"
            holds(said not in str(got), did, got, "no error", why)
        yield came, got
        if came == "after that":
            return


def says_that_redis_is_away(lesson6, gate, did, call):
    """Raise Wrong unless the call raises StoreUnavailable without Redis."""
    gate.shut()
    got = result(call)
    if isinstance(got, Exception) and not isinstance(
        got, (redis.RedisError, lesson6.StoreUnavailable)
    ):
        raise got
    holds(
        isinstance(got, lesson6.StoreUnavailable),
        f"Redis is away, {did}",
        got,
        "StoreUnavailable",
        'Ask Redis inside "with redis_errors():".',
    )


def lives(redis_client, key, seconds, did, why):
    """Raise Wrong unless the key ends after about so many seconds."""
    left = redis_client.ttl(key)
    holds(
        seconds - 5 < left <= seconds,
        f"{did}; then the time that Redis gives {key} (TTL, seconds)",
        left,
        f"{seconds}, which are {seconds // DAYS} days" if seconds > DAYS else f"{seconds}",
        f"{why} -1 means for ever, -2 that there is no such key.",
    )


# 6.1

GOOD_FORMS = [("tea", "1", 1), ("mug", "2", 2), ("teapot", "99", 99), ("tea", "0" * 14 + "3", 3)]
BAD_NUMBERS = ["-3", "0", "", "100", "1e9", "1.5", "two", "٣", "²", "9" * 5000, "-", "0x1"]
BAD_NUMBERS += [" 3", "3\n", "+3", "1_0", "0" * 15 + "3"]  # int() takes these as well
BAD_FORMS = {
    "an item that the shop does not sell": [("item", "gold"), ("quantity", "1")],
    "the item tea@1": [("item", "tea@1"), ("quantity", "1")],
    "the item Tea": [("item", "Tea"), ("quantity", "1")],
    "an empty item": [("item", ""), ("quantity", "1")],
    "a price": [("item", "tea"), ("quantity", "1"), ("price", "1")],
    "a discount": [("item", "tea"), ("quantity", "1"), ("discount", "1")],
    "a size in place of the quantity": [("item", "tea"), ("size", "1")],
    "two quantities": [("item", "tea"), ("quantity", "1"), ("quantity", "2")],
    "two items": [("item", "tea"), ("item", "mug"), ("quantity", "1")],
    "no quantity": [("item", "tea")],
    "no item": [("quantity", "1")],
    "nothing": [],
}


@step("6.1")
@pytest.mark.parametrize(("item", "text", "quantity"), GOOD_FORMS)
def test_a_form_says_what_and_how_many(lesson6, item, text, quantity):
    """Nobody could buy anything."""
    fields = [("item", item), ("quantity", text)]
    for form in (MultiDict(fields), MultiDict(reversed(fields))):
        got = result(lesson6.read_order, form)
        equal(
            f"read_order of a form with {' and '.join(f'{name}={form[name]}' for name in form)}",
            got if isinstance(got, (tuple, BadRequest)) else Said(repr(got)),
            (item, quantity),
            "The item as text, and the quantity as a number, 1 to 99. A browser may send the two "
            "fields in either order.",
        )


def is_refused(lesson6, what, form, why):
    """Raise Wrong unless read_order refuses the form, with a sentence of its own."""
    did, expected = f"read_order of a form with {what}", 'BadRequest("a sentence")'
    try:
        got = lesson6.read_order(MultiDict(form))
    except BadRequest as error:
        own = error.description not in (None, "", BadRequest.description)
        why = "Say what is wrong: the sentence in BadRequest(...) is what the visitor reads."
        return holds(own, did, Said("BadRequest without a sentence"), expected, why)
    except Exception as error:
        got = error
    if isinstance(got, BadRequest):
        why = "It is returned here. An error is raised: raise BadRequest(...), not return."
    raise Wrong(did, got, Said(f"{expected}, raised"), why)


@step("6.1")
@pytest.mark.parametrize("text", BAD_NUMBERS, ids=range(len(BAD_NUMBERS)))
def test_a_quantity_is_a_number_from_1_to_most(lesson6, text):
    """Who orders minus three mugs gets money for them."""
    shown = repr(text) if len(text) < 20 else f"{len(text)} digits"
    is_refused(
        lesson6,
        f"quantity={shown}",
        [("item", "tea"), ("quantity", text)],
        "Only ASCII digits, at most 15, and 1 to MOST. int() alone also takes a sign, blanks, 1_0, "
        "and digits of other scripts, and raises ValueError for thousands of digits.",
    )


@step("6.1")
@pytest.mark.parametrize("what", BAD_FORMS)
def test_a_form_has_two_fields_and_a_known_item(lesson6, what):
    """Who sends a price along might pay that price; who sends no item sees an error page."""
    is_refused(
        lesson6,
        what,
        BAD_FORMS[what],
        "The fields are item and quantity, each once, and no other. The item is in PRICES.",
    )


# 6.2


@step("6.2")
def test_the_cart_adds_up(manager, store, visitor, redis_client):
    """What was put in later takes the place of what was in the cart."""
    equal(
        "nothing was added: items(session)",
        result(store.items, visitor),
        {},
        "hgetall of a key that is not there is an empty dict.",
    )
    for item, quantity in (("tea", 2), ("mug", 1), ("tea", 3)):
        store.add(visitor, item, quantity)
        manager.save(visitor)
    equal(
        "add 2 tea, 1 mug, 3 tea; then items(session)",
        result(store.items, visitor),
        {TEA: 5, MUG: 1},
        "add changes the cart by HINCRBY, with line_of(item) and the quantity. items reads all of "
        "it: read_lines(self.client.hgetall(self.cart(session))).",
    )
    equal(
        f"then what Redis has under {CART}",
        lines(redis_client, CART),
        {TEA: 5, MUG: 1},
        "The cart has a key of its own, beside the session's: self.cart(session).",
    )
    equal(
        "then the data of the session itself",
        dict(visitor),
        {},
        "A cart in the session as well changes the session, and its page writes all of it back, "
        "over what another tab has written.",
    )


@step("6.2")
def test_add_adds_all_or_nothing(store, visitor, gate, redis_client):
    """She wanted five, the server died in between, and she cannot know how many she has."""
    gate.shut_after = 1
    result(store.add, visitor, "tea", 5)
    found = lines(redis_client, CART).get(TEA, 0)
    holds(
        found in (0, 5),
        "add 5 tea, and the server dies after its first trip to Redis; then the tea in the cart",
        found,
        "5, or 0",
        'One HINCRBY adds any number: change(session, "HINCRBY", line_of(item), quantity).',
    )


@step("6.2")
def test_two_tabs_lose_nothing(app, gate):
    """Alice puts one tea in with each of two tabs, and there is one in the cart."""
    tabs = [Browser(app), Browser(app)]

    def begin():
        tabs[0].cookies.clear()
        tabs[0].get("/shop")
        tabs[1].cookies = dict(tabs[0].cookies)

    def add(tab):
        return tab.post("/shop", {"item": "tea", "quantity": "1"})

    for came, got in in_each_gap(gate, begin, lambda: add(tabs[0]), lambda: add(tabs[1])):
        if isinstance(got, Exception):
            raise got
        equal(
            f"a tab adds one tea; {came}, another tab adds one; what the first one got, and the "
            "tea on the page of the cart",
            (got.status, *(li for li in tabs[0].get("/cart").body.split("\n") if " x tea" in li)),
            (303, "<li>2 x tea: 9.00</li>"),
            "Who reads the number, adds to it and writes it is too late for what happens between. "
            "HINCRBY does all of it in one command. (A lock would keep out this process only, and "
            "a shop has many.)",
        )


@step("6.2")
@pytest.mark.parametrize("other", ["removes the tea, too", "adds a mug"])
def test_only_the_line_is_removed(store, known, gate, redis_client, other):
    """What was taken out is bought after all; or the shop owes her tea; or her mug is gone, too."""

    def prepare():
        redis_client.delete(CART)
        put_record(redis_client)
        fill(redis_client, CART, tea=2)

    def remove():
        return store.remove(known(), TEA)

    prepare()
    fill(redis_client, CART, mug=1)
    remove()
    store.remove(known(), "teapot@3490")
    equal(
        "2 tea and 1 mug in the cart; remove the tea, and remove a teapot that is not in it; then "
        "items(session)",
        store.items(known()),
        {MUG: 1},
        "HDEL takes the whole line out. For one that is not there, it does nothing.",
    )
    second = remove if other == "removes the tea, too" else lambda: store.add(known(), "mug", 1)
    for came, got in in_each_gap(gate, prepare, remove, second):
        if isinstance(got, Exception):
            raise got
        equal(
            f"2 tea; a tab removes the tea; {came}, another tab {other}; then items(session)",
            store.items(known()),
            {} if second is remove else {MUG: 1},
            "Who reads the number and takes away as many takes away twice. HDEL takes out the "
            "line, however many there are, and leaves the others alone.",
        )


@step("6.2")
def test_a_user_has_one_cart_in_all_browsers(store, known, redis_client):
    """What Alice puts in at work, she does not find at home."""
    work, home = known("a", user="alice"), known("b", user="alice")
    put_record(redis_client, "a", user="alice")
    store.add(work, "tea", 1)
    equal(
        "alice is logged in with two browsers; one adds a tea: items(session) of the other one",
        result(store.items, home),
        {TEA: 1},
        "self.cart(session) is the cart of the user, where somebody is logged in.",
    )


@step("6.2")
@pytest.mark.parametrize("what", ["add", "remove"])
def test_an_ended_session_adds_and_removes_nothing(lesson6, store, known, what):
    """Alice logs in in another tab; what this one adds now is in no cart that she will see."""
    call = {"add": ("tea", 2), "remove": (TEA,)}[what]

    def change(*_):
        raise lesson6.SessionEnded("a")

    store.change = change  # as 6.3 will do it
    got = result(getattr(store, what), known(), *call)
    holds(
        has_ended(lesson6, got),
        f"self.change says that the session is gone: {what}(session, {', '.join(map(repr, call))})",
        got,
        "SessionEnded",
        "self.change looks whether the session is there, and gives the cart its end. So let it run "
        "the command: self.client knows nothing of sessions.",
    )


@step("6.2")
def test_items_says_that_redis_is_away(lesson6, store, visitor, gate):
    """Alice would see an error page, or an empty cart."""
    says_that_redis_is_away(lesson6, gate, "items(session)", lambda: store.items(visitor))


# 6.3


def add_tea(store, session):
    """Put one tea in, by change."""
    return store.change(session, "HINCRBY", TEA, 1)


@step("6.3")
@pytest.mark.parametrize("who", ["a new visitor", "alice"])
def test_who_needs_no_record_may_add(lesson6, store, known, redis_client, who):
    """Nobody's first tea would get into a cart, or Alice would lose hers by logging out."""
    session = known(**({"user": "alice"} if who == "alice" else {}))
    session.new = who == "a new visitor"
    got = result(add_tea, store, session)
    if isinstance(got, Exception) and not has_ended(lesson6, got):
        raise got
    equal(
        f"{who}, whose session is not in Redis: change adds a tea; what it raised, and the cart",
        (got, lines(redis_client, ALICES if who == "alice" else CART)),
        (None, {TEA: 1}),
        "A new session is written after the change, so session.new is no session that ended. And "
        "where somebody is logged in, the cart is the user's and outlives the session.",
    )


CHANGES = [
    (("HINCRBY", TEA, 2), {TEA: 2}),
    (("HINCRBY", MUG, 1), {TEA: 2, MUG: 1}),
    (("HDEL", TEA), {MUG: 1}),
    (("HDEL", TEA), {MUG: 1}),
    (("HDEL", MUG), {}),
]


@step("6.3")
@pytest.mark.parametrize("who", ["a visitor", "alice"])
def test_change_runs_the_command_and_sets_the_end(lesson6, client, known, redis_client, who):
    """The cart stays as it is, or ends before its session, or never."""
    store = lesson6.CartStore(client, max_age=600)
    session = known(**({"user": "alice"} if who == "alice" else {}))
    put_record(redis_client)
    key, seconds = (ALICES, 30 * DAYS) if who == "alice" else (CART, 600)
    for command, then in CHANGES:
        did = f"the session is in Redis; change(session, {', '.join(map(repr, command))})"
        got = result(store.change, session, *command)
        if isinstance(got, Exception) and not has_ended(lesson6, got):
            raise got
        holds(
            got is None,
            did,
            got,
            "nothing raised",
            "exists(self.owner(session)) says whether the session is there: 1 or 0, and the last "
            "of the answers in the list that execute() returns.",
        )
        equal(
            f"{did}; then the cart of {who}",
            lines(redis_client, key),
            then,
            "pipeline.execute_command takes the command, then the key, then the arguments. A "
            "pipeline only collects, until you call its execute().",
        )
        if then:
            why = "expire the cart with each change, self.cart_age(session) seconds, and after the "
            why += "command: the first one makes the cart."
            lives(redis_client, key, seconds, f"CartStore(client, max_age=600); {did}", why)
            redis_client.expire(key, 60)


@step("6.3")
def test_nothing_comes_between_the_commands(store, visitor, gate, redis_client):
    """The server dies in between, and Redis keeps the cart for ever; or the session ends there."""
    gate.reset()
    gate.before_trip = lambda trips: trips and gate.shut()
    result(add_tea, store, visitor)
    left = redis_client.ttl(CART)
    holds(
        left != -1,
        "change(session, ...), and the server dies after its first trip to Redis; then the time "
        "that Redis gives the cart (TTL, seconds)",
        left,
        "60, or -2: there is no cart",
        "-1 means for ever. What has to happen together goes in one trip: client.pipeline() "
        f"collects, and execute() sends. These came: {', '.join(gate.commands)}.",
    )
    holds(
        gate.trips == 1 and gate.commands[:1] == ["MULTI"] and gate.commands[-1] == "EXEC",
        "change(session, ...): the commands that Redis got",
        gate.commands,
        "one trip, from MULTI to EXEC",
        "All three go into one client.pipeline(), EXISTS too. It puts MULTI before them and EXEC "
        "behind them, unless it is told transaction=False: Redis then lets others in between.",
    )


@step("6.3")
def test_what_comes_too_late_is_taken_back(lesson6, store, known, gate, redis_client):
    """Alice logs in in another tab, and her tea is in a cart that nobody will see again."""

    def prepare():
        redis_client.flushdb()
        put_record(redis_client)
        fill(redis_client, CART, mug=1)

    def log_in():
        redis_client.rename(CART, ALICES)
        redis_client.delete("sess:a")

    def add():
        return add_tea(store, known())

    told = (lesson6.SessionEnded, lesson6.StoreUnavailable)
    for came, got in in_each_gap(gate, prepare, add, log_in):
        if isinstance(got, Exception) and not isinstance(got, told):
            raise got
        did = f"change adds a tea; {came}, a login moves the cart and ends the session"
        equal(
            f"{did}: the keys of the visitor that are left",
            [key for key in keys(redis_client) if "sess:a" in key],
            [],
            "exists(self.owner(session)) in the same MULTI: its answer, the last one, is 0 where "
            "the session is gone. Then self.destroy(session.id), which takes the cart away, and "
            "raise SessionEnded(session.id).",
        )
        moved = TEA in lines(redis_client, ALICES)
        holds(
            has_ended(lesson6, got) is not moved,
            f"{did}; the tea has {'' if moved else 'not '}moved with the cart: change",
            got,
            "nothing raised" if moved else "SessionEnded",
            "SessionEnded means: nothing was added. Look whether the session is there in the MULTI "
            "that adds, not before it and not after it.",
        )


@step("6.3")
def test_change_says_that_redis_has_refused(lesson6, store, visitor, redis_client):
    """Redis is full, say: nothing was added, and Alice reads that it was."""
    redis_client.set(CART, "no cart")
    holds(
        isinstance(got := result(add_tea, store, visitor), lesson6.StoreUnavailable),
        "Redis refuses the command (the key holds something else): change(session, ...)",
        got,
        "StoreUnavailable",
        "execute() raises the error of a command, and redis_errors() makes StoreUnavailable of it. "
        "Do not switch that off with raise_on_error=False.",
    )


@step("6.3")
def test_change_says_that_redis_is_away(lesson6, store, visitor, gate):
    """Alice would see an error page, and not know what came of it."""
    call = lambda: add_tea(store, visitor)  # noqa: E731
    says_that_redis_is_away(lesson6, gate, 'change(session, "HINCRBY", ...)', call)


# 6.4


@step("6.4")
@pytest.mark.parametrize("who", ["a visitor", "alice"])
def test_take_makes_an_order_of_the_cart(store, known, redis_client, who):
    """Nobody could buy anything, or would buy it again with the next click."""
    session, owner = (known(user="alice"), "user:alice") if who == "alice" else (known(), "sess:a")
    fill(redis_client, f"{{{owner}}}:cart", tea=2, mug=1)
    equal(
        f"2 tea and 1 mug in the cart of {who}: take(session, {NUMBER!r})",
        result(store.take, session, NUMBER),
        {TEA: 2, MUG: 1},
        "renamenx makes self.order(session, number) of self.cart(session). Then read_lines of what "
        "hgetall(order) found, the last of the answers.",
    )
    equal(
        "then the keys in Redis",
        keys(redis_client),
        [f"{{{owner}}}:order:{NUMBER}"],
        "renamenx(self.cart(session), self.order(session, number)): the cart is the order now.",
    )
    equal(
        "now the cart is empty: take(session, '00000000000000bb'), and the keys in Redis",
        (result(store.take, session, NUMBER.replace("a", "b")), keys(redis_client)),
        ({}, [f"{{{owner}}}:order:{NUMBER}"]),
        "Without a cart, renamenx is an error: execute(raise_on_error=False). And hgetall of a key "
        "that is not there is an empty dict.",
    )


@step("6.4")
def test_the_second_click_reads_its_order(store, visitor, redis_client):
    """The answer got lost, she clicks again, and reads that nothing was bought."""
    fill(redis_client, CART, tea=2)
    store.take(visitor, NUMBER)
    equal(
        f"take(session, {NUMBER!r}) twice: what the second one returned",
        result(store.take, visitor, NUMBER),
        {TEA: 2},
        "Without a cart, renamenx is an error. execute(raise_on_error=False) goes on, and hgetall "
        "reads the order that is there.",
    )


@step("6.4")
def test_an_old_form_takes_no_new_cart(store, visitor, redis_client):
    """Back, "Buy" once more, and the first order is gone: the shop sends the second one only."""
    fill(redis_client, CART, tea=2)
    store.take(visitor, NUMBER)
    fill(redis_client, CART, mug=1)
    equal(
        "2 tea are bought; a mug is put into the cart; the old form comes again: take",
        result(store.take, visitor, NUMBER),
        {TEA: 2},
        "renamenx does nothing where the order is there. rename overwrites it.",
    )
    equal(
        "then the cart",
        lines(redis_client, CART),
        {MUG: 1},
        "The form is as old as its number: what is in the cart now, it does not buy.",
    )
    lives(
        redis_client,
        CART,
        60,
        "and the cart lives as long as before",
        "It is no order. expire the order, after renamenx, and leave the cart alone.",
    )


@step("6.4")
@pytest.mark.parametrize("form", ["the same form", "the form of another tab"])
def test_two_clicks_buy_once(store, visitor, gate, redis_client, form):
    """Alice clicks twice, and gets two teapots, and two bills."""
    numbers = [NUMBER, NUMBER if form == "the same form" else NUMBER.replace("a", "b")]

    def prepare():
        redis_client.flushdb()
        put_record(redis_client)
        fill(redis_client, CART, tea=2)

    def other_tab():
        store.take(visitor, numbers[1])
        fill(redis_client, CART, mug=1)

    for came, got in in_each_gap(gate, prepare, lambda: store.take(visitor, NUMBER), other_tab):
        if isinstance(got, Exception):
            raise got
        orders = [lines(redis_client, f"{{sess:a}}:order:{one}") for one in sorted(set(numbers))]
        equal(
            f"2 tea in the cart; take; {came}, take with {form}, and then a mug is put into the "
            "cart: the tea in all orders",
            sum(one.get(TEA, 0) for one in orders),
            2,
            "Who reads the cart first and empties it then is too late for a click between. A key "
            "can be renamed once: the second click finds no cart.",
        )


@step("6.4")
def test_an_order_has_its_own_end(store, visitor, gate, redis_client):
    """The order ends as soon as a cart would, and nobody sends the parcel."""
    fill(redis_client, CART, tea=2)
    gate.shut_after = 1
    result(store.take, visitor, NUMBER)
    if CART not in keys(redis_client):  # else nothing was bought so far
        lives(
            redis_client,
            ORDER,
            30 * DAYS,
            "take, and the server dies after its first trip to Redis",
            "A renamed key keeps the end that it had as a cart. expire(order, KEEP) in the same "
            f"pipeline gives it its own. These came: {', '.join(gate.commands)}.",
        )


@step("6.4")
def test_take_is_one_transaction(store, visitor, gate, redis_client):
    """Somebody could look at the order before it has its end."""
    fill(redis_client, CART, tea=2)
    gate.reset()
    store.take(visitor, NUMBER)
    holds(
        "MULTI" in gate.commands,
        "take: the commands that Redis got",
        gate.commands,
        "MULTI and EXEC around them",
        "All three go into one client.pipeline(). It puts MULTI before them and EXEC behind them, "
        "unless it is told transaction=False.",
    )


@step("6.4")
def test_take_says_that_redis_is_away(lesson6, store, visitor, gate):
    """Alice would see an error page, or that she has bought nothing."""
    call = lambda: store.take(visitor, NUMBER)  # noqa: E731
    says_that_redis_is_away(lesson6, gate, "take(session, number)", call)


# 6.5


def watched(client, before_exec=None):
    """Return a pipeline that watches a key and is about to write it."""
    pipeline = client.pipeline()
    pipeline.watch("sess:a")
    if before_exec:
        before_exec()
    pipeline.multi()
    pipeline.set("sess:a", "ours")
    return pipeline


@step("6.5")
def test_commit_says_whether_somebody_came_between(lesson6, client, redis_client):
    """The other one's change is overwritten, or ours is lost and nobody tries again."""
    redis_client.set("sess:a", "before")
    pipeline = watched(client, lambda: redis_client.set("sess:a", "theirs"))
    got = result(lesson6.commit, pipeline)
    equal(
        "a pipeline watches a key, and somebody changes it: commit(pipeline)",
        got,
        False,
        "execute raises redis.WatchError then, whose __context__ is None. Nothing was done, and "
        "False says so.",
    )
    got = result(lesson6.commit, watched(client))
    equal(
        "a pipeline watches a key, and nobody changes it: commit(pipeline), and the key",
        (got, redis_client.get("sess:a")),
        (True, b"ours"),
        "True says that it is done.",
    )


def write_note(redis_client):
    """Do what another tab does: write the note into the record as it is now."""
    record = json.loads(redis_client.get("sess:a")) | {"note": "Bob"}
    redis_client.set("sess:a", json.dumps(record), ex=60)


def set_street(session):
    """Change what this tab changes."""
    session["street"] = "12 Elm Street"
    session["changes"] = session.get("changes", 0) + 1


def update(lesson6, manager, session):
    """Update the session, as often as it takes."""
    lesson6.again(lambda: manager.update(session, set_street))


def data_of(redis_client):
    """Return the data of the session in Redis, None where it is gone."""
    text = redis_client.get("sess:a")
    return text and {key: one for key, one in json.loads(text).items() if key != "cookie"}


DONE = {"street": "12 Elm Street", "changes": 1}


@step("6.5")
def test_update_changes_and_writes(manager, known, redis_client):
    """Nobody's address is kept."""
    put_record(redis_client)
    fill(redis_client, CART, tea=1)
    redis_client.expire(CART, 20)
    session = known(note="deleted by another tab")
    got = result(manager.update, session, set_street)
    equal(
        "update(session, change), nobody comes between: what it returned, and the record's data",
        (truth(got), data_of(redis_client)),
        (True, DONE),
        "watch, reload, change(session), multi, put; return what commit(pipeline) says. "
        "Up to multi() a command is sent at once; after it, it is only collected. GETEX counts as "
        "a change of the key: read with get.",
    )
    equal(
        "then the session that the page has",
        dict(session),
        DONE,
        "self.reload brings the session itself up to date, and change changes it.",
    )
    equal(
        "then the names in the record",
        sorted(json.loads(redis_client.get("sess:a"))),
        ["changes", "cookie", "street"],
        "A record is self.to_record(session): Express looks for its cookie in there.",
    )
    lives(
        redis_client,
        CART,
        60,
        "and its cart",
        "The session lives on, and so does its cart: self.store.put puts both into the pipeline.",
    )


@step("6.5")
def test_two_forms_lose_nothing(lesson6, manager, known, gate, redis_client):
    """Two tabs are open; the street is saved in one, the note in the other, and one is lost."""

    def ours():
        return update(lesson6, manager, known())

    def theirs():
        return write_note(redis_client)

    for came, got in in_each_gap(gate, lambda: put_record(redis_client), ours, theirs):
        if isinstance(got, Exception):
            raise got
        equal(
            f"update sets the street; {came}, another tab sets the note: the record's data",
            data_of(redis_client),
            DONE | {"note": "Bob"},
            "Watch the key first, read the record then, and change what you read. Where somebody "
            "comes between, commit says False, and update returns that: it is called again.",
        )


@step("6.5")
def test_update_lets_the_ended_stay_ended(lesson6, manager, known, gate, redis_client):
    """Alice logs out while her form comes in, and is logged in again."""

    def end_it():
        redis_client.delete("sess:a")

    def ours():
        return update(lesson6, manager, known())

    for came, got in in_each_gap(gate, lambda: put_record(redis_client), ours, end_it):
        if isinstance(got, Exception) and not has_ended(lesson6, got):
            raise got
        equal(
            f"update; {came}, the session is ended: the record",
            data_of(redis_client),
            None,
            "self.reload raises SessionEnded where the record is gone. Write what it has read, "
            "with put after multi.",
        )


def ends_in_a_rush(gate, others, did, call):
    """Raise Wrong unless the call ends, although others come before each of its trips."""
    left = list(range(60))
    gate.before_trip = lambda _: left and (left.pop(), others())
    got = result(call)
    gate.before_trip = None
    if isinstance(got, Exception):
        raise got
    holds(
        bool(left),
        did,
        Said(f"{got!r}, but not before they let it go"),
        "False",
        "False says that somebody came between. again(), given, tries again then, TRIES times. "
        "Who tries again in here does so for ever, as client.transaction does.",
    )


@step("6.5")
def test_update_is_one_try(manager, visitor, gate, redis_client):
    """In a rush, a page never comes: others change the same record all the time."""
    ends_in_a_rush(
        gate,
        lambda: write_note(redis_client),
        "somebody changes the record before each trip to Redis: update(session, change)",
        lambda: manager.update(visitor, set_street),
    )


@step("6.5")
def test_nobody_tries_for_ever(lesson6):
    """Others are faster each time, and the page never comes."""
    tries = []

    def attempt():
        tries.append(1)
        return len(tries) == 100

    got = result(lesson6.again, attempt)
    holds(
        isinstance(got, lesson6.StoreUnavailable) and len(tries) == 20,
        f"again, with an attempt that returns False each time: it was called {len(tries)} times; "
        "then",
        got,
        "20 times, and StoreUnavailable",
        "again is given, and gives up after TRIES times: the page says so, and can be sent again.",
    )


@step("6.5")
def test_a_broken_connection_is_not_tried_again(lesson6, manager, visitor, gate):
    """Redis has done it, the answer got lost, and the second try does it once more."""
    calls = []

    def break_once(_):
        gate.before_trip = None
        gate.shut()

    def change(session):
        if not calls:
            gate.before_trip = break_once
        calls.append(1)

    def attempt():
        if calls:
            gate.open()
        return manager.update(visitor, change)

    got = result(lesson6.again, attempt)
    holds(
        isinstance(got, lesson6.StoreUnavailable) and len(calls) == 1,
        f"update, and the connection breaks during EXEC: change was called {len(calls)} times; it "
        "raised",
        got,
        "1 call, and StoreUnavailable",
        "redis-py raises WatchError here, too, and its error.__context__ is the ConnectionError "
        "that came before. It may be done: commit raises such an error on, and redis_errors() "
        "around all of update makes StoreUnavailable of it.",
    )


@step("6.5")
def test_update_says_that_redis_is_away(lesson6, manager, visitor, gate):
    """Alice would see an error page, and not know what came of it."""
    call = lambda: manager.update(visitor, set_street)  # noqa: E731
    says_that_redis_is_away(lesson6, gate, "update(session, change)", call)


@step("6.5")
@pytest.mark.parametrize("who", ["a known visitor", "a new visitor"])
def test_the_page_saves_a_field_and_keeps_the_cookie(app, who):
    """The address is saved, and the cookie ends while the session lives on."""
    browser = Browser(app)
    if who == "a known visitor":
        browser.get("/shop")
    before = dict(browser.cookies)
    got = browser.post("/delivery", {"street": "12 Elm Street"})
    holds(
        got.status == 303 and len(got.set_cookies) == 1,
        f"{who}: POST /delivery with a street",
        got,
        "303, and a cookie, which lives as long as the session",
        "save_change, given, calls update until it says True, and returns the Set-Cookie value.",
    )
    page = browser.get("/delivery").body
    holds(
        "12 Elm Street" in page and browser.cookies == (before or browser.cookies),
        f"{who}, then: GET /delivery",
        page,
        "a page with 12 Elm Street, in the same session",
        "update changes the session and keeps its ID.",
    )


# 6.6


def merge(lesson6, store):
    """Merge the visitor's cart into Alice's, as often as it takes."""
    lesson6.again(lambda: store.merge("a", "alice"))


@step("6.6")
@pytest.mark.parametrize("hers", [{}, {"tea": 1, "mug": 1}], ids=["no cart", "a cart"])
def test_the_cart_comes_along(store, redis_client, hers):
    """Alice fills her cart, logs in to buy, and it is empty."""
    put_record(redis_client)
    fill(redis_client, CART, tea=2)
    if hers:
        fill(redis_client, ALICES, **hers)
    got = result(store.merge, "a", "alice")
    did = f"2 tea in a visitor's cart, {hers or 'nothing'} in alice's; merge('a', 'alice')"
    equal(
        f"{did}: what it returned, and what alice's cart holds then",
        (truth(got), lines(redis_client, ALICES)),
        (True, {TEA: 3, MUG: 1} if hers else {TEA: 2}),
        "hincrby adds each line to the cart of user:alice, and commit(pipeline) says True. Up to "
        "multi() a command is sent at once, and a watched cart is changed by it; after it, a "
        "command is only collected.",
    )
    lives(
        redis_client,
        ALICES,
        30 * DAYS,
        did,
        "expire of the user's cart, KEEP seconds, in the MULTI, and after hincrby: the first "
        "line makes the cart.",
    )


@step("6.6")
@pytest.mark.parametrize("tea", [2, 0], ids=["a cart", "no cart"])
def test_merge_ends_the_session_of_the_visitor(store, redis_client, tea):
    """Another tab goes on in the old session, and puts tea where nobody looks."""
    put_record(redis_client)
    if tea:
        fill(redis_client, CART, tea=tea)
    got = result(store.merge, "a", "alice")
    if isinstance(got, Exception):
        raise got
    equal(
        f"{tea} tea in a visitor's cart; merge('a', 'alice'); the visitor's keys",
        [key for key in keys(redis_client) if "sess:a" in key],
        [],
        "delete(cart, self.key(session_id)) in the MULTI, with something in the cart or without: "
        "in a session that goes on, another tab could add what nobody will see.",
    )


@step("6.6")
def test_what_meets_a_merge_is_in_one_cart_or_is_refused(lesson6, store, known, gate, redis_client):
    """A tab adds a tea while another one logs in, and the tea is nowhere."""
    added = []

    def prepare():
        redis_client.flushdb()
        put_record(redis_client)
        fill(redis_client, CART, mug=1)

    def add():
        added[:] = [not has_ended(lesson6, result(add_tea, store, known()))]

    def ours():
        return merge(lesson6, store)

    for came, got in in_each_gap(gate, prepare, ours, add):
        if isinstance(got, Exception):
            raise got
        equal(
            f"merge of a cart with a mug; {came}, another tab adds a tea, and is told that it was "
            f"{'added' if added[0] else 'not added'}: alice's cart",
            lines(redis_client, ALICES),
            {MUG: 1, TEA: 1} if added[0] else {MUG: 1},
            "Watch the cart before you read it: what is added between makes commit say False, and "
            "merge is called again. The session ends in the same MULTI, so what is added after it "
            "is refused.",
        )
    for came, got in in_each_gap(gate, prepare, ours, ours):
        if isinstance(got, Exception):
            raise got
        equal(
            f"merge of a cart with a mug; {came}, merge in another tab: alice's cart",
            lines(redis_client, ALICES),
            {MUG: 1},
            "Who moves the cart deletes it in the same MULTI; the other one watches it, and reads "
            "it again.",
        )


@step("6.6")
def test_merge_is_one_try(store, gate, redis_client):
    """In a rush, a login never comes: another tab adds to the cart all the time."""
    put_record(redis_client)
    ends_in_a_rush(
        gate,
        lambda: fill(redis_client, CART, tea=1),
        "somebody adds to the cart before each trip to Redis: merge('a', 'alice')",
        lambda: store.merge("a", "alice"),
    )


@step("6.6")
def test_what_is_being_taken_back_stays(lesson6, store, gate, redis_client):
    """Alice logs in twice, a tab says that her tea was not added, and it is in her cart."""

    def prepare():
        redis_client.flushdb()
        put_record(redis_client)

    def log_in_and_add():
        redis_client.delete("sess:a")
        fill(redis_client, CART, tea=1)

    for came, got in in_each_gap(gate, prepare, lambda: merge(lesson6, store), log_in_and_add):
        if isinstance(got, Exception):
            raise got
        equal(
            f"an empty cart; merge; {came}, another tab logs in and so ends the session, and a "
            "third one adds a tea and has not taken it back yet: alice's cart",
            lines(redis_client, ALICES),
            {},
            "Watch the cart first. Then ask pipeline.exists for the session's key: where it is "
            "gone, leave the cart alone, and return True.",
        )


@step("6.6")
@pytest.mark.parametrize("trips", [1, 2, 3, 4])
def test_a_server_that_dies_loses_no_cart(store, gate, redis_client, trips):
    """The server dies in the middle of the login: the cart is gone, or there twice."""
    put_record(redis_client)
    fill(redis_client, CART, tea=2)
    gate.shut_after = trips
    result(store.merge, "a", "alice")
    found = [lines(redis_client, key).get(TEA, 0) for key in (CART, ALICES)]
    holds(
        sorted(found) == [0, 2],
        f"2 tea in a visitor's cart; merge, and the server dies after {trips} of its trips to "
        "Redis; then the tea in the visitor's cart and in alice's",
        found,
        "2 in one of them",
        "What moves the cart goes into one MULTI: hincrby, expire and delete. "
        f"These came: {', '.join(gate.commands)}.",
    )


@step("6.6")
def test_a_login_takes_the_cart_along(app, redis_client):
    """Alice fills her cart, logs in to buy, and it is empty; or Bob after her gets hers."""
    given = "log_in, given, calls merge with the ID of a visitor that Redis knows, and of no user."

    def log_in(browser, name):
        got = browser.post("/login", {"name": name, "password": PASSWORD})
        holds(got.status == 303, f"POST /login as {name}: the status", got.status, "303", given)
        return {one: lines(redis_client, f"{{user:{one}}}:cart") for one in USERS}

    log_in(Browser(app), "bob")
    browser = Browser(app)
    browser.get("/shop")
    browser.post("/shop", {"item": "tea", "quantity": "2"})
    for name in ("alice", "bob"):
        equal(
            "a visitor puts 2 tea into the cart; alice logs in, then bob in the same browser: the "
            f"carts after {name}",
            log_in(browser, name),
            {"alice": {TEA: 2}, "bob": {}},
            given,
        )


@step("6.6")
def test_merge_says_that_redis_is_away(lesson6, store, gate):
    """Alice would see an error page, and not know what came of it."""
    call = lambda: store.merge("a", "alice")  # noqa: E731
    says_that_redis_is_away(lesson6, gate, "merge('a', 'alice')", call)


# 6.7


@step("6.7")
def test_what_was_not_enough_is_given_back(store, redis_client):
    """One who wants too much makes the rest unsaleable."""
    got = [result(store.reserve, "seats", quantity, 3) for quantity in (2, 2, 1, 1)]
    equal(
        "3 seats; reserve 2, 2, 1 and 1 of them",
        got,
        [True, False, True, False],
        "decrby answers what is left, and it is the second of three answers: 0 is enough, below 0 "
        "is not. Then client.incrby gives back what you took. set with nx=True comes first, and "
        "fills the stock only where there is none.",
    )
    equal(
        "then reserve('cakes', 1, 1): there is a cake",
        result(store.reserve, "cakes", 1, 1),
        True,
        'Each thing has a stock of its own: its name is in the key, f"stock:{what}".',
    )


@step("6.7")
def test_the_last_one_is_sold_once(store, gate, redis_client):
    """Two people have paid for the last seat."""
    sold = []

    def prepare():
        redis_client.flushdb()
        sold.clear()

    def reserve():
        sold.append(store.reserve("seats", 1, 1))

    for came, got in in_each_gap(gate, prepare, reserve, reserve):
        if isinstance(got, Exception):
            raise got
        equal(
            f"one seat is left; reserve; {came}, reserve by somebody else: what they returned",
            sorted(map(bool, sold)),
            [False, True],
            "Who looks first and takes then is too late for who comes between. Take first: what "
            "decrby answers tells whether there was enough.",
        )


@step("6.7")
def test_somebody_else_gives_back_as_well(store, gate, redis_client):
    """Two ask for more than there is, and then there is more than there was, or less."""
    seats = "stock:seats"

    def prepare():
        redis_client.set(seats, 1, ex=60)

    def take_two():
        redis_client.decrby(seats, 2)

    for came, got in in_each_gap(gate, prepare, lambda: store.reserve("seats", 3, 1), take_two):
        if isinstance(got, Exception):
            raise got
        equal(
            f"1 seat; reserve 3; {came}, somebody else takes 2, and gives back 2 at the end: the "
            "seats then",
            redis_client.incrby(seats, 2),
            1,
            "Give back with incrby what you took: to set a number would undo what others do.",
        )


@step("6.7")
def test_a_stock_has_an_end(store, gate, redis_client):
    """A sold-out day would last for ever."""
    store.reserve("seats", 1, 3)
    redis_client.expire("stock:seats", 60)
    gate.shut_after = gate.trips + 1
    result(store.reserve, "seats", 1, 3)
    if redis_client.get("stock:seats") == b"1":  # else nothing was taken so far
        lives(
            redis_client,
            "stock:seats",
            DAYS,
            "reserve twice, and the server dies after the first trip of the second",
            "expire(key, DAY) in the same pipeline, each time: or it could end between the two.",
        )


@step("6.7")
def test_reserve_says_that_redis_is_away(lesson6, store, gate):
    """A visitor would see an error page, or that all seats are taken."""
    call = lambda: store.reserve("seats", 1, 3)  # noqa: E731
    says_that_redis_is_away(lesson6, gate, "reserve('seats', 1, 3)", call)
    gate.open()
    gate.shut_after = gate.trips + 1
    got = result(store.reserve, "seats", 4, 3)
    holds(
        isinstance(got, lesson6.StoreUnavailable),
        "3 seats: reserve('seats', 4, 3), and Redis goes away after the first trip",
        got,
        "StoreUnavailable",
        "What is given back, is given back inside redis_errors() as well.",
    )
