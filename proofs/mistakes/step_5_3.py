"""Wrong answers to step 5.3: An end that nobody can put off."""


# Mistake: a session without a time raises KeyError
class LoginManager:
    def is_over(self, session):
        return self.clock() - session["since"] >= self.lifetime


# Mistake: a session without a time began just now
class LoginManager:
    def is_over(self, session):
        now = self.clock()
        since = session.get("since", now)
        return not isinstance(since, (int, float)) or not 0 <= now - since < self.lifetime


# Mistake: text raises TypeError
class LoginManager:
    def is_over(self, session):
        return not 0 <= self.clock() - session.get("since", 0) < self.lifetime


# Mistake: what is no number goes on
class LoginManager:
    def is_over(self, session):
        try:
            return not 0 <= self.clock() - session["since"] < self.lifetime
        except (KeyError, TypeError):
            return False


# Mistake: a login of tomorrow goes on
class LoginManager:
    def is_over(self, session):
        since = session.get("since")
        return not isinstance(since, (int, float)) or self.clock() - since >= self.lifetime


# Mistake: tomorrow is as good as yesterday
class LoginManager:
    def is_over(self, session):
        since = session.get("since")
        return not isinstance(since, (int, float)) or abs(self.clock() - since) >= self.lifetime


# Mistake: one second more
class LoginManager:
    def is_over(self, session):
        since = session.get("since")
        return not isinstance(since, (int, float)) or not 0 <= self.clock() - since <= self.lifetime


# Mistake: milliseconds are taken for seconds of JavaScript, and go on
class LoginManager:
    def is_over(self, session):
        since = session.get("since")
        if not isinstance(since, (int, float)):
            return True
        if since > 100_000_000_000:
            since = since / 1000
        return not 0 <= self.clock() - since < self.lifetime


# Mistake: text that looks like a number goes on
class LoginManager:
    def is_over(self, session):
        try:
            since = float(session.get("since"))
        except (TypeError, ValueError):
            return True
        return not 0 <= self.clock() - since < self.lifetime


# Mistake: every page puts the end off
class LoginManager:
    def is_over(self, session):
        since = session.get("since")
        over = not isinstance(since, (int, float)) or not 0 <= self.clock() - since < self.lifetime
        session["since"] = int(self.clock())
        return over


# Mistake: the time of the wall, not of the clock
class LoginManager:
    def is_over(self, session):
        since = session.get("since")
        return not isinstance(since, (int, float)) or not 0 <= time.time() - since < self.lifetime


# Mistake: eight hours, whatever lifetime says
class LoginManager:
    def is_over(self, session):
        since = session.get("since")
        return not isinstance(since, (int, float)) or not 0 <= self.clock() - since < LIFETIME


# Mistake: max_age is the other end, the one of the idle
class LoginManager:
    def is_over(self, session):
        since = session.get("since")
        age = self.store.max_age
        return not isinstance(since, (int, float)) or not 0 <= self.clock() - since < age


# Mistake: turned around
class LoginManager:
    def is_over(self, session):
        since = session.get("since")
        return isinstance(since, (int, float)) and 0 <= self.clock() - since < self.lifetime


# Mistake: a fraction of a second is no number
class LoginManager:
    def is_over(self, session):
        since = session.get("since")
        return not isinstance(since, int) or not 0 <= self.clock() - since < self.lifetime
