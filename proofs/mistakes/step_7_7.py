"""Wrong answers to step 7.7: Say that nothing was saved."""


# Mistake: the error itself: the visitor reads of an internal error
# Rejected by: test_a_page_that_was_not_saved_says_so
# Says: Your code stops with StoreUnavailable: a
def apologize(response, error):
    raise error


# Mistake: nothing: the page says Saved
# Rejected by: test_a_page_that_was_not_saved_says_so
# Says: SORRY[type(error)] is the status and the sentence: response.status_code,
def apologize(response, error):
    pass


# Mistake: the headers stay: Location sends the browser on as if all was well
# Rejected by: test_a_page_that_was_not_saved_says_so
# Says: response.headers.clear(): they speak of the page that is not sent. A browser would
def apologize(response, error):
    response.close()
    response.status_code, sentence = SORRY[type(error)]
    response.data = f"<p>{sentence} Nothing was saved.</p>"
    response.mimetype = "text/html"
    response.headers["Cache-Control"] = "no-store"


# Mistake: only the cookie is taken out of the headers
# Rejected by: test_a_page_that_was_not_saved_says_so
# Says: response.headers.clear(): they speak of the page that is not sent. A browser would
def apologize(response, error):
    response.close()
    response.headers.remove("Set-Cookie")
    response.status_code, sentence = SORRY[type(error)]
    response.data = f"<p>{sentence} Nothing was saved.</p>"
    response.mimetype = "text/html"
    response.headers["Cache-Control"] = "no-store"


# Mistake: Location goes, and ETag and the coding of the text stay
# Rejected by: test_a_page_that_was_not_saved_says_so
# Says: response.headers.clear(): they speak of the page that is not sent. A browser would
def apologize(response, error):
    response.close()
    response.headers.pop("Location", None)
    response.headers.pop("Set-Cookie", None)
    response.status_code, sentence = SORRY[type(error)]
    response.data = f"<p>{sentence} Nothing was saved.</p>"
    response.mimetype = "text/html"
    response.headers["Cache-Control"] = "no-store"


# Mistake: not closed: a stream is never told to clean up
# Rejected by: test_the_page_that_is_not_sent_is_closed
# Says: response.close() comes first: once response.data is another text, nobody closes
def apologize(response, error):
    response.headers.clear()
    response.status_code, sentence = SORRY[type(error)]
    response.data = f"<p>{sentence} Nothing was saved.</p>"
    response.mimetype = "text/html"
    response.headers["Cache-Control"] = "no-store"


# Mistake: closed at the end, when the stream is gone already
# Rejected by: test_the_page_that_is_not_sent_is_closed
# Says: response.close() comes first: once response.data is another text, nobody closes
def apologize(response, error):
    response.headers.clear()
    response.status_code, sentence = SORRY[type(error)]
    response.data = f"<p>{sentence} Nothing was saved.</p>"
    response.mimetype = "text/html"
    response.headers["Cache-Control"] = "no-store"
    response.close()


# Mistake: 200: whoever looks at the status takes it for saved
# Rejected by: test_a_page_that_was_not_saved_says_so
# Says: SORRY[type(error)] is the status and the sentence: response.status_code,
def apologize(response, error):
    response.close()
    response.headers.clear()
    sentence = SORRY[type(error)][1]
    response.data = f"<p>{sentence} Nothing was saved.</p>"
    response.mimetype = "text/html"
    response.headers["Cache-Control"] = "no-store"


# Mistake: 500 in place of 503
# Rejected by: test_a_page_that_was_not_saved_says_so
# Says: SORRY[type(error)] is the status and the sentence: response.status_code,
def apologize(response, error):
    response.close()
    response.headers.clear()
    sentence = SORRY[type(error)][1]
    response.status_code = 500
    response.data = f"<p>{sentence} Nothing was saved.</p>"
    response.mimetype = "text/html"
    response.headers["Cache-Control"] = "no-store"


# Mistake: 503 also for a session that has ended: to wait does not help
# Rejected by: test_a_page_that_was_not_saved_says_so
# Says: SORRY[type(error)] is the status and the sentence: response.status_code,
def apologize(response, error):
    response.close()
    response.headers.clear()
    sentence = SORRY[type(error)][1]
    response.status_code = 503
    response.data = f"<p>{sentence} Nothing was saved.</p>"
    response.mimetype = "text/html"
    response.headers["Cache-Control"] = "no-store"


# Mistake: one sentence for both
# Rejected by: test_a_page_that_was_not_saved_says_so
# Says: SORRY[type(error)] is the status and the sentence: response.status_code,
def apologize(response, error):
    response.close()
    response.headers.clear()
    response.status_code = SORRY[type(error)][0]
    sentence = SORRY[StoreUnavailable][1]
    response.data = f"<p>{sentence} Nothing was saved.</p>"
    response.mimetype = "text/html"
    response.headers["Cache-Control"] = "no-store"


# Mistake: a store that is away only: the other error is raised
# Rejected by: test_a_page_that_was_not_saved_says_so
# Says: Your code stops with SessionEnded: a
def apologize(response, error):
    if not isinstance(error, StoreUnavailable):
        raise error
    response.close()
    response.headers.clear()
    response.status_code, sentence = SORRY[type(error)]
    response.data = f"<p>{sentence} Nothing was saved.</p>"
    response.mimetype = "text/html"
    response.headers["Cache-Control"] = "no-store"


# Mistake: a store that is away only: nothing is said of a session that has ended
# Rejected by: test_a_page_that_was_not_saved_says_so
# Says: SORRY[type(error)] is the status and the sentence: response.status_code,
def apologize(response, error):
    if isinstance(error, SessionEnded):
        return
    response.close()
    response.headers.clear()
    response.status_code, sentence = SORRY[type(error)]
    response.data = f"<p>{sentence} Nothing was saved.</p>"
    response.mimetype = "text/html"
    response.headers["Cache-Control"] = "no-store"


# Mistake: the words of the error: they show the session ID, or where the store is
# Rejected by: test_a_page_that_was_not_saved_says_so
# Says: SORRY[type(error)] is the status and the sentence: response.status_code,
def apologize(response, error):
    response.close()
    response.headers.clear()
    response.status_code, sentence = SORRY[type(error)]
    response.data = f"<p>{error} Nothing was saved.</p>"
    response.mimetype = "text/html"
    response.headers["Cache-Control"] = "no-store"


# Mistake: the page stays, and the sentence comes below it
# Rejected by: test_a_page_that_was_not_saved_says_so
# Says: SORRY[type(error)] is the status and the sentence: response.status_code,
def apologize(response, error):
    response.close()
    response.headers.clear()
    response.status_code, sentence = SORRY[type(error)]
    page = response.get_data(as_text=True)
    response.data = f"{page}<p>{sentence}</p>"
    response.mimetype = "text/html"
    response.headers["Cache-Control"] = "no-store"


# Mistake: the text stays: 503 and a page that says Saved
# Rejected by: test_a_page_that_was_not_saved_says_so
# Says: SORRY[type(error)] is the status and the sentence: response.status_code,
def apologize(response, error):
    response.close()
    response.headers.clear()
    response.status_code, sentence = SORRY[type(error)]
    response.mimetype = "text/html"
    response.headers["Cache-Control"] = "no-store"


# Mistake: an empty page
# Rejected by: test_a_page_that_was_not_saved_says_so
# Says: SORRY[type(error)] is the status and the sentence: response.status_code,
def apologize(response, error):
    response.close()
    response.headers.clear()
    response.status_code, sentence = SORRY[type(error)]
    response.data = ""
    response.mimetype = "text/html"
    response.headers["Cache-Control"] = "no-store"


# Mistake: the type of the text is not said
# Rejected by: test_a_page_that_was_not_saved_says_so
# Says: response.mimetype is lost with the headers, so set it. no-store: nobody keeps this
def apologize(response, error):
    response.close()
    response.headers.clear()
    response.status_code, sentence = SORRY[type(error)]
    response.data = f"<p>{sentence} Nothing was saved.</p>"
    response.headers["Cache-Control"] = "no-store"


# Mistake: said to be plain text: the visitor sees the tags
# Rejected by: test_a_page_that_was_not_saved_says_so
# Says: response.mimetype is lost with the headers, so set it. no-store: nobody keeps this
def apologize(response, error):
    response.close()
    response.headers.clear()
    response.status_code, sentence = SORRY[type(error)]
    response.data = f"<p>{sentence} Nothing was saved.</p>"
    response.mimetype = "text/plain"
    response.headers["Cache-Control"] = "no-store"


# Mistake: the type before the headers are cleared
# Rejected by: test_a_page_that_was_not_saved_says_so
# Says: response.mimetype is lost with the headers, so set it. no-store: nobody keeps this
def apologize(response, error):
    response.close()
    response.mimetype = "text/html"
    response.headers.clear()
    response.status_code, sentence = SORRY[type(error)]
    response.data = f"<p>{sentence} Nothing was saved.</p>"
    response.headers["Cache-Control"] = "no-store"


# Mistake: kept by a cache: the sorry comes again when all is well
# Rejected by: test_a_page_that_was_not_saved_says_so
# Says: response.mimetype is lost with the headers, so set it. no-store: nobody keeps this
def apologize(response, error):
    response.close()
    response.headers.clear()
    response.status_code, sentence = SORRY[type(error)]
    response.data = f"<p>{sentence} Nothing was saved.</p>"
    response.mimetype = "text/html"


# Mistake: no-store before the headers are cleared
# Rejected by: test_a_page_that_was_not_saved_says_so
# Says: response.mimetype is lost with the headers, so set it. no-store: nobody keeps this
def apologize(response, error):
    response.close()
    response.headers["Cache-Control"] = "no-store"
    response.headers.clear()
    response.status_code, sentence = SORRY[type(error)]
    response.data = f"<p>{sentence} Nothing was saved.</p>"
    response.mimetype = "text/html"


# Mistake: the headers are cleared at the end
# Rejected by: test_a_page_that_was_not_saved_says_so
# Says: response.mimetype is lost with the headers, so set it. no-store: nobody keeps this
def apologize(response, error):
    response.close()
    response.status_code, sentence = SORRY[type(error)]
    response.data = f"<p>{sentence} Nothing was saved.</p>"
    response.mimetype = "text/html"
    response.headers["Cache-Control"] = "no-store"
    response.headers.clear()


# Mistake: private in place of no-store: the browser may keep it
# Rejected by: test_a_page_that_was_not_saved_says_so
# Says: response.mimetype is lost with the headers, so set it. no-store: nobody keeps this
def apologize(response, error):
    response.close()
    response.headers.clear()
    response.status_code, sentence = SORRY[type(error)]
    response.data = f"<p>{sentence} Nothing was saved.</p>"
    response.mimetype = "text/html"
    response.headers["Cache-Control"] = "private"


# Mistake: another answer is made, and nobody gets it
# Rejected by: test_a_page_that_was_not_saved_says_so
# Says: SORRY[type(error)] is the status and the sentence: response.status_code,
def apologize(response, error):
    response.close()
    status, sentence = SORRY[type(error)]
    response = Response(f"<p>{sentence} Nothing was saved.</p>", status, mimetype="text/html")
    response.headers["Cache-Control"] = "no-store"


# Mistake: the answer is returned as a view does it, and nobody takes it
# Rejected by: test_a_page_that_was_not_saved_says_so
# Says: SORRY[type(error)] is the status and the sentence: response.status_code,
def apologize(response, error):
    status, sentence = SORRY[type(error)]
    return f"<p>{sentence} Nothing was saved.</p>", status


# Mistake: abort comes too late: the page is made, and this is an error in an error
# Rejected by: test_a_page_that_was_not_saved_says_so
# Says: Your code stops with ServiceUnavailable: 503 Service Unavailable: The server is
def apologize(response, error):
    abort(SORRY[type(error)][0])


from flask import abort


# Mistake: sent on to the start page, with a cookie still in it
# Rejected by: test_a_page_that_was_not_saved_says_so
# Says: SORRY[type(error)] is the status and the sentence: response.status_code,
def apologize(response, error):
    response.close()
    response.status_code = 303
    response.headers["Location"] = "/"
    response.data = ""


# Mistake: the pair of status and sentence as the text
# Rejected by: test_a_page_that_was_not_saved_says_so
# Says: SORRY[type(error)] is the status and the sentence
def apologize(response, error):
    response.close()
    response.headers.clear()
    response.status_code = SORRY[type(error)][0]
    response.data = str(SORRY[type(error)])
    response.mimetype = "text/html"
    response.headers["Cache-Control"] = "no-store"


# Mistake: an error page is saved like any page
# Rejected by: test_what_went_wrong_is_not_tried_again
# Says: session.saved
class StoreInterface:
    def save_session(self, app: Flask, session: FlaskSession, response: Response) -> None:
        session.saved, depends = True, session.touched or is_stream(response)
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


# Mistake: a 500 is a 500, whatever its reason
# Rejected by: test_a_500_because_of_the_store_says_so
# Says: session.failure is the reason
class StoreInterface:
    def save_session(self, app: Flask, session: FlaskSession, response: Response) -> None:
        if session.saved:
            return
        session.saved, depends = True, session.touched or is_stream(response)
        try:
            if session.failure is None:
                self.save(app, session, response)
        except (StoreUnavailable, SessionEnded) as error:
            app.logger.error("A session was not saved: %r", error)
            apologize(response, error)
        if depends or "Set-Cookie" in response.headers:
            depend_on_cookie(response)


# Mistake: the app's own page is thrown away
# Rejected by: test_a_500_because_of_the_store_says_so
# Says: is left alone
class StoreInterface:
    def save_session(self, app: Flask, session: FlaskSession, response: Response) -> None:
        if session.saved:
            return
        session.saved, depends = True, session.touched or is_stream(response)
        try:
            if session.failure is None:
                self.save(app, session, response)
            elif True:
                raise session.failure
        except (StoreUnavailable, SessionEnded) as error:
            app.logger.error("A session was not saved: %r", error)
            apologize(response, error)
        if depends or "Set-Cookie" in response.headers:
            depend_on_cookie(response)


# Mistake: a file is sent all the same
# Rejected by: test_a_file_that_is_not_sent_makes_a_page_as_well
# Says: put another one in its place
def apologize(response: Response, error: StoreUnavailable | SessionEnded) -> None:
    if response.direct_passthrough:
        return
    response.close()
    response.headers.clear()
    response.status_code, sentence = SORRY[type(error)]
    response.data = f"<p>{sentence} Nothing was saved.</p>"
    response.mimetype = "text/html"
    response.headers["Cache-Control"] = "no-store"
