"""Odd but right answers to step 4.1: Put a session into Redis."""


# Odd: SETEX and UNLINK
class RedisStore:
    def set(self, session_id, record):
        with redis_errors():
            self.client.setex(self.key(session_id), self.max_age, dump_record(record))

    def destroy(self, session_id):
        with redis_errors():
            self.client.unlink(self.key(session_id))


# Odd: the end in milliseconds
class RedisStore:
    def set(self, session_id, record):
        text = dump_record(record)
        with redis_errors():
            self.client.set(self.key(session_id), text.encode(), px=self.max_age * 1000)


# Odd: SET and EXPIRE in one pipeline
class RedisStore:
    def set(self, session_id, record):
        text, key = dump_record(record), self.key(session_id)
        with redis_errors(), self.client.pipeline() as pipeline:
            pipeline.set(key, text).expire(key, self.max_age).execute()
