"""Odd but right answers to step 8.3: Ask again."""


# Odd: by early returns, and without disconnect: redis-py does it after a ConnectionError
class PrimaryConnection:
    def connect(self):
        if self.is_connected:
            return
        self.host, self.port = self.find()
        super().connect()

    def read_response(self, *arguments, **options):
        try:
            return super().read_response(*arguments, **options)
        except redis.ReadOnlyError as error:
            raise redis.ConnectionError("a replica") from error
        except redis.ResponseError as error:
            if not str(error).startswith("NOREPLICAS"):
                raise
            raise redis.ConnectionError("alone") from error


# Odd: an error of its own, by the text's first word
class NotPrimary(redis.ConnectionError):
    """It is no primary."""


class PrimaryConnection:
    def connect(self):
        if self.is_connected is False:
            address = self.find()
            self.host = address[0]
            self.port = address[1]
        return super().connect()

    def read_response(self, *arguments, **options):
        try:
            answer = super().read_response(*arguments, **options)
        except redis.ResponseError as error:
            words = str(error).split() or [""]
            if type(error) is redis.ReadOnlyError or words[0] == "NOREPLICAS":
                self.disconnect()
                raise NotPrimary(*error.args) from None
            raise error
        return answer
