"""Odd but right answers to step 6.2: Let Redis add."""


# Odd: small letters, and numbers as text
class CartStore:
    def add(self, session, item, quantity):
        return self.change(session, "hincrby", line_of(item), str(quantity))

    def remove(self, session, line):
        return self.change(session, "hdel", line)


# Odd: items by execute_command
class CartStore:
    def items(self, session):
        with redis_errors():
            return read_lines(self.client.execute_command("HGETALL", self.cart(session)))


# Odd: items through a pipeline
class CartStore:
    def items(self, session):
        with redis_errors(), self.client.pipeline() as pipeline:
            (found,) = pipeline.hgetall(self.cart(session)).execute()
        return read_lines(found)


# Odd: items piece by piece, by HSCAN
class CartStore:
    def items(self, session):
        with redis_errors():
            found = self.client.hscan_iter(self.cart(session))
            return read_lines(dict(found))
