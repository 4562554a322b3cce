"""Odd but right answers to step 5.2: Log somebody out."""


# Odd: the cookie first, then the record; a value that says why
class LoginManager:
    def log_out(self, session):
        cookie = dump_cookie(self.name, "deleted", max_age=0, **self.cookie)
        session.destroy()
        return cookie


# Odd: a life below zero is over as well
class LoginManager:
    def log_out(self, session):
        session.destroy()
        return dump_cookie(self.name, "", **{**self.cookie, "max_age": -1})


# Odd: the record is removed by hand, and the session destroyed only for this request
class LoginManager:
    def log_out(self, session):
        if not session.new:
            self.store.destroy(session.id)
        session.destroyed = True
        return dump_cookie(self.name, "", max_age=0, **self.cookie)
