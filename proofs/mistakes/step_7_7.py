"""Wrong answers to step 7.7: Say that nothing was saved."""


# Mistake: the error itself: the visitor reads of an internal error
def apologize(response, error):
    raise error


# Mistake: nothing: the page says Saved
def apologize(response, error):
    pass


# Mistake: the headers stay: Location sends the browser on as if all was well
def apologize(response, error):
    response.close()
    response.direct_passthrough = False
    response.status_code, sentence = SORRY[type(error)]
    response.data = f"<p>{sentence} Nothing was saved.</p>"
    response.mimetype = "text/html"
    response.headers["Cache-Control"] = "no-store"


# Mistake: only the cookie is taken out of the headers
def apologize(response, error):
    response.close()
    response.headers.remove("Set-Cookie")
    response.direct_passthrough = False
    response.status_code, sentence = SORRY[type(error)]
    response.data = f"<p>{sentence} Nothing was saved.</p>"
    response.mimetype = "text/html"
    response.headers["Cache-Control"] = "no-store"


# Mistake: Location goes, and ETag and the coding of the text stay
def apologize(response, error):
    response.close()
    response.headers.pop("Location", None)
    response.headers.pop("Set-Cookie", None)
    response.direct_passthrough = False
    response.status_code, sentence = SORRY[type(error)]
    response.data = f"<p>{sentence} Nothing was saved.</p>"
    response.mimetype = "text/html"
    response.headers["Cache-Control"] = "no-store"


# Mistake: not closed: a stream is never told to clean up
def apologize(response, error):
    response.headers.clear()
    response.direct_passthrough = False
    response.status_code, sentence = SORRY[type(error)]
    response.data = f"<p>{sentence} Nothing was saved.</p>"
    response.mimetype = "text/html"
    response.headers["Cache-Control"] = "no-store"


# Mistake: closed at the end, when the stream is gone already
def apologize(response, error):
    response.headers.clear()
    response.direct_passthrough = False
    response.status_code, sentence = SORRY[type(error)]
    response.data = f"<p>{sentence} Nothing was saved.</p>"
    response.mimetype = "text/html"
    response.headers["Cache-Control"] = "no-store"
    response.close()


# Mistake: a file stays a file: its text cannot be read any more
def apologize(response, error):
    response.close()
    response.headers.clear()
    response.status_code, sentence = SORRY[type(error)]
    response.data = f"<p>{sentence} Nothing was saved.</p>"
    response.mimetype = "text/html"
    response.headers["Cache-Control"] = "no-store"


# Mistake: a file is sent as it is, first of all
def apologize(response, error):
    response.close()
    response.headers.clear()
    response.direct_passthrough = True
    response.status_code, sentence = SORRY[type(error)]
    response.data = f"<p>{sentence} Nothing was saved.</p>"
    response.mimetype = "text/html"
    response.headers["Cache-Control"] = "no-store"


# Mistake: 200: whoever looks at the status takes it for saved
def apologize(response, error):
    response.close()
    response.headers.clear()
    response.direct_passthrough = False
    sentence = SORRY[type(error)][1]
    response.data = f"<p>{sentence} Nothing was saved.</p>"
    response.mimetype = "text/html"
    response.headers["Cache-Control"] = "no-store"


# Mistake: 500 in place of 503
def apologize(response, error):
    response.close()
    response.headers.clear()
    response.direct_passthrough = False
    sentence = SORRY[type(error)][1]
    response.status_code = 500
    response.data = f"<p>{sentence} Nothing was saved.</p>"
    response.mimetype = "text/html"
    response.headers["Cache-Control"] = "no-store"


# Mistake: 503 also for a session that has ended: to wait does not help
def apologize(response, error):
    response.close()
    response.headers.clear()
    response.direct_passthrough = False
    sentence = SORRY[type(error)][1]
    response.status_code = 503
    response.data = f"<p>{sentence} Nothing was saved.</p>"
    response.mimetype = "text/html"
    response.headers["Cache-Control"] = "no-store"


# Mistake: one sentence for both
def apologize(response, error):
    response.close()
    response.headers.clear()
    response.direct_passthrough = False
    response.status_code = SORRY[type(error)][0]
    sentence = SORRY[StoreUnavailable][1]
    response.data = f"<p>{sentence} Nothing was saved.</p>"
    response.mimetype = "text/html"
    response.headers["Cache-Control"] = "no-store"


# Mistake: a store that is away only: the other error is raised
def apologize(response, error):
    if not isinstance(error, StoreUnavailable):
        raise error
    response.close()
    response.headers.clear()
    response.direct_passthrough = False
    response.status_code, sentence = SORRY[type(error)]
    response.data = f"<p>{sentence} Nothing was saved.</p>"
    response.mimetype = "text/html"
    response.headers["Cache-Control"] = "no-store"


# Mistake: a store that is away only: nothing is said of a session that has ended
def apologize(response, error):
    if isinstance(error, SessionEnded):
        return
    response.close()
    response.headers.clear()
    response.direct_passthrough = False
    response.status_code, sentence = SORRY[type(error)]
    response.data = f"<p>{sentence} Nothing was saved.</p>"
    response.mimetype = "text/html"
    response.headers["Cache-Control"] = "no-store"


# Mistake: the words of the error: they show the session ID, or where the store is
def apologize(response, error):
    response.close()
    response.headers.clear()
    response.direct_passthrough = False
    response.status_code, sentence = SORRY[type(error)]
    response.data = f"<p>{error} Nothing was saved.</p>"
    response.mimetype = "text/html"
    response.headers["Cache-Control"] = "no-store"


# Mistake: the page stays, and the sentence comes below it
def apologize(response, error):
    response.close()
    response.headers.clear()
    response.direct_passthrough = False
    response.status_code, sentence = SORRY[type(error)]
    page = response.get_data(as_text=True)
    response.data = f"{page}<p>{sentence}</p>"
    response.mimetype = "text/html"
    response.headers["Cache-Control"] = "no-store"


# Mistake: the text stays: 503 and a page that says Saved
def apologize(response, error):
    response.close()
    response.headers.clear()
    response.direct_passthrough = False
    response.status_code, sentence = SORRY[type(error)]
    response.mimetype = "text/html"
    response.headers["Cache-Control"] = "no-store"


# Mistake: an empty page
def apologize(response, error):
    response.close()
    response.headers.clear()
    response.direct_passthrough = False
    response.status_code, sentence = SORRY[type(error)]
    response.data = ""
    response.mimetype = "text/html"
    response.headers["Cache-Control"] = "no-store"


# Mistake: the pair of status and sentence as the text
def apologize(response, error):
    response.close()
    response.headers.clear()
    response.direct_passthrough = False
    response.status_code = SORRY[type(error)][0]
    response.data = str(SORRY[type(error)])
    response.mimetype = "text/html"
    response.headers["Cache-Control"] = "no-store"


# Mistake: the type of the text is not said
def apologize(response, error):
    response.close()
    response.headers.clear()
    response.direct_passthrough = False
    response.status_code, sentence = SORRY[type(error)]
    response.data = f"<p>{sentence} Nothing was saved.</p>"
    response.headers["Cache-Control"] = "no-store"


# Mistake: said to be plain text: the visitor sees the tags
def apologize(response, error):
    response.close()
    response.headers.clear()
    response.direct_passthrough = False
    response.status_code, sentence = SORRY[type(error)]
    response.data = f"<p>{sentence} Nothing was saved.</p>"
    response.mimetype = "text/plain"
    response.headers["Cache-Control"] = "no-store"


# Mistake: the type before the headers are cleared
def apologize(response, error):
    response.close()
    response.mimetype = "text/html"
    response.headers.clear()
    response.direct_passthrough = False
    response.status_code, sentence = SORRY[type(error)]
    response.data = f"<p>{sentence} Nothing was saved.</p>"
    response.headers["Cache-Control"] = "no-store"


# Mistake: kept by a cache: the sorry comes again when all is well
def apologize(response, error):
    response.close()
    response.headers.clear()
    response.direct_passthrough = False
    response.status_code, sentence = SORRY[type(error)]
    response.data = f"<p>{sentence} Nothing was saved.</p>"
    response.mimetype = "text/html"


# Mistake: no-store before the headers are cleared
def apologize(response, error):
    response.close()
    response.headers["Cache-Control"] = "no-store"
    response.headers.clear()
    response.direct_passthrough = False
    response.status_code, sentence = SORRY[type(error)]
    response.data = f"<p>{sentence} Nothing was saved.</p>"
    response.mimetype = "text/html"


# Mistake: the headers are cleared at the end
def apologize(response, error):
    response.close()
    response.direct_passthrough = False
    response.status_code, sentence = SORRY[type(error)]
    response.data = f"<p>{sentence} Nothing was saved.</p>"
    response.mimetype = "text/html"
    response.headers["Cache-Control"] = "no-store"
    response.headers.clear()


# Mistake: private in place of no-store: the browser may keep it
def apologize(response, error):
    response.close()
    response.headers.clear()
    response.direct_passthrough = False
    response.status_code, sentence = SORRY[type(error)]
    response.data = f"<p>{sentence} Nothing was saved.</p>"
    response.mimetype = "text/html"
    response.headers["Cache-Control"] = "private"


# Mistake: another answer is made, and nobody gets it
def apologize(response, error):
    response.close()
    status, sentence = SORRY[type(error)]
    response = Response(f"<p>{sentence} Nothing was saved.</p>", status, mimetype="text/html")
    response.headers["Cache-Control"] = "no-store"


# Mistake: the answer is returned as a view does it, and nobody takes it
def apologize(response, error):
    status, sentence = SORRY[type(error)]
    return f"<p>{sentence} Nothing was saved.</p>", status


# Mistake: abort comes too late: the page is made, and this is an error in an error
def apologize(response, error):
    abort(SORRY[type(error)][0])


from flask import abort


# Mistake: sent on to the start page, with a cookie still in it
def apologize(response, error):
    response.close()
    response.direct_passthrough = False
    response.status_code = 303
    response.headers["Location"] = "/"
    response.data = ""
