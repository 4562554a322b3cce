"""Wrong answers to step 3.5: Decide what to write and send."""


# Mistake: only a new session is written
# Rejected by: test_a_change_is_written
# Says: then a write is due
class SessionManager:
    def needs_write(self, session):
        return session.modified and session.new


# Mistake: an empty session is not written
# Rejected by: test_an_emptied_session_is_written
# Says: To take everything out is a change as well
class SessionManager:
    def needs_write(self, session):
        return session.modified and bool(session)


# Mistake: compared with the record that was found, whose lists are the same objects
# Rejected by: test_a_change_is_written
# Says: for nested data too
class SessionManager:
    def needs_write(self, session):
        return session.modified if session.new else dict(session) != session.found


# Mistake: resave is on by default, as it was in Express
# Rejected by: test_who_only_looks_causes_no_write
# Says: Nothing was modified, so there is nothing to write
class SessionManager:
    def __init__(
        self,
        store,
        secret_keys,
        *,
        name="connect.sid",
        resave=True,
        save_uninitialized=False,
        rolling=False,
        persistent=True,
        new_id=new_session_id,
        **cookie,
    ):
        self.store, self.secret_keys, self.name = store, secret_keys, name
        self.resave, self.save_uninitialized = resave, save_uninitialized
        self.rolling, self.persistent = rolling, persistent
        self.new_id, self.cookie = new_id, cookie
        unsign("", secret_keys)
        self.dump("")


# Mistake: rolling is on by default
# Rejected by: test_who_only_looks_gets_no_cookie
# Says: so the browser has nothing to learn
class SessionManager:
    def __init__(
        self,
        store,
        secret_keys,
        *,
        name="connect.sid",
        resave=False,
        save_uninitialized=False,
        rolling=True,
        persistent=True,
        new_id=new_session_id,
        **cookie,
    ):
        self.store, self.secret_keys, self.name = store, secret_keys, name
        self.resave, self.save_uninitialized = resave, save_uninitialized
        self.rolling, self.persistent = rolling, persistent
        self.new_id, self.cookie = new_id, cookie
        unsign("", secret_keys)
        self.dump("")


# Mistake: every new visitor gets a cookie
# Rejected by: test_who_only_looks_gets_no_cookie
# Says: Nothing was modified
class SessionManager:
    def needs_cookie(self, session):
        return session.new or (session.modified and self.persistent)


# Mistake: only a new session sends its cookie
# Rejected by: test_a_change_sends_the_cookie
# Says: so that the browser counts anew
class SessionManager:
    def needs_cookie(self, session):
        return session.modified and session.new


# Mistake: persistent is forgotten
# Rejected by: test_a_cookie_without_an_end_is_sent_once
# Says: there is no Max-Age to renew
class SessionManager:
    def needs_cookie(self, session):
        return session.modified


# Mistake: without persistent, no cookie at all
# Rejected by: test_a_cookie_without_an_end_is_sent_once
# Says: A new session brings its ID to the browser
class SessionManager:
    def needs_cookie(self, session):
        return session.modified and self.persistent


# Mistake: brackets in the wrong place
# Rejected by: test_who_only_looks_gets_no_cookie
# Says: Nothing was modified
class SessionManager:
    def needs_cookie(self, session):
        return (session.modified and session.new) or self.persistent


# Mistake: the old record is destroyed before the new one is written
# Rejected by: test_a_regenerated_session_moves
# Says: then the old one goes
class SessionManager:
    def save(self, session):
        for session_id in session.ended:
            self.store.destroy(session_id)
        if session.destroyed:
            return None
        if self.needs_write(session) or self.writes_anyway(session):
            self.write(session)
        if not (self.needs_cookie(session) or self.sends_anyway(session)):
            return None
        return self.dump(to_cookie(sign(session.id, self.secret_keys[0])))


# Mistake: the Max-Age is in milliseconds, as Express counts it
# Rejected by: test_a_change_sends_the_cookie
# Says: Max-Age=60000
class SessionManager:
    def dump(self, value):
        max_age = self.store.max_age * 1000 if self.persistent else None
        return dump_cookie(self.name, value, max_age=max_age, **self.cookie)


# Mistake: a known session that was emptied is not written
# Rejected by: test_an_emptied_session_is_written
# Says: To take everything out is a change as well
class SessionManager:
    def needs_write(self, session):
        return session.modified and (session.new or bool(session))


# Mistake: a known session that was emptied sends no cookie
# Rejected by: test_a_change_sends_the_cookie
# Says: a known visitor takes all data out
class SessionManager:
    def needs_cookie(self, session):
        return session.modified and (session.new or (self.persistent and bool(session)))


# Mistake: without persistent, every new visitor gets a cookie
# Rejected by: test_who_only_looks_gets_no_cookie
# Says: only if it was modified, with or without Max-Age
class SessionManager:
    def needs_cookie(self, session):
        return session.modified if self.persistent else session.new


# Mistake: found in place of new, so that an emptied session counts as new
# Rejected by: test_a_cookie_without_an_end_is_sent_once
# Says: The browser knows the ID
class SessionManager:
    def needs_cookie(self, session):
        return session.modified and (not session.found or self.persistent)
