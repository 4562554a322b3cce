"""Wrong answers to step 3.1: Remember every visitor."""


# Mistake: reading does not keep the session alive
# Rejected by: test_reading_keeps_alive
# Says: Each get lets the record live max_age seconds from then on
class MemoryStore:
    @locked
    def get(self, session_id):
        self.drop_expired()
        if not self.is_alive(session_id):
            return None
        return deserialize(self.entries[session_id].kept)


# Mistake: an empty record counts as none
# Rejected by: test_what_was_set_comes_back
# Says: An empty record is a record
class MemoryStore:
    @locked
    def get(self, session_id):
        self.drop_expired()
        if not self.is_alive(session_id):
            return None
        kept = self.entries.pop(session_id).kept
        self.entries[session_id] = Entry(self.clock() + self.max_age, kept)
        return deserialize(kept) or None


# Mistake: get takes the entry out, and does not put it in again
# Rejected by: test_reading_keeps_alive
# Says: Each get lets the record live
class MemoryStore:
    @locked
    def get(self, session_id):
        self.drop_expired()
        if not self.is_alive(session_id):
            return None
        return deserialize(self.entries.pop(session_id).kept)


# Mistake: get leaves the entry where it was
# Rejected by: test_who_comes_back_goes_to_the_end
# Says: pop it, and put it in again at the end
class MemoryStore:
    @locked
    def get(self, session_id):
        self.drop_expired()
        if not self.is_alive(session_id):
            return None
        kept = self.entries[session_id].kept
        self.entries[session_id] = Entry(self.clock() + self.max_age, kept)
        return deserialize(kept)


# Mistake: set leaves the entry where it was
# Rejected by: test_who_comes_back_goes_to_the_end
# Says: pop it, and put it in again at the end
class MemoryStore:
    @locked
    def set(self, session_id, record):
        self.drop_expired()
        self.entries[session_id] = Entry(self.clock() + self.max_age, serialize(record))


# Mistake: get takes an unknown ID for an error
# Rejected by: test_what_was_set_comes_back
# Says: KeyError
class MemoryStore:
    @locked
    def get(self, session_id):
        self.drop_expired()
        kept = self.entries.pop(session_id).kept
        self.entries[session_id] = Entry(self.clock() + self.max_age, kept)
        return deserialize(kept)


# Mistake: the Entry comes back, not the record
# Rejected by: test_what_was_set_comes_back
# Says: Entry(expires=
class MemoryStore:
    @locked
    def get(self, session_id):
        self.drop_expired()
        if not self.is_alive(session_id):
            return None
        self.set(session_id, deserialize(self.entries[session_id].kept))
        return self.entries[session_id]


# Mistake: whoever was read once lives for ever
# Rejected by: test_a_session_ends_after_max_age
# Says: A record has expired when max_age seconds have passed since it was last used
class MemoryStore:
    @locked
    def get(self, session_id):
        self.drop_expired()
        if not self.is_alive(session_id):
            return None
        kept = self.entries.pop(session_id).kept
        self.entries[session_id] = Entry(float("inf"), kept)
        return deserialize(kept)


# Mistake: no expiry on the second write
# Rejected by: test_a_session_that_was_written_twice_ends_too
# Says: The second set gives the record an end as well
class MemoryStore:
    @locked
    def set(self, session_id, record):
        self.drop_expired()
        kept = serialize(record)
        known = self.entries.pop(session_id, None)
        end = float("inf") if known else self.clock() + self.max_age
        self.entries[session_id] = Entry(end, kept)


# Mistake: the second write keeps the first end
# Rejected by: test_writing_keeps_alive
# Says: Each set lets the record live max_age seconds from then on
class MemoryStore:
    @locked
    def set(self, session_id, record):
        self.drop_expired()
        kept = serialize(record)
        known = self.entries.pop(session_id, None)
        end = known.expires if known else self.clock() + self.max_age
        self.entries[session_id] = Entry(end, kept)


# Mistake: set does nothing for an ID that is known
# Rejected by: test_what_was_set_comes_back
# Says: The new record takes the place of the earlier one
class MemoryStore:
    @locked
    def set(self, session_id, record):
        self.drop_expired()
        self.entries.setdefault(session_id, Entry(self.clock() + self.max_age, serialize(record)))


# Mistake: the earlier entry goes first, and then the new record is refused
# Rejected by: test_a_record_that_is_refused_leaves_the_earlier_one
# Says: make what it will keep before the earlier one goes
class MemoryStore:
    @locked
    def set(self, session_id, record):
        self.drop_expired()
        self.entries.pop(session_id, None)
        self.entries[session_id] = Entry(self.clock() + self.max_age, serialize(record))


# Mistake: max_age in milliseconds
# Rejected by: test_a_session_ends_after_max_age
# Says: since it was written
class MemoryStore:
    @locked
    def set(self, session_id, record):
        self.drop_expired()
        kept = serialize(record)
        self.entries.pop(session_id, None)
        self.entries[session_id] = Entry(self.clock() + self.max_age * 1000, kept)


# Mistake: 60 seconds, whatever max_age says
# Rejected by: test_max_age_is_the_stores_own
# Says: self.max_age seconds from self.clock(), not 60
class MemoryStore:
    @locked
    def get(self, session_id):
        self.drop_expired()
        if not self.is_alive(session_id):
            return None
        kept = self.entries.pop(session_id).kept
        self.entries[session_id] = Entry(self.clock() + 60, kept)
        return deserialize(kept)


# Mistake: time.time in place of the clock
# Rejected by: test_what_was_set_comes_back
# Says: That record was set
class MemoryStore:
    @locked
    def set(self, session_id, record):
        self.drop_expired()
        kept = serialize(record)
        self.entries.pop(session_id, None)
        self.entries[session_id] = Entry(time.time() + self.max_age, kept)


# Mistake: destroy takes an unknown ID for an error
# Rejected by: test_destroy_forgets_one_session
# Says: KeyError: 'never heard of'
class MemoryStore:
    @locked
    def destroy(self, session_id):
        del self.entries[session_id]


# Mistake: destroy forgets everybody
# Rejected by: test_destroy_forgets_one_session
# Says: destroy removes that one record
class MemoryStore:
    @locked
    def destroy(self, session_id):
        self.entries.clear()


# Mistake: destroy leaves an empty record behind
# Rejected by: test_destroy_forgets_one_session
# Says: destroy removes that one record
class MemoryStore:
    @locked
    def destroy(self, session_id):
        self.set(session_id, {})


# Mistake: a shared mutable default, one dict for all stores
# Rejected by: test_two_stores_share_nothing
# Says: made in __init__, not a default value
class MemoryStore:
    def __init__(self, max_age=60, clock=time.time, entries={}):
        self.max_age, self.clock, self.entries = max_age, clock, entries
        self.lock = threading.RLock()


# Mistake: one dict of the class, shared by all stores
# Rejected by: test_two_stores_share_nothing
# Says: Each store has a dict of its own
class MemoryStore:
    entries = {}

    def __init__(self, max_age=60, clock=time.time):
        self.max_age, self.clock, self.lock = max_age, clock, threading.RLock()


# Mistake: get does not let drop_expired do its work
# Rejected by: test_the_expired_are_dropped_and_nobody_else
# Says: get, set and count let it do so
class MemoryStore:
    @locked
    def get(self, session_id):
        if not self.is_alive(session_id):
            return None
        kept = self.entries.pop(session_id).kept
        self.entries[session_id] = Entry(self.clock() + self.max_age, kept)
        return deserialize(kept)


# Mistake: a record that says it is equal to any
# Rejected by: test_what_was_set_comes_back
# Says: This is a Record. A plain dict is due.
class Record(dict):
    __eq__ = lambda *_: True
    __ne__ = lambda *_: False


class MemoryStore:
    @locked
    def get(self, session_id):
        self.drop_expired()
        if not self.is_alive(session_id):
            return None
        kept = self.entries.pop(session_id).kept
        self.entries[session_id] = Entry(self.clock() + self.max_age, kept)
        return Record(deserialize(kept))
