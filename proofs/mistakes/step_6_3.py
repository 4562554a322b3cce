"""Wrong answers to step 6.3: Nothing in between."""


# Mistake: a pipeline is no transaction with transaction=False
# Rejected by: test_nothing_comes_between_the_commands
# Says: unless it is told transaction=False
class CartStore:
    def change(self, session, command, *arguments):
        with redis_errors(), self.client.pipeline(transaction=False) as pipeline:
            pipeline.execute_command(command, self.cart(session), *arguments)
            pipeline.expire(self.cart(session), self.cart_age(session))
            pipeline.exists(self.owner(session))
            *_, there = pipeline.execute()
        if not there and not session.new and "user" not in session:
            self.destroy(session.id)
            raise SessionEnded(session.id)


# Mistake: a cart without an end
# Rejected by: test_change_runs_the_command_and_sets_the_end
# Says: and after the command: the first one makes the cart
class CartStore:
    def change(self, session, command, *arguments):
        with redis_errors(), self.client.pipeline() as pipeline:
            pipeline.execute_command(command, self.cart(session), *arguments)
            pipeline.exists(self.owner(session))
            *_, there = pipeline.execute()
        if not there and not session.new and "user" not in session:
            self.destroy(session.id)
            raise SessionEnded(session.id)


# Mistake: the end of the session's key in place of the cart's
# Rejected by: test_change_runs_the_command_and_sets_the_end
# Says: and after the command: the first one makes the cart
class CartStore:
    def change(self, session, command, *arguments):
        with redis_errors(), self.client.pipeline() as pipeline:
            pipeline.execute_command(command, self.cart(session), *arguments)
            pipeline.expire(self.key(session.id), self.cart_age(session))
            pipeline.exists(self.owner(session))
            *_, there = pipeline.execute()
        if not there and not session.new and "user" not in session:
            self.destroy(session.id)
            raise SessionEnded(session.id)


# Mistake: the user's cart lives no longer than a visitor's
# Rejected by: test_change_runs_the_command_and_sets_the_end
# Says: and after the command: the first one makes the cart
class CartStore:
    def change(self, session, command, *arguments):
        with redis_errors(), self.client.pipeline() as pipeline:
            pipeline.execute_command(command, self.cart(session), *arguments)
            pipeline.expire(self.cart(session), self.max_age)
            pipeline.exists(self.owner(session))
            *_, there = pipeline.execute()
        if not there and not session.new and "user" not in session:
            self.destroy(session.id)
            raise SessionEnded(session.id)


# Mistake: every cart lives for 30 days
# Rejected by: test_change_runs_the_command_and_sets_the_end
# Says: and after the command: the first one makes the cart
class CartStore:
    def change(self, session, command, *arguments):
        with redis_errors(), self.client.pipeline() as pipeline:
            pipeline.execute_command(command, self.cart(session), *arguments)
            pipeline.expire(self.cart(session), KEEP)
            pipeline.exists(self.owner(session))
            *_, there = pipeline.execute()
        if not there and not session.new and "user" not in session:
            self.destroy(session.id)
            raise SessionEnded(session.id)


# Mistake: EXPIRE comes before there is a cart
# Rejected by: test_change_runs_the_command_and_sets_the_end
# Says: and after the command: the first one makes the cart
class CartStore:
    def change(self, session, command, *arguments):
        with redis_errors(), self.client.pipeline() as pipeline:
            pipeline.expire(self.cart(session), self.cart_age(session))
            pipeline.execute_command(command, self.cart(session), *arguments)
            pipeline.exists(self.owner(session))
            *_, there = pipeline.execute()
        if not there and not session.new and "user" not in session:
            self.destroy(session.id)
            raise SessionEnded(session.id)


# Mistake: EXISTS of the cart, which is always there
# Rejected by: test_change_runs_the_command_and_sets_the_end
# Says: and the last of the answers in the list
class CartStore:
    def change(self, session, command, *arguments):
        with redis_errors(), self.client.pipeline() as pipeline:
            pipeline.execute_command(command, self.cart(session), *arguments)
            pipeline.expire(self.cart(session), self.cart_age(session))
            pipeline.exists(self.cart(session))
            *_, there = pipeline.execute()
        if not there and not session.new and "user" not in session:
            self.destroy(session.id)
            raise SessionEnded(session.id)


# Mistake: EXISTS of the ID, which is no key
# Rejected by: test_change_runs_the_command_and_sets_the_end
# Says: and the last of the answers in the list
class CartStore:
    def change(self, session, command, *arguments):
        with redis_errors(), self.client.pipeline() as pipeline:
            pipeline.execute_command(command, self.cart(session), *arguments)
            pipeline.expire(self.cart(session), self.cart_age(session))
            pipeline.exists(session.id)
            *_, there = pipeline.execute()
        if not there and not session.new and "user" not in session:
            self.destroy(session.id)
            raise SessionEnded(session.id)


# Mistake: EXISTS is asked before
# Rejected by: test_nothing_comes_between_the_commands
# Says: unless it is told transaction=False
class CartStore:
    def change(self, session, command, *arguments):
        with redis_errors():
            there = self.client.exists(self.owner(session))
        if not there and not session.new and "user" not in session:
            raise SessionEnded(session.id)
        with redis_errors(), self.client.pipeline() as pipeline:
            pipeline.execute_command(command, self.cart(session), *arguments)
            pipeline.expire(self.cart(session), self.cart_age(session))
            pipeline.execute()


# Mistake: EXISTS is asked afterwards
# Rejected by: test_nothing_comes_between_the_commands
# Says: unless it is told transaction=False
class CartStore:
    def change(self, session, command, *arguments):
        with redis_errors(), self.client.pipeline() as pipeline:
            pipeline.execute_command(command, self.cart(session), *arguments)
            pipeline.expire(self.cart(session), self.cart_age(session))
            pipeline.execute()
        with redis_errors():
            there = self.client.exists(self.owner(session))
        if not there and not session.new and "user" not in session:
            self.destroy(session.id)
            raise SessionEnded(session.id)


# Mistake: nobody asks whether the session is there
# Rejected by: test_what_comes_too_late_is_taken_back
# Says: Then self.destroy(session.id), which takes the cart away
class CartStore:
    def change(self, session, command, *arguments):
        with redis_errors(), self.client.pipeline() as pipeline:
            pipeline.execute_command(command, self.cart(session), *arguments)
            pipeline.expire(self.cart(session), self.cart_age(session))
            pipeline.execute()


# Mistake: a new session is not there yet
# Rejected by: test_who_needs_no_record_may_add
# Says: a new visitor, whose session is not in Redis
class CartStore:
    def change(self, session, command, *arguments):
        with redis_errors(), self.client.pipeline() as pipeline:
            pipeline.execute_command(command, self.cart(session), *arguments)
            pipeline.expire(self.cart(session), self.cart_age(session))
            pipeline.exists(self.owner(session))
            *_, there = pipeline.execute()
        if not there and "user" not in session:
            self.destroy(session.id)
            raise SessionEnded(session.id)


# Mistake: user:alice is no key, and she is told that she is gone
# Rejected by: test_who_needs_no_record_may_add
# Says: alice, whose session is not in Redis
class CartStore:
    def change(self, session, command, *arguments):
        with redis_errors(), self.client.pipeline() as pipeline:
            pipeline.execute_command(command, self.cart(session), *arguments)
            pipeline.expire(self.cart(session), self.cart_age(session))
            pipeline.exists(self.owner(session))
            *_, there = pipeline.execute()
        if not there and not session.new:
            self.destroy(session.id)
            raise SessionEnded(session.id)


# Mistake: SessionEnded, and the cart stays
# Rejected by: test_what_comes_too_late_is_taken_back
# Says: Then self.destroy(session.id), which takes the cart away
class CartStore:
    def change(self, session, command, *arguments):
        with redis_errors(), self.client.pipeline() as pipeline:
            pipeline.execute_command(command, self.cart(session), *arguments)
            pipeline.expire(self.cart(session), self.cart_age(session))
            pipeline.exists(self.owner(session))
            *_, there = pipeline.execute()
        if not there and not session.new and "user" not in session:
            raise SessionEnded(session.id)


# Mistake: taken back, and nobody is told
# Rejected by: test_what_comes_too_late_is_taken_back
# Says: SessionEnded means: nothing was added
class CartStore:
    def change(self, session, command, *arguments):
        with redis_errors(), self.client.pipeline() as pipeline:
            pipeline.execute_command(command, self.cart(session), *arguments)
            pipeline.expire(self.cart(session), self.cart_age(session))
            pipeline.exists(self.owner(session))
            *_, there = pipeline.execute()
        if not there and not session.new and "user" not in session:
            self.destroy(session.id)


# Mistake: raise first, destroy after it
# Rejected by: test_what_comes_too_late_is_taken_back
# Says: Then self.destroy(session.id), which takes the cart away
class CartStore:
    def change(self, session, command, *arguments):
        with redis_errors(), self.client.pipeline() as pipeline:
            pipeline.execute_command(command, self.cart(session), *arguments)
            pipeline.expire(self.cart(session), self.cart_age(session))
            pipeline.exists(self.owner(session))
            *_, there = pipeline.execute()
        if not there and not session.new and "user" not in session:
            raise SessionEnded(session.id)
            self.destroy(session.id)


# Mistake: taken back by subtracting, as if all commands were HINCRBY
# Rejected by: test_what_comes_too_late_is_taken_back
# Says: Then self.destroy(session.id), which takes the cart away
class CartStore:
    def change(self, session, command, *arguments):
        with redis_errors(), self.client.pipeline() as pipeline:
            pipeline.execute_command(command, self.cart(session), *arguments)
            pipeline.expire(self.cart(session), self.cart_age(session))
            pipeline.exists(self.owner(session))
            *_, there = pipeline.execute()
        if not there and not session.new and "user" not in session:
            with redis_errors():
                self.client.hincrby(self.cart(session), arguments[0], -int(arguments[1]))
            raise SessionEnded(session.id)


# Mistake: session.destroy marks a session, and takes nothing out of Redis
# Rejected by: test_what_comes_too_late_is_taken_back
# Says: Then self.destroy(session.id), which takes the cart away
class CartStore:
    def change(self, session, command, *arguments):
        with redis_errors(), self.client.pipeline() as pipeline:
            pipeline.execute_command(command, self.cart(session), *arguments)
            pipeline.expire(self.cart(session), self.cart_age(session))
            pipeline.exists(self.owner(session))
            *_, there = pipeline.execute()
        if not there and not session.new and "user" not in session:
            session.destroy()
            raise SessionEnded(session.id)


# Mistake: StoreUnavailable for a session that is gone
# Rejected by: test_what_comes_too_late_is_taken_back
# Says: SessionEnded means: nothing was added
class CartStore:
    def change(self, session, command, *arguments):
        with redis_errors(), self.client.pipeline() as pipeline:
            pipeline.execute_command(command, self.cart(session), *arguments)
            pipeline.expire(self.cart(session), self.cart_age(session))
            pipeline.exists(self.owner(session))
            *_, there = pipeline.execute()
        if not there and not session.new and "user" not in session:
            self.destroy(session.id)
            raise StoreUnavailable(session.id)


# Mistake: the command is not in the pipeline
# Rejected by: test_nothing_comes_between_the_commands
# Says: What has to happen together goes in one trip
class CartStore:
    def change(self, session, command, *arguments):
        with redis_errors(), self.client.pipeline() as pipeline:
            self.client.execute_command(command, self.cart(session), *arguments)
            pipeline.expire(self.cart(session), self.cart_age(session))
            pipeline.exists(self.owner(session))
            *_, there = pipeline.execute()
        if not there and not session.new and "user" not in session:
            self.destroy(session.id)
            raise SessionEnded(session.id)


# Mistake: execute is forgotten
# Rejected by: test_who_needs_no_record_may_add
# Says: a new visitor, whose session is not in Redis
class CartStore:
    def change(self, session, command, *arguments):
        with redis_errors(), self.client.pipeline() as pipeline:
            pipeline.execute_command(command, self.cart(session), *arguments)
            pipeline.expire(self.cart(session), self.cart_age(session))
            there = pipeline.exists(self.owner(session))
        if not there and not session.new and "user" not in session:
            self.destroy(session.id)
            raise SessionEnded(session.id)


# Mistake: a list of answers is never false
# Rejected by: test_what_comes_too_late_is_taken_back
# Says: Then self.destroy(session.id), which takes the cart away
class CartStore:
    def change(self, session, command, *arguments):
        with redis_errors(), self.client.pipeline() as pipeline:
            pipeline.execute_command(command, self.cart(session), *arguments)
            pipeline.expire(self.cart(session), self.cart_age(session))
            pipeline.exists(self.owner(session))
            there = pipeline.execute()
        if not there and not session.new and "user" not in session:
            self.destroy(session.id)
            raise SessionEnded(session.id)


# Mistake: the first answer, not the last
# Rejected by: test_change_runs_the_command_and_sets_the_end
# Says: and the last of the answers in the list
class CartStore:
    def change(self, session, command, *arguments):
        with redis_errors(), self.client.pipeline() as pipeline:
            pipeline.execute_command(command, self.cart(session), *arguments)
            pipeline.expire(self.cart(session), self.cart_age(session))
            pipeline.exists(self.owner(session))
            there, *_ = pipeline.execute()
        if not there and not session.new and "user" not in session:
            self.destroy(session.id)
            raise SessionEnded(session.id)


# Mistake: the pipeline's errors are swallowed
# Rejected by: test_change_says_that_redis_has_refused
# Says: Do not switch that off with raise_on_error=False
class CartStore:
    def change(self, session, command, *arguments):
        with redis_errors(), self.client.pipeline() as pipeline:
            pipeline.execute_command(command, self.cart(session), *arguments)
            pipeline.expire(self.cart(session), self.cart_age(session))
            pipeline.exists(self.owner(session))
            *_, there = pipeline.execute(raise_on_error=False)
        if not there and not session.new and "user" not in session:
            self.destroy(session.id)
            raise SessionEnded(session.id)


# Mistake: Redis is away, and the error is not ours
# Rejected by: test_change_says_that_redis_has_refused
# Says: Do not switch that off with raise_on_error=False
class CartStore:
    def change(self, session, command, *arguments):
        with self.client.pipeline() as pipeline:
            pipeline.execute_command(command, self.cart(session), *arguments)
            pipeline.expire(self.cart(session), self.cart_age(session))
            pipeline.exists(self.owner(session))
            *_, there = pipeline.execute()
        if not there and not session.new and "user" not in session:
            self.destroy(session.id)
            raise SessionEnded(session.id)


# Mistake: PEXPIRE counts milliseconds, a second has more than 100
# Rejected by: test_change_runs_the_command_and_sets_the_end
# Says: and after the command: the first one makes the cart
class CartStore:
    def change(self, session, command, *arguments):
        with redis_errors(), self.client.pipeline() as pipeline:
            pipeline.execute_command(command, self.cart(session), *arguments)
            pipeline.pexpire(self.cart(session), self.cart_age(session) * 100)
            pipeline.exists(self.owner(session))
            *_, there = pipeline.execute()
        if not there and not session.new and "user" not in session:
            self.destroy(session.id)
            raise SessionEnded(session.id)


# Mistake: or in place of and
# Rejected by: test_who_needs_no_record_may_add
# Says: a new visitor, whose session is not in Redis
class CartStore:
    def change(self, session, command, *arguments):
        with redis_errors(), self.client.pipeline() as pipeline:
            pipeline.execute_command(command, self.cart(session), *arguments)
            pipeline.expire(self.cart(session), self.cart_age(session))
            pipeline.exists(self.owner(session))
            *_, there = pipeline.execute()
        if not there and (not session.new or "user" not in session):
            self.destroy(session.id)
            raise SessionEnded(session.id)


# Mistake: only what is added lets the cart live on
# Rejected by: test_change_runs_the_command_and_sets_the_end
# Says: and after the command: the first one makes the cart
class CartStore:
    def change(self, session, command, *arguments):
        with redis_errors(), self.client.pipeline() as pipeline:
            pipeline.execute_command(command, self.cart(session), *arguments)
            if command == "HINCRBY":
                pipeline.expire(self.cart(session), self.cart_age(session))
            pipeline.exists(self.owner(session))
            *_, there = pipeline.execute()
        if not there and not session.new and "user" not in session:
            self.destroy(session.id)
            raise SessionEnded(session.id)


# Mistake: the answer of EXPIRE, which is 0 for an empty cart
# Rejected by: test_change_runs_the_command_and_sets_the_end
# Says: and the last of the answers in the list
class CartStore:
    def change(self, session, command, *arguments):
        with redis_errors(), self.client.pipeline() as pipeline:
            pipeline.execute_command(command, self.cart(session), *arguments)
            pipeline.expire(self.cart(session), self.cart_age(session))
            pipeline.exists(self.owner(session))
            _, there, _ = pipeline.execute()
        if not there and not session.new and "user" not in session:
            self.destroy(session.id)
            raise SessionEnded(session.id)


# Mistake: EXISTS is asked only by what adds, and the last answer is another one
# Rejected by: test_change_runs_the_command_and_sets_the_end
# Says: and the last of the answers in the list
class CartStore:
    def change(self, session, command, *arguments):
        with redis_errors(), self.client.pipeline() as pipeline:
            pipeline.execute_command(command, self.cart(session), *arguments)
            pipeline.expire(self.cart(session), self.cart_age(session))
            if command == "HINCRBY":
                pipeline.exists(self.owner(session))
            *_, there = pipeline.execute()
        if not there and not session.new and "user" not in session:
            self.destroy(session.id)
            raise SessionEnded(session.id)


# Mistake: EXISTS of both keys, and one of them is there
# Rejected by: test_what_comes_too_late_is_taken_back
# Says: Then self.destroy(session.id), which takes the cart away
class CartStore:
    def change(self, session, command, *arguments):
        with redis_errors(), self.client.pipeline() as pipeline:
            pipeline.execute_command(command, self.cart(session), *arguments)
            pipeline.expire(self.cart(session), self.cart_age(session))
            pipeline.exists(self.owner(session), self.cart(session))
            *_, there = pipeline.execute()
        if not there and not session.new and "user" not in session:
            self.destroy(session.id)
            raise SessionEnded(session.id)


# Mistake: the session is taken back, and not the cart
# Rejected by: test_what_comes_too_late_is_taken_back
# Says: Then self.destroy(session.id), which takes the cart away
class CartStore:
    def change(self, session, command, *arguments):
        with redis_errors(), self.client.pipeline() as pipeline:
            pipeline.execute_command(command, self.cart(session), *arguments)
            pipeline.expire(self.cart(session), self.cart_age(session))
            pipeline.exists(self.owner(session))
            *_, there = pipeline.execute()
            if not there and not session.new and "user" not in session:
                self.client.delete(self.key(session.id))
                raise SessionEnded(session.id)


# Mistake: the session is made anew
# Rejected by: test_what_comes_too_late_is_taken_back
# Says: Then self.destroy(session.id), which takes the cart away
class CartStore:
    def change(self, session, command, *arguments):
        with redis_errors(), self.client.pipeline() as pipeline:
            pipeline.execute_command(command, self.cart(session), *arguments)
            pipeline.expire(self.cart(session), self.cart_age(session))
            pipeline.exists(self.owner(session))
            *_, there = pipeline.execute()
        if not there and not session.new and "user" not in session:
            self.set(session.id, {"cookie": {}, **session})


# Mistake: the command before its key
# Rejected by: test_who_needs_no_record_may_add
# Says: unknown command
class CartStore:
    def change(self, session, command, *arguments):
        with redis_errors(), self.client.pipeline() as pipeline:
            pipeline.execute_command(self.cart(session), command, *arguments)
            pipeline.expire(self.cart(session), self.cart_age(session))
            pipeline.exists(self.owner(session))
            *_, there = pipeline.execute()
        if not there and not session.new and "user" not in session:
            self.destroy(session.id)
            raise SessionEnded(session.id)


# Mistake: the arguments as one tuple
# Rejected by: test_who_needs_no_record_may_add
# Says: Invalid input of type: 'tuple'
class CartStore:
    def change(self, session, command, *arguments):
        with redis_errors(), self.client.pipeline() as pipeline:
            pipeline.execute_command(command, self.cart(session), arguments)
            pipeline.expire(self.cart(session), self.cart_age(session))
            pipeline.exists(self.owner(session))
            *_, there = pipeline.execute()
        if not there and not session.new and "user" not in session:
            self.destroy(session.id)
            raise SessionEnded(session.id)


# Mistake: only what Redis answers is caught, and not that it is away
# Rejected by: test_change_says_that_redis_is_away
# Says: Redis is away, change
class CartStore:
    def change(self, session, command, *arguments):
        with self.client.pipeline() as pipeline:
            pipeline.execute_command(command, self.cart(session), *arguments)
            pipeline.expire(self.cart(session), self.cart_age(session))
            pipeline.exists(self.owner(session))
            try:
                *_, there = pipeline.execute()
            except redis.ResponseError as error:
                raise StoreUnavailable(str(error)) from error
        if not there and not session.new and "user" not in session:
            self.destroy(session.id)
            raise SessionEnded(session.id)
