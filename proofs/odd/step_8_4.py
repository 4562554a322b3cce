"""Odd but right answers to step 8.4: Ask again, but not for ever."""

# Odd: a deadline, the rest of the time, and a lock around what all threads share
import threading

LOCK = threading.Lock()


class FailoverStore:
    def left(self):
        with LOCK:
            if self.lost_at is None:
                self.lost_at = self.clock()
            return self.lost_at + self.patience - self.clock()

    def ask(self, command, *arguments, **options):
        while True:
            try:
                answer = command(*arguments, **options)
                with LOCK:
                    self.lost_at = None
                return answer
            except StoreUnavailable as error:
                if not may_pass(error) or self.left() <= 0:
                    raise
            self.sleep(0.05 + random.random() / 10)


# Odd: it calls itself
class FailoverStore:
    def ask(self, command, *arguments, **options):
        try:
            answer = command(*arguments, **options)
        except StoreUnavailable as error:
            if not may_pass(error):
                raise error
            now = self.clock()
            self.lost_at = now if self.lost_at is None else self.lost_at
            if now - self.lost_at >= self.patience:
                raise error
            self.sleep(random.uniform(0.06, 0.14))
            return self.ask(command, *arguments, **options)
        self.lost_at = None
        return answer


# Odd: a flag, and the time of the loss from before the call
class FailoverStore:
    def ask(self, command, *arguments, **options):
        done = False
        while not done:
            before = self.clock()
            try:
                answer = command(*arguments, **options)
                done = True
            except StoreUnavailable as error:
                if may_pass(error) is False:
                    raise
                lost_at = before if self.lost_at is None else self.lost_at
                self.lost_at = lost_at
                if not self.clock() < self.patience + (lost_at or before):
                    raise
                pause = random.randint(50, 150) / 1000
                self.sleep(pause)
        self.lost_at = None
        return answer
