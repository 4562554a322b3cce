"""Wrong answers to step 6.7: The last one."""


# Mistake: nobody gives back
# Rejected by: test_what_was_not_enough_is_given_back
# Says: it is the second of three answers
class CartStore:
    def reserve(self, what, quantity, stock):
        key = f"stock:{what}"
        with redis_errors(), self.client.pipeline() as pipeline:
            pipeline.set(key, stock, nx=True, ex=DAY)
            pipeline.decrby(key, quantity)
            pipeline.expire(key, DAY)
            _, left, _ = pipeline.execute()
        return left >= 0


# Mistake: look in one trip, take in the next
# Rejected by: test_the_last_one_is_sold_once
# Says: Take first: what decrby answers
class CartStore:
    def reserve(self, what, quantity, stock):
        key = f"stock:{what}"
        with redis_errors(), self.client.pipeline() as pipeline:
            pipeline.set(key, stock, nx=True, ex=DAY)
            pipeline.get(key)
            pipeline.expire(key, DAY)
            _, left, _ = pipeline.execute()
            if int(left) < quantity:
                return False
            self.client.decrby(key, quantity)
        return True


# Mistake: a lock of this process, and look and take inside
# Rejected by: test_the_last_one_is_sold_once
# Says: A lock keeps out this process only
import threading

LOCK = threading.Lock()


class CartStore:
    def reserve(self, what, quantity, stock):
        key = f"stock:{what}"
        with LOCK, redis_errors():
            self.client.set(key, stock, nx=True, ex=DAY)
            self.client.expire(key, DAY)
            if int(self.client.get(key)) < quantity:
                return False
            self.client.decrby(key, quantity)
        return True


# Mistake: the last one is kept
# Rejected by: test_what_was_not_enough_is_given_back
# Says: it is the second of three answers
class CartStore:
    def reserve(self, what, quantity, stock):
        key = f"stock:{what}"
        with redis_errors(), self.client.pipeline() as pipeline:
            pipeline.set(key, stock, nx=True, ex=DAY)
            pipeline.decrby(key, quantity)
            pipeline.expire(key, DAY)
            _, left, _ = pipeline.execute()
            if left <= 0:
                self.client.incrby(key, quantity)
                return False
        return True


# Mistake: one more than there is
# Rejected by: test_what_was_not_enough_is_given_back
# Says: it is the second of three answers
class CartStore:
    def reserve(self, what, quantity, stock):
        key = f"stock:{what}"
        with redis_errors(), self.client.pipeline() as pipeline:
            pipeline.set(key, stock, nx=True, ex=DAY)
            pipeline.decrby(key, quantity)
            pipeline.expire(key, DAY)
            _, left, _ = pipeline.execute()
            if left < -1:
                self.client.incrby(key, quantity)
                return False
        return True


# Mistake: one is given back, however many were taken
# Rejected by: test_what_was_not_enough_is_given_back
# Says: it is the second of three answers
class CartStore:
    def reserve(self, what, quantity, stock):
        key = f"stock:{what}"
        with redis_errors(), self.client.pipeline() as pipeline:
            pipeline.set(key, stock, nx=True, ex=DAY)
            pipeline.decrby(key, quantity)
            pipeline.expire(key, DAY)
            _, left, _ = pipeline.execute()
            if left < 0:
                self.client.incr(key)
                return False
        return True


# Mistake: one is taken, however many are wanted
# Rejected by: test_what_was_not_enough_is_given_back
# Says: it is the second of three answers
class CartStore:
    def reserve(self, what, quantity, stock):
        key = f"stock:{what}"
        with redis_errors(), self.client.pipeline() as pipeline:
            pipeline.set(key, stock, nx=True, ex=DAY)
            pipeline.decr(key)
            pipeline.expire(key, DAY)
            _, left, _ = pipeline.execute()
            if left < 0:
                self.client.incr(key)
                return False
        return True


# Mistake: SET without NX fills the shelf each time
# Rejected by: test_what_was_not_enough_is_given_back
# Says: it is the second of three answers
class CartStore:
    def reserve(self, what, quantity, stock):
        key = f"stock:{what}"
        with redis_errors(), self.client.pipeline() as pipeline:
            pipeline.set(key, stock, ex=DAY)
            pipeline.decrby(key, quantity)
            pipeline.expire(key, DAY)
            _, left, _ = pipeline.execute()
            if left < 0:
                self.client.incrby(key, quantity)
                return False
        return True


# Mistake: a day after the first one, and not after the last
# Rejected by: test_a_stock_has_an_end
# Says: or it could end between the two
class CartStore:
    def reserve(self, what, quantity, stock):
        key = f"stock:{what}"
        with redis_errors(), self.client.pipeline() as pipeline:
            pipeline.set(key, stock, nx=True, ex=DAY)
            pipeline.decrby(key, quantity)
            _, left = pipeline.execute()
            if left < 0:
                self.client.incrby(key, quantity)
                return False
        return True


# Mistake: the stock has no end
# Rejected by: test_a_stock_has_an_end
# Says: or it could end between the two
class CartStore:
    def reserve(self, what, quantity, stock):
        key = f"stock:{what}"
        with redis_errors(), self.client.pipeline() as pipeline:
            pipeline.set(key, stock, nx=True)
            pipeline.decrby(key, quantity)
            _, left = pipeline.execute()
            if left < 0:
                self.client.incrby(key, quantity)
                return False
        return True


# Mistake: the stock ends with the sessions
# Rejected by: test_a_stock_has_an_end
# Says: or it could end between the two
class CartStore:
    def reserve(self, what, quantity, stock):
        key = f"stock:{what}"
        with redis_errors(), self.client.pipeline() as pipeline:
            pipeline.set(key, stock, nx=True, ex=self.max_age)
            pipeline.decrby(key, quantity)
            pipeline.expire(key, self.max_age)
            _, left, _ = pipeline.execute()
            if left < 0:
                self.client.incrby(key, quantity)
                return False
        return True


# Mistake: GET, subtract here, SET
# Rejected by: test_the_last_one_is_sold_once
# Says: Take first: what decrby answers
class CartStore:
    def reserve(self, what, quantity, stock):
        key = f"stock:{what}"
        with redis_errors():
            self.client.set(key, stock, nx=True, ex=DAY)
            left = int(self.client.get(key)) - quantity
            if left < 0:
                return False
            self.client.set(key, left, ex=DAY)
        return True


# Mistake: who is refused fills the shelf
# Rejected by: test_what_was_not_enough_is_given_back
# Says: it is the second of three answers
class CartStore:
    def reserve(self, what, quantity, stock):
        key = f"stock:{what}"
        with redis_errors(), self.client.pipeline() as pipeline:
            pipeline.set(key, stock, nx=True, ex=DAY)
            pipeline.decrby(key, quantity)
            pipeline.expire(key, DAY)
            _, left, _ = pipeline.execute()
            if left < 0:
                self.client.set(key, stock, ex=DAY)
                return False
        return True


# Mistake: who is refused sets it to none
# Rejected by: test_what_was_not_enough_is_given_back
# Says: it is the second of three answers
class CartStore:
    def reserve(self, what, quantity, stock):
        key = f"stock:{what}"
        with redis_errors(), self.client.pipeline() as pipeline:
            pipeline.set(key, stock, nx=True, ex=DAY)
            pipeline.decrby(key, quantity)
            pipeline.expire(key, DAY)
            _, left, _ = pipeline.execute()
            if left < 0:
                self.client.set(key, 0, ex=DAY)
                return False
        return True


# Mistake: one shelf for everything
# Rejected by: test_what_was_not_enough_is_given_back
# Says: Each thing has a stock of its own
class CartStore:
    def reserve(self, what, quantity, stock):
        key = "stock"
        with redis_errors(), self.client.pipeline() as pipeline:
            pipeline.set(key, stock, nx=True, ex=DAY)
            pipeline.decrby(key, quantity)
            pipeline.expire(key, DAY)
            _, left, _ = pipeline.execute()
            if left < 0:
                self.client.incrby(key, quantity)
                return False
        return True


# Mistake: what is left is the answer, and -1 is true
# Rejected by: test_what_was_not_enough_is_given_back
# Says: it is the second of three answers
class CartStore:
    def reserve(self, what, quantity, stock):
        key = f"stock:{what}"
        with redis_errors(), self.client.pipeline() as pipeline:
            pipeline.set(key, stock, nx=True, ex=DAY)
            pipeline.decrby(key, quantity)
            pipeline.expire(key, DAY)
            _, left, _ = pipeline.execute()
            if left < 0:
                self.client.incrby(key, quantity)
        return left


# Mistake: the answer of SET, not of DECRBY
# Rejected by: test_what_was_not_enough_is_given_back
# Says: it is the second of three answers
class CartStore:
    def reserve(self, what, quantity, stock):
        key = f"stock:{what}"
        with redis_errors(), self.client.pipeline() as pipeline:
            pipeline.set(key, stock, nx=True, ex=DAY)
            pipeline.decrby(key, quantity)
            pipeline.expire(key, DAY)
            left, *_ = pipeline.execute()
            if left < 0:
                self.client.incrby(key, quantity)
                return False
        return True


# Mistake: given back, and sold all the same
# Rejected by: test_what_was_not_enough_is_given_back
# Says: it is the second of three answers
class CartStore:
    def reserve(self, what, quantity, stock):
        key = f"stock:{what}"
        with redis_errors(), self.client.pipeline() as pipeline:
            pipeline.set(key, stock, nx=True, ex=DAY)
            pipeline.decrby(key, quantity)
            pipeline.expire(key, DAY)
            _, left, _ = pipeline.execute()
            if left < 0:
                self.client.incrby(key, quantity)
        return True


# Mistake: Redis is away, and the error is not ours
# Rejected by: test_reserve_says_that_redis_is_away
# Says: Redis is away, reserve
class CartStore:
    def reserve(self, what, quantity, stock):
        key = f"stock:{what}"
        with self.client.pipeline() as pipeline:
            pipeline.set(key, stock, nx=True, ex=DAY)
            pipeline.decrby(key, quantity)
            pipeline.expire(key, DAY)
            _, left, _ = pipeline.execute()
            if left < 0:
                self.client.incrby(key, quantity)
                return False
        return True


# Mistake: to give back is outside redis_errors
# Rejected by: test_reserve_says_that_redis_is_away
# Says: What is given back, is given back inside
class CartStore:
    def reserve(self, what, quantity, stock):
        key = f"stock:{what}"
        with redis_errors(), self.client.pipeline() as pipeline:
            pipeline.set(key, stock, nx=True, ex=DAY)
            pipeline.decrby(key, quantity)
            pipeline.expire(key, DAY)
            _, left, _ = pipeline.execute()
        if left < 0:
            self.client.incrby(key, quantity)
            return False
        return True


# Mistake: given back by SET of what was there
# Rejected by: test_somebody_else_gives_back_as_well
# Says: to set a number would undo what others do
class CartStore:
    def reserve(self, what, quantity, stock):
        key = f"stock:{what}"
        with redis_errors(), self.client.pipeline() as pipeline:
            pipeline.set(key, stock, nx=True, ex=DAY)
            pipeline.decrby(key, quantity)
            pipeline.expire(key, DAY)
            _, left, _ = pipeline.execute()
            if left < 0:
                self.client.set(key, left + quantity, ex=DAY)
                return False
        return True


# Mistake: DECRBY before there is a stock
# Rejected by: test_what_was_not_enough_is_given_back
# Says: it is the second of three answers
class CartStore:
    def reserve(self, what, quantity, stock):
        key = f"stock:{what}"
        with redis_errors(), self.client.pipeline() as pipeline:
            pipeline.decrby(key, quantity)
            pipeline.set(key, stock, nx=True, ex=DAY)
            pipeline.expire(key, DAY)
            left, _, _ = pipeline.execute()
            if left < 0:
                self.client.incrby(key, quantity)
                return False
        return True


# Mistake: the end in a trip of its own
# Rejected by: test_a_stock_has_an_end
# Says: or it could end between the two
class CartStore:
    def reserve(self, what, quantity, stock):
        key = f"stock:{what}"
        with redis_errors(), self.client.pipeline() as pipeline:
            pipeline.set(key, stock, nx=True, ex=DAY)
            pipeline.decrby(key, quantity)
            _, left = pipeline.execute()
            self.client.expire(key, DAY)
            if left < 0:
                self.client.incrby(key, quantity)
                return False
        return True


# Mistake: there are always as many as there are seats
# Rejected by: test_what_was_not_enough_is_given_back
# Says: it is the second of three answers
class CartStore:
    def reserve(self, what, quantity, stock):
        key = f"stock:{what}"
        with redis_errors(), self.client.pipeline() as pipeline:
            pipeline.set(key, 12, nx=True, ex=DAY)
            pipeline.decrby(key, quantity)
            pipeline.expire(key, DAY)
            _, left, _ = pipeline.execute()
            if left < 0:
                self.client.incrby(key, quantity)
                return False
        return True


# Mistake: whoever is refused is told None
# Rejected by: test_what_was_not_enough_is_given_back
# Says: it is the second of three answers
class CartStore:
    def reserve(self, what, quantity, stock):
        key = f"stock:{what}"
        with redis_errors(), self.client.pipeline() as pipeline:
            pipeline.set(key, stock, nx=True, ex=DAY)
            pipeline.decrby(key, quantity)
            pipeline.expire(key, DAY)
            _, left, _ = pipeline.execute()
            if left >= 0:
                return True
            self.client.incrby(key, quantity)
