"""`make notebooks`: JupyterLab with a lesson's notebook, and the lesson's file beside it."""

import json
import os
import subprocess
import sys
from pathlib import Path

from ..catalogue import CATALOGUE, Lesson
from ..files import write
from ..paths import ROOT, WORK
from ..say import command, console
from ..servers import processes
from ..visible import lines_of, visible
from .own_copy import own_copies, own_copy

# Nobody who learns wants to be asked about news of JupyterLab.
QUIET = {"@jupyterlab/apputils-extension:notification": {"fetchNews": "false"}}
PATIENCE = 15  # seconds for JupyterLab to end its kernels


def notebooks(lesson: Lesson | None, port: int | None = None) -> int:
    """Open JupyterLab, wait until it is ended, and return its exit code. lesson: None for 1."""
    first = lesson or CATALOGUE[0]
    home = WORK / "jupyter"
    write_settings(home)
    own_copies()
    write_workspace(home / "workspaces", first)
    console.print(f"Lesson {first.number}, {first.title}: JupyterLab opens in your browser.")
    console.print(f"my_{first.stem}.ipynb is your copy, without outputs: write in it.")
    console.print("If no window comes up, open the address below. To end it: Ctrl-C here.")
    if not lesson:
        console.print(f"Another lesson: [command]{command('notebooks', 2)}[/]")
    # A Ctrl-C does not reach it: it would end it with a traceback, of its kernels or its own start.
    options = {"stdout": None, "stderr": subprocess.PIPE, "env": environment(home)}
    child = processes.supervise(*words(first, port), patience=PATIENCE, **options)
    try:
        for line in lines_of(child.stderr):
            print(visible(line), file=sys.stderr, flush=True)
        return child.wait()
    except KeyboardInterrupt:
        console.print("\nStopped.")
        return 0
    finally:
        processes.end(child, PATIENCE + 1)


def words(lesson: Lesson, port: int | None) -> list[str]:
    """Return the command that starts JupyterLab on the lesson."""
    import zmq

    options = [
        f"--ServerApp.root_dir={ROOT}",
        f"--LabApp.default_url=/lab/workspaces/{workspace_of(lesson)}",
        "--ServerApp.contents_manager_class=course.jupyter.contents.Contents",
        "--ServerApp.ip=127.0.0.1",
        "--ServerApp.answer_yes=True",
        "--Application.log_level=ERROR",
    ]
    # Jupyter refuses to run as root, whose container this may well be.
    options += ["--allow-root"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    # Else each kernel warns that whoever has this machine could listen.
    options += ["--KernelManager.transport_encryption=auto"] if zmq.has("curve") else []
    options += [f"--ServerApp.port={port}", "--ServerApp.port_retries=0"] if port else []
    return [sys.executable, "-m", "jupyterlab", *options]


def environment(home: Path) -> dict[str, str]:
    """Return an environment in which JupyterLab keeps to .course and to the kernel of .venv."""
    paths = [str(home / "config"), os.environ.get("JUPYTER_CONFIG_PATH", "")]
    ours = {
        "JUPYTERLAB_WORKSPACES_DIR": str(home / "workspaces"),
        "JUPYTER_CONFIG_PATH": os.pathsep.join(filter(None, paths)),
        "JUPYTER_PREFER_ENV_PATH": "1",
    }
    return os.environ | ours


def write_settings(home: Path) -> None:
    """Write how JupyterLab shall begin; whatever a person has set themselves wins."""
    folder = home / "config" / "labconfig"
    write(folder / "default_setting_overrides.json", json.dumps(QUIET))


def workspace_of(lesson: Lesson) -> str:
    """Return the name of the lesson's workspace."""
    return f"lesson{lesson.number}"


def write_workspace(folder: Path, lesson: Lesson, name: str = "") -> None:
    """Write a workspace of JupyterLab: the notebook on the left, the lesson's file beside it.

    name: of the workspace, "" for the lesson's.
    """
    from jupyterlab_server.workspaces_handler import WorkspacesManager

    folder.mkdir(parents=True, exist_ok=True)
    notebook = own_copy(lesson).relative_to(ROOT).as_posix()
    file = lesson.file.relative_to(ROOT).as_posix()
    data = {
        "layout-restorer:data": layout(f"notebook:{notebook}", f"editor:{file}"),
        f"notebook:{notebook}": {"data": {"path": notebook, "factory": "Notebook"}},
        f"editor:{file}": {"data": {"path": file, "factory": "Editor"}},
    }
    name = name or workspace_of(lesson)
    raw = json.dumps({"data": data, "metadata": {"id": name}})
    WorkspacesManager(str(folder)).save(name, raw)


def host(home: Path | None = None) -> None:
    """Make a hosted JupyterLab ready: the copies, the workspaces; it opens with lesson 1.

    home: JupyterLab's folder of workspaces, None for the usual one.
    """
    from jupyterlab.commands import get_workspaces_dir

    folder = home or Path(get_workspaces_dir())
    own_copies()
    for lesson in reversed(CATALOGUE):
        write_workspace(folder, lesson)
    write_workspace(folder, CATALOGUE[0], "default")


def layout(left: str, right: str) -> dict:
    """Return JupyterLab's words for two documents beside each other, without the file list."""
    areas = [{"type": "tab-area", "currentIndex": 0, "widgets": [one]} for one in (left, right)]
    dock = {
        "type": "split-area",
        "orientation": "horizontal",
        "sizes": [0.64, 0.36],
        "children": areas,
    }
    main = {"dock": dock, "current": left}
    return {"main": main, "left": {"collapsed": True}, "right": {"collapsed": True}}
