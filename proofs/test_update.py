"""`make update`: from every version to the newest, and every done step is still done."""

import ast
import io
import json
import re
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest
from course_copy import COMMAND, environment

from course.lesson_files import backups, carry_files, update
from course.lesson_files.carry import Edition, parts
from course.lesson_files.starters import derive, starters
from course.lesson_files.steps import first_line, functions_of, read_steps
from course.paths import ROOT

pytestmark = pytest.mark.skipif(not shutil.which("git"), reason="there is no git")

TEXT = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
VERSIONS = re.findall(r"^\| \w+ \| ([0-9a-f]{7,}) \|", TEXT, re.M)
NAMES = {"GIT_AUTHOR_NAME": "A Learner", "GIT_COMMITTER_NAME": "A Learner"}
MAILS = {"GIT_AUTHOR_EMAIL": "a@example.com", "GIT_COMMITTER_EMAIL": "a@example.com"}
NOBODYS = {"GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_SYSTEM": "/dev/null"}
KIT = ["course", "Makefile", "requirements.txt"]
STATES = """
import json
from course.checks.progress import states
from course.catalogue import CATALOGUE
print(json.dumps({step: is_ for lesson in CATALOGUE for step, is_ in states(lesson).items()}))
"""
# What these steps let through was a fault of the course: who wrote them in own words is told.
STRICTER = {"1.2": "wrong", "2.4": "wrong", "2.5": "wrong"}
STEP_BY_STEP = ["1.1", "1.2", "1.3", "2.1", "2.2", "3.1", "3.2", "3.4", "3.5", "4.1", "4.3"]


def git(folder, *words):
    done = subprocess.run(
        ["git", *words],
        cwd=folder,
        env=environment(**NAMES, **MAILS, **NOBODYS),
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def old_course(folder: Path, commit: str) -> Path:
    """Write the course as it was at a commit."""
    done = subprocess.run(["git", "archive", commit], cwd=ROOT, capture_output=True)
    if done.returncode:
        pytest.skip("this clone does not reach back to that version")
    with tarfile.open(fileobj=io.BytesIO(done.stdout)) as archive:
        archive.extractall(folder, filter="data")
    return folder


def new_course(folder: Path) -> None:
    """Write the course as it is here, saved and not committed, over what is in the folder."""
    for path in [path for path in folder.iterdir() if path.name != ".git"]:
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    words = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(words, cwd=ROOT, capture_output=True, text=True).stdout.split("\0")
    for name in filter(None, names):
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, folder / name)


@pytest.fixture(scope="session", params=VERSIONS)
def origin(request, tmp_path_factory):
    """Return a repository with an old version, tagged old, and the newest on main."""
    folder = old_course(tmp_path_factory.mktemp("origin"), request.param)
    git(folder, "init", "-q", "-b", "main")
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", "old")
    git(folder, "tag", "old")
    new_course(folder)
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", "new")
    return folder


class Learner:
    """A clone of the old version, as somebody works in it."""

    def __init__(self, origin: Path, folder: Path, *options: str) -> None:
        self.root = folder / "my course"
        git(folder, "clone", "-q", *options, origin.as_uri(), str(self.root))
        git(self.root, "reset", "-q", "--hard", git(origin, "rev-parse", "old"))
        (self.root / ".venv").symlink_to(sys.prefix)
        self.sources = {
            path.name: path.read_text(encoding="utf-8")
            for path in (self.root / "solutions").glob("lesson*.py")
        }

    @property
    def lessons(self) -> Path:
        return self.root / "lessons"

    def write(self, solved, own: bool) -> None:
        """Solve these steps. own: not as the solution does."""
        for name, source in self.sources.items():
            text = derive(source, solved)
            text = in_own_words(text, source, solved) if own else text
            (self.lessons / name).write_text(text, encoding="utf-8")

    def update(self, *words: str, before: str = "", **settings: str) -> subprocess.CompletedProcess:
        """Run `update` as the README says: version 1 has none, and gets the newer kit first."""
        if not words and not has_update(self):
            git(self.root, "checkout", git(self.root, "rev-parse", "origin/HEAD"), "--", *KIT)
        return self.run("-c", f"{before}\n{COMMAND}", "update", *words, **settings)

    def run(self, *words: str, **settings: str) -> subprocess.CompletedProcess:
        return subprocess.run(
            [sys.executable, *words],
            cwd=self.root,
            env=environment(**NAMES, **MAILS, **NOBODYS, **settings),
            capture_output=True,
            text=True,
        )

    def states(self) -> dict[str, str]:
        answer = self.run("-c", STATES)
        assert answer.returncode == 0, answer.stderr
        return json.loads(answer.stdout)

    def backups(self) -> dict[str, bytes]:
        found = (self.root / ".course" / "backup").rglob("*.*")
        return {path.name: path.read_bytes() for path in found if path.is_file()}


def in_own_words(text: str, source: str, solved) -> str:
    """Return a lesson whose solved functions are no longer those of the solution."""
    lines = text.split("\n")
    names = {one.name for step in read_steps(source) if step.id in solved for one in step.functions}
    for name, node in reversed(functions_of(ast.parse(text)).items()):
        if name in names:
            first = node.body[1] if ast.get_docstring(node) else node.body[0]
            lines.insert(first_line(first) - 1, " " * first.col_offset + "mine = 'in my own words'")
    return "\n".join(lines)


@pytest.fixture
def learner(origin, tmp_path):
    return Learner(origin, tmp_path)


def all_steps(learner):
    return [step.id for source in learner.sources.values() for step in read_steps(source)]


@pytest.mark.parametrize("own", [False, True], ids=["as the solution", "in own words"])
@pytest.mark.parametrize(
    ("part", "way"), [("all", "by git"), ("some", "by git"), ("some", "from a folder")]
)
def test_every_done_step_is_still_done(learner, origin, tmp_path, own, part, way):
    solved = all_steps(learner) if part == "all" else STEP_BY_STEP
    learner.write(solved, own)
    before = {path.name: path.read_bytes() for path in learner.lessons.glob("lesson*.py")}
    if way == "by git":
        answer, updated = learner.update(), learner
        assert answer.returncode == 0, answer.stderr + answer.stdout
        assert git(learner.root, "rev-parse", "HEAD") == git(origin, "rev-parse", "HEAD")
        assert git(learner.root, "status", "--porcelain", "--", ".", ":!lessons", ":!.venv") == ""
        kept = learner.backups().values()
        assert all(
            text in kept or text == (learner.lessons / name).read_bytes()
            for name, text in before.items()
        )
    else:
        (tmp_path / "newest").mkdir()
        updated = Learner(origin, tmp_path / "newest")
        git(updated.root, "reset", "-q", "--hard", "origin/HEAD")
        answer = updated.update("--from", str(learner.root))
        assert before.items() <= {p.name: p.read_bytes() for p in learner.lessons.iterdir()}.items()
    assert answer.returncode == 0, answer.stderr + answer.stdout
    states = updated.states()
    stricter = {step: state for step, state in STRICTER.items() if own and step in solved}
    expected = dict.fromkeys(solved, "done") | stricter
    assert {step: states[step] for step in solved} == expected, answer.stdout
    others = {state for step, state in states.items() if step not in solved}
    assert others <= {"to do"}, states
    said = " ".join(answer.stdout.split())
    for step in worded_anew(learner.sources, updated.root / "solutions") & set(solved):
        assert not own or re.search(rf"new text for step [0-9., ]*{step}\b", said), said
    for name in before:
        text = (updated.lessons / name).read_text(encoding="utf-8")
        mine = before[name].decode().count("in my own words")
        assert text.count("in my own words") == mine
    again = updated.update()
    assert "This is the newest version" in again.stdout, again.stdout + again.stderr


def worded_anew(sources, newer):
    """Return the steps that have another text in the newer version."""
    found = set()
    for name, source in sources.items():
        old, new = Edition(source), Edition((newer / name).read_text(encoding="utf-8"))
        was, will_be = parts(old.starter), parts(new.starter)
        found |= {
            step
            for function, step in new.steps.items()
            if function in was and was[function].text != will_be[function].text
        }
    return found


def edit(learner, mark="# mine"):
    """Write something of one's own into a lesson."""
    path = learner.lessons / "lesson1_raw_cookie.py"
    path.write_text(path.read_text(encoding="utf-8") + f"\n\n{mark}\n", encoding="utf-8")


def is_updated(learner, origin, answer):
    assert answer.returncode == 0, answer.stderr + answer.stdout
    merged = git(learner.root, "merge-base", "HEAD", git(origin, "rev-parse", "HEAD"))
    assert merged == git(origin, "rev-parse", "HEAD")
    assert not git(learner.root, "diff", "--name-only", merged, "--", ".", ":!lessons")
    assert "# mine" in (learner.lessons / "lesson1_raw_cookie.py").read_text()


SITUATIONS = {
    "saved": [],
    "added": [["add", "lessons"]],
    "committed": [["commit", "-qam", "my work"]],
    "on a branch": [["switch", "-qc", "mine"], ["commit", "-qam", "my work"]],
    "without a branch": [["switch", "-q", "--detach"]],
    "stashed and taken back": [["stash", "-q"], ["stash", "pop", "-q"]],
    "after a pull that was refused": [["fetch", "-q"]],
}


@pytest.mark.parametrize("commands", SITUATIONS.values(), ids=SITUATIONS)
def test_whatever_git_was_used_for_in_lessons(learner, origin, commands):
    edit(learner)
    for words in commands:
        git(learner.root, *words)
    before = git(learner.root, "rev-parse", "HEAD")
    branch = git(learner.root, "branch", "--show-current")
    is_updated(learner, origin, learner.update())
    assert git(learner.root, "branch", "--show-current") == branch
    assert git(learner.root, "merge-base", before, "HEAD") == before


def test_a_fork_follows_the_course_that_it_came_from(learner, origin):
    edit(learner)
    git(learner.root, "remote", "rename", "origin", "upstream")
    git(learner.root, "remote", "add", "origin", "/gone")
    answer = learner.run("-m", "course", "update") if has_update(learner) else None
    if answer is None:
        git(learner.root, "checkout", git(origin, "rev-parse", "HEAD"), "--", *KIT)
        answer = learner.run("-c", COMMAND, "update")
    is_updated(learner, origin, answer)


def has_update(learner):
    return " update " in (learner.root / "Makefile").read_text(encoding="utf-8")


def test_a_clone_without_its_history(origin, tmp_path):
    """With --depth 1, and fetched since: that is how hosted editors clone."""
    learner = Learner(origin, tmp_path)
    shutil.rmtree(learner.root)
    words = ["clone", "-q", "--depth", "1", "--branch", "old", origin.as_uri(), str(learner.root)]
    git(tmp_path, *words)
    git(learner.root, "switch", "-qc", "main")
    (learner.root / ".venv").symlink_to(sys.prefix)
    edit(learner)
    git(learner.root, "fetch", "-q", "origin", "HEAD")
    git(learner.root, "checkout", "FETCH_HEAD", "--", *KIT)
    is_updated(learner, origin, learner.run("-c", COMMAND, "update"))


def test_what_was_changed_elsewhere_is_kept_and_said(learner, origin):
    edit(learner)
    (learner.root / "README.md").write_text("# my notes\n")
    (learner.root / "docs" / "mine.md").write_text("# mine\n")
    answer = learner.update()
    is_updated(learner, origin, answer)
    assert learner.backups()["README.md"] == b"# my notes\n"
    assert "You had changed README.md" in " ".join(answer.stdout.split())
    assert (learner.root / "docs" / "mine.md").read_text() == "# mine\n"


def whole(learner):
    files = [path for path in learner.root.rglob("*") if path.is_file() and not path.is_symlink()]
    hidden = (".git", "__pycache__", ".venv")
    return {path: path.read_bytes() for path in files if not set(path.parts) & set(hidden)}


def commit_elsewhere(learner):
    (learner.root / "README.md").write_text("# mine\n")
    git(learner.root, "commit", "-qam", "mine")


def merge_under_way(learner):
    git(learner.root, "commit", "-qam", "mine")
    path = learner.lessons / "lesson1_raw_cookie.py"
    git(learner.root, "switch", "-qc", "other", "HEAD~1")
    path.write_text("# other\n")
    git(learner.root, "commit", "-qam", "other")
    subprocess.run(["git", "merge", "-q", "main"], cwd=learner.root, capture_output=True)


def take_remotes_away(learner):
    git(learner.root, "remote", "remove", "origin")


def break_a_lesson(learner):
    (learner.lessons / "lesson2_signed_id.py").write_text("def (\n")


def lead_nowhere(learner):
    git(learner.root, "remote", "set-url", "origin", "http://127.0.0.1:9/course.git")


def take_git_away(learner):
    shutil.move(learner.root / ".git", learner.root.parent / "was.git")


REFUSED = {
    lead_nowhere: "Is this machine online?",
    take_remotes_away: "does not know where it came from",
    take_git_away: "This folder is no git clone. Get the newest course in another folder",
    commit_elsewhere: "Commits of yours change README.md, which is not in lessons/.",
    merge_under_way: "A merge is under way here.",
    break_a_lesson: "Python cannot read lessons/lesson2_signed_id.py",
}


@pytest.mark.parametrize("trouble", REFUSED, ids=lambda one: one.__name__)
def test_what_cannot_be_updated_is_said_and_left_alone(learner, trouble):
    edit(learner)
    if not has_update(learner):
        git(learner.root, "checkout", git(learner.root, "rev-parse", "origin/HEAD"), "--", *KIT)
        git(learner.root, "config", "user.name", "A Learner")
        new_kit = learner.root / "course"
        shutil.copytree(new_kit, learner.root.parent / "course")
        git(learner.root, "reset", "-q", "--hard")
        edit(learner)
        trouble(learner)
        shutil.rmtree(new_kit)
        shutil.copytree(learner.root.parent / "course", new_kit)
    else:
        trouble(learner)
    before = whole(learner)
    answer = learner.run("-c", COMMAND, "update")
    said = " ".join(answer.stderr.split())
    assert answer.returncode == 1, answer.stdout
    assert REFUSED[trouble] in said, said
    assert "Traceback" not in said
    assert whole(learner) == before


@pytest.mark.parametrize("folder", ["gone", ".", "docs"])
def test_a_folder_that_is_no_older_course_is_refused(folder):
    words = [sys.executable, "-c", COMMAND, "update", "--from", folder]
    answer = subprocess.run(words, cwd=ROOT, env=environment(), capture_output=True, text=True)
    assert answer.returncode == 1
    assert "this course" in answer.stderr or "is no older course" in answer.stderr


@pytest.mark.parametrize("when", ["carry_over", "move_head"])
def test_who_was_killed_under_way_goes_on_with_the_same_command(learner, origin, when):
    learner.write(STEP_BY_STEP, own=True)
    edit(learner)
    stop = f"import os, course.lesson_files.update_by_git as it; it.{when} = lambda *_: os._exit(9)"
    if not has_update(learner):
        git(learner.root, "checkout", git(origin, "rev-parse", "HEAD"), "--", *KIT)
    answer = learner.update(before=stop, COURSE_UPDATING="1")
    assert answer.returncode == 9, answer.stderr
    is_updated(learner, origin, learner.update())
    text = (learner.lessons / "lesson3_memory_store.py").read_text()
    assert text.count("in my own words") == 8


def test_notebooks_and_files_of_their_own_come_along(learner, origin, tmp_path):
    notebook = learner.root / "notebooks" / "my_lesson1_raw_cookie.ipynb"
    notebook.write_text('{"cells": []}')
    (learner.lessons / "own.py").write_text("# mine\n")
    (tmp_path / "newest").mkdir()
    updated = Learner(origin, tmp_path / "newest")
    git(updated.root, "reset", "-q", "--hard", "origin/HEAD")
    assert updated.update("--from", str(learner.root)).returncode == 0
    assert (updated.root / "notebooks" / notebook.name).read_text() == '{"cells": []}'
    assert (updated.lessons / "own.py").read_text() == "# mine\n"


def test_the_readme_says_how_version_1_gets_the_newer_commands():
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert f"git checkout origin/HEAD -- {' '.join(KIT)}\nmake update\n" in text


def test_what_is_saved_meanwhile_is_looked_at_again(tmp_path, monkeypatch, capsys):
    name = "lesson1_raw_cookie.py"
    for module in (backups, carry_files):
        monkeypatch.setattr(module, "LESSONS", tmp_path)
    monkeypatch.setattr(backups, "BACKUPS", tmp_path / "backup")
    monkeypatch.setattr(backups, "ROOT", tmp_path)
    for file, text in starters().items():
        (tmp_path / file).write_text(text, encoding="utf-8")
    carry = carry_files.carry
    saves = iter(["# newer\n"])

    def slow_carry(text, old, new, homes):
        if text == (tmp_path / name).read_text(encoding="utf-8"):
            with (tmp_path / name).open("a") as file:
                file.write(next(saves, ""))
        found = carry(text, old, new, homes)
        found.text += "# carried\n"
        return found

    monkeypatch.setattr(carry_files, "carry", slow_carry)
    carry_files.carry_over(update.sources_in(ROOT / "solutions"), tmp_path)
    assert (tmp_path / name).read_text(encoding="utf-8").endswith("# newer\n# carried\n")
    assert f"You saved lessons/{name} meanwhile" in capsys.readouterr().out
