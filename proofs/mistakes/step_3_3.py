"""Wrong answers to step 3.3: When a session ends."""


# Mistake: a session lives one moment too long
# Rejected by: test_a_session_ends_after_max_age
# Says: A record has expired when max_age seconds have passed
class MemoryStore:
    def is_alive(self, session_id):
        entry = self.entries.get(session_id)
        return entry is not None and self.clock() <= entry.expires


# Mistake: the comparison is the wrong way round
# Rejected by: test_a_session_ends_after_max_age
# Says: it lives
class MemoryStore:
    def is_alive(self, session_id):
        entry = self.entries.get(session_id)
        return entry is not None and self.clock() > entry.expires


# Mistake: one expired session is dropped at a time
# Rejected by: test_the_expired_are_dropped_and_nobody_else
# Says: drop_expired removes them all
class MemoryStore:
    def drop_expired(self):
        if self.entries:
            oldest = next(iter(self.entries))
            if not self.is_alive(oldest):
                del self.entries[oldest]


# Mistake: all sessions are looked at, each time
# Rejected by: test_nobody_looks_at_every_session
# Says: stop at the first one that is alive
class MemoryStore:
    def drop_expired(self):
        for session_id in list(self.entries):
            if not self.is_alive(session_id):
                del self.entries[session_id]


# Mistake: the sessions are sorted with each write
# Rejected by: test_nobody_looks_at_every_session
# Says: the oldest comes first
# Shown at: 3.1
class MemoryStore:
    @locked
    def set(self, session_id, record):
        self.drop_expired()
        kept = serialize(record)
        self.entries.pop(session_id, None)
        self.entries[session_id] = Entry(self.clock() + self.max_age, kept)
        self.entries = dict(sorted(self.entries.items(), key=lambda item: item[1].expires))


# Mistake: a dict is changed while a loop walks over it
# Rejected by: test_a_session_ends_after_max_age
# Says: mutated during iteration
class MemoryStore:
    def drop_expired(self):
        for session_id in self.entries:
            if self.is_alive(session_id):
                return
            del self.entries[session_id]


# Mistake: the empty store is forgotten
# Rejected by: test_a_session_ends_after_max_age
# Says: StopIteration
class MemoryStore:
    def drop_expired(self):
        while not self.is_alive(next(iter(self.entries))):
            del self.entries[next(iter(self.entries))]


# Mistake: the loop does not end, as nothing is taken out
# Rejected by: test_a_session_ends_after_max_age
# Says: this does not end
class MemoryStore:
    def drop_expired(self):
        while self.entries:
            oldest = next(iter(self.entries))
            if self.is_alive(oldest):
                return


# Mistake: whoever has not been dropped counts as alive
# Rejected by: test_a_sessions_own_end_decides
# Says: is_alive looks at b's own end
class MemoryStore:
    def is_alive(self, session_id):
        return session_id in self.entries

    def drop_expired(self):
        while self.entries:
            oldest = next(iter(self.entries))
            if self.clock() < self.entries[oldest].expires:
                return
            del self.entries[oldest]


# Mistake: everybody is dropped when one is over
# Rejected by: test_the_expired_are_dropped_and_nobody_else
# Says: young has not
class MemoryStore:
    def drop_expired(self):
        if self.entries and not self.is_alive(next(iter(self.entries))):
            self.entries.clear()


# Mistake: popitem takes the newest, unless it is told otherwise
# Rejected by: test_the_expired_are_dropped_and_nobody_else
# Says: drop that one
class MemoryStore:
    def drop_expired(self):
        while self.entries and not self.is_alive(next(iter(self.entries))):
            self.entries.popitem()


# Mistake: a list of all IDs, to have the first one
# Rejected by: test_nobody_looks_at_every_session
# Says: make no list of all of them
class MemoryStore:
    def drop_expired(self):
        while self.entries:
            oldest = list(self.entries)[0]
            if self.is_alive(oldest):
                return
            del self.entries[oldest]


# Mistake: a new dict is made of all entries but the first
# Rejected by: test_nobody_looks_at_every_session
# Says: an entry is looked at
class MemoryStore:
    def drop_expired(self):
        while self.entries and not self.is_alive(next(iter(self.entries))):
            oldest = next(iter(self.entries))
            self.entries = OrderedDict(
                (key, entry) for key, entry in self.entries.items() if key != oldest
            )


# Mistake: at most ten are dropped at a time
# Rejected by: test_the_expired_are_dropped_and_nobody_else
# Says: drop_expired removes them all
class MemoryStore:
    def drop_expired(self):
        for _ in range(10):
            oldest = next(iter(self.entries), None)
            if oldest is None or self.is_alive(oldest):
                return
            del self.entries[oldest]


# Mistake: one is dropped at a time, and a hundred now and then
# Rejected by: test_the_expired_are_dropped_and_nobody_else
# Says: drop_expired removes them all
class MemoryStore:
    def drop_expired(self):
        for _ in range(100 if len(self.entries) % 50 == 0 else 5):
            oldest = next(iter(self.entries), None)
            if oldest is None or self.is_alive(oldest):
                return
            del self.entries[oldest]


# Mistake: half of them are dropped, and the other half next time
# Rejected by: test_the_expired_are_dropped_and_nobody_else
# Says: drop_expired removes them all
class MemoryStore:
    def drop_expired(self):
        for _ in range(6 + len(self.entries) // 2):
            oldest = next(iter(self.entries), None)
            if oldest is None or self.is_alive(oldest):
                return
            del self.entries[oldest]
