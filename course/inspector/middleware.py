"""The WSGI middleware: notes every exchange with a lesson, and adds the panel to its pages."""

import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from types import ModuleType

from flask import got_request_exception
from werkzeug.wrappers import Request, Response

from ..catalogue import CATALOGUE, Lesson
from . import calls, trouble, view
from .clocks import read_clocks
from .exchange import Exchange
from .pages import OWN, Pages, is_this_machine
from .reading import issued
from .restart import Restart
from .story import Story

# Chromium's developer tools and other programs ask for these by themselves.
NO_VISITS = ("/.well-known/", "/favicon.ico")


class Inspector:
    """A WSGI app around a lesson's app.

    file: where the story is kept, so that it goes on after a reload. max_age: seconds.
    """

    def __init__(
        self, app: Callable, module: ModuleType, lesson: Lesson, file: Path, max_age: int
    ) -> None:
        self.app, self.lesson, self.story = app, lesson, Story(file)
        self.folder, self.restart = Path(module.__file__).parent, Restart()
        self.pages = Pages(lesson, self.story, max_age, self.restart)
        calls.watch(module)
        # Flask answers an error with a bare 500. It tells us first.
        got_request_exception.connect(self.keep_error)

    def keep_error(self, _: object, exception: BaseException, **__: object) -> None:
        """Remember what went wrong in this thread's request."""
        calls.notes.error = trouble.describe(exception, self.folder)

    def __call__(self, environ: dict, start_response: Callable) -> Iterable[bytes]:
        """Answer one request (WSGI)."""
        path = environ.get("PATH_INFO", "/")
        if path.startswith(OWN):
            return self.pages.answer(Request(environ))(environ, start_response)
        if path.startswith(NO_VISITS):
            return self.app(environ, start_response)
        request = Request(environ)
        exchange = self.begin(request)
        response = self.ask(environ)
        self.end(exchange, response)
        if is_this_machine(request.host) and response.mimetype == "text/html":
            title = f"Lesson {self.lesson.number}: {self.lesson.title}"
            panel = self.pages.panel(exchange)
            response.set_data(view.page(response.get_data(), panel, title))
            response.headers["Content-Security-Policy"] = view.POLICY
        return response(environ, start_response)

    def begin(self, request: Request) -> Exchange:
        """Begin to note an exchange."""
        calls.notes.clear()
        header = request.headers.get("Cookie", "")
        path = request.full_path.removesuffix("?")
        return Exchange(0, time.time(), request.method, path, header)

    def ask(self, environ: dict) -> Response:
        """Return what the lesson's app answers; an app that is none gives an error page too."""
        try:
            return Response.from_app(self.app, environ, buffered=True)
        except Exception as error:
            calls.notes.error = trouble.describe(error, self.folder)
            return Response("<p>Internal Server Error</p>", 500, mimetype="text/html")

    def end(self, exchange: Exchange, response: Response) -> None:
        """Write down what was answered, and what was asked of the store meanwhile."""
        notes, exchange.status = calls.notes, response.status
        exchange.set_cookies = response.headers.getlist("Set-Cookie")
        exchange.text = view.words(response.get_data(as_text=True))
        exchange.calls, exchange.error = notes.calls, notes.error
        self.pages.store = notes.store or self.pages.store
        self.story.issue([issued(line, exchange.at) for line in exchange.set_cookies])
        read_clocks(exchange, self.story, self.lesson.cookies[0], notes.store)
        self.story.add(exchange)


def inspected(app: Callable, module: str, file: Path, max_age: int) -> Inspector:
    """Return the app of a lesson's module, such as "lessons.lesson1_raw_cookie", inspected."""
    lesson = next(one for one in CATALOGUE if one.stem == module.rpartition(".")[2])
    return Inspector(app, sys.modules[module], lesson, file, max_age)
