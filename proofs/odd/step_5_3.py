"""Odd but right answers to step 5.3: How long a login lasts."""


# Odd: the types asked for by name, NaN by itself
class LoginManager:
    def is_over(self, session):
        since = session.get("since")
        if type(since) not in (int, float) or since != since:
            return True
        return since > self.clock() or since + self.lifetime <= self.clock()


# Odd: whatever goes wrong is the end
class LoginManager:
    def is_over(self, session):
        try:
            return not 0 <= self.clock() - session["since"] < self.lifetime
        except Exception:
            return True


# Odd: any number, as the module numbers sees it
from numbers import Real


class LoginManager:
    def is_over(self, session):
        since = dict(session).get("since", None)
        goes_on = (
            isinstance(since, Real)
            and since <= self.clock()
            and (self.clock() < since + self.lifetime)
        )
        return not goes_on
