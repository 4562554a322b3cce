"""The session that a page gets, from lesson 3 on. Given: there is nothing to write here."""

import json
from collections.abc import Callable


class Session(dict):
    """One visitor's data during one request: a dict with an ID.

    id: the session ID. new: True while the store has no record under this ID.
    found: the record as the store gave it, None where there was none.
    ended: the IDs whose records are to be removed. destroyed: True after destroy().
    """

    def __init__(self, data: dict, session_id: str, new_id: Callable[[], str]) -> None:
        super().__init__(data)
        self.id = session_id
        self.new = True
        self.found: dict | None = None
        self.ended: list[str] = []
        self.destroyed = False
        self._new_id = new_id
        self._before: str | None = json.dumps(self)

    @property
    def modified(self) -> bool:
        """Has the data changed, nested data too? Assign True or False to decide it."""
        return json.dumps(self) != self._before

    @modified.setter
    def modified(self, value: bool) -> None:
        # No text is equal to None.
        self._before = None if value else json.dumps(self)

    def regenerate(self) -> None:
        """Go on under a fresh ID and without data, as in Express. Counts as modified."""
        self._end()
        self.id, self.new, self.found, self.destroyed = self._new_id(), True, None, False
        self.modified = True

    def destroy(self) -> None:
        """End the session: its save removes the record, and writes and sends nothing."""
        self._end()
        self.destroyed = True

    def _end(self) -> None:
        self.clear()
        if not self.new:
            self.ended.append(self.id)
