"""Wrong answers to step 5.2: Log somebody out."""


# Mistake: the record goes, the cookie stays
# Rejected by: test_a_logout_deletes_the_cookie
# Says: A browser deletes a cookie when it gets one of the same name, path and domain whose time i
class LoginManager:
    def log_out(self, session):
        session.destroy()
        return ""


# Mistake: emptied, not ended
# Rejected by: test_a_logout_removes_the_record
# Says: A cookie is only the key to the record
class LoginManager:
    def log_out(self, session):
        session.clear()
        return dump_cookie(self.name, "", max_age=0, **self.cookie)


# Mistake: only the user is taken out
# Rejected by: test_a_logout_removes_the_record
# Says: A cookie is only the key to the record
class LoginManager:
    def log_out(self, session):
        session.pop("user", None)
        return dump_cookie(self.name, "", max_age=0, **self.cookie)


# Mistake: a fresh session that nobody has a key to
# Rejected by: test_a_logout_removes_the_record
# Says: A cookie is only the key to the record
class LoginManager:
    def log_out(self, session):
        session.regenerate()
        return dump_cookie(self.name, "", max_age=0, **self.cookie)


# Mistake: an empty cookie without an end
# Rejected by: test_a_logout_deletes_the_cookie
# Says: A browser deletes a cookie when it gets one of the same name, path and domain whose time i
class LoginManager:
    def log_out(self, session):
        session.destroy()
        return dump_cookie(self.name, "", **self.cookie)


# Mistake: an empty cookie that lives as long as a session
# Rejected by: test_a_logout_deletes_the_cookie
# Says: A browser deletes a cookie when it gets one of the same name, path and domain whose time i
class LoginManager:
    def log_out(self, session):
        session.destroy()
        return self.dump("")


# Mistake: the options of the cookie are forgotten
# Rejected by: test_a_logout_deletes_the_cookie
# Says: A browser deletes a cookie when it gets one of the same name, path and domain whose time i
class LoginManager:
    def log_out(self, session):
        session.destroy()
        return dump_cookie(self.name, "", max_age=0)


# Mistake: the name is written out
# Rejected by: test_a_logout_deletes_the_cookie
# Says: A browser deletes a cookie when it gets one of the same name, path and domain whose time i
class LoginManager:
    def log_out(self, session):
        session.destroy()
        return dump_cookie("connect.sid", "", max_age=0, **self.cookie)


# Mistake: deleted where the button is
# Rejected by: test_a_logout_deletes_the_cookie
# Says: A browser deletes a cookie when it gets one of the same name, path and domain whose time i
class LoginManager:
    def log_out(self, session):
        session.destroy()
        return dump_cookie(self.name, "", max_age=0, **{**self.cookie, "path": "/logout"})


# Mistake: marked as ended, and nothing is removed
# Rejected by: test_a_logout_removes_the_record
# Says: A cookie is only the key to the record
class LoginManager:
    def log_out(self, session):
        session.destroyed = True
        return dump_cookie(self.name, "", max_age=0, **self.cookie)


# Mistake: the whole list of the user's sessions is ended
# Rejected by: test_a_logout_ends_one_session
# Says: This session ends, and no other one
class LoginManager:
    def log_out(self, session):
        self.store.destroy_all(session.get("user"))
        session.destroy()
        return dump_cookie(self.name, "", max_age=0, **self.cookie)


# Mistake: nothing comes back
# Rejected by: test_a_logout_deletes_the_cookie
# Says: A browser deletes a cookie when it gets one of the same name, path and domain whose time i
class LoginManager:
    def log_out(self, session):
        session.destroy()


# Mistake: only the path, not the domain
# Rejected by: test_a_logout_deletes_the_cookie
# Says: one of the same name, path and domain
class LoginManager:
    def log_out(self, session):
        session.destroy()
        return dump_cookie(self.name, "", max_age=0, path=self.cookie.get("path", "/"))


# Mistake: only who is logged in is logged out
# Rejected by: test_a_logout_removes_the_record
# Says: be somebody logged in or not
class LoginManager:
    def log_out(self, session):
        if "user" in session:
            session.destroy()
        return dump_cookie(self.name, "", max_age=0, **self.cookie)


# Mistake: removed at once, and emptied: save writes the session again
# Rejected by: test_a_logout_removes_the_record
# Says: save then removes the record, and writes nothing
class LoginManager:
    def log_out(self, session):
        self.store.destroy(session.id)
        session.clear()
        return dump_cookie(self.name, "", max_age=0, **self.cookie)
