"""Wrong answers to step 3.6: Three options of Express."""


# Mistake: save_uninitialized for known sessions too
# Rejected by: test_the_truth_table_of_the_three_options
# Says: save_uninitialized writes and sends for a new session
class SessionManager:
    def writes_anyway(self, session):
        return self.save_uninitialized or self.resave


# Mistake: resave and rolling are exchanged
# Rejected by: test_the_truth_table_of_the_three_options
# Says: resave writes a known one
class SessionManager:
    def writes_anyway(self, session):
        return self.save_uninitialized if session.new else self.rolling

    def sends_anyway(self, session):
        return self.save_uninitialized if session.new else self.resave


# Mistake: known and new are exchanged
# Rejected by: test_the_truth_table_of_the_three_options
# Says: resave writes a known one
class SessionManager:
    def writes_anyway(self, session):
        return self.resave if session.new else self.save_uninitialized


# Mistake: a session that was resaved gets no cookie, a rolling one only if it was saved
# Rejected by: test_the_truth_table_of_the_three_options
# Says: rolling sends for a known one
class SessionManager:
    def sends_anyway(self, session):
        return self.rolling and self.writes_anyway(session)


# Mistake: rolling for new sessions too
# Rejected by: test_the_truth_table_of_the_three_options
# Says: rolling sends for a known one
class SessionManager:
    def sends_anyway(self, session):
        return self.rolling or (session.new and self.save_uninitialized)


# Mistake: found in place of new, so that an emptied session counts as new
# Rejected by: test_the_truth_table_of_the_three_options
# Says: a known one without data only reads
class SessionManager:
    def writes_anyway(self, session):
        return self.resave if session.found else self.save_uninitialized

    def sends_anyway(self, session):
        return self.rolling if session.found else self.save_uninitialized


# Mistake: a session without data counts as new
# Rejected by: test_the_truth_table_of_the_three_options
# Says: a known one without data only reads
class SessionManager:
    def writes_anyway(self, session):
        return self.resave if len(session) else self.save_uninitialized


# Mistake: nobody asks for a cookie where there is no data
# Rejected by: test_the_truth_table_of_the_three_options
# Says: a known one without data only reads
class SessionManager:
    def sends_anyway(self, session):
        return self.save_uninitialized if session.new else self.rolling and bool(session)
