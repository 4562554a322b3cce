"""Wrong answers to step 8.5: On two machines."""


# Mistake: two trips, by any connection
# Rejected by: test_run_writes_and_waits_in_one_trip
# Says: Both in one pipeline(transaction=False)
class SafeStore:
    def run(self, command, *arguments, **options):
        with redis_errors():
            answer = getattr(self.client, command)(*arguments, **options)
            copies = self.client.wait(self.copies, self.wait)
        if copies < self.copies:
            raise TooFewCopies(f"{copies} of {self.copies}")
        return answer


# Mistake: in a transaction, where WAIT does not wait
# Rejected by: test_run_writes_and_waits_in_one_trip
# Says: Inside MULTI, WAIT does not wait
class SafeStore:
    def run(self, command, *arguments, **options):
        with redis_errors(), self.client.pipeline() as pipeline:
            getattr(pipeline, command)(*arguments, **options)
            pipeline.wait(self.copies, self.wait)
            answer, copies = pipeline.execute()
        if copies < self.copies:
            raise TooFewCopies(f"{copies} of {self.copies} replicas have it after {self.wait} ms")
        return answer


# Mistake: WAIT before the command
# Rejected by: test_run_writes_and_waits_in_one_trip
# Says: the command first, pipeline.wait after it
class SafeStore:
    def run(self, command, *arguments, **options):
        with redis_errors(), self.client.pipeline(transaction=False) as pipeline:
            pipeline.wait(self.copies, self.wait)
            getattr(pipeline, command)(*arguments, **options)
            copies, answer = pipeline.execute()
        if copies < self.copies:
            raise TooFewCopies(f"{copies} of {self.copies} replicas have it after {self.wait} ms")
        return answer


# Mistake: both answers are returned
# Rejected by: test_run_writes_and_waits_in_one_trip
# Says: the first is that of the command, and run returns it
class SafeStore:
    def run(self, command, *arguments, **options):
        with redis_errors(), self.client.pipeline(transaction=False) as pipeline:
            getattr(pipeline, command)(*arguments, **options)
            pipeline.wait(self.copies, self.wait)
            answer, copies = pipeline.execute()
        if copies < self.copies:
            raise TooFewCopies(f"{copies} of {self.copies} replicas have it after {self.wait} ms")
        return [answer, copies]


# Mistake: the number of copies is returned
# Rejected by: test_run_writes_and_waits_in_one_trip
# Says: the first is that of the command, and run returns it
class SafeStore:
    def run(self, command, *arguments, **options):
        with redis_errors(), self.client.pipeline(transaction=False) as pipeline:
            getattr(pipeline, command)(*arguments, **options)
            pipeline.wait(self.copies, self.wait)
            answer, copies = pipeline.execute()
        if copies < self.copies:
            raise TooFewCopies(f"{copies} of {self.copies} replicas have it after {self.wait} ms")
        return copies


# Mistake: nothing is returned
# Rejected by: test_run_writes_and_waits_in_one_trip
# Says: the first is that of the command, and run returns it
class SafeStore:
    def run(self, command, *arguments, **options):
        with redis_errors(), self.client.pipeline(transaction=False) as pipeline:
            getattr(pipeline, command)(*arguments, **options)
            pipeline.wait(self.copies, self.wait)
            answer, copies = pipeline.execute()
        if copies < self.copies:
            raise TooFewCopies(f"{copies} of {self.copies} replicas have it after {self.wait} ms")
        return None


# Mistake: the options are lost: a session without an end
# Rejected by: test_run_writes_and_waits_in_one_trip
# Says: the first is that of the command, and run returns it
class SafeStore:
    def run(self, command, *arguments, **options):
        with redis_errors(), self.client.pipeline(transaction=False) as pipeline:
            getattr(pipeline, command)(*arguments)
            pipeline.wait(self.copies, self.wait)
            answer, copies = pipeline.execute()
        if copies < self.copies:
            raise TooFewCopies(f"{copies} of {self.copies} replicas have it after {self.wait} ms")
        return answer


# Mistake: WAIT with numbers of its own
# Rejected by: test_run_writes_and_waits_in_one_trip
# Says: pipeline.wait(self.copies, self.wait)
class SafeStore:
    def run(self, command, *arguments, **options):
        with redis_errors(), self.client.pipeline(transaction=False) as pipeline:
            getattr(pipeline, command)(*arguments, **options)
            pipeline.wait(1, 500)
            answer, copies = pipeline.execute()
        if copies < self.copies:
            raise TooFewCopies(f"{copies} of {self.copies} replicas have it after {self.wait} ms")
        return answer


# Mistake: WAIT for ever
# Rejected by: test_run_writes_and_waits_in_one_trip
# Says: 0 milliseconds would mean for ever
class SafeStore:
    def run(self, command, *arguments, **options):
        with redis_errors(), self.client.pipeline(transaction=False) as pipeline:
            getattr(pipeline, command)(*arguments, **options)
            pipeline.wait(self.copies, 0)
            answer, copies = pipeline.execute()
        if copies < self.copies:
            raise TooFewCopies(f"{copies} of {self.copies} replicas have it after {self.wait} ms")
        return answer


# Mistake: WAIT with seconds
# Rejected by: test_run_writes_and_waits_in_one_trip
# Says: what WAIT was asked
class SafeStore:
    def run(self, command, *arguments, **options):
        with redis_errors(), self.client.pipeline(transaction=False) as pipeline:
            getattr(pipeline, command)(*arguments, **options)
            pipeline.wait(self.copies, self.wait // 1000)
            answer, copies = pipeline.execute()
        if copies < self.copies:
            raise TooFewCopies(f"{copies} of {self.copies} replicas have it after {self.wait} ms")
        return answer


# Mistake: number and time in the wrong order
# Rejected by: test_run_writes_and_waits_in_one_trip
# Says: pipeline.wait(self.copies, self.wait)
class SafeStore:
    def run(self, command, *arguments, **options):
        with redis_errors(), self.client.pipeline(transaction=False) as pipeline:
            getattr(pipeline, command)(*arguments, **options)
            pipeline.wait(self.wait, self.copies)
            answer, copies = pipeline.execute()
        if copies < self.copies:
            raise TooFewCopies(f"{copies} of {self.copies} replicas have it after {self.wait} ms")
        return answer


# Mistake: a pipeline for each of the two
# Rejected by: test_run_writes_and_waits_in_one_trip
# Says: Both in one pipeline(transaction=False)
class SafeStore:
    def run(self, command, *arguments, **options):
        with redis_errors(), self.client.pipeline(transaction=False) as pipeline:
            getattr(pipeline, command)(*arguments, **options)
            (answer,) = pipeline.execute()
            pipeline.wait(self.copies, self.wait)
            (copies,) = pipeline.execute()
        if copies < self.copies:
            raise TooFewCopies(f"{copies} of {self.copies} replicas have it after {self.wait} ms")
        return answer


# Mistake: nobody looks at what WAIT answers
# Rejected by: test_too_few_copies_are_said_and_the_change_is_done_once
# Says: fewer than self.copies are too few
class SafeStore:
    def run(self, command, *arguments, **options):
        with redis_errors(), self.client.pipeline(transaction=False) as pipeline:
            getattr(pipeline, command)(*arguments, **options)
            pipeline.wait(self.copies, self.wait)
            answer, copies = pipeline.execute()
        return answer


# Mistake: no copy is too few, and one of two is enough
# Rejected by: test_too_few_copies_are_said_and_the_change_is_done_once
# Says: fewer than self.copies are too few
class SafeStore:
    def run(self, command, *arguments, **options):
        with redis_errors(), self.client.pipeline(transaction=False) as pipeline:
            getattr(pipeline, command)(*arguments, **options)
            pipeline.wait(self.copies, self.wait)
            answer, copies = pipeline.execute()
        if not copies:
            raise TooFewCopies(f"{copies} of {self.copies} replicas have it after {self.wait} ms")
        return answer


# Mistake: as many copies as wanted are an error
# Rejected by: test_run_writes_and_waits_in_one_trip
# Says: the first is that of the command
class SafeStore:
    def run(self, command, *arguments, **options):
        with redis_errors(), self.client.pipeline(transaction=False) as pipeline:
            getattr(pipeline, command)(*arguments, **options)
            pipeline.wait(self.copies, self.wait)
            answer, copies = pipeline.execute()
        if copies <= self.copies:
            raise TooFewCopies(f"{copies} of {self.copies} replicas have it after {self.wait} ms")
        return answer


# Mistake: False, which nobody looks at
# Rejected by: test_too_few_copies_are_said_and_the_change_is_done_once
# Says: TooFewCopies, with a sentence
class SafeStore:
    def run(self, command, *arguments, **options):
        with redis_errors(), self.client.pipeline(transaction=False) as pipeline:
            getattr(pipeline, command)(*arguments, **options)
            pipeline.wait(self.copies, self.wait)
            answer, copies = pipeline.execute()
        if copies < self.copies:
            return False
        return answer


# Mistake: StoreUnavailable, which may pass: it is done again and again
# Rejected by: test_too_few_copies_are_said_and_the_change_is_done_once
# Says: TooFewCopies, with a sentence
class SafeStore:
    def run(self, command, *arguments, **options):
        with redis_errors(), self.client.pipeline(transaction=False) as pipeline:
            getattr(pipeline, command)(*arguments, **options)
            pipeline.wait(self.copies, self.wait)
            answer, copies = pipeline.execute()
        if copies < self.copies:
            raise StoreUnavailable(
                f"{copies} of {self.copies} replicas have it after {self.wait} ms"
            )
        return answer


# Mistake: an error without a sentence
# Rejected by: test_too_few_copies_are_said_and_the_change_is_done_once
# Says: TooFewCopies, with a sentence
class SafeStore:
    def run(self, command, *arguments, **options):
        with redis_errors(), self.client.pipeline(transaction=False) as pipeline:
            getattr(pipeline, command)(*arguments, **options)
            pipeline.wait(self.copies, self.wait)
            answer, copies = pipeline.execute()
        if copies < self.copies:
            raise TooFewCopies
        return answer


# Mistake: tries again by itself until a replica has it
# Rejected by: test_too_few_copies_are_said_and_the_change_is_done_once
# Says: TooFewCopies, with a sentence
class SafeStore:
    def run(self, command, *arguments, **options):
        with redis_errors(), self.client.pipeline(transaction=False) as pipeline:
            getattr(pipeline, command)(*arguments, **options)
            pipeline.wait(self.copies, self.wait)
            answer, copies = pipeline.execute()
        if copies < self.copies:
            return self.ask(self.client.delete, *arguments)
        return answer


# Mistake: a login waits for no replica
# Rejected by: test_the_new_primary_knows_a_login
# Says: set and note_login, given, call self.run
class SafeStore:
    def set(self, session_id, record):
        self.ask(super().set, session_id, record)


# Mistake: a logout waits for no replica
# Rejected by: test_too_few_copies_are_said_and_the_change_is_done_once
# Says: TooFewCopies, with a sentence
class SafeStore:
    def destroy(self, session_id):
        super().destroy(session_id)


# Mistake: a logout everywhere waits for no replica
# Rejected by: test_a_login_and_a_logout_outlive_the_primary
# Says: destroy_all calls destroy
class SafeStore:
    def destroy_all(self, user):
        super().destroy_all(user)


# Mistake: the list of logins waits for no replica
# Rejected by: test_the_new_primary_knows_a_login
# Says: set and note_login, given, call self.run
class SafeStore:
    def note_login(self, user, session_id, now, lifetime):
        super().note_login(user, session_id, now, lifetime)


# Mistake: every view waits
# Rejected by: test_a_view_waits_only_where_it_is_wanted
# Says: replace, given, calls run only with safe_views
class SafeStore:
    def replace(self, session_id, record):
        if self.copies < 1:
            return super().replace(session_id, record)
        key, options = (self.key(session_id), {"ex": self.max_age, "xx": True})
        return self.ask(self.run, "set", key, dump_record(record), **options) is not None


# Mistake: no view waits, be it wanted or not
# Rejected by: test_a_view_waits_only_where_it_is_wanted
# Says: replace, given, calls run only with safe_views
class SafeStore:
    def replace(self, session_id, record):
        if True:
            return super().replace(session_id, record)
        key, options = (self.key(session_id), {"ex": self.max_age, "xx": True})
        return self.ask(self.run, "set", key, dump_record(record), **options) is not None


# Mistake: a safe view brings back what was ended
# Rejected by: test_a_view_waits_only_where_it_is_wanted
# Says: replace, given, calls run only with safe_views
class SafeStore:
    def replace(self, session_id, record):
        if not self.safe_views:
            return super().replace(session_id, record)
        key, options = (self.key(session_id), {"ex": self.max_age})
        return self.ask(self.run, "set", key, dump_record(record), **options) is not None


# Mistake: the errors of redis-py go through
# Rejected by: test_run_says_that_redis_cannot
# Says: The pipeline inside redis_errors(), execute too
class SafeStore:
    def run(self, command, *arguments, **options):
        with self.client.pipeline(transaction=False) as pipeline:
            getattr(pipeline, command)(*arguments, **options)
            pipeline.wait(self.copies, self.wait)
            answer, copies = pipeline.execute()
        if copies < self.copies:
            raise TooFewCopies(f"{copies} of {self.copies}")
        return answer


# Mistake: redis_errors around what asks nothing
# Rejected by: test_run_says_that_redis_cannot
# Says: The pipeline inside redis_errors(), execute too
class SafeStore:
    def run(self, command, *arguments, **options):
        with self.client.pipeline(transaction=False) as pipeline:
            with redis_errors():
                getattr(pipeline, command)(*arguments, **options)
                pipeline.wait(self.copies, self.wait)
            answer, copies = pipeline.execute()
        if copies < self.copies:
            raise TooFewCopies(f"{copies} of {self.copies}")
        return answer


# Mistake: errors are answers like others
# Rejected by: test_run_says_that_redis_cannot
# Says: is returned here
class SafeStore:
    def run(self, command, *arguments, **options):
        with redis_errors(), self.client.pipeline(transaction=False) as pipeline:
            getattr(pipeline, command)(*arguments, **options)
            pipeline.wait(self.copies, self.wait)
            answer, copies = pipeline.execute(raise_on_error=False)
        if copies < self.copies:
            raise TooFewCopies(f"{copies} of {self.copies} replicas have it after {self.wait} ms")
        return answer
