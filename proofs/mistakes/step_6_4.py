"""Wrong answers to step 6.4: Buy once."""


# Mistake: RENAME puts a newer cart over the order
# Rejected by: test_an_old_form_takes_no_new_cart
# Says: rename overwrites it
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
# Rejected by: test_an_order_has_its_own_end
# Says: A renamed key keeps the end that it had as a cart
class CartStore:
    def take(self, session, number):
        order = self.order(session, number)
        with redis_errors(), self.client.pipeline() as pipeline:
            pipeline.renamenx(self.cart(session), order)
            pipeline.hgetall(order)
            *_, found = pipeline.execute(raise_on_error=False)
        return read_lines(found)


# Mistake: the order lives as long as a session
# Rejected by: test_an_order_has_its_own_end
# Says: A renamed key keeps the end that it had as a cart
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
# Rejected by: test_an_order_has_its_own_end
# Says: A renamed key keeps the end that it had as a cart
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
# Rejected by: test_an_old_form_takes_no_new_cart
# Says: expire the order, after renamenx
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
# Rejected by: test_take_makes_an_order_of_the_cart
# Says: Then read_lines of what hgetall(order) found
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
# Rejected by: test_the_second_click_reads_its_order
# Says: execute(raise_on_error=False) goes on
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
# Rejected by: test_the_second_click_reads_its_order
# Says: execute(raise_on_error=False) goes on
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
# Rejected by: test_take_is_one_transaction
# Says: unless it is told transaction=False
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
# Rejected by: test_take_makes_an_order_of_the_cart
# Says: the cart is the order now
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
# Rejected by: test_take_makes_an_order_of_the_cart
# Says: Without a cart, renamenx is an error
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
# Rejected by: test_the_second_click_reads_its_order
# Says: execute(raise_on_error=False) goes on
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
# Rejected by: test_the_second_click_reads_its_order
# Says: execute(raise_on_error=False) goes on
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
# Rejected by: test_the_second_click_reads_its_order
# Says: execute(raise_on_error=False) goes on
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
# Rejected by: test_an_order_has_its_own_end
# Says: A renamed key keeps the end that it had as a cart
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
# Rejected by: test_an_order_has_its_own_end
# Says: A renamed key keeps the end that it had as a cart
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
# Rejected by: test_take_makes_an_order_of_the_cart
# Says: the cart is the order now
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
# Rejected by: test_take_makes_an_order_of_the_cart
# Says: the cart is the order now
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
# Rejected by: test_take_makes_an_order_of_the_cart
# Says: Then read_lines of what hgetall(order) found
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
# Rejected by: test_take_says_that_redis_is_away
# Says: Redis is away, take
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
# Rejected by: test_take_says_that_redis_is_away
# Says: Redis is away, take
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
# Rejected by: test_take_makes_an_order_of_the_cart
# Says: in the cart of alice
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
# Rejected by: test_take_makes_an_order_of_the_cart
# Says: the cart is the order now
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
# Rejected by: test_an_old_form_takes_no_new_cart
# Says: what is in the cart now, it does not buy
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
# Rejected by: test_two_clicks_buy_once
# Says: the second click finds no cart
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
# Rejected by: test_take_makes_an_order_of_the_cart
# Says: Then read_lines of what hgetall(order) found
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
# Rejected by: test_take_makes_an_order_of_the_cart
# Says: Then read_lines of what hgetall(order) found
class CartStore:
    def take(self, session, number):
        order = self.order(session, number)
        with redis_errors(), self.client.pipeline() as pipeline:
            pipeline.renamenx(self.cart(session), order)
            pipeline.expire(order, KEEP)
            pipeline.hgetall(order)
            return read_lines(pipeline.execute(raise_on_error=False))


# Mistake: all is looked at first, and written by MULTI then
# Rejected by: test_two_clicks_buy_once
# Says: the second click finds no cart
class CartStore:
    def take(self, session, number):
        order = self.order(session, number)
        lines = self.items(session)
        if not lines:
            return self.bought(session, number)
        with redis_errors(), self.client.pipeline() as pipeline:
            if not pipeline.exists(order).execute()[0]:
                pipeline.hset(order, mapping=lines)
                pipeline.expire(order, KEEP)
                pipeline.delete(self.cart(session))
                pipeline.execute()
        return self.bought(session, number)
