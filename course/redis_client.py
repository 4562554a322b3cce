"""The client of every Redis here, and why a Redis cannot be used, in words without a password."""

import importlib.metadata

import redis

PROBE = "sess:course-probe"  # REDIS_URL may lead to a user who can use only such keys

# The first that fits: the kind of an error, and a part of its text.
TROUBLES = (
    ((ValueError, TypeError), "", "it is no address such as redis://localhost:6379/0"),
    (
        redis.AuthenticationError,
        "required",
        "the Redis there wants a password, as in redis://:PASSWORD@localhost:6379/0",
    ),
    (
        redis.AuthenticationError,
        "without any password",
        "the Redis there has no password, so leave it out",
    ),
    (redis.AuthenticationError, "", "the Redis there refuses this password or this user"),
    (
        redis.exceptions.NoPermissionError,
        "",
        "its user may not run GETEX on keys that begin with sess:",
    ),
    (redis.ResponseError, "DB index", "there is no database of this number"),
    ((redis.ConnectionError, redis.TimeoutError, OSError), "", "nothing answers there"),
)


class NotUsable(Exception):
    """This way leads to no Redis. Its text is a sentence, or empty where it was never there."""


def connect(url: str, **options: object) -> redis.Redis:
    """Return a client that gives up after a second, and does not try again."""
    # Protocol 3 would begin with HELLO, which an old Redis does not know.
    # driver_info would look up the version of redis-py, and send it, for each connection.
    waits = {"socket_timeout": 1, "socket_connect_timeout": 1, "retry": None}
    return redis.Redis.from_url(url, **{"protocol": 2, "driver_info": None, **waits, **options})


def describe(url: str, way: str, place: str) -> str:
    """Return one line on the Redis at url. Raises NotUsable where it cannot be used."""
    try:
        with connect(url) as client:
            lacks_getex = _lacks_getex(client)
            # Last: fakeredis closes the connection over an INFO.
            name = f"{_name(client, way)} {place}".strip()
    except (redis.RedisError, OSError, ValueError, TypeError) as error:
        # None of the errors before it: they may hold the URL.
        raise NotUsable(f"{way} is passed over: {why(error)}.") from None
    if lacks_getex:
        needed = "it has no GETEX, and Redis 6.2 or newer is needed"
        raise NotUsable(f"{name} is passed over: {needed}.")
    return name


def _lacks_getex(client: redis.Redis) -> bool:
    try:
        client.getex(PROBE)
    except redis.ResponseError as error:
        if "unknown command" not in str(error).lower():
            raise
        return True
    return False


def _name(client: redis.Redis, way: str) -> str:
    if way == "fakeredis":
        version = importlib.metadata.version("fakeredis")
        return f"fakeredis {version}, pure Python (it forgets everything at the end)"
    try:
        about = client.info("server")
    except redis.ResponseError:
        return "The Redis"
    if "valkey_version" in about:
        return f"Valkey {about['valkey_version']}"
    return f"Redis {about.get('redis_version', '')}".strip()


def why(error: Exception) -> str:
    """Return what is wrong, as the second half of a sentence without a full stop."""
    text = str(error)
    for kind, part, words in TROUBLES:
        if isinstance(error, kind) and part in text:
            return words
    # What Redis did not know it repeats, and that may hold a password.
    said = text.partition(", with args")[0].rstrip(". ")
    return f"the Redis there says: {said}"
