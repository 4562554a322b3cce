"""Odd but right answers to step 6.3: Nothing in between."""


# Odd: EXISTS first, of the session's key
class CartStore:
    def change(self, session, command, *arguments):
        with redis_errors():
            pipeline = self.client.pipeline(transaction=True)
            pipeline.exists(self.key(session.id))
            pipeline.execute_command(command, self.cart(session), *arguments)
            pipeline.expire(self.cart(session), self.cart_age(session))
            there = pipeline.execute()[0]
        if there == 0 and not ("user" in session or session.new):
            self.destroy(session.id)
            raise SessionEnded(session.id)


# Odd: the cart alone is taken back
class CartStore:
    def change(self, session, command, *arguments):
        cart = self.cart(session)
        with redis_errors(), self.client.pipeline() as pipeline:
            pipeline.execute_command(command, cart, *arguments)
            pipeline.expire(cart, self.cart_age(session))
            pipeline.exists(self.owner(session))
            if pipeline.execute()[-1] or session.new or "user" in session:
                return
            self.client.delete(cart)
        raise SessionEnded(session.id)


# Odd: chained, and only a visitor is asked for
class CartStore:
    def change(self, session, command, *arguments):
        cart = self.cart(session)
        known = not session.new and "user" not in session
        with redis_errors(), self.client.pipeline() as pipeline:
            pipeline.execute_command(command, cart, *arguments)
            pipeline.expire(cart, self.cart_age(session))
            if known:
                pipeline.exists(self.key(session.id))
            answers = pipeline.execute()
        if known and not answers[2]:
            self.destroy(session.id)
            raise SessionEnded(session.id)


# Odd: the end in milliseconds
class CartStore:
    def change(self, session, command, *arguments):
        with redis_errors(), self.client.pipeline() as pipeline:
            pipeline.execute_command(command, self.cart(session), *arguments)
            pipeline.pexpire(self.cart(session), self.cart_age(session) * 1000)
            pipeline.exists(self.owner(session))
            *_, there = pipeline.execute()
        if not there and not session.new and "user" not in session:
            self.destroy(session.id)
            raise SessionEnded(session.id)
