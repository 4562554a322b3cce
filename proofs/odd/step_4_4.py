"""Odd but right answers to step 4.4: When the store is away."""


# Odd: every error is caught, and those of others go on
@contextmanager
def redis_errors():
    try:
        yield
    except Exception as error:
        if not isinstance(error, redis.exceptions.RedisError):
            raise
        raise StoreUnavailable("Redis is away") from None


# Odd: a class with __enter__ and __exit__
class redis_errors(object):
    def __enter__(self):
        return self

    def __exit__(self, kind, error, trace):
        if isinstance(error, redis.RedisError):
            raise StoreUnavailable(repr(error)) from error


# Odd: a decorator around the methods that ask Redis
import functools


def asks_redis(method):
    @functools.wraps(method)
    def asking(self, *args):
        with redis_errors():
            return method(self, *args)

    return asking


class RedisStore:
    @asks_redis
    def destroy(self, session_id):
        self.client.delete(self.key(session_id))

    @asks_redis
    def get(self, session_id):
        text = self.client.getex(self.key(session_id), ex=self.max_age)
        return None if text is None else load_record(text)
