"""Wrong answers to step 4.1: Give every key its end."""


# Mistake: no end on the second write
# Rejected by: test_a_session_that_was_written_twice_ends_too
# Says: The second set gives the record an end as well
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
            if not self.client.set(key, text, xx=True, keepttl=True):
                self.client.set(key, text, ex=self.max_age)


# Mistake: the end in milliseconds, as seconds
# Rejected by: test_every_key_has_an_end_always
# Says: ex is in seconds
class RedisStore:
    def set(self, session_id, record):
        with redis_errors():
            self.client.set(self.key(session_id), dump_record(record), ex=self.max_age * 1000)


# Mistake: px takes milliseconds, max_age is in seconds
# Rejected by: test_a_session_ends_after_max_age
# Says: max_age is 60 seconds: it lives
class RedisStore:
    def set(self, session_id, record):
        with redis_errors():
            self.client.set(self.key(session_id), dump_record(record), px=self.max_age)


# Mistake: 60 seconds, whatever max_age says
# Rejected by: test_every_key_has_an_end_always
# Says: Each SET needs ex=self.max_age
class RedisStore:
    def set(self, session_id, record):
        with redis_errors():
            self.client.set(self.key(session_id), dump_record(record), ex=60)


# Mistake: the earlier record is deleted first, and then the new one is refused
# Rejected by: test_a_record_that_is_refused_leaves_the_earlier_one
# Says: A set that fails changes nothing
class RedisStore:
    def set(self, session_id, record):
        with redis_errors():
            self.client.delete(self.key(session_id))
            self.client.set(self.key(session_id), dump_record(record), ex=self.max_age)


# Mistake: the key has no prefix
# Rejected by: test_what_was_set_comes_back
# Says: That record was set
class RedisStore:
    def set(self, session_id, record):
        with redis_errors():
            self.client.set(session_id, dump_record(record), ex=self.max_age)


# Mistake: the arguments of setex in another order
# Rejected by: test_what_was_set_comes_back
# Says: StoreUnavailable: value is not an integer
class RedisStore:
    def set(self, session_id, record):
        with redis_errors():
            self.client.setex(self.key(session_id), dump_record(record), self.max_age)


# Mistake: SET and EXPIRE in two trips
# Rejected by: test_each_request_costs_few_trips
# Says: trips to Redis
class RedisStore:
    def set(self, session_id, record):
        with redis_errors():
            self.client.set(self.key(session_id), dump_record(record))
            self.client.expire(self.key(session_id), self.max_age)


# Mistake: a dict is no text
# Rejected by: test_what_was_set_comes_back
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
