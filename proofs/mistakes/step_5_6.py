"""Wrong answers to step 5.6: Log out everywhere."""


# Mistake: a list without an end
# Rejected by: test_a_list_has_an_end
# Says: client.expire(key, lifetime), at each login
class LoginStore:
    def note_login(self, user, session_id, now, lifetime):
        key = self.list_key(user)
        with redis_errors(), self.client.pipeline() as pipeline:
            pipeline.zadd(key, {session_id: now + lifetime})
            pipeline.zremrangebyscore(key, "-inf", now)
            pipeline.execute()


# Mistake: a list that only grows
# Rejected by: test_what_is_over_is_off_the_list
# Says: The number of a member is the time when it is over, now + lifetime
class LoginStore:
    def note_login(self, user, session_id, now, lifetime):
        key = self.list_key(user)
        with redis_errors(), self.client.pipeline() as pipeline:
            pipeline.zadd(key, {session_id: now + lifetime})
            pipeline.expire(key, lifetime)
            pipeline.execute()


# Mistake: the time of the login, and what has just been put in is removed
# Rejected by: test_log_out_everywhere
# Says: note_login puts each login on the list of its user, under self.list_key(user)
class LoginStore:
    def note_login(self, user, session_id, now, lifetime):
        key = self.list_key(user)
        with redis_errors(), self.client.pipeline() as pipeline:
            pipeline.zadd(key, {session_id: now})
            pipeline.zremrangebyscore(key, "-inf", now)
            pipeline.expire(key, lifetime)
            pipeline.execute()


# Mistake: the newest one only
# Rejected by: test_log_out_everywhere
# Says: note_login puts each login on the list of its user, under self.list_key(user)
class LoginStore:
    def note_login(self, user, session_id, now, lifetime):
        key = self.list_key(user)
        with redis_errors(), self.client.pipeline() as pipeline:
            pipeline.delete(key)
            pipeline.zadd(key, {session_id: now + lifetime})
            pipeline.expire(key, lifetime)
            pipeline.execute()


# Mistake: one list for all users
# Rejected by: test_log_out_everywhere
# Says: note_login puts each login on the list of its user, under self.list_key(user)
class LoginStore:
    def list_key(self, user):
        return f"logins:{self.prefix}"


# Mistake: three trips
# Rejected by: test_note_login_is_one_trip
# Says: client.pipeline() collects commands, and execute() sends them all at once
class LoginStore:
    def note_login(self, user, session_id, now, lifetime):
        key = self.list_key(user)
        with redis_errors():
            self.client.zadd(key, {session_id: now + lifetime})
            self.client.zremrangebyscore(key, "-inf", now)
            self.client.expire(key, lifetime)


# Mistake: the list is deleted, the sessions are not
# Rejected by: test_log_out_everywhere
# Says: destroy_all deletes self.key(session_id) of each one on the list of its user
class LoginStore:
    def destroy_all(self, user):
        with redis_errors():
            self.client.delete(self.list_key(user))


# Mistake: the IDs, and not their keys
# Rejected by: test_log_out_everywhere
# Says: destroy_all deletes self.key(session_id) of each one on the list of its user
class LoginStore:
    def destroy_all(self, user):
        session_ids = self.logins(user)
        if session_ids:
            with redis_errors(), self.client.pipeline() as pipeline:
                pipeline.delete(*session_ids)
                pipeline.zrem(self.list_key(user), *session_ids)
                pipeline.execute()


# Mistake: who logs in meanwhile falls off the list
# Rejected by: test_who_logs_in_meanwhile_is_on_the_list
# Says: Take off the list what was read from it, with zrem, and do not delete the list
class LoginStore:
    def destroy_all(self, user):
        session_ids = self.logins(user)
        if session_ids:
            with redis_errors(), self.client.pipeline() as pipeline:
                pipeline.delete(*map(self.key, session_ids), self.list_key(user))
                pipeline.execute()


# Mistake: an empty list is an error
# Rejected by: test_an_empty_list_is_no_error
# Says: delete and zrem raise an error for no ID at all
class LoginStore:
    def destroy_all(self, user):
        session_ids = self.logins(user)
        with redis_errors(), self.client.pipeline() as pipeline:
            pipeline.delete(*map(self.key, session_ids))
            pipeline.zrem(self.list_key(user), *session_ids)
            pipeline.execute()


# Mistake: everybody is logged out
# Rejected by: test_log_out_everywhere
# Says: destroy_all deletes self.key(session_id) of each one on the list of its user
class LoginStore:
    def destroy_all(self, user):
        with redis_errors():
            for key in self.client.scan_iter(match=self.prefix + "*"):
                self.client.delete(key)
            self.client.delete(self.list_key(user))


# Mistake: the list stays as long as it was
# Rejected by: test_destroy_all_leaves_an_empty_list
# Says: client.zrem(key, *ids) takes them off the list
class LoginStore:
    def destroy_all(self, user):
        session_ids = self.logins(user)
        if session_ids:
            with redis_errors():
                self.client.delete(*map(self.key, session_ids))


# Mistake: the first one only
# Rejected by: test_log_out_everywhere
# Says: destroy_all deletes self.key(session_id) of each one on the list of its user
class LoginStore:
    def destroy_all(self, user):
        for session_id in self.logins(user):
            self.destroy(session_id)
            with redis_errors():
                self.client.zrem(self.list_key(user), session_id)
            return


# Mistake: the error of Redis escapes
# Rejected by: test_the_list_says_that_redis_is_away
# Says: As in set
class LoginStore:
    def note_login(self, user, session_id, now, lifetime):
        key = self.list_key(user)
        with self.client.pipeline() as pipeline:
            pipeline.zadd(key, {session_id: now + lifetime})
            pipeline.zremrangebyscore(key, "-inf", now)
            pipeline.expire(key, lifetime)
            pipeline.execute()


# Mistake: the pipeline is never executed
# Rejected by: test_log_out_everywhere
# Says: note_login puts each login on the list of its user
class LoginStore:
    def note_login(self, user, session_id, now, lifetime):
        key = self.list_key(user)
        with redis_errors():
            pipeline = self.client.pipeline()
            pipeline.zadd(key, {session_id: now + lifetime})
            pipeline.zremrangebyscore(key, "-inf", now)
            pipeline.expire(key, lifetime)


# Mistake: the list is read once more to take off what is on it
# Rejected by: test_who_logs_in_meanwhile_is_on_the_list
# Says: Read the list once
class LoginStore:
    def destroy_all(self, user):
        if not self.logins(user):
            return
        with redis_errors():
            self.client.delete(*[self.key(one) for one in self.logins(user)])
            self.client.zrem(self.list_key(user), *self.logins(user))


# Mistake: the time of the login in place of its end, and the earlier ones fall off
# Rejected by: test_log_out_everywhere
# Says: note_login puts each login on the list of its user
class LoginStore:
    def note_login(self, user, session_id, now, lifetime):
        key = self.list_key(user)
        with redis_errors(), self.client.pipeline() as pipeline:
            pipeline.zremrangebyscore(key, "-inf", now)
            pipeline.zadd(key, {session_id: now})
            pipeline.expire(key, lifetime)
            pipeline.execute()


# Mistake: the list lives as long as an unused session
# Rejected by: test_a_list_has_an_end
# Says: client.expire(key, lifetime), at each login
class LoginStore:
    def note_login(self, user, session_id, now, lifetime):
        key = self.list_key(user)
        with redis_errors(), self.client.pipeline() as pipeline:
            pipeline.zadd(key, {session_id: now + lifetime})
            pipeline.zremrangebyscore(key, "-inf", now)
            pipeline.expire(key, self.max_age)
            pipeline.execute()


# Mistake: only what has been over for a whole lifetime is removed
# Rejected by: test_what_is_over_is_off_the_list
# Says: removes what is over now
class LoginStore:
    def note_login(self, user, session_id, now, lifetime):
        key = self.list_key(user)
        with redis_errors(), self.client.pipeline() as pipeline:
            pipeline.zadd(key, {session_id: now + lifetime})
            pipeline.zremrangebyscore(key, "-inf", now - lifetime)
            pipeline.expire(key, lifetime)
            pipeline.execute()


# Mistake: the keys are taken off the list, which holds IDs
# Rejected by: test_destroy_all_leaves_an_empty_list
# Says: client.zrem(key, *ids)
class LoginStore:
    def destroy_all(self, user):
        keys = [self.key(one) for one in self.logins(user)]
        if keys:
            with redis_errors():
                self.client.delete(*keys)
                self.client.zrem(self.list_key(user), *keys)


# Mistake: off the list first, the records afterwards
# Rejected by: test_what_lives_is_on_the_list
# Says: First delete the keys, then take the IDs off the list
class LoginStore:
    def destroy_all(self, user):
        ids = list(self.logins(user))
        if ids:
            with redis_errors():
                self.client.zrem(self.list_key(user), *ids)
                self.client.delete(*[self.key(one) for one in ids])


# Mistake: the end of the list is a moment, not a number of seconds
# Rejected by: test_a_list_has_an_end
# Says: client.expire(key, lifetime), at each login
class LoginStore:
    def note_login(self, user, session_id, now, lifetime):
        key = self.list_key(user)
        with redis_errors(), self.client.pipeline() as pipeline:
            pipeline.zadd(key, {session_id: now + lifetime})
            pipeline.zremrangebyscore(key, "-inf", now)
            pipeline.expire(key, int(now + lifetime))
            pipeline.execute()


# Mistake: the list gets its end with its first login
# Rejected by: test_a_list_has_an_end
# Says: client.expire(key, lifetime), at each login
class LoginStore:
    def note_login(self, user, session_id, now, lifetime):
        key = self.list_key(user)
        is_first = not self.logins(user)
        with redis_errors(), self.client.pipeline() as pipeline:
            pipeline.zadd(key, {session_id: now + lifetime})
            pipeline.zremrangebyscore(key, "-inf", now)
            if is_first:
                pipeline.expire(key, lifetime)
            pipeline.execute()
