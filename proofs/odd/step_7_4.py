"""Odd but right answers to step 7.4: Emptied is ended."""


# Odd: the session and its end get names
class StoreInterface:
    def forget(self, app, session, response):
        opened = session.opened
        opened.destroy()
        for old in list(opened.ended):
            self.store.destroy(old)
        response.headers.add("Set-Cookie", self.cookie(app, None))


# Odd: a fresh ID ends the old one as well
class StoreInterface:
    def forget(self, app, session, response):
        session.regenerate()
        for session_id in session.opened.ended:
            self.store.destroy(session_id)
        response.headers.add("Set-Cookie", self.cookie(app, None))


# Odd: the IDs are taken off while they are removed
class StoreInterface:
    def forget(self, app, session, response):
        session.opened.destroy()
        while session.opened.ended:
            self.store.destroy(session.opened.ended.pop())
        response.headers.add("Set-Cookie", self.cookie(app, None))


# Odd: the cookie is made first, and sent last
class StoreInterface:
    def forget(self, app, session, response):
        cookie = self.cookie(app, None)
        session.opened.destroy()
        for session_id in session.opened.ended:
            self.store.destroy(session_id)
        response.headers.add("Set-Cookie", cookie)
