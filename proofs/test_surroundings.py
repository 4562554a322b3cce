"""The course runs in any folder, whatever is set and whatever lies around it."""

import json
import os
import stat
import sys

import pytest
from course_copy import Copy

from course.catalogue import CATALOGUE

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the stand-in for uv is a shell script")

NAMES = ["x[1]", 'it\'s "100%" {a,b}*?', "Größe 会话", "-c $HOME & `ls`; #", "n" * 200]


def solved_copy(folder, name):
    copy = Copy(folder, name)
    copy.furnish()
    copy.solve()
    return copy


@pytest.mark.parametrize("name", NAMES)
def test_a_clone_runs_in_a_folder_of_any_name(tmp_path, name):
    copy = solved_copy(tmp_path, name)
    answer = copy.typed("test")
    assert (answer.returncode, answer.stderr) == (0, ""), answer.stdout
    assert answer.stdout.count(" done\n") >= 4, answer.stdout


def test_every_way_to_run_checks_takes_a_folder_with_brackets(tmp_path):
    copy = solved_copy(tmp_path, "x[1]")
    (tmp_path / "t[2]").mkdir()
    settings = {"TMPDIR": str(tmp_path / "t[2]")}
    for words in (["hint", "2"], ["catch-up", "3"], ["grade"]):
        answer = copy.typed(*words, **settings)
        assert (answer.returncode, answer.stderr) == (0, ""), answer.stdout
    forked = "from course.watch.preloaded import Preloaded\n"
    forked += "from course.catalogue import CATALOGUE as lessons\n"
    forked += "with Preloaded() as ready: print({one.outcome for one in ready.run(lessons).checks})"
    watched = copy.start([copy.root / ".venv" / "bin" / "python", "-c", forked])
    assert watched.stdout == "{'passed'}\n", watched.stderr


@pytest.mark.parametrize("name", ["a::b", "a:b"])
def test_a_folder_where_no_venv_can_be_is_refused_before_the_set_up(tmp_path, name):
    copy = Copy(tmp_path, name)
    answer = copy.start([sys.executable, "-m", "course"])
    assert (answer.returncode, answer.stdout) == (1, "")
    assert answer.stderr.startswith("The course cannot run in a folder with a : in its path:\n")
    assert not (copy.root / ".venv").exists()


@pytest.fixture(scope="module")
def nested(tmp_path_factory):
    """Return a solved copy below a folder with files that would change a run of pytest."""
    above = tmp_path_factory.mktemp("above")
    (above / "conftest.py").write_text("raise SystemExit('disturbed')")
    for name in ("sitecustomize.py", "flask.py", "random.py", "course.py", "disturbing.py"):
        (above / name).write_text("raise SystemExit('disturbed')")
    for name in ("pytest.ini", "tox.ini", "setup.cfg", "pyproject.toml"):
        section = {"setup.cfg": "tool:pytest", "pyproject.toml": "tool.pytest.ini_options"}
        (above / name).write_text(f"[{section.get(name, 'pytest')}]\naddopts = '--disturbed'\n")
    return solved_copy(above, "course here")


SETTINGS = {
    "PYTEST_ADDOPTS": "-x --collect-only -k nothing",
    "PYTEST_PLUGINS": "disturbing",
    "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
    "PYTHONPATH": "{above}",
    "PYTHONSAFEPATH": "1",
    "PYTHONWARNINGS": "error",
    "PYTHONOPTIMIZE": "2",
    "PYTHONSTARTUP": "{above}/disturbing.py",
    "PYTHONDEVMODE": "1",
    "PYTHONNOUSERSITE": "1",
    "FLASK_DEBUG": "1",
    "WERKZEUG_RUN_MAIN": "true",
    "http_proxy": "http://127.0.0.1:9",
    "LC_ALL": "C",
    "TZ": "Pacific/Kiritimati",
}


@pytest.mark.parametrize("words", [("test", "1"), ("attack", "1"), ("hint", "2")])
def test_settings_for_other_programs_do_not_reach_a_run(nested, words):
    above = nested.root.parent
    settings = {name: value.format(above=above) for name, value in SETTINGS.items()}
    # As the Makefile starts Python: else one with PYTHONSAFEPATH finds no course.
    answer = nested.typed(*words, options=["-E"], **settings)
    plain = nested.typed(*words)
    assert (answer.returncode, answer.stderr) == (0, "")
    assert (answer.stdout, plain.returncode) == (plain.stdout, 0)


@pytest.mark.parametrize("name", ["PYTEST_ADDOPTS", "PYTEST_PLUGINS", "PYTHONOPTIMIZE"])
def test_settings_of_a_kernel_do_not_reach_a_check(nested, name):
    """A notebook's kernel is started by Jupyter, and not by our command."""
    code = "from course.checks.runner import run_checks; from course.catalogue import CATALOGUE\n"
    code += "import os\n"
    code += f"os.environ[{name!r}] = {SETTINGS[name].format(above=nested.root.parent)!r}\n"
    code += "print({check.outcome for check in run_checks(CATALOGUE[:1]).checks})"
    answer = nested.start([nested.root / ".venv" / "bin" / "python", "-c", code])
    assert answer.stdout == "{'passed'}\n", answer.stderr


def test_nobody_else_may_write_what_a_command_makes(tmp_path):
    copy = Copy(tmp_path)
    copy.furnish()
    (copy.root / ".venv" / "course-unfinished").touch()
    words = ["sh", "-c", 'umask 000; "$@"', "sh", *copy.words("reset", "1")]
    answer = copy.start(words, PATH=copy.path)
    assert answer.returncode == 0, answer.stderr
    tops = [copy.root / name for name in (".venv", ".course", "lessons")]
    made = [path for top in tops for path in top.rglob("*") if not path.is_symlink()]
    assert len(made) > 20
    assert [path for path in made if path.stat().st_mode & stat.S_IWOTH] == []


def test_a_notebook_with_another_kernel_goes_on_or_says_what_it_needs(tmp_path):
    copy = Copy(tmp_path)
    copy.furnish()
    cell = "import sys; sys.path.insert(0, '..'); from course.notebook import *; check('1.1')"
    words = [*copy.words()[:1], "-I", "-c", f"import os; os.chdir('notebooks'); {cell}"]
    for damage, code in ((None, 0), ("rich", 1)):
        if damage is not None:
            (copy.site / damage).unlink()
        answer = copy.start(words)
        assert answer.returncode == code, answer.stderr
        assert ("run this cell again" in answer.stdout) == (damage is None), answer.stdout
        assert ("open it with: make notebooks" in answer.stderr) == (damage is not None)


def test_the_commands_of_hosted_editors_run(tmp_path):
    pytest.importorskip("jupyterlab")
    copy = Copy(tmp_path)
    copy.furnish()
    container = json.loads((copy.root / ".devcontainer" / "devcontainer.json").read_text())
    inside = f"{copy.root / '.venv' / 'bin'}{os.pathsep}{copy.path}"
    for words in (["sh", "-c", container["postCreateCommand"]], ["bash", ".binder/postBuild"]):
        for made in copy.root.glob("notebooks/my_*"):
            made.unlink()
        answer = copy.start(words, PATH=inside, HOME=str(tmp_path))
        assert answer.returncode == 0, answer.stderr
        assert len(list(copy.root.glob("notebooks/my_*.ipynb"))) == len(CATALOGUE)
    assert (copy.root / ".venv" / "course-requirements-notebooks.txt").exists()


def test_git_keeps_the_line_ends_of_what_a_shell_reads(tmp_path):
    copy = Copy(tmp_path)
    names = ["Makefile", ".ci/run", ".binder/postBuild"]
    for words in (["init"], ["add", ".gitattributes", *names], ["checkout-index", "-af"]):
        git = copy.start(["git", "-c", "core.autocrlf=true", *words])
        assert git.returncode == 0, git.stderr
        if words[0] == "add":
            for name in names:
                (copy.root / name).unlink()
    assert [name for name in names if b"\r" in (copy.root / name).read_bytes()] == []
