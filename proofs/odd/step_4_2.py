"""Odd but right answers to step 4.2: Read a session."""


# Odd: GET and EXPIRE in one pipeline
class RedisStore:
    def get(self, session_id):
        key = self.key(session_id)
        with redis_errors():
            pipeline = self.client.pipeline()
            pipeline.get(key)
            pipeline.expire(key, self.max_age)
            text, _ = pipeline.execute()
        return None if text is None else load_record(text)


# Odd: the end as milliseconds, or as a timedelta
from datetime import timedelta


class RedisStore:
    def get(self, session_id):
        with redis_errors():
            text = self.client.getex(self.key(session_id), px=timedelta(seconds=self.max_age))
        if text is not None:
            return load_record(text.decode("utf-8", "replace"))


# Odd: the command in the words of Redis
class RedisStore:
    def get(self, session_id):
        with redis_errors():
            text = self.client.execute_command("GETEX", self.key(session_id), "EX", self.max_age)
        return load_record(text) if text is not None else None
