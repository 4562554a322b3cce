"""Wrong answers to step 5.3: How long a login lasts."""


# Mistake: a session without a time raises KeyError
# Rejected by: test_what_is_no_time_of_the_past_is_over
# Says: KeyError: 'since'
class LoginManager:
    def is_over(self, session):
        return self.clock() - session["since"] >= self.lifetime


# Mistake: a session without a time began just now
# Rejected by: test_what_is_no_time_of_the_past_is_over
# Says: Never raise
class LoginManager:
    def is_over(self, session):
        now = self.clock()
        since = session.get("since", now)
        return not isinstance(since, (int, float)) or not 0 <= now - since < self.lifetime


# Mistake: text raises TypeError
# Rejected by: test_what_is_no_time_of_the_past_is_over
# Says: TypeError: unsupported operand type(s) for -: 'float' and 'N
class LoginManager:
    def is_over(self, session):
        return not 0 <= self.clock() - session.get("since", 0) < self.lifetime


# Mistake: what is no number goes on
# Rejected by: test_what_is_no_time_of_the_past_is_over
# Says: Never raise
class LoginManager:
    def is_over(self, session):
        try:
            return not 0 <= self.clock() - session["since"] < self.lifetime
        except (KeyError, TypeError):
            return False


# Mistake: a login of tomorrow goes on
# Rejected by: test_what_is_no_time_of_the_past_is_over
# Says: Never raise
class LoginManager:
    def is_over(self, session):
        since = session.get("since")
        return not isinstance(since, (int, float)) or self.clock() - since >= self.lifetime


# Mistake: tomorrow is as good as yesterday
# Rejected by: test_what_is_no_time_of_the_past_is_over
# Says: Never raise
class LoginManager:
    def is_over(self, session):
        since = session.get("since")
        return not isinstance(since, (int, float)) or abs(self.clock() - since) >= self.lifetime


# Mistake: one second more
# Rejected by: test_a_login_ends_after_its_lifetime
# Says: It is over when self.lifetime seconds have passed since session['since'], by self.clock()
class LoginManager:
    def is_over(self, session):
        since = session.get("since")
        return (
            not isinstance(since, (int, float))
            or not since <= self.clock() <= since + self.lifetime
        )


# Mistake: milliseconds are taken for seconds of JavaScript, and go on
# Rejected by: test_what_is_no_time_of_the_past_is_over
# Says: Never raise
class LoginManager:
    def is_over(self, session):
        since = session.get("since")
        if not isinstance(since, (int, float)):
            return True
        if since > 100_000_000_000:
            since = since / 1000
        return not 0 <= self.clock() - since < self.lifetime


# Mistake: text that looks like a number goes on
# Rejected by: test_what_is_no_time_of_the_past_is_over
# Says: Never raise
class LoginManager:
    def is_over(self, session):
        try:
            since = float(session.get("since"))
        except (TypeError, ValueError):
            return True
        return not 0 <= self.clock() - since < self.lifetime


# Mistake: every page puts the end off
# Rejected by: test_use_does_not_put_the_end_off
# Says: The end is self.lifetime after session['since'], and is_over only looks
class LoginManager:
    def is_over(self, session):
        since = session.get("since")
        now = self.clock()
        over = not isinstance(since, (int, float)) or not since <= now < since + self.lifetime
        session["since"] = int(now)
        return over


# Mistake: the time of the wall, not of the clock
# Rejected by: test_a_login_ends_after_its_lifetime
# Says: It is over when self.lifetime seconds have passed since session['since'], by self.clock()
class LoginManager:
    def is_over(self, session):
        since = session.get("since")
        return not isinstance(since, (int, float)) or not 0 <= time.time() - since < self.lifetime


# Mistake: eight hours, whatever lifetime says
# Rejected by: test_a_login_ends_after_its_lifetime
# Says: It is over when self.lifetime seconds have passed since session['since'], by self.clock()
class LoginManager:
    def is_over(self, session):
        since = session.get("since")
        return not isinstance(since, (int, float)) or not since <= self.clock() < since + LIFETIME


# Mistake: max_age is the other end, the one of the idle
# Rejected by: test_a_login_ends_after_its_lifetime
# Says: It is over when self.lifetime seconds have passed since session['since'], by self.clock()
class LoginManager:
    def is_over(self, session):
        since = session.get("since")
        age = self.store.max_age
        return not isinstance(since, (int, float)) or not 0 <= self.clock() - since < age


# Mistake: a number of 400 digits raises OverflowError
# Rejected by: test_what_is_no_time_of_the_past_is_over
# Says: OverflowError
class LoginManager:
    def is_over(self, session):
        since = session.get("since")
        return not isinstance(since, (int, float)) or not 0 <= self.clock() - since < self.lifetime


# Mistake: NaN goes on
# Rejected by: test_what_is_no_time_of_the_past_is_over
# Says: For NaN no comparison holds
class LoginManager:
    def is_over(self, session):
        since, now = session.get("since"), self.clock()
        return not isinstance(since, (int, float)) or since > now or now >= since + self.lifetime


# Mistake: turned around
# Rejected by: test_a_login_ends_after_its_lifetime
# Says: It is over when self.lifetime seconds have passed since session['since'], by self.clock()
class LoginManager:
    def is_over(self, session):
        since = session.get("since")
        return isinstance(since, (int, float)) and 0 <= self.clock() - since < self.lifetime


# Mistake: a fraction of a second is no number
# Rejected by: test_a_login_ends_after_its_lifetime
# Says: It is over when self.lifetime seconds have passed since session['since'], by self.clock()
class LoginManager:
    def is_over(self, session):
        since = session.get("since")
        return not isinstance(since, int) or not 0 <= self.clock() - since < self.lifetime


# Mistake: a login of this very moment is over
# Rejected by: test_a_login_ends_after_its_lifetime
# Says: a login 0 seconds ago
class LoginManager:
    def is_over(self, session):
        since, now = session.get("since"), self.clock()
        if not isinstance(since, (int, float)):
            return True
        return not now - self.lifetime < since < now
