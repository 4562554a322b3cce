"""Odd but right answers to step 7.1: From a request to a session."""


# Odd: the header is read when the session is opened
class StoreInterface:
    def open_session(self, app, request):
        if app.secret_key:
            return FlaskSession(
                lambda: self.manager(app).open(request.environ.get("HTTP_COOKIE", ""))
            )


# Odd: a function with a name, and the header by or
class StoreInterface:
    def open_session(self, app, request):
        def open_it():
            return self.manager(app).open(request.headers.get("Cookie") or "")

        return FlaskSession(open_it) if app.secret_key else None


# Odd: the manager is made at once, which asks nobody, and open waits in a partial
import functools


class StoreInterface:
    def open_session(self, app, request):
        if not app.secret_key:
            return None
        header = str(request.headers.get("Cookie", default=""))
        return FlaskSession(functools.partial(self.manager(app).open, header))
