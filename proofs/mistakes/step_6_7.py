"""Wrong answers to step 6.7: The last one."""


# Mistake: nobody gives back
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
