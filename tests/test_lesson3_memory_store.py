"""Checks of lesson 3: an in-memory store."""

import contextlib
import itertools
import json
import threading

import pytest
from store_contract import Clock, StoreContract

from course.checks.checking import Browser, Said, attributes, equal, holds, name_and_value, step

KEYS = ["a key of the server"]
OPTIONS = ("resave", "save_uninitialized", "rolling")


# Each check begins on another day: whoever shares a dict is told so by the check for it alone.
DAYS = itertools.count(1_800_000_000, 86_400)


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
    record = {"views": 3, "cart": [{"tea": 2}]}
    kept = lesson3.serialize(record)
    holds(
        isinstance(kept, str) and is_json_of(kept, record),
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
        return json.loads(text) == record
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


def comparisons(lesson3, sessions, action):
    """Return how often times are compared while action(store) runs on so many sessions."""
    clock = Clock(next(DAYS))
    store = lesson3.MemoryStore(max_age=60, clock=lambda: CountingFloat(clock.now))
    for number in range(sessions):
        store.set(f"id{number}", {"views": 1})
        clock.now += 0.001
    CountingFloat.compared = 0
    action(store)
    return CountingFloat.compared


@step("3.3")
def test_nobody_looks_at_every_session(lesson3):
    """With a million visitors, each click would take as long as a million."""

    def visit(store):
        store.get("id5")
        store.set("new", {})

    few, many = comparisons(lesson3, 10, visit), comparisons(lesson3, 1000, visit)
    holds(
        many <= few + 10,
        "one get and one set, how often times are compared",
        Said(f"{few} times with 10 sessions, {many} times with 1,000"),
        "about as often with 1,000 sessions as with 10",
        "All live equally long, so the oldest comes first: stop at the first one that is alive.",
    )


@step("3.3")
def test_the_expired_are_dropped_and_nobody_else(store, clock):
    """Memory fills up with visitors who left long ago, or those who just came are thrown out."""
    for number in range(5):
        store.set(f"old{number}", {})
    clock.now += 30
    store.set("young", {"views": 1})
    clock.now += 30
    store.set("new", {})
    did = "set five sessions, 30 seconds, set young, 30 seconds, set new; then"
    equal(
        f"{did} get young",
        store.get("young"),
        {"views": 1},
        "The five are over, young is not. The oldest entry is the first one: drop that one.",
    )
    # Whoever was only hidden by the clock, and not dropped, comes back with it.
    clock.now -= 60
    equal(
        f"{did} count (with the clock turned back)",
        store.count(),
        2,
        "The five were over, and have to leave the memory. drop_expired removes them; get, "
        "set and count let it do so.",
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
        f"gone was over, and has to leave the memory. It stays behind faithful if {use} leaves "
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
        "b is over, though the older a in front of it is not. is_alive looks at b's own end.",
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
    visits = [(alice, "/"), (bob, "/"), (alice, "/"), (alice, "/peek"), (alice, "/"), (bob, "/")]
    pages = [browser.get(path).body.split("\n")[0] for browser, path in visits]
    first = "Welcome to this page for the first time!"
    second, third = "<p>Views: 2</p>", "<p>Views: 3</p>"
    equal(
        "Alice, Bob, Alice open /, Alice /peek, Alice and Bob /",
        pages,
        [first, first, second, "<p>Views so far: 2</p>", third, second],
        "The cookie leads to the ID, the ID to the record, the record to the data.",
    )
    equal(
        "create_app(store=store), the same visits, then len(store)",
        len(spy),
        2,
        "The app has to use the store that it was given. An empty one may be false: "
        "ask whether it is None.",
    )
    equal(
        "HEAD /, the cookies",
        app.test_client().head("/").headers.getlist("Set-Cookie"),
        [],
        "HEAD asks for the headers of a page that nobody looks at: not a visit.",
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
def test_a_known_session_is_not_new(lesson3, spy):
    """The manager could not tell whether the browser has its cookie already."""
    # The first key signs: who has only that one can read it.
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
    header = start(manager)
    known = next(iter(spy.records))
    session = manager.open(header)
    equal(
        "save a session without data, open it again: the ID, new",
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
        holds(
            session.new and not session,
            f"open({header!r}): {how}; the session",
            dict(session),
            "a new, empty session",
            "Without a valid signature there is nobody to know.",
        )


@step("3.4")
def test_an_id_that_the_store_does_not_know_is_never_adopted(lesson3, spy):
    """Who plants an ID in your browser would know the ID of your session."""
    manager = lesson3.SessionManager(spy, KEYS)
    header = start(manager, views=3)
    planted = next(iter(spy.records))
    spy.records.clear()
    session = manager.open(header)
    holds(
        session.id != planted and session.new,
        f"the record of {planted!r} has expired; open with its cookie, the session's ID",
        session.id,
        "a fresh ID",
        "The signature is good, but there is no record. The server chooses the IDs.",
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
def test_a_change_sends_the_cookie(lesson3, spy):
    """The browser would forget the ID max_age seconds after the first visit."""
    manager = lesson3.SessionManager(spy, KEYS)
    header = start(manager, views=3)
    for who, cookie in {"a new visitor": "", "a known visitor": header}.items():
        sent = cookie_of(manager, cookie, add_one)
        holds(
            sent is not None and attributes(sent).get("max-age") == "60",
            f"{who} changes the data: the cookie that save returns",
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
    equal(
        "persistent=False, the visitor changes the data again: what save returns",
        cookie_of(manager, name_and_value(first), add_one),
        None,
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


@step("3.6")
def test_the_truth_table_of_the_three_options(lesson3):
    """An option that does not do what its name says is worse than none."""
    for chosen in itertools.product([False, True], repeat=3):
        options = dict(zip(OPTIONS, chosen, strict=True))
        for known, changed in itertools.product([False, True], repeat=2):
            spy = SpyStore()
            header = start(lesson3.SessionManager(spy, KEYS), views=3) if known else ""
            spy.asked()
            manager = lesson3.SessionManager(spy, KEYS, **options)
            cookie = cookie_of(manager, header, add_one if changed else look)
            anyway = options["resave"] if known else options["save_uninitialized"]
            resent = options["rolling"] if known else options["save_uninitialized"]
            settings = ", ".join(name for name in OPTIONS if options[name]) or "no option"
            equal(
                f"with {settings}: a {'known' if known else 'new'} visitor "
                f"{'changes the data' if changed else 'only reads'}: (a write, a cookie)",
                ("set" in spy.asked(), cookie is not None),
                (changed or anyway, changed or resent),
                "save_uninitialized writes and sends for a new session, resave writes a known "
                "one, rolling sends for a known one. A change does both, whatever is set.",
            )


@step("3.7")
def test_counting_takes_equally_long_with_many(lesson3):
    """A page that shows how many are online would stop the site for a moment each time."""
    few = comparisons(lesson3, 10, lambda store: store.count())
    many = comparisons(lesson3, 1000, lambda store: store.count())
    holds(
        many <= few + 10,
        "count(), how often times are compared",
        Said(f"{few} times with 10 sessions, {many} times with 1,000"),
        "about as often with 1,000 sessions as with 10",
        "Once the expired are dropped, the number of entries is the answer.",
    )


class PausingClock:
    """A clock that lets something else happen at its nth call."""

    def __init__(self, nth, happens):
        self.calls, self.nth, self.happens = 0, nth, happens

    def __call__(self):
        self.calls += 1
        if self.calls == self.nth:
            self.happens()
        return 1_800_000_000.0


@step("3.8")
def test_a_get_does_not_bring_back_what_another_thread_destroys(lesson3):
    """Who logs out while a slow page is loading would be logged in again."""
    for nth in range(1, 10):
        store = lesson3.MemoryStore(max_age=60, clock=lambda: 1_800_000_000.0)
        store.set("a", {"views": 1})
        equal(
            "set a, get a, both of them locked",
            store.get("a"),
            {"views": 1},
            "The function that locked returns must return what the method returns.",
        )
        running = threading.Event()

        def destroy(store=store, running=running):
            running.set()
            store.destroy("a")

        other = threading.Thread(target=destroy, daemon=True)

        def log_out(other=other, running=running):
            other.start()
            running.wait(2)
            # With a lock the other thread has to wait for us, so we do not wait for it.
            other.join(0.015)

        store.clock = PausingClock(nth, log_out)
        try:
            store.get("a")
        except KeyError as error:
            found = error
        else:
            if store.clock.calls < nth:
                return
            other.join(2)
            found = store.get("a")
        equal(
            f"get is at its call {nth} of the clock, another thread calls destroy; then get",
            found,
            None,
            "The entry went while get was at work, or get put it back after it was destroyed. "
            "One thread at a time: locked is what makes the others wait.",
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
