"""Wrong answers to step 3.7: Count a million sessions."""


# Mistake: the expired are counted as well
# Rejected by: test_only_the_living_are_counted
# Says: After 60 seconds a has expired
class MemoryStore:
    @locked
    def count(self):
        return len(self.entries)


# Mistake: the expired are dropped, and then everybody is looked at all the same
# Rejected by: test_counting_takes_equally_long_with_many
# Says: the number of entries is the answer
class MemoryStore:
    @locked
    def count(self):
        self.drop_expired()
        return len([key for key in self.entries if self.is_alive(key)])


# Mistake: the ends are compared one by one
# Rejected by: test_counting_takes_equally_long_with_many
# Says: Once the expired are dropped
class MemoryStore:
    @locked
    def count(self):
        now = self.clock()
        return sum(now < entry.expires for entry in self.entries.values())


# Mistake: return is forgotten
# Rejected by: test_only_the_living_are_counted
# Says: [None, None, None]
class MemoryStore:
    @locked
    def count(self):
        self.drop_expired()
        len(self.entries)


# Mistake: a counter of its own, which nobody counts down
# Rejected by: test_only_the_living_are_counted
# Says: After 60 seconds a has expired
class MemoryStore:
    @locked
    def set(self, session_id, record):
        self.drop_expired()
        kept = serialize(record)
        self.entries.pop(session_id, None)
        self.entries[session_id] = Entry(self.clock() + self.max_age, kept)
        self.alive = getattr(self, "alive", 0) + 1

    @locked
    def count(self):
        return getattr(self, "alive", 0)


# Mistake: a list of all IDs is made, to be counted
# Rejected by: test_counting_takes_equally_long_with_many
# Says: the number of entries is the answer
class MemoryStore:
    @locked
    def count(self):
        self.drop_expired()
        return len(list(self.entries))
