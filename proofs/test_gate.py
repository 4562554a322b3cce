"""The gate that the checks of lesson 4 shut: whoever it cuts off stays away."""

import socket
import threading
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import suppress

import pytest
import redis

from course.servers.gate import Gate

ROUNDS = 200


def comes_back(port):
    """Connect, wait until that is cut off, and return whether one can connect at once again."""
    with socket.create_connection(("127.0.0.1", port), timeout=5) as first:
        first.sendall(b"*1\r\n$4\r\nPING\r\n")
        with suppress(ConnectionResetError):
            while first.recv(1):
                continue
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=5) as second:
            second.sendall(b"*1\r\n$4\r\nPING\r\n")
            return second.recv(1) != b""
    except OSError:
        return False


def answer_all(listener):
    """Answer each connection once, as a Redis would."""
    held = []
    while True:
        try:
            held.append(listener.accept()[0])
            held[-1].sendall(b"+")
        except OSError:
            break
    for one in held:
        one.close()


def test_who_is_cut_off_cannot_slip_in_while_the_gate_is_being_shut():
    with socket.create_server(("127.0.0.1", 0)) as target:
        threading.Thread(target=answer_all, args=(target,), daemon=True).start()
        gate = Gate(f"redis://127.0.0.1:{target.getsockname()[1]}/0")
        found = []
        for _ in range(ROUNDS):
            client = threading.Thread(target=lambda: found.append(comes_back(gate._port)))
            client.start()
            while not gate.trips and not gate._sockets:
                threading.Event().wait(0.0005)
            gate.shut()
            client.join()
            gate.open()
        gate.shut()
        target.shutdown(socket.SHUT_RDWR)
    assert found == [False] * ROUNDS


def test_others_may_act_before_a_trip(gate, redis_client):
    """With the number of trips so far; what they do is done when the command arrives."""
    seen = []

    def act(trips):
        seen.append((trips, redis_client.get("a")))
        redis_client.append("a", "x")

    with redis.Redis.from_url(gate.url, protocol=2, driver_info=None) as client:
        gate.before_trip = act
        assert [client.get("a"), client.pipeline().get("a").get("a").execute()] == [
            b"x",
            [b"xx"] * 2,
        ]
        gate.before_trip = None
        client.get("a")
    assert seen == [(0, None), (1, b"x")]


SUM = ["MULTI", "HINCRBY", "EXPIRE", "EXEC"]  # in one packet
TWO_TRIPS = ["GET", *SUM]
LATE, EARLY = ["GET", "RPUSH", *SUM], ["RPUSH", *TWO_TRIPS]


@pytest.fixture
def clients(gate):
    """Two clients that are connected, and two functions: two trips of one, one of the other."""
    with (
        redis.Redis.from_url(gate.url, protocol=2, retry=None) as first,
        redis.Redis.from_url(gate.url, protocol=2, retry=None) as second,
    ):

        def two_trips():
            first.get("a")
            return first.pipeline().hincrby("cart", "tea", 1).expire("cart", 9).execute()

        two_trips()
        second.ping()
        gate.reset()
        yield two_trips, lambda: second.rpush("b", "x")


@pytest.mark.parametrize(
    ("hold", "argument", "order"),
    [
        (Gate.hold, "GET", EARLY),
        (Gate.hold, "HINCRBY", LATE),
        (Gate.hold, "EXEC", LATE),
        (Gate.hold_after_trips, 0, EARLY),
        (Gate.hold_after_trips, 1, LATE),
    ],
)
def test_a_trip_is_held_while_another_request_runs_to_its_end(gate, clients, hold, argument, order):
    for _ in range(3):  # each hold is for one trip, and counts from its own beginning
        hold(gate, argument)
        assert not gate.held.is_set()
        assert gate.run_both(*clients)[1] > 0 and gate.held.is_set()
        clients[0]()
        assert gate.commands == order + TWO_TRIPS
        del gate.commands[:]


@pytest.mark.parametrize(
    ("hold", "argument"), [(Gate.hold, "HSET"), (Gate.hold, "SUM"), (Gate.hold_after_trips, 2)]
)
def test_what_does_not_come_is_not_held(gate, clients, hold, argument):
    hold(gate, argument)
    gate.run_both(*clients)
    assert not gate.held.is_set() and gate.commands == [*TWO_TRIPS, "RPUSH"]


def test_one_trip_is_held_however_many_come(gate, clients):
    with ThreadPoolExecutor(3) as pool:
        for _ in range(50):
            gate.hold("GET")
            several = [pool.submit(clients[0]) for _ in range(3)]
            ended = as_completed(several, timeout=5)
            assert next(ended) and next(ended)
            assert gate.held.wait(5) and sum(one.done() for one in several) == 2
            gate.let_go()
            assert next(ended)


def carrying(gate):
    """Return the threads of this gate: other tests of this process may have left one open."""
    threads = threading.enumerate()
    return [
        one for one in threads if getattr(getattr(one, "_target", None), "__self__", None) is gate
    ]


@pytest.mark.parametrize("end", [Gate.let_go, Gate.shut])
def test_who_is_held_is_let_go_at_the_end(gate, clients, end):
    gate.hold("GET")
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(clients[0])
        assert gate.held.wait(5) and not waiting.done()
        end(gate)
        assert bool(waiting.exception(5)) == (end is Gate.shut)
    threads = carrying(gate)
    gate.shut()
    for thread in threads:
        thread.join(5)
        assert not thread.is_alive(), "it is held for ever"


def test_both_errors_are_raised_and_an_endless_first_is_no_hang(gate, monkeypatch):
    def wrong():
        raise KeyError("wrong")

    for pair in ((wrong, int), (int, wrong)):
        with pytest.raises(KeyError, match="wrong"):
            gate.run_both(*pair)
    monkeypatch.setattr("course.servers.gate.DEADLINE", 0.01)
    ended = threading.Event()
    with pytest.raises(TimeoutError, match="neither ended nor was held"):
        gate.run_both(ended.wait, int)
    ended.set()
