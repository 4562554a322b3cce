"""One function writes every file: a full disk, a kill or a link in the way costs nothing."""

import ast
import os
import resource
import stat
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path

import pytest
from course_copy import COMMAND, Copy, environment

from course import files
from course.files import write
from course.paths import ROOT
from course.servers import secret_key

FILE = "lesson2_signed_id.py"
MINE = b"# mine\n"
COMMANDS = [
    ["reset", "2"],
    ["restore", "1"],
    ["catch-up", "3"],
    ["starters"],
    ["test", "1"],
    ["hint", "1"],
    ["grade", "1"],
    ["attack", "1"],
]

# What writes by itself, and why it may: locks, pipes, and folders that are thrown away.
MAY_WRITE = {
    "course/files.py": "the one function",
    "course/lock.py": "a lock: nothing is in it",
    "course/servers/kept_redis.py": "a lock: nothing is in it",
    "course/copies.py": "a copy in a temporary folder",
    "course/setup/damage.py": "a sign in .venv: nothing is in it",
    "course/checks/plugin.py": "a run's results, line by line, in a temporary folder",
    "course/checks/runner.py": "a run's results, in a temporary folder",
    "course/watch/preloaded.py": "a run's results, in a temporary folder",
    "course/watch/forker.py": "a run's results, in a temporary folder",
    "course/servers/fork_server.py": "a log in a temporary folder",
    "course/servers/set_server.py": "a config file in a temporary folder",
    "course/servers/stage.py": "a key of Redis is copied: no file",
    "course/servers/workers.py": "a log in a temporary folder",
    "course/suites/plugin.py": "a run's results, line by line, in a temporary folder",
    "course/suites/runs.py": "a run's results and its log, in a temporary folder",
    "course/suites/source.py": "a folder that was made whole beside its place, in .course",
    "classroom/room.py": "a copy in a temporary folder",
    "classroom/grade.py": "/dev/stdout",
}
WRITERS = {"write_text", "write_bytes", "touch", "rename", "copy", "copy2", "copyfile", "copytree"}


@pytest.fixture
def copy(tmp_path):
    copy = Copy(tmp_path)
    (copy.lessons / FILE).write_bytes(MINE)
    copy.course("reset", "2")
    (copy.lessons / FILE).write_bytes(b"# newer\n")
    return copy


def writes(node):
    """Does this call write a file without the one function?"""
    if not isinstance(node, ast.Call):
        return False
    name = getattr(node.func, "attr", getattr(node.func, "id", ""))
    owner = getattr(getattr(node.func, "value", None), "id", "")
    if name == "open" and owner != "os":
        modes = [one.value for one in node.args if isinstance(one, ast.Constant)]
        return any(isinstance(mode, str) and set(mode) & set("wax+") for mode in modes)
    if owner == "os":
        return name in ("replace", "rename", "link") or "O_CREAT" in ast.dump(node)
    return name in WRITERS


def test_nothing_else_writes_a_file():
    found = {
        path.relative_to(ROOT).as_posix()
        for folder in ("course", "classroom")
        for path in (ROOT / folder).rglob("*.py")
        if any(writes(node) for node in ast.walk(ast.parse(path.read_bytes())))
    }
    assert found == set(MAY_WRITE), found ^ set(MAY_WRITE)


def whole(copy):
    """Return every file of the learner's: name to content."""
    kept = [*copy.lessons.glob("[!.]*.py"), *(copy.root / ".course" / "backup").glob("[!.]*")]
    return {path.name: path.read_bytes() for path in kept}


def is_one_sentence(answer, copy):
    assert "Traceback" not in answer.stderr + answer.stdout, answer.stderr
    said = " ".join(answer.stderr.split())
    assert answer.returncode != 0, answer.stdout
    assert said.startswith("There is no room"), answer.stdout + answer.stderr
    assert "None" not in said
    assert said.endswith("then run the same command again.")


@pytest.mark.parametrize("arguments", COMMANDS, ids=lambda words: words[0])
def test_where_no_file_can_be_written_one_sentence_says_so(copy, arguments):
    """A limit for files is a full disk for everybody: for root, and in a container too."""
    before = whole(copy)
    answer = subprocess.run(
        [sys.executable, "-c", COMMAND, *arguments],
        cwd=copy.root,
        env=environment(),
        capture_output=True,
        text=True,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0)),
    )
    is_one_sentence(answer, copy)
    assert whole(copy) == before
    assert not list(copy.root.rglob(".*.new"))


@pytest.fixture
def tiny(tmp_path):
    """Return a folder with a disk of its own, of 16 files of 4 kB, and fill it."""
    folder = tmp_path / "tiny"
    folder.mkdir()
    mounted = ["mount", "-t", "tmpfs", "-o", "size=64k", "none", str(folder)]
    if os.name == "nt" or subprocess.run(mounted, capture_output=True).returncode:
        pytest.skip("only root can make a small disk here")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def fill(folder, leave=0):
    with suppress(OSError), open(folder / "full", "wb", buffering=0) as file:
        while file.write(bytes(4096)):
            pass
    os.truncate(folder / "full", (folder / "full").stat().st_size - leave)


@pytest.mark.parametrize("arguments", [["test", "1"], ["hint", "1"], ["catch-up", "2"]])
def test_a_full_folder_for_temporary_files_is_one_sentence(copy, tiny, arguments):
    """Where not even a byte fits, another folder is taken: tempfile tries it beforehand."""
    fill(tiny, leave=4096)
    before = whole(copy)
    is_one_sentence(copy.course(*arguments, TMPDIR=str(tiny)), copy)
    assert whole(copy) == before


@pytest.mark.parametrize("arguments", [["reset", "2"], ["restore", "1"], ["starters"]])
def test_a_full_disk_is_one_sentence_and_nothing_is_lost(copy, tiny, arguments):
    work = copy.root / ".course"
    work.rename(copy.root / "was")
    work.symlink_to(tiny)
    (copy.root / "was" / "backup").rename(copy.root / "backup")
    subprocess.run(["cp", "-r", str(copy.root / "backup"), str(tiny)], check=True)
    fill(tiny)
    before = whole(copy)
    is_one_sentence(copy.course(*arguments), copy)
    assert whole(copy) == before
    (tiny / "full").unlink()
    assert copy.course(*arguments).returncode == 0
    assert {MINE, b"# newer\n"} <= set(whole(copy).values())


def test_a_kill_under_way_leaves_no_half_of_a_file(copy):
    """An empty backup that is restored would empty the lesson."""
    before = whole(copy)
    killed = f"import os; os.fsync = lambda number: os._exit(9)\n{COMMAND}"
    for arguments in (["reset", "2"], ["starters"], ["restore", "1"]):
        answer = copy.start([sys.executable, "-c", killed, *arguments])
        assert answer.returncode == 9, answer.stderr
        assert whole(copy) == before
    assert copy.course("restore").stdout.count(FILE) == 1


@pytest.mark.parametrize("name", [f".{FILE}.new", f"{FILE}.new", f".{FILE}", f".{FILE}.tmp"])
def test_a_link_that_lies_in_wait_is_not_followed(copy, tmp_path, name):
    victim = tmp_path / "victim"
    victim.write_bytes(b"precious")
    (copy.lessons / name).symlink_to(victim)
    assert copy.course("reset", "2").returncode == 0
    assert victim.read_bytes() == b"precious"
    assert (copy.lessons / FILE).read_bytes() != MINE


def test_a_file_that_is_a_link_of_the_learners_stays_one(copy, tmp_path):
    elsewhere = tmp_path / "elsewhere.py"
    elsewhere.write_bytes(MINE)
    (copy.lessons / FILE).unlink()
    (copy.lessons / FILE).symlink_to(elsewhere)
    copy.course("reset", "2")
    assert (copy.lessons / FILE).is_symlink()
    assert elsewhere.read_bytes() != MINE


def test_what_others_may_read_stays_as_it_was(tmp_path):
    path = tmp_path / "one"
    path.write_text("old")
    path.chmod(0o640)
    write(path, "new")
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    write(path, "secret", secret=True)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.parametrize("links", [True, False])
def test_of_many_that_write_a_new_file_one_does(tmp_path, monkeypatch, links):
    if not links:
        monkeypatch.setattr(files.os, "link", no_links)
    path = tmp_path / "one"
    write(path, "first", new=True)
    with pytest.raises(FileExistsError):
        write(path, "second", new=True)
    assert [one.name for one in tmp_path.iterdir()] == ["one"]
    assert path.read_text() == "first"


def no_links(*_):
    raise OSError(95, "Operation not supported")


@pytest.mark.parametrize("damage", [b"", b"a" * 63, b"\n", b"\xff" * 64, b"g" * 64])
def test_a_damaged_secret_key_is_mended(tmp_path, monkeypatch, damage):
    monkeypatch.setattr(secret_key, "FILE", tmp_path / "secret-key")
    secret_key.FILE.write_bytes(damage)
    key = secret_key.kept_key()
    assert len(key) == 64
    assert secret_key.kept_key() == key == secret_key.FILE.read_text()
    assert stat.S_IMODE(secret_key.FILE.stat().st_mode) == 0o600


def test_all_who_ask_at_once_get_one_secret_key(tmp_path, monkeypatch):
    monkeypatch.setattr(secret_key, "FILE", tmp_path / ".course" / "secret-key")
    found = []
    threads = [
        threading.Thread(target=lambda: found.append(secret_key.kept_key())) for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(found)) == 1


def test_without_a_place_for_it_there_is_a_fresh_secret_key(monkeypatch):
    monkeypatch.setattr(secret_key, "FILE", Path(os.devnull) / "secret-key")
    assert len(secret_key.kept_key()) == 64
