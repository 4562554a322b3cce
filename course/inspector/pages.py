"""The inspector's own addresses: its style, its script, earlier visits, and the buttons.

They ask nothing of the lesson's app, so they are no visits and no part of the story.
"""

import time
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from werkzeug.exceptions import HTTPException
from werkzeug.utils import redirect
from werkzeug.wrappers import Request, Response

from ..catalogue import Lesson
from . import view
from .acts import REASONS, NotPossible, act, describe
from .attributes import kept
from .buttons import taught_in
from .exchange import Exchange
from .reading import cookies_of
from .restart import POSSIBLE, Restart
from .story import Story
from .tries import count_of

OWN = "/__inspector/"
STATIC = Path(__file__).with_name("static")
KINDS = {"inspector.css": "text/css", "inspector.js": "text/javascript"}
OTHER_SITE = "Only a button of the page itself does this. Open your page, then press it there."
NOT_YOURS = (
    "It belongs to the browser that got the page, and you are another one, or a program, or your "
    "page is of an earlier run."
)


def is_this_machine(host: str) -> bool:
    """Is this Host header one of loopback? Another name may be a stranger's, set to 127.0.0.1."""
    return urlsplit(f"//{host}").hostname in ("127.0.0.1", "localhost", "::1")


def plain_page(title: str, words: str, status: int = 200) -> Response:
    """Return a page without a panel, with a way back. title, words: ours, so they are HTML."""
    body = f'<h1>{title}</h1><p>{words}</p><p><a href="/">Open your page</a></p>'
    return Response(view.page(body.encode(), "", title), status, mimetype="text/html")


class Pages:
    """What is answered below /__inspector/. store: the one that the lesson asked last."""

    def __init__(self, lesson: Lesson, story: Story, max_age: int, restart: Restart) -> None:
        self.lesson, self.story, self.max_age = lesson, story, max_age
        self.restart, self.store = restart, None
        self.tries = [one for one in taught_in(lesson) if one != "restart" or POSSIBLE]

    def panel(self, exchange: Exchange, **more: Any) -> str:
        """Return the panel of an exchange."""
        return view.panel(exchange, self.story, self.lesson, self.max_age, self.tries, **more)

    def answer(self, request: Request, owner: str) -> Response:
        """Answer one request. owner: the browser that our cookie names, "" for none."""
        name, reads = request.path.removeprefix(OWN), request.method in ("GET", "HEAD")
        if not is_this_machine(request.host):
            response = Response("The inspector answers on this machine only.\n", 403)
        elif not owner:
            response = plain_page("This panel is not yours", NOT_YOURS, 403)
        elif name == "try" and request.method == "POST":
            response = self.press(request, owner)
        elif name in KINDS and reads:
            response = Response((STATIC / name).read_bytes(), mimetype=KINDS[name])
        elif name == "refused" and request.args.get("why") in REASONS and reads:
            words = REASONS[request.args["why"]]
            response = plain_page("That button had nothing to do", words)
        elif name.startswith("visits/") and reads:
            response = self.visit(name.removeprefix("visits/"), owner)
        elif name in ("try", "refused") and reads:  # from the history, or typed
            response = redirect("/", 303)
        else:
            response = Response("There is no such page.\n", 404)
        response.headers["Cache-Control"] = "no-store"
        response.headers["Content-Security-Policy"] = view.POLICY
        response.headers["X-Content-Type-Options"] = "nosniff"
        return response

    def visit(self, number: str, owner: str) -> Response:
        """Show one exchange of the story closely."""
        is_number = number.isdecimal() and len(number) < 10
        found = self.story.find(int(number), owner) if is_number else None
        if not found:
            return plain_page("Your story does not have this visit", "It keeps the last ten.", 404)
        body = f"<p>Visit {found.number}, once more. The server was not asked again.</p>"
        body += '<p><a href="/">Back to your page (a new visit)</a></p>'
        panel = self.panel(found, heading=f"What happened in visit {found.number}")
        return Response(view.page(body.encode(), panel, f"Visit {number}"), mimetype="text/html")

    def press(self, request: Request, owner: str) -> Response:
        """Do what a button says, and go to the lesson's page to see what comes of it."""
        request.max_content_length = request.max_form_memory_size = 10_000
        try:
            action = request.form.get("action", "")
        except HTTPException:
            return Response("That is too long.\n", 413)
        if request.headers.get("Origin") != f"http://{request.host}":
            return plain_page("That button did nothing", OTHER_SITE, 403)
        if action not in self.tries:
            return Response("This lesson has no such button.\n", 404)
        return self.act(action, request.headers.get("Cookie", ""), owner)

    def act(self, action: str, header: str, owner: str) -> Response:
        """Do it, remember it for the visit that comes of it, and answer."""
        try:
            lines = act(action, header, self.lesson, self.story, self.store, owner)
        except NotPossible as reason:
            return redirect(f"{OWN}refused?why={reason}", 303)
        self.plan(action, header, lines, owner)
        response = redirect("/", 303)
        for line in lines:
            response.headers.add("Set-Cookie", line)
        if action == "restart":
            self.restart.begin()
            response.call_on_close(self.restart.answered.set)
        return response

    def plan(self, action: str, header: str, lines: list[str], owner: str) -> None:
        """Remember what a button did. header: the Cookie line that came with it."""
        at, sent, names = time.time(), cookies_of(header), self.lesson.cookies
        count = count_of(kept(sent, [], names), self.story.of(owner), self.lesson)
        self.story.issue(lines, at, owner, by_button=True)
        did = describe(action, header, lines, self.lesson)
        about = {"action": action, "did": did, "count": count, "at": at, "owner": owner}
        self.story.plan({**about, "expects": kept(sent, lines, names)})
