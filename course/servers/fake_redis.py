"""`python -m course.servers.fake_redis`: a Redis in pure Python, where there is no real one.

It writes its port to stdout, and runs until its stdin ends.
"""

import os
import sys
import threading

from fakeredis import TcpFakeServer


def main() -> None:
    """Serve until stdin ends. A first argument is the port, else a free one is taken."""
    port = int(sys.argv[1]) if len(sys.argv) > 1 else 0
    server = TcpFakeServer(("127.0.0.1", port))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(server.server_address[1], flush=True)
    sys.stdin.read()
    # Its threads would wait for every client to go.
    os._exit(0)


if __name__ == "__main__":
    main()
