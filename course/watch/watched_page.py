"""The learner's page while `make watch` runs: as in `make run`, but it never holds up a save."""

import threading
from typing import Any

from ..servers.child import Child
from ..servers.error_page import ErrorPage
from ..servers.run import Page

PATIENCE = 1  # seconds that a page waits for the verdict


class WatchedPage(Page):
    """A Page in a thread of its own. The report says what is wrong, so it prints no words."""

    def __init__(self, *about: Any) -> None:
        super().__init__(*about)
        self.newer, self.calm, self.ended = threading.Event(), threading.Event(), False
        self.thread = threading.Thread(target=self.serve, daemon=True)

    def __enter__(self) -> "WatchedPage":
        self.renew()
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.ended = True
        self.newer.set()
        self.calm.set()
        self.thread.join()
        self.stop()

    def renew(self) -> None:
        """Serve the files as they are now, soon. Until then a visit waits."""
        self.calm.clear()
        self.newer.set()

    def go_on(self) -> None:
        """Load: the verdict is out, which has the right of way."""
        self.calm.set()

    def serve(self) -> None:
        """Follow the saves until the end."""
        while True:
            again = self.newer.wait(0.5)
            if self.ended:
                return
            if again:
                self.newer.clear()
                self.reload()
            else:
                self.check()

    def reload(self) -> None:
        """Load the files anew; stop doing so when there are newer ones."""
        self.stop()
        self.calm.wait(PATIENCE)
        if self.newer.is_set():
            return
        module = f"lessons.{self.lesson.stem}"
        child = Child(module, self.max_age, self.port, self.fd, self.settings, self.story)
        self.serving = child
        trouble = child.wait_until_ready(self.newer.is_set)
        if trouble and not self.newer.is_set():
            self.show_error(trouble)

    def show_error(self, trouble: str) -> None:
        """Answer every visit with what is wrong, until the next save."""
        self.stop()
        self.serving = ErrorPage(trouble, self.port, self.fd, self.lesson.stem)
