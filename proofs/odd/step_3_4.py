"""Odd but right answers to step 3.4: Open a session."""


# Odd: early returns, and the new session made in one place
class SessionManager:
    def open(self, cookie_header):
        fresh = Session({}, self.new_id(), self.new_id)
        text = parse_cookie(cookie_header).get(self.name)
        if text is None:
            return fresh
        session_id = unsign(from_cookie(text), self.secret_keys)
        if session_id in (None, ""):
            return fresh
        record = self.store.get(session_id)
        if record is None:
            return fresh
        known = Session(self.from_record(record), session_id, self.new_id)
        known.found = record
        known.new = False
        return known


# Odd: the walrus
class SessionManager:
    def open(self, cookie_header):
        signed = from_cookie(parse_cookie(cookie_header).get(self.name, ""))
        if (session_id := unsign(signed, self.secret_keys)) and (
            record := self.store.get(session_id)
        ) is not None:
            session = Session(self.from_record(record), session_id, self.new_id)
            session.new, session.found = False, record
        else:
            session = Session({}, self.new_id(), self.new_id)
        return session


# Odd: a method of its own for a new session
class SessionManager:
    def fresh(self):
        return Session({}, self.new_id(), new_id=lambda: self.new_id())

    def open(self, cookie_header):
        text = parse_cookie(cookie_header).get(self.name, "")
        session_id = unsign(from_cookie(text), list(self.secret_keys))
        record = self.store.get(session_id) if session_id else None
        if record is None:
            return self.fresh()
        session = Session(data=self.from_record(record), session_id=session_id, new_id=self.new_id)
        session.new, session.found = False, record
        return session


# Odd: what goes wrong in the store is noted, and goes on
class SessionManager:
    def open(self, cookie_header):
        session_id = unsign(
            from_cookie(parse_cookie(cookie_header).get(self.name)), self.secret_keys
        )
        try:
            record = None if session_id is None else self.store.get(session_id)
        except Exception as error:
            print("the store says", error)
            raise
        if record is None:
            return Session({}, self.new_id(), self.new_id)
        session = Session(self.from_record(record), session_id, self.new_id)
        session.new, session.found = False, record
        return session
