"""The WSGI middleware: notes every exchange with a lesson, and adds the panel to its pages."""

import re
import sys
import time
import traceback
from collections.abc import Callable, Iterable
from pathlib import Path
from types import ModuleType

from flask import Flask, got_request_exception
from flask import request as asked
from werkzeug.wrappers import Request, Response

from ..catalogue import CATALOGUE, Lesson
from . import calls, owner, quiet, trouble, view
from .clocks import read_clocks
from .deadline import Stuck, answer_of, in_time
from .exchange import Exchange
from .foreign import hidden, without_values
from .pages import OWN, Pages, is_this_machine
from .reading import believed_step, cookies_of
from .restart import Restart
from .story import Story
from .theirs import Theirs

# Chromium's developer tools and other programs ask for these by themselves.
NO_VISITS = ("/.well-known/", "/favicon.ico")
PATIENCE = 10.0  # seconds that a page may take
INLINE = re.compile(rb"<(?:script|style)\b|\s(?:style|on[a-z]+)\s*=", re.IGNORECASE)
POLICY = "Content-Security-Policy"
OTHERS = ("cross-site", "same-site")  # Sec-Fetch-Site; same-site: of this host, at another port


class Inspector:
    """A WSGI app around a lesson's app.

    file: where the story is kept, so that it goes on after a reload. max_age, patience: seconds.
    """

    def __init__(
        self,
        app: Callable,
        module: ModuleType,
        lesson: Lesson,
        file: Path,
        max_age: int,
        patience: float = PATIENCE,
    ) -> None:
        self.app, self.lesson, self.story = app, lesson, Story(file)
        self.folder, self.restart = Path(module.__file__).parent, Restart()
        self.pages = Pages(lesson, self.story, max_age, self.restart)
        self.theirs, self.patience = Theirs(module.__name__.rpartition(".")[0]), patience
        quiet.install()
        calls.watch(module)
        # Flask answers an error with a bare 500. It tells us first.
        got_request_exception.connect(self.keep_error)

    def keep_error(self, app: Flask, exception: BaseException, **_: object) -> None:
        """Remember what went wrong in this request."""
        page = app.view_functions.get(asked.endpoint)
        if notes := calls.current.get(None):
            notes.error = trouble.describe(exception, self.folder, page)

    def __call__(self, environ: dict, start_response: Callable) -> Iterable[bytes]:
        """Answer one request (WSGI)."""
        path, ours = environ.get("PATH_INFO", "/"), owner.take(environ)
        who = owner.owner_of(ours, self.story.key)
        if path.startswith(OWN):
            return self.pages.answer(Request(environ), who)(environ, start_response)
        if path.startswith(NO_VISITS):
            return self.app(environ, start_response)
        at, notes = time.time(), calls.begin()
        response = self.ask(environ, notes)
        try:
            self.look(Request(environ), response, notes, at, who)
        except Exception:
            # Whatever we got wrong, the lesson's page goes out.
            traceback.print_exc()
        return response(environ, start_response)

    def ask(self, environ: dict, notes: calls.Notes) -> Response:
        """Return what the lesson's app answers, or an error page where it does not."""
        try:
            return answer_of(self.app, environ, self.patience)
        except Stuck as stuck:
            notes.error = self.describe_stuck("Your page", stuck)
        except BaseException as error:  # a view may call sys.exit()
            traceback.print_exc()
            notes.error = trouble.describe(error, self.folder)
        return Response("<p>Internal Server Error</p>", 500, mimetype="text/html")

    def add_remarks(self, exchange: Exchange) -> None:
        """Write down what the learner's own functions make of the cookies that came."""
        header = exchange.cookie_header
        try:
            exchange.remarks = in_time(
                lambda: self.theirs.remarks(header, self.lesson), self.patience
            )
        except Stuck as stuck:  # in a function that this page did not need
            exchange.error = self.describe_stuck("Your function, asked about a cookie,", stuck)

    def describe_stuck(self, who: str, stuck: Stuck) -> dict[str, str]:
        """Return the trouble of code that does not answer, and say it on the terminal."""
        found = trouble.describe_stuck(who, stuck.frame, self.patience, self.folder)
        print(found["words"], file=sys.stderr, flush=True)
        return found

    def look(
        self, request: Request, response: Response, notes: calls.Notes, at: float, who: str
    ) -> None:
        """Write an exchange down, and add the panel to its page. who: the browser, "" for none."""
        header, path = request.headers.get("Cookie", ""), request.full_path.removesuffix("?")
        # curl, say, asks for anything at all: who types it wants to read the lesson's own page.
        for_a_browser = "text/html" in request.headers.get("Accept", "text/html")
        is_whole = is_page(response) and for_a_browser
        shows = is_whole and is_this_machine(request.host)
        site = request.headers.get("Sec-Fetch-Site", "")
        # Where another site leads here, a browser leaves out the cookie that it may well have.
        is_new = shows and not who and site != OTHERS[0]
        who = owner.new_owner() if is_new else who
        exchange = Exchange(0, at, request.method, path, header, response.status)
        exchange.owner, exchange.site = who, site if site in OTHERS else ""
        body = response.get_data() if is_page(response) else b""
        exchange.text = view.words(body.decode(errors="replace"))
        exchange = self.keep(exchange, response.headers.getlist("Set-Cookie"), notes)
        if shows:
            self.add_panel(exchange, body, response)
        elif is_whole:
            port = request.environ.get("SERVER_PORT", "3000")
            response.set_data(body + view.ends(body) + view.no_panel(port, self.lesson))
        if is_new:
            line = owner.set_cookie(request.environ, who, self.story.key)
            response.headers.add("Set-Cookie", line)

    def add_panel(self, exchange: Exchange, body: bytes, response: Response) -> None:
        """Add the panel to a page. body: the lesson's own."""
        title = f"Lesson {self.lesson.number}: {self.lesson.title}"
        own = set(response.headers.get(POLICY, "").split("; ")) - {""}
        is_held_back = INLINE.search(body) or own - set(view.POLICY.split("; "))
        panel = self.pages.panel(exchange, is_held_back=bool(is_held_back))
        response.set_data(view.page(body, panel, title))
        response.headers[POLICY] = view.POLICY
        for name in ("ETag", "Last-Modified"):  # they were those of the lesson's own page
            response.headers.pop(name, None)

    def keep(self, exchange: Exchange, set_cookies: list[str], notes: calls.Notes) -> Exchange:
        """Complete an exchange with what was answered and asked of the store, and keep it.

        Return it as it is kept: without what cookies of other programs hold.
        """
        header, names = exchange.cookie_header, self.lesson.cookies
        exchange.set_cookies, exchange.error = set_cookies, notes.error
        exchange.calls = list(notes.calls)
        self.pages.store = notes.store or self.pages.store
        if not exchange.error:
            self.add_remarks(exchange)
        exchange.cookie_header = without_values(header, names)
        exchange = Exchange.from_json(hidden(exchange.as_json(), header, names))
        exchange.believed = believed_step(exchange, self.lesson)
        self.story.issue(exchange.set_cookies, exchange.at, exchange.owner)
        read_clocks(exchange, self.story, self.lesson, notes.store)
        sent = cookies_of(exchange.cookie_header)
        self.story.add(exchange, {name: sent[name] for name in names if name in sent})
        return exchange


def is_page(response: Response) -> bool:
    """Is it a page that we can read, and add to?"""
    charset = response.mimetype_params.get("charset", "utf-8").lower()
    is_plain = "Content-Encoding" not in response.headers and charset in ("utf-8", "utf8")
    return response.mimetype == "text/html" and is_plain


def inspected(app: Callable, module: str, file: Path, max_age: int) -> Inspector:
    """Return the app of a lesson's module, such as "lessons.lesson1_raw_cookie", inspected."""
    lesson = next(one for one in CATALOGUE if one.stem == module.rpartition(".")[2])
    return Inspector(app, sys.modules[module], lesson, file, max_age)
