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
