"""Odd but right answers to step 5.6: Log out everywhere."""


# Odd: a pipeline that is no transaction, chained
class LoginStore:
    def note_login(self, user, session_id, now, lifetime):
        key, end = self.list_key(user), now + lifetime
        with redis_errors():
            pipeline = self.client.pipeline(transaction=False)
            pipeline.zremrangebyscore(key, 0, now).zadd(key, {session_id: end})
            pipeline.expire(key, lifetime + 60).execute()


# Odd: one after the other
class LoginStore:
    def destroy_all(self, user):
        for session_id in list(self.logins(user)):
            self.destroy(session_id)
            with redis_errors():
                self.client.zrem(self.list_key(user), session_id)


# Odd: with a helper, and UNLINK
class LoginStore:
    def destroy_all(self, user):
        session_ids = list(self.logins(user))
        if len(session_ids) > 0:
            self.remove(user, session_ids)

    def remove(self, user, session_ids):
        with redis_errors():
            self.client.unlink(*[self.key(one) for one in session_ids])
            self.client.zrem(self.list_key(user), *session_ids)
