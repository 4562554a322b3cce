"""Wrong answers to step 5.4: The page that saves late."""


# Mistake: first look, then write: the logout comes in between
# Rejected by: test_nothing_comes_between_look_and_write
# Says: Looking first and writing then is too late for what happens between
class LoginStore:
    def replace(self, session_id, record):
        with redis_errors():
            if not self.client.exists(self.key(session_id)):
                return False
        self.set(session_id, record)
        return True


# Mistake: read once more, then write: the logout comes in between
# Rejected by: test_nothing_comes_between_look_and_write
# Says: Looking first and writing then is too late for what happens between
class LoginStore:
    def replace(self, session_id, record):
        if self.get(session_id) is None:
            return False
        self.set(session_id, record)
        return True


# Mistake: without an end
# Rejected by: test_every_replace_gives_the_key_its_end
# Says: -1 means for ever
class LoginStore:
    def replace(self, session_id, record):
        with redis_errors():
            text = dump_record(record)
            return self.client.set(self.key(session_id), text, xx=True) is not None


# Mistake: the end stays where it was
# Rejected by: test_every_replace_gives_the_key_its_end
# Says: -1 means for ever
class LoginStore:
    def replace(self, session_id, record):
        with redis_errors():
            text = dump_record(record)
            return self.client.set(self.key(session_id), text, xx=True, keepttl=True) is not None


# Mistake: nx writes only where there is none
# Rejected by: test_replace_writes_where_there_is_a_record
# Says: SET with xx=True writes only where there is a key
class LoginStore:
    def replace(self, session_id, record):
        with redis_errors():
            key, text = self.key(session_id), dump_record(record)
            return self.client.set(key, text, ex=self.max_age, nx=True) is not None


# Mistake: True, whatever Redis said
# Rejected by: test_replace_writes_where_there_is_a_record
# Says: SET with xx=True writes only where there is a key
class LoginStore:
    def replace(self, session_id, record):
        with redis_errors():
            key, text = self.key(session_id), dump_record(record)
            self.client.set(key, text, ex=self.max_age, xx=True)
        return True


# Mistake: nothing comes back, and nothing is ever saved
# Rejected by: test_replace_writes_where_there_is_a_record
# Says: Where there is one, it is replaced
class LoginStore:
    def replace(self, session_id, record):
        with redis_errors():
            key, text = self.key(session_id), dump_record(record)
            self.client.set(key, text, ex=self.max_age, xx=True)


# Mistake: the error of Redis escapes
# Rejected by: test_replace_says_that_redis_is_away
# Says: As in set
class LoginStore:
    def replace(self, session_id, record):
        key, text = self.key(session_id), dump_record(record)
        return self.client.set(key, text, ex=self.max_age, xx=True) is not None


# Mistake: a Redis that is away counts as an ended session
# Rejected by: test_replace_says_that_redis_is_away
# Says: As in set
class LoginStore:
    def replace(self, session_id, record):
        try:
            key, text = self.key(session_id), dump_record(record)
            return self.client.set(key, text, ex=self.max_age, xx=True) is not None
        except redis.RedisError:
            return False


import redis


# Mistake: not under its key
# Rejected by: test_replace_writes_where_there_is_a_record
# Says: Where there is one, it is replaced
class LoginStore:
    def replace(self, session_id, record):
        with redis_errors():
            text = dump_record(record)
            return self.client.set(session_id, text, ex=self.max_age, xx=True) is not None


# Mistake: every session must be there already, the fresh one too
# Rejected by: test_sessions_are_saved_as_before
# Says: A new session has no record yet
class LoginManager:
    def write(self, session):
        if not self.store.replace(session.id, self.to_record(session)):
            raise SessionEnded(session.id)


# Mistake: nobody is told that nothing was saved
# Rejected by: test_an_ended_session_does_not_come_back
# Says: <p>Views
class LoginManager:
    def write(self, session):
        if session.new:
            super().write(session)
        else:
            self.store.replace(session.id, self.to_record(session))


# Mistake: what cannot be replaced is set
# Rejected by: test_an_ended_session_does_not_come_back
# Says: write calls self.store.replace for each session that is not new, be somebody logged in or
class LoginManager:
    def write(self, session):
        if not self.store.replace(session.id, self.to_record(session)):
            super().write(session)


# Mistake: the ended session goes on under a fresh ID
# Rejected by: test_an_ended_session_does_not_come_back
# Says: write calls self.store.replace for each session that is not new, be somebody logged in or
class LoginManager:
    def write(self, session):
        if not session.new and not self.store.replace(session.id, self.to_record(session)):
            session.id, session.new = self.new_id(), True
        if session.new:
            super().write(session)


# Mistake: new and known are mixed up
# Rejected by: test_sessions_are_saved_as_before
# Says: A new session has no record yet
class LoginManager:
    def write(self, session):
        if not session.new:
            super().write(session)
        elif not self.store.replace(session.id, self.to_record(session)):
            raise SessionEnded(session.id)


# Mistake: only the session of who is logged in is looked after
# Rejected by: test_an_ended_session_does_not_come_back
# Says: write calls self.store.replace for each session that is not new, be somebody logged in or
class LoginManager:
    def write(self, session):
        if session.new or "user" not in session:
            super().write(session)
        elif not self.store.replace(session.id, self.to_record(session)):
            raise SessionEnded(session.id)


# Mistake: the data, and not the record of Express
# Rejected by: test_sessions_are_saved_as_before
# Says: replace gets what set would get
class LoginManager:
    def write(self, session):
        if session.new:
            super().write(session)
        elif not self.store.replace(session.id, dict(session)):
            raise SessionEnded(session.id)


# Mistake: the session is destroyed, and the page says that it was saved
# Rejected by: test_an_ended_session_does_not_come_back
# Says: <p>Expires in
class LoginManager:
    def write(self, session):
        if session.new:
            super().write(session)
        elif not self.store.replace(session.id, self.to_record(session)):
            session.destroy()


# Mistake: an error of another kind
# Rejected by: test_an_ended_session_does_not_come_back
# Says: 409, a page that says that nothing was saved, and no cookie
from .lesson4_redis_store import StoreUnavailable


class LoginManager:
    def write(self, session):
        if session.new:
            super().write(session)
        elif not self.store.replace(session.id, self.to_record(session)):
            raise StoreUnavailable(session.id)


# Mistake: write looks by itself whether there is a record, and replace says True
# Rejected by: test_replace_writes_where_there_is_a_record
# Says: SET with xx=True writes only where there is a key
class LoginStore:
    def replace(self, session_id, record):
        with redis_errors():
            key, text = self.key(session_id), dump_record(record)
            self.client.set(key, text, ex=self.max_age, xx=True)
            return True


class LoginManager:
    def write(self, session):
        if session.new:
            super().write(session)
        elif self.store.get(session.id) is None:
            raise SessionEnded(session.id)
        else:
            self.store.replace(session.id, self.to_record(session))


# Mistake: the exception is made and not raised
# Rejected by: test_an_ended_session_does_not_come_back
# Says: write raises SessionEnded
class LoginManager:
    def write(self, session):
        if session.new:
            super().write(session)
        else:
            self.store.replace(session.id, self.to_record(session)) or SessionEnded(session.id)


# Mistake: found in place of new: an empty record is taken for none
# Rejected by: test_an_ended_session_does_not_come_back
# Says: whatever its record held: ask session.new
class LoginManager:
    def write(self, session):
        if not session.found:
            super().write(session)
        elif not self.store.replace(session.id, self.to_record(session)):
            raise SessionEnded(session.id)
