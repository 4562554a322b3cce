"""Wrong answers to step 7.6: What a page depends on."""


# Mistake: nothing is said
# Rejected by: test_a_page_with_a_session_is_for_one_visitor
# Says: response.cache_control: private = True keeps it out of shared caches. public =
def depend_on_cookie(response):
    pass


# Mistake: Vary alone, and some caches ignore it
# Rejected by: test_a_page_with_a_session_is_for_one_visitor
# Says: response.cache_control: private = True keeps it out of shared caches. public =
def depend_on_cookie(response):
    response.vary.add("Cookie")


# Mistake: private without Vary
# Rejected by: test_a_page_with_a_session_is_for_one_visitor
# Says: response.vary.add("Cookie") says that another cookie means another page.
def depend_on_cookie(response):
    response.cache_control.public = False
    response.cache_control.s_maxage = None
    response.cache_control.private = True


# Mistake: public stays: the page says both
# Rejected by: test_a_page_with_a_session_is_for_one_visitor
# Says: response.cache_control: private = True keeps it out of shared caches. public =
def depend_on_cookie(response):
    response.vary.add("Cookie")
    response.cache_control.s_maxage = None
    response.cache_control.private = True


# Mistake: s-maxage stays: it is meant for shared caches alone
# Rejected by: test_a_page_with_a_session_is_for_one_visitor
# Says: response.cache_control: private = True keeps it out of shared caches. public =
def depend_on_cookie(response):
    response.vary.add("Cookie")
    response.cache_control.public = False
    response.cache_control.private = True


# Mistake: not public, and not private either
# Rejected by: test_a_page_with_a_session_is_for_one_visitor
# Says: response.cache_control: private = True keeps it out of shared caches. public =
def depend_on_cookie(response):
    response.vary.add("Cookie")
    response.cache_control.public = False
    response.cache_control.s_maxage = None


# Mistake: Vary is assigned, and what was there is lost
# Rejected by: test_a_page_with_a_session_is_for_one_visitor
# Says: What the page itself depends on stays: add, and do not replace.
def depend_on_cookie(response):
    response.headers["Vary"] = "Cookie"
    response.cache_control.public = False
    response.cache_control.s_maxage = None
    response.cache_control.private = True


# Mistake: vary is assigned, too, and what was there is lost
# Rejected by: test_a_page_with_a_session_is_for_one_visitor
# Says: What the page itself depends on stays: add, and do not replace.
def depend_on_cookie(response):
    response.vary = "Cookie"
    response.cache_control.public = False
    response.cache_control.s_maxage = None
    response.cache_control.private = True


# Mistake: only where there is no Vary yet
# Rejected by: test_a_page_with_a_session_is_for_one_visitor
# Says: response.vary.add("Cookie") says that another cookie means another page.
def depend_on_cookie(response):
    response.headers.setdefault("Vary", "Cookie")
    response.cache_control.public = False
    response.cache_control.s_maxage = None
    response.cache_control.private = True


# Mistake: update takes a list, and a text is a list of letters
# Rejected by: test_a_page_with_a_session_is_for_one_visitor
# Says: response.vary.add("Cookie") says that another cookie means another page.
def depend_on_cookie(response):
    response.vary.update("Cookie")
    response.cache_control.public = False
    response.cache_control.s_maxage = None
    response.cache_control.private = True


# Mistake: Vary: Set-Cookie, which no request has
# Rejected by: test_a_page_with_a_session_is_for_one_visitor
# Says: response.vary.add("Cookie") says that another cookie means another page.
def depend_on_cookie(response):
    response.vary.add("Set-Cookie")
    response.cache_control.public = False
    response.cache_control.s_maxage = None
    response.cache_control.private = True


# Mistake: Vary: *, and the browser's own cache may not use the page either
# Rejected by: test_a_page_with_a_session_is_for_one_visitor
# Says: response.vary.add("Cookie") says that another cookie means another page.
def depend_on_cookie(response):
    response.vary.add("*")
    response.cache_control.public = False
    response.cache_control.s_maxage = None
    response.cache_control.private = True


# Mistake: Vary: the cookie's name, which is no header
# Rejected by: test_a_page_with_a_session_is_for_one_visitor
# Says: response.vary.add("Cookie") says that another cookie means another page.
def depend_on_cookie(response):
    response.vary.add("connect.sid")
    response.cache_control.public = False
    response.cache_control.s_maxage = None
    response.cache_control.private = True


# Mistake: Cache-Control is assigned: max-age of the page is lost
# Rejected by: test_a_page_with_a_session_is_for_one_visitor
# Says: response.cache_control: private = True keeps it out of shared caches. public =
def depend_on_cookie(response):
    response.vary.add("Cookie")
    response.headers["Cache-Control"] = "private"


# Mistake: max-age goes too, and the browser asks each time
# Rejected by: test_a_page_with_a_session_is_for_one_visitor
# Says: response.cache_control: private = True keeps it out of shared caches. public =
def depend_on_cookie(response):
    response.vary.add("Cookie")
    response.cache_control.public = False
    response.cache_control.s_maxage = None
    response.cache_control.private = True
    response.cache_control.max_age = None


# Mistake: no-store over everything: the browser may keep nothing
# Rejected by: test_a_page_with_a_session_is_for_one_visitor
# Says: response.cache_control: private = True keeps it out of shared caches. public =
def depend_on_cookie(response):
    response.vary.add("Cookie")
    response.headers["Cache-Control"] = "no-store"


# Mistake: no-store beside private: the browser may keep nothing
# Rejected by: test_a_page_with_a_session_is_for_one_visitor
# Says: response.cache_control: private = True keeps it out of shared caches. public =
def depend_on_cookie(response):
    response.vary.add("Cookie")
    response.cache_control.public = False
    response.cache_control.s_maxage = None
    response.cache_control.private = True
    response.cache_control.no_store = True


# Mistake: Cache-Control is taken off: a cache may then decide by itself
# Rejected by: test_a_page_with_a_session_is_for_one_visitor
# Says: response.cache_control: private = True keeps it out of shared caches. public =
def depend_on_cookie(response):
    response.vary.add("Cookie")
    response.headers.pop("Cache-Control", None)


# Mistake: cleared first: no-store of the page is lost
# Rejected by: test_a_page_with_a_session_is_for_one_visitor
# Says: response.cache_control: private = True keeps it out of shared caches. public =
def depend_on_cookie(response):
    response.vary.add("Cookie")
    response.cache_control.clear()
    response.cache_control.private = True


# Mistake: private for one header only: the page itself is not
# Rejected by: test_a_page_with_a_session_is_for_one_visitor
# Says: response.cache_control: private = True keeps it out of shared caches. public =
def depend_on_cookie(response):
    response.vary.add("Cookie")
    response.cache_control.public = False
    response.cache_control.s_maxage = None
    response.cache_control.private = "Set-Cookie"


# Mistake: only for pages with 200: a redirect is kept as well
# Rejected by: test_a_page_of_any_status_is_for_one_visitor
# Says: response.cache_control: private = True keeps it out of shared caches. public =
def depend_on_cookie(response):
    if response.status_code != 200:
        return
    response.vary.add("Cookie")
    response.cache_control.public = False
    response.cache_control.s_maxage = None
    response.cache_control.private = True


# Mistake: only where the page says nothing about caches
# Rejected by: test_a_page_with_a_session_is_for_one_visitor
# Says: response.cache_control: private = True keeps it out of shared caches. public =
def depend_on_cookie(response):
    response.vary.add("Cookie")
    if not response.cache_control:
        response.cache_control.private = True


# Mistake: only where the page says public
# Rejected by: test_a_page_with_a_session_is_for_one_visitor
# Says: response.cache_control: private = True keeps it out of shared caches. public =
def depend_on_cookie(response):
    response.vary.add("Cookie")
    if response.cache_control.public:
        response.cache_control.public = None
        response.cache_control.s_maxage = None
        response.cache_control.private = True


# Mistake: only an answer with a cookie in it
# Rejected by: test_a_page_with_a_session_is_for_one_visitor
# Says: response.cache_control: private = True keeps it out of shared caches. public =
def depend_on_cookie(response):
    if "Set-Cookie" not in response.headers:
        return
    response.vary.add("Cookie")
    response.cache_control.public = False
    response.cache_control.s_maxage = None
    response.cache_control.private = True


# Mistake: public = True in the wrong line
# Rejected by: test_a_page_with_a_session_is_for_one_visitor
# Says: response.cache_control: private = True keeps it out of shared caches. public =
def depend_on_cookie(response):
    response.vary.add("Cookie")
    response.cache_control.public = True
    response.cache_control.s_maxage = None
    response.cache_control.private = False


# Mistake: compared, not assigned
# Rejected by: test_a_page_with_a_session_is_for_one_visitor
# Says: response.cache_control: private = True keeps it out of shared caches. public =
def depend_on_cookie(response):
    response.vary.add("Cookie")
    response.cache_control.public == False
    response.cache_control.s_maxage == None
    response.cache_control.private == True


# Mistake: only what was touched is for one visitor
# Rejected by: test_an_answer_with_a_cookie_is_for_one_visitor
# Says: shared caches
class StoreInterface:
    def save_session(self, app: Flask, session: FlaskSession, response: Response) -> None:
        if session.saved:
            return
        session.saved, depends = True, session.touched or is_stream(response)
        try:
            if session.failure is None:
                self.save(app, session, response)
            elif response.status_code == 500:
                raise session.failure
        except (StoreUnavailable, SessionEnded) as error:
            app.logger.error("A session was not saved: %r", error)
            apologize(response, error)
        if depends:
            depend_on_cookie(response)


# Mistake: every answer is for one visitor
# Rejected by: test_a_page_without_a_session_may_be_shared
# Says: only where the session was touched
class StoreInterface:
    def save_session(self, app: Flask, session: FlaskSession, response: Response) -> None:
        if session.saved:
            return
        session.saved, depends = True, session.touched or is_stream(response)
        try:
            if session.failure is None:
                self.save(app, session, response)
            elif response.status_code == 500:
                raise session.failure
        except (StoreUnavailable, SessionEnded) as error:
            app.logger.error("A session was not saved: %r", error)
            apologize(response, error)
        if depends or "Set-Cookie" in response.headers or response.status_code == 200:
            depend_on_cookie(response)


# Mistake: a stream may be shared
# Rejected by: test_a_stream_is_for_one_visitor
# Says: shared caches
class StoreInterface:
    def save_session(self, app: Flask, session: FlaskSession, response: Response) -> None:
        if session.saved:
            return
        session.saved, depends = True, session.touched
        try:
            if session.failure is None:
                self.save(app, session, response)
            elif response.status_code == 500:
                raise session.failure
        except (StoreUnavailable, SessionEnded) as error:
            app.logger.error("A session was not saved: %r", error)
            apologize(response, error)
        if depends or "Set-Cookie" in response.headers:
            depend_on_cookie(response)
