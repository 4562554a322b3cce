"""A notebook that was opened with the kernel of another Python than .venv's."""

import os
import sys
from importlib.util import find_spec

from ..setup.venv import VERSION, is_whole, packages_folder

NEEDED = ("click", "flask", "matplotlib", "pytest", "redis", "rich")


class WrongKernel(Exception):
    """This kernel lacks the packages of the course."""

    def _render_traceback_(self) -> list[str]:
        """Return what Jupyter shows: the sentence alone."""
        return [str(self)]


def use_packages() -> None:
    """Give this kernel, and what it starts, the packages of .venv. Raises WrongKernel."""
    if all(map(find_spec, NEEDED)):
        return
    folder = str(packages_folder(VERSION))
    sys.path.append(folder)
    if not is_whole(VERSION) or not all(map(find_spec, NEEDED)):
        raise WrongKernel(
            f"The kernel of this notebook is another Python ({sys.executable}), without the "
            "packages of the course. Close it, and open it with: make notebooks "
            "(without make: python -m course notebooks)."
        )
    path = [os.environ.get("PYTHONPATH", ""), folder]
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, path))
