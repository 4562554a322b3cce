"""Wrong answers to step 5.2: End it where it lives."""


# Mistake: the record goes, the cookie stays
class LoginManager:
    def log_out(self, session):
        session.destroy()
        return ""


# Mistake: emptied, not ended
class LoginManager:
    def log_out(self, session):
        session.clear()
        return dump_cookie(self.name, "", max_age=0, **self.cookie)


# Mistake: only the user is taken out
class LoginManager:
    def log_out(self, session):
        session.pop("user", None)
        return dump_cookie(self.name, "", max_age=0, **self.cookie)


# Mistake: a fresh session that nobody has a key to
class LoginManager:
    def log_out(self, session):
        session.regenerate()
        return dump_cookie(self.name, "", max_age=0, **self.cookie)


# Mistake: an empty cookie without an end
class LoginManager:
    def log_out(self, session):
        session.destroy()
        return dump_cookie(self.name, "", **self.cookie)


# Mistake: an empty cookie that lives as long as a session
class LoginManager:
    def log_out(self, session):
        session.destroy()
        return self.dump("")


# Mistake: the options of the cookie are forgotten
class LoginManager:
    def log_out(self, session):
        session.destroy()
        return dump_cookie(self.name, "", max_age=0)


# Mistake: the name is written out
class LoginManager:
    def log_out(self, session):
        session.destroy()
        return dump_cookie("connect.sid", "", max_age=0, **self.cookie)


# Mistake: deleted where the button is
class LoginManager:
    def log_out(self, session):
        session.destroy()
        return dump_cookie(self.name, "", max_age=0, **{**self.cookie, "path": "/logout"})


# Mistake: marked as ended, and nothing is removed
class LoginManager:
    def log_out(self, session):
        session.destroyed = True
        return dump_cookie(self.name, "", max_age=0, **self.cookie)


# Mistake: the whole list of the user's sessions is ended
class LoginManager:
    def log_out(self, session):
        self.store.destroy_all(session.get("user"))
        session.destroy()
        return dump_cookie(self.name, "", max_age=0, **self.cookie)


# Mistake: nothing comes back
class LoginManager:
    def log_out(self, session):
        session.destroy()


# Mistake: the ID goes on in the cookie that is to go
class LoginManager:
    def log_out(self, session):
        session.destroy()
        value = to_cookie(sign(session.id, self.secret_keys[0]))
        return dump_cookie(self.name, value, **self.cookie)
