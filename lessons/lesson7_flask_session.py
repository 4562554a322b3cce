"""Lesson 7: your store behind flask.session.

Pages and extensions that you did not write say `flask.session`. Flask asks one object for it,
the session interface: a request comes in, a session goes out, and before the answer leaves,
the session is saved. Here that object is yours, and the sessions are in your store.
"""

from collections.abc import Callable, Sequence
from typing import Any

import flask_login
from flask import Flask, Request, Response, session
from flask.sessions import SessionInterface
from werkzeug.http import dump_cookie

from .flask_pages import add_flask_pages, new_flask_app
from .flask_support import SessionDict, check_lifetimes, is_stream, key_texts, speak_json
from .lesson2_signed_id import SECRET_KEYS, new_session_id, sign, to_cookie
from .lesson3_memory_store import SessionManager
from .lesson4_redis_store import StoreUnavailable, answer_unavailable, connect
from .lesson5_login import LoginStore, SessionEnded, is_own_page
from .login_pages import guard
from .session import Session

SORRY = {
    StoreUnavailable: (503, "Your session cannot be reached just now. Please try again."),
    SessionEnded: (409, "Your session has ended meanwhile."),
}


class FlaskSession(SessionDict):
    """The session as a page of Flask sees it: a dict that is opened when it is first touched.

    found: the Session of lesson 3, None before it was opened. failure: the StoreUnavailable that
    opening raised, None where it raised none.
    """

    def __init__(self, open_it: Callable[[], Session]) -> None:
        # Step 7.2: Open it when it is touched (12 min)
        # Below, each request asks the store at once, a picture and a 404 as well. While Redis
        # is away, each of them is an error. Keep the function open_it for later, as
        # self.open_it, and let self.found be None at first. The rest is in SessionDict, in
        # flask_support.py: self.failure is None already, and super().__init__() is not called.
        self.found = open_it()

    @property
    def opened(self) -> Session:
        """The Session of lesson 3 behind this one. Raises StoreUnavailable."""
        # Step 7.2, second half
        # 1. Where self.failure is not None, raise it: a store that failed is not asked again in
        #    this request, or the visitor waits for each time-out.
        # 2. Where self.found is None, it becomes what self.open_it() returns. If that raises
        #    StoreUnavailable, keep the error in self.failure, and raise it again.
        # 3. Return self.found.
        return self.found


class StoreInterface(SessionInterface):
    """What Flask asks for sessions. Assign one to app.session_interface, or call use_store.

    new_id: makes session IDs.
    """

    def __init__(self, store: LoginStore, new_id: Callable[[], str] = new_session_id) -> None:
        self.store, self.new_id = store, new_id

    def open_session(self, app: Flask, request: Request) -> FlaskSession | None:
        """Return the session of this request, not yet opened. None: the app has no secret_key."""
        # Step 7.1: From a request to a session (8 min)
        # Below, each page gets a new session, and what the last one kept is never found. Where
        # app.secret_key is empty, return None: Flask then says so to whoever writes into the
        # session. Else return a FlaskSession. It wants a function without arguments that
        # returns a Session: self.manager(app) is a SessionManager of lesson 3, and its open
        # takes the Cookie header, "" where there is none. Do not call open here: write a lambda.
        return FlaskSession(lambda: Session({}, self.new_id(), self.new_id))

    def manager(self, app: Flask) -> SessionManager:
        """Return a SessionManager with the keys and the cookie's name of this app."""
        cookie = {"name": self.get_cookie_name(app), "secure": True}  # any name may be secure
        return SessionManager(self.store, key_texts(app), new_id=self.new_id, **cookie)

    def save_session(self, app: Flask, session: FlaskSession, response: Response) -> None:
        """Save what is due, before the answer goes out. Flask calls it, for error pages too."""
        if session.saved:  # it went wrong, and this is the error page that Flask made of it
            return
        # Asked before save, whose refresh opens the session. Step 7.6 says what it is for.
        session.saved, depends = True, session.touched or is_stream(response)
        try:
            if session.failure is None:
                self.save(app, session, response)
            elif response.status_code == 500:
                raise session.failure  # nobody has made a better page of it
        except (StoreUnavailable, SessionEnded) as error:
            app.logger.error("A session was not saved: %r", error)
            return apologize(response, error)
        if depends or "Set-Cookie" in response.headers:
            depend_on_cookie(response)

    def save(self, app: Flask, session: FlaskSession, response: Response) -> None:
        """Write and send what is due. Raises StoreUnavailable, SessionEnded."""
        # Step 7.3: Write and send what is due (15 min)
        # Below, everything is written and sent at each request. Let refresh be
        # app.config["SESSION_REFRESH_EACH_REQUEST"], which is True unless the app says otherwise.
        # 1. If nobody has touched the session (see session.touched): without refresh, return. With
        #    it, read session.opened: that asks the store, and so the record gets a new life. Then
        #    go on with 2, for a cookie may be due. Only if it raises StoreUnavailable, tell the
        #    log a sentence by app.logger.warning, and return: the page goes out all the same.
        # 2. Let changed be session.changed. To read it compares all data, and also puts the page's
        #    data into session.opened: read it once, and before you write.
        # 3. If it is changed, and empty (not session): return self.forget(app, session, response).
        #    You write forget in step 7.4.
        # 4. If it is empty, or no cookie is due, return. A cookie is due in three cases: it is
        #    changed; a page has assigned something (session.modified); refresh and
        #    session.permanent are both true, for then the cookie has an end, which moves as well.
        # 5. Three things are left. self.cookie(app, session), given, makes the cookie's text.
        #    self.write(session.opened), if changed, writes the record. The cookie is sent by
        #    response.headers.add("Set-Cookie", cookie). In which order? self.cookie raises an error
        #    where an option of the app is wrong, and then no record may be left behind.
        session.changed
        response.headers.add("Set-Cookie", self.cookie(app, session))
        self.write(session.opened)

    def write(self, opened: Session) -> None:
        """Put a session into the store. Raises SessionEnded where it was ended meanwhile."""
        # Step 7.3, second half
        # As in step 5.4: a new session, one with opened.new, is written with self.store.set. For
        # a known one, self.store.replace returns False where there is no record any more: raise
        # SessionEnded(opened.id). set and replace take the ID and dict(opened). After that, remove
        # the records of opened.ended, as SessionManager.save does: self.store.destroy takes an ID.
        self.store.set(opened.id, dict(opened))
        for session_id in opened.ended:
            self.store.destroy(session_id)

    def forget(self, app: Flask, session: FlaskSession, response: Response) -> None:
        """End an emptied session, in the store and in the browser. Raises StoreUnavailable."""
        # Step 7.4: Emptied is ended (6 min)
        # A page logs out with session.clear(). Below, the browser loses its cookie, and whoever
        # has a copy of it goes on. First call session.opened.destroy(): that only puts the ID on
        # session.opened.ended, if the store has a record of it. Remove each of these records with
        # self.store.destroy. The line below stays, as the last one: if Redis is away, an error is
        # raised before it, and Alice keeps her cookie and knows that she is not logged out.
        response.headers.add("Set-Cookie", self.cookie(app, None))

    def cookie_options(self, app: Flask) -> dict[str, Any]:
        """Return the cookie's attributes, by their names in werkzeug's dump_cookie."""
        # Step 7.5: The cookie that the app asked for (8 min)
        # An app says in app.config how its cookie is to be: SESSION_COOKIE_PATH and so on. Flask
        # reads each of these for you, by a method of its own, such as self.get_cookie_path(app).
        # Return a dict with the six attributes of the cookie: path, domain, secure, httponly,
        # samesite and partitioned. These are its keys: self.cookie gives them to dump_cookie.
        return {}

    def cookie(self, app: Flask, session: FlaskSession | None) -> str:
        """Return the Set-Cookie value of a session; None: the one that deletes the cookie."""
        name, options = self.get_cookie_name(app), self.cookie_options(app)
        if session is None:
            return dump_cookie(name, "", max_age=0, expires=0, **options)
        value = to_cookie(sign(session.sid, key_texts(app)[0]))
        end = self.get_expiration_time(app, session)  # None unless the session is permanent
        return dump_cookie(name, value, expires=end, **options)


def depend_on_cookie(response: Response) -> None:
    """Say that this answer is for one visitor only."""
    # Step 7.6: What a page depends on (8 min, extra)
    # A cache that many people share hands Alice's page to Bob where nothing says that it is hers.
    # Say it twice. response.vary is a set of names of headers: "Cookie" belongs to it, as another
    # cookie means another page. And response.cache_control has an attribute for each word of the
    # header Cache-Control: response.cache_control.private = True makes it say "private". What says
    # the opposite has to go: public becomes False, and s_maxage, which says how long a shared cache
    # may keep the page, becomes None. The rest of both headers stays as the page made it.
    pass


def apologize(response: Response, error: StoreUnavailable | SessionEnded) -> None:
    """Make this answer the page that says: your session was not saved."""
    # Step 7.7: Say that nothing was saved (8 min, extra)
    # The page is made, and says "Saved", and then the store cannot be asked. Below, an error is
    # raised, and the visitor gets a plain 500. Raise nothing: make another page of the response.
    # 1. response.close(): whoever makes the old text bit by bit can clean up, and a file is closed.
    # 2. No header of the old page may stay in response.headers.
    # 3. SORRY[type(error)] is a pair: the status for response.status_code, and a sentence. Let
    #    response.data be a <p> with the sentence and "Nothing was saved." in it.
    # 4. It is HTML (response.mimetype is "text/html"), and nobody may keep it: its Cache-Control is
    #    "no-store". So it needs no Vary.
    raise error


def renew_at_login(app: Flask) -> None:
    """Let each login of Flask-Login begin a session with a fresh ID."""

    # Step 7.8: A login that you did not write (8 min, extra)
    # Flask-Login writes the user into the session, whoever has planted its ID. It says when, by
    # three signals of the module flask_login: user_logged_in, user_loaded_from_cookie (the user
    # came back with "remember me") and user_login_confirmed. Write a function renew(sender, **_),
    # and connect it to each: signal.connect(renew, app, weak=False). Without weak=False, renew is
    # gone when renew_at_login ends. In renew, session is flask.session, imported at the top.
    # session.regenerate(), of SessionDict in flask_support.py, takes a fresh ID and keeps the data.
    # But the thief who planted the session knows the token in it that guards the forms:
    # session.pop("csrf_token", None) takes that out.
    pass


def use_store(app: Flask, store: LoginStore, new_id: Callable[[], str] = new_session_id) -> None:
    """Let the sessions of this app live in the store.

    Raises ValueError where the app and the store let a session live for different times.
    """
    check_lifetimes(app, store)
    app.session_interface = StoreInterface(store, new_id)
    speak_json(app)
    answer_unavailable(app)


def create_app(
    *,
    max_age: int = 60,
    secret_keys: Sequence[str] = SECRET_KEYS,
    new_id: Callable[[], str] = new_session_id,
    store: LoginStore | None = None,
) -> Flask:
    """Return the counter, a login and a notepad, on flask.session and three extensions.

    max_age: seconds a session lives unused. new_id: makes session IDs. store: None for a
    LoginStore on REDIS_URL, which lives max_age.
    """
    store = LoginStore(connect(), max_age) if store is None else store
    app = new_flask_app(__name__, secret_keys, store.max_age)
    use_store(app, store, new_id)
    guard(app, is_own_page)
    add_flask_pages(app, store.max_age)
    renew_at_login(app)
    return app
