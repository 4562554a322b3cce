"""The gate that the checks of lesson 4 shut: whoever it cuts off stays away."""

import socket
import threading
from contextlib import suppress

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
