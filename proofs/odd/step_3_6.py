"""Odd but right answers to step 3.6: Three options of Express."""


# Odd: a table
class SessionManager:
    def writes_anyway(self, session):
        return {True: self.save_uninitialized, False: self.resave}[session.new]

    def sends_anyway(self, session):
        return (self.rolling, self.save_uninitialized)[session.new]


# Odd: and, or, not
class SessionManager:
    def writes_anyway(self, session):
        return session.new and self.save_uninitialized or not session.new and self.resave

    def sends_anyway(self, session):
        return session.new and self.save_uninitialized or not session.new and self.rolling
