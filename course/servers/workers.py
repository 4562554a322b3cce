"""`python -m course.servers.workers`: several worker processes of a lesson's app, by gunicorn.

The order comes on stdin as one line of JSON, see live.py. Each worker writes its port to stdout
as soon as it answers; where one cannot start, all end. They end with our stdin.
"""

import json
import os
import socket
import sys
from collections.abc import Callable

import gunicorn

from .fork_server import preload
from .serve import SERVER, app_of, end_with

gunicorn.SERVER = SERVER  # what the attacks know us by; the next import takes it over
from gunicorn.app.base import BaseApplication  # noqa: E402


class Workers(BaseApplication):
    """The app of an order, and how gunicorn serves it. listener: what the workers share."""

    def __init__(self, order: dict, listener: socket.socket, ready: Callable[..., None]) -> None:
        self.order = order
        self.settings = {
            "bind": f"fd://{listener.fileno()}",
            "workers": order["count"],
            "post_worker_init": ready,
            "loglevel": "error",
            # Its place is the same for all that this user runs.
            "control_socket_disable": True,
        }
        super().__init__()

    def load_config(self) -> None:
        """Tell gunicorn what it is set to."""
        for name, setting in self.settings.items():
            self.cfg.set(name, setting)

    def load(self) -> Callable:
        """Return the app. Each worker loads it for itself."""
        return app_of(self.order["module"], self.order["max_age"])


def main() -> None:
    """Run the workers of the order until stdin ends."""
    order = json.loads(sys.stdin.readline())
    answers, log = os.dup(1), os.open(order["log"], os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    for output in (1, 2):
        os.dup2(log, output)
    os.environ.update(order["environment"])
    sys.path.insert(0, order["folder"])
    sys.dont_write_bytecode = True
    end_with(0)
    preload(["flask", *order["preload"]])  # once, and not in each worker
    listener = socket.create_server(("127.0.0.1", 0))
    line = b"%d\n" % listener.getsockname()[1]
    Workers(order, listener, lambda worker: os.write(answers, line)).run()


if __name__ == "__main__":
    main()
