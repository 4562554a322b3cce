"""Odd but right answers to step 8.5: On two machines."""


# Odd: without with, by execute_command's sisters, and the good end first
class SafeStore:
    def run(self, command, *arguments, **options):
        with redis_errors():
            pipeline = self.client.pipeline(transaction=False)
            method = getattr(pipeline, command)
            method(*arguments, **options).execute_command("WAIT", self.copies, self.wait)
            answers = pipeline.execute()
        if answers[1] >= self.copies:
            return answers[0]
        raise TooFewCopies("It is done, and nobody knows how safely.")


# Odd: the error inside of redis_errors, which lets it through
class SafeStore:
    def run(self, command, *arguments, **options):
        with redis_errors():
            with self.client.pipeline(False) as both:
                getattr(both, command)(*arguments, **options)
                both.wait(self.copies, self.wait)
                answer, copies = both.execute()
                if copies < self.copies:
                    raise TooFewCopies(copies, self.copies)
                return answer
