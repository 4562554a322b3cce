"""Odd but right answers to step 3.1: Remember every visitor."""


# Odd: get lets set do the work
class MemoryStore:
    @locked
    def get(self, session_id):
        if not self.is_alive(session_id):
            return None
        record = deserialize(self.entries[session_id].kept)
        self.set(session_id, record)
        return record


# Odd: a plain dict, filled with del and a new entry
class MemoryStore:
    def __init__(self, max_age=60, clock=time.time):
        self.max_age, self.clock, self.entries = max_age, clock, {}
        self.lock = threading.RLock()

    @locked
    def set(self, session_id, record):
        end = self.max_age + self.clock()
        entry = Entry(expires=end, kept=serialize(record))
        self.drop_expired()
        if session_id in self.entries:
            del self.entries[session_id]
        self.entries.update({session_id: entry})

    @locked
    def destroy(self, session_id):
        try:
            del self.entries[session_id]
        except KeyError:
            pass


# Odd: OrderedDict and move_to_end
class MemoryStore:
    @locked
    def get(self, session_id):
        self.drop_expired()
        entry = self.entries.get(session_id)
        if entry is None or not self.is_alive(session_id):
            return None
        self.entries[session_id] = entry._replace(expires=self.clock() + self.max_age)
        self.entries.move_to_end(session_id)
        return deserialize(entry.kept)

    @locked
    def set(self, session_id, record):
        self.drop_expired()
        self.entries[session_id] = Entry(self.clock() + self.max_age, serialize(record))
        self.entries.move_to_end(session_id)
