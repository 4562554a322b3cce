"""Odd but right answers to step 6.4: Buy once."""


# Odd: chained
class CartStore:
    def take(self, session, number):
        order = self.order(session, number)
        with redis_errors():
            pipeline = self.client.pipeline().renamenx(self.cart(session), order)
            pipeline.expire(order, KEEP).hgetall(order)
            return read_lines(pipeline.execute(raise_on_error=False)[2])


# Odd: EXPIRE comes last, and the cart is read as well
class CartStore:
    def take(self, session, number):
        order = self.order(session, number)
        with redis_errors(), self.client.pipeline(transaction=True) as pipeline:
            pipeline.exists(self.cart(session))
            pipeline.renamenx(self.cart(session), order)
            pipeline.hgetall(order)
            pipeline.expire(order, KEEP)
            _, _, found, _ = pipeline.execute(raise_on_error=False)
        return {} if isinstance(found, Exception) else read_lines(found)


# Odd: execute raises, and what is bought is read once more
class CartStore:
    def take(self, session, number):
        order = self.order(session, number)
        with redis_errors(), self.client.pipeline() as pipeline:
            pipeline.renamenx(self.cart(session), order)
            pipeline.expire(order, KEEP)
            pipeline.hgetall(order)
            try:
                *_, found = pipeline.execute()
            except redis.ResponseError as error:
                if "no such key" not in str(error):
                    raise
                return self.bought(session, number)
        return read_lines(found)
