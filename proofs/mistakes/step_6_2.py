"""Wrong answers to step 6.2: Let Redis add."""


# Mistake: HGET, add here, HSET
# Rejected by: test_two_tabs_lose_nothing
# Says: HINCRBY does all of it in one command
class CartStore:
    def add(self, session, item, quantity):
        line = line_of(item)
        with redis_errors():
            there = int(self.client.hget(self.cart(session), line) or 0)
        self.change(session, "HSET", line, there + quantity)


# Mistake: items, add here, HSET
# Rejected by: test_two_tabs_lose_nothing
# Says: HINCRBY does all of it in one command
class CartStore:
    def add(self, session, item, quantity):
        there = self.items(session).get(line_of(item), 0)
        self.change(session, "HSET", line_of(item), there + quantity)


# Mistake: a lock of this process, and HGET and HSET inside
# Rejected by: test_two_tabs_lose_nothing
# Says: 503
import threading

LOCK = threading.Lock()


class CartStore:
    def add(self, session, item, quantity):
        with LOCK:
            with redis_errors():
                there = int(self.client.hget(self.cart(session), line_of(item)) or 0)
            self.change(session, "HSET", line_of(item), there + quantity)


# Mistake: HSET forgets how many there were
# Rejected by: test_the_cart_adds_up
# Says: add changes the cart by HINCRBY
class CartStore:
    def add(self, session, item, quantity):
        self.change(session, "HSET", line_of(item), quantity)


# Mistake: HSETNX adds only the first
# Rejected by: test_the_cart_adds_up
# Says: add changes the cart by HINCRBY
class CartStore:
    def add(self, session, item, quantity):
        self.change(session, "HSETNX", line_of(item), quantity)


# Mistake: one at a time
# Rejected by: test_the_cart_adds_up
# Says: add changes the cart by HINCRBY
class CartStore:
    def add(self, session, item, quantity):
        self.change(session, "HINCRBY", line_of(item), 1)


# Mistake: one at a time, as often as it takes
# Rejected by: test_add_adds_all_or_nothing
# Says: One HINCRBY adds any number
class CartStore:
    def add(self, session, item, quantity):
        for _ in range(quantity):
            self.change(session, "HINCRBY", line_of(item), 1)


# Mistake: the item is the line
# Rejected by: test_the_cart_adds_up
# Says: add changes the cart by HINCRBY
class CartStore:
    def add(self, session, item, quantity):
        self.change(session, "HINCRBY", item, quantity)


# Mistake: hincrby past change
# Rejected by: test_an_ended_session_adds_and_removes_nothing
# Says: self.change looks whether the session is there
class CartStore:
    def add(self, session, item, quantity):
        with redis_errors():
            self.client.hincrby(self.cart(session), line_of(item), quantity)


# Mistake: the quantity before the line
# Rejected by: test_the_cart_adds_up
# Says: caused error: value is not an integer
class CartStore:
    def add(self, session, item, quantity):
        self.change(session, "HINCRBY", quantity, line_of(item))


# Mistake: the whole command in one text
# Rejected by: test_the_cart_adds_up
# Says: caused error: value is not an integer
class CartStore:
    def add(self, session, item, quantity):
        self.change(session, f"HINCRBY {line_of(item)} {quantity}")


# Mistake: the key is given as well
# Rejected by: test_the_cart_adds_up
# Says: wrong number of arguments
class CartStore:
    def add(self, session, item, quantity):
        self.change(session, "HINCRBY", self.cart(session), line_of(item), quantity)


# Mistake: remove subtracts what the page saw
# Rejected by: test_only_the_line_is_removed
# Says: HDEL takes the whole line out
class CartStore:
    def remove(self, session, line):
        there = self.items(session).get(line, 0)
        self.change(session, "HINCRBY", line, -there)


# Mistake: remove takes one
# Rejected by: test_only_the_line_is_removed
# Says: HDEL takes the whole line out
class CartStore:
    def remove(self, session, line):
        self.change(session, "HINCRBY", line, -1)


# Mistake: remove leaves a line of none
# Rejected by: test_only_the_line_is_removed
# Says: HDEL takes the whole line out
class CartStore:
    def remove(self, session, line):
        self.change(session, "HSET", line, 0)


# Mistake: remove takes the whole cart
# Rejected by: test_only_the_line_is_removed
# Says: HDEL takes the whole line out
class CartStore:
    def remove(self, session, line):
        self.change(session, "DEL")


# Mistake: remove makes a line of a line
# Rejected by: test_only_the_line_is_removed
# Says: Your code stops with KeyError: 'tea@450'
class CartStore:
    def remove(self, session, line):
        self.change(session, "HDEL", line_of(line))


# Mistake: hdel past change
# Rejected by: test_an_ended_session_adds_and_removes_nothing
# Says: self.change looks whether the session is there
class CartStore:
    def remove(self, session, line):
        with redis_errors():
            self.client.hdel(self.cart(session), line)


# Mistake: remove is still the starter's
# Rejected by: test_only_the_line_is_removed
# Says: HDEL takes the whole line out
class CartStore:
    def remove(self, session, line):
        session.get("cart", {}).pop(line, None)


# Mistake: items as Redis has them
# Rejected by: test_the_cart_adds_up
# Says: add changes the cart by HINCRBY
class CartStore:
    def items(self, session):
        with redis_errors():
            return self.client.hgetall(self.cart(session))


# Mistake: items outside redis_errors
# Rejected by: test_items_says_that_redis_is_away
# Says: Redis is away, items(session)
class CartStore:
    def items(self, session):
        return read_lines(self.client.hgetall(self.cart(session)))


# Mistake: items of the session's key
# Rejected by: test_the_cart_adds_up
# Says: hgetall of a key that is not there is an empty dict
class CartStore:
    def items(self, session):
        with redis_errors():
            return read_lines(self.client.hgetall(self.key(session.id)))


# Mistake: items of the visitor's cart, whoever is logged in
# Rejected by: test_a_user_has_one_cart_in_all_browsers
# Says: the cart of the user, where somebody is logged in
class CartStore:
    def items(self, session):
        with redis_errors():
            return read_lines(self.client.hgetall(cart_of(self.key(session.id))))


# Mistake: items are still those of the session
# Rejected by: test_the_cart_adds_up
# Says: add changes the cart by HINCRBY
class CartStore:
    def items(self, session):
        return dict(session.get("cart", {}))


# Mistake: with Redis away the cart is empty
# Rejected by: test_items_says_that_redis_is_away
# Says: Redis is away, items(session)
class CartStore:
    def items(self, session):
        try:
            return read_lines(self.client.hgetall(self.cart(session)))
        except redis.RedisError:
            return {}


# Mistake: the cart stands in both places
# Rejected by: test_the_cart_adds_up
# Says: A cart in the session as well changes the session
class CartStore:
    def add(self, session, item, quantity):
        cart = session.setdefault("cart", {})
        cart[line_of(item)] = cart.get(line_of(item), 0) + quantity
        self.change(session, "HINCRBY", line_of(item), quantity)


# Mistake: items tells how many lines there are
# Rejected by: test_the_cart_adds_up
# Says: hgetall of a key that is not there is an empty dict
class CartStore:
    def items(self, session):
        with redis_errors():
            return read_lines(self.client.hgetall(self.cart(session))).keys()


# Mistake: remove subtracts, and takes the line out where nothing is left
# Rejected by: test_only_the_line_is_removed
# Says: takes away as many takes away twice
class CartStore:
    def remove(self, session, line):
        there = self.items(session).get(line)
        if there is not None:
            self.change(session, "HINCRBY", line, -there)
            if not self.items(session)[line]:
                self.change(session, "HDEL", line)


# Mistake: remove asks first, and a line that is not there is an error
# Rejected by: test_only_the_line_is_removed
# Says: Your code stops with KeyError: 'teapot@3490'
class CartStore:
    def remove(self, session, line):
        if line not in self.items(session):
            raise KeyError(line)
        self.change(session, "HDEL", line)


# Mistake: items of a cart that is not there
# Rejected by: test_the_cart_adds_up
# Says: hgetall of a key that is not there is an empty dict
class CartStore:
    def items(self, session):
        with redis_errors():
            found = self.client.hgetall(self.cart(session))
        return read_lines(found) if found else None


# Mistake: the session is changed as well, so that it is saved
# Rejected by: test_the_cart_adds_up
# Says: A cart in the session as well changes the session
class CartStore:
    def add(self, session, item, quantity):
        self.change(session, "HINCRBY", line_of(item), quantity)
        session["items"] = session.get("items", 0) + quantity


# Mistake: remove puts the cart back without the line
# Rejected by: test_only_the_line_is_removed
# Says: another tab adds a mug
class CartStore:
    def remove(self, session, line):
        lines = self.items(session)
        lines.pop(line, None)
        self.change(session, "DEL")
        for other, count in lines.items():
            self.change(session, "HSET", other, count)
