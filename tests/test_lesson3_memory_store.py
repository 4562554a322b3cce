"""Checks of lesson 3: an in-memory store."""

import contextlib
import itertools
import json
import threading
from collections import OrderedDict
from collections.abc import Mapping

import pytest
from store_contract import Clock, StoreContract

from course.checks.checking import (
    Browser,
    Said,
    attributes,
    equal,
    first_line,
    holds,
    name_and_value,
    same,
    step,
    text_of,
)

KEYS = ["a key of the server"]
OPTIONS = ("resave", "save_uninitialized", "rolling")


# Each check begins on another day: whoever shares a dict is told so by the check for it alone.
# They are far away, so that nobody takes the clock on the wall for the store's.
DAYS = itertools.count(4_000_000_000, 86_400)


@pytest.fixture
def clock():
    return Clock(next(DAYS))


@pytest.fixture
def store(lesson3, clock):
    return lesson3.MemoryStore(max_age=60, clock=clock)


@pytest.fixture
def advance(clock):
    def advance(seconds):
        clock.now += seconds

    return advance


class TestMemoryStore(StoreContract):
    """The contract that every store keeps."""


@step("3.1")
def test_max_age_is_the_stores_own(lesson3, clock):
    """A bank wants five minutes, a shop wants a month."""
    store = lesson3.MemoryStore(max_age=1000, clock=clock)
    store.set("a", {"views": 1})
    records = []
    for seconds in (100, 800):
        clock.now += seconds
        records.append(store.get("a"))
    equal(
        "MemoryStore(max_age=1000), set, 100 seconds, get, 800 seconds, get",
        records,
        [{"views": 1}, {"views": 1}],
        "get and set let a record live self.max_age seconds from self.clock(), not 60.",
    )
    equal("MemoryStore().max_age", lesson3.MemoryStore().max_age, 60, "60 is what was agreed.")


@step("3.1")
def test_two_stores_share_nothing(lesson3):
    """Two sites in one process would let in each other's visitors."""
    one, other = lesson3.MemoryStore(), lesson3.MemoryStore()
    one.set("a", {"views": 1})
    equal(
        "one.set('a', record), other.get('a')",
        other.get("a"),
        None,
        "Each store has a dict of its own: self.entries, made in __init__, not a default value.",
    )


@step("3.2")
def test_the_store_keeps_json(lesson3):
    """What cannot be JSON today cannot move into Redis tomorrow."""
    record = {"views": 3, "cart": [{"tea": 2.5}], "name": "J\xfcrgen \u732b"}
    kept = lesson3.serialize(record)
    holds(
        type(kept) is str and is_json_of(kept, record),
        f"serialize({record!r})",
        kept,
        "the record as JSON text",
        "json.dumps turns a dict into text, and text is what nobody changes by accident.",
    )
    equal(
        f"deserialize({kept!r})",
        lesson3.deserialize(kept),
        record,
        "json.loads makes a dict of the text again.",
    )


def is_json_of(text, record):
    """Is the text the record as JSON, with whatever spaces?"""
    try:
        return same(json.loads(text), record)
    except ValueError:
        return False


class CountingFloat(float):
    """A time that counts how often it is compared."""

    compared = 0

    def _count(self, name, other):
        CountingFloat.compared += 1
        return getattr(float, name)(self, other)

    def __lt__(self, other):
        return self._count("__lt__", other)

    def __le__(self, other):
        return self._count("__le__", other)

    def __gt__(self, other):
        return self._count("__gt__", other)

    def __ge__(self, other):
        return self._count("__ge__", other)

    def __add__(self, other):
        return CountingFloat(float(self) + other)

    __radd__ = __add__

    def __sub__(self, other):
        return CountingFloat(float(self) - other)


class CountingDict(OrderedDict):
    """A dict that counts how many of its keys are handed out to loops and lists."""

    walked = 0

    def __iter__(self):
        for key in super().__iter__():
            CountingDict.walked += 1
            yield key

    # The views of a Mapping walk over the dict itself, so they are counted as well.
    keys, values, items = Mapping.keys, Mapping.values, Mapping.items


def looks(lesson3, sessions, action):
    """Return how many looks at entries action(store) takes when the first 3 have expired."""
    clock = Clock(next(DAYS))
    store = lesson3.MemoryStore(max_age=60, clock=lambda: CountingFloat(clock.now))
    for number in range(sessions):
        store.set(f"id{number}", {"views": 1})
        clock.now += 0.001
    clock.now += 60 - 0.001 * sessions + 0.0025
    if isinstance(getattr(store, "entries", None), dict):
        store.entries = CountingDict(store.entries)
    CountingFloat.compared = CountingDict.walked = 0
    action(store)
    return CountingFloat.compared + CountingDict.walked


@step("3.3")
@pytest.mark.parametrize("use", ["get", "set"])
def test_the_expired_are_dropped_and_nobody_else(store, clock, use):
    """Memory fills up with visitors who left long ago, or those who just came are thrown out."""
    for number in range(1000):
        store.set(f"old{number}", {})
    clock.now += 30
    store.set("young", {"views": 1})
    clock.now += 30
    if use == "set":
        store.set("new", {})
    did = f"set 1,000 sessions, 30 seconds, set young, 30 seconds, {'set new, ' * (use == 'set')}"
    equal(
        f"{did}get young",
        store.get("young"),
        {"views": 1},
        "The 1,000 have expired, young has not. The oldest entry is the first one: drop that one.",
    )
    # Whoever was only hidden by the clock, and not dropped, comes back with it.
    clock.now -= 60
    equal(
        f"{did}get young, count (with the clock turned back)",
        store.count(),
        2 if use == "set" else 1,
        "The 1,000 had expired, and have to leave the memory. drop_expired removes them all; get, "
        "set and count let it do so.",
    )


@step("3.3")
def test_a_session_that_was_written_twice_ends_too(store, clock):
    """The busiest visitors would stay logged in for ever."""
    store.set("a", {})
    clock.now += 30
    store.set("a", {"views": 1})
    clock.now += 60
    equal(
        "set, 30 seconds, set again, 60 seconds, get",
        store.get("a"),
        None,
        "The second set gives the record an end as well, max_age seconds later.",
    )


@step("3.3")
@pytest.mark.parametrize("use", ["get", "set"])
def test_who_comes_back_goes_to_the_end(store, clock, use):
    """One faithful visitor at the front, and nobody behind him would ever leave the memory."""
    store.set("faithful", {})
    store.set("gone", {})
    clock.now += 40
    if use == "get":
        store.get("faithful")
    else:
        store.set("faithful", {"views": 1})
    clock.now += 20
    store.set("new", {})
    # Whoever was only hidden by the clock, and not dropped, comes back with it.
    clock.now -= 60
    equal(
        f"set faithful and gone, 40 seconds, {use} faithful, 20 seconds, set new; get gone (with "
        "the clock turned back)",
        store.get("gone"),
        None,
        f"gone had expired, and has to leave the memory. It stays behind faithful if {use} leaves "
        "that where it was: pop it, and put it in again at the end.",
    )


@step("3.3")
def test_a_sessions_own_end_decides(store, clock):
    """When a server's clock is set back, sessions would live far too long."""
    store.set("a", {})
    clock.now -= 3600
    store.set("b", {"views": 1})
    clock.now += 61
    equal(
        "set a, the clock is set back by an hour, set b, 61 seconds pass, get b",
        store.get("b"),
        None,
        "b has expired, though the older a in front of it has not. is_alive looks at b's own end.",
    )


@step("3.3")
def test_nobody_looks_at_every_session(lesson3):
    """With a million visitors, each click would take as long as a million."""

    def visit(store):
        store.get("id5")
        store.set("new", {})

    few, many = looks(lesson3, 10, visit), looks(lesson3, 1000, visit)
    holds(
        many <= few + 10,
        "three sessions have expired; one get and one set, how often an entry is looked at",
        Said(f"{few} times with 10 sessions, {many} times with 1,000"),
        "about as often with 1,000 sessions as with 10",
        "All live equally long, so the oldest comes first: stop at the first one that is alive, "
        "and make no list of all of them on the way there.",
    )


class SpyStore:
    """A store that notes what it is asked. It keeps the records, and never forgets them."""

    def __init__(self):
        self.records, self.log, self.max_age = {}, [], 60

    def __len__(self):
        return len(self.records)

    def get(self, session_id):
        self.log.append(("get", session_id))
        return json.loads(json.dumps(self.records.get(session_id)))

    def set(self, session_id, record):
        self.log.append(("set", session_id))
        self.records[session_id] = dict(record)

    def destroy(self, session_id):
        self.log.append(("destroy", session_id))
        self.records.pop(session_id, None)

    def asked(self):
        """Return the verbs since the last time, and begin anew."""
        verbs = [verb for verb, _ in self.log]
        self.log.clear()
        return verbs


@pytest.fixture
def spy():
    return SpyStore()


def start(manager, **data):
    """Return the Cookie line of a visitor whose session holds data."""
    session = manager.open("")
    session.update(data)
    session.modified = True
    return name_and_value(manager.save(session))


@step("3.4")
def test_each_visitor_gets_the_session_back(lesson3, spy):
    """Nobody would be known again, or everybody would be the same visitor."""
    app = lesson3.create_app(store=spy, secret_keys=KEYS)
    alice, bob = Browser(app), Browser(app)
    visits = [(alice, "/"), (bob, "/"), (alice, "/peek"), (alice, "/"), (bob, "/")]
    pages = [first_line(browser.get(path).body) for browser, path in visits]
    first, second = "Welcome to this page for the first time!", "<p>Views: 2</p>"
    equal(
        "Alice and Bob open /, Alice /peek, Alice and Bob /",
        pages,
        [first, first, "<p>Views so far: 1</p>", second, second],
        "The cookie leads to the ID, the ID to the record, the record to the data.",
    )
    equal(
        "create_app(store=store), the same visits, then len(store)",
        len(spy),
        2,
        "The app has to use the store that it was given. An empty one may be false: "
        "ask whether it is None.",
    )


@step("3.4")
def test_the_app_has_a_store_of_its_own(lesson3):
    """Whoever only wants a page would have to know all about stores."""
    browser = Browser(lesson3.create_app(secret_keys=KEYS))
    pages = [browser.get(path).body for path in ("/plain", "/peek", "/", "/")]
    equal(
        "create_app() without a store; GET /plain, /peek, / and /",
        pages[1:2] + pages[3:],
        ["<p>Views so far: 0</p>", "<p>Views: 2</p>\n<p>Expires in: 60 seconds</p>"],
        "Without a store, the app makes a MemoryStore that lives max_age seconds: 60.",
    )
    holds(
        "does not look" in pages[0],
        "GET /plain",
        pages[0],
        "a page that does not look at the session",
        "add_routes gives the app its three pages.",
    )


@step("3.4")
def test_the_ids_are_made_by_the_manager(lesson3, spy):
    """A site that needs other IDs, or longer ones, could not have them."""
    manager = lesson3.SessionManager(spy, KEYS, new_id=lambda: "made-by-new-id")
    session = manager.open("")
    equal(
        "SessionManager(..., new_id=...).open(''): the ID, new, the data",
        (session.id, session.new, dict(session)),
        ("made-by-new-id", True, {}),
        "No cookie came: a new, empty session, with an ID from self.new_id.",
    )


@step("3.4")
def test_a_session_can_have_a_fresh_id(lesson3, spy):
    """After a login under the old ID, whoever knew that ID is logged in too."""
    ids = (f"made-by-new-id-{number}" for number in itertools.count())
    manager = lesson3.SessionManager(spy, KEYS, new_id=lambda: next(ids))
    header = start(manager, views=3)
    for who, cookie in {"a new": "", "a known": header}.items():
        session = manager.open(cookie)
        before = session.id
        session.regenerate()
        holds(
            session.id != before
            and text_of(session.id, "session.id").startswith("made-by-new-id-"),
            f"{who} visitor, whose ID is {before!r}; regenerate(), then the ID",
            session.id,
            "a fresh ID from new_id",
            "The third argument of Session is a function that makes IDs: self.new_id itself.",
        )


@step("3.4")
def test_the_cookie_has_the_name_that_was_chosen(lesson3, spy):
    """Two apps on one host would take each other's cookie for their own."""
    manager = lesson3.SessionManager(spy, KEYS, name="shop")
    header = start(manager, views=3)
    equal(
        f"SessionManager(..., name='shop').open({header!r}), the data",
        dict(manager.open(header)),
        {"views": 3},
        "The cookie is called self.name, and connect.sid is only what it is called by default.",
    )


@step("3.4")
def test_every_key_opens(lesson3, spy):
    """After a change of keys, everybody with an older cookie would be a stranger."""
    header = start(lesson3.SessionManager(spy, KEYS), views=3)
    equal(
        "a cookie that was signed with the second of two keys; open, the data",
        dict(lesson3.SessionManager(spy, ["a new key", *KEYS]).open(header)),
        {"views": 3},
        "The first key signs, every key verifies. Give unsign all of self.secret_keys.",
    )


@step("3.4")
def test_from_record_makes_the_data(lesson3, spy):
    """The records of lesson 4 hold more than the data, and the visitor's page would show it."""

    class Wrapping(lesson3.SessionManager):
        def to_record(self, session):
            return {"data": dict(session)}

        def from_record(self, record):
            return record["data"]

    manager = Wrapping(spy, KEYS)
    equal(
        "a manager whose record is {'data': the data}; open, the data",
        dict(manager.open(start(manager, views=3))),
        {"views": 3},
        "The record is not the data: self.from_record makes the data of it.",
    )


@step("3.4")
def test_a_known_session_is_not_new(lesson3, spy):
    """The manager could not tell whether the browser has its cookie already."""
    # The first key signs: one that has only this key can read it.
    header = start(lesson3.SessionManager(spy, [*KEYS, "the key before it"]), views=3)
    session = lesson3.SessionManager(spy, KEYS).open(header)
    equal(
        "open a session that the store knows: new, found",
        (session.new, session.found),
        (False, {"views": 3}),
        "Set session.new to False, and session.found to the record as the store gave it.",
    )


@step("3.4")
def test_an_empty_record_is_a_session_too(lesson3, spy):
    """After regenerate() there is no data, and the visitor would get one new ID after the other."""
    manager = lesson3.SessionManager(spy, KEYS)
    header = start(manager, views=3)
    known = next(iter(spy.records))
    spy.records[known] = {}
    session = manager.open(header)
    equal(
        "the store has an empty record of a session, open it: the ID, new",
        (session.id, session.new),
        (known, False),
        "The store has a record of it, an empty one. Ask whether the record is None.",
    )


@step("3.4")
def test_a_bad_signature_never_reaches_the_store(lesson3, spy):
    """Anybody could keep the store busy with made-up IDs, or try them all."""
    manager = lesson3.SessionManager(spy, KEYS)
    honest = start(manager, views=3)
    spy.asked()
    for how, header in {
        "the last letter changed": honest[:-1] + ("A" if honest[-1] != "A" else "B"),
        "no signature": honest.partition(".")[0],
        "no prefix s:": honest.replace("s%3A", ""),
        "empty": "connect.sid=",
        "another cookie's name": honest.replace("connect.sid", "other"),
    }.items():
        session = manager.open(header)
        equal(
            f"open({header!r}): {how}; what the store was asked",
            spy.asked(),
            [],
            "unsign returns None: the ID is not ours, and the store has nothing to say about it.",
        )
        equal(
            f"open({header!r}): {how}; the session: new, the data",
            (session.new, dict(session)),
            (True, {}),
            "Without a valid signature there is nobody to know.",
        )


@step("3.4")
def test_an_id_that_the_store_does_not_know_is_never_adopted(lesson3, spy):
    """Whoever plants an ID in your browser would know the ID of your session."""
    manager = lesson3.SessionManager(spy, KEYS)
    header = start(manager, views=3)
    planted = next(iter(spy.records))
    spy.records.clear()
    session = manager.open(header)
    holds(
        type(session.id) is str and session.id != planted and session.new is True,
        f"the record of {planted!r} has expired; open with its cookie, the session's ID",
        session.id,
        "a fresh ID",
        "The signature is good, but there is no record. The server chooses the IDs.",
    )


@step("3.4")
@pytest.mark.parametrize("error", [RuntimeError, KeyError, ValueError, TypeError, OSError])
def test_an_error_of_the_store_is_let_through(lesson3, spy, error):
    """A moment without the store, and all visitors would be logged out for good."""
    manager = lesson3.SessionManager(spy, KEYS)
    header = start(manager, views=3)

    def get(session_id):
        raise error("the store cannot be asked")

    spy.get = get
    try:
        manager.open(header)
    except error:
        return
    holds(
        False,
        f"the store's get raises a {error.__name__}; open",
        Said("a session, as if the store had answered"),
        f"the {error.__name__}",
        "None means that there is no session. An error means that nobody knows: catch nothing, "
        "or a visitor who has a session gets a new one.",
    )


def cookie_of(manager, header, change):
    """Return what save answers after change(session)."""
    session = manager.open(header)
    change(session)
    return manager.save(session)


def look(session):
    """Read, and leave everything as it is."""
    session.get("views")


def add_one(session):
    """Change the data."""
    session["views"] = session.get("views", 0) + 1


@step("3.5")
def test_who_only_looks_causes_no_write(lesson3, spy):
    """Every search engine and every health check would leave a record behind."""
    manager = lesson3.SessionManager(spy, KEYS)
    header = start(manager, views=3)
    spy.asked()
    for who, cookie in {"a new visitor": "", "a known visitor": header}.items():
        session = manager.open(cookie)
        look(session)
        manager.save(session)
        equal(
            f"{who} only reads: does the store get a set?",
            "set" in spy.asked(),
            False,
            "Nothing was modified, so there is nothing to write.",
        )


@step("3.5")
def test_who_only_looks_gets_no_cookie(lesson3, spy):
    """A page that brings one visitor's cookie cannot be kept in a cache for all."""
    manager = lesson3.SessionManager(spy, KEYS)
    header = start(manager, views=3)
    for who, cookie in {"a new visitor": "", "a known visitor": header}.items():
        equal(
            f"{who} only reads: what save returns",
            cookie_of(manager, cookie, look),
            None,
            "Nothing was modified, so the browser has nothing to learn.",
        )
    equal(
        "with persistent=False, a new visitor only reads: what save returns",
        cookie_of(lesson3.SessionManager(spy, KEYS, persistent=False), "", look),
        None,
        "A new session needs a cookie only if it was modified, with or without Max-Age.",
    )


@step("3.5")
def test_a_change_is_written(lesson3, spy):
    """What the visitor did would be forgotten, above all in nested data."""
    manager = lesson3.SessionManager(spy, KEYS)
    header = start(manager, cart=["tea"])
    session = manager.open(header)
    session["cart"].append("milk")
    manager.save(session)
    equal(
        "session['cart'].append('milk'), save, then the record in the store",
        spy.records.get(session.id),
        {"cart": ["tea", "milk"]},
        "session.modified is true, for nested data too: then a write is due.",
    )


@step("3.5")
def test_an_emptied_session_is_written(lesson3, spy):
    """Whoever takes the last thing out of the cart would find it in there again."""
    manager = lesson3.SessionManager(spy, KEYS)
    session = manager.open(start(manager, cart=["tea"]))
    del session["cart"]
    manager.save(session)
    equal(
        "del session['cart'], and nothing is left; save, then the record in the store",
        spy.records.get(session.id),
        {},
        "To take everything out is a change as well. Ask session.modified, and nothing else.",
    )


@step("3.5")
def test_a_change_sends_the_cookie(lesson3, spy):
    """The browser would forget the ID max_age seconds after the first visit."""
    manager = lesson3.SessionManager(spy, KEYS)
    header = start(manager, views=3)
    changes = {
        "a new visitor changes the data": ("", add_one),
        "a known visitor changes the data": (header, add_one),
        "a known visitor takes all data out": (header, lambda session: session.clear()),
    }
    for what, (cookie, change) in changes.items():
        sent = cookie_of(manager, cookie, change)
        holds(
            sent is not None and attributes(sent).get("max-age") == "60",
            f"{what}: the cookie that save returns",
            Said("no cookie") if sent is None else sent,
            "the cookie, with Max-Age=60",
            "A modified session sends its cookie, so that the browser counts anew.",
        )


@step("3.5")
def test_a_cookie_without_an_end_is_sent_once(lesson3, spy):
    """A cookie that lasts until the browser is closed has nothing new to say."""
    manager = lesson3.SessionManager(spy, KEYS, persistent=False, rolling=False)
    first = cookie_of(manager, "", add_one) or ""
    equal(
        "persistent=False, a new visitor changes the data: name and attributes of the cookie",
        (first.partition("=")[0], attributes(first).get("max-age")),
        ("connect.sid", None),
        "A new session brings its ID to the browser, without Max-Age.",
    )
    header = name_and_value(first)
    cookies = [cookie_of(manager, header, change) for change in (dict.clear, add_one, add_one)]
    equal(
        "persistent=False, the visitor takes the data out, changes it, and changes it again: what "
        "save returns",
        cookies,
        [None, None, None],
        "The browser knows the ID, and there is no Max-Age to renew.",
    )


@step("3.5")
def test_a_regenerated_session_moves(lesson3, spy):
    """After a login under the old ID, whoever knew that ID is logged in too."""
    manager = lesson3.SessionManager(spy, KEYS)
    header = start(manager, views=3)
    old = next(iter(spy.records))
    session = manager.open(header)
    session.regenerate()
    spy.asked()
    sent = manager.save(session)
    equal(
        "regenerate, save: what the store is asked",
        spy.asked(),
        ["set", "destroy"],
        "The record under the new ID comes first, then the old one goes.",
    )
    equal(
        "regenerate, save: is the old ID in the store, does a cookie go out?",
        (old in spy.records, sent is not None),
        (False, True),
        "It counts as modified: the browser has to learn the new ID.",
    )


# What the store knows of a visitor; None: nothing at all.
DATA = {"a new visitor": None, "a known visitor": {"views": 3}, "a known one without data": {}}


@step("3.6")
def test_the_truth_table_of_the_three_options(lesson3):
    """An option that does not do what its name says is worse than none."""
    for chosen in itertools.product([False, True], repeat=3):
        options = dict(zip(OPTIONS, chosen, strict=True))
        for who, changed in itertools.product(DATA, [False, True]):
            spy, known = SpyStore(), DATA[who] is not None
            header = start(lesson3.SessionManager(spy, KEYS), **DATA[who]) if known else ""
            spy.asked()
            manager = lesson3.SessionManager(spy, KEYS, **options)
            cookie = cookie_of(manager, header, add_one if changed else look)
            anyway = options["resave"] if known else options["save_uninitialized"]
            resent = options["rolling"] if known else options["save_uninitialized"]
            settings = ", ".join(name for name in OPTIONS if options[name]) or "no option"
            equal(
                f"with {settings}: {who} "
                f"{'changes the data' if changed else 'only reads'}: (a write, a cookie)",
                ("set" in spy.asked(), cookie is not None),
                (changed or anyway, changed or resent),
                "save_uninitialized writes and sends for a new session, resave writes a known "
                "one, rolling sends for a known one. A change does both, whatever is set.",
            )


@step("3.7")
def test_counting_takes_equally_long_with_many(lesson3):
    """A page that shows how many are online would stop the site for a moment each time."""
    few, many = (looks(lesson3, sessions, lambda store: store.count()) for sessions in (10, 1000))
    holds(
        many <= few + 10,
        "three sessions have expired; count(), how often an entry is looked at",
        Said(f"{few} times with 10 sessions, {many} times with 1,000"),
        "about as often with 1,000 sessions as with 10",
        "Once the expired are dropped, the number of entries is the answer.",
    )


class WatchedLock:
    """A lock that says so when somebody has to wait for it."""

    def __init__(self, news):
        self.lock, self.news = threading.RLock(), news

    def acquire(self, blocking=True, timeout=-1):
        """Get the lock; where it is not free, say so first."""
        if self.lock.acquire(blocking=False):
            return True
        if blocking:
            self.news.set()
        return blocking and self.lock.acquire(timeout=timeout)

    def release(self):
        """Let it go."""
        self.lock.release()

    def __enter__(self):
        return self.acquire()

    def __exit__(self, *error):
        self.release()


class Meanwhile:
    """A clock. At its nth call, another thread begins to destroy a session of the store.

    The call returns when that is done, or when it has to wait. It is given a moment for a
    lock other than store.lock, of which nobody hears.
    """

    def __init__(self, store, nth, session_id, now):
        self.store, self.nth, self.now, self.calls = store, nth, now, 0
        self.news = threading.Event()
        self.other = threading.Thread(target=self.destroy, args=(session_id,), daemon=True)
        store.clock, store.lock = self, WatchedLock(self.news)

    def __call__(self):
        self.calls += 1
        if self.calls == self.nth:
            self.other.start()
            self.news.wait(0.1)
        return self.now

    def destroy(self, session_id):
        """What the other thread does."""
        self.store.destroy(session_id)
        self.news.set()

    def ends(self):
        """Let the other thread come to its end. Was there a call at which it began?"""
        if self.calls >= self.nth:
            self.other.join(2)
        return self.calls >= self.nth


def at_every_call(lesson3, use, now):
    """Call use(store) once for each of its calls of the clock, beside another thread.

    The store has a session a, and the other thread destroys it. Yield the number of the call,
    the store, and the error of use(store) or None.
    """
    for nth in range(1, 10):
        store = lesson3.MemoryStore(max_age=60, clock=lambda: 0.0)
        store.set("a", {"views": 1})
        meanwhile, error = Meanwhile(store, nth, "a", now), None
        try:
            use(store)
        except (KeyError, RuntimeError) as raised:
            error = raised
        if not meanwhile.ends():
            return
        yield nth, store, error


@step("3.8")
def test_a_get_does_not_bring_back_what_another_thread_destroys(lesson3):
    """Whoever logs out while a slow page is loading would be logged in again."""
    store = lesson3.MemoryStore(max_age=60, clock=lambda: 0.0)
    store.set("a", {"views": 1})
    equal(
        "set a, get a, both of them locked",
        store.get("a"),
        {"views": 1},
        "The function that locked returns must return what the method returns.",
    )
    for nth, store, error in at_every_call(lesson3, lambda store: store.get("a"), now=1.0):
        equal(
            f"get is at its call {nth} of the clock, another thread calls destroy; then get",
            error or store.get("a"),
            None,
            "The entry went while get was at work, or get put it back after it was destroyed. "
            "One thread at a time: locked is what makes the others wait.",
        )


@step("3.8")
@pytest.mark.parametrize("use", ["set", "count"])
def test_no_other_thread_takes_away_what_is_being_dropped(lesson3, use):
    """Once in a while, on a busy day, a visitor would see an error page, and nobody knows why."""
    uses = {"set": lambda store: store.set("b", {}), "count": lambda store: store.count()}
    for nth, _, error in at_every_call(lesson3, uses[use], now=61.0):
        holds(
            error is None,
            f"a has expired; {use} is at its call {nth} of the clock, another thread destroys a",
            error,
            "no error",
            f"{use} was about to drop a, and it was gone. One thread at a time: above {use} "
            "stands @locked, and it makes the others wait.",
        )


@step("3.8")
def test_an_error_lets_the_lock_go(lesson3):
    """One error in one thread, and the whole site would stand still."""
    store = lesson3.MemoryStore(max_age=60)

    def broken_clock():
        raise RuntimeError("the clock is broken")

    store.clock = broken_clock
    with contextlib.suppress(RuntimeError):
        store.set("a", {})
    store.clock = Clock()
    answers = []
    other = threading.Thread(target=lambda: answers.append(store.count()), daemon=True)
    other.start()
    other.join(1)
    holds(
        bool(answers),
        "an error ends a set; then another thread calls count",
        Said("no answer: it waits for ever"),
        "an answer",
        'After acquire comes no release where an error comes first. "with self.lock:" always '
        "lets the lock go.",
    )
