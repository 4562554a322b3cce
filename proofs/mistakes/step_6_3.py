"""Wrong answers to step 6.3: Nothing in between."""


# Mistake: a pipeline is no transaction with transaction=False
class CartStore:
    def change(self, session, command, *arguments):
        with redis_errors(), self.client.pipeline(transaction=False) as pipeline:
            pipeline.execute_command(command, self.cart(session), *arguments)
            pipeline.expire(self.cart(session), self.cart_age(session))
            pipeline.exists(self.owner(session))
            *_, there = pipeline.execute()
        if not there and not session.new and "user" not in session:
            self.destroy(session.id)
            raise SessionEnded(session.id)


# Mistake: a cart without an end
class CartStore:
    def change(self, session, command, *arguments):
        with redis_errors(), self.client.pipeline() as pipeline:
            pipeline.execute_command(command, self.cart(session), *arguments)
            pipeline.exists(self.owner(session))
            *_, there = pipeline.execute()
        if not there and not session.new and "user" not in session:
            self.destroy(session.id)
            raise SessionEnded(session.id)


# Mistake: the end of the session's key in place of the cart's
class CartStore:
    def change(self, session, command, *arguments):
        with redis_errors(), self.client.pipeline() as pipeline:
            pipeline.execute_command(command, self.cart(session), *arguments)
            pipeline.expire(self.key(session.id), self.cart_age(session))
            pipeline.exists(self.owner(session))
            *_, there = pipeline.execute()
        if not there and not session.new and "user" not in session:
            self.destroy(session.id)
            raise SessionEnded(session.id)


# Mistake: the user's cart lives no longer than a visitor's
class CartStore:
    def change(self, session, command, *arguments):
        with redis_errors(), self.client.pipeline() as pipeline:
            pipeline.execute_command(command, self.cart(session), *arguments)
            pipeline.expire(self.cart(session), self.max_age)
            pipeline.exists(self.owner(session))
            *_, there = pipeline.execute()
        if not there and not session.new and "user" not in session:
            self.destroy(session.id)
            raise SessionEnded(session.id)


# Mistake: every cart lives for 30 days
class CartStore:
    def change(self, session, command, *arguments):
        with redis_errors(), self.client.pipeline() as pipeline:
            pipeline.execute_command(command, self.cart(session), *arguments)
            pipeline.expire(self.cart(session), KEEP)
            pipeline.exists(self.owner(session))
            *_, there = pipeline.execute()
        if not there and not session.new and "user" not in session:
            self.destroy(session.id)
            raise SessionEnded(session.id)


# Mistake: EXPIRE comes before there is a cart
class CartStore:
    def change(self, session, command, *arguments):
        with redis_errors(), self.client.pipeline() as pipeline:
            pipeline.expire(self.cart(session), self.cart_age(session))
            pipeline.execute_command(command, self.cart(session), *arguments)
            pipeline.exists(self.owner(session))
            *_, there = pipeline.execute()
        if not there and not session.new and "user" not in session:
            self.destroy(session.id)
            raise SessionEnded(session.id)


# Mistake: EXISTS of the cart, which is always there
class CartStore:
    def change(self, session, command, *arguments):
        with redis_errors(), self.client.pipeline() as pipeline:
            pipeline.execute_command(command, self.cart(session), *arguments)
            pipeline.expire(self.cart(session), self.cart_age(session))
            pipeline.exists(self.cart(session))
            *_, there = pipeline.execute()
        if not there and not session.new and "user" not in session:
            self.destroy(session.id)
            raise SessionEnded(session.id)


# Mistake: EXISTS of the ID, which is no key
class CartStore:
    def change(self, session, command, *arguments):
        with redis_errors(), self.client.pipeline() as pipeline:
            pipeline.execute_command(command, self.cart(session), *arguments)
            pipeline.expire(self.cart(session), self.cart_age(session))
            pipeline.exists(session.id)
            *_, there = pipeline.execute()
        if not there and not session.new and "user" not in session:
            self.destroy(session.id)
            raise SessionEnded(session.id)


# Mistake: EXISTS is asked before
class CartStore:
    def change(self, session, command, *arguments):
        with redis_errors():
            there = self.client.exists(self.owner(session))
        if not there and not session.new and "user" not in session:
            raise SessionEnded(session.id)
        with redis_errors(), self.client.pipeline() as pipeline:
            pipeline.execute_command(command, self.cart(session), *arguments)
            pipeline.expire(self.cart(session), self.cart_age(session))
            pipeline.execute()


# Mistake: EXISTS is asked afterwards
class CartStore:
    def change(self, session, command, *arguments):
        with redis_errors(), self.client.pipeline() as pipeline:
            pipeline.execute_command(command, self.cart(session), *arguments)
            pipeline.expire(self.cart(session), self.cart_age(session))
            pipeline.execute()
        with redis_errors():
            there = self.client.exists(self.owner(session))
        if not there and not session.new and "user" not in session:
            self.destroy(session.id)
            raise SessionEnded(session.id)


# Mistake: nobody asks whether the session is there
class CartStore:
    def change(self, session, command, *arguments):
        with redis_errors(), self.client.pipeline() as pipeline:
            pipeline.execute_command(command, self.cart(session), *arguments)
            pipeline.expire(self.cart(session), self.cart_age(session))
            pipeline.execute()


# Mistake: a new session is not there yet
class CartStore:
    def change(self, session, command, *arguments):
        with redis_errors(), self.client.pipeline() as pipeline:
            pipeline.execute_command(command, self.cart(session), *arguments)
            pipeline.expire(self.cart(session), self.cart_age(session))
            pipeline.exists(self.owner(session))
            *_, there = pipeline.execute()
        if not there and "user" not in session:
            self.destroy(session.id)
            raise SessionEnded(session.id)


# Mistake: user:alice is no key, and she is told that she is gone
class CartStore:
    def change(self, session, command, *arguments):
        with redis_errors(), self.client.pipeline() as pipeline:
            pipeline.execute_command(command, self.cart(session), *arguments)
            pipeline.expire(self.cart(session), self.cart_age(session))
            pipeline.exists(self.owner(session))
            *_, there = pipeline.execute()
        if not there and not session.new:
            self.destroy(session.id)
            raise SessionEnded(session.id)


# Mistake: SessionEnded, and the cart stays
class CartStore:
    def change(self, session, command, *arguments):
        with redis_errors(), self.client.pipeline() as pipeline:
            pipeline.execute_command(command, self.cart(session), *arguments)
            pipeline.expire(self.cart(session), self.cart_age(session))
            pipeline.exists(self.owner(session))
            *_, there = pipeline.execute()
        if not there and not session.new and "user" not in session:
            raise SessionEnded(session.id)


# Mistake: taken back, and nobody is told
class CartStore:
    def change(self, session, command, *arguments):
        with redis_errors(), self.client.pipeline() as pipeline:
            pipeline.execute_command(command, self.cart(session), *arguments)
            pipeline.expire(self.cart(session), self.cart_age(session))
            pipeline.exists(self.owner(session))
            *_, there = pipeline.execute()
        if not there and not session.new and "user" not in session:
            self.destroy(session.id)


# Mistake: raise first, destroy after it
class CartStore:
    def change(self, session, command, *arguments):
        with redis_errors(), self.client.pipeline() as pipeline:
            pipeline.execute_command(command, self.cart(session), *arguments)
            pipeline.expire(self.cart(session), self.cart_age(session))
            pipeline.exists(self.owner(session))
            *_, there = pipeline.execute()
        if not there and not session.new and "user" not in session:
            raise SessionEnded(session.id)
            self.destroy(session.id)


# Mistake: taken back by subtracting, as if all commands were HINCRBY
class CartStore:
    def change(self, session, command, *arguments):
        with redis_errors(), self.client.pipeline() as pipeline:
            pipeline.execute_command(command, self.cart(session), *arguments)
            pipeline.expire(self.cart(session), self.cart_age(session))
            pipeline.exists(self.owner(session))
            *_, there = pipeline.execute()
        if not there and not session.new and "user" not in session:
            with redis_errors():
                self.client.hincrby(self.cart(session), arguments[0], -int(arguments[1]))
            raise SessionEnded(session.id)


# Mistake: session.destroy marks a session, and takes nothing out of Redis
class CartStore:
    def change(self, session, command, *arguments):
        with redis_errors(), self.client.pipeline() as pipeline:
            pipeline.execute_command(command, self.cart(session), *arguments)
            pipeline.expire(self.cart(session), self.cart_age(session))
            pipeline.exists(self.owner(session))
            *_, there = pipeline.execute()
        if not there and not session.new and "user" not in session:
            session.destroy()
            raise SessionEnded(session.id)


# Mistake: StoreUnavailable for a session that is gone
class CartStore:
    def change(self, session, command, *arguments):
        with redis_errors(), self.client.pipeline() as pipeline:
            pipeline.execute_command(command, self.cart(session), *arguments)
            pipeline.expire(self.cart(session), self.cart_age(session))
            pipeline.exists(self.owner(session))
            *_, there = pipeline.execute()
        if not there and not session.new and "user" not in session:
            self.destroy(session.id)
            raise StoreUnavailable(session.id)


# Mistake: the command is not in the pipeline
class CartStore:
    def change(self, session, command, *arguments):
        with redis_errors(), self.client.pipeline() as pipeline:
            self.client.execute_command(command, self.cart(session), *arguments)
            pipeline.expire(self.cart(session), self.cart_age(session))
            pipeline.exists(self.owner(session))
            *_, there = pipeline.execute()
        if not there and not session.new and "user" not in session:
            self.destroy(session.id)
            raise SessionEnded(session.id)


# Mistake: execute is forgotten
class CartStore:
    def change(self, session, command, *arguments):
        with redis_errors(), self.client.pipeline() as pipeline:
            pipeline.execute_command(command, self.cart(session), *arguments)
            pipeline.expire(self.cart(session), self.cart_age(session))
            there = pipeline.exists(self.owner(session))
        if not there and not session.new and "user" not in session:
            self.destroy(session.id)
            raise SessionEnded(session.id)


# Mistake: a list of answers is never false
class CartStore:
    def change(self, session, command, *arguments):
        with redis_errors(), self.client.pipeline() as pipeline:
            pipeline.execute_command(command, self.cart(session), *arguments)
            pipeline.expire(self.cart(session), self.cart_age(session))
            pipeline.exists(self.owner(session))
            there = pipeline.execute()
        if not there and not session.new and "user" not in session:
            self.destroy(session.id)
            raise SessionEnded(session.id)


# Mistake: the first answer, not the last
class CartStore:
    def change(self, session, command, *arguments):
        with redis_errors(), self.client.pipeline() as pipeline:
            pipeline.execute_command(command, self.cart(session), *arguments)
            pipeline.expire(self.cart(session), self.cart_age(session))
            pipeline.exists(self.owner(session))
            there, *_ = pipeline.execute()
        if not there and not session.new and "user" not in session:
            self.destroy(session.id)
            raise SessionEnded(session.id)


# Mistake: the pipeline's errors are swallowed
class CartStore:
    def change(self, session, command, *arguments):
        with redis_errors(), self.client.pipeline() as pipeline:
            pipeline.execute_command(command, self.cart(session), *arguments)
            pipeline.expire(self.cart(session), self.cart_age(session))
            pipeline.exists(self.owner(session))
            *_, there = pipeline.execute(raise_on_error=False)
        if not there and not session.new and "user" not in session:
            self.destroy(session.id)
            raise SessionEnded(session.id)


# Mistake: Redis is away, and the error is not ours
class CartStore:
    def change(self, session, command, *arguments):
        with self.client.pipeline() as pipeline:
            pipeline.execute_command(command, self.cart(session), *arguments)
            pipeline.expire(self.cart(session), self.cart_age(session))
            pipeline.exists(self.owner(session))
            *_, there = pipeline.execute()
        if not there and not session.new and "user" not in session:
            self.destroy(session.id)
            raise SessionEnded(session.id)


# Mistake: PEXPIRE counts milliseconds
class CartStore:
    def change(self, session, command, *arguments):
        with redis_errors(), self.client.pipeline() as pipeline:
            pipeline.execute_command(command, self.cart(session), *arguments)
            pipeline.pexpire(self.cart(session), self.cart_age(session))
            pipeline.exists(self.owner(session))
            *_, there = pipeline.execute()
        if not there and not session.new and "user" not in session:
            self.destroy(session.id)
            raise SessionEnded(session.id)


# Mistake: or in place of and
class CartStore:
    def change(self, session, command, *arguments):
        with redis_errors(), self.client.pipeline() as pipeline:
            pipeline.execute_command(command, self.cart(session), *arguments)
            pipeline.expire(self.cart(session), self.cart_age(session))
            pipeline.exists(self.owner(session))
            *_, there = pipeline.execute()
        if not there and (not session.new or "user" not in session):
            self.destroy(session.id)
            raise SessionEnded(session.id)


# Mistake: only what is added lets the cart live on
class CartStore:
    def change(self, session, command, *arguments):
        with redis_errors(), self.client.pipeline() as pipeline:
            pipeline.execute_command(command, self.cart(session), *arguments)
            if command == "HINCRBY":
                pipeline.expire(self.cart(session), self.cart_age(session))
            pipeline.exists(self.owner(session))
            *_, there = pipeline.execute()
        if not there and not session.new and "user" not in session:
            self.destroy(session.id)
            raise SessionEnded(session.id)


# Mistake: the answer of EXPIRE, which is 0 for an empty cart
class CartStore:
    def change(self, session, command, *arguments):
        with redis_errors(), self.client.pipeline() as pipeline:
            pipeline.execute_command(command, self.cart(session), *arguments)
            pipeline.expire(self.cart(session), self.cart_age(session))
            pipeline.exists(self.owner(session))
            _, there, _ = pipeline.execute()
        if not there and not session.new and "user" not in session:
            self.destroy(session.id)
            raise SessionEnded(session.id)


# Mistake: EXISTS is asked only by what adds, and the last answer is another one
class CartStore:
    def change(self, session, command, *arguments):
        with redis_errors(), self.client.pipeline() as pipeline:
            pipeline.execute_command(command, self.cart(session), *arguments)
            pipeline.expire(self.cart(session), self.cart_age(session))
            if command == "HINCRBY":
                pipeline.exists(self.owner(session))
            *_, there = pipeline.execute()
        if not there and not session.new and "user" not in session:
            self.destroy(session.id)
            raise SessionEnded(session.id)


# Mistake: EXISTS of both keys, and one of them is there
class CartStore:
    def change(self, session, command, *arguments):
        with redis_errors(), self.client.pipeline() as pipeline:
            pipeline.execute_command(command, self.cart(session), *arguments)
            pipeline.expire(self.cart(session), self.cart_age(session))
            pipeline.exists(self.owner(session), self.cart(session))
            *_, there = pipeline.execute()
        if not there and not session.new and "user" not in session:
            self.destroy(session.id)
            raise SessionEnded(session.id)


# Mistake: the session is taken back, and not the cart
class CartStore:
    def change(self, session, command, *arguments):
        with redis_errors(), self.client.pipeline() as pipeline:
            pipeline.execute_command(command, self.cart(session), *arguments)
            pipeline.expire(self.cart(session), self.cart_age(session))
            pipeline.exists(self.owner(session))
            *_, there = pipeline.execute()
            if not there and not session.new and "user" not in session:
                self.client.delete(self.key(session.id))
                raise SessionEnded(session.id)


# Mistake: the session is made anew
class CartStore:
    def change(self, session, command, *arguments):
        with redis_errors(), self.client.pipeline() as pipeline:
            pipeline.execute_command(command, self.cart(session), *arguments)
            pipeline.expire(self.cart(session), self.cart_age(session))
            pipeline.exists(self.owner(session))
            *_, there = pipeline.execute()
        if not there and not session.new and "user" not in session:
            self.set(session.id, {"cookie": {}, **session})


# Mistake: the command before its key
class CartStore:
    def change(self, session, command, *arguments):
        with redis_errors(), self.client.pipeline() as pipeline:
            pipeline.execute_command(self.cart(session), command, *arguments)
            pipeline.expire(self.cart(session), self.cart_age(session))
            pipeline.exists(self.owner(session))
            *_, there = pipeline.execute()
        if not there and not session.new and "user" not in session:
            self.destroy(session.id)
            raise SessionEnded(session.id)


# Mistake: the arguments as one tuple
class CartStore:
    def change(self, session, command, *arguments):
        with redis_errors(), self.client.pipeline() as pipeline:
            pipeline.execute_command(command, self.cart(session), arguments)
            pipeline.expire(self.cart(session), self.cart_age(session))
            pipeline.exists(self.owner(session))
            *_, there = pipeline.execute()
        if not there and not session.new and "user" not in session:
            self.destroy(session.id)
            raise SessionEnded(session.id)
