"""The tests of a package that is installed: they come with its source distribution.

That is fetched once, by pip, into .course/, which nobody commits.
"""

import importlib.metadata
import importlib.util
import sys
import tarfile
import tempfile
from collections.abc import Callable
from pathlib import Path

from ..files import write
from ..lock import only_one
from ..paths import WORK
from ..setup.install import OFFLINE, last_lines, run

FOLDER = WORK / "suites"
PIP = [sys.executable, "-m", "pip", "download", "--disable-pip-version-check", "--retries=2"]


class NoSource(Exception):
    """The tests of a package are not to be had here. Its text is a sentence that says why."""


def fetch(name: str, tell: Callable[[], None] = lambda: None) -> Path:
    """Return the folder with the sources of a package, in the version that is installed.

    tell: is called once if they must be downloaded first. Raises NoSource, OSError.
    """
    release = f"{name}-{importlib.metadata.version(name)}"
    folder = FOLDER / release
    with only_one(lambda: None):
        if not (folder / "tests").is_dir():
            tell()
            FOLDER.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryDirectory(dir=FOLDER) as draft:
                download(release, Path(draft))
                unpack(next(Path(draft).glob("*.tar.gz")), Path(draft, "all"))
                next(Path(draft, "all").iterdir()).rename(folder)
    return folder


def download(release: str, folder: Path) -> None:
    """Let pip download a source distribution. Raises NoSource."""
    # uv, which made .venv, cannot download one, and put no pip in it.
    if not importlib.util.find_spec("pip") and not run([sys.executable, "-m", "ensurepip"])[0]:
        raise NoSource("Only pip can download them, and this Python has none.")
    name, _, version = release.rpartition("-")
    words = ["--no-deps", "--no-binary", name, "--dest", str(folder), f"{name}=={version}"]
    done, output = run([*PIP, *words])
    if not done and OFFLINE.search(output):
        raise NoSource(f"The tests of {release} cannot be downloaded. Is this machine online?")
    if not done:
        raise NoSource(f"pip could not download {release}. It said:\n{last_lines(output)}")


def unpack(archive: Path, folder: Path) -> None:
    """Write the plain files of an archive into a folder. Raises tarfile.TarError, OSError.

    No link and no device comes out of it, and nothing outside of the folder.
    """
    folder = folder.resolve()
    with tarfile.open(archive) as opened:
        for member in opened:
            path = (folder / member.name).resolve()
            if member.isfile() and path.is_relative_to(folder):
                write(path, opened.extractfile(member).read(), lasting=False)
