"""Wrong answers to step 7.1: From a request to a session."""


# Mistake: opened at once, and a picture asks the store as well
# Rejected by: test_open_session_does_not_open_it
# Says: Do not call open in open_session. FlaskSession calls it, when a page looks into the
class StoreInterface:
    def open_session(self, app, request):
        if not app.secret_key:
            return None
        opened = self.manager(app).open(request.headers.get("Cookie", ""))
        return FlaskSession(lambda: opened)


# Mistake: the opened session itself, where a function is wanted
# Rejected by: test_the_next_page_finds_the_session
# Says: Your code stops with TypeError: 'Session' object is not callable
class StoreInterface:
    def open_session(self, app, request):
        if not app.secret_key:
            return None
        header = request.headers.get("Cookie", "")
        return FlaskSession(self.manager(app).open(header))


# Mistake: the Session of lesson 3, which Flask cannot save
# Rejected by: test_the_next_page_finds_the_session
# Says: session needs a function named Session.sid; your file has no such name.
class StoreInterface:
    def open_session(self, app, request):
        if not app.secret_key:
            return None
        return self.manager(app).open(request.headers.get("Cookie", ""))


# Mistake: a session without a key, and Flask does not say what is missing
# Rejected by: test_without_a_key_there_is_no_session
# Says: Your code stops with ValueError: secret_keys must hold one text or more, and none
class StoreInterface:
    def open_session(self, app, request):
        header = request.headers.get("Cookie", "")
        return FlaskSession(lambda: self.manager(app).open(header))


# Mistake: a key that is an empty text counts as a key
# Rejected by: test_without_a_key_there_is_no_session
# Says: Your code stops with ValueError: secret_keys must hold one text or more, and none
class StoreInterface:
    def open_session(self, app, request):
        if app.secret_key is None:
            return None
        header = request.headers.get("Cookie", "")
        return FlaskSession(lambda: self.manager(app).open(header))


# Mistake: without a key, an error, on pages that need no session too
# Rejected by: test_without_a_key_there_is_no_session
# Says: Your code stops with RuntimeError: This app has no secret key
class StoreInterface:
    def open_session(self, app, request):
        if not app.secret_key:
            raise RuntimeError("This app has no secret key")
        header = request.headers.get("Cookie", "")
        return FlaskSession(lambda: self.manager(app).open(header))


# Mistake: the manager is made before the question for the key
# Rejected by: test_without_a_key_there_is_no_session
# Says: Your code stops with ValueError: secret_keys must hold one text or more, and none
class StoreInterface:
    def open_session(self, app, request):
        manager = self.manager(app)
        if not app.secret_key:
            return None
        header = request.headers.get("Cookie", "")
        return FlaskSession(lambda: manager.open(header))


# Mistake: or asks whether the session is empty, which opens it, and an empty one is lost
# Rejected by: test_the_next_page_finds_the_session
# Says: Your code stops with AttributeError: 'NullSession' object has no attribute 'sid'
class StoreInterface:
    def open_session(self, app, request):
        header = request.headers.get("Cookie", "")
        session = FlaskSession(lambda: self.manager(app).open(header))
        return (app.secret_key or None) and (session or None)


# Mistake: and asks whether the session is empty, which opens it
# Rejected by: test_the_next_page_finds_the_session
# Says: self.manager(app).open finds it by the Cookie header of the request. An empty
class StoreInterface:
    def open_session(self, app, request):
        if not app.secret_key:
            return None
        header = request.headers.get("Cookie", "")
        session = FlaskSession(lambda: self.manager(app).open(header))
        if session:
            session.permanent = session.get("_permanent", False)
        return session


# Mistake: the cookie's value, where the whole header is wanted
# Rejected by: test_the_next_page_finds_the_session
# Says: self.manager(app).open finds it by the Cookie header of the request. An empty
class StoreInterface:
    def open_session(self, app, request):
        if not app.secret_key:
            return None
        value = request.cookies.get(self.get_cookie_name(app), "")
        return FlaskSession(lambda: self.manager(app).open(value))


# Mistake: cookies[...] of a visitor without a cookie is an error
# Rejected by: test_the_next_page_finds_the_session
# Says: Your code stops with BadRequestKeyError: 400 Bad Request: The browser (or proxy)
class StoreInterface:
    def open_session(self, app, request):
        if not app.secret_key:
            return None
        name = self.get_cookie_name(app)
        header = f"{name}={request.cookies[name]}"
        return FlaskSession(lambda: self.manager(app).open(header))


# Mistake: cookies[...] too, though later
# Rejected by: test_the_next_page_finds_the_session
# Says: Your code stops with BadRequestKeyError: 400 Bad Request: The browser (or proxy)
class StoreInterface:
    def open_session(self, app, request):
        if not app.secret_key:
            return None
        name = self.get_cookie_name(app)
        return FlaskSession(lambda: self.manager(app).open(f"{name}={request.cookies[name]}"))


# Mistake: None where there is no Cookie header, which cannot be split
# Rejected by: test_the_next_page_finds_the_session
# Says: Your code stops with AttributeError: 'NoneType' object has no attribute 'split'
class StoreInterface:
    def open_session(self, app, request):
        if not app.secret_key:
            return None
        return FlaskSession(lambda: self.manager(app).open(request.headers.get("Cookie")))


# Mistake: the header of what is sent, not of what came
# Rejected by: test_the_next_page_finds_the_session
# Says: self.manager(app).open finds it by the Cookie header of the request. An empty
class StoreInterface:
    def open_session(self, app, request):
        if not app.secret_key:
            return None
        header = request.headers.get("Set-Cookie", "")
        return FlaskSession(lambda: self.manager(app).open(header))


# Mistake: a manager with the course's keys, not with the app's
# Rejected by: test_the_next_page_finds_the_session
# Says: self.manager(app).open finds it by the Cookie header of the request. An empty
class StoreInterface:
    def open_session(self, app, request):
        if not app.secret_key:
            return None
        header = request.headers.get("Cookie", "")
        name = self.get_cookie_name(app)
        manager = SessionManager(self.store, SECRET_KEYS, name=name, new_id=self.new_id)
        return FlaskSession(lambda: manager.open(header))


# Mistake: the app's older keys are left out
# Rejected by: test_every_key_of_the_app_opens
# Says: self.manager(app) knows all keys of the app, as texts. Flask takes bytes as well.
class StoreInterface:
    def open_session(self, app, request):
        if not app.secret_key:
            return None
        header = request.headers.get("Cookie", "")
        name = self.get_cookie_name(app)
        manager = SessionManager(self.store, key_texts(app)[:1], name=name, new_id=self.new_id)
        return FlaskSession(lambda: manager.open(header))


# Mistake: connect.sid, whatever the app calls its cookie
# Rejected by: test_the_next_page_finds_the_session
# Says: self.manager(app).open finds it by the Cookie header of the request. An empty
class StoreInterface:
    def open_session(self, app, request):
        if not app.secret_key:
            return None
        header = request.headers.get("Cookie", "")
        manager = SessionManager(self.store, key_texts(app), new_id=self.new_id)
        return FlaskSession(lambda: manager.open(header))


# Mistake: a manager of its own, which makes its IDs in its own way
# Rejected by: test_the_next_page_finds_the_session
# Says: open takes text: "" where there is no Cookie header. And a session that is empty is
class StoreInterface:
    def open_session(self, app, request):
        if not app.secret_key:
            return None
        header = request.headers.get("Cookie", "")
        name = self.get_cookie_name(app)
        manager = SessionManager(self.store, key_texts(app), name=name)
        return FlaskSession(lambda: manager.open(header))


# Mistake: the ID is taken as it came, and its signature is not looked at
# Rejected by: test_a_cookie_that_is_not_ours_asks_nothing
# Says: self.manager(app) knows the keys and the name of this app's cookie. Its open asks
class StoreInterface:
    def open_session(self, app, request):
        if not app.secret_key:
            return None

        def open_it():
            value = request.cookies.get(self.get_cookie_name(app), "")
            session_id = from_cookie(value).rsplit(".", 1)[0]
            record = self.store.get(session_id) if session_id else None
            session = Session(record or {}, session_id or self.new_id(), self.new_id)
            session.new, session.found = record is None, record
            return session

        return FlaskSession(open_it)


from .lesson2_signed_id import from_cookie


# Mistake: one session for all, the one that was opened first
# Rejected by: test_the_next_page_finds_the_session
# Says: open takes text: "" where there is no Cookie header. And a session that is empty is
class StoreInterface:
    session = None

    def open_session(self, app, request):
        if not app.secret_key:
            return None
        header = request.headers.get("Cookie", "")
        if self.session is None:
            self.session = FlaskSession(lambda: self.manager(app).open(header))
        return self.session


# Mistake: whoever comes without a cookie gets no session, and never will get one
# Rejected by: test_the_next_page_finds_the_session
# Says: Your code stops with AttributeError: 'NullSession' object has no attribute 'sid'
class StoreInterface:
    def open_session(self, app, request):
        header = request.headers.get("Cookie", "")
        if not app.secret_key or not header:
            return None
        return FlaskSession(lambda: self.manager(app).open(header))


# Mistake: only the first cookie of the header is looked at
# Rejected by: test_the_next_page_finds_the_session
# Says: between two others
class StoreInterface:
    def open_session(self, app: Flask, request: Request) -> FlaskSession | None:
        if not app.secret_key:
            return None
        header = request.headers.get("Cookie", "").split(";")[0]
        return FlaskSession(lambda: self.manager(app).open(header))


# Mistake: asked at once, and the answer is kept for later
# Rejected by: test_open_session_does_not_open_it
# Says: Do not call open in open_session
class StoreInterface:
    def open_session(self, app: Flask, request: Request) -> FlaskSession | None:
        if not app.secret_key:
            return None
        header = request.headers.get("Cookie", "")
        try:
            opened = self.manager(app).open(header)
        except StoreUnavailable as error:
            kept = error

            def again():
                raise kept

            return FlaskSession(again)
        return FlaskSession(lambda: opened)


# Mistake: bytes are read as UTF-8
# Rejected by: test_every_key_of_the_app_opens
# Says: Flask takes bytes as well
class StoreInterface:
    def manager(self, app: Flask) -> SessionManager:
        keys = [app.secret_key, *(app.config["SECRET_KEY_FALLBACKS"] or [])]
        keys = [k.decode(errors="replace") if isinstance(k, bytes) else k for k in keys]
        cookie = {"name": self.get_cookie_name(app), "secure": True}
        return SessionManager(self.store, keys, new_id=self.new_id, **cookie)
