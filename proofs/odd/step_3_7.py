"""Odd but right answers to step 3.7: Count a million sessions."""


# Odd: __len__ does it, and count asks for that
class MemoryStore:
    def __len__(self):
        with self.lock:
            self.drop_expired()
            return len(self.entries)

    def count(self):
        return len(self)


# Odd: the keys are counted
class MemoryStore:
    def count(self):
        with self.lock:
            self.drop_expired()
            return len(self.entries.keys())
