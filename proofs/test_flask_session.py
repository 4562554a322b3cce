"""What Flask's own tests do not find in a session interface: here lesson 7 is asked."""

import copy
import datetime
import decimal
import io
import threading
import time
from contextlib import contextmanager, suppress

import flask
import flask_sock
import pytest
import redis
import simple_websocket
import werkzeug.serving
from flask import Flask, Response, jsonify, render_template_string, send_file, session
from flask.globals import request_ctx

from solutions import lesson7_flask_session as lesson7
from solutions.lesson5_login import LoginStore

TIMEOUT = 0.5  # seconds that the store of these apps waits for Redis
LIFETIME = 60


@pytest.fixture
def store(gate):
    settings = {"socket_timeout": TIMEOUT, "socket_connect_timeout": TIMEOUT, "retry": None}
    with redis.Redis.from_url(gate.url, protocol=2, driver_info=None, **settings) as client:
        yield LoginStore(client, LIFETIME)


@pytest.fixture
def app(store):
    """An app with all kinds of pages."""
    app = Flask("shop")
    app.secret_key, app.permanent_session_lifetime = "key", LIFETIME
    lesson7.use_store(app, store)
    views = {
        "write": lambda: session.update(views=session.get("views", 0) + 1),
        "same": lambda: session.update(views=session["views"]),
        "nested": lambda: session["cart"].append("tea"),
        "cart": lambda: session.update(cart=[]),
        "read": lambda: session.get("views"),
        "clear": lambda: session.clear(),
        "stay": lambda: session.update(_permanent=True),
        "plain": lambda: None,
        "any": lambda: None,  # what a proof puts there
    }
    for name, view in views.items():
        app.add_url_rule(f"/{name}", name, lambda view=view: str(view()))
    app.add_url_rule("/picture", "picture", lambda: send_file(io.BytesIO(b"picture"), "image/png"))
    return app


@pytest.fixture
def browser(app, gate):
    return known(app, gate)


def known(app, gate):
    """Return a browser that was here before."""
    browser = app.test_client()
    assert browser.get("/write").status_code == 200
    gate.reset()
    return browser


def away(gate, how):
    """Let Redis be away: refused, or hanging."""
    gate.shut() if how == "refused" else gate.frozen.set()


@pytest.mark.parametrize("refresh", [True, False])
@pytest.mark.parametrize("how", ["refused", "hanging"])
@pytest.mark.parametrize(("path", "status"), [("/plain", 200), ("/picture", 200), ("/no", 404)])
def test_what_needs_no_session_goes_out_without_redis(
    app, browser, gate, how, refresh, path, status
):
    app.config["SESSION_REFRESH_EACH_REQUEST"] = refresh
    before = browser.get(path)
    away(gate, how)
    begin = time.monotonic()
    answer = browser.get(path)
    assert time.monotonic() - begin < 1.6 * TIMEOUT, "more than one time-out"
    assert (answer.status_code, answer.data) == (status, before.data)
    changing = ("Date", "Last-Modified")
    headers = [[one for one in page.headers if one[0] not in changing] for page in (before, answer)]
    assert headers[0] == headers[1]


@pytest.mark.parametrize("refresh", [True, False])
@pytest.mark.parametrize("how", ["refused", "hanging"])
@pytest.mark.parametrize("path", ["/read", "/no"])
def test_an_error_page_that_shows_the_user_is_no_500(app, gate, how, refresh, path):
    """The page of the error looks into the session once more, or is the first to look."""
    app.config["SESSION_REFRESH_EACH_REQUEST"] = refresh

    def show_user(error: Exception) -> tuple[str, int]:
        return render_template_string("{{ session.user }}"), 503

    app.register_error_handler(404, show_user)
    app.register_error_handler(lesson7.StoreUnavailable, show_user)
    browser = known(app, gate)
    away(gate, how)
    begin = time.monotonic()
    answer = browser.get(path)
    assert time.monotonic() - begin < 1.6 * TIMEOUT, "more than one time-out"
    assert answer.status_code == 503 and "cannot be reached" in answer.text
    gate.frozen.clear()
    if how == "refused":
        gate.open()
    assert browser.get("/write").text == "None" and browser.get("/read").text == "2"


COMMANDS = {
    "plain": ["GETEX"],
    "picture": ["GETEX"],
    "no": ["GETEX"],
    "read": ["GETEX"],
    "same": ["GETEX"],
    "write": ["GETEX", "SET"],
    "clear": ["GETEX", "DEL"],
}


@pytest.mark.parametrize("path", COMMANDS)
def test_what_a_page_costs(app, browser, gate, path):
    browser.get(f"/{path}")
    assert gate.commands == COMMANDS[path] and gate.trips == len(gate.commands)
    app.config["SESSION_REFRESH_EACH_REQUEST"] = False
    browser.get("/write")
    gate.reset()
    browser.get(f"/{path}")
    untouched = path in ("plain", "picture", "no")
    assert gate.commands == ([] if untouched else COMMANDS[path])


@pytest.mark.parametrize("path", COMMANDS)
@pytest.mark.parametrize("cookie", ["", "session=s%3Aforged.signature"])
def test_a_stranger_costs_nothing_before_there_is_something_to_keep(app, gate, cookie, path):
    stranger = app.test_client(use_cookies=False)
    stranger.get(f"/{path}", headers={"Cookie": cookie} if cookie else {})
    assert gate.commands == (["SET"] if path == "write" else [])


def test_nested_data_is_kept(browser):
    browser.get("/cart")
    assert "Set-Cookie" in browser.get("/nested").headers
    with browser.session_transaction() as kept:
        assert kept["cart"] == ["tea"]


def test_an_end_is_sent_for_a_permanent_session_alone(app, browser):
    assert "Expires" not in browser.get("/write").headers["Set-Cookie"]
    assert "Expires" in browser.get("/stay").headers["Set-Cookie"]
    assert "Expires" in browser.get("/plain").headers["Set-Cookie"], "used, so it lives longer"
    app.config["SESSION_REFRESH_EACH_REQUEST"] = False
    assert "Set-Cookie" not in browser.get("/plain").headers
    assert "Expires" in browser.get("/write").headers["Set-Cookie"]


@pytest.mark.parametrize("value", [{1}, decimal.Decimal(1), datetime.date(2026, 1, 1), object()])
def test_what_cannot_be_written_is_an_error_and_sends_no_cookie(app, redis_client, value, caplog):
    app.view_functions["any"] = lambda: str(session.update(odd=value))
    answer = app.test_client().get("/any")
    assert answer.status_code == 500 and "Set-Cookie" not in answer.headers
    assert redis_client.keys() == []
    assert "finalizing failed" not in caplog.text, "the error page was saved with it once more"


def test_a_wrong_option_leaves_no_record(app, redis_client):
    app.config["SESSION_COOKIE_SAMESITE"] = "invalid"
    assert app.test_client().get("/write").status_code == 500
    assert redis_client.keys() == []


@contextmanager
def page_that_fails(app, gate, answer):
    """Give the app a page that changes the session; Redis is away before it is saved."""

    def view() -> Response:
        session["views"] = 7
        gate.shut()
        return answer()

    app.view_functions["any"] = view
    yield
    gate.open()


def compressed(closed):
    """Return an answer with all that could mislead who reads the apology."""
    response = Response(iter([b"\x1f\x8b"]), 200, mimetype="application/json")
    response.call_on_close(lambda: closed.append(True))
    response.headers.update({"Content-Encoding": "gzip", "Location": "/elsewhere", "ETag": '"1"'})
    response.headers["Cache-Control"] = "public, max-age=60"
    response.set_cookie("basket", "7")
    return response


def test_who_cannot_save_says_so_once_and_in_a_page_of_its_own(app, browser, gate, caplog):
    closed = []
    with page_that_fails(app, gate, lambda: compressed(closed)):
        answer = browser.get("/any")
    assert answer.status_code == 503 and "Nothing was saved" in answer.text
    assert closed == [True]
    assert answer.mimetype == "text/html" and "no-store" in answer.headers["Cache-Control"]
    said = set(answer.headers.keys())
    assert said <= {"Content-Type", "Content-Length", "Cache-Control", "Vary"}, said
    assert len([one for one in caplog.records if "not saved" in one.message]) == 1
    assert browser.get("/read").text == "1"


def test_a_file_that_cannot_be_saved_with_is_replaced_too(app, browser, gate):
    file = io.BytesIO(b"x" * 100_000)
    with page_that_fails(app, gate, lambda: send_file(file, "text/plain")):
        answer = browser.get("/any")
    assert answer.status_code == 503 and "Nothing was saved" in answer.text and file.closed


def test_a_late_page_brings_no_ended_session_back(app, browser, redis_client):
    def late() -> str:
        session["views"] = 7
        redis_client.flushdb()  # logged out, by another tab
        return "Saved"

    app.view_functions["any"] = late
    answer = browser.get("/any")
    assert answer.status_code == 409 and "Set-Cookie" not in answer.headers
    assert redis_client.keys() == []


def test_a_websocket_that_closes_after_the_logout_brings_nothing_back(app, redis_client):
    sock = flask_sock.Sock(app)

    @sock.route("/socket")
    def talk(peer) -> None:
        session["views"] = session.get("views", 0) + 1
        peer.send("opened")
        peer.receive()

    browser = app.test_client()
    browser.get("/write")
    cookie = browser.get_cookie("session")
    server = werkzeug.serving.make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        headers = {"Cookie": f"session={cookie.value}"}
        url = f"ws://127.0.0.1:{server.server_port}/socket"
        peer = simple_websocket.Client.connect(url, headers=headers)
        assert peer.receive(5) == "opened"
        browser.get("/clear")
        peer.send("bye")
        with suppress(simple_websocket.ConnectionClosed):
            peer.close()
    finally:
        server.shutdown()  # waits for who is served
        thread.join(5)
        server.server_close()
    assert redis_client.keys() == []


def test_a_stream_that_looks_into_the_session_is_for_one_visitor(app, browser):
    def parts():
        yield "Views: "
        yield str(session["views"])

    app.view_functions["any"] = lambda: Response(flask.stream_with_context(parts()))
    answer = browser.get("/any")
    assert answer.text == "Views: 1"
    assert answer.vary.as_set() == {"cookie"} and answer.cache_control.private


@pytest.mark.parametrize("path", ["/plain", "/picture", "/no"])
def test_what_is_for_everybody_stays_so(browser, path):
    with browser.get(path) as answer:
        assert not answer.vary and not answer.cache_control.private


def test_it_is_used_as_the_session_that_flask_brings(app):
    """Each expression gives with ours what it gives with Flask's."""
    uses = [
        lambda one: one,
        copy.copy,
        lambda one: one.copy(),
        lambda one: one | {"b": 2},
        lambda one: {"b": 2} | one,
        lambda one: {**one},
        lambda one: jsonify(one).get_json(),
        lambda one: [bool(one), len(one), "a" in one, list(one), one.permanent],
        lambda one: one.setdefault("a", 9),
        lambda one: one.pop("c", None),
    ]
    stock = Flask("stock")
    stock.secret_key = app.secret_key
    found = []
    for each in (stock, app):
        with each.test_request_context():
            session["a"] = (1, "two")
            object_itself = request_ctx.session
            found.append(
                [
                    dict(one) if isinstance(one, flask.sessions.SessionMixin) else one
                    for one in (use(object_itself) for use in uses)
                ]
            )
            session.pop("a")
            assert not session
            object_itself |= {"b": 2}
            assert session["b"] == 2 and session.modified
    assert found[0] == found[1]


TAGGED = {
    "tuple": (1, 2),
    "bytes": b"two",
    "time": datetime.datetime(2026, 11, 28, tzinfo=datetime.timezone.utc),
    "nested": [{"a": (b"x",)}],
    " t": [1],
}


@pytest.mark.parametrize("key", ["key", b"\xffkey"])
def test_the_types_that_flask_knows_come_back(app, redis_client, key):
    app.secret_key = key
    app.view_functions["any"] = lambda: str(session.update(TAGGED))
    browser = app.test_client()
    browser.get("/any")
    with browser.session_transaction() as kept:
        assert dict(kept) == TAGGED
        assert redis_client.keys() == [f"sess:{kept.sid}".encode()]


@pytest.mark.parametrize("record", ['{"a": {" b": 7}}', '{"a": {" u": []}}', '{"a": {" d": 1}}'])
def test_a_tag_that_nobody_can_read_is_no_error(app, browser, redis_client, record):
    (key,) = redis_client.keys()
    redis_client.set(key, record)
    assert browser.get("/read").status_code == 200


def test_lifetimes_that_differ_are_an_error_at_once(app, store):
    app.permanent_session_lifetime = LIFETIME + 1
    with pytest.raises(ValueError, match="61 seconds, and the store keeps a session for 60"):
        lesson7.use_store(app, store)


def test_a_cookie_whose_name_asks_for_more_can_be_used(app):
    app.config |= {"SESSION_COOKIE_NAME": "__Host-session", "SESSION_COOKIE_SECURE": True}
    browser = app.test_client()
    for views in ("None", "1"):
        assert browser.get("/read", base_url="https://localhost").text == views
        browser.get("/write", base_url="https://localhost")


def test_a_fresh_id_keeps_the_data_and_ends_the_old_record(app, browser, redis_client):
    (old,) = redis_client.keys()
    app.view_functions["any"] = lambda: str(request_ctx.session.regenerate())
    browser.get("/any")
    (new,) = redis_client.keys()
    assert new != old and browser.get("/read").text == "1"
