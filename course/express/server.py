"""The real Express beside ours: Node with express-session and connect-redis, on a free port.

Its packages are installed by npm on first use, into .course/, which nobody commits.
"""

import json
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from contextlib import suppress

from ..files import write
from ..lock import only_one
from ..paths import TESTS, WORK
from ..servers import processes

SOURCE = TESTS / "express"
FOLDER = WORK / "express"
INSTALLED = FOLDER / "installed"  # the package.json that npm has installed
OLDEST_NODE = 20
QUIET = ("--no-audit", "--no-fund", "--no-package-lock", "--ignore-scripts", "--loglevel=error")
# By default npm tries for more than a minute where there is no network.
SOON = ("--fetch-retries=1", "--fetch-retry-mintimeout=1000", "--fetch-retry-maxtimeout=2000")
PATIENCE = 90  # seconds for npm, on a slow network too
OFFLINE = re.compile(r"ECONN\w+|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|ENETUNREACH|ERR_SOCKET_TIMEOUT")


class NoExpress(Exception):
    """There can be no Express here. Its text is a sentence that says why."""


class Express:
    """An Express that serves these sites, from its making until stop().

    sites: path to what tests/express/server.mjs says. Raises NoExpress.
    """

    def __init__(self, redis_url: str, sites: dict[str, dict]) -> None:
        node = install()
        environment = {**os.environ, "NODE_ENV": "test", "NO_DEPRECATION": "express-session"}
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
        with tempfile.TemporaryFile("w+") as log:
            self._process = subprocess.Popen(
                [node, str(FOLDER / "server.mjs")],
                **pipes,
                stderr=log,
                env=environment,
                start_new_session=True,
            )
            try:
                port = self._port(redis_url, sites)
            except BaseException:  # a Ctrl-C too: nobody else knows of the process yet
                self.stop()
                raise
            if not port:
                self.stop()
                log.seek(0)
                raise NoExpress(f"The Express server did not start: {why(log.read())}")
        self.url = f"http://127.0.0.1:{port}"

    def _port(self, redis_url: str, sites: dict[str, dict]) -> str:
        """Tell it what to serve, and return its port, "" where it has ended."""
        with suppress(BrokenPipeError):  # it has ended already: the log says why
            order = json.dumps({"redis": redis_url, "sites": sites})
            self._process.stdin.write(order + "\n")
            self._process.stdin.flush()
        return self._process.stdout.readline().removeprefix("PORT ").strip()

    def stop(self) -> None:
        """End it. Doing it twice does no harm."""
        if not self._process.stdout.closed:
            with suppress(BrokenPipeError):
                self._process.stdin.close()
            processes.end(self._process)

    def __enter__(self) -> "Express":
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()


def install(tell: Callable[[], None] = lambda: None) -> str:
    """Return the path of node, with the packages installed. Raises NoExpress.

    tell: is called once if npm has to work first.
    """
    node, npm = find_node(), shutil.which("npm")
    if not npm:
        raise NoExpress("npm is not installed. It comes with Node: see nodejs.org.")
    wanted = (SOURCE / "package.json").read_text(encoding="utf-8")
    with only_one(lambda: None):
        FOLDER.mkdir(parents=True, exist_ok=True)
        if not INSTALLED.exists() or INSTALLED.read_text(encoding="utf-8") != wanted:
            tell()
            run_npm(npm, wanted)
        # Node looks for packages beside the file that asks for them.
        ours, copy = SOURCE / "server.mjs", FOLDER / "server.mjs"
        if not copy.exists() or copy.read_bytes() != ours.read_bytes():
            write(copy, ours.read_bytes())
    return node


def find_node() -> str:
    """Return the path of a node that is new enough. Raises NoExpress."""
    node = shutil.which("node")
    if not node:
        raise NoExpress("Node is not installed. Get it from nodejs.org, version 20 or newer.")
    said = subprocess.run([node, "--version"], capture_output=True, text=True).stdout.strip()
    found = re.match(r"v(\d+)\.", said)
    if not found or int(found[1]) < OLDEST_NODE:
        raise NoExpress(f"Node is {said or 'broken'} here, and {OLDEST_NODE} or newer is needed.")
    return node


def run_npm(npm: str, wanted: str) -> None:
    """Install the packages that a package.json wants. Raises NoExpress."""
    INSTALLED.unlink(missing_ok=True)
    write(FOLDER / "package.json", wanted)
    settings = {"cwd": FOLDER, "stdin": subprocess.DEVNULL, "capture_output": True, "text": True}
    try:
        done = subprocess.run([npm, "install", *QUIET, *SOON], timeout=PATIENCE, **settings)
    except subprocess.TimeoutExpired as late:
        words = f"npm did not install Express within {PATIENCE} seconds. Is this machine online?"
        raise NoExpress(words) from late
    offline = OFFLINE.search(done.stderr)
    if done.returncode and offline:
        raise NoExpress(f"npm could not download Express ({offline[0]}). Is this machine online?")
    if done.returncode:
        raise NoExpress(f"npm could not install Express: {why(done.stderr)}")
    write(INSTALLED, wanted)


def why(log: str) -> str:
    """Return the line of a log that says what went wrong."""
    lines = [line.strip() for line in log.splitlines() if line.strip()]
    telling = [line for line in lines if "rror" in line]
    return (telling or lines or ["it said nothing"])[0]
