"""Odd but right answers to step 7.2: Open it when it is touched."""


# Odd: found stays what the class says, and the failure is looked for last
class FlaskSession:
    def __init__(self, open_it):
        self.open_it = open_it

    @property
    def opened(self):
        if self.found is not None:
            return self.found
        if self.failure is None:
            try:
                self.found = self.open_it()
                return self.found
            except StoreUnavailable as error:
                self.failure = error
        raise self.failure


# Odd: a helper opens, and what it met is looked at afterwards
class FlaskSession:
    def open_once(self):
        if self.touched:
            return
        try:
            self.found = self.open_it()
        except StoreUnavailable as error:
            self.failure = error

    @property
    def opened(self):
        self.open_once()
        if self.failure:
            raise self.failure
        return self.found
