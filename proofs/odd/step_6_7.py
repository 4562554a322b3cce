"""Odd but right answers to step 6.7: The last one."""


# Odd: a minus in INCRBY, and a plus in DECRBY
class CartStore:
    def reserve(self, what, quantity, stock):
        key = f"stock:{what}"
        with redis_errors(), self.client.pipeline() as pipeline:
            pipeline.set(key, stock, nx=True, ex=DAY)
            pipeline.incrby(key, -quantity)
            pipeline.expire(key, DAY)
            if pipeline.execute()[1] >= 0:
                return True
            self.client.decrby(key, -quantity)
            return False


# Odd: EXPIRE before DECRBY, and given back by a pipeline
class CartStore:
    def reserve(self, what, quantity, stock):
        key = f"stock:{what}"
        with redis_errors(), self.client.pipeline() as pipeline:
            pipeline.set(key, str(stock), ex=DAY, nx=True)
            pipeline.expire(key, DAY)
            left = pipeline.decr(key, quantity).execute()[-1]
            if left < 0:
                pipeline.incr(key, quantity).expire(key, DAY).execute()
        return not left < 0


# Odd: WATCH, and nobody is refused who need not be
class CartStore:
    def reserve(self, what, quantity, stock):
        key = f"stock:{what}"
        for _ in range(TRIES):
            with redis_errors(), self.client.pipeline() as pipeline:
                pipeline.watch(key)
                left = int(pipeline.get(key) or stock) - quantity
                if left < 0:
                    return False
                pipeline.multi()
                pipeline.set(key, left, ex=DAY)
                if commit(pipeline):
                    return True
        raise StoreUnavailable("others change the same key all the time")
