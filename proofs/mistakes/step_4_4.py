"""Wrong answers to step 4.4: When the store is away."""


# Mistake: only lost connections, and Redis may also be too slow, or full
# Rejected by: test_while_redis_is_away_nobody_becomes_a_stranger
# Says: Catch redis.RedisError
@contextmanager
def redis_errors():
    try:
        yield
    except redis.ConnectionError as error:
        raise StoreUnavailable(str(error)) from error


# Mistake: lost connections and timeouts, but not what Redis says itself
# Rejected by: test_an_error_of_redis_itself_counts_as_away
# Says: redis.ConnectionError only one of them
@contextmanager
def redis_errors():
    try:
        yield
    except (redis.ConnectionError, redis.TimeoutError) as error:
        raise StoreUnavailable(str(error)) from error


# Mistake: a Redis that does not answer is forgotten
# Rejected by: test_while_redis_is_away_nobody_becomes_a_stranger
# Says: Catch redis.RedisError and raise StoreUnavailable
@contextmanager
def redis_errors():
    try:
        yield
    except (redis.ConnectionError, redis.ResponseError) as error:
        raise StoreUnavailable(str(error)) from error


# Mistake: a bare except takes your own mistakes for those of Redis
# Rejected by: test_other_errors_are_not_hidden
# Says: Catch redis.RedisError and nothing else
@contextmanager
def redis_errors():
    try:
        yield
    except:
        raise StoreUnavailable("Redis is away")


# Mistake: except Exception, with the dump before it
# Rejected by: test_other_errors_are_not_hidden
# Says: Catch redis.RedisError and nothing else
@contextmanager
def redis_errors():
    try:
        yield
    except Exception as error:
        raise StoreUnavailable(str(error)) from error


class RedisStore:
    def set(self, session_id, record):
        text = dump_record(record)
        with redis_errors():
            self.client.set(self.key(session_id), text, ex=self.max_age)


# Mistake: except Exception
# Rejected by: test_other_errors_are_not_hidden
# Says: Catch redis.RedisError and nothing else
@contextmanager
def redis_errors():
    try:
        yield
    except Exception as error:
        raise StoreUnavailable(str(error)) from error


# Mistake: the error is swallowed, and all visitors are new
# Rejected by: test_while_redis_is_away_nobody_becomes_a_stranger
# Says: Catch redis.RedisError and raise StoreUnavailable
@contextmanager
def redis_errors():
    try:
        yield
    except redis.RedisError:
        pass


# Mistake: an unreachable Redis is taken for an unknown ID
# Rejected by: test_while_redis_is_away_nobody_becomes_a_stranger
# Says: 503, and a page with a plain sentence
# Shown at: 4.2
class RedisStore:
    def get(self, session_id):
        try:
            text = self.client.getex(self.key(session_id), ex=self.max_age)
        except redis.RedisError:
            return None
        return None if text is None else load_record(text)


# Mistake: OSError, which is not what redis-py raises
# Rejected by: test_while_redis_is_away_nobody_becomes_a_stranger
# Says: Catch redis.RedisError and raise StoreUnavailable
@contextmanager
def redis_errors():
    try:
        yield
    except OSError as error:
        raise StoreUnavailable(str(error)) from error


# Mistake: StoreUnavailable is returned, not raised
# Rejected by: test_while_redis_is_away_nobody_becomes_a_stranger
# Says: Catch redis.RedisError and raise StoreUnavailable
@contextmanager
def redis_errors():
    try:
        yield
    except redis.RedisError as error:
        return StoreUnavailable(str(error))


# Mistake: yield is forgotten
# Rejected by: test_while_redis_is_away_nobody_becomes_a_stranger
# Says: 'NoneType' object is not an iterator
@contextmanager
def redis_errors():
    try:
        pass
    except redis.RedisError as error:
        raise StoreUnavailable(str(error)) from error


# Mistake: some errors more than those of Redis, to be on the safe side
# Rejected by: test_other_errors_are_not_hidden
# Says: the RuntimeError
@contextmanager
def redis_errors():
    try:
        yield
    except (redis.RedisError, OSError, RuntimeError) as error:
        raise StoreUnavailable(str(error)) from error


# Mistake: a class that any object is said to be of
# Rejected by: test_every_verb_says_that_redis_is_away
# Says: Ask Redis inside
# Shown at: 4.1
class Anything(type):
    def __instancecheck__(cls, one):
        return True


class StoreUnavailable(Exception, metaclass=Anything):
    pass


class RedisStore:
    def destroy(self, session_id):
        try:
            self.client.delete(self.key(session_id))
        except redis.RedisError:
            pass
