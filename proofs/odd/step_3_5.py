"""Odd but right answers to step 3.5: Decide what to write and send."""


# Odd: in steps
class SessionManager:
    def needs_write(self, session):
        if session.modified:
            return True
        return False

    def needs_cookie(self, session):
        if not self.needs_write(session):
            return False
        if session.new:
            return True
        return self.persistent


# Odd: all and any
class SessionManager:
    def needs_cookie(self, session):
        return all([session.modified, any([self.persistent, session.new])])
