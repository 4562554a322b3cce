"""`python -m course.servers.fake_redis`: a Redis in pure Python, where there is no real one.

The first line of stdin is a port, 0 for a free one, a user and a password. It writes its port
to stdout, and runs until its stdin ends.
"""

import os
import sys
import threading

from fakeredis import FakeRedis, TcpFakeServer


def main() -> None:
    """Serve until stdin ends."""
    port, user, password = sys.stdin.readline().split()
    server = TcpFakeServer(("127.0.0.1", int(port)))
    # It does not ask for a password by itself: who has not given one may do nothing else.
    owner = FakeRedis(server=server.fake_server, protocol=2)
    for rules in ((user, "on", f">{password}", "~*", "&*", "+@all"), ("default", "-@all")):
        owner.execute_command("ACL", "SETUSER", *rules)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(server.server_address[1], flush=True)
    sys.stdin.read()
    # Its threads would wait for every client to go.
    os._exit(0)


if __name__ == "__main__":
    main()
