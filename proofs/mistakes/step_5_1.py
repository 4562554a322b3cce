"""Wrong answers to step 5.1: A fresh ID for a session that is worth more."""


# Mistake: first the user, then the fresh ID: regenerate takes all data out
class LoginManager:
    def log_in(self, session, user):
        session.update(user=user, since=int(self.clock()))
        session.regenerate()


# Mistake: nobody notes when it was
class LoginManager:
    def log_in(self, session, user):
        session.regenerate()
        session["user"] = user


# Mistake: the time as text
class LoginManager:
    def log_in(self, session, user):
        session.regenerate()
        session.update(user=user, since=str(int(self.clock())))


# Mistake: milliseconds, as in JavaScript
class LoginManager:
    def log_in(self, session, user):
        session.regenerate()
        session.update(user=user, since=int(self.clock() * 1000))


# Mistake: the time of the wall, not of the clock
class LoginManager:
    def log_in(self, session, user):
        session.regenerate()
        session.update(user=user, since=int(time.time()))


# Mistake: only the ID is exchanged, and the store does not know it
class LoginManager:
    def log_in(self, session, user):
        session.id = self.new_id()
        session.update(user=user, since=int(self.clock()))


# Mistake: a fresh ID, and the old record stays
class LoginManager:
    def log_in(self, session, user):
        session.id, session.new = self.new_id(), True
        session.update(user=user, since=int(self.clock()))


# Mistake: destroy, and nothing is saved
class LoginManager:
    def log_in(self, session, user):
        session.destroy()
        session.update(user=user, since=int(self.clock()))


# Mistake: all data comes along, though it may be somebody else's
class LoginManager:
    def log_in(self, session, user):
        before = dict(session)
        session.regenerate()
        session.update(before)
        session.update(user=user, since=int(self.clock()))


# Mistake: who is logged in already keeps the ID
class LoginManager:
    def log_in(self, session, user):
        if "user" not in session:
            session.regenerate()
        session.update(user=user, since=int(self.clock()))


# Mistake: a new visitor gets no fresh ID, and a known one does not either
class LoginManager:
    def log_in(self, session, user):
        if session.new:
            session.regenerate()
        session.update(user=user, since=int(self.clock()))


# Mistake: another session, which the page never sees
class LoginManager:
    def log_in(self, session, user):
        session = Session({}, self.new_id(), self.new_id)
        session.update(user=user, since=int(self.clock()))


# Mistake: the old record is removed by hand, one trip more
class LoginManager:
    def log_in(self, session, user):
        self.store.destroy(session.id)
        session.regenerate()
        session.update(user=user, since=int(self.clock()))


# Mistake: the first login counts for ever
class LoginManager:
    def log_in(self, session, user):
        since = session.get("since", int(self.clock()))
        session.regenerate()
        session.update(user=user, since=since)


# Mistake: another name for the user
class LoginManager:
    def log_in(self, session, user):
        session.regenerate()
        session.update(name=user, since=int(self.clock()))
