"""Wrong answers to step 5.1: Log somebody in."""


# Mistake: first the user, then the fresh ID: regenerate takes all data out
# Rejected by: test_the_login_is_noted
# Says: regenerate takes all data out, so it comes first
class LoginManager:
    def log_in(self, session, user):
        session.update(user=user, since=int(self.clock()))
        session.regenerate()


# Mistake: nobody notes when it was
# Rejected by: test_the_login_is_noted
# Says: int(self.clock())
class LoginManager:
    def log_in(self, session, user):
        session.regenerate()
        session["user"] = user


# Mistake: the time as text
# Rejected by: test_the_login_is_noted
# Says: int(self.clock())
class LoginManager:
    def log_in(self, session, user):
        session.regenerate()
        session.update(user=user, since=str(int(self.clock())))


# Mistake: milliseconds, as in JavaScript
# Rejected by: test_the_login_is_noted
# Says: int(self.clock())
class LoginManager:
    def log_in(self, session, user):
        session.regenerate()
        session.update(user=user, since=int(self.clock() * 1000))


# Mistake: the time of the wall, not of the clock
# Rejected by: test_the_login_is_noted
# Says: int(self.clock())
import time


class LoginManager:
    def log_in(self, session, user):
        session.regenerate()
        session.update(user=user, since=int(time.time()))


# Mistake: only the ID is exchanged, and the store does not know it
# Rejected by: test_a_login_gets_a_fresh_id
# Says: The ID from before the login may be known to a thief, be it of a visitor or of somebody wh
class LoginManager:
    def log_in(self, session, user):
        session.id = self.new_id()
        session.update(user=user, since=int(self.clock()))


# Mistake: a fresh ID, and the old record stays
# Rejected by: test_a_login_gets_a_fresh_id
# Says: The ID from before the login may be known to a thief, be it of a visitor or of somebody wh
class LoginManager:
    def log_in(self, session, user):
        session.id, session.new = self.new_id(), True
        session.update(user=user, since=int(self.clock()))


# Mistake: destroy, and nothing is saved
# Rejected by: test_a_login_gets_a_fresh_id
# Says: The ID from before the login may be known to a thief, be it of a visitor or of somebody wh
class LoginManager:
    def log_in(self, session, user):
        session.destroy()
        session.update(user=user, since=int(self.clock()))


# Mistake: all data comes along, though it may be somebody else's
# Rejected by: test_nothing_of_another_user_stays
# Says: What was in the session before may be another person's
class LoginManager:
    def log_in(self, session, user):
        before = dict(session)
        session.regenerate()
        session.update(before)
        session.update(user=user, since=int(self.clock()))


# Mistake: who is logged in already keeps the ID
# Rejected by: test_a_login_gets_a_fresh_id
# Says: The ID from before the login may be known to a thief, be it of a visitor or of somebody wh
class LoginManager:
    def log_in(self, session, user):
        if "user" not in session:
            session.regenerate()
        session.update(user=user, since=int(self.clock()))


# Mistake: a new visitor gets no fresh ID, and a known one does not either
# Rejected by: test_a_login_gets_a_fresh_id
# Says: The ID from before the login may be known to a thief, be it of a visitor or of somebody wh
class LoginManager:
    def log_in(self, session, user):
        if session.new:
            session.regenerate()
        session.update(user=user, since=int(self.clock()))


# Mistake: another session, which the page never sees
# Rejected by: test_the_login_is_noted
# Says: regenerate takes all data out, so it comes first
class LoginManager:
    def log_in(self, session, user):
        session = Session({}, self.new_id(), self.new_id)
        session.update(user=user, since=int(self.clock()))


# Mistake: the old record is removed by hand, one trip more
# Rejected by: test_a_login_costs_no_trip_of_its_own
# Says: log_in changes the session
class LoginManager:
    def log_in(self, session, user):
        self.store.destroy(session.id)
        session.regenerate()
        session.update(user=user, since=int(self.clock()))


# Mistake: the first login counts for ever
# Rejected by: test_the_login_is_noted
# Says: int(self.clock())
class LoginManager:
    def log_in(self, session, user):
        since = session.get("since", int(self.clock()))
        session.regenerate()
        session.update(user=user, since=since)


# Mistake: another name for the user
# Rejected by: test_the_login_is_noted
# Says: regenerate takes all data out, so it comes first
class LoginManager:
    def log_in(self, session, user):
        session.regenerate()
        session.update(name=user, since=int(self.clock()))


# Mistake: the data goes, and the ID stays
# Rejected by: test_a_login_gets_a_fresh_id
# Says: The ID from before the login may be known to a thief
class LoginManager:
    def log_in(self, session, user):
        session.clear()
        session.update(user=user, since=int(self.clock()))


# Mistake: the count of another user comes along
# Rejected by: test_nothing_of_another_user_stays
# Says: take nothing along
class LoginManager:
    def log_in(self, session, user):
        views = session.get("views", 0)
        session.regenerate()
        session.update(views=views, user=user, since=int(self.clock()))
