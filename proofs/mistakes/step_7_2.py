"""Wrong answers to step 7.2: Open it when it is touched."""


# Mistake: the first half is missing, and each request asks the store
class FlaskSession:
    def __init__(self, open_it):
        self.found, self.open_it = open_it(), open_it


# Mistake: the second half is missing, and nobody opens it
class FlaskSession:
    @property
    def opened(self):
        return self.found


# Mistake: opened at once, and the error kept: each picture waits for the store
class FlaskSession:
    def __init__(self, open_it):
        self.open_it = open_it
        try:
            self.found = open_it()
        except StoreUnavailable as error:
            self.failure = error


# Mistake: to ask whether it was touched opens it
class FlaskSession:
    @property
    def touched(self):
        return self.opened is not None


# Mistake: a store that failed is asked again and again
class FlaskSession:
    @property
    def opened(self):
        if self.found is None:
            self.found = self.open_it()
        return self.found


# Mistake: the failure is kept, and nobody looks at it
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


# Mistake: the failure is kept for all visitors, for ever
class FlaskSession:
    @property
    def opened(self):
        if self.failure is not None:
            raise self.failure
        if self.found is None:
            try:
                self.found = self.open_it()
            except StoreUnavailable as error:
                FlaskSession.failure = error
                raise
        return self.found


# Mistake: the session is kept for all visitors
class FlaskSession:
    def __init__(self, open_it):
        self.open_it = open_it

    @property
    def opened(self):
        if self.failure is not None:
            raise self.failure
        if self.found is None:
            try:
                FlaskSession.found = self.open_it()
            except StoreUnavailable as error:
                self.failure = error
                raise
        return self.found


# Mistake: the failure is forgotten as soon as it is raised
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
