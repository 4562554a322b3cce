"""Wrong answers to step 8.3: Ask again."""


# Mistake: the first half is missing
# Rejected by: test_a_new_connection_goes_where_the_primary_is_now
# Says: Ask self.find() each time that a connection is made
class PrimaryConnection:
    def connect(self):
        if not self.port:
            self.host, self.port = self.find()
        super().connect()


# Mistake: the second half is missing
# Rejected by: test_who_refuses_to_write_is_the_primary_no_longer
# Says: a redis.ConnectionError
class PrimaryConnection:
    def read_response(self, *arguments, **options):
        return super().read_response(*arguments, **options)


# Mistake: asked when the object is made
# Rejected by: test_a_new_connection_goes_where_the_primary_is_now
# Says: Ask self.find() each time that a connection is made
class PrimaryConnection:
    def __init__(self, find, **options):
        super().__init__(**options)
        self.find = find
        self.host, self.port = find()

    def connect(self):
        super().connect()


# Mistake: asked again only after the old address has failed
# Rejected by: test_a_new_connection_goes_where_the_primary_is_now
# Says: Ask self.find() each time that a connection is made
class PrimaryConnection:
    def connect(self):
        if not self.port:
            self.host, self.port = self.find()
        try:
            super().connect()
        except redis.ConnectionError:
            self.host, self.port = self.find()
            super().connect()


# Mistake: connects first, and asks then
# Rejected by: test_a_new_connection_goes_where_the_primary_is_now
# Says: Only then call super().connect()
class PrimaryConnection:
    def connect(self):
        is_new = not self.is_connected
        if not self.port:
            self.host, self.port = self.find()
        super().connect()
        if is_new:
            self.host, self.port = self.find()


# Mistake: the address is kept for all connections
# Rejected by: test_a_new_connection_goes_where_the_primary_is_now
# Says: Ask self.find() each time that a connection is made
class PrimaryConnection:
    known = []

    def connect(self):
        if not self.known:
            self.known.extend(self.find())
        self.host, self.port = self.known
        super().connect()


# Mistake: asked while there is a connection
# Rejected by: test_a_connection_that_is_there_asks_nobody
# Says: Where self.is_connected, there is nothing to find
class PrimaryConnection:
    def connect(self):
        if self.is_connected or not self.port:
            self.host, self.port = self.find()
        super().connect()


# Mistake: asked before each command
# Rejected by: test_a_connection_that_is_there_asks_nobody
# Says: there is nothing to find
class PrimaryConnection:
    def connect(self):
        if True:
            self.host, self.port = self.find()
        super().connect()


# Mistake: a new connection for each command
# Rejected by: test_a_connection_that_is_there_asks_nobody
# Says: there is nothing to find
class PrimaryConnection:
    def connect(self):
        self.disconnect()
        self.host, self.port = self.find()
        super().connect()


# Mistake: asked twice, for the host and for the port
# Rejected by: test_a_connection_that_is_there_asks_nobody
# Says: there is nothing to find
class PrimaryConnection:
    def connect(self):
        if not self.is_connected:
            self.host = self.find()[0]
            self.port = self.find()[1]
        super().connect()


# Mistake: asked anew only where the server has refused
# Rejected by: test_a_new_connection_goes_where_the_primary_is_now
# Says: Ask self.find() each time that a connection is made
class PrimaryConnection:
    def connect(self):
        if not self.port:
            self.host, self.port = self.find()
        super().connect()

    def read_response(self, *arguments, **options):
        try:
            return super().read_response(*arguments, **options)
        except redis.ResponseError as error:
            if isinstance(error, redis.ReadOnlyError) or str(error).startswith("NOREPLICAS"):
                self.disconnect()
                self.port = 0
                raise redis.ConnectionError("it is the primary no longer") from error
            raise


# Mistake: asks, and leaves it to redis-py to connect, which asks again
# Rejected by: test_a_connection_that_is_there_asks_nobody
# Says: Where self.is_connected, there is nothing to find
class PrimaryConnection:
    def connect(self):
        if not self.is_connected:
            self.host, self.port = self.find()
        return


# Mistake: the answer is not returned
# Rejected by: test_a_new_connection_goes_where_the_primary_is_now
# Says: read_response returns what super() returns
class PrimaryConnection:
    def read_response(self, *arguments, **options):
        try:
            super().read_response(*arguments, **options)
        except redis.ResponseError as error:
            if isinstance(error, redis.ReadOnlyError) or str(error).startswith("NOREPLICAS"):
                self.disconnect()
                raise redis.ConnectionError("it is the primary no longer") from error
            raise


# Mistake: READONLY only
# Rejected by: test_who_refuses_to_write_is_the_primary_no_longer
# Says: NOREPLICAS comes as a redis.ResponseError
class PrimaryConnection:
    def read_response(self, *arguments, **options):
        try:
            return super().read_response(*arguments, **options)
        except redis.ResponseError as error:
            if isinstance(error, redis.ReadOnlyError):
                self.disconnect()
                raise redis.ConnectionError("it is the primary no longer") from error
            raise


# Mistake: NOREPLICAS only
# Rejected by: test_who_refuses_to_write_is_the_primary_no_longer
# Says: Where a replica is asked, redis-py raises redis.ReadOnlyError
class PrimaryConnection:
    def read_response(self, *arguments, **options):
        try:
            return super().read_response(*arguments, **options)
        except redis.ResponseError as error:
            if str(error).startswith("NOREPLICAS"):
                self.disconnect()
                raise redis.ConnectionError("it is the primary no longer") from error
            raise


# Mistake: looks for READONLY in the text, where redis-py has cut it off
# Rejected by: test_who_refuses_to_write_is_the_primary_no_longer
# Says: Where a replica is asked, redis-py raises redis.ReadOnlyError
class PrimaryConnection:
    def read_response(self, *arguments, **options):
        try:
            return super().read_response(*arguments, **options)
        except redis.ResponseError as error:
            if str(error).startswith(("READONLY", "NOREPLICAS")):
                self.disconnect()
                raise redis.ConnectionError("it is the primary no longer") from error
            raise


# Mistake: both at once, which never is
# Rejected by: test_who_refuses_to_write_is_the_primary_no_longer
# Says: a redis.ConnectionError
class PrimaryConnection:
    def read_response(self, *arguments, **options):
        try:
            return super().read_response(*arguments, **options)
        except redis.ResponseError as error:
            if isinstance(error, redis.ReadOnlyError) and str(error).startswith("NOREPLICAS"):
                self.disconnect()
                raise redis.ConnectionError("it is the primary no longer") from error
            raise


# Mistake: the connection is given up, and the error is the old one
# Rejected by: test_who_refuses_to_write_is_the_primary_no_longer
# Says: a redis.ConnectionError
class PrimaryConnection:
    def read_response(self, *arguments, **options):
        try:
            return super().read_response(*arguments, **options)
        except redis.ResponseError as error:
            if isinstance(error, redis.ReadOnlyError) or str(error).startswith("NOREPLICAS"):
                self.disconnect()
                raise
            raise


# Mistake: the error is swallowed: the write looks done
# Rejected by: test_who_refuses_to_write_is_the_primary_no_longer
# Says: a redis.ConnectionError
class PrimaryConnection:
    def read_response(self, *arguments, **options):
        try:
            return super().read_response(*arguments, **options)
        except redis.ResponseError as error:
            if isinstance(error, redis.ReadOnlyError) or str(error).startswith("NOREPLICAS"):
                self.disconnect()
                return None
            raise


# Mistake: asks at once, in the middle of a command, and sends it nowhere
# Rejected by: test_who_refuses_to_write_is_the_primary_no_longer
# Says: a redis.ConnectionError
class PrimaryConnection:
    def read_response(self, *arguments, **options):
        try:
            return super().read_response(*arguments, **options)
        except redis.ResponseError as error:
            if isinstance(error, redis.ReadOnlyError) or str(error).startswith("NOREPLICAS"):
                self.disconnect()
                self.connect()
                return super().read_response(*arguments, **options)
            raise


# Mistake: StoreUnavailable, which hides that the connection is to be made anew
# Rejected by: test_who_refuses_to_write_is_the_primary_no_longer
# Says: a redis.ConnectionError
class PrimaryConnection:
    def read_response(self, *arguments, **options):
        try:
            return super().read_response(*arguments, **options)
        except redis.ResponseError as error:
            if isinstance(error, redis.ReadOnlyError) or str(error).startswith("NOREPLICAS"):
                self.disconnect()
                raise StoreUnavailable("it is the primary no longer") from error
            raise


# Mistake: each error counts as a failover
# Rejected by: test_any_other_error_goes_on
# Says: Each other error goes on: raise.
class PrimaryConnection:
    def read_response(self, *arguments, **options):
        try:
            return super().read_response(*arguments, **options)
        except redis.ResponseError as error:
            if error:
                self.disconnect()
                raise redis.ConnectionError("it is the primary no longer") from error
            raise


# Mistake: any text with NOREPLICAS in it
# Rejected by: test_any_other_error_goes_on
# Says: a text that begins with NOREPLICAS
class PrimaryConnection:
    def read_response(self, *arguments, **options):
        try:
            return super().read_response(*arguments, **options)
        except redis.ResponseError as error:
            if isinstance(error, redis.ReadOnlyError) or "NOREPLICAS" in str(error):
                self.disconnect()
                raise redis.ConnectionError("it is the primary no longer") from error
            raise


# Mistake: other errors are swallowed
# Rejected by: test_any_other_error_goes_on
# Says: Each other error goes on: raise.
class PrimaryConnection:
    def read_response(self, *arguments, **options):
        try:
            return super().read_response(*arguments, **options)
        except redis.ResponseError as error:
            if isinstance(error, redis.ReadOnlyError) or str(error).startswith("NOREPLICAS"):
                self.disconnect()
                raise redis.ConnectionError("it is the primary no longer") from error


# Mistake: other errors end the connection
# Rejected by: test_any_other_error_goes_on
# Says: The connection is as good as before.
class PrimaryConnection:
    def read_response(self, *arguments, **options):
        try:
            return super().read_response(*arguments, **options)
        except redis.ResponseError as error:
            refused = error
            self.disconnect()
            if isinstance(error, redis.ReadOnlyError) or str(error).startswith("NOREPLICAS"):
                self.disconnect()
                raise redis.ConnectionError("it is the primary no longer") from error
            raise
