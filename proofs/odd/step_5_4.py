"""Odd but right answers to step 5.4: The page that saves late."""


# Odd: the answer of Redis as it is, and the end in milliseconds
class LoginStore:
    def replace(self, session_id, record):
        with redis_errors():
            return self.client.set(
                self.key(session_id), dump_record(record), px=self.max_age * 1000, xx=True
            )


# Odd: the command in the words of Redis
class LoginStore:
    def replace(self, session_id, record):
        words = ("SET", self.key(session_id), dump_record(record), "EX", self.max_age, "XX")
        with redis_errors():
            return bool(self.client.execute_command(*words))


# Odd: watched, and written only if nothing came between
import redis


class LoginStore:
    def replace(self, session_id, record):
        key = self.key(session_id)
        with redis_errors(), self.client.pipeline() as pipeline:
            try:
                pipeline.watch(key)
                if not pipeline.exists(key):
                    return False
                pipeline.multi()
                pipeline.set(key, dump_record(record), ex=self.max_age)
                pipeline.execute()
            except redis.WatchError:
                return False
            return True


# Odd: the other way around
class LoginManager:
    def write(self, session):
        record = self.to_record(session)
        if not session.new and not self.store.replace(session.id, record):
            raise SessionEnded
        if session.new:
            self.store.set(session.id, record)


# Odd: the exception says in words that the session has ended, without its ID
class LoginManager:
    def write(self, session):
        if session.new:
            return super().write(session)
        if self.store.replace(session.id, self.to_record(session)):
            return None
        raise SessionEnded("the session has ended")
