"""Odd but right answers to step 3.3: When a session ends."""


# Odd: the oldest is taken out, and put back if it is alive
class MemoryStore:
    def is_alive(self, session_id):
        if session_id not in self.entries:
            return False
        return self.entries[session_id].expires > self.clock()

    def drop_expired(self):
        while self.entries:
            session_id, entry = self.entries.popitem(last=False)
            if entry.expires > self.clock():
                self.entries[session_id] = entry
                self.entries.move_to_end(session_id, last=False)
                break


# Odd: first the list of those to go, then they go
import itertools


class MemoryStore:
    def is_alive(self, session_id):
        try:
            return self.entries[session_id].expires - self.clock() > 0
        except KeyError:
            return False

    def drop_expired(self):
        over = list(itertools.takewhile(lambda key: not self.is_alive(key), self.entries))
        for session_id in over:
            del self.entries[session_id]
