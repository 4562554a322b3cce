"""Odd but right answers to step 7.7: Say that nothing was saved."""


# Odd: by set_data, and the headers at last
def apologize(response, error):
    response.status_code, sentence = SORRY[type(error)]
    response.close()
    response.headers.clear()
    response.set_data(f"<p>{sentence} Nothing was saved.</p>".encode())
    response.content_type = "text/html; charset=utf-8"
    response.cache_control.no_store = True


# Odd: the sentence as it is, and when to come again
def apologize(response, error):
    response.close()
    response.headers.clear()
    status, sentence = SORRY[type(error)]
    response.status = str(status)
    response.data = "<p>" + sentence + "</p>"
    response.mimetype = "text/html"
    response.headers["Cache-Control"] = "no-store"
    if status == 503:
        response.headers["Retry-After"] = "5"


# Odd: asked by isinstance
def apologize(response, error):
    response.close()
    response.headers.clear()
    kind = SessionEnded if isinstance(error, SessionEnded) else StoreUnavailable
    response.status_code = SORRY[kind][0]
    response.data = f"<p>{SORRY[kind][1]}</p>"
    response.mimetype, response.cache_control.no_store = "text/html", True


# Odd: a file is no file any more, and the text as a list
def apologize(response, error):
    response.close()
    response.headers.clear()
    response.direct_passthrough = False
    response.status_code, sentence = SORRY[type(error)]
    response.response = [f"<p>{sentence} Nothing was saved.</p>"]
    response.mimetype = "text/html"
    response.cache_control.no_store = True
