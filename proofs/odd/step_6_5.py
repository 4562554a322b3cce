"""Odd but right answers to step 6.5: Look, change, and look again."""


# Odd: try with else
def commit(pipeline):
    try:
        pipeline.execute()
    except redis.WatchError as error:
        if error.__context__:
            raise error
    else:
        return True
    return False


# Odd: without with, and the name redis.exceptions
def commit(pipeline):
    done = False
    try:
        pipeline.execute()
        done = True
    except redis.exceptions.WatchError as error:
        if error.__context__ is not None:
            raise error from error.__context__
    return done


# Odd: reset by hand
class CartManager:
    def update(self, session, change):
        key = self.store.key(session.id)
        with redis_errors():
            pipeline = self.store.client.pipeline()
            try:
                pipeline.watch(key)
                self.reload(session, pipeline.get(key))
                change(session)
                pipeline.multi()
                self.store.put(pipeline, session.id, self.to_record(session))
                return commit(pipeline)
            finally:
                pipeline.reset()


# Odd: read by another connection, after WATCH
class CartManager:
    def update(self, session, change):
        key = self.store.key(session.id)
        with redis_errors(), self.store.client.pipeline() as pipeline:
            pipeline.watch(key)
            self.reload(session, self.store.client.get(key))
            change(session)
            pipeline.multi()
            self.store.put(pipeline, session.id, self.to_record(session))
            return commit(pipeline)


# Odd: the two commands of put, written here
from .lesson4_redis_store import dump_record


class CartManager:
    def update(self, session, change):
        key, store = self.store.key(session.id), self.store
        with redis_errors(), store.client.pipeline(transaction=False) as pipeline:
            pipeline.watch(key)
            self.reload(session, pipeline.execute_command("GET", key))
            change(session)
            pipeline.multi()
            pipeline.expire(cart_of(key), store.max_age)
            pipeline.setex(key, store.max_age, dump_record(self.to_record(session)))
            return commit(pipeline)


# Odd: the one error that came before is looked for by its class
def commit(pipeline):
    try:
        pipeline.execute()
    except redis.WatchError as error:
        if isinstance(error.__context__, redis.ConnectionError | redis.TimeoutError):
            raise
        return False
    return True
