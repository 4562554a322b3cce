"""Wrong answers to step 4.1: Put a session into Redis."""


# Mistake: no end on the second write
# Rejected by: test_every_set_gives_the_key_its_end
# Says: the second one too
class RedisStore:
    def set(self, session_id, record):
        with redis_errors():
            known = self.client.exists(self.key(session_id))
            end = None if known else self.max_age
            self.client.set(self.key(session_id), dump_record(record), ex=end)


# Mistake: keepttl leaves the end where it was
# Rejected by: test_writing_keeps_alive
# Says: Each set lets the record live max_age seconds from then on
class RedisStore:
    def set(self, session_id, record):
        with redis_errors():
            text, key = dump_record(record), self.key(session_id)
            pipeline = self.client.pipeline()
            pipeline.set(key, text, nx=True, ex=self.max_age)
            pipeline.set(key, text, keepttl=True)
            pipeline.execute()


# Mistake: the end in milliseconds, as seconds
# Rejected by: test_every_set_gives_the_key_its_end
# Says: ex is in seconds
class RedisStore:
    def set(self, session_id, record):
        with redis_errors():
            self.client.set(self.key(session_id), dump_record(record), ex=self.max_age * 1000)


# Mistake: px takes milliseconds, a second has more than 100
# Rejected by: test_every_set_gives_the_key_its_end
# Says: max_age is 600 seconds
class RedisStore:
    def set(self, session_id, record):
        with redis_errors():
            self.client.set(self.key(session_id), dump_record(record), px=self.max_age * 100)


# Mistake: 60 seconds, whatever max_age says
# Rejected by: test_every_set_gives_the_key_its_end
# Says: Each SET needs ex=self.max_age
class RedisStore:
    def set(self, session_id, record):
        with redis_errors():
            self.client.set(self.key(session_id), dump_record(record), ex=60)


# Mistake: a record that is refused ends the session
# Rejected by: test_a_record_that_is_refused_leaves_the_earlier_one
# Says: A set that fails changes nothing
class RedisStore:
    def set(self, session_id, record):
        try:
            text = dump_record(record)
        except TypeError:
            self.destroy(session_id)
            raise
        with redis_errors():
            self.client.set(self.key(session_id), text, ex=self.max_age)


# Mistake: the key has no prefix
# Rejected by: test_set_writes_one_key
# Says: ['check:a']
class RedisStore:
    def set(self, session_id, record):
        with redis_errors():
            self.client.set(session_id, dump_record(record), ex=self.max_age)


# Mistake: the arguments of setex in another order
# Rejected by: test_set_writes_one_key
# Says: StoreUnavailable: value is not an integer
class RedisStore:
    def set(self, session_id, record):
        with redis_errors():
            self.client.setex(self.key(session_id), dump_record(record), self.max_age)


# Mistake: SET and EXPIRE in two trips
# Rejected by: test_each_request_costs_few_trips
# Says: SET takes the end along
class RedisStore:
    def set(self, session_id, record):
        with redis_errors():
            self.client.set(self.key(session_id), dump_record(record))
            self.client.expire(self.key(session_id), self.max_age)


# Mistake: a dict is no text
# Rejected by: test_set_writes_one_key
# Says: Invalid input of type: 'dict'
class RedisStore:
    def set(self, session_id, record):
        with redis_errors():
            self.client.set(self.key(session_id), record, ex=self.max_age)


# Mistake: destroy forgets the prefix
# Rejected by: test_destroy_forgets_one_session
# Says: destroy removes that one record
class RedisStore:
    def destroy(self, session_id):
        with redis_errors():
            self.client.delete(session_id)


# Mistake: destroy empties all of Redis
# Rejected by: test_destroy_forgets_one_session
# Says: destroy removes that one record
class RedisStore:
    def destroy(self, session_id):
        with redis_errors():
            self.client.flushdb()


# Mistake: destroy takes an unknown ID for an error
# Rejected by: test_destroy_forgets_one_session
# Says: KeyError
class RedisStore:
    def destroy(self, session_id):
        with redis_errors():
            if not self.client.delete(self.key(session_id)):
                raise KeyError(session_id)


# Mistake: destroy forgets that Redis may be away
# Rejected by: test_every_verb_says_that_redis_is_away
# Says: in each of the three
class RedisStore:
    def destroy(self, session_id):
        self.client.delete(self.key(session_id))


# Mistake: destroy looks for its key with a pattern, and finds those of others too
# Rejected by: test_destroy_forgets_one_session
# Says: destroy removes that one record
class RedisStore:
    def destroy(self, session_id):
        with redis_errors():
            for key in self.client.scan_iter(match=self.key(session_id) + "*"):
                self.client.delete(key)


# Mistake: a counter of its own, which does not hear of what Redis lets go
# Rejected by: test_only_the_living_are_counted
# Says: After 60 seconds a has expired
class RedisStore:
    def set(self, session_id, record):
        with redis_errors():
            self.client.set(self.key(session_id), dump_record(record), ex=self.max_age)
        self.alive = {*getattr(self, "alive", ()), session_id}

    def count(self):
        return len(getattr(self, "alive", ()))


# Mistake: a list of all IDs beside the records, which nobody ever shortens
# Rejected by: test_set_writes_one_key
# Says: and nothing else
class RedisStore:
    def set(self, session_id, record):
        text = dump_record(record)
        with redis_errors():
            pipeline = self.client.pipeline()
            pipeline.set(self.key(session_id), text, ex=self.max_age)
            pipeline.sadd("all-sessions", session_id)
            pipeline.execute()


# Mistake: the end as a time of day, by this server's clock
# Rejected by: test_every_set_gives_the_key_its_end
# Says: whose clock is an hour behind
import time


class RedisStore:
    def set(self, session_id, record):
        with redis_errors():
            self.client.set(
                self.key(session_id), dump_record(record), exat=int(time.time()) + self.max_age
            )


# Mistake: the end as a time of day, in milliseconds
# Rejected by: test_every_set_gives_the_key_its_end
# Says: whose clock is an hour behind
from datetime import datetime, timezone


class RedisStore:
    def set(self, session_id, record):
        end = datetime.now(timezone.utc).timestamp() + self.max_age
        with redis_errors():
            self.client.set(self.key(session_id), dump_record(record), pxat=int(end * 1000))


# Mistake: SET and EXPIREAT in one transaction
# Rejected by: test_every_set_gives_the_key_its_end
# Says: whose clock is an hour behind
import time


class RedisStore:
    def set(self, session_id, record):
        with redis_errors(), self.client.pipeline() as pipeline:
            pipeline.set(self.key(session_id), dump_record(record))
            pipeline.expireat(self.key(session_id), int(time.time()) + self.max_age)
            pipeline.execute()
