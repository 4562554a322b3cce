"""The notebooks: what is committed is what the sources give, and every cell holds on any file."""

import asyncio
import base64
import copy
import io
import json
import re
import shutil
import signal
import socket
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from course_copy import COMMAND, Copy, environment
from notebook_parts import LESSONS, NAMES, code_cells, committed, need, printed

from course.catalogue import CATALOGUE
from course.copies import copy_course
from course.lesson_files.starters import starters
from course.lesson_files.steps import steps_before, steps_of
from course.paths import NOTEBOOKS
from tools import notebooks_build as build

need("jupytext", "nbclient", "matplotlib", "ipykernel")
pytestmark = pytest.mark.xdist_group("notebooks")  # they are built once
# Of 255, in the mean of a square of pixels. Another matplotlib draws letters a little
# differently, up to 12; a bar that is 3 in place of 4 makes 58. The text is compared exactly.
SQUARE, TOLERANCE = 16, 25
MARK = "----- a cell -----"


def run(lessons: dict[str, str], folder) -> dict:
    """Return all notebooks, executed beside these lessons."""
    copy_course(folder, lessons)
    return build.execute_all(folder)


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    return run(starters(), tmp_path_factory.mktemp("starters"))


@pytest.fixture(scope="module")
def solved(tmp_path_factory):
    """Return the check cells of all notebooks, executed beside solved lessons."""
    folder = tmp_path_factory.mktemp("solved")
    copy_course(folder, starters(steps_before()))
    parts = [part_of(path, "check(") for path in build.sources()]
    with ThreadPoolExecutor(2) as pool:
        return dict(
            zip(NAMES, pool.map(lambda one: build.execute(one, folder), parts), strict=True)
        )


def part_of(source, *begin: str) -> dict:
    """Return the notebook of a source with its first cell, and those that begin like this."""
    notebook = build.read_source(source)
    begin = ("import sys", *begin)
    notebook.cells = [cell for cell in notebook.cells if cell.source.startswith(begin)]
    return notebook


def plain(notebook: dict) -> tuple[str, list[str]]:
    """Return a notebook as text without its pictures, and the pictures."""
    notebook = copy.deepcopy(json.loads(json.dumps(notebook)))
    pictures = []
    for cell in notebook["cells"]:
        cell["source"] = "".join(cell["source"])
        for output in cell.get("outputs", []):
            output["text"] = "".join(output.get("text", ""))
            for kind, data in output.get("data", {}).items():
                output["data"][kind] = "".join(data)
            if "image/png" in output.get("data", {}):
                pictures.append(output["data"].pop("image/png"))
    return json.dumps(notebook, indent=1, sort_keys=True), pictures


def squares(picture: str):
    """Return a picture in large squares of one grey each, 0 to 255."""
    from matplotlib.image import imread

    grey = imread(io.BytesIO(base64.b64decode(picture)), format="png")[..., :3].mean(axis=2) * 255
    rows, columns = (length // SQUARE for length in grey.shape)
    cut = grey[: rows * SQUARE, : columns * SQUARE]
    return cut.reshape(rows, SQUARE, columns, SQUARE).mean(axis=(1, 3))


def differ(one: str, other: str) -> bool:
    """Do two pictures show different things?"""
    ours, theirs = squares(one), squares(other)
    return ours.shape != theirs.shape or abs(ours - theirs).max() > TOLERANCE


@pytest.mark.timeout(600)  # lesson 8 kills many a server, and waits
@pytest.mark.parametrize("name", NAMES)
def test_what_is_committed_is_what_its_source_gives(built, name):
    text, pictures = plain(built[name])
    there, old_pictures = plain(committed(name))
    assert there == text, "make notebooks-build writes it anew"
    assert len(pictures) == len(old_pictures)
    for new, old in zip(pictures, old_pictures, strict=True):
        assert not differ(new, old)


@pytest.mark.timeout(600)  # lesson 8 kills many a server, and waits
@pytest.mark.parametrize("name", NAMES)
def test_on_solved_lessons_every_check_cell_says_done(solved, name):
    cells = code_cells(solved[name])[1:]
    assert len(cells) == len(steps_of(LESSONS[NAMES.index(name)]))
    for cell in cells:
        assert ": done. Go on below." in printed(cell)


@pytest.mark.parametrize("source", build.sources(), ids=NAMES)
def test_what_a_cell_shows_does_not_depend_on_the_readers_file(source):
    for cell in code_cells(build.read_source(source)):
        if not cell["source"].startswith(("check(", "attack_mine(")):
            assert not re.search(r"\blessons\b", cell["source"])


@pytest.mark.parametrize(
    "how", ["a syntax error", "exit", "exit at its end", "no file", "an empty file"]
)
def test_a_broken_file_is_one_sentence_and_the_notebook_goes_on(tmp_path, how):
    files = starters()
    texts = {"a syntax error": "def visit(\n", "exit": "exit()\n", "an empty file": ""}
    texts["exit at its end"] = files["lesson1_raw_cookie.py"] + "\nraise SystemExit(3)\n"
    files["lesson1_raw_cookie.py"] = texts.get(how, "")
    copy_course(tmp_path, files)
    if how == "no file":
        (tmp_path / "lessons" / "lesson1_raw_cookie.py").unlink()
    cells = part_of(NOTEBOOKS / "src" / "lesson1_raw_cookie.md", "check", "attack_mine").cells
    program = "\n".join(f"print({MARK!r})\n{cell.source}" for cell in cells)
    folder = tmp_path / "notebooks"
    folder.mkdir(exist_ok=True)
    answer = subprocess.run(
        [sys.executable, "-c", program],
        cwd=folder,
        env=environment(),
        capture_output=True,
        text=True,
    )
    assert (answer.returncode, answer.stderr) == (0, "")
    for cell, said in zip(cells[1:], answer.stdout.split(MARK)[2:], strict=True):
        assert said.strip() and "Traceback" not in said
        if cell.source.startswith("check"):
            assert "run this cell again" in said
            assert "cannot be loaded" in said or how == "an empty file"


WITHOUT_SETS = """import sys

sys.path.insert(0, "..")
from course.redis_client import NotUsable
from course.servers import redis_sets


def nowhere():
    raise NotUsable("no set here")


redis_sets.start_set = redis_sets.start_cluster = nowhere
"""


def test_where_no_set_can_be_started_a_cell_says_so_and_shows_what_came_elsewhere(tmp_path):
    """What it shows then is written down: it must be what real servers show."""
    from nbformat.v4 import new_code_cell

    copy_course(tmp_path, starters())
    name = "lesson8_scale_out.ipynb"
    notebook = build.read_source(NOTEBOOKS / "src" / name.replace("ipynb", "md"))
    for cell in notebook.cells:
        if re.search(r"^(check|attack|attack_mine)\(", cell.source, re.M):
            cell.source = "pass"  # these have proofs of their own
    notebook.cells.insert(0, new_code_cell(WITHOUT_SETS))
    without = build.folded(build.execute(notebook, tmp_path)).cells[1:]
    said = []
    for cell, real in zip(without, committed(name)["cells"], strict=True):
        if cell.source == "pass":
            continue
        shown, text = printed(cell) + cell.source, printed(real) + "".join(real["source"])
        sentences = re.findall(r"^No set of servers can be started here.*\n", shown, re.M)
        for sentence in sentences:
            shown = shown.replace(sentence, "")
        if not any("shows nothing" in sentence for sentence in sentences):
            assert shown == text, shown
        said += sentences
    assert len(said) > 12


def test_a_wrong_step_is_told_and_another_one_is_not(tmp_path):
    files = starters()
    name = "lesson1_raw_cookie.py"
    files[name] = files[name].replace("return int(text or 0)", "return 7")
    copy_course(tmp_path, files)
    source = NOTEBOOKS / "src" / "lesson1_raw_cookie.md"
    notebook = part_of(source, 'check("1.2")', 'check("1.3")')
    _, to_do, wrong = code_cells(build.execute(notebook, tmp_path))
    assert "Expected" not in printed(to_do) and "to do" in printed(to_do)
    assert "Tried" in printed(wrong) and "read_count(" in printed(wrong)
    assert "Stuck? make hint LESSON=1 STEP=1.3 in a terminal." in printed(wrong)
    assert "Stuck?" not in printed(to_do)


def test_the_readers_copy_has_no_answers_and_is_not_lost(tmp_path, monkeypatch):
    from course.jupyter import own_copy
    from course.lesson_files import backups

    shutil.copy(NOTEBOOKS / NAMES[0], tmp_path)
    monkeypatch.setattr(own_copy, "NOTEBOOKS", tmp_path)
    monkeypatch.setattr(backups, "BACKUPS", tmp_path / "backup")
    monkeypatch.setattr(backups, "ROOT", tmp_path)
    path = own_copy.own_copy(LESSONS[0])
    notebook = json.loads(path.read_text())
    assert not any(cell["outputs"] for cell in code_cells(notebook))
    notebook["cells"][1]["source"] = "my own words"
    path.write_text(json.dumps(notebook))
    assert own_copy.own_copy(LESSONS[0]) == path
    assert "my own words" in path.read_text()
    (tmp_path / NAMES[0]).write_text((tmp_path / NAMES[0]).read_text() + "\n")
    own_copy.own_copy(LESSONS[0])
    assert "my own words" not in path.read_text()
    assert "my own words" in next((tmp_path / "backup").iterdir()).read_text()


def test_a_copy_leads_to_copies_and_there_is_one_of_each(tmp_path, monkeypatch):
    from course.jupyter import own_copy

    for name in NAMES:
        shutil.copy(NOTEBOOKS / name, tmp_path)
    monkeypatch.setattr(own_copy, "NOTEBOOKS", tmp_path)
    own_copy.own_copies()
    for name in NAMES:
        text = (tmp_path / f"my_{name}").read_text(encoding="utf-8")
        links = re.findall(r"\]\((?!\.\./)([^)]+)\)", text)
        assert links and all(link.startswith("my_") for link in links)
        assert all((tmp_path / link).exists() for link in links)
        assert "](lesson" in (tmp_path / name).read_text(encoding="utf-8")


def test_a_copy_that_was_replaced_can_be_had_back(tmp_path, monkeypatch, capsys):
    from course.lesson_files import backups

    monkeypatch.setattr(backups, "BACKUPS", tmp_path / "backup")
    monkeypatch.setattr(backups, "NOTEBOOKS", tmp_path / "notebooks")
    monkeypatch.setattr(backups, "ROOT", tmp_path)
    path = tmp_path / "notebooks" / "my_lesson1_raw_cookie.ipynb"
    backups.replace(path, b"mine")
    backups.replace(path, b"newer")
    assert [one.file for one in backups.backups()] == [path.name]
    backups.restore("1")
    assert path.read_bytes() == b"mine"
    assert "notebooks/my_lesson1_raw_cookie.ipynb is again" in " ".join(
        capsys.readouterr().out.split()
    )


def test_a_hosted_jupyterlab_opens_with_the_first_lesson(tmp_path, monkeypatch):
    need("jupyterlab")
    from course.jupyter import jupyterlab as notebooks

    made = []
    copy_of = lambda lesson: NOTEBOOKS / f"my_{lesson.stem}.ipynb"  # noqa: E731
    monkeypatch.setattr(notebooks, "own_copies", lambda: made.append("copies"))
    monkeypatch.setattr(notebooks, "own_copy", copy_of)
    notebooks.host(tmp_path)
    found = {}
    for path in tmp_path.glob("*.jupyterlab-workspace"):
        workspace = json.loads(path.read_text())
        data = workspace["data"]["layout-restorer:data"]["main"]
        found[workspace["metadata"]["id"]] = data["current"]
    assert made == ["copies"]
    assert sorted(found) == ["default", *(f"lesson{one.number}" for one in CATALOGUE)]
    assert found["default"] == found["lesson1"] == "notebook:notebooks/my_lesson1_raw_cookie.ipynb"
    assert "host()" in (NOTEBOOKS.parent / ".binder" / "postBuild").read_text()


def test_a_picture_that_shows_something_else_is_noticed(monkeypatch):
    from course.pictures.plots import plot

    found = []
    show = lambda data, raw, metadata: found.append(data["image/png"])  # noqa: E731
    monkeypatch.setattr("IPython.display.display", show)
    for height in (20, 20, 24):
        plot("x", "y", "a line", one=[(0, 0), (9, height)], other=[(0, 0), (9, 43)])
    assert not differ(found[0], found[1])
    assert differ(found[0], found[2])


def test_the_command_opens_the_notebook_with_the_file_beside_it(tmp_path, monkeypatch):
    need("jupyterlab")
    from course.jupyter import jupyterlab as notebooks

    mine = NOTEBOOKS / f"my_{LESSONS[1].stem}.ipynb"
    monkeypatch.setattr(notebooks, "own_copy", lambda lesson: mine)
    notebooks.write_workspace(tmp_path, LESSONS[1])
    workspace = json.loads(next(tmp_path.glob("*.jupyterlab-workspace")).read_text())
    paths = [one["data"]["path"] for one in workspace["data"].values() if "data" in one]
    assert paths == [f"notebooks/{mine.name}", f"lessons/{LESSONS[1].stem}.py"]
    words = " ".join(notebooks.words(LESSONS[1], 8931))
    assert "/lab/workspaces/lesson2" in words and "ip=127.0.0.1" in words and "port=8931" in words
    kernel = notebooks.environment(tmp_path)
    assert kernel["JUPYTER_PREFER_ENV_PATH"] == "1"


SAVES = {  # what is done to the file between JupyterLab's reading and writing it; is it kept?
    "another program wrote it": ([], "new", True),
    "nobody did": ([], None, False),
    "JupyterLab itself did": (["mine"], None, False),
    "JupyterLab did, and then another": (["mine"], "new", True),
    "it was written alike": ([], "last", False),
}


@pytest.mark.parametrize("way", SAVES)
def test_a_window_that_is_out_of_date_throws_no_lesson_away(tmp_path, monkeypatch, capsys, way):
    need("jupyterlab")
    from course.jupyter import contents
    from course.lesson_files import backups

    (tmp_path / "lessons").mkdir()
    for module, name, value in (
        (contents, "ROOT", tmp_path),
        (contents, "LESSONS", tmp_path / "lessons"),
        (backups, "BACKUPS", tmp_path / "backup"),
    ):
        monkeypatch.setattr(module, name, value)
    file, before, (saved, other, is_kept) = tmp_path / "lessons" / "a.py", "old", SAVES[way]
    file.write_text(before)
    manager = contents.Contents(root_dir=str(tmp_path))
    model = {"type": "file", "format": "text"}
    asyncio.run(manager.get("/lessons/a.py"))
    for text in saved:
        asyncio.run(manager.save({**model, "content": text}, "/lessons/a.py"))
    if other:
        file.write_text(other)
    asyncio.run(manager.save({**model, "content": "last"}, "/lessons/a.py"))
    assert file.read_text() == "last"
    kept = [path.read_text() for path in (tmp_path / "backup").glob("*")]
    assert kept == [other] * is_kept
    assert ("restore" in capsys.readouterr().out) == is_kept


@pytest.mark.parametrize("moment", ["To end it", "http://127.0.0.1"])
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_however_jupyterlab_is_ended_it_is_one_sentence_and_no_process(tmp_path, moment, how):
    need("jupyterlab", "psutil")
    import psutil

    course = Copy(tmp_path)
    shutil.copytree(NOTEBOOKS, course.root / "notebooks", dirs_exist_ok=True)
    command = [sys.executable, "-c", COMMAND, "notebooks", "1", "--port", str(free_port())]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True}
    settings = environment(PYTHONUNBUFFERED="1", BROWSER="true")
    process = subprocess.Popen(command, cwd=course.root, env=settings, **pipes)
    said = ""
    while moment not in said:
        said += process.stdout.readline()
    family = psutil.Process(process.pid).children(recursive=True)
    process.send_signal(how)
    rest = process.communicate(timeout=30)[0]
    assert process.returncode in (0, 130) and rest.endswith("\nStopped.\n"), said + rest
    assert "Traceback" not in rest and "received signal" not in rest
    assert psutil.wait_procs(family, timeout=5)[1] == []


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]
