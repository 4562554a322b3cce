"""Odd but right answers to step 7.3: Write and send what is due."""


# Odd: keys that have a default are asked with one, and an empty session returns early
class StoreInterface:
    def save(self, app, session, response):
        refresh = app.config.get("SESSION_REFRESH_EACH_REQUEST", True)
        if not (session.touched or self.look(app, session, refresh)):
            return
        changed = session.changed
        if not session:
            if changed:
                self.forget(app, session, response)
            return
        if changed or self.should_set_cookie(app, session):
            cookie = self.cookie(app, session)
            if changed:
                self.write(session.opened)
            response.headers.add("Set-Cookie", cookie)

    def look(self, app, session, refresh):
        try:
            return refresh and session.opened is not None
        except StoreUnavailable:
            app.logger.warning("The store is away. A session was not refreshed.")
            return False


# Odd: forget without return: what follows returns for an empty session
class StoreInterface:
    def save(self, app, session, response):
        refresh = app.config["SESSION_REFRESH_EACH_REQUEST"]
        if not session.touched:
            if not refresh:
                return
            try:
                session.opened
            except StoreUnavailable as error:
                app.logger.warning("A session was not refreshed: %s", error)
                return
        changed = session.changed
        if changed and not session:
            self.forget(app, session, response)
        due = changed or session.modified or (refresh and session.permanent)
        if not session or not due:
            return
        cookie = self.cookie(app, session)
        if changed:
            self.write(session.opened)
        response.headers.add("Set-Cookie", cookie)


# Odd: changed is asked twice, which takes longer
class StoreInterface:
    def save(self, app, session, response):
        refresh = app.config["SESSION_REFRESH_EACH_REQUEST"]
        if not session.touched:
            if not refresh:
                return
            try:
                session.opened
            except StoreUnavailable as error:
                app.logger.warning("A session was not refreshed: %s", error)
                return
        if session.changed and not session:
            return self.forget(app, session, response)
        changed = bool(session.changed)
        due = changed or session.modified or (refresh and session.permanent)
        if not session or not due:
            return
        cookie = self.cookie(app, session)
        if changed:
            self.write(session.opened)
        response.headers.add("Set-Cookie", cookie)


# Odd: len asks as well as opened, and the ID is read from sid
class StoreInterface:
    def save(self, app, session, response):
        refresh = app.config["SESSION_REFRESH_EACH_REQUEST"]
        if not session.touched:
            if not refresh:
                return
            try:
                session.sid
            except StoreUnavailable as error:
                app.logger.warning("A session was not refreshed: %s", error)
                return
        changed = session.changed
        if changed and len(session) == 0:
            return self.forget(app, session, response)
        due = changed or session.modified or (refresh and session.permanent)
        if not session or not due:
            return
        cookie = self.cookie(app, session)
        if changed:
            self.write(session.opened)
        response.headers.add("Set-Cookie", cookie)


# Odd: the session itself, which is a dict
class StoreInterface:
    def write(self, opened):
        if opened.new:
            self.store.set(opened.id, opened)
        elif not self.store.replace(opened.id, {**opened}):
            raise SessionEnded(opened.id)
        for session_id in opened.ended:
            self.store.destroy(session_id)


# Odd: known ones first, and the records go in the order in which they came last
class StoreInterface:
    def write(self, opened):
        session_id, record = opened.id, dict(opened)
        if not opened.new and not self.store.replace(session_id, record):
            raise SessionEnded(session_id)
        if opened.new:
            self.store.set(session_id, record)
        for old in reversed(opened.ended):
            self.store.destroy(old)


# Odd: the cookie goes into the answer first, and apologize takes it out again
class StoreInterface:
    def save(self, app, session, response):
        refresh = app.config["SESSION_REFRESH_EACH_REQUEST"]
        if not session.touched:
            if not refresh:
                return
            try:
                session.opened
            except StoreUnavailable as error:
                app.logger.warning("A session was not refreshed: %s", error)
                return
        changed = session.changed
        if changed and not session:
            return self.forget(app, session, response)
        due = changed or session.modified or (refresh and session.permanent)
        if not session or not due:
            return
        response.headers.add("Set-Cookie", self.cookie(app, session))
        if changed:
            self.write(session.opened)
