"""The inspector's own addresses: its style, its script, earlier visits, and the buttons.

They ask nothing of the lesson's app, so they are no visits and no part of the story.
"""

import hmac
import time
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from markupsafe import escape
from werkzeug.exceptions import HTTPException
from werkzeug.utils import redirect
from werkzeug.wrappers import Request, Response

from ..catalogue import Lesson
from . import view
from .acts import NotPossible, act, describe
from .exchange import Exchange
from .reading import issued
from .restart import POSSIBLE, Restart
from .story import Story
from .tries import count_on, offered

OWN = "/__inspector/"
STATIC = Path(__file__).with_name("static")
KINDS = {"inspector.css": "text/css", "inspector.js": "text/javascript"}
OTHER_SITE = "Only a button of the page itself does this. Load your page again, then press it."


def is_this_machine(host: str) -> bool:
    """Is this Host header one of loopback? Another name may be a stranger's, set to 127.0.0.1."""
    return urlsplit(f"//{host}").hostname in ("127.0.0.1", "localhost", "::1")


class Pages:
    """What is answered below /__inspector/.

    store: the one that the lesson asked last. reason: why the last button did nothing.
    """

    def __init__(self, lesson: Lesson, story: Story, max_age: int, restart: Restart) -> None:
        self.lesson, self.story, self.max_age = lesson, story, max_age
        self.restart, self.store, self.reason = restart, None, ""
        self.tries = [one for one in offered(lesson.number) if one != "restart" or POSSIBLE]

    def panel(self, exchange: Exchange, **more: Any) -> str:
        """Return the panel of an exchange."""
        return view.panel(exchange, self.story, self.lesson, self.max_age, self.tries, **more)

    def answer(self, request: Request) -> Response:
        """Answer one request."""
        name = request.path.removeprefix(OWN)
        if not is_this_machine(request.host):
            response = Response("The inspector answers on this machine only.\n", 403)
        elif name in KINDS and request.method in ("GET", "HEAD"):
            response = Response((STATIC / name).read_bytes(), mimetype=KINDS[name])
        elif name == "try" and request.method == "POST":
            response = self.press(request)
        elif name == "refused":
            response = self.refusal()
        elif name.startswith("visits/") and request.method in ("GET", "HEAD"):
            response = self.visit(name.removeprefix("visits/"))
        else:
            response = Response("There is no such page.\n", 404)
        response.headers["Cache-Control"] = "no-store"
        response.headers["Content-Security-Policy"] = view.POLICY
        response.headers["X-Content-Type-Options"] = "nosniff"
        return response

    def visit(self, number: str) -> Response:
        """Show one exchange of the story closely."""
        found = self.story.find(int(number)) if number.isdecimal() and len(number) < 10 else None
        if not found:
            return Response("The story no longer has this visit.\n", 404)
        body = f"<p>Visit {found.number}, once more. The server was not asked again.</p>"
        body += '<p><a href="/">Back to your page (a new visit)</a></p>'
        panel = self.panel(found, heading=f"What happened in visit {found.number}")
        return Response(view.page(body.encode(), panel, f"Visit {number}"), mimetype="text/html")

    def press(self, request: Request) -> Response:
        """Do what a button says, and go to the lesson's page to see what comes of it."""
        request.max_content_length = request.max_form_memory_size = 10_000
        try:
            action, token = request.form.get("action", ""), request.form.get("token", "")
        except HTTPException:
            return Response("That is too long.\n", 413)
        ours = request.headers.get("Origin") == f"http://{request.host}"
        if not ours or not hmac.compare_digest(token.encode(), self.story.token.encode()):
            return Response(f"{OTHER_SITE}\n", 403)
        if action not in self.tries:
            return Response("This lesson has no such button.\n", 404)
        return self.act(action, request.headers.get("Cookie", ""))

    def act(self, action: str, header: str) -> Response:
        """Do it, remember it for the next exchange, and answer."""
        try:
            lines = act(action, header, self.lesson, self.story, self.store)
        except NotPossible as reason:
            self.reason = str(reason)
            return redirect(f"{OWN}refused", 303)
        counts = [count_on(one.text) for one in self.story.exchanges]
        count = next((one for one in reversed(counts) if one is not None), None)
        self.story.issue([issued(line, time.time()) for line in lines])
        did = describe(action, header, lines, self.lesson)
        self.story.plan({"action": action, "count": count, "did": did})
        response = redirect("/", 303)
        for line in lines:
            response.headers.add("Set-Cookie", line)
        if action == "restart":
            self.restart.begin()
            response.call_on_close(self.restart.answered.set)
        return response

    def refusal(self) -> Response:
        """Say why a button could not do anything. No visit, and no button again on a reload."""
        body = f"<h1>That button had nothing to do</h1><p>{escape(self.reason)}</p>"
        body += '<p><a href="/">Open your page</a></p>'
        return Response(view.page(body.encode(), "", "Not possible"), mimetype="text/html")
