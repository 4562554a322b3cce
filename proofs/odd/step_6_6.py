"""Odd but right answers to step 6.6: Take the cart along."""


# Odd: both carts and the session are watched
class CartStore:
    def merge(self, session_id, user):
        visitor, own = cart_of(self.key(session_id)), cart_of(f"user:{user}")
        with redis_errors(), self.client.pipeline() as pipeline:
            pipeline.watch(visitor, own, self.key(session_id))
            if not pipeline.exists(self.key(session_id)):
                return True
            lines = read_lines(pipeline.hgetall(visitor))
            pipeline.multi()
            for line in lines:
                pipeline.hincrby(own, line, lines[line])
            pipeline.expire(own, KEEP)
            pipeline.delete(visitor, self.key(session_id))
            return commit(pipeline)


# Odd: two commands that delete, and they come first
class CartStore:
    def merge(self, session_id, user):
        visitor, own = cart_of(self.key(session_id)), cart_of(f"user:{user}")
        with redis_errors(), self.client.pipeline() as pipeline:
            pipeline.watch(visitor)
            if not pipeline.exists(self.key(session_id)):
                return True
            lines = self.client.hgetall(visitor)
            pipeline.multi()
            pipeline.delete(self.key(session_id))
            pipeline.unlink(visitor)
            for line, count in lines.items():
                pipeline.hincrby(own, line, int(count))
            pipeline.expire(own, KEEP)
            return commit(pipeline)


# Odd: an empty cart leaves the user's as it is
class CartStore:
    def merge(self, session_id, user):
        key, own = self.key(session_id), cart_of(f"user:{user}")
        with redis_errors():
            pipeline = self.client.pipeline()
            try:
                pipeline.watch(cart_of(key))
                if not pipeline.exists(self.key(session_id)):
                    return True
                lines = pipeline.hgetall(cart_of(key))
                pipeline.multi()
                for line, count in lines.items():
                    pipeline.execute_command("HINCRBY", own, line, count)
                if lines:
                    pipeline.expire(own, KEEP)
                pipeline.delete(key, cart_of(key))
                return commit(pipeline)
            finally:
                pipeline.reset()
