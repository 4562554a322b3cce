"""Wrong answers to step 7.2: Open it when it is touched."""


# Mistake: the first half is missing, and each request asks the store
# Rejected by: test_a_session_is_opened_at_the_first_touch_and_once
# Says: Keep open_it as self.open_it, and let self.found be None. Nobody has looked so far.
class FlaskSession:
    def __init__(self, open_it):
        self.found, self.open_it = open_it(), open_it


# Mistake: the second half is missing, and nobody opens it
# Rejected by: test_a_session_is_opened_at_the_first_touch_and_once
# Says: A function returned None, where the check needs a value. Is a return missing?
class FlaskSession:
    @property
    def opened(self):
        return self.found


# Mistake: opened at once, and the error kept: each picture waits for the store
# Rejected by: test_a_session_is_opened_at_the_first_touch_and_once
# Says: Keep open_it as self.open_it, and let self.found be None. Nobody has looked so far.
class FlaskSession:
    def __init__(self, open_it):
        self.open_it = open_it
        try:
            self.found = open_it()
        except StoreUnavailable as error:
            self.failure = error


# Mistake: a store that failed is asked again and again
# Rejected by: test_a_store_that_failed_is_asked_once
# Says: except StoreUnavailable: keep the error as self.failure, and raise it. Next time,
class FlaskSession:
    @property
    def opened(self):
        if self.found is None:
            self.found = self.open_it()
        return self.found


# Mistake: the failure is kept, and nobody looks at it
# Rejected by: test_a_store_that_failed_is_asked_once
# Says: except StoreUnavailable: keep the error as self.failure, and raise it. Next time,
class FlaskSession:
    @property
    def opened(self):
        if self.found is None:
            try:
                self.found = self.open_it()
            except StoreUnavailable as error:
                self.failure = error
                raise
        return self.found


# Mistake: a second try at once, and the visitor waits twice
# Rejected by: test_a_store_that_failed_is_asked_once
# Says: except StoreUnavailable: keep the error as self.failure, and raise it. Next time,
class FlaskSession:
    @property
    def opened(self):
        if self.failure is not None:
            raise self.failure
        if self.found is None:
            try:
                self.found = self.open_it()
            except StoreUnavailable:
                try:
                    self.found = self.open_it()
                except StoreUnavailable as error:
                    self.failure = error
                    raise
        return self.found


# Mistake: opened anew at each touch, and the changes stay in another one
# Rejected by: test_a_session_is_opened_at_the_first_touch_and_once
# Says: opened calls self.open_it(), keeps what that returns as self.found, and returns it.
class FlaskSession:
    @property
    def opened(self):
        if self.failure is not None:
            raise self.failure
        try:
            self.found = self.open_it()
        except StoreUnavailable as error:
            self.failure = error
            raise
        return self.found


# Mistake: never kept, so nobody knows that it was touched
# Rejected by: test_a_session_is_opened_at_the_first_touch_and_once
# Says: opened calls self.open_it(), keeps what that returns as self.found, and returns it.
class FlaskSession:
    @property
    def opened(self):
        if self.failure is not None:
            raise self.failure
        try:
            return self.open_it()
        except StoreUnavailable as error:
            self.failure = error
            raise


# Mistake: kept under another name, so nobody knows that it was touched
# Rejected by: test_a_session_is_opened_at_the_first_touch_and_once
# Says: Only where self.found is None is there anything to open: each call asks Redis.
class FlaskSession:
    session = None

    @property
    def opened(self):
        if self.failure is not None:
            raise self.failure
        if self.session is None:
            try:
                self.session = self.open_it()
            except StoreUnavailable as error:
                self.failure = error
                raise
        return self.session


# Mistake: an empty session counts as not opened, and is opened again
# Rejected by: test_a_page_asks_for_no_more_than_it_needs
# Says: Not touched: return. Touched: GETEX, where a signed ID came. SET only where changed
class FlaskSession:
    @property
    def opened(self):
        if self.failure is not None:
            raise self.failure
        if not self.found:
            try:
                self.found = self.open_it()
            except StoreUnavailable as error:
                self.failure = error
                raise
        return self.found


# Mistake: redis.RedisError, which the store has turned into another error
# Rejected by: test_a_store_that_failed_is_asked_once
# Says: except StoreUnavailable: keep the error as self.failure, and raise it. Next time,
import redis


class FlaskSession:
    @property
    def opened(self):
        if self.failure is not None:
            raise self.failure
        if self.found is None:
            try:
                self.found = self.open_it()
            except redis.RedisError as error:
                self.failure = error
                raise
        return self.found


# Mistake: an empty session when the store is away: the visitor loses his own
# Rejected by: test_a_store_that_failed_is_asked_once
# Says: opened raises what open_it raises, and raises it again: to go on with an empty
class FlaskSession:
    @property
    def opened(self):
        if self.found is None:
            try:
                self.found = self.open_it()
            except StoreUnavailable:
                self.found = Session({}, new_session_id(), new_session_id)
        return self.found


# Mistake: an error once, and an empty session at the next touch
# Rejected by: test_a_store_that_failed_is_asked_once
# Says: opened raises what open_it raises, and raises it again: to go on with an empty
class FlaskSession:
    @property
    def opened(self):
        if self.found is None:
            try:
                self.found = self.open_it()
            except StoreUnavailable as error:
                self.found = Session({}, new_session_id(), new_session_id)
                self.failure = error
                raise
        return self.found


# Mistake: the failure is kept and not raised, and None comes back
# Rejected by: test_a_store_that_failed_is_asked_once
# Says: opened raises what open_it raises, and raises it again: to go on with an empty
class FlaskSession:
    @property
    def opened(self):
        if self.found is None and self.failure is None:
            try:
                self.found = self.open_it()
            except StoreUnavailable as error:
                self.failure = error
        return self.found


# Mistake: the failure is raised at the second touch only
# Rejected by: test_a_store_that_failed_is_asked_once
# Says: opened raises what open_it raises, and raises it again: to go on with an empty
class FlaskSession:
    @property
    def opened(self):
        if self.failure is not None:
            raise self.failure
        if self.found is None:
            try:
                self.found = self.open_it()
            except StoreUnavailable as error:
                self.failure = error
        return self.found


# Mistake: the failure as a text, which cannot be raised
# Rejected by: test_a_store_that_failed_is_asked_once
# Says: opened raises what open_it raises, and raises it again: to go on with an empty
class FlaskSession:
    @property
    def opened(self):
        if self.failure is not None:
            raise self.failure
        if self.found is None:
            try:
                self.found = self.open_it()
            except StoreUnavailable as error:
                self.failure = str(error)
                raise
        return self.found


# Mistake: the failure is forgotten as soon as it is raised
# Rejected by: test_a_store_that_failed_is_asked_once
# Says: except StoreUnavailable: keep the error as self.failure, and raise it. Next time,
class FlaskSession:
    @property
    def opened(self):
        if self.failure is not None:
            error, self.failure = self.failure, None
            raise error
        if self.found is None:
            try:
                self.found = self.open_it()
            except StoreUnavailable as error:
                self.failure = error
                raise
        return self.found


# Mistake: the data alone, without ID and without what the store had
# Rejected by: test_a_session_is_opened_at_the_first_touch_and_once
# Says: opened calls self.open_it(), keeps what that returns as self.found, and returns it.
class FlaskSession:
    @property
    def opened(self):
        if self.failure is not None:
            raise self.failure
        if self.found is None:
            try:
                self.found = Session(dict(self.open_it()), new_session_id(), new_session_id)
            except StoreUnavailable as error:
                self.failure = error
                raise
        return self.found


# Mistake: an error of another kind, and the page for a store that is away does not come
# Rejected by: test_a_store_that_failed_is_asked_once
# Says: opened raises what open_it raises, and raises it again: to go on with an empty
class FlaskSession:
    @property
    def opened(self):
        if self.failure is not None:
            raise RuntimeError("The store failed") from self.failure
        if self.found is None:
            try:
                self.found = self.open_it()
            except StoreUnavailable as error:
                self.failure = error
                raise RuntimeError("The store failed") from error
        return self.found


# Mistake: asked at once, and what came is kept for the first touch
# Rejected by: test_a_session_is_opened_at_the_first_touch_and_once
# Says: Nobody has looked so far
class FlaskSession:
    def __init__(self, open_it: Callable[[], Session]) -> None:
        self.found = None
        try:
            opened = open_it()
        except Exception as error:
            kept = error

            def again():
                raise kept

            self.open_it = again
        else:
            self.open_it = lambda: opened


# Mistake: every error is kept as if the store were away
# Rejected by: test_only_an_absent_store_is_kept
# Says: Let each other error through
class FlaskSession:
    @property
    def opened(self) -> Session:
        if self.failure is not None:
            raise self.failure
        if self.found is None:
            try:
                self.found = self.open_it()
            except Exception as error:
                self.failure = error
                raise
        return self.found
