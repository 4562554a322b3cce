"""Wrong answers to step 6.6: Take the cart along."""


# Mistake: the visitor's cart is renamed over the user's
# Rejected by: test_the_cart_comes_along
# Says: hincrby adds each line to the cart of user:alice
class CartStore:
    def merge(self, session_id, user):
        visitor, own = cart_of(self.key(session_id)), cart_of(f"user:{user}")
        with redis_errors(), self.client.pipeline() as pipeline:
            pipeline.rename(visitor, own)
            pipeline.expire(own, KEEP)
            pipeline.delete(self.key(session_id))
            pipeline.execute(raise_on_error=False)
        return True


# Mistake: RENAMENX leaves the visitor's cart where there is one of the user's
# Rejected by: test_the_cart_comes_along
# Says: hincrby adds each line to the cart of user:alice
class CartStore:
    def merge(self, session_id, user):
        visitor, own = cart_of(self.key(session_id)), cart_of(f"user:{user}")
        with redis_errors(), self.client.pipeline() as pipeline:
            pipeline.renamenx(visitor, own)
            pipeline.expire(own, KEEP)
            pipeline.delete(visitor, self.key(session_id))
            pipeline.execute(raise_on_error=False)
        return True


# Mistake: the session goes on
# Rejected by: test_merge_ends_the_session_of_the_visitor
# Says: with something in the cart or without
class CartStore:
    def merge(self, session_id, user):
        visitor, own = cart_of(self.key(session_id)), cart_of(f"user:{user}")
        with redis_errors(), self.client.pipeline() as pipeline:
            pipeline.watch(visitor)
            if not pipeline.exists(self.key(session_id)):
                return True
            lines = pipeline.hgetall(visitor)
            pipeline.multi()
            for line, count in lines.items():
                pipeline.hincrby(own, line, count)
            pipeline.expire(own, KEEP)
            pipeline.delete(visitor)
            return commit(pipeline)


# Mistake: the session ends in a trip of its own
# Rejected by: test_what_meets_a_merge_is_in_one_cart_or_is_refused
# Says: Watch the cart before you read it
class CartStore:
    def merge(self, session_id, user):
        visitor, own = cart_of(self.key(session_id)), cart_of(f"user:{user}")
        with redis_errors(), self.client.pipeline() as pipeline:
            pipeline.watch(visitor)
            if not pipeline.exists(self.key(session_id)):
                return True
            lines = pipeline.hgetall(visitor)
            pipeline.multi()
            for line, count in lines.items():
                pipeline.hincrby(own, line, count)
            pipeline.expire(own, KEEP)
            pipeline.delete(visitor)
            done = commit(pipeline)
        if done:
            self.destroy(session_id)
        return done


# Mistake: the session ends first, and the cart with it
# Rejected by: test_the_cart_comes_along
# Says: hincrby adds each line to the cart of user:alice
class CartStore:
    def merge(self, session_id, user):
        visitor, own = cart_of(self.key(session_id)), cart_of(f"user:{user}")
        self.destroy(session_id)
        with redis_errors(), self.client.pipeline() as pipeline:
            pipeline.watch(visitor)
            if not pipeline.exists(self.key(session_id)):
                return True
            lines = pipeline.hgetall(visitor)
            pipeline.multi()
            for line, count in lines.items():
                pipeline.hincrby(own, line, count)
            pipeline.expire(own, KEEP)
            pipeline.delete(visitor)
            return commit(pipeline)


# Mistake: the visitor's cart stays
# Rejected by: test_merge_ends_the_session_of_the_visitor
# Says: with something in the cart or without
class CartStore:
    def merge(self, session_id, user):
        visitor, own = cart_of(self.key(session_id)), cart_of(f"user:{user}")
        with redis_errors(), self.client.pipeline() as pipeline:
            pipeline.watch(visitor)
            if not pipeline.exists(self.key(session_id)):
                return True
            lines = pipeline.hgetall(visitor)
            pipeline.multi()
            for line, count in lines.items():
                pipeline.hincrby(own, line, count)
            pipeline.expire(own, KEEP)
            pipeline.delete(self.key(session_id))
            return commit(pipeline)


# Mistake: the user's cart has no end
# Rejected by: test_the_cart_comes_along
# Says: expire of the user's cart, KEEP seconds
class CartStore:
    def merge(self, session_id, user):
        visitor, own = cart_of(self.key(session_id)), cart_of(f"user:{user}")
        with redis_errors(), self.client.pipeline() as pipeline:
            pipeline.watch(visitor)
            if not pipeline.exists(self.key(session_id)):
                return True
            lines = pipeline.hgetall(visitor)
            pipeline.multi()
            for line, count in lines.items():
                pipeline.hincrby(own, line, count)
            pipeline.delete(visitor, self.key(session_id))
            return commit(pipeline)


# Mistake: EXPIRE comes before there is a cart
# Rejected by: test_the_cart_comes_along
# Says: expire of the user's cart, KEEP seconds
class CartStore:
    def merge(self, session_id, user):
        visitor, own = cart_of(self.key(session_id)), cart_of(f"user:{user}")
        with redis_errors(), self.client.pipeline() as pipeline:
            pipeline.watch(visitor)
            if not pipeline.exists(self.key(session_id)):
                return True
            lines = pipeline.hgetall(visitor)
            pipeline.multi()
            pipeline.expire(own, KEEP)
            for line, count in lines.items():
                pipeline.hincrby(own, line, count)
            pipeline.delete(visitor, self.key(session_id))
            return commit(pipeline)


# Mistake: the user's cart lives as long as a session
# Rejected by: test_the_cart_comes_along
# Says: expire of the user's cart, KEEP seconds
class CartStore:
    def merge(self, session_id, user):
        visitor, own = cart_of(self.key(session_id)), cart_of(f"user:{user}")
        with redis_errors(), self.client.pipeline() as pipeline:
            pipeline.watch(visitor)
            if not pipeline.exists(self.key(session_id)):
                return True
            lines = pipeline.hgetall(visitor)
            pipeline.multi()
            for line, count in lines.items():
                pipeline.hincrby(own, line, count)
            pipeline.expire(own, self.max_age)
            pipeline.delete(visitor, self.key(session_id))
            return commit(pipeline)


# Mistake: the visitor's cart gets the end that was meant for the user's
# Rejected by: test_the_cart_comes_along
# Says: expire of the user's cart, KEEP seconds
class CartStore:
    def merge(self, session_id, user):
        visitor, own = cart_of(self.key(session_id)), cart_of(f"user:{user}")
        with redis_errors(), self.client.pipeline() as pipeline:
            pipeline.watch(visitor)
            if not pipeline.exists(self.key(session_id)):
                return True
            lines = pipeline.hgetall(visitor)
            pipeline.multi()
            for line, count in lines.items():
                pipeline.hincrby(own, line, count)
            pipeline.expire(visitor, KEEP)
            pipeline.delete(visitor, self.key(session_id))
            return commit(pipeline)


# Mistake: HSET, and what the user had is forgotten
# Rejected by: test_the_cart_comes_along
# Says: hincrby adds each line to the cart of user:alice
class CartStore:
    def merge(self, session_id, user):
        visitor, own = cart_of(self.key(session_id)), cart_of(f"user:{user}")
        with redis_errors(), self.client.pipeline() as pipeline:
            pipeline.watch(visitor)
            if not pipeline.exists(self.key(session_id)):
                return True
            lines = pipeline.hgetall(visitor)
            pipeline.multi()
            for line, count in lines.items():
                pipeline.hset(own, line, count)
            pipeline.expire(own, KEEP)
            pipeline.delete(visitor, self.key(session_id))
            return commit(pipeline)


# Mistake: HSETNX, and what the visitor chose is forgotten
# Rejected by: test_the_cart_comes_along
# Says: hincrby adds each line to the cart of user:alice
class CartStore:
    def merge(self, session_id, user):
        visitor, own = cart_of(self.key(session_id)), cart_of(f"user:{user}")
        with redis_errors(), self.client.pipeline() as pipeline:
            pipeline.watch(visitor)
            if not pipeline.exists(self.key(session_id)):
                return True
            lines = pipeline.hgetall(visitor)
            pipeline.multi()
            for line, count in lines.items():
                pipeline.hsetnx(own, line, count)
            pipeline.expire(own, KEEP)
            pipeline.delete(visitor, self.key(session_id))
            return commit(pipeline)


# Mistake: one of each line
# Rejected by: test_the_cart_comes_along
# Says: hincrby adds each line to the cart of user:alice
class CartStore:
    def merge(self, session_id, user):
        visitor, own = cart_of(self.key(session_id)), cart_of(f"user:{user}")
        with redis_errors(), self.client.pipeline() as pipeline:
            pipeline.watch(visitor)
            if not pipeline.exists(self.key(session_id)):
                return True
            lines = pipeline.hgetall(visitor)
            pipeline.multi()
            for line in lines:
                pipeline.hincrby(own, line, 1)
            pipeline.expire(own, KEEP)
            pipeline.delete(visitor, self.key(session_id))
            return commit(pipeline)


# Mistake: nobody watches
# Rejected by: test_what_meets_a_merge_is_in_one_cart_or_is_refused
# Says: Watch the cart before you read it
class CartStore:
    def merge(self, session_id, user):
        visitor, own = cart_of(self.key(session_id)), cart_of(f"user:{user}")
        with redis_errors(), self.client.pipeline() as pipeline:
            lines = self.client.hgetall(visitor)
            for line, count in lines.items():
                pipeline.hincrby(own, line, count)
            pipeline.expire(own, KEEP)
            pipeline.delete(visitor, self.key(session_id))
            return commit(pipeline)


# Mistake: WATCH comes after HGETALL
# Rejected by: test_what_meets_a_merge_is_in_one_cart_or_is_refused
# Says: Watch the cart before you read it
class CartStore:
    def merge(self, session_id, user):
        visitor, own = cart_of(self.key(session_id)), cart_of(f"user:{user}")
        with redis_errors(), self.client.pipeline() as pipeline:
            lines = self.client.hgetall(visitor)
            pipeline.watch(visitor)
            if not pipeline.exists(self.key(session_id)):
                return True
            pipeline.multi()
            for line, count in lines.items():
                pipeline.hincrby(own, line, count)
            pipeline.expire(own, KEEP)
            pipeline.delete(visitor, self.key(session_id))
            return commit(pipeline)


# Mistake: the user's cart is watched in place of the visitor's
# Rejected by: test_what_meets_a_merge_is_in_one_cart_or_is_refused
# Says: Watch the cart before you read it
class CartStore:
    def merge(self, session_id, user):
        visitor, own = cart_of(self.key(session_id)), cart_of(f"user:{user}")
        with redis_errors(), self.client.pipeline() as pipeline:
            pipeline.watch(own)
            if not pipeline.exists(self.key(session_id)):
                return True
            lines = pipeline.hgetall(visitor)
            pipeline.multi()
            for line, count in lines.items():
                pipeline.hincrby(own, line, count)
            pipeline.expire(own, KEEP)
            pipeline.delete(visitor, self.key(session_id))
            return commit(pipeline)


# Mistake: the session is watched in place of its cart
# Rejected by: test_what_meets_a_merge_is_in_one_cart_or_is_refused
# Says: Watch the cart before you read it
class CartStore:
    def merge(self, session_id, user):
        visitor, own = cart_of(self.key(session_id)), cart_of(f"user:{user}")
        with redis_errors(), self.client.pipeline() as pipeline:
            pipeline.watch(self.key(session_id))
            if not pipeline.exists(self.key(session_id)):
                return True
            lines = pipeline.hgetall(visitor)
            pipeline.multi()
            for line, count in lines.items():
                pipeline.hincrby(own, line, count)
            pipeline.expire(own, KEEP)
            pipeline.delete(visitor, self.key(session_id))
            return commit(pipeline)


# Mistake: without multi the commands are sent at once
# Rejected by: test_the_cart_comes_along
# Says: hincrby adds each line to the cart of user:alice
class CartStore:
    def merge(self, session_id, user):
        visitor, own = cart_of(self.key(session_id)), cart_of(f"user:{user}")
        with redis_errors(), self.client.pipeline() as pipeline:
            pipeline.watch(visitor)
            if not pipeline.exists(self.key(session_id)):
                return True
            for line, count in pipeline.hgetall(visitor).items():
                pipeline.hincrby(own, line, count)
            pipeline.expire(own, KEEP)
            pipeline.delete(visitor, self.key(session_id))
            return commit(pipeline)


# Mistake: without a cart the session goes on
# Rejected by: test_merge_ends_the_session_of_the_visitor
# Says: with something in the cart or without
class CartStore:
    def merge(self, session_id, user):
        visitor, own = cart_of(self.key(session_id)), cart_of(f"user:{user}")
        with redis_errors(), self.client.pipeline() as pipeline:
            pipeline.watch(visitor)
            if not pipeline.exists(self.key(session_id)):
                return True
            lines = pipeline.hgetall(visitor)
            if not lines:
                return True
            pipeline.multi()
            for line, count in lines.items():
                pipeline.hincrby(own, line, count)
            pipeline.expire(own, KEEP)
            pipeline.delete(visitor, self.key(session_id))
            return commit(pipeline)


# Mistake: the cart of alice, and not of user:alice
# Rejected by: test_the_cart_comes_along
# Says: hincrby adds each line to the cart of user:alice
class CartStore:
    def merge(self, session_id, user):
        visitor, own = cart_of(self.key(session_id)), cart_of(user)
        with redis_errors(), self.client.pipeline() as pipeline:
            pipeline.watch(visitor)
            if not pipeline.exists(self.key(session_id)):
                return True
            lines = pipeline.hgetall(visitor)
            pipeline.multi()
            for line, count in lines.items():
                pipeline.hincrby(own, line, count)
            pipeline.expire(own, KEEP)
            pipeline.delete(visitor, self.key(session_id))
            return commit(pipeline)


# Mistake: the ID is no key, and stays no key
# Rejected by: test_merge_ends_the_session_of_the_visitor
# Says: with something in the cart or without
class CartStore:
    def merge(self, session_id, user):
        visitor, own = cart_of(self.key(session_id)), cart_of(f"user:{user}")
        with redis_errors(), self.client.pipeline() as pipeline:
            pipeline.watch(visitor)
            if not pipeline.exists(self.key(session_id)):
                return True
            lines = pipeline.hgetall(visitor)
            pipeline.multi()
            for line, count in lines.items():
                pipeline.hincrby(own, line, count)
            pipeline.expire(own, KEEP)
            pipeline.delete(visitor, session_id)
            return commit(pipeline)


# Mistake: whoever comes between ends the login
# Rejected by: test_what_meets_a_merge_is_in_one_cart_or_is_refused
# Says: commit(pipeline) makes False of that
class CartStore:
    def merge(self, session_id, user):
        visitor, own = cart_of(self.key(session_id)), cart_of(f"user:{user}")
        with redis_errors(), self.client.pipeline() as pipeline:
            pipeline.watch(visitor)
            if not pipeline.exists(self.key(session_id)):
                return True
            lines = pipeline.hgetall(visitor)
            pipeline.multi()
            for line, count in lines.items():
                pipeline.hincrby(own, line, count)
            pipeline.expire(own, KEEP)
            pipeline.delete(visitor, self.key(session_id))
            pipeline.execute()
        return True


# Mistake: True, whatever commit says
# Rejected by: test_what_meets_a_merge_is_in_one_cart_or_is_refused
# Says: Watch the cart before you read it
class CartStore:
    def merge(self, session_id, user):
        visitor, own = cart_of(self.key(session_id)), cart_of(f"user:{user}")
        with redis_errors(), self.client.pipeline() as pipeline:
            pipeline.watch(visitor)
            if not pipeline.exists(self.key(session_id)):
                return True
            lines = pipeline.hgetall(visitor)
            pipeline.multi()
            for line, count in lines.items():
                pipeline.hincrby(own, line, count)
            pipeline.expire(own, KEEP)
            pipeline.delete(visitor, self.key(session_id))
            commit(pipeline)
        return True


# Mistake: nothing is returned
# Rejected by: test_the_cart_comes_along
# Says: hincrby adds each line to the cart of user:alice
class CartStore:
    def merge(self, session_id, user):
        visitor, own = cart_of(self.key(session_id)), cart_of(f"user:{user}")
        with redis_errors(), self.client.pipeline() as pipeline:
            pipeline.watch(visitor)
            if not pipeline.exists(self.key(session_id)):
                return True
            lines = pipeline.hgetall(visitor)
            pipeline.multi()
            for line, count in lines.items():
                pipeline.hincrby(own, line, count)
            pipeline.expire(own, KEEP)
            pipeline.delete(visitor, self.key(session_id))
            commit(pipeline)


# Mistake: merge tries again for ever
# Rejected by: test_merge_is_one_try
# Says: Who tries again in here does so for ever
class CartStore:
    def merge(self, session_id, user):
        visitor, own = cart_of(self.key(session_id)), cart_of(f"user:{user}")
        while True:
            with redis_errors(), self.client.pipeline() as pipeline:
                pipeline.watch(visitor)
                if not pipeline.exists(self.key(session_id)):
                    return True
                lines = pipeline.hgetall(visitor)
                pipeline.multi()
                for line, count in lines.items():
                    pipeline.hincrby(own, line, count)
                pipeline.expire(own, KEEP)
                pipeline.delete(visitor, self.key(session_id))
                if commit(pipeline):
                    return True


# Mistake: Redis is away, and the error is not ours
# Rejected by: test_merge_says_that_redis_is_away
# Says: Redis is away, merge
class CartStore:
    def merge(self, session_id, user):
        visitor, own = cart_of(self.key(session_id)), cart_of(f"user:{user}")
        with self.client.pipeline() as pipeline:
            pipeline.watch(visitor)
            if not pipeline.exists(self.key(session_id)):
                return True
            lines = pipeline.hgetall(visitor)
            pipeline.multi()
            for line, count in lines.items():
                pipeline.hincrby(own, line, count)
            pipeline.expire(own, KEEP)
            pipeline.delete(visitor, self.key(session_id))
            return commit(pipeline)


# Mistake: one line after the other, each in a trip of its own
# Rejected by: test_what_meets_a_merge_is_in_one_cart_or_is_refused
# Says: Watch the cart before you read it
class CartStore:
    def merge(self, session_id, user):
        visitor, own = cart_of(self.key(session_id)), cart_of(f"user:{user}")
        with redis_errors():
            for line, count in self.client.hgetall(visitor).items():
                self.client.hincrby(own, line, count)
                self.client.hdel(visitor, line)
            self.client.expire(own, KEEP)
            self.client.delete(visitor, self.key(session_id))
        return True


# Mistake: destroy is no command of the pipeline
# Rejected by: test_the_cart_comes_along
# Says: hincrby adds each line to the cart of user:alice
class CartStore:
    def merge(self, session_id, user):
        visitor, own = cart_of(self.key(session_id)), cart_of(f"user:{user}")
        with redis_errors(), self.client.pipeline() as pipeline:
            pipeline.watch(visitor)
            if not pipeline.exists(self.key(session_id)):
                return True
            lines = pipeline.hgetall(visitor)
            pipeline.multi()
            for line, count in lines.items():
                pipeline.hincrby(own, line, count)
            pipeline.expire(own, KEEP)
            self.destroy(session_id)
            return commit(pipeline)


# Mistake: the session has one more second
# Rejected by: test_merge_ends_the_session_of_the_visitor
# Says: with something in the cart or without
class CartStore:
    def merge(self, session_id, user):
        visitor, own = cart_of(self.key(session_id)), cart_of(f"user:{user}")
        with redis_errors(), self.client.pipeline() as pipeline:
            pipeline.watch(visitor)
            if not pipeline.exists(self.key(session_id)):
                return True
            lines = pipeline.hgetall(visitor)
            pipeline.multi()
            for line, count in lines.items():
                pipeline.hincrby(own, line, count)
            pipeline.expire(own, KEEP)
            pipeline.delete(visitor)
            pipeline.expire(self.key(session_id), 1)
            return commit(pipeline)


# Mistake: the user's cart is put into the visitor's
# Rejected by: test_the_cart_comes_along
# Says: hincrby adds each line to the cart of user:alice
class CartStore:
    def merge(self, session_id, user):
        visitor, own = cart_of(self.key(session_id)), cart_of(f"user:{user}")
        with redis_errors(), self.client.pipeline() as pipeline:
            pipeline.watch(own)
            if not pipeline.exists(self.key(session_id)):
                return True
            lines = pipeline.hgetall(own)
            pipeline.multi()
            for line, count in lines.items():
                pipeline.hincrby(visitor, line, count)
            pipeline.expire(visitor, KEEP)
            pipeline.delete(own, self.key(session_id))
            return commit(pipeline)


# Mistake: the cart of the visitor is copied under the keys of its lines
# Rejected by: test_the_cart_comes_along
# Says: hincrby adds each line to the cart of user:alice
class CartStore:
    def merge(self, session_id, user):
        visitor, own = cart_of(self.key(session_id)), cart_of(f"user:{user}")
        with redis_errors(), self.client.pipeline() as pipeline:
            pipeline.watch(visitor)
            if not pipeline.exists(self.key(session_id)):
                return True
            lines = pipeline.hgetall(visitor)
            pipeline.multi()
            for line, count in lines.items():
                pipeline.incrby(line, count)
            pipeline.expire(own, KEEP)
            pipeline.delete(visitor, self.key(session_id))
            return commit(pipeline)


# Mistake: multi comes too early, and hgetall is only collected
# Rejected by: test_the_cart_comes_along
# Says: 'Pipeline' object has no attribute
class CartStore:
    def merge(self, session_id, user):
        visitor, own = cart_of(self.key(session_id)), cart_of(f"user:{user}")
        with redis_errors(), self.client.pipeline() as pipeline:
            pipeline.watch(visitor)
            if not pipeline.exists(self.key(session_id)):
                return True
            pipeline.multi()
            lines = pipeline.hgetall(visitor)
            for line, count in lines.items():
                pipeline.hincrby(own, line, count)
            pipeline.expire(own, KEEP)
            pipeline.delete(visitor, self.key(session_id))
            return commit(pipeline)


# Mistake: a user who has a cart keeps it, and the visitor's is thrown away
# Rejected by: test_the_cart_comes_along
# Says: hincrby adds each line to the cart of user:alice
class CartStore:
    def merge(self, session_id, user):
        visitor, own = cart_of(self.key(session_id)), cart_of(f"user:{user}")
        with redis_errors(), self.client.pipeline() as pipeline:
            pipeline.watch(visitor, own)
            if not pipeline.exists(self.key(session_id)):
                return True
            lines = {} if pipeline.exists(own) else pipeline.hgetall(visitor)
            pipeline.multi()
            for line, count in lines.items():
                pipeline.hincrby(own, line, count)
            pipeline.expire(own, KEEP)
            pipeline.delete(visitor, self.key(session_id))
            return commit(pipeline)


# Mistake: what a tab is about to take back comes along
# Rejected by: test_what_is_being_taken_back_stays
# Says: leave the cart alone, and return True
class CartStore:
    def merge(self, session_id, user):
        visitor, own = cart_of(self.key(session_id)), cart_of(f"user:{user}")
        with redis_errors(), self.client.pipeline() as pipeline:
            pipeline.watch(visitor)
            lines = read_lines(pipeline.hgetall(visitor))
            pipeline.multi()
            for line, count in lines.items():
                pipeline.hincrby(own, line, count)
            pipeline.expire(own, KEEP)
            pipeline.delete(visitor, self.key(session_id))
            return commit(pipeline)


# Mistake: it looks for the session before it watches
# Rejected by: test_what_is_being_taken_back_stays
# Says: leave the cart alone, and return True
class CartStore:
    def merge(self, session_id, user):
        visitor, own = cart_of(self.key(session_id)), cart_of(f"user:{user}")
        if not self.client.exists(self.key(session_id)):
            return True
        with redis_errors(), self.client.pipeline() as pipeline:
            pipeline.watch(visitor)
            lines = read_lines(pipeline.hgetall(visitor))
            pipeline.multi()
            for line, count in lines.items():
                pipeline.hincrby(own, line, count)
            pipeline.expire(own, KEEP)
            pipeline.delete(visitor, self.key(session_id))
            return commit(pipeline)


# Mistake: the cart is put aside, and a server that dies then leaves it there
# Rejected by: test_a_server_that_dies_loses_no_cart
# Says: What moves the cart goes into one MULTI
class CartStore:
    def merge(self, session_id, user):
        visitor, own = cart_of(self.key(session_id)), cart_of(f"user:{user}")
        aside = f"moving:{session_id}"
        with redis_errors(), self.client.pipeline() as pipeline:
            pipeline.watch(visitor)
            if not pipeline.exists(self.key(session_id)):
                return True
            there = pipeline.exists(visitor)
            pipeline.multi()
            if there:
                pipeline.rename(visitor, aside)
            pipeline.delete(self.key(session_id))
            if not commit(pipeline):
                return False
            for line, count in self.client.hgetall(aside).items():
                pipeline.hincrby(own, line, count)
            pipeline.expire(own, KEEP)
            pipeline.delete(aside)
            pipeline.execute()
        return True


# Mistake: log_in was given, and calls merge no more
# Rejected by: test_a_login_takes_the_cart_along
# Says: calls merge with the ID of a visitor
class CartManager:
    def log_in(self, session, user):
        super().log_in(session, user)
