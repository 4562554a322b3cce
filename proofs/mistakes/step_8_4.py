"""Wrong answers to step 8.4: Ask again, but not for ever."""


# Mistake: asked a second time, and no more
# Rejected by: test_a_page_waits_for_a_new_primary
# Says: Call command(*arguments, **options) until it returns
class FailoverStore:
    def ask(self, command, *arguments, **options):
        try:
            return command(*arguments, **options)
        except StoreUnavailable as error:
            if not may_pass(error) or not self.patience:
                raise
            self.sleep(random.uniform(0.05, 0.15))
            return command(*arguments, **options)


# Mistake: so many times, and not so long
# Rejected by: test_nobody_waits_for_ever
# Says: Raise where self.clock()
class FailoverStore:
    def ask(self, command, *arguments, **options):
        for _ in range(20):
            try:
                answer = command(*arguments, **options)
            except StoreUnavailable as error:
                if not may_pass(error):
                    raise
                if self.lost_at is None:
                    self.lost_at = self.clock()
                failure = error
            else:
                self.lost_at = None
                return answer
            self.sleep(random.uniform(0.05, 0.15))
        raise failure


# Mistake: for ever
# Rejected by: test_nobody_waits_for_ever
# Says: Compare self.clock() with self.lost_at + self.patience, before the pause
class FailoverStore:
    def ask(self, command, *arguments, **options):
        while True:
            try:
                answer = command(*arguments, **options)
            except StoreUnavailable as error:
                if not may_pass(error):
                    raise
                if self.lost_at is None:
                    self.lost_at = self.clock()
                if self.lost_at < 0:
                    raise
            else:
                self.lost_at = None
                return answer
            self.sleep(random.uniform(0.05, 0.15))


# Mistake: the answer is not returned
# Rejected by: test_a_page_waits_for_a_new_primary
# Says: and return that
class FailoverStore:
    def ask(self, command, *arguments, **options):
        while True:
            try:
                answer = command(*arguments, **options)
            except StoreUnavailable as error:
                if not may_pass(error):
                    raise
                lost_at = self.lost_at
                if lost_at is None:
                    lost_at = self.lost_at = self.clock()
                if self.clock() >= lost_at + self.patience:
                    raise
            else:
                self.lost_at = None
                return None
            self.sleep(random.uniform(0.05, 0.15))


# Mistake: the options are not passed on
# Rejected by: test_a_page_waits_for_a_new_primary
# Says: Call command(*arguments, **options) until it returns
class FailoverStore:
    def ask(self, command, *arguments, **options):
        while True:
            try:
                answer = command(*arguments)
            except StoreUnavailable as error:
                if not may_pass(error):
                    raise
                lost_at = self.lost_at
                if lost_at is None:
                    lost_at = self.lost_at = self.clock()
                if self.clock() >= lost_at + self.patience:
                    raise
            else:
                self.lost_at = None
                return answer
            self.sleep(random.uniform(0.05, 0.15))


# Mistake: a pause after the answer, too
# Rejected by: test_a_page_waits_for_a_new_primary
# Says: One pause after each failure, and none after the answer.
class FailoverStore:
    def ask(self, command, *arguments, **options):
        while True:
            try:
                answer = command(*arguments, **options)
            except StoreUnavailable as error:
                if not may_pass(error):
                    raise
                lost_at = self.lost_at
                if lost_at is None:
                    lost_at = self.lost_at = self.clock()
                if self.clock() >= lost_at + self.patience:
                    raise
            else:
                self.lost_at = None
                self.sleep(random.uniform(0.05, 0.15))
                return answer
            self.sleep(random.uniform(0.05, 0.15))


# Mistake: the sleep of the module time
# Rejected by: test_a_page_waits_for_a_new_primary
# Says: self.sleep is an argument
class FailoverStore:
    def ask(self, command, *arguments, **options):
        while True:
            try:
                answer = command(*arguments, **options)
            except StoreUnavailable as error:
                if not may_pass(error):
                    raise
                lost_at = self.lost_at
                if lost_at is None:
                    lost_at = self.lost_at = self.clock()
                if self.clock() >= lost_at + self.patience:
                    raise
            else:
                self.lost_at = None
                return answer
            time.sleep(random.uniform(0.05, 0.15))


# Mistake: the clock of the module time
# Rejected by: test_nobody_waits_for_ever
# Says: Compare self.clock() with self.lost_at + self.patience
class FailoverStore:
    def ask(self, command, *arguments, **options):
        while True:
            try:
                answer = command(*arguments, **options)
            except StoreUnavailable as error:
                if not may_pass(error):
                    raise
                if self.lost_at is None:
                    self.lost_at = time.monotonic()
                if time.monotonic() >= self.lost_at + self.patience:
                    raise
            else:
                self.lost_at = None
                return answer
            self.sleep(random.uniform(0.05, 0.15))


# Mistake: no pause at all
# Rejected by: test_a_page_waits_for_a_new_primary
# Says: One pause after each failure
class FailoverStore:
    def ask(self, command, *arguments, **options):
        while True:
            try:
                answer = command(*arguments, **options)
            except StoreUnavailable as error:
                if not may_pass(error):
                    raise
                lost_at = self.lost_at
                if lost_at is None:
                    lost_at = self.lost_at = self.clock()
                if self.clock() >= lost_at + self.patience:
                    raise
            else:
                self.lost_at = None
                return answer
            pass


# Mistake: the deadline counts from the call: one each
# Rejected by: test_all_threads_have_one_deadline
# Says: self.lost_at is when the primary was lost, for all threads
class FailoverStore:
    def ask(self, command, *arguments, **options):
        deadline = self.clock() + self.patience
        while True:
            try:
                return command(*arguments, **options)
            except StoreUnavailable as error:
                if not may_pass(error) or self.clock() >= deadline:
                    raise
            self.sleep(random.uniform(0.05, 0.15))


# Mistake: lost_at is set anew by each page
# Rejected by: test_all_threads_have_one_deadline
# Says: Set self.lost_at only where it is None
class FailoverStore:
    def ask(self, command, *arguments, **options):
        lost = False
        while True:
            try:
                answer = command(*arguments, **options)
            except StoreUnavailable as error:
                if not may_pass(error):
                    raise
                if not lost:
                    lost, self.lost_at = True, self.clock()
                if self.clock() >= self.lost_at + self.patience:
                    raise
            else:
                self.lost_at = None
                return answer
            self.sleep(random.uniform(0.05, 0.15))


# Mistake: who gives up forgets that it is lost: the next page waits as long
# Rejected by: test_all_threads_have_one_deadline
# Says: self.lost_at is when the primary was lost, for all threads
class FailoverStore:
    def ask(self, command, *arguments, **options):
        while True:
            try:
                answer = command(*arguments, **options)
            except StoreUnavailable as error:
                if not may_pass(error):
                    raise
                lost_at = self.lost_at
                if lost_at is None:
                    lost_at = self.lost_at = self.clock()
                if self.clock() >= lost_at + self.patience:
                    self.lost_at = None
                    raise
            else:
                self.lost_at = None
                return answer
            self.sleep(random.uniform(0.05, 0.15))


# Mistake: lost_at is set by each failure: nobody gives up
# Rejected by: test_nobody_waits_for_ever
# Says: Compare self.clock() with self.lost_at + self.patience
class FailoverStore:
    def ask(self, command, *arguments, **options):
        while True:
            try:
                answer = command(*arguments, **options)
            except StoreUnavailable as error:
                if not may_pass(error):
                    raise
                self.lost_at = self.clock()
                if self.clock() >= self.lost_at + self.patience:
                    raise
            else:
                self.lost_at = None
                return answer
            self.sleep(random.uniform(0.05, 0.15))


# Mistake: the time that is over is compared with nothing
# Rejected by: test_a_page_waits_for_a_new_primary
# Says: Call command(*arguments, **options) until it returns
class FailoverStore:
    def ask(self, command, *arguments, **options):
        while True:
            try:
                answer = command(*arguments, **options)
            except StoreUnavailable as error:
                if not may_pass(error):
                    raise
                if self.lost_at is None:
                    self.lost_at = self.clock()
                if self.clock() > self.lost_at:
                    raise
            else:
                self.lost_at = None
                return answer
            self.sleep(random.uniform(0.05, 0.15))


# Mistake: more than patience, and not at least: with 0, it asks twice
# Rejected by: test_nobody_waits_for_ever
# Says: one call, and no pause
class FailoverStore:
    def ask(self, command, *arguments, **options):
        while True:
            try:
                answer = command(*arguments, **options)
            except StoreUnavailable as error:
                if not may_pass(error):
                    raise
                lost_at = self.lost_at
                if lost_at is None:
                    lost_at = self.lost_at = self.clock()
                if self.clock() > lost_at + self.patience:
                    raise
            else:
                self.lost_at = None
                return answer
            self.sleep(random.uniform(0.05, 0.15))


# Mistake: the pauses are added up, and a call that hangs takes no time
# Rejected by: test_nobody_waits_for_ever
# Says: for a failed call takes time as well
class FailoverStore:
    def ask(self, command, *arguments, **options):
        waited = 0
        while True:
            try:
                answer = command(*arguments, **options)
            except StoreUnavailable as error:
                if not may_pass(error):
                    raise
                if self.lost_at is None:
                    self.lost_at = self.clock()
                if waited >= self.patience or self.clock() > self.lost_at + 60:
                    raise
            else:
                self.lost_at = None
                return answer
            pause = random.uniform(0.05, 0.15)
            waited += pause
            self.sleep(pause)


# Mistake: lost_at stays after the answer
# Rejected by: test_a_page_waits_for_a_new_primary
# Says: All is well again: lost_at is None
class FailoverStore:
    def ask(self, command, *arguments, **options):
        while True:
            try:
                answer = command(*arguments, **options)
            except StoreUnavailable as error:
                if not may_pass(error):
                    raise
                lost_at = self.lost_at
                if lost_at is None:
                    lost_at = self.lost_at = self.clock()
                if self.clock() >= lost_at + self.patience:
                    raise
            else:
                return answer
            self.sleep(random.uniform(0.05, 0.15))


# Mistake: only who has waited says that all is well again
# Rejected by: test_the_next_loss_has_its_own_time
# Says: A command that returns at the first call says as well that all is well
class FailoverStore:
    def ask(self, command, *arguments, **options):
        waited = False
        while True:
            try:
                answer = command(*arguments, **options)
            except StoreUnavailable as error:
                if not may_pass(error):
                    raise
                lost_at = self.lost_at
                if lost_at is None:
                    lost_at = self.lost_at = self.clock()
                if self.clock() >= lost_at + self.patience:
                    raise
                waited = True
            else:
                if waited:
                    self.lost_at = None
                return answer
            self.sleep(random.uniform(0.05, 0.15))


# Mistake: always the same pause: all come at the same moment
# Rejected by: test_they_do_not_all_come_at_the_same_moment
# Says: random.uniform(0.05, 0.15), anew for each pause
class FailoverStore:
    def ask(self, command, *arguments, **options):
        while True:
            try:
                answer = command(*arguments, **options)
            except StoreUnavailable as error:
                if not may_pass(error):
                    raise
                lost_at = self.lost_at
                if lost_at is None:
                    lost_at = self.lost_at = self.clock()
                if self.clock() >= lost_at + self.patience:
                    raise
            else:
                self.lost_at = None
                return answer
            self.sleep(0.1)


# Mistake: a pause that is drawn once
# Rejected by: test_they_do_not_all_come_at_the_same_moment
# Says: random.uniform(0.05, 0.15), anew for each pause
class FailoverStore:
    def ask(self, command, *arguments, **options):
        pause = random.uniform(0.05, 0.15)
        while True:
            try:
                answer = command(*arguments, **options)
            except StoreUnavailable as error:
                if not may_pass(error):
                    raise
                lost_at = self.lost_at
                if lost_at is None:
                    lost_at = self.lost_at = self.clock()
                if self.clock() >= lost_at + self.patience:
                    raise
            else:
                self.lost_at = None
                return answer
            self.sleep(pause)


# Mistake: each pause twice as long as the last one: the new primary is there, and nobody asks
# Rejected by: test_a_page_waits_for_a_new_primary
# Says: Call command(*arguments, **options) until it returns
class FailoverStore:
    def ask(self, command, *arguments, **options):
        pause = 0.1
        while True:
            try:
                answer = command(*arguments, **options)
            except StoreUnavailable as error:
                if not may_pass(error):
                    raise
                lost_at = self.lost_at
                if lost_at is None:
                    lost_at = self.lost_at = self.clock()
                if self.clock() >= lost_at + self.patience:
                    raise
            else:
                self.lost_at = None
                return answer
            self.sleep(pause * random.uniform(0.9, 1.1))
            pause *= 2


# Mistake: pauses from 0 on: a storm
# Rejected by: test_they_do_not_all_come_at_the_same_moment
# Says: from 0.05 to 0.15 seconds
class FailoverStore:
    def ask(self, command, *arguments, **options):
        while True:
            try:
                answer = command(*arguments, **options)
            except StoreUnavailable as error:
                if not may_pass(error):
                    raise
                lost_at = self.lost_at
                if lost_at is None:
                    lost_at = self.lost_at = self.clock()
                if self.clock() >= lost_at + self.patience:
                    raise
            else:
                self.lost_at = None
                return answer
            self.sleep(random.uniform(0, 0.15))


# Mistake: what does not pass is asked again
# Rejected by: test_what_does_not_pass_is_not_asked_again
# Says: First of all, where may_pass(error) is False: raise.
class FailoverStore:
    def ask(self, command, *arguments, **options):
        while True:
            try:
                answer = command(*arguments, **options)
            except StoreUnavailable as error:
                lost_at = self.lost_at
                if lost_at is None:
                    lost_at = self.lost_at = self.clock()
                if self.clock() >= lost_at + self.patience:
                    raise
            else:
                self.lost_at = None
                return answer
            self.sleep(random.uniform(0.05, 0.15))


# Mistake: asked whether it may pass after the loss was noted
# Rejected by: test_what_does_not_pass_is_not_asked_again
# Says: The server is there, so nothing is lost
class FailoverStore:
    def ask(self, command, *arguments, **options):
        while True:
            try:
                answer = command(*arguments, **options)
            except StoreUnavailable as error:
                if self.lost_at is None:
                    self.lost_at = self.clock()
                if not may_pass(error):
                    raise
                if self.clock() >= self.lost_at + self.patience:
                    raise
            else:
                self.lost_at = None
                return answer
            self.sleep(random.uniform(0.05, 0.15))


# Mistake: may_pass the wrong way round
# Rejected by: test_a_page_waits_for_a_new_primary
# Says: Call command(*arguments, **options) until it returns
class FailoverStore:
    def ask(self, command, *arguments, **options):
        while True:
            try:
                answer = command(*arguments, **options)
            except StoreUnavailable as error:
                if may_pass(error):
                    raise
                lost_at = self.lost_at
                if lost_at is None:
                    lost_at = self.lost_at = self.clock()
                if self.clock() >= lost_at + self.patience:
                    raise
            else:
                self.lost_at = None
                return answer
            self.sleep(random.uniform(0.05, 0.15))


# Mistake: every error is asked again
# Rejected by: test_what_does_not_pass_is_not_asked_again
# Says: Any other error is none of ask's business
class FailoverStore:
    def ask(self, command, *arguments, **options):
        while True:
            try:
                answer = command(*arguments, **options)
            except Exception as error:
                if isinstance(error, StoreUnavailable) and not may_pass(error):
                    raise
                lost_at = self.lost_at
                if lost_at is None:
                    lost_at = self.lost_at = self.clock()
                if self.clock() >= lost_at + self.patience:
                    raise
            else:
                self.lost_at = None
                return answer
            self.sleep(random.uniform(0.05, 0.15))


# Mistake: the errors of redis-py, which do not come so far
# Rejected by: test_a_page_waits_for_a_new_primary
# Says: Call command(*arguments, **options) until it returns
class FailoverStore:
    def ask(self, command, *arguments, **options):
        while True:
            try:
                answer = command(*arguments, **options)
            except redis.RedisError as error:
                if not may_pass(error):
                    raise
                lost_at = self.lost_at
                if lost_at is None:
                    lost_at = self.lost_at = self.clock()
                if self.clock() >= lost_at + self.patience:
                    raise
            else:
                self.lost_at = None
                return answer
            self.sleep(random.uniform(0.05, 0.15))


# Mistake: no error at the end: the page shows nobody
# Rejected by: test_nobody_waits_for_ever
# Says: After self.patience seconds, raise it again
class FailoverStore:
    def ask(self, command, *arguments, **options):
        while True:
            try:
                answer = command(*arguments, **options)
            except StoreUnavailable as error:
                if not may_pass(error):
                    raise
                lost_at = self.lost_at
                if lost_at is None:
                    lost_at = self.lost_at = self.clock()
                if self.clock() >= lost_at + self.patience:
                    return None
            else:
                self.lost_at = None
                return answer
            self.sleep(random.uniform(0.05, 0.15))


# Mistake: a plain SET for a known session: the second try brings back what was ended
# Rejected by: test_what_was_ended_between_two_tries_stays_ended
# Says: a plain SET would bring back what was ended
class FailoverStore:
    def replace(self, session_id, record):
        return self.ask(super().set, session_id, record) is None


# Mistake: known sessions are not asked again
# Rejected by: test_what_was_ended_between_two_tries_stays_ended
# Says: replace, given, asks with SET and XX
class FailoverStore:
    def replace(self, session_id, record):
        return super().replace(session_id, record)


# Mistake: lost_at is read twice
# Rejected by: test_another_thread_may_get_its_answer_meanwhile
# Says: Read self.lost_at once, into a variable
class FailoverStore:
    def ask(self, command, *arguments, **options):
        while True:
            try:
                answer = command(*arguments, **options)
            except StoreUnavailable as error:
                if not may_pass(error):
                    raise
                if self.lost_at is None:
                    self.lost_at = self.clock()
                if self.clock() >= self.lost_at + self.patience:
                    raise
            else:
                self.lost_at = None
                return answer
            self.sleep(random.uniform(0.05, 0.15))
