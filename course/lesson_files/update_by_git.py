"""Getting the newest course by git, whatever a learner has done with git in lessons/.

HEAD moves last. So whatever ends this before (no network for the set-up, a full disk, a
Ctrl-C), the same command goes on from there.
"""

import os
import subprocess
import sys

import click

from ..files import write
from ..paths import BACKUPS, LESSONS, ROOT
from ..say import command, console
from .carry_files import carry_over, refuse_unreadable

ALL_BUT_LESSONS = ["--", ".", ":(exclude)lessons"]
# It asks for no password, and does not wait for ever: bytes a second, for so many seconds.
QUIET = {
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_HTTP_LOW_SPEED_LIMIT": "100",
    "GIT_HTTP_LOW_SPEED_TIME": "20",
    "LC_ALL": "C",
}
HIDDEN = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX")
OTHER_WAY = "Get the newest course in another folder, and there run: {}"


def update_by_git() -> int:
    """Bring this clone to the newest version; return the exit code."""
    newest = fetch()
    if git("merge-base", "--is-ancestor", newest, "HEAD", ok=(0, 1)) is not None:
        console.print("This is the newest version: there is nothing to do.")
        return 0
    base = git("merge-base", "HEAD", newest, ok=(0, 1))
    if not base:
        raise click.ClickException(f"This clone has another history. {other_way()}")
    refuse_to_lose(base)
    refuse_unreadable(LESSONS)
    if bring(newest, base) and not os.environ.get("COURSE_UPDATING"):
        # The newer version knows best how to go on.
        words = [sys.executable, "-m", "course", "update"]
        return subprocess.call(words, cwd=ROOT, env=os.environ | {"COURSE_UPDATING": "1"})
    names = names_of("ls-tree", "-r", "--name-only", base, "solutions/")
    old = {name.partition("/")[2]: git("show", f"{base}:{name}", strip=False) for name in names}
    carry_over(old, LESSONS)
    move_head(newest, base)
    console.print(f"The course is the newest version now. To see where you are: {command('test')}")
    return 0


def git(*words: str, ok: tuple[int, ...] = (0,), strip: bool = True) -> str | None:
    """Return what git says, None where it ends with the second code of ok.

    Raises ClickException.
    """
    environment = {name: value for name, value in os.environ.items() if name not in HIDDEN}
    environment |= QUIET
    settings = {"cwd": ROOT, "env": environment, "stdin": subprocess.DEVNULL}
    try:
        done = subprocess.run(["git", *words], capture_output=True, **settings)
    except FileNotFoundError:
        raise click.ClickException(f"git is not installed. {other_way()}") from None
    if done.returncode not in ok:
        why = (done.stderr.decode(errors="replace").strip().splitlines() or ["it ended"])[-1]
        raise click.ClickException(f"git {words[0]} says: {why}\nNothing of yours is lost.")
    said = done.stdout.decode(errors="replace")
    return None if done.returncode else said.strip() if strip else said


def names_of(*words: str) -> set[str]:
    """Return the files that git names."""
    first, *rest = words
    return set(filter(None, git(first, "-z", *rest, strip=False).split("\0")))


def other_way() -> str:
    """Return what works without git."""
    return OTHER_WAY.format(command("update", **{"from": ROOT}))


def fetch() -> str:
    """Return the commit of the newest version. Raises ClickException where it cannot be had."""
    if not (ROOT / ".git").exists():
        raise click.ClickException(f"This folder is no git clone. {other_way()}")
    remotes = git("remote").split()
    # A fork keeps where it came from under this name.
    remote = next((name for name in ("upstream", "origin", *remotes) if name in remotes), None)
    if remote is None:
        raise click.ClickException(f"This clone does not know where it came from. {other_way()}")
    try:
        git("fetch", "--quiet", remote, "HEAD")
    except click.ClickException as error:
        where = git("remote", "get-url", remote)
        raise click.ClickException(
            f"The newest version could not be fetched from {where}. Is this machine online?\n"
            f"{error.message}"
        ) from error
    return git("rev-parse", "FETCH_HEAD")


def refuse_to_lose(base: str) -> None:
    """Raise ClickException where only its person knows what is to become of a change."""
    if git("ls-files", "--unmerged"):
        raise click.ClickException(
            "A merge is under way here. End it first: git merge --abort (or git rebase --abort)."
        )
    changed = names_of("diff", "--no-renames", "--name-only", base, "HEAD", *ALL_BUT_LESSONS)
    if changed:
        first = min(changed)
        raise click.ClickException(
            f"Commits of yours change {first}, which is not in lessons/. Merge them yourself: "
            "git merge FETCH_HEAD. Nothing was changed."
        )


def bring(newest: str, base: str) -> bool:
    """Make all but lessons/ the newest version's. False where it is already.

    What was changed there is kept in .course/backup/.
    """
    older = names_of("diff", "--no-renames", "--name-only", newest, *ALL_BUT_LESSONS)
    if not older:
        return False
    gone = names_of(
        "diff", "--no-renames", "--name-only", "--diff-filter=D", base, newest, *ALL_BUT_LESSONS
    )
    own = names_of("diff", "--no-renames", "--name-only", "HEAD", *ALL_BUT_LESSONS)
    own |= names_of("ls-files", "--others", "--exclude-standard", *ALL_BUT_LESSONS)
    for name in sorted(older & own):
        if (ROOT / name).is_file():
            kept = BACKUPS / f"course-{base[:8]}" / name
            write(kept, (ROOT / name).read_bytes())
            console.print(f"You had changed {name}. Kept yours: {kept.relative_to(ROOT)}")
    git("checkout", newest, *ALL_BUT_LESSONS)
    for name in gone:
        (ROOT / name).unlink(missing_ok=True)
    return True


def move_head(newest: str, base: str) -> None:
    """Let the branch be at the newest version, with the learner's own commits, if there are any."""
    if git("rev-parse", "HEAD") != base:
        git("read-tree", newest)
        git("add", "--all", "--", "lessons")
        words = ["-p", "HEAD", "-p", newest, "-m", "The newest version of the course"]
        newest = git("commit-tree", git("write-tree"), *words)
    git("reset", "--quiet", newest)
