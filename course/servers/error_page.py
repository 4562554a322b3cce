"""The page that says why there is no page: served while the learner's file cannot be."""

import html
import threading
from collections.abc import Callable, Iterable
from typing import Any

from werkzeug.serving import WSGIRequestHandler, make_server

from ..paths import ROOT
from .serve import without_favicon

STATIC = ROOT / "course" / "inspector" / "static"
# The style of the session inspector, and its script: that one remembers the large type.
KINDS = {"/__inspector/inspector.css": "text/css", "/__inspector/inspector.js": "text/javascript"}
STYLE, SCRIPT = KINDS
PAGE = f"""<!doctype html>
<html lang="en"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Your page cannot be loaded</title>
<link rel="stylesheet" href="{STYLE}"><script src="{SCRIPT}"></script>
<main id="inspector"><section class="error"><h1>Your page cannot be loaded</h1>
<pre>%s</pre>
<p>Mend it and save the file. Then load this page again.</p></section></main></html>
"""


class Quiet(WSGIRequestHandler):
    """Writes no line per request."""

    def log(self, *_: Any) -> None:
        """Say nothing."""


class ErrorPage:
    """Answers every request on a listening socket with 500 and a text, until it is stopped.

    fd: the listening socket; None: it opens port itself. stem: of the lesson that cannot be served.
    """

    def __init__(self, text: str, port: int, fd: int | None, stem: str) -> None:
        self.body = (PAGE % html.escape(text)).encode()
        # werkzeug copies the socket: closing the copy leaves the listener open.
        app = without_favicon(self.answer, stem)
        self.server = make_server("127.0.0.1", port, app, True, request_handler=Quiet, fd=fd)
        poll = {"poll_interval": 0.02}
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs=poll, daemon=True)
        self.thread.start()

    def answer(self, environ: dict, start_response: Callable) -> Iterable[bytes]:
        """Answer one request (WSGI)."""
        path = environ["PATH_INFO"]
        if path in KINDS:
            kind = [("Content-Type", KINDS[path]), ("Cache-Control", "no-store")]
            start_response("200 OK", kind)
            return [(STATIC / path.rpartition("/")[2]).read_bytes()]
        headers = [("Content-Type", "text/html; charset=utf-8"), ("Cache-Control", "no-store")]
        start_response("500 Internal Server Error", headers)
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [self.body]

    def stop(self) -> None:
        """Stop answering; the listening socket stays open."""
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()
