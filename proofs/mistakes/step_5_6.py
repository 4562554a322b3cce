"""Wrong answers to step 5.6: Log out everywhere."""


# Mistake: a list without an end
class LoginStore:
    def note_login(self, user, session_id, now, lifetime):
        key = self.list_key(user)
        with redis_errors(), self.client.pipeline() as pipeline:
            pipeline.zadd(key, {session_id: now + lifetime})
            pipeline.zremrangebyscore(key, "-inf", now)
            pipeline.execute()


# Mistake: a list that only grows
class LoginStore:
    def note_login(self, user, session_id, now, lifetime):
        key = self.list_key(user)
        with redis_errors(), self.client.pipeline() as pipeline:
            pipeline.zadd(key, {session_id: now + lifetime})
            pipeline.expire(key, lifetime)
            pipeline.execute()


# Mistake: the time of the login, and what has just been put in is removed
class LoginStore:
    def note_login(self, user, session_id, now, lifetime):
        key = self.list_key(user)
        with redis_errors(), self.client.pipeline() as pipeline:
            pipeline.zadd(key, {session_id: now})
            pipeline.zremrangebyscore(key, "-inf", now)
            pipeline.expire(key, lifetime)
            pipeline.execute()


# Mistake: the newest one only
class LoginStore:
    def note_login(self, user, session_id, now, lifetime):
        key = self.list_key(user)
        with redis_errors(), self.client.pipeline() as pipeline:
            pipeline.delete(key)
            pipeline.zadd(key, {session_id: now + lifetime})
            pipeline.expire(key, lifetime)
            pipeline.execute()


# Mistake: one list for all users
class LoginStore:
    def list_key(self, user):
        return f"logins:{self.prefix}"


# Mistake: three trips
class LoginStore:
    def note_login(self, user, session_id, now, lifetime):
        key = self.list_key(user)
        with redis_errors():
            self.client.zadd(key, {session_id: now + lifetime})
            self.client.zremrangebyscore(key, "-inf", now)
            self.client.expire(key, lifetime)


# Mistake: the list is deleted, the sessions are not
class LoginStore:
    def destroy_all(self, user):
        with redis_errors():
            self.client.delete(self.list_key(user))


# Mistake: the IDs, and not their keys
class LoginStore:
    def destroy_all(self, user):
        session_ids = self.logins(user)
        if session_ids:
            with redis_errors(), self.client.pipeline() as pipeline:
                pipeline.delete(*session_ids)
                pipeline.zrem(self.list_key(user), *session_ids)
                pipeline.execute()


# Mistake: who logs in meanwhile falls off the list
class LoginStore:
    def destroy_all(self, user):
        session_ids = self.logins(user)
        if session_ids:
            with redis_errors(), self.client.pipeline() as pipeline:
                pipeline.delete(*map(self.key, session_ids), self.list_key(user))
                pipeline.execute()


# Mistake: an empty list is an error
class LoginStore:
    def destroy_all(self, user):
        session_ids = self.logins(user)
        with redis_errors(), self.client.pipeline() as pipeline:
            pipeline.delete(*map(self.key, session_ids))
            pipeline.zrem(self.list_key(user), *session_ids)
            pipeline.execute()


# Mistake: everybody is logged out
class LoginStore:
    def destroy_all(self, user):
        with redis_errors():
            for key in self.client.scan_iter(match=self.prefix + "*"):
                self.client.delete(key)
            self.client.delete(self.list_key(user))


# Mistake: the list stays as long as it was
class LoginStore:
    def destroy_all(self, user):
        session_ids = self.logins(user)
        if session_ids:
            with redis_errors():
                self.client.delete(*map(self.key, session_ids))


# Mistake: the first one only
class LoginStore:
    def destroy_all(self, user):
        for session_id in self.logins(user):
            self.destroy(session_id)
            with redis_errors():
                self.client.zrem(self.list_key(user), session_id)
            return


# Mistake: the error of Redis escapes
class LoginStore:
    def note_login(self, user, session_id, now, lifetime):
        key = self.list_key(user)
        with self.client.pipeline() as pipeline:
            pipeline.zadd(key, {session_id: now + lifetime})
            pipeline.zremrangebyscore(key, "-inf", now)
            pipeline.expire(key, lifetime)
            pipeline.execute()
