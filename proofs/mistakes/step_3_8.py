"""Wrong answers to step 3.8: One thread at a time."""


# Mistake: a new lock for each call keeps nobody out
# Rejected by: test_a_get_does_not_bring_back_what_another_thread_destroys
# Says: One thread at a time
def locked(method):
    @functools.wraps(method)
    def one_at_a_time(self, *args):
        with threading.RLock():
            return method(self, *args)

    return one_at_a_time


# Mistake: the lock is let go before the work begins
# Rejected by: test_a_get_does_not_bring_back_what_another_thread_destroys
# Says: locked is what makes the others wait
def locked(method):
    @functools.wraps(method)
    def one_at_a_time(self, *args):
        with self.lock:
            pass
        return method(self, *args)

    return one_at_a_time


# Mistake: the lock is asked for, but nobody waits for it
# Rejected by: test_a_get_does_not_bring_back_what_another_thread_destroys
# Says: One thread at a time
def locked(method):
    @functools.wraps(method)
    def one_at_a_time(self, *args):
        free = self.lock.acquire(blocking=False)
        try:
            return method(self, *args)
        finally:
            if free:
                self.lock.release()

    return one_at_a_time


# Mistake: destroy is not locked
# Rejected by: test_a_get_does_not_bring_back_what_another_thread_destroys
# Says: after it was destroyed
class MemoryStore:
    def destroy(self, session_id):
        self.entries.pop(session_id, None)


# Mistake: get is not locked
# Rejected by: test_a_get_does_not_bring_back_what_another_thread_destroys
# Says: after it was destroyed
class MemoryStore:
    def get(self, session_id):
        self.drop_expired()
        if not self.is_alive(session_id):
            return None
        kept = self.entries.pop(session_id).kept
        self.entries[session_id] = Entry(self.clock() + self.max_age, kept)
        return deserialize(kept)


# Mistake: the return of the method is lost
# Rejected by: test_a_get_does_not_bring_back_what_another_thread_destroys
# Says: must return what the method returns
def locked(method):
    @functools.wraps(method)
    def one_at_a_time(self, *args):
        with self.lock:
            method(self, *args)

    return one_at_a_time


# Mistake: acquire without release, after an error
# Rejected by: test_an_error_lets_the_lock_go
# Says: with self.lock
def locked(method):
    @functools.wraps(method)
    def one_at_a_time(self, *args):
        self.lock.acquire()
        result = method(self, *args)
        self.lock.release()
        return result

    return one_at_a_time


# Mistake: set is not locked
# Rejected by: test_no_other_thread_takes_away_what_is_being_dropped
# Says: above set stands @locked
class MemoryStore:
    def set(self, session_id, record):
        self.drop_expired()
        entry = Entry(self.clock() + self.max_age, serialize(record))
        self.entries.pop(session_id, None)
        self.entries[session_id] = entry


# Mistake: count only counts, so it is not locked
# Rejected by: test_no_other_thread_takes_away_what_is_being_dropped
# Says: above count stands @locked
class MemoryStore:
    def count(self):
        self.drop_expired()
        return len(self.entries)
