"""Wrong answers to step 6.2: Let Redis add."""


# Mistake: HGET, add here, HSET
class CartStore:
    def add(self, session, item, quantity):
        line = line_of(item)
        with redis_errors():
            there = int(self.client.hget(self.cart(session), line) or 0)
        self.change(session, "HSET", line, there + quantity)


# Mistake: items, add here, HSET
class CartStore:
    def add(self, session, item, quantity):
        there = self.items(session).get(line_of(item), 0)
        self.change(session, "HSET", line_of(item), there + quantity)


# Mistake: a lock of this process, and HGET and HSET inside
import threading

LOCK = threading.Lock()


class CartStore:
    def add(self, session, item, quantity):
        with LOCK:
            with redis_errors():
                there = int(self.client.hget(self.cart(session), line_of(item)) or 0)
            self.change(session, "HSET", line_of(item), there + quantity)


# Mistake: HSET forgets how many there were
class CartStore:
    def add(self, session, item, quantity):
        self.change(session, "HSET", line_of(item), quantity)


# Mistake: HSETNX adds only the first
class CartStore:
    def add(self, session, item, quantity):
        self.change(session, "HSETNX", line_of(item), quantity)


# Mistake: one at a time
class CartStore:
    def add(self, session, item, quantity):
        self.change(session, "HINCRBY", line_of(item), 1)


# Mistake: one at a time, as often as it takes
class CartStore:
    def add(self, session, item, quantity):
        for _ in range(quantity):
            self.change(session, "HINCRBY", line_of(item), 1)


# Mistake: the item is the line
class CartStore:
    def add(self, session, item, quantity):
        self.change(session, "HINCRBY", item, quantity)


# Mistake: hincrby past change
class CartStore:
    def add(self, session, item, quantity):
        with redis_errors():
            self.client.hincrby(self.cart(session), line_of(item), quantity)


# Mistake: the quantity before the line
class CartStore:
    def add(self, session, item, quantity):
        self.change(session, "HINCRBY", quantity, line_of(item))


# Mistake: the whole command in one text
class CartStore:
    def add(self, session, item, quantity):
        self.change(session, f"HINCRBY {line_of(item)} {quantity}")


# Mistake: the key is given as well
class CartStore:
    def add(self, session, item, quantity):
        self.change(session, "HINCRBY", self.cart(session), line_of(item), quantity)


# Mistake: remove subtracts what the page saw
class CartStore:
    def remove(self, session, line):
        there = self.items(session).get(line, 0)
        self.change(session, "HINCRBY", line, -there)


# Mistake: remove takes one
class CartStore:
    def remove(self, session, line):
        self.change(session, "HINCRBY", line, -1)


# Mistake: remove leaves a line of none
class CartStore:
    def remove(self, session, line):
        self.change(session, "HSET", line, 0)


# Mistake: remove takes the whole cart
class CartStore:
    def remove(self, session, line):
        self.change(session, "DEL")


# Mistake: remove makes a line of a line
class CartStore:
    def remove(self, session, line):
        self.change(session, "HDEL", line_of(line))


# Mistake: hdel past change
class CartStore:
    def remove(self, session, line):
        with redis_errors():
            self.client.hdel(self.cart(session), line)


# Mistake: remove is still the starter's
class CartStore:
    def remove(self, session, line):
        session.get("cart", {}).pop(line, None)


# Mistake: items as Redis has them
class CartStore:
    def items(self, session):
        with redis_errors():
            return self.client.hgetall(self.cart(session))


# Mistake: items outside redis_errors
class CartStore:
    def items(self, session):
        return read_lines(self.client.hgetall(self.cart(session)))


# Mistake: items of the session's key
class CartStore:
    def items(self, session):
        with redis_errors():
            return read_lines(self.client.hgetall(self.key(session.id)))


# Mistake: items of the visitor's cart, whoever is logged in
class CartStore:
    def items(self, session):
        with redis_errors():
            return read_lines(self.client.hgetall(cart_of(self.key(session.id))))


# Mistake: items are still those of the session
class CartStore:
    def items(self, session):
        return dict(session.get("cart", {}))


# Mistake: with Redis away the cart is empty
class CartStore:
    def items(self, session):
        try:
            return read_lines(self.client.hgetall(self.cart(session)))
        except redis.RedisError:
            return {}


# Mistake: the cart stands in both places
class CartStore:
    def add(self, session, item, quantity):
        cart = session.setdefault("cart", {})
        cart[line_of(item)] = cart.get(line_of(item), 0) + quantity
        self.change(session, "HINCRBY", line_of(item), quantity)


# Mistake: items tells how many lines there are
class CartStore:
    def items(self, session):
        with redis_errors():
            return read_lines(self.client.hgetall(self.cart(session))).keys()


# Mistake: remove subtracts, and takes the line out where nothing is left
class CartStore:
    def remove(self, session, line):
        there = self.items(session).get(line)
        if there is not None:
            self.change(session, "HINCRBY", line, -there)
            if not self.items(session)[line]:
                self.change(session, "HDEL", line)


# Mistake: remove asks first, and a line that is not there is an error
class CartStore:
    def remove(self, session, line):
        if line not in self.items(session):
            raise KeyError(line)
        self.change(session, "HDEL", line)


# Mistake: items of a cart that is not there
class CartStore:
    def items(self, session):
        with redis_errors():
            found = self.client.hgetall(self.cart(session))
        return read_lines(found) if found else None


# Mistake: the session is changed as well, so that it is saved
class CartStore:
    def add(self, session, item, quantity):
        self.change(session, "HINCRBY", line_of(item), quantity)
        session["items"] = session.get("items", 0) + quantity


# Mistake: remove puts the cart back without the line
class CartStore:
    def remove(self, session, line):
        lines = self.items(session)
        lines.pop(line, None)
        self.change(session, "DEL")
        for other, count in lines.items():
            self.change(session, "HSET", other, count)
