"""Odd but right answers to step 3.8: One thread at a time."""


# Odd: acquire and release, by hand
def locked(method):
    def one_at_a_time(self, *args, **named):
        self.lock.acquire()
        try:
            return method(self, *args, **named)
        finally:
            self.lock.release()

    return functools.update_wrapper(one_at_a_time, method)


# Odd: one lock for all stores
EVERYBODYS_LOCK = threading.RLock()


def locked(method):
    @functools.wraps(method)
    def one_at_a_time(self, *args):
        with EVERYBODYS_LOCK:
            return method(self, *args)

    return one_at_a_time


# Odd: the new entry is made before the lock is asked for
class MemoryStore:
    def set(self, session_id, record):
        entry = Entry(self.clock() + self.max_age, serialize(record))
        with self.lock:
            self.drop_expired()
            self.entries.pop(session_id, None)
            self.entries[session_id] = entry
