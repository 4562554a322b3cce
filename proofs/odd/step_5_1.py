"""Odd but right answers to step 5.1: Log somebody in."""


# Odd: line by line, and the time with its fraction
class LoginManager:
    def log_in(self, session, user):
        session.regenerate()
        session["since"] = self.clock()
        session["user"] = user


# Odd: the count of a visitor whom nobody knew comes along
class LoginManager:
    def log_in(self, session, user):
        views = None if "user" in session else session.get("views")
        session.regenerate()
        if views is not None:
            session["views"] = views
        session.update({"user": user, "since": self.clock() // 1})


# Odd: the time is read first
class LoginManager:
    def log_in(self, session, user):
        now = self.clock()
        session.regenerate()
        session |= {"since": int(now), "user": str(user)}
