"""Wrong answers to step 6.4: Buy once."""


# Mistake: RENAME puts a newer cart over the order
class CartStore:
    def take(self, session, number):
        order = self.order(session, number)
        with redis_errors(), self.client.pipeline() as pipeline:
            pipeline.rename(self.cart(session), order)
            pipeline.expire(order, KEEP)
            pipeline.hgetall(order)
            *_, found = pipeline.execute(raise_on_error=False)
        return read_lines(found)


# Mistake: the order keeps the cart's end
class CartStore:
    def take(self, session, number):
        order = self.order(session, number)
        with redis_errors(), self.client.pipeline() as pipeline:
            pipeline.renamenx(self.cart(session), order)
            pipeline.hgetall(order)
            *_, found = pipeline.execute(raise_on_error=False)
        return read_lines(found)


# Mistake: the order lives as long as a session
class CartStore:
    def take(self, session, number):
        order = self.order(session, number)
        with redis_errors(), self.client.pipeline() as pipeline:
            pipeline.renamenx(self.cart(session), order)
            pipeline.expire(order, self.cart_age(session))
            pipeline.hgetall(order)
            *_, found = pipeline.execute(raise_on_error=False)
        return read_lines(found)


# Mistake: PERSIST, and the order has no end
class CartStore:
    def take(self, session, number):
        order = self.order(session, number)
        with redis_errors(), self.client.pipeline() as pipeline:
            pipeline.renamenx(self.cart(session), order)
            pipeline.persist(order)
            pipeline.hgetall(order)
            *_, found = pipeline.execute(raise_on_error=False)
        return read_lines(found)


# Mistake: the cart gets the order's end, and is renamed then
class CartStore:
    def take(self, session, number):
        order = self.order(session, number)
        with redis_errors(), self.client.pipeline() as pipeline:
            pipeline.expire(self.cart(session), KEEP)
            pipeline.renamenx(self.cart(session), order)
            pipeline.hgetall(order)
            *_, found = pipeline.execute(raise_on_error=False)
        return read_lines(found)


# Mistake: the cart is read after it was renamed
class CartStore:
    def take(self, session, number):
        order = self.order(session, number)
        with redis_errors(), self.client.pipeline() as pipeline:
            pipeline.renamenx(self.cart(session), order)
            pipeline.expire(order, KEEP)
            pipeline.hgetall(self.cart(session))
            *_, found = pipeline.execute(raise_on_error=False)
        return read_lines(found)


# Mistake: the cart is read before it is renamed
class CartStore:
    def take(self, session, number):
        order = self.order(session, number)
        with redis_errors(), self.client.pipeline() as pipeline:
            pipeline.hgetall(self.cart(session))
            pipeline.renamenx(self.cart(session), order)
            pipeline.expire(order, KEEP)
            found, *_ = pipeline.execute(raise_on_error=False)
        return read_lines(found)


# Mistake: the cart is read and deleted, in one MULTI
class CartStore:
    def take(self, session, number):
        with redis_errors(), self.client.pipeline() as pipeline:
            pipeline.hgetall(self.cart(session))
            pipeline.delete(self.cart(session))
            found, _ = pipeline.execute()
        lines = read_lines(found)
        if lines:
            with redis_errors():
                self.client.hset(self.order(session, number), mapping=lines)
                self.client.expire(self.order(session, number), KEEP)
        return lines


# Mistake: transaction=False sends them together, and runs them one by one
class CartStore:
    def take(self, session, number):
        order = self.order(session, number)
        with redis_errors(), self.client.pipeline(transaction=False) as pipeline:
            pipeline.renamenx(self.cart(session), order)
            pipeline.expire(order, KEEP)
            pipeline.hgetall(order)
            *_, found = pipeline.execute(raise_on_error=False)
        return read_lines(found)


# Mistake: the server makes the number
import secrets


class CartStore:
    def take(self, session, number):
        order = self.order(session, secrets.token_hex(8))
        with redis_errors(), self.client.pipeline() as pipeline:
            pipeline.renamenx(self.cart(session), order)
            pipeline.expire(order, KEEP)
            pipeline.hgetall(order)
            *_, found = pipeline.execute(raise_on_error=False)
        return read_lines(found)


# Mistake: no cart is an error
class CartStore:
    def take(self, session, number):
        order = self.order(session, number)
        with redis_errors(), self.client.pipeline() as pipeline:
            pipeline.renamenx(self.cart(session), order)
            pipeline.expire(order, KEEP)
            pipeline.hgetall(order)
            *_, found = pipeline.execute()
        return read_lines(found)


# Mistake: no cart is no order
class CartStore:
    def take(self, session, number):
        order = self.order(session, number)
        with redis_errors(), self.client.pipeline() as pipeline:
            pipeline.renamenx(self.cart(session), order)
            pipeline.expire(order, KEEP)
            pipeline.hgetall(order)
            try:
                *_, found = pipeline.execute()
            except redis.ResponseError:
                return {}
        return read_lines(found)


# Mistake: only who renamed gets the order
class CartStore:
    def take(self, session, number):
        order = self.order(session, number)
        with redis_errors(), self.client.pipeline() as pipeline:
            pipeline.renamenx(self.cart(session), order)
            pipeline.expire(order, KEEP)
            pipeline.hgetall(order)
            renamed, _, found = pipeline.execute(raise_on_error=False)
        return read_lines(found) if renamed is True else {}


# Mistake: an empty cart is looked for first
class CartStore:
    def take(self, session, number):
        if not self.items(session):
            return {}
        order = self.order(session, number)
        with redis_errors(), self.client.pipeline() as pipeline:
            pipeline.renamenx(self.cart(session), order)
            pipeline.expire(order, KEEP)
            pipeline.hgetall(order)
            *_, found = pipeline.execute(raise_on_error=False)
        return read_lines(found)


# Mistake: three trips
class CartStore:
    def take(self, session, number):
        order = self.order(session, number)
        with redis_errors():
            try:
                self.client.renamenx(self.cart(session), order)
            except redis.ResponseError:
                pass  # no cart
            self.client.expire(order, KEEP)
            return read_lines(self.client.hgetall(order))


# Mistake: the order is read in a trip of its own
class CartStore:
    def take(self, session, number):
        order = self.order(session, number)
        with redis_errors(), self.client.pipeline() as pipeline:
            pipeline.renamenx(self.cart(session), order)
            pipeline.execute(raise_on_error=False)
            pipeline.expire(order, KEEP)
            pipeline.hgetall(order)
            *_, found = pipeline.execute(raise_on_error=False)
        return read_lines(found)


# Mistake: one order for each session
class CartStore:
    def take(self, session, number):
        order = f"{{{self.owner(session)}}}:order"
        with redis_errors(), self.client.pipeline() as pipeline:
            pipeline.renamenx(self.cart(session), order)
            pipeline.expire(order, KEEP)
            pipeline.hgetall(order)
            *_, found = pipeline.execute(raise_on_error=False)
        return read_lines(found)


# Mistake: an order that belongs to whoever knows its number
class CartStore:
    def take(self, session, number):
        order = f"order:{number}"
        with redis_errors(), self.client.pipeline() as pipeline:
            pipeline.renamenx(self.cart(session), order)
            pipeline.expire(order, KEEP)
            pipeline.hgetall(order)
            *_, found = pipeline.execute(raise_on_error=False)
        return read_lines(found)


# Mistake: an order as Redis has it
class CartStore:
    def take(self, session, number):
        order = self.order(session, number)
        with redis_errors(), self.client.pipeline() as pipeline:
            pipeline.renamenx(self.cart(session), order)
            pipeline.expire(order, KEEP)
            pipeline.hgetall(order)
            *_, found = pipeline.execute(raise_on_error=False)
        return found


# Mistake: Redis is away, and the error is not ours
class CartStore:
    def take(self, session, number):
        order = self.order(session, number)
        with self.client.pipeline() as pipeline:
            pipeline.renamenx(self.cart(session), order)
            pipeline.expire(order, KEEP)
            pipeline.hgetall(order)
            *_, found = pipeline.execute(raise_on_error=False)
        return read_lines(found)


# Mistake: with Redis away the cart was empty
class CartStore:
    def take(self, session, number):
        order = self.order(session, number)
        with self.client.pipeline() as pipeline:
            pipeline.renamenx(self.cart(session), order)
            pipeline.expire(order, KEEP)
            pipeline.hgetall(order)
            try:
                *_, found = pipeline.execute(raise_on_error=False)
            except redis.RedisError:
                return {}
        return read_lines(found)


# Mistake: the visitor's cart is bought, whoever is logged in
class CartStore:
    def take(self, session, number):
        order = self.order(session, number)
        with redis_errors(), self.client.pipeline() as pipeline:
            pipeline.renamenx(cart_of(self.key(session.id)), order)
            pipeline.expire(order, KEEP)
            pipeline.hgetall(order)
            *_, found = pipeline.execute(raise_on_error=False)
        return read_lines(found)


# Mistake: the order belongs to the session, and Alice finds it in one browser
class CartStore:
    def take(self, session, number):
        order = f"{{{self.key(session.id)}}}:order:{number}"
        with redis_errors(), self.client.pipeline() as pipeline:
            pipeline.renamenx(self.cart(session), order)
            pipeline.expire(order, KEEP)
            pipeline.hgetall(order)
            *_, found = pipeline.execute(raise_on_error=False)
        return read_lines(found)


# Mistake: the cart is deleted after it, to be sure
class CartStore:
    def take(self, session, number):
        order = self.order(session, number)
        with redis_errors(), self.client.pipeline() as pipeline:
            pipeline.renamenx(self.cart(session), order)
            pipeline.expire(order, KEEP)
            pipeline.hgetall(order)
            pipeline.delete(self.cart(session))
            _, _, found, _ = pipeline.execute(raise_on_error=False)
        return read_lines(found)


# Mistake: an order that is there is looked for first, in a trip of its own
class CartStore:
    def take(self, session, number):
        order = self.order(session, number)
        if bought := self.bought(session, number):
            return bought
        with redis_errors(), self.client.pipeline() as pipeline:
            pipeline.rename(self.cart(session), order)
            pipeline.expire(order, KEEP)
            pipeline.hgetall(order)
            *_, found = pipeline.execute(raise_on_error=False)
        return read_lines(found)


# Mistake: the keys of RENAMENX the other way round
class CartStore:
    def take(self, session, number):
        order = self.order(session, number)
        with redis_errors(), self.client.pipeline() as pipeline:
            pipeline.renamenx(order, self.cart(session))
            pipeline.expire(order, KEEP)
            pipeline.hgetall(order)
            *_, found = pipeline.execute(raise_on_error=False)
        return read_lines(found)


# Mistake: all answers, and not the last one
class CartStore:
    def take(self, session, number):
        order = self.order(session, number)
        with redis_errors(), self.client.pipeline() as pipeline:
            pipeline.renamenx(self.cart(session), order)
            pipeline.expire(order, KEEP)
            pipeline.hgetall(order)
            return read_lines(pipeline.execute(raise_on_error=False))
