"""The stage of lesson 8: it plays a set of servers as a real one behaves."""

from contextlib import ExitStack

import pytest
import redis

from course.redis_client import connect
from course.servers.redis_server import start_redis
from course.servers.stage import NAME, NO_REPLICAS, READ_ONLY
from course.servers.talk import Talk

SETTINGS = {"protocol": 2, "retry": None, "driver_info": None, "socket_timeout": 4}


@pytest.fixture
def log_in(stage):
    """Return a function that gives a client of a server or of a sentinel."""
    with ExitStack() as clients:

        def log_in(part, **options):
            host, port = part.address
            about = {"password": part.password} | SETTINGS | options
            return clients.enter_context(redis.Redis(host=host, port=port, **about))

        yield log_in


def result(call, *arguments):
    """Return what a call returns, or the error that it raises."""
    try:
        return call(*arguments)
    except redis.RedisError as error:
        return type(error), str(error)


def test_the_two_servers_have_data_and_roles_of_their_own(stage, log_in):
    primary, replica = map(log_in, stage.servers)
    primary.set("a", "1")
    assert [primary.get("a"), replica.get("a")] == [b"1", None]
    assert [primary.role()[0], replica.role()[0]] == [b"master", b"slave"]
    assert replica.role()[1:4] == [b"127.0.0.1", stage.primary.address[1], b"connected"]
    assert [server.data.get("a") for server in stage.servers] == [b"1", None]


def test_the_sentinels_name_the_primary_of_their_set_only(stage, log_in):
    ask = [log_in(one).sentinel_get_master_addr_by_name for one in stage.sentinels]
    host, port = stage.primary.address
    assert [one(NAME) for one in ask] == [(host.encode(), port)] * 3
    assert ask[0]("another") is None
    stage.fail_over()
    assert {one(NAME)[1] for one in ask} == {stage.primary.address[1]} != {port}
    stage.sentinels[1].refusal = "IDONTKNOW as was ordered"
    assert result(ask[1], NAME) == (redis.ResponseError, "IDONTKNOW as was ordered")
    assert "only says" in result(log_in(stage.sentinels[0]).sentinel_masters)[1]


@pytest.mark.parametrize("password", [None, "wrong"])
def test_who_does_not_say_the_password_gets_nothing(stage, log_in, password):
    server, sentinel = (
        log_in(part, password=password) for part in (stage.primary, stage.sentinels[0])
    )
    for ask in (server.role, lambda: sentinel.sentinel_get_master_addr_by_name(NAME)):
        assert issubclass(result(ask)[0], redis.RedisError)


def test_the_environment_leads_there(stage, log_in):
    told = stage.environment
    ports = [str(one.address[1]) for one in stage.sentinels]
    assert told["SENTINELS"] == ",".join(f"127.0.0.1:{port}" for port in ports)
    assert log_in(stage.primary, password=told["REDIS_PASSWORD"]).ping()
    assert log_in(stage.sentinels[2], password=told["SENTINEL_PASSWORD"]).ping()
    assert told["REDIS_PASSWORD"] != told["SENTINEL_PASSWORD"]


def test_wait_speaks_of_its_own_connection(stage, log_in):
    """Another connection has written nothing, so all that it wrote is everywhere."""
    client, other = log_in(stage.primary), log_in(stage.primary)
    stage.held = True
    pipeline = client.pipeline(transaction=False)
    assert pipeline.wait(1, 9).set("a", "1", ex=60).wait(1, 500).execute() == [1, True, 0]
    assert [other.wait(1, 9), client.wait(1, 9)] == [1, 0]
    assert stage.replica.data.get("a") is None
    stage.held = False
    assert client.wait(1, 9) == 1 and stage.replica.data.get("a") == b"1"
    assert 50 < stage.replica.data.ttl("a") <= 60
    assert stage.waits == [(1, 9), (1, 500), (1, 9), (1, 9), (1, 9)]


def test_in_a_transaction_wait_knows_nothing_of_it(stage, log_in):
    client = log_in(stage.primary)
    stage.held = True
    transaction = [client.pipeline().set("a", "1").wait(1, 9).get("a").execute() for _ in range(2)]
    assert transaction == [[True, 1, b"1"], [True, 0, b"1"]]


def test_what_was_not_waited_for_is_lost_with_the_primary(stage, log_in):
    client = log_in(stage.primary)
    client.set("a", "safe")
    client.zadd("list", {"x": 1})
    client.wait(1, 9)
    client.set("a", "late")
    old = stage.primary
    old.kill()
    assert result(client.get, "a")[0] is redis.ConnectionError
    stage.fail_over()
    new = log_in(stage.primary)
    assert [new.get("a"), new.zrange("list", 0, -1)] == [b"safe", [b"x"]]
    new.set("a", "new")
    assert new.wait(1, 9) == 1
    old.come_back()
    assert [client.role()[0], client.get("a")] == [b"master", b"late"]
    stage.replicate()
    assert client.get("a") == b"new"


def test_a_living_primary_becomes_a_replica(stage, log_in):
    client = log_in(stage.primary)
    stage.fail_over()
    assert client.role()[0] == b"slave"
    assert result(client.set, "a", "1") == (redis.ReadOnlyError, READ_ONLY.partition(" ")[2])
    assert client.wait(1, 9) == 0


def test_who_hangs_answers_nothing(stage, log_in):
    for part in (stage.primary, stage.sentinels[0]):
        part.hang()
        assert result(log_in(part, socket_timeout=0.05).ping)[0] is redis.TimeoutError


def test_an_answer_can_get_lost(stage, log_in):
    client = log_in(stage.primary)
    stage.primary.loses = "SET"
    assert client.zadd("list", {"x": 1}) == 1
    assert result(client.set, "a", "1")[0] is redis.ConnectionError
    assert client.get("a") == b"1"
    assert client.set("a", "2")


def tries(client):
    """Return what comes of several commands: one alone, a pipeline, a transaction."""
    return {
        "read": result(client.get, "a"),
        "write": result(lambda: client.getex("a", ex=60)),
        "pipeline": result(client.pipeline(transaction=False).get("a").set("a", "2").execute),
        "each": client.pipeline(False).get("a").set("a", "2").get("a").execute(False)[::2],
        "transaction": result(client.pipeline().get("a").set("a", "2").get("a").execute),
        "errors": result(lambda: client.pipeline().set("a", "2").execute(raise_on_error=False)),
        "reading": result(client.pipeline().get("a").get("b").execute),
        "after": result(client.get, "a"),
    }


# How a real server is brought to refuse writes.
REFUSALS = {
    READ_ONLY: "REPLICAOF 127.0.0.1 1",
    NO_REPLICAS: "CONFIG SET min-replicas-to-write 1",
}


@pytest.mark.parametrize("text", REFUSALS)
def test_a_refusal_is_that_of_a_real_server(stage, log_in, text):
    """In a transaction, too, where the command is refused before EXEC."""
    server = start_redis(private=True)
    try:
        if not server.owner:
            pytest.skip("fakeredis knows no replicas")
        with connect(server.url) as real, connect(server.owner) as owner:
            played = log_in(stage.primary)
            for client in (played, real):
                client.set("a", "1")
            stage.primary.refusal = text
            owner.execute_command(*REFUSALS[text].split())
            assert tries(played) == tries(real)
    finally:
        server.stop()


def test_a_transaction_that_is_given_up_leaves_nothing_behind(stage, log_in):
    client, other = log_in(stage.primary), log_in(stage.primary)
    with client.pipeline() as pipeline:
        pipeline.watch("a")
        other.set("a", "1")
        pipeline.multi()
        pipeline.set("a", "2").wait(1, 9)
        assert result(pipeline.execute) == (redis.WatchError, "Watched variable changed.")
    assert client.pipeline().get("a").wait(1, 9).execute() == [b"1", 1]


def test_commands_and_replies_may_come_in_pieces():
    """A long pipeline does not fit into one packet."""
    talk = Talk(lambda command: [(command, None), ([b"PING"], lambda reply: reply.lower())])
    sent = b"*2\r\n$3\r\nGET\r\n$1\r\na\r\n*1\r\n$4\r\nPING\r\n"
    came = b"*2\r\n$-1\r\n*1\r\n:1\r\n+PONG\r\n$5\r\na\r\n$9\r\n-ERR\r\n"
    out = b"".join(talk.sent(sent[at : at + 1]) for at in range(len(sent)))
    assert out.count(b"*") == 4 and out.endswith(b"*1\r\n$4\r\nPING\r\n" * 3)
    back = b"".join(talk.came(came[at : at + 1]) for at in range(len(came)))
    assert back == came.replace(b"PONG", b"pong").replace(b"ERR", b"err")
