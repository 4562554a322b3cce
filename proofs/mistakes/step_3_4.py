"""Wrong answers to step 3.4: Open a session."""


# Mistake: an unknown ID is adopted
# Rejected by: test_an_id_that_the_store_does_not_know_is_never_adopted
# Says: The server chooses the IDs
class SessionManager:
    def open(self, cookie_header):
        signed = from_cookie(parse_cookie(cookie_header).get(self.name))
        session_id = unsign(signed, self.secret_keys)
        record = self.store.get(session_id) if session_id else None
        if record is None:
            return Session({}, session_id or self.new_id(), self.new_id)
        session = Session(self.from_record(record), session_id, self.new_id)
        session.new, session.found = False, record
        return session


# Mistake: the store is asked for None too
# Rejected by: test_a_bad_signature_never_reaches_the_store
# Says: the store has nothing to say about it
class SessionManager:
    def open(self, cookie_header):
        signed = from_cookie(parse_cookie(cookie_header).get(self.name))
        session_id = unsign(signed, self.secret_keys)
        record = self.store.get(session_id)
        if record is None:
            return Session({}, self.new_id(), self.new_id)
        session = Session(self.from_record(record), session_id, self.new_id)
        session.new, session.found = False, record
        return session


# Mistake: the signature is cut off, and not verified
# Rejected by: test_a_bad_signature_never_reaches_the_store
# Says: unsign returns None: the ID is not ours
class SessionManager:
    def open(self, cookie_header):
        signed = from_cookie(parse_cookie(cookie_header).get(self.name))
        session_id = signed.rpartition(".")[0]
        record = self.store.get(session_id) if session_id else None
        if record is None:
            return Session({}, self.new_id(), self.new_id)
        session = Session(self.from_record(record), session_id, self.new_id)
        session.new, session.found = False, record
        return session


# Mistake: new_session_id is called, whatever new_id the manager was given
# Rejected by: test_the_ids_are_made_by_the_manager
# Says: with an ID from self.new_id
class SessionManager:
    def open(self, cookie_header):
        signed = from_cookie(parse_cookie(cookie_header).get(self.name))
        session_id = unsign(signed, self.secret_keys)
        record = self.store.get(session_id) if session_id else None
        if record is None:
            return Session({}, new_session_id(), self.new_id)
        session = Session(self.from_record(record), session_id, self.new_id)
        session.new, session.found = False, record
        return session


# Mistake: found stays None
# Rejected by: test_a_known_session_is_not_new
# Says: session.found to the record as the store gave it
class SessionManager:
    def open(self, cookie_header):
        signed = from_cookie(parse_cookie(cookie_header).get(self.name))
        session_id = unsign(signed, self.secret_keys)
        record = self.store.get(session_id) if session_id else None
        if record is None:
            return Session({}, self.new_id(), self.new_id)
        session = Session(self.from_record(record), session_id, self.new_id)
        session.new = False
        return session


# Mistake: a known session stays new
# Rejected by: test_a_known_session_is_not_new
# Says: Set session.new to False
class SessionManager:
    def open(self, cookie_header):
        signed = from_cookie(parse_cookie(cookie_header).get(self.name))
        session_id = unsign(signed, self.secret_keys)
        record = self.store.get(session_id) if session_id else None
        if record is None:
            return Session({}, self.new_id(), self.new_id)
        return Session(self.from_record(record), session_id, self.new_id)


# Mistake: the cookie is looked up as it came, without from_cookie
# Rejected by: test_each_visitor_gets_the_session_back
# Says: The cookie leads to the ID
class SessionManager:
    def open(self, cookie_header):
        signed = parse_cookie(cookie_header).get(self.name, "")
        session_id = unsign(signed, self.secret_keys)
        record = self.store.get(session_id) if session_id else None
        if record is None:
            return Session({}, self.new_id(), self.new_id)
        session = Session(self.from_record(record), session_id, self.new_id)
        session.new, session.found = False, record
        return session


# Mistake: an empty record counts as none
# Rejected by: test_an_empty_record_is_a_session_too
# Says: Ask whether the record is None
class SessionManager:
    def open(self, cookie_header):
        signed = from_cookie(parse_cookie(cookie_header).get(self.name))
        session_id = unsign(signed, self.secret_keys)
        record = self.store.get(session_id) if session_id else None
        if not record:
            return Session({}, self.new_id(), self.new_id)
        session = Session(self.from_record(record), session_id, self.new_id)
        session.new, session.found = False, record
        return session


# Mistake: the store of the app is forgotten where none is given
# Rejected by: test_the_app_has_a_store_of_its_own
# Says: AttributeError: 'NoneType' object
def create_app(
    *, max_age=60, secret_keys=SECRET_KEYS, new_id=new_session_id, store=None, **options
):
    app = Flask(__name__)
    add_routes(app, SessionManager(store, secret_keys, new_id=new_id, **options))
    return app


# Mistake: store or MemoryStore(), and an empty store with a length is false
# Rejected by: test_each_visitor_gets_the_session_back
# Says: ask whether it is None
def create_app(
    *, max_age=60, secret_keys=SECRET_KEYS, new_id=new_session_id, store=None, **options
):
    app = Flask(__name__)
    store = store or MemoryStore(max_age)
    add_routes(app, SessionManager(store, secret_keys, new_id=new_id, **options))
    return app


# Mistake: the name of the cookie is written out
# Rejected by: test_the_cookie_has_the_name_that_was_chosen
# Says: The cookie is called self.name
class SessionManager:
    def open(self, cookie_header):
        signed = from_cookie(parse_cookie(cookie_header).get("connect.sid"))
        session_id = unsign(signed, self.secret_keys)
        record = self.store.get(session_id) if session_id else None
        if record is None:
            return Session({}, self.new_id(), self.new_id)
        session = Session(self.from_record(record), session_id, self.new_id)
        session.new, session.found = False, record
        return session


# Mistake: the cookie is read with the first key only
# Rejected by: test_every_key_opens
# Says: Give unsign all of self.secret_keys
class SessionManager:
    def open(self, cookie_header):
        signed = from_cookie(parse_cookie(cookie_header).get(self.name))
        session_id = unsign(signed, self.secret_keys[:1])
        record = self.store.get(session_id) if session_id else None
        if record is None:
            return Session({}, self.new_id(), self.new_id)
        session = Session(self.from_record(record), session_id, self.new_id)
        session.new, session.found = False, record
        return session


# Mistake: the record is taken for the data
# Rejected by: test_from_record_makes_the_data
# Says: self.from_record makes the data of it
class SessionManager:
    def open(self, cookie_header):
        signed = from_cookie(parse_cookie(cookie_header).get(self.name))
        session_id = unsign(signed, self.secret_keys)
        record = self.store.get(session_id) if session_id else None
        if record is None:
            return Session({}, self.new_id(), self.new_id)
        session = Session(record, session_id, self.new_id)
        session.new, session.found = False, record
        return session


# Mistake: the new session is given its ID a second time, where a maker of IDs is due
# Rejected by: test_a_session_can_have_a_fresh_id
# Says: The third argument of Session is a function that makes IDs
class SessionManager:
    def open(self, cookie_header):
        signed = from_cookie(parse_cookie(cookie_header).get(self.name))
        session_id = unsign(signed, self.secret_keys)
        record = self.store.get(session_id) if session_id else None
        if record is None:
            fresh = self.new_id()
            return Session({}, fresh, lambda: fresh)
        session = Session(self.from_record(record), session_id, self.new_id)
        session.new, session.found = False, record
        return session


# Mistake: the known session keeps its ID for ever
# Rejected by: test_a_session_can_have_a_fresh_id
# Says: self.new_id itself
class SessionManager:
    def open(self, cookie_header):
        signed = from_cookie(parse_cookie(cookie_header).get(self.name))
        session_id = unsign(signed, self.secret_keys)
        record = self.store.get(session_id) if session_id else None
        if record is None:
            return Session({}, self.new_id(), self.new_id)
        session = Session(self.from_record(record), session_id, lambda: session_id)
        session.new, session.found = False, record
        return session


# Mistake: an error of the store counts as no record
# Rejected by: test_an_error_of_the_store_is_let_through
# Says: a visitor who has a session gets a new one
class SessionManager:
    def open(self, cookie_header):
        signed = from_cookie(parse_cookie(cookie_header).get(self.name))
        session_id = unsign(signed, self.secret_keys)
        try:
            record = self.store.get(session_id) if session_id else None
        except Exception:
            record = None
        if record is None:
            return Session({}, self.new_id(), self.new_id)
        session = Session(self.from_record(record), session_id, self.new_id)
        session.new, session.found = False, record
        return session


# Mistake: a KeyError of the store counts as no record
# Rejected by: test_an_error_of_the_store_is_let_through
# Says: An error means that nobody knows
class SessionManager:
    def open(self, cookie_header):
        signed = from_cookie(parse_cookie(cookie_header).get(self.name))
        session_id = unsign(signed, self.secret_keys)
        try:
            record = self.store.get(session_id) if session_id else None
        except KeyError:
            record = None
        if record is None:
            return Session({}, self.new_id(), self.new_id)
        session = Session(self.from_record(record), session_id, self.new_id)
        session.new, session.found = False, record
        return session


# Mistake: a connection that breaks counts as no record
# Rejected by: test_an_error_of_the_store_is_let_through
# Says: An error means that nobody knows
import contextlib


class SessionManager:
    def open(self, cookie_header):
        signed = from_cookie(parse_cookie(cookie_header).get(self.name))
        session_id, record = unsign(signed, self.secret_keys), None
        with contextlib.suppress(OSError):
            record = self.store.get(session_id) if session_id else None
        if record is None:
            return Session({}, self.new_id(), self.new_id)
        session = Session(self.from_record(record), session_id, self.new_id)
        session.new, session.found = False, record
        return session


# Mistake: new is what is equal to both True and False
# Rejected by: test_the_ids_are_made_by_the_manager
# Says: made-by-new-id
class Both(object):
    __eq__ = lambda *_: True
    __ne__ = lambda *_: False


class SessionManager:
    def open(self, cookie_header):
        signed = from_cookie(parse_cookie(cookie_header).get(self.name))
        session_id = unsign(signed, self.secret_keys)
        record = self.store.get(session_id) if session_id else None
        session = Session(self.from_record(record or {}), session_id, self.new_id)
        if record is None:
            session.id = self.new_id()
        session.new, session.found = Both(), record
        return session


# Mistake: a session whose record is empty gets a new ID
# Rejected by: test_an_empty_record_is_a_session_too
# Says: an empty one
class SessionManager:
    def open(self, cookie_header):
        signed = from_cookie(parse_cookie(cookie_header).get(self.name))
        session_id = unsign(signed, self.secret_keys)
        record = self.store.get(session_id) if session_id else None
        if record is None:
            return Session({}, self.new_id(), self.new_id)
        session_id = session_id if record else self.new_id()
        session = Session(self.from_record(record), session_id, self.new_id)
        session.new, session.found = False, record
        return session
