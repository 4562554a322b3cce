"""Wrong answers to step 6.5: Look, change, and look again."""


# Mistake: commit lets the WatchError through
# Rejected by: test_commit_says_whether_somebody_came_between
# Says: whose __context__ is None
def commit(pipeline):
    pipeline.execute()
    return True


# Mistake: every WatchError is somebody who came between
# Rejected by: test_a_broken_connection_is_not_tried_again
# Says: commit raises such an error on
def commit(pipeline):
    try:
        pipeline.execute()
    except redis.WatchError:
        return False
    return True


# Mistake: every error of Redis is somebody who came between
# Rejected by: test_a_broken_connection_is_not_tried_again
# Says: commit raises such an error on
def commit(pipeline):
    try:
        pipeline.execute()
    except redis.RedisError:
        return False
    return True


# Mistake: every error is somebody who came between
# Rejected by: test_a_broken_connection_is_not_tried_again
# Says: commit raises such an error on
def commit(pipeline):
    try:
        pipeline.execute()
        return True
    except Exception:
        return False


# Mistake: a WatchError is passed over
# Rejected by: test_commit_says_whether_somebody_came_between
# Says: whose __context__ is None
def commit(pipeline):
    try:
        pipeline.execute()
    except redis.WatchError:
        pass
    return True


# Mistake: True and False are mixed up
# Rejected by: test_commit_says_whether_somebody_came_between
# Says: whose __context__ is None
def commit(pipeline):
    try:
        pipeline.execute()
    except redis.WatchError as error:
        if error.__context__ is not None:
            raise
        return True
    return False


# Mistake: the broken connection is tried again, the other one raised
# Rejected by: test_commit_says_whether_somebody_came_between
# Says: whose __context__ is None
def commit(pipeline):
    try:
        pipeline.execute()
    except redis.WatchError as error:
        if error.__context__ is None:
            raise
        return False
    return True


# Mistake: __cause__ is set by raise ... from only
# Rejected by: test_a_broken_connection_is_not_tried_again
# Says: commit raises such an error on
def commit(pipeline):
    try:
        pipeline.execute()
    except redis.WatchError as error:
        if error.__cause__ is not None:
            raise
        return False
    return True


# Mistake: a second execute, when the pipeline is empty already
# Rejected by: test_commit_says_whether_somebody_came_between
# Says: whose __context__ is None
def commit(pipeline):
    while True:
        try:
            pipeline.execute()
            return True
        except redis.WatchError as error:
            if error.__context__ is not None:
                raise


# Mistake: commit returns what execute returns
# Rejected by: test_commit_says_whether_somebody_came_between
# Says: True says that it is done
def commit(pipeline):
    try:
        return pipeline.execute()
    except redis.WatchError as error:
        if error.__context__ is not None:
            raise
        return False


# Mistake: WATCH comes after GET
# Rejected by: test_two_forms_lose_nothing
# Says: Watch the key first, read the record then
class CartManager:
    def update(self, session, change):
        key = self.store.key(session.id)
        with redis_errors(), self.store.client.pipeline() as pipeline:
            text = self.store.client.get(key)
            pipeline.watch(key)
            self.reload(session, text)
            change(session)
            pipeline.multi()
            self.store.put(pipeline, session.id, self.to_record(session))
            return commit(pipeline)


# Mistake: without multi the commands are sent at once
# Rejected by: test_update_changes_and_writes
# Says: GETEX counts as a change of the key
class CartManager:
    def update(self, session, change):
        key = self.store.key(session.id)
        with redis_errors(), self.store.client.pipeline() as pipeline:
            pipeline.watch(key)
            self.reload(session, pipeline.get(key))
            change(session)
            self.store.put(pipeline, session.id, self.to_record(session))
            return commit(pipeline)


# Mistake: multi comes too early, and get is only collected
# Rejected by: test_update_changes_and_writes
# Says: not Pipeline
class CartManager:
    def update(self, session, change):
        key = self.store.key(session.id)
        with redis_errors(), self.store.client.pipeline() as pipeline:
            pipeline.watch(key)
            pipeline.multi()
            self.reload(session, pipeline.get(key))
            change(session)
            self.store.put(pipeline, session.id, self.to_record(session))
            return commit(pipeline)


# Mistake: MULTI without WATCH
# Rejected by: test_two_forms_lose_nothing
# Says: Watch the key first, read the record then
class CartManager:
    def update(self, session, change):
        key = self.store.key(session.id)
        with redis_errors(), self.store.client.pipeline() as pipeline:
            self.reload(session, self.store.client.get(key))
            change(session)
            self.store.put(pipeline, session.id, self.to_record(session))
            return commit(pipeline)


# Mistake: the old data is changed, and written
# Rejected by: test_update_changes_and_writes
# Says: GETEX counts as a change of the key
class CartManager:
    def update(self, session, change):
        key = self.store.key(session.id)
        with redis_errors(), self.store.client.pipeline() as pipeline:
            pipeline.watch(key)
            change(session)
            pipeline.multi()
            self.store.put(pipeline, session.id, self.to_record(session))
            return commit(pipeline)


# Mistake: changed first, and then reloaded
# Rejected by: test_update_changes_and_writes
# Says: GETEX counts as a change of the key
class CartManager:
    def update(self, session, change):
        key = self.store.key(session.id)
        with redis_errors(), self.store.client.pipeline() as pipeline:
            pipeline.watch(key)
            change(session)
            self.reload(session, pipeline.get(key))
            pipeline.multi()
            self.store.put(pipeline, session.id, self.to_record(session))
            return commit(pipeline)


# Mistake: nobody calls change
# Rejected by: test_update_changes_and_writes
# Says: GETEX counts as a change of the key
class CartManager:
    def update(self, session, change):
        key = self.store.key(session.id)
        with redis_errors(), self.store.client.pipeline() as pipeline:
            pipeline.watch(key)
            self.reload(session, pipeline.get(key))
            pipeline.multi()
            self.store.put(pipeline, session.id, self.to_record(session))
            return commit(pipeline)


# Mistake: GETEX changes the key that is watched
# Rejected by: test_update_changes_and_writes
# Says: GETEX counts as a change of the key
class CartManager:
    def update(self, session, change):
        key = self.store.key(session.id)
        with redis_errors(), self.store.client.pipeline() as pipeline:
            pipeline.watch(key)
            self.reload(session, pipeline.getex(key, ex=self.store.max_age))
            change(session)
            pipeline.multi()
            self.store.put(pipeline, session.id, self.to_record(session))
            return commit(pipeline)


# Mistake: the write goes past the pipeline
# Rejected by: test_update_changes_and_writes
# Says: GETEX counts as a change of the key
class CartManager:
    def update(self, session, change):
        key = self.store.key(session.id)
        with redis_errors(), self.store.client.pipeline() as pipeline:
            pipeline.watch(key)
            self.reload(session, pipeline.get(key))
            change(session)
            pipeline.multi()
            self.write(session)
            return commit(pipeline)


# Mistake: the ID is watched, which is no key
# Rejected by: test_two_forms_lose_nothing
# Says: Watch the key first, read the record then
class CartManager:
    def update(self, session, change):
        with redis_errors(), self.store.client.pipeline() as pipeline:
            pipeline.watch(session.id)
            self.reload(session, pipeline.get(self.store.key(session.id)))
            change(session)
            pipeline.multi()
            self.store.put(pipeline, session.id, self.to_record(session))
            return commit(pipeline)


# Mistake: the cart is watched
# Rejected by: test_two_forms_lose_nothing
# Says: Watch the key first, read the record then
class CartManager:
    def update(self, session, change):
        with redis_errors(), self.store.client.pipeline() as pipeline:
            pipeline.watch(self.store.cart(session))
            self.reload(session, pipeline.get(self.store.key(session.id)))
            change(session)
            pipeline.multi()
            self.store.put(pipeline, session.id, self.to_record(session))
            return commit(pipeline)


# Mistake: update tries again for ever
# Rejected by: test_update_is_one_try
# Says: Who tries again in here does so for ever
class CartManager:
    def update(self, session, change):
        key = self.store.key(session.id)
        while True:
            with redis_errors(), self.store.client.pipeline() as pipeline:
                pipeline.watch(key)
                self.reload(session, pipeline.get(key))
                change(session)
                pipeline.multi()
                self.store.put(pipeline, session.id, self.to_record(session))
                if commit(pipeline):
                    return True


# Mistake: client.transaction tries again for ever
# Rejected by: test_update_is_one_try
# Says: Who tries again in here does so for ever
class CartManager:
    def update(self, session, change):
        key = self.store.key(session.id)

        def attempt(pipeline):
            self.reload(session, pipeline.get(key))
            change(session)
            pipeline.multi()
            self.store.put(pipeline, session.id, self.to_record(session))

        with redis_errors():
            self.store.client.transaction(attempt, key)
        return True


# Mistake: Redis is away, and the error is not ours
# Rejected by: test_a_broken_connection_is_not_tried_again
# Says: commit raises such an error on
class CartManager:
    def update(self, session, change):
        key = self.store.key(session.id)
        with self.store.client.pipeline() as pipeline:
            pipeline.watch(key)
            self.reload(session, pipeline.get(key))
            change(session)
            pipeline.multi()
            self.store.put(pipeline, session.id, self.to_record(session))
            return commit(pipeline)


# Mistake: the record is the data alone
# Rejected by: test_update_changes_and_writes
# Says: Express looks for its cookie in there
class CartManager:
    def update(self, session, change):
        key = self.store.key(session.id)
        with redis_errors(), self.store.client.pipeline() as pipeline:
            pipeline.watch(key)
            self.reload(session, pipeline.get(key))
            change(session)
            pipeline.multi()
            self.store.put(pipeline, session.id, session)
            return commit(pipeline)


# Mistake: SET alone, and the cart ends before its session
# Rejected by: test_update_changes_and_writes
# Says: self.store.put puts both into the pipeline
from .lesson4_redis_store import dump_record


class CartManager:
    def update(self, session, change):
        key = self.store.key(session.id)
        with redis_errors(), self.store.client.pipeline() as pipeline:
            pipeline.watch(key)
            self.reload(session, pipeline.get(key))
            change(session)
            pipeline.multi()
            record = dump_record(self.to_record(session))
            pipeline.set(key, record, ex=self.store.max_age, xx=True)
            return commit(pipeline)


# Mistake: nothing is returned
# Rejected by: test_update_changes_and_writes
# Says: GETEX counts as a change of the key
class CartManager:
    def update(self, session, change):
        key = self.store.key(session.id)
        with redis_errors(), self.store.client.pipeline() as pipeline:
            pipeline.watch(key)
            self.reload(session, pipeline.get(key))
            change(session)
            pipeline.multi()
            self.store.put(pipeline, session.id, self.to_record(session))
            commit(pipeline)


# Mistake: True, whatever commit says
# Rejected by: test_two_forms_lose_nothing
# Says: Watch the key first, read the record then
class CartManager:
    def update(self, session, change):
        key = self.store.key(session.id)
        with redis_errors(), self.store.client.pipeline() as pipeline:
            pipeline.watch(key)
            self.reload(session, pipeline.get(key))
            change(session)
            pipeline.multi()
            self.store.put(pipeline, session.id, self.to_record(session))
            commit(pipeline)
        return True


# Mistake: a session that is gone begins anew
# Rejected by: test_update_lets_the_ended_stay_ended
# Says: self.reload raises SessionEnded where the record is gone
from .lesson4_redis_store import dump_record


class CartManager:
    def update(self, session, change):
        key = self.store.key(session.id)
        with redis_errors(), self.store.client.pipeline() as pipeline:
            pipeline.watch(key)
            self.reload(session, pipeline.get(key) or "{}")
            change(session)
            pipeline.multi()
            record = dump_record(self.to_record(session))
            pipeline.set(key, record, ex=self.store.max_age)
            pipeline.expire(self.store.cart(session), self.store.max_age)
            return commit(pipeline)


# Mistake: the record is put over the data, and what another tab has deleted is back
# Rejected by: test_update_changes_and_writes
# Says: GETEX counts as a change of the key
class CartManager:
    def update(self, session, change):
        key = self.store.key(session.id)
        with redis_errors(), self.store.client.pipeline() as pipeline:
            pipeline.watch(key)
            text = pipeline.get(key)
            if text is None:
                raise SessionEnded(session.id)
            session.update(self.from_record(load_record(text)))
            change(session)
            pipeline.multi()
            self.store.put(pipeline, session.id, self.to_record(session))
            return commit(pipeline)


# Mistake: the record with its cookie becomes the data
# Rejected by: test_update_changes_and_writes
# Says: self.reload brings the session itself up to date
class CartManager:
    def update(self, session, change):
        key = self.store.key(session.id)
        with redis_errors(), self.store.client.pipeline() as pipeline:
            pipeline.watch(key)
            text = pipeline.get(key)
            if text is None:
                raise SessionEnded(session.id)
            session.clear()
            session.update(load_record(text))
            change(session)
            pipeline.multi()
            self.store.put(pipeline, session.id, dict(session))
            return commit(pipeline)


# Mistake: another session is changed, and the page's stays as it was
# Rejected by: test_update_changes_and_writes
# Says: self.reload brings the session itself up to date
from .session import Session as Another


class CartManager:
    def update(self, session, change):
        key = self.store.key(session.id)
        with redis_errors(), self.store.client.pipeline() as pipeline:
            pipeline.watch(key)
            fresh = Another({}, session.id, str)
            self.reload(fresh, pipeline.get(key))
            change(fresh)
            pipeline.multi()
            self.store.put(pipeline, session.id, self.to_record(fresh))
            return commit(pipeline)


# Mistake: store.get reads with GETEX, and so the key was changed
# Rejected by: test_update_changes_and_writes
# Says: GETEX counts as a change of the key
class CartManager:
    def update(self, session, change):
        key = self.store.key(session.id)
        with redis_errors(), self.store.client.pipeline() as pipeline:
            pipeline.watch(key)
            record = self.store.get(session.id)
            if record is None:
                raise SessionEnded(session.id)
            session.clear()
            session.update(self.from_record(record))
            change(session)
            pipeline.multi()
            self.store.put(pipeline, session.id, self.to_record(session))
            return commit(pipeline)


# Mistake: unwatch before multi
# Rejected by: test_two_forms_lose_nothing
# Says: Watch the key first, read the record then
class CartManager:
    def update(self, session, change):
        key = self.store.key(session.id)
        with redis_errors(), self.store.client.pipeline() as pipeline:
            pipeline.watch(key)
            self.reload(session, pipeline.get(key))
            change(session)
            pipeline.unwatch()
            pipeline.multi()
            self.store.put(pipeline, session.id, self.to_record(session))
            return commit(pipeline)


# Mistake: the record is written, and its cart put into no pipeline
# Rejected by: test_update_changes_and_writes
# Says: GETEX counts as a change of the key
class CartManager:
    def update(self, session, change):
        key = self.store.key(session.id)
        with redis_errors(), self.store.client.pipeline() as pipeline:
            pipeline.watch(key)
            self.reload(session, pipeline.get(key))
            change(session)
            pipeline.multi()
            self.store.replace(session.id, self.to_record(session))
            return commit(pipeline)


# Mistake: a broken connection is one more try, as client.transaction does it
# Rejected by: test_a_broken_connection_is_not_tried_again
# Says: commit raises such an error on
class CartManager:
    def update(self, session, change):
        key = self.store.key(session.id)
        with redis_errors(), self.store.client.pipeline() as pipeline:
            try:
                pipeline.watch(key)
                self.reload(session, pipeline.get(key))
                change(session)
                pipeline.multi()
                self.store.put(pipeline, session.id, self.to_record(session))
                pipeline.execute()
            except redis.WatchError:
                return False
        return True


# Mistake: WATCH comes after GET, and XX helps only against a logout
# Rejected by: test_two_forms_lose_nothing
# Says: Watch the key first, read the record then
class CartManager:
    def update(self, session, change):
        key = self.store.key(session.id)
        with redis_errors(), self.store.client.pipeline() as pipeline:
            text = self.store.client.get(key)
            pipeline.watch(key)
            self.reload(session, text)
            change(session)
            pipeline.multi()
            self.store.put(pipeline, session.id, self.to_record(session), xx=True)
            return commit(pipeline)


# Mistake: redis_errors only around the end
# Rejected by: test_update_says_that_redis_is_away
# Says: Redis is away, update
class CartManager:
    def update(self, session, change):
        key = self.store.key(session.id)
        with self.store.client.pipeline() as pipeline:
            pipeline.watch(key)
            self.reload(session, pipeline.get(key))
            change(session)
            pipeline.multi()
            self.store.put(pipeline, session.id, self.to_record(session))
            with redis_errors():
                return commit(pipeline)


# Mistake: save_change was given, and sends no cookie any more
# Rejected by: test_the_page_saves_a_field_and_keeps_the_cookie
# Says: returns the Set-Cookie value
class CartManager:
    def save_change(self, session, change):
        if session.new:
            change(session)
            return self.save(session)
        again(lambda: self.update(session, change))


# Mistake: again was given, and gives up no more
# Rejected by: test_nobody_tries_for_ever
# Says: gives up after TRIES times
def again(attempt):
    while not attempt():
        pass
