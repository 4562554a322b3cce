"""Wrong answers to step 7.3: Write and send what is due."""


# Mistake: the first half is missing, and everything is written and sent
# Rejected by: test_a_page_asks_for_no_more_than_it_needs
# Says: Not touched: return. Touched: GETEX, where a signed ID came. SET only where changed
class StoreInterface:
    def save(self, app, session, response):
        session.changed
        response.headers.add("Set-Cookie", self.cookie(app, session))
        self.write(session.opened)


# Mistake: the second half is missing, and a late page brings back what was ended
# Rejected by: test_an_ended_flask_session_does_not_come_back
# Says: A known session is written with self.store.replace, which writes only where there
class StoreInterface:
    def write(self, opened):
        self.store.set(opened.id, dict(opened))
        for session_id in opened.ended:
            self.store.destroy(session_id)


# Mistake: written whenever a cookie is due, so a page that only reads writes as well
# Rejected by: test_a_page_asks_for_no_more_than_it_needs
# Says: Not touched: return. Touched: GETEX, where a signed ID came. SET only where changed
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
        cookie = self.cookie(app, session)
        self.write(session.opened)
        response.headers.add("Set-Cookie", cookie)


# Mistake: what was assigned is written, be it the same: it overwrites what another tab has saved
# Rejected by: test_a_page_asks_for_no_more_than_it_needs
# Says: Not touched: return. Touched: GETEX, where a signed ID came. SET only where changed
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
        cookie = self.cookie(app, session)
        if changed or session.modified:
            self.write(session.opened)
        response.headers.add("Set-Cookie", cookie)


# Mistake: a cookie with each page, changed or not
# Rejected by: test_a_cookie_is_sent_when_it_is_due
# Says: Due, if it is changed, or session.modified, or both refresh and session.permanent.
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
        if not session:
            return
        cookie = self.cookie(app, session)
        if changed:
            self.write(session.opened)
        response.headers.add("Set-Cookie", cookie)


# Mistake: a cookie for whoever has no data
# Rejected by: test_who_has_nothing_to_keep_gets_no_cookie
# Says: Nothing is due for a session that is empty and was so before.
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
        if not due:
            return
        cookie = self.cookie(app, session)
        if changed:
            self.write(session.opened)
        response.headers.add("Set-Cookie", cookie)


# Mistake: the record before the cookie: where an option is wrong, the record stays behind
# Rejected by: test_a_wrong_cookie_leaves_no_record
# Says: Make the cookie first, with self.cookie. Then write. Then send the cookie.
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
        if changed:
            self.write(session.opened)
        response.headers.add("Set-Cookie", self.cookie(app, session))


# Mistake: no refresh: whoever looks at pictures only is forgotten
# Rejected by: test_an_untouched_page_renews_the_session
# Says: With refresh, read session.opened: GETEX gives the record a new life.
class StoreInterface:
    def save(self, app, session, response):
        refresh = app.config["SESSION_REFRESH_EACH_REQUEST"]
        if not session.touched:
            return
        changed = session.changed
        if changed and not session:
            return self.forget(app, session, response)
        due = changed or session.modified or (refresh and session.permanent)
        if not session or not due:
            return
        cookie = self.cookie(app, session)
        if changed:
            self.write(session.opened)
        response.headers.add("Set-Cookie", cookie)


# Mistake: refreshed though the app said no
# Rejected by: test_a_page_asks_for_no_more_than_it_needs
# Says: Not touched: return. Touched: GETEX, where a signed ID came. SET only where changed
class StoreInterface:
    def save(self, app, session, response):
        refresh = app.config["SESSION_REFRESH_EACH_REQUEST"]
        if not session.touched:
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
        cookie = self.cookie(app, session)
        if changed:
            self.write(session.opened)
        response.headers.add("Set-Cookie", cookie)


# Mistake: refresh the wrong way round
# Rejected by: test_a_page_asks_for_no_more_than_it_needs
# Says: Not touched: return. Touched: GETEX, where a signed ID came. SET only where changed
class StoreInterface:
    def save(self, app, session, response):
        refresh = app.config["SESSION_REFRESH_EACH_REQUEST"]
        if not session.touched:
            if refresh:
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
        cookie = self.cookie(app, session)
        if changed:
            self.write(session.opened)
        response.headers.add("Set-Cookie", cookie)


# Mistake: empty is asked first, which opens it: without the store, each picture is an error
# Rejected by: test_a_page_asks_for_no_more_than_it_needs
# Says: Not touched: return. Touched: GETEX, where a signed ID came. SET only where changed
class StoreInterface:
    def save(self, app, session, response):
        if not session and not session.modified:
            return
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
        cookie = self.cookie(app, session)
        if changed:
            self.write(session.opened)
        response.headers.add("Set-Cookie", cookie)


# Mistake: changed is asked first, which opens it
# Rejected by: test_a_page_asks_for_no_more_than_it_needs
# Says: Not touched: return. Touched: GETEX, where a signed ID came. SET only where changed
class StoreInterface:
    def save(self, app, session, response):
        changed = session.changed
        refresh = app.config["SESSION_REFRESH_EACH_REQUEST"]
        if not session.touched:
            if not refresh:
                return
            try:
                session.opened
            except StoreUnavailable as error:
                app.logger.warning("A session was not refreshed: %s", error)
                return
        if changed and not session:
            return self.forget(app, session, response)
        due = changed or session.modified or (refresh and session.permanent)
        if not session or not due:
            return
        cookie = self.cookie(app, session)
        if changed:
            self.write(session.opened)
        response.headers.add("Set-Cookie", cookie)


# Mistake: a refresh that fails takes the page with it
# Rejected by: test_a_page_without_a_session_goes_out_while_redis_is_away
# Says: Not session.touched: without refresh, return. With it, reading session.opened may
class StoreInterface:
    def save(self, app, session, response):
        refresh = app.config["SESSION_REFRESH_EACH_REQUEST"]
        if not session.touched:
            if not refresh:
                return
            session.opened
        changed = session.changed
        if changed and not session:
            return self.forget(app, session, response)
        due = changed or session.modified or (refresh and session.permanent)
        if not session or not due:
            return
        cookie = self.cookie(app, session)
        if changed:
            self.write(session.opened)
        response.headers.add("Set-Cookie", cookie)


# Mistake: a refresh that fails is noted, and then the session is asked all the same
# Rejected by: test_a_page_without_a_session_goes_out_while_redis_is_away
# Says: Not session.touched: without refresh, return. With it, reading session.opened may
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
        changed = session.changed
        if changed and not session:
            return self.forget(app, session, response)
        due = changed or session.modified or (refresh and session.permanent)
        if not session or not due:
            return
        cookie = self.cookie(app, session)
        if changed:
            self.write(session.opened)
        response.headers.add("Set-Cookie", cookie)


# Mistake: a refresh that fails is kept quiet: nobody reads of it in the log
# Rejected by: test_a_page_without_a_session_goes_out_while_redis_is_away
# Says: A session that was not refreshed ends early: app.logger.warning says it to whoever
class StoreInterface:
    def save(self, app, session, response):
        refresh = app.config["SESSION_REFRESH_EACH_REQUEST"]
        if not session.touched:
            if not refresh:
                return
            try:
                session.opened
            except StoreUnavailable:
                return
        changed = session.changed
        if changed and not session:
            return self.forget(app, session, response)
        due = changed or session.modified or (refresh and session.permanent)
        if not session or not due:
            return
        cookie = self.cookie(app, session)
        if changed:
            self.write(session.opened)
        response.headers.add("Set-Cookie", cookie)


# Mistake: an error of Redis is waited for, and the store has turned it into another one
# Rejected by: test_a_page_without_a_session_goes_out_while_redis_is_away
# Says: Not session.touched: without refresh, return. With it, reading session.opened may
import redis


class StoreInterface:
    def save(self, app, session, response):
        refresh = app.config["SESSION_REFRESH_EACH_REQUEST"]
        if not session.touched:
            if not refresh:
                return
            try:
                session.opened
            except redis.RedisError as error:
                app.logger.warning("A session was not refreshed: %s", error)
                return
        changed = session.changed
        if changed and not session:
            return self.forget(app, session, response)
        due = changed or session.modified or (refresh and session.permanent)
        if not session or not due:
            return
        cookie = self.cookie(app, session)
        if changed:
            self.write(session.opened)
        response.headers.add("Set-Cookie", cookie)


# Mistake: an emptied session is left as it was: the logout does nothing
# Rejected by: test_pages_that_you_did_not_write_work
# Says: Flask-Login keeps the user in the session. 303 leads on.
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
        due = changed or session.modified or (refresh and session.permanent)
        if not session or not due:
            return
        cookie = self.cookie(app, session)
        if changed:
            self.write(session.opened)
        response.headers.add("Set-Cookie", cookie)


# Mistake: an emptied session is written as an empty one
# Rejected by: test_who_has_nothing_to_keep_gets_no_cookie
# Says: Nothing is due for a session that is empty and was so before.
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
        due = changed or session.modified or (refresh and session.permanent)
        if not due:
            return
        cookie = self.cookie(app, session)
        if changed:
            self.write(session.opened)
        response.headers.add("Set-Cookie", cookie)


# Mistake: every empty session is forgotten: each new visitor is told to delete a cookie
# Rejected by: test_who_has_nothing_to_keep_gets_no_cookie
# Says: Nothing is due for a session that is empty and was so before.
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
        if not session:
            return self.forget(app, session, response)
        due = changed or session.modified or (refresh and session.permanent)
        if not session or not due:
            return
        cookie = self.cookie(app, session)
        if changed:
            self.write(session.opened)
        response.headers.add("Set-Cookie", cookie)


# Mistake: every change is forgotten
# Rejected by: test_a_page_asks_for_no_more_than_it_needs
# Says: Not touched: return. Touched: GETEX, where a signed ID came. SET only where changed
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
        if changed or not session:
            return self.forget(app, session, response)
        due = changed or session.modified or (refresh and session.permanent)
        if not session or not due:
            return
        cookie = self.cookie(app, session)
        if changed:
            self.write(session.opened)
        response.headers.add("Set-Cookie", cookie)


# Mistake: what was assigned as it was before brings no cookie
# Rejected by: test_a_cookie_is_sent_when_it_is_due
# Says: Due, if it is changed, or session.modified, or both refresh and session.permanent.
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
        due = changed or (refresh and session.permanent)
        if not session or not due:
            return
        cookie = self.cookie(app, session)
        if changed:
            self.write(session.opened)
        response.headers.add("Set-Cookie", cookie)


# Mistake: modified in place of changed: what is nested is lost
# Rejected by: test_a_page_asks_for_no_more_than_it_needs
# Says: Not touched: return. Touched: GETEX, where a signed ID came. SET only where changed
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
        changed = session.modified
        if changed and not session:
            return self.forget(app, session, response)
        due = changed or session.modified or (refresh and session.permanent)
        if not session or not due:
            return
        cookie = self.cookie(app, session)
        if changed:
            self.write(session.opened)
        response.headers.add("Set-Cookie", cookie)


# Mistake: only what was assigned: an item of a list that is in the session is lost
# Rejected by: test_what_is_inside_is_kept_as_well
# Says: session.changed compares all data, what is inside of lists too. session.modified is
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
        changed = session.changed and session.modified
        if changed and not session:
            return self.forget(app, session, response)
        due = changed or session.modified or (refresh and session.permanent)
        if not session or not due:
            return
        cookie = self.cookie(app, session)
        if changed:
            self.write(session.opened)
        response.headers.add("Set-Cookie", cookie)


# Mistake: a permanent session gets its cookie each time, though the app said no
# Rejected by: test_a_cookie_is_sent_when_it_is_due
# Says: Due, if it is changed, or session.modified, or both refresh and session.permanent.
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
        due = changed or session.modified or session.permanent
        if not session or not due:
            return
        cookie = self.cookie(app, session)
        if changed:
            self.write(session.opened)
        response.headers.add("Set-Cookie", cookie)


# Mistake: refresh alone brings a cookie with each page
# Rejected by: test_a_cookie_is_sent_when_it_is_due
# Says: Due, if it is changed, or session.modified, or both refresh and session.permanent.
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
        due = changed or session.modified or refresh
        if not session or not due:
            return
        cookie = self.cookie(app, session)
        if changed:
            self.write(session.opened)
        response.headers.add("Set-Cookie", cookie)


# Mistake: permanent or not: the time in the browser is never put off
# Rejected by: test_a_cookie_is_sent_when_it_is_due
# Says: Due, if it is changed, or session.modified, or both refresh and session.permanent.
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
        due = changed or session.modified
        if not session or not due:
            return
        cookie = self.cookie(app, session)
        if changed:
            self.write(session.opened)
        response.headers.add("Set-Cookie", cookie)


# Mistake: a cookie only for a new session: the browser keeps an old ID after a login
# Rejected by: test_a_cookie_is_sent_when_it_is_due
# Says: Due, if it is changed, or session.modified, or both refresh and session.permanent.
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
        cookie = self.cookie(app, session)
        new = not request.cookies.get(self.get_cookie_name(app))
        if changed:
            self.write(session.opened)
        if new:
            response.headers.add("Set-Cookie", cookie)


from flask import request


# Mistake: what the page sees is written: a tuple comes back as a list
# Rejected by: test_what_json_does_not_know_comes_back
# Says: Your code stops with TypeError: Object of type bytes is not JSON serializable
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
        cookie = self.cookie(app, session)
        if changed:
            record = dict(session)
            if session.opened.new:
                self.store.set(session.sid, record)
            elif not self.store.replace(session.sid, record):
                raise SessionEnded(session.sid)
            for session_id in session.opened.ended:
                self.store.destroy(session_id)
        response.headers.add("Set-Cookie", cookie)


# Mistake: a store that is away is noted, and the page says that it saved
# Rejected by: test_a_record_that_cannot_be_written_is_told
# Says: Only a refresh may fail without harm. Where something has changed, let
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
        cookie = self.cookie(app, session)
        if changed:
            try:
                self.write(session.opened)
            except StoreUnavailable as error:
                app.logger.warning("A session was not written: %s", error)
                return
        response.headers.add("Set-Cookie", cookie)


# Mistake: a session that has ended is noted, and the page says that it saved
# Rejected by: test_an_ended_flask_session_does_not_come_back
# Says: Where self.store.replace returns False, write raises SessionEnded(opened.id). The
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
        cookie = self.cookie(app, session)
        if changed:
            try:
                self.write(session.opened)
            except SessionEnded as error:
                app.logger.warning("A session has ended: %s", error)
                return
        response.headers.add("Set-Cookie", cookie)


# Mistake: written, and the browser hears of it only if it is permanent
# Rejected by: test_what_is_inside_is_kept_as_well
# Says: Your code stops with KeyError: 'cart'
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
        cookie = self.cookie(app, session)
        if changed:
            self.write(session.opened)
        if session.permanent:
            response.headers.add("Set-Cookie", cookie)


# Mistake: the cookie of a page that is an error is left out, though its session was written
# Rejected by: test_every_page_brings_its_cookie
# Says: A cookie is due by what is in the session, whatever the status of the page is.
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
        cookie = self.cookie(app, session)
        if changed:
            self.write(session.opened)
        if response.status_code < 400:
            response.headers.add("Set-Cookie", cookie)


# Mistake: replace for each session, and a new one has no record to replace
# Rejected by: test_what_is_inside_is_kept_as_well
# Says: Your code stops with KeyError: 'cart'
class StoreInterface:
    def write(self, opened):
        if not self.store.replace(opened.id, dict(opened)):
            raise SessionEnded(opened.id)
        for session_id in opened.ended:
            self.store.destroy(session_id)


# Mistake: new and known are mixed up
# Rejected by: test_what_is_inside_is_kept_as_well
# Says: Your code stops with KeyError: 'cart'
class StoreInterface:
    def write(self, opened):
        if not opened.new:
            self.store.set(opened.id, dict(opened))
        elif not self.store.replace(opened.id, dict(opened)):
            raise SessionEnded(opened.id)
        for session_id in opened.ended:
            self.store.destroy(session_id)


# Mistake: what replace says is not heard
# Rejected by: test_an_ended_flask_session_does_not_come_back
# Says: Where self.store.replace returns False, write raises SessionEnded(opened.id). The
class StoreInterface:
    def write(self, opened):
        if opened.new:
            self.store.set(opened.id, dict(opened))
        else:
            self.store.replace(opened.id, dict(opened))
        for session_id in opened.ended:
            self.store.destroy(session_id)


# Mistake: what cannot be replaced is set
# Rejected by: test_an_ended_flask_session_does_not_come_back
# Says: A known session is written with self.store.replace, which writes only where there
class StoreInterface:
    def write(self, opened):
        if opened.new:
            self.store.set(opened.id, dict(opened))
        elif not self.store.replace(opened.id, dict(opened)):
            self.store.set(opened.id, dict(opened))
        for session_id in opened.ended:
            self.store.destroy(session_id)


# Mistake: SessionEnded is made, and not raised
# Rejected by: test_an_ended_flask_session_does_not_come_back
# Says: Where self.store.replace returns False, write raises SessionEnded(opened.id). The
class StoreInterface:
    def write(self, opened):
        if opened.new:
            self.store.set(opened.id, dict(opened))
        elif not self.store.replace(opened.id, dict(opened)):
            return SessionEnded(opened.id)
        for session_id in opened.ended:
            self.store.destroy(session_id)


# Mistake: True is taken for False
# Rejected by: test_a_cookie_is_sent_when_it_is_due
# Says: Due, if it is changed, or session.modified, or both refresh and session.permanent.
class StoreInterface:
    def write(self, opened):
        if opened.new:
            self.store.set(opened.id, dict(opened))
        elif self.store.replace(opened.id, dict(opened)):
            raise SessionEnded(opened.id)
        for session_id in opened.ended:
            self.store.destroy(session_id)


# Mistake: an ended session is an error of another kind
# Rejected by: test_an_ended_flask_session_does_not_come_back
# Says: Where self.store.replace returns False, write raises SessionEnded(opened.id). The
class StoreInterface:
    def write(self, opened):
        if opened.new:
            self.store.set(opened.id, dict(opened))
        elif not self.store.replace(opened.id, dict(opened)):
            raise StoreUnavailable(opened.id)
        for session_id in opened.ended:
            self.store.destroy(session_id)


# Mistake: get, then set: between the two, the session may be ended
# Rejected by: test_a_page_asks_for_no_more_than_it_needs
# Says: Not touched: return. Touched: GETEX, where a signed ID came. SET only where changed
class StoreInterface:
    def write(self, opened):
        if opened.new:
            self.store.set(opened.id, dict(opened))
        elif self.store.get(opened.id) is None:
            raise SessionEnded(opened.id)
        else:
            self.store.set(opened.id, dict(opened))
        for session_id in opened.ended:
            self.store.destroy(session_id)


# Mistake: the records of the ended IDs stay
# Rejected by: test_a_fresh_id_ends_the_old_one
# Says: The new record is written with self.store.set, for opened.new is True. Then each ID
class StoreInterface:
    def write(self, opened):
        if opened.new:
            self.store.set(opened.id, dict(opened))
        elif not self.store.replace(opened.id, dict(opened)):
            raise SessionEnded(opened.id)


# Mistake: the old record goes before the new one is written: if that fails, both are gone
# Rejected by: test_a_fresh_id_ends_the_old_one
# Says: First the new record, then the old one goes: if the server dies in between, Alice
class StoreInterface:
    def write(self, opened):
        for session_id in opened.ended:
            self.store.destroy(session_id)
        if opened.new:
            self.store.set(opened.id, dict(opened))
        elif not self.store.replace(opened.id, dict(opened)):
            raise SessionEnded(opened.id)


# Mistake: ended is looked at only for a known session, and one with a fresh ID is new
# Rejected by: test_a_fresh_id_ends_the_old_one
# Says: The new record is written with self.store.set, for opened.new is True. Then each ID
class StoreInterface:
    def write(self, opened):
        if opened.new:
            self.store.set(opened.id, dict(opened))
            return
        if not self.store.replace(opened.id, dict(opened)):
            raise SessionEnded(opened.id)
        for session_id in opened.ended:
            self.store.destroy(session_id)


# Mistake: the session's own ID is destroyed, once for each that ended
# Rejected by: test_a_fresh_id_ends_the_old_one
# Says: The new record is written with self.store.set, for opened.new is True. Then each ID
class StoreInterface:
    def write(self, opened):
        if opened.new:
            self.store.set(opened.id, dict(opened))
        elif not self.store.replace(opened.id, dict(opened)):
            raise SessionEnded(opened.id)
        for session_id in opened.ended:
            self.store.destroy(opened.id)


# Mistake: what the store had is written, not what the page made of it
# Rejected by: test_what_is_inside_is_kept_as_well
# Says: session.changed compares all data, what is inside of lists too. session.modified is
class StoreInterface:
    def write(self, opened):
        record = dict(opened.found or opened)
        if opened.new:
            self.store.set(opened.id, record)
        elif not self.store.replace(opened.id, record):
            raise SessionEnded(opened.id)
        for session_id in opened.ended:
            self.store.destroy(session_id)


# Mistake: what is inside of a list counts only where something was assigned
# Rejected by: test_what_is_inside_is_kept_as_well
# Says: what is inside of lists too
class StoreInterface:
    def save(self, app: Flask, session: FlaskSession, response: Response) -> None:
        refresh = app.config["SESSION_REFRESH_EACH_REQUEST"]
        if not session.touched:
            if not refresh:
                return
            try:
                session.opened
            except StoreUnavailable as error:
                app.logger.warning("A session was not refreshed: %s", error)
                return
        changed = session.changed and (session.modified or session.opened.new)
        if changed and not session:
            return self.forget(app, session, response)
        due = changed or session.modified or (refresh and session.permanent)
        if not session or not due:
            return
        cookie = self.cookie(app, session)
        if changed:
            self.write(session.opened)
        response.headers.add("Set-Cookie", cookie)


# Mistake: each cookie has an end
# Rejected by: test_only_a_permanent_session_has_an_end_in_the_browser
# Says: only where session.permanent is True
class StoreInterface:
    def cookie(self, app: Flask, session: FlaskSession | None) -> str:
        name, options = self.get_cookie_name(app), self.cookie_options(app)
        if session is None:
            return dump_cookie(name, "", max_age=0, expires=0, **options)
        value = to_cookie(sign(session.sid, key_texts(app)[0]))
        import datetime

        end = datetime.datetime.now(datetime.UTC) + app.permanent_session_lifetime
        return dump_cookie(name, value, expires=end, **options)


# Mistake: after a refresh, nothing is sent
# Rejected by: test_an_untouched_page_renews_the_session
# Says: go on as for a page
class StoreInterface:
    def save(self, app: Flask, session: FlaskSession, response: Response) -> None:
        refresh = app.config["SESSION_REFRESH_EACH_REQUEST"]
        if not session.touched:
            if not refresh:
                return
            try:
                session.opened
                return
            except StoreUnavailable as error:
                app.logger.warning("A session was not refreshed: %s", error)
                return
        changed = session.changed
        if changed and not session:
            return self.forget(app, session, response)
        due = changed or session.modified or (refresh and session.permanent)
        if not session or not due:
            return
        cookie = self.cookie(app, session)
        if changed:
            self.write(session.opened)
        response.headers.add("Set-Cookie", cookie)


# Mistake: a store that is away is asked twice for a refresh
# Rejected by: test_a_page_without_a_session_waits_once_while_redis_hangs
# Says: takes a time-out more
class StoreInterface:
    def save(self, app: Flask, session: FlaskSession, response: Response) -> None:
        refresh = app.config["SESSION_REFRESH_EACH_REQUEST"]
        if not session.touched:
            if not refresh:
                return
            try:
                session.opened
            except StoreUnavailable as error:
                app.logger.warning("A session was not refreshed: %s", error)
                try:
                    session.open_it()
                except StoreUnavailable:
                    pass
                return
        changed = session.changed
        if changed and not session:
            return self.forget(app, session, response)
        due = changed or session.modified or (refresh and session.permanent)
        if not session or not due:
            return
        cookie = self.cookie(app, session)
        if changed:
            self.write(session.opened)
        response.headers.add("Set-Cookie", cookie)


# Mistake: what JSON cannot hold is left out in silence
# Rejected by: test_what_cannot_be_written_is_an_error
# Says: Let it through
class StoreInterface:
    def save(self, app: Flask, session: FlaskSession, response: Response) -> None:
        refresh = app.config["SESSION_REFRESH_EACH_REQUEST"]
        if not session.touched:
            if not refresh:
                return
            try:
                session.opened
            except StoreUnavailable as error:
                app.logger.warning("A session was not refreshed: %s", error)
                return
        try:
            changed = session.changed
        except TypeError:
            return
        if changed and not session:
            return self.forget(app, session, response)
        due = changed or session.modified or (refresh and session.permanent)
        if not session or not due:
            return
        cookie = self.cookie(app, session)
        if changed:
            self.write(session.opened)
        response.headers.add("Set-Cookie", cookie)


# Mistake: a store that is away is noted, and the cookie goes out
# Rejected by: test_a_record_that_cannot_be_written_is_told
# Says: Only a refresh may fail
class StoreInterface:
    def save(self, app: Flask, session: FlaskSession, response: Response) -> None:
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
        cookie = self.cookie(app, session)
        if changed:
            try:
                self.write(session.opened)
            except StoreUnavailable as error:
                app.logger.warning("not saved: %s", error)
        response.headers.add("Set-Cookie", cookie)


# Mistake: use_store takes any lifetime
# Rejected by: test_two_lifetimes_are_an_error
# Says: calls check_lifetimes first
def use_store(app: Flask, store: LoginStore, new_id: Callable[[], str] = new_session_id) -> None:
    app.session_interface = StoreInterface(store, new_id)
    speak_json(app)
    answer_unavailable(app)


# Mistake: use_store leaves jsonify alone
# Rejected by: test_use_store_gives_an_app_its_sessions
# Says: jsonify
def use_store(app: Flask, store: LoginStore, new_id: Callable[[], str] = new_session_id) -> None:
    check_lifetimes(app, store)
    app.session_interface = StoreInterface(store, new_id)
    answer_unavailable(app)


# Mistake: use_store lets StoreUnavailable be an error
# Rejected by: test_use_store_gives_an_app_its_sessions
# Says: calls answer_unavailable
def use_store(app: Flask, store: LoginStore, new_id: Callable[[], str] = new_session_id) -> None:
    check_lifetimes(app, store)
    app.session_interface = StoreInterface(store, new_id)
    speak_json(app)


# Mistake: an app without a guard
# Rejected by: test_pages_that_you_did_not_write_work
# Says: calls guard of lesson 5
def create_app(
    *,
    max_age: int = 60,
    secret_keys: Sequence[str] = SECRET_KEYS,
    new_id: Callable[[], str] = new_session_id,
    store: LoginStore | None = None,
) -> Flask:
    store = LoginStore(connect(), max_age) if store is None else store
    app = new_flask_app(__name__, secret_keys, store.max_age)
    use_store(app, store, new_id)
    add_flask_pages(app, store.max_age)
    renew_at_login(app)
    return app
