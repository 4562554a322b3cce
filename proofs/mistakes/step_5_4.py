"""Wrong answers to step 5.4: Let the ended stay ended."""


# Mistake: first look, then write: the logout comes in between
class LoginStore:
    def replace(self, session_id, record):
        with redis_errors():
            if not self.client.exists(self.key(session_id)):
                return False
        self.set(session_id, record)
        return True


# Mistake: read once more, then write: the logout comes in between
class LoginStore:
    def replace(self, session_id, record):
        if self.get(session_id) is None:
            return False
        self.set(session_id, record)
        return True


# Mistake: without an end
class LoginStore:
    def replace(self, session_id, record):
        with redis_errors():
            text = dump_record(record)
            return self.client.set(self.key(session_id), text, xx=True) is not None


# Mistake: the end stays where it was
class LoginStore:
    def replace(self, session_id, record):
        with redis_errors():
            text = dump_record(record)
            return self.client.set(self.key(session_id), text, xx=True, keepttl=True) is not None


# Mistake: nx writes only where there is none
class LoginStore:
    def replace(self, session_id, record):
        with redis_errors():
            key, text = self.key(session_id), dump_record(record)
            return self.client.set(key, text, ex=self.max_age, nx=True) is not None


# Mistake: True, whatever Redis said
class LoginStore:
    def replace(self, session_id, record):
        with redis_errors():
            key, text = self.key(session_id), dump_record(record)
            self.client.set(key, text, ex=self.max_age, xx=True)
        return True


# Mistake: nothing comes back, and nothing is ever saved
class LoginStore:
    def replace(self, session_id, record):
        with redis_errors():
            key, text = self.key(session_id), dump_record(record)
            self.client.set(key, text, ex=self.max_age, xx=True)


# Mistake: the error of Redis escapes
class LoginStore:
    def replace(self, session_id, record):
        key, text = self.key(session_id), dump_record(record)
        return self.client.set(key, text, ex=self.max_age, xx=True) is not None


# Mistake: a Redis that is away counts as an ended session
class LoginStore:
    def replace(self, session_id, record):
        try:
            key, text = self.key(session_id), dump_record(record)
            return self.client.set(key, text, ex=self.max_age, xx=True) is not None
        except redis.RedisError:
            return False


import redis


# Mistake: not under its key
class LoginStore:
    def replace(self, session_id, record):
        with redis_errors():
            text = dump_record(record)
            return self.client.set(session_id, text, ex=self.max_age, xx=True) is not None


# Mistake: every session must be there already, the fresh one too
class LoginManager:
    def write(self, session):
        if not self.store.replace(session.id, self.to_record(session)):
            raise SessionEnded(session.id)


# Mistake: nobody is told that nothing was saved
class LoginManager:
    def write(self, session):
        if session.new:
            super().write(session)
        else:
            self.store.replace(session.id, self.to_record(session))


# Mistake: what cannot be replaced is set
class LoginManager:
    def write(self, session):
        if not self.store.replace(session.id, self.to_record(session)):
            super().write(session)


# Mistake: the ended session goes on under a fresh ID
class LoginManager:
    def write(self, session):
        if not session.new and not self.store.replace(session.id, self.to_record(session)):
            session.id, session.new = self.new_id(), True
        if session.new:
            super().write(session)


# Mistake: new and known are mixed up
class LoginManager:
    def write(self, session):
        if not session.new:
            super().write(session)
        elif not self.store.replace(session.id, self.to_record(session)):
            raise SessionEnded(session.id)


# Mistake: only the session of who is logged in is looked after
class LoginManager:
    def write(self, session):
        if session.new or "user" not in session:
            super().write(session)
        elif not self.store.replace(session.id, self.to_record(session)):
            raise SessionEnded(session.id)


# Mistake: the data, and not the record of Express
class LoginManager:
    def write(self, session):
        if session.new:
            super().write(session)
        elif not self.store.replace(session.id, dict(session)):
            raise SessionEnded(session.id)


# Mistake: the session is destroyed, and the page says that it was saved
class LoginManager:
    def write(self, session):
        if session.new:
            super().write(session)
        elif not self.store.replace(session.id, self.to_record(session)):
            session.destroy()


# Mistake: an error of another kind
class LoginManager:
    def write(self, session):
        if session.new:
            super().write(session)
        elif not self.store.replace(session.id, self.to_record(session)):
            raise StoreUnavailable(session.id)
