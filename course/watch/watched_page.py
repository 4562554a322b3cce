"""The learner's page while `make watch` runs: as in `make run`, loaded after each verdict."""

from collections.abc import Callable

from ..servers.child import Child
from ..servers.run import Page


class WatchedPage(Page):
    """A Page that prints no words of its own: the report says what is wrong."""

    def hold(self) -> None:
        """Let visits wait for the next load: the file was saved."""
        if isinstance(self.serving, Child):
            self.serving.kill()  # what it has still said may be read later
        else:
            self.stop()

    def renew(self, given_up: Callable[[], bool]) -> None:
        """Serve the files as they are now. given_up: is there a newer save?"""
        self.stop()
        trouble = self.load(given_up)
        if trouble and not given_up():
            self.show_error(trouble)

    def show_error(self, trouble: str) -> None:
        """Answer every visit with what is wrong, until the next save."""
        self.stop()
        self.serve_error(trouble)
