"""Wrong answers to step 7.4: Emptied is ended."""


# Mistake: the cookie alone: whoever has a copy of it goes on
# Rejected by: test_an_emptied_session_is_ended
# Says: session.opened.destroy() puts the ID on session.opened.ended. Remove each of these
class StoreInterface:
    def forget(self, app, session, response):
        response.headers.add("Set-Cookie", self.cookie(app, None))


# Mistake: the record alone: the browser keeps a cookie of a session that is gone
# Rejected by: test_an_emptied_session_is_ended
# Says: The line that adds self.cookie(app, None) stays, as the last one.
class StoreInterface:
    def forget(self, app, session, response):
        session.opened.destroy()
        for session_id in session.opened.ended:
            self.store.destroy(session_id)


# Mistake: the cookie before the record: without the store, Alice believes that she is logged out
# Rejected by: test_an_end_that_failed_is_no_end
# Says: The record goes first, and then the cookie: the line that adds it is the last one.
class StoreInterface:
    def forget(self, app, session, response):
        response.headers.add("Set-Cookie", self.cookie(app, None))
        session.opened.destroy()
        for session_id in session.opened.ended:
            self.store.destroy(session_id)


# Mistake: nobody calls destroy, and nothing has ended
# Rejected by: test_an_emptied_session_is_ended
# Says: session.opened.destroy() puts the ID on session.opened.ended. Remove each of these
class StoreInterface:
    def forget(self, app, session, response):
        for session_id in session.opened.ended:
            self.store.destroy(session_id)
        response.headers.add("Set-Cookie", self.cookie(app, None))


# Mistake: destroy after the loop, which found nothing
# Rejected by: test_an_emptied_session_is_ended
# Says: session.opened.destroy() puts the ID on session.opened.ended. Remove each of these
class StoreInterface:
    def forget(self, app, session, response):
        for session_id in session.opened.ended:
            self.store.destroy(session_id)
        session.opened.destroy()
        response.headers.add("Set-Cookie", self.cookie(app, None))


# Mistake: destroy marks the session, and the record stays
# Rejected by: test_an_emptied_session_is_ended
# Says: session.opened.destroy() puts the ID on session.opened.ended. Remove each of these
class StoreInterface:
    def forget(self, app, session, response):
        session.opened.destroy()
        response.headers.add("Set-Cookie", self.cookie(app, None))


# Mistake: the ID of now: after a login, the record is under the one before
# Rejected by: test_only_what_redis_knows_is_removed
# Says: session.opened.destroy() knows which IDs have a record: they are on
class StoreInterface:
    def forget(self, app, session, response):
        session.opened.destroy()
        self.store.destroy(session.sid)
        response.headers.add("Set-Cookie", self.cookie(app, None))


# Mistake: the ID of now, read after a fresh one was made
# Rejected by: test_an_emptied_session_is_ended
# Says: session.opened.destroy() puts the ID on session.opened.ended. Remove each of these
class StoreInterface:
    def forget(self, app, session, response):
        session.opened.regenerate()
        self.store.destroy(session.sid)
        response.headers.add("Set-Cookie", self.cookie(app, None))


# Mistake: the cookie's value, which is the ID with its signature
# Rejected by: test_an_emptied_session_is_ended
# Says: session.opened.destroy() puts the ID on session.opened.ended. Remove each of these
class StoreInterface:
    def forget(self, app, session, response):
        value = request.cookies.get(self.get_cookie_name(app), "")
        session.opened.destroy()
        self.store.destroy(from_cookie(value))
        response.headers.add("Set-Cookie", self.cookie(app, None))


from flask import request

from .lesson2_signed_id import from_cookie


# Mistake: the cookie's name in place of the ID
# Rejected by: test_an_emptied_session_is_ended
# Says: session.opened.destroy() puts the ID on session.opened.ended. Remove each of these
class StoreInterface:
    def forget(self, app, session, response):
        session.opened.destroy()
        self.store.destroy(self.get_cookie_name(app))
        response.headers.add("Set-Cookie", self.cookie(app, None))


# Mistake: the session in place of its ID
# Rejected by: test_an_emptied_session_is_ended
# Says: session.opened.destroy() puts the ID on session.opened.ended. Remove each of these
class StoreInterface:
    def forget(self, app, session, response):
        session.opened.destroy()
        self.store.destroy(str(session))
        response.headers.add("Set-Cookie", self.cookie(app, None))


# Mistake: all ended IDs in one text
# Rejected by: test_an_emptied_session_is_ended
# Says: session.opened.destroy() puts the ID on session.opened.ended. Remove each of these
class StoreInterface:
    def forget(self, app, session, response):
        session.opened.destroy()
        self.store.destroy(str(session.opened.ended))
        response.headers.add("Set-Cookie", self.cookie(app, None))


# Mistake: an empty record in place of none: the session lives on
# Rejected by: test_an_emptied_session_is_ended
# Says: session.opened.destroy() puts the ID on session.opened.ended. Remove each of these
class StoreInterface:
    def forget(self, app, session, response):
        self.store.set(session.sid, {})
        response.headers.add("Set-Cookie", self.cookie(app, None))


# Mistake: an empty record replaces it: the session lives on
# Rejected by: test_an_emptied_session_is_ended
# Says: session.opened.destroy() puts the ID on session.opened.ended. Remove each of these
class StoreInterface:
    def forget(self, app, session, response):
        session.opened.destroy()
        self.store.replace(session.sid, {})
        response.headers.add("Set-Cookie", self.cookie(app, None))


# Mistake: cleared once more, and nothing has ended
# Rejected by: test_an_emptied_session_is_ended
# Says: session.opened.destroy() puts the ID on session.opened.ended. Remove each of these
class StoreInterface:
    def forget(self, app, session, response):
        session.clear()
        for session_id in session.opened.ended:
            self.store.destroy(session_id)
        response.headers.add("Set-Cookie", self.cookie(app, None))


# Mistake: the first of the ended IDs, and a session that nobody knew has none
# Rejected by: test_only_what_redis_knows_is_removed
# Says: Your code stops with IndexError: list index out of range
class StoreInterface:
    def forget(self, app, session, response):
        session.opened.destroy()
        self.store.destroy(session.opened.ended[0])
        response.headers.add("Set-Cookie", self.cookie(app, None))


# Mistake: only a known session is ended, and one with a fresh ID counts as new
# Rejected by: test_only_what_redis_knows_is_removed
# Says: session.opened.destroy() knows which IDs have a record: they are on
class StoreInterface:
    def forget(self, app, session, response):
        if not session.opened.new:
            session.opened.destroy()
            self.store.destroy(session.sid)
        response.headers.add("Set-Cookie", self.cookie(app, None))


# Mistake: a store that is away is kept quiet, and the record lives on
# Rejected by: test_an_end_that_failed_is_no_end
# Says: self.store.destroy raises StoreUnavailable. Let it through.
class StoreInterface:
    def forget(self, app, session, response):
        session.opened.destroy()
        try:
            for session_id in session.opened.ended:
                self.store.destroy(session_id)
        except StoreUnavailable as error:
            app.logger.error("A session was not ended: %s", error)
        response.headers.add("Set-Cookie", self.cookie(app, None))


# Mistake: whatever happens, the cookie goes, also where the record lives on
# Rejected by: test_an_end_that_failed_is_no_end
# Says: The record goes first, and then the cookie: the line that adds it is the last one.
class StoreInterface:
    def forget(self, app, session, response):
        session.opened.destroy()
        try:
            for session_id in session.opened.ended:
                self.store.destroy(session_id)
        finally:
            response.headers.add("Set-Cookie", self.cookie(app, None))


# Mistake: a store that is away: the record lives on, and so does the cookie, and nobody is told
# Rejected by: test_an_end_that_failed_is_no_end
# Says: self.store.destroy raises StoreUnavailable. Let it through.
class StoreInterface:
    def forget(self, app, session, response):
        session.opened.destroy()
        try:
            for session_id in session.opened.ended:
                self.store.destroy(session_id)
        except StoreUnavailable:
            return
        response.headers.add("Set-Cookie", self.cookie(app, None))


# Mistake: deleted without the path and the domain of the app's cookie
# Rejected by: test_the_cookie_is_as_the_app_wants_it
# Says: self.cookie_options(app) returns all six: path, domain, secure, httponly, samesite
class StoreInterface:
    def forget(self, app, session, response):
        session.opened.destroy()
        for session_id in session.opened.ended:
            self.store.destroy(session_id)
        response.delete_cookie(self.get_cookie_name(app))


# Mistake: the cookie of the session is sent once more
# Rejected by: test_an_emptied_session_is_ended
# Says: The line that adds self.cookie(app, None) stays, as the last one.
class StoreInterface:
    def forget(self, app, session, response):
        session.opened.destroy()
        for session_id in session.opened.ended:
            self.store.destroy(session_id)
        response.headers.add("Set-Cookie", self.cookie(app, session))


# Mistake: ended as the last save does it: an empty session is written, and nothing ends
# Rejected by: test_an_emptied_session_is_ended
# Says: session.opened.destroy() puts the ID on session.opened.ended. Remove each of these
class StoreInterface:
    def forget(self, app, session, response):
        self.write(session.opened)
        response.headers.add("Set-Cookie", self.cookie(app, None))
