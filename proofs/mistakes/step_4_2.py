"""Wrong answers to step 4.2: Read a session."""


# Mistake: GET, and then EXPIRE
# Rejected by: test_each_request_costs_few_trips
# Says: GETEX reads the record and gives it a new end in one trip
class RedisStore:
    def get(self, session_id):
        with redis_errors():
            text = self.client.get(self.key(session_id))
            self.client.expire(self.key(session_id), self.max_age)
        return None if text is None else load_record(text)


# Mistake: GETEX without ex is a plain GET
# Rejected by: test_every_get_gives_the_key_a_new_end
# Says: GETEX needs ex=self.max_age
class RedisStore:
    def get(self, session_id):
        with redis_errors():
            text = self.client.getex(self.key(session_id))
        return None if text is None else load_record(text)


# Mistake: persist takes the end away
# Rejected by: test_every_get_gives_the_key_a_new_end
# Says: -1 means for ever
class RedisStore:
    def get(self, session_id):
        with redis_errors():
            text = self.client.getex(self.key(session_id), persist=True)
        return None if text is None else load_record(text)


# Mistake: px is in milliseconds, a second has more than 100
# Rejected by: test_every_get_gives_the_key_a_new_end
# Says: max_age is 600 seconds
class RedisStore:
    def get(self, session_id):
        with redis_errors():
            text = self.client.getex(self.key(session_id), px=self.max_age * 100)
        return None if text is None else load_record(text)


# Mistake: an empty record counts as none
# Rejected by: test_what_was_set_comes_back
# Says: An empty record is a record
class RedisStore:
    def get(self, session_id):
        with redis_errors():
            text = self.client.getex(self.key(session_id), ex=self.max_age)
        return None if text is None else load_record(text) or None


# Mistake: None is loaded too
# Rejected by: test_what_was_set_comes_back
# Says: must be str, bytes or bytearray, not NoneType
class RedisStore:
    def get(self, session_id):
        with redis_errors():
            return load_record(self.client.getex(self.key(session_id), ex=self.max_age))


# Mistake: the bytes come back, not the record
# Rejected by: test_what_was_set_comes_back
# Says: b'{"views":3
class RedisStore:
    def get(self, session_id):
        with redis_errors():
            return self.client.getex(self.key(session_id), ex=self.max_age)


# Mistake: the text is remembered, to ask Redis for less
# Rejected by: test_two_servers_share_every_session
# Says: Keep nothing in the store
class RedisStore:
    def get(self, session_id):
        known = self.__dict__.setdefault("known", {})
        with redis_errors():
            if session_id not in known:
                known[session_id] = self.client.getex(self.key(session_id), ex=self.max_age)
            elif not self.client.expire(self.key(session_id), self.max_age):
                return None
        text = known[session_id]
        return None if text is None else load_record(text)

    def set(self, session_id, record):
        text = dump_record(record)
        self.__dict__.setdefault("known", {})[session_id] = text
        with redis_errors():
            self.client.set(self.key(session_id), text, ex=self.max_age)


# Mistake: each store keeps its keys apart, though there are many servers
# Rejected by: test_set_writes_one_key
# Says: ['check:a']
# Shown at: 4.1
class RedisStore:
    def key(self, session_id):
        return f"{self.prefix}{id(self)}:{session_id}"


# Mistake: the record is deleted as it is read
# Rejected by: test_every_get_gives_the_key_a_new_end
# Says: -2 that the key is gone
class RedisStore:
    def get(self, session_id):
        with redis_errors():
            text = self.client.getdel(self.key(session_id))
        return None if text is None else load_record(text)


# Mistake: whoever comes back gets two minutes at least
# Rejected by: test_a_session_ends_after_max_age
# Says: A record has expired when max_age seconds have passed since it was last used
class RedisStore:
    def get(self, session_id):
        with redis_errors():
            text = self.client.getex(self.key(session_id), ex=max(120, self.max_age))
        return None if text is None else load_record(text)


# Mistake: 60 seconds, whatever max_age says
# Rejected by: test_every_get_gives_the_key_a_new_end
# Says: max_age is 600 seconds
class RedisStore:
    def get(self, session_id):
        with redis_errors():
            text = self.client.getex(self.key(session_id), ex=60)
        return None if text is None else load_record(text)


# Mistake: what another server has written does not count
# Rejected by: test_two_servers_share_every_session
# Says: Keep nothing in the store
class RedisStore:
    def set(self, session_id, record):
        self.known = {*getattr(self, "known", ()), session_id}
        with redis_errors():
            self.client.set(self.key(session_id), dump_record(record), ex=self.max_age)

    def get(self, session_id):
        with redis_errors():
            text = self.client.getex(self.key(session_id), ex=self.max_age)
        if text is None or session_id not in getattr(self, "known", ()):
            return None
        return load_record(text)


# Mistake: only the first read keeps the session alive
# Rejected by: test_reading_keeps_alive
# Says: Each get lets the record live max_age seconds from then on
class RedisStore:
    def get(self, session_id):
        known = self.__dict__.setdefault("known", set())
        end = None if session_id in known else self.max_age
        known.add(session_id)
        with redis_errors():
            text = self.client.getex(self.key(session_id), ex=end)
        return None if text is None else load_record(text)


# Mistake: the new end as a time of day, by this server's clock
# Rejected by: test_every_get_gives_the_key_a_new_end
# Says: whose clock is an hour behind
import time


class RedisStore:
    def get(self, session_id):
        end = int(time.time()) + self.max_age
        with redis_errors():
            text = self.client.getex(self.key(session_id), exat=end)
        return None if text is None else load_record(text)


# Mistake: the new end as a time of day, in milliseconds
# Rejected by: test_every_get_gives_the_key_a_new_end
# Says: whose clock is an hour behind
import time


class RedisStore:
    def get(self, session_id):
        end = int(time.time() * 1000) + self.max_age * 1000
        with redis_errors():
            text = self.client.getex(self.key(session_id), pxat=end)
        return None if text is None else load_record(text)
