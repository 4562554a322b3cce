"""Nothing of the learner's is ever lost, whatever is put in its place."""

import datetime
import re
import threading

import pytest
from course_copy import Copy

from course import files
from course.lesson_files import backups

FILE = "lesson2_signed_id.py"
MINE = b"# mine, and no UTF-8: \xff\r\n"


@pytest.fixture
def copy(tmp_path):
    return Copy(tmp_path)


def test_reset_brings_the_starter_back_and_keeps_what_was_there(copy):
    path = copy.lessons / FILE
    starter = path.read_bytes()
    path.write_bytes(MINE)
    answer = copy.course("reset", "2")
    assert answer.returncode == 0, answer.stderr
    assert path.read_bytes() == starter
    (kept,) = copy.backups()
    assert kept.read_bytes() == MINE
    assert kept.name.endswith(f"_{FILE}")
    assert kept.name in answer.stdout.replace("\n", "")
    assert "If JupyterLab has it open: File, Reload Python File from Disk." in answer.stdout
    # What it says brings it back, whatever has been kept since.
    path.write_bytes(b"# later")
    copy.course("reset", "2")
    undo = re.search("^To undo it: python -m course (.+)$", answer.stdout, re.M)[1].split()
    assert "JupyterLab" in copy.course(*undo).stdout
    assert path.read_bytes() == MINE


def test_reset_twice_has_nothing_to_do(copy):
    answer = copy.course("reset", "2")
    assert "Nothing to do" in answer.stdout
    assert copy.backups() == []


def test_line_ends_of_git_on_windows_are_no_difference(copy):
    path = copy.lessons / FILE
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert "Nothing to do" in copy.course("reset", "2").stdout


def test_reset_brings_back_a_missing_file_and_the_given_one(copy):
    (copy.lessons / "lesson3_memory_store.py").unlink()
    (copy.lessons / "session.py").write_text("broken")
    answer = copy.course("reset", "3")
    assert (copy.lessons / "lesson3_memory_store.py").exists()
    assert "class Session" in (copy.lessons / "session.py").read_text()
    assert len(copy.backups()) == 1, answer.stdout


def test_restore_lists_the_newest_first_and_puts_back_by_number_or_name(copy):
    path = copy.lessons / FILE
    path.write_bytes(b"# first\n")
    copy.course("reset", "2")
    path.write_bytes(b"# second\n")
    copy.course("reset", "2")
    listed = copy.course("restore").stdout
    assert listed.count(FILE) == 2
    assert "python -m course restore --backup 1" in listed
    answer = copy.course("restore", "1")
    assert path.read_bytes() == b"# second\n", answer.stderr
    assert len(copy.backups()) == 3  # the starter that was replaced is kept too
    first = next(kept for kept in copy.backups() if kept.read_bytes() == b"# first\n")
    copy.course("restore", "--backup", first.name)
    assert path.read_bytes() == b"# first\n"


def test_restore_of_what_is_not_there_says_how_to_list(copy):
    answer = copy.course("restore", "7")
    assert answer.returncode == 2
    assert "There is no backup 7" in answer.stderr
    assert "There is no backup yet" in copy.course("restore").stdout


def test_a_backup_name_cannot_lead_out_of_the_folder(copy):
    outside = copy.root / "2026-01-01_00-00-00_x.py"
    outside.write_text("x")
    assert copy.course("restore", f"../../{outside.name}").returncode == 2


def test_starters_are_written_anew_after_a_backup(copy):
    (copy.lessons / FILE).write_bytes(MINE)
    answer = copy.course("starters")
    assert f"Wrote lessons/{FILE}" in answer.stdout
    assert [kept.read_bytes() for kept in copy.backups()] == [MINE]
    assert "Nothing to do" in copy.course("starters").stdout


def test_backups_within_one_second_do_not_collide(tmp_path, monkeypatch):
    class Clock(datetime.datetime):
        @classmethod
        def now(cls, tz=None):
            return cls(2026, 11, 23, 10, 15, 3)

    monkeypatch.setattr(backups, "BACKUPS", tmp_path / "backup")
    monkeypatch.setattr(backups, "datetime", Clock)
    threads = [threading.Thread(target=backups.save, args=[FILE, MINE]) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    found = backups.backups()
    assert [backup.number for backup in found] == list(range(12, 0, -1))
    assert found[-1].path.name == f"0001_2026-11-23_10-15-03_{FILE}"
    assert {backup.path.read_bytes() for backup in found} == {MINE}


def test_a_write_that_fails_leaves_the_file_as_it_was(tmp_path, monkeypatch):
    monkeypatch.setattr(backups, "BACKUPS", tmp_path / "backup")
    monkeypatch.setattr(backups, "ROOT", tmp_path)
    path = tmp_path / FILE
    path.write_bytes(MINE)

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(files.os, "replace", full)
    with pytest.raises(OSError, match="No space"):
        backups.replace(path, b"new")
    assert path.read_bytes() == MINE


def test_the_solution_is_shown_as_a_difference(copy):
    assert "+++ solutions/lesson2" in copy.course("solution", "2").stdout
    source = (copy.root / "solutions" / FILE).read_text().splitlines(keepends=True)
    solved = [line for line in source if not line.strip().startswith("# Starter:")]
    text = "".join(solved).replace("import os\n\nimport secrets", "import os\nimport secrets")
    (copy.lessons / FILE).write_text(text)
    assert "No difference" in copy.course("solution", "2").stdout
    (copy.lessons / FILE).write_bytes(MINE)
    assert copy.course("solution", "2").returncode == 0
    (copy.lessons / FILE).unlink()
    assert "is missing" in copy.course("solution", "2").stdout


def test_a_clock_that_is_set_back_does_not_change_the_order(copy):
    folder = copy.root / ".course" / "backup"
    folder.mkdir(parents=True)
    for name in (f"2029-01-01_00-00-00_{FILE}", f"0007_2028-01-01_00-00-00_{FILE}"):
        (folder / name).write_bytes(b"# older\n")
    (copy.lessons / FILE).write_bytes(MINE)
    copy.course("reset", "2")
    listed = copy.course("restore").stdout.splitlines()
    assert "2028-01-01" in listed[1]
    assert "2029-01-01" in listed[2]
    copy.course("restore", "1")
    assert (copy.lessons / FILE).read_bytes() == MINE
    assert any(kept.name.startswith("0008_") for kept in copy.backups())


def test_what_is_saved_at_the_last_moment_is_backed_up_too(tmp_path, monkeypatch):
    monkeypatch.setattr(backups, "BACKUPS", tmp_path / "backup")
    monkeypatch.setattr(backups, "ROOT", tmp_path)
    path = tmp_path / FILE
    path.write_bytes(MINE)
    keep = backups.save

    def save(name, data):
        if data == MINE:
            path.write_bytes(b"# newer\n")
        return keep(name, data)

    monkeypatch.setattr(backups, "save", save)
    with pytest.raises(backups.Newer):
        backups.replace(path, b"new", MINE)
    assert path.read_bytes() == b"# newer\n"
    path.write_bytes(MINE)
    assert backups.replace(path, b"new")
    assert path.read_bytes() == b"new"
    assert b"# newer\n" in [kept.path.read_bytes() for kept in backups.backups()]
