"""The set-up on machines as they are. No network here: a stand-in for uv is on PATH."""

import ast
import os
import shutil
import subprocess
import sys
import time

import pytest
from course_copy import Copy, environment

from course.paths import ROOT
from course.setup import install as setup

# What runs inside, in place of the course's own commands.
INSIDE = """
import colorsys, sys
def main():
    print("prefix=" + sys.prefix, "arguments=" + repr(sys.argv[1:]))
    if sys.dont_write_bytecode:
        print("all is compiled again")
    sys.exit(3 if "fail" in sys.argv else 0)
"""
BASE = getattr(sys, "_base_executable", sys.executable)
pytestmark = pytest.mark.skipif(os.name == "nt", reason="the stand-in for uv is a shell script")


@pytest.fixture
def copy(tmp_path):
    made = Copy(tmp_path)
    (made.root / "course" / "cli.py").write_text(INSIDE)
    uv = tmp_path / "bin" / "uv"
    uv.parent.mkdir()
    uv.write_text(f'#!/bin/sh\necho "$@" >> "{tmp_path}/uv.log"\n')
    uv.chmod(0o755)
    made.uv, made.log = uv, tmp_path / "uv.log"
    made.path = f"{uv.parent}{os.pathsep}{os.environ['PATH']}"
    return made


def go(copy, *arguments, python=BASE, **settings):
    return copy.start([python, "-m", "course", *arguments], **{"PATH": copy.path, **settings})


def set_up(copy):
    answer = go(copy)
    assert answer.returncode == 0, answer.stderr
    copy.log.unlink()
    return answer


def prefix(copy):
    return f"prefix={copy.root.resolve()}/.venv"


def test_the_first_command_sets_up_and_the_second_is_silent(copy):
    first = set_up(copy)
    assert f"Setting up .venv with Python {setup.VERSION}" in first.stderr
    assert prefix(copy) in first.stdout
    second = go(copy, "test", "a b", "--x")
    assert second.stderr == ""
    assert second.stdout == f"{prefix(copy)} arguments=['test', 'a b', '--x']\n"
    assert not copy.log.exists()


def test_the_exit_code_comes_through(copy):
    set_up(copy)
    assert go(copy, "fail").returncode == 3


def test_changed_requirements_are_installed_once(copy):
    set_up(copy)
    (copy.root / "requirements.txt").write_text("# something else\n")
    assert "up to date" in go(copy).stderr
    assert go(copy).stderr == ""
    assert len(copy.log.read_text().splitlines()) == 1


def test_only_verify_needs_the_development_requirements(copy):
    set_up(copy)
    go(copy, "verify")
    assert "requirements-dev.txt" in copy.log.read_text()
    assert go(copy, "verify").stderr == ""


@pytest.mark.parametrize("damage", ["python is gone", "half-installed", "not a .venv"])
def test_a_broken_venv_is_built_anew(copy, damage):
    set_up(copy)
    venv = copy.root / ".venv"
    if damage == "python is gone":
        for path in (venv / "bin").glob("python*"):
            path.unlink()
            path.symlink_to("/gone/python3")
    elif damage == "half-installed":
        (venv / "course-unfinished").touch()
        (venv / "course-requirements.txt").unlink()
    else:
        shutil.rmtree(venv)
        venv.mkdir()
    answer = go(copy)
    assert "Setting up .venv anew" in answer.stderr
    assert prefix(copy) in answer.stdout
    assert go(copy).stderr == ""


def test_a_venv_that_a_person_made_is_used(copy):
    subprocess.run([BASE, "-m", "venv", "--without-pip", copy.root / ".venv"], check=True)
    (copy.root / ".venv" / "mine").touch()
    assert "up to date" in go(copy).stderr
    assert (copy.root / ".venv" / "mine").exists()


def test_two_at_once_build_one(copy):
    words = [BASE, "-m", "course"]
    settings = {"cwd": copy.root, "env": environment(PATH=copy.path), "text": True}
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    both = [subprocess.Popen(words, **settings, **pipes) for _ in range(3)]
    for child in both:
        output, errors = child.communicate(timeout=60)
        assert (child.returncode, prefix(copy) in output) == (0, True), errors
    assert len(copy.log.read_text().splitlines()) == 1


def test_an_installer_that_outlives_its_parent_is_waited_for(copy):
    copy.uv.write_text(
        f'#!/bin/sh\necho began >> "{copy.log}"\nsleep 3\necho ended >> "{copy.log}"\n'
    )
    settings = {"cwd": copy.root, "env": environment(PATH=copy.path), "stderr": subprocess.DEVNULL}
    parent = subprocess.Popen([BASE, "-m", "course"], **settings)
    while not copy.log.exists():
        assert parent.poll() is None
        time.sleep(0.02)
    parent.kill()
    parent.wait()
    answer = go(copy)
    assert (answer.returncode, "Waiting for it" in answer.stderr) == (0, True), answer.stderr
    assert copy.log.read_text().split() == ["began", "ended"] * 2


def test_settings_of_other_pythons_do_not_disturb(copy, tmp_path):
    for name in ("colorsys.py", "course.py", "venv.py"):
        (tmp_path / name).write_text("raise SystemExit('disturbed')")
    settings = {"PYTHONPATH": str(tmp_path), "VIRTUAL_ENV": "/gone", "PIP_TARGET": "/gone"}
    inside = copy.root / ".venv" / "bin" / "python"
    for python in (BASE, BASE, inside):
        answer = go(copy, python=python, **settings)
        assert (answer.returncode, prefix(copy) in answer.stdout) == (0, True), answer.stderr


def test_what_is_compiled_is_kept_whatever_is_set(copy):
    inside = copy.root / ".venv" / "bin" / "python"
    for python in (BASE, BASE, inside):
        answer = go(copy, python=python, PYTHONDONTWRITEBYTECODE="1")
        assert answer.stdout == f"{prefix(copy)} arguments=[]\n", answer.stderr


def test_the_python_inside_is_enough(copy):
    set_up(copy)
    answer = go(copy, python=copy.root / ".venv" / "bin" / "python")
    assert answer.stdout.startswith(prefix(copy))
    assert answer.stderr == ""


def other_python():
    names = [f"python3.{minor}" for minor in range(10, 15) if minor != sys.version_info[1]]
    found = [shutil.which(name) for name in names]
    code = "import venv, sys; print(sys.version_info[:2])"
    works = [one for one in found if one and not subprocess.call([one, "-c", code])]
    return works[0] if works else None


def test_another_python_is_taken_only_if_it_was_chosen(copy):
    other = other_python()
    if other is None:
        pytest.skip("this machine has one Python only")
    set_up(copy)
    assert go(copy, python=other).stderr == ""
    assert "anew" in go(copy, python=other, COURSE_PYTHON_CHOSEN="1").stderr
    assert go(copy, python=other, COURSE_PYTHON_CHOSEN="1").stderr == ""
    assert go(copy).stderr == ""


def test_without_network_one_sentence_says_so(copy):
    copy.uv.write_text("#!/bin/sh\nexit 2\n")
    (copy.root / "requirements.txt").write_text("flask==3.1.3\n")
    nowhere = {"PIP_INDEX_URL": "http://127.0.0.1:9/simple", "PIP_CONFIG_FILE": os.devnull}
    nowhere |= {"PIP_FIND_LINKS": "", "PIP_NO_INDEX": "", "PIP_EXTRA_INDEX_URL": ""}
    answer = go(copy, **nowhere)
    assert answer.returncode == 1
    assert "Is this machine online?" in answer.stderr
    assert "## A room without internet" in (ROOT / "docs" / "teaching.md").read_text()
    assert "Traceback" not in answer.stderr
    assert "WARNING" not in answer.stderr
    (copy.root / "requirements.txt").write_text("# nothing\n")
    copy.uv.write_text("#!/bin/sh\n")
    assert prefix(copy) in go(copy).stdout


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-notebooks.txt"])
def test_where_no_real_redis_can_be_installed_the_rest_is(monkeypatch, tmp_path, capsys, name):
    """Nobody on Alpine has to know what a wheel is."""
    installed = []

    def run(words):
        text = (ROOT / words[-1]).read_text() if words[-1].endswith(".txt") else ""
        if "lite==" in text or "-r " in text:
            return False, "No matching distribution"
        installed.append(text)
        return True, ""

    monkeypatch.setattr(setup, "VENV", tmp_path)
    monkeypatch.setattr(setup, "run", run)
    setup.install(name, sys.executable)
    assert "flask==" in installed[-1] and ("jupyterlab==" in installed[-1]) == ("note" in name)
    assert "No real Redis can be installed here" in capsys.readouterr().err


def test_without_ensurepip_the_package_to_install_is_named(monkeypatch, tmp_path):
    monkeypatch.setattr(setup, "run", lambda words: (False, "No module named ensurepip"))
    monkeypatch.setattr(setup.shutil, "which", lambda name: None)
    with pytest.raises(setup.SetupError, match="sudo apt install python3-venv"):
        setup.install("requirements.txt", "another python")


def test_pip_gets_the_persons_index_and_nothing_else(monkeypatch):
    monkeypatch.setenv("PIP_INDEX_URL", "https://packages.example/simple")
    monkeypatch.setenv("PIP_TARGET", "/elsewhere")
    monkeypatch.setenv("UV_SYSTEM_PYTHON", "1")
    monkeypatch.setenv("PYTHONPATH", "/elsewhere")
    found = setup.environment()
    assert found["PIP_INDEX_URL"] == found["UV_DEFAULT_INDEX"] == "https://packages.example/simple"
    assert found["UV_LINK_MODE"] == "copy"  # else .venv's files are uv's cache, too
    assert not {"PIP_TARGET", "UV_SYSTEM_PYTHON", "PYTHONPATH"} & set(found)


def test_an_old_python_gets_a_sentence(copy):
    found = [shutil.which(f"python{version}") for version in ("2.7", "3.6", "3.8", "3.9")]
    old = [one for one in found if one and not subprocess.call([one, "-c", ""])]
    if not old:
        pytest.skip("this machine has no old Python")
    for python in old:
        answer = go(copy, python=python)
        assert answer.returncode == 1
        assert answer.stderr.startswith("This is Python ")
        assert "needs 3.10 or newer" in answer.stderr
    set_up(copy)
    assert prefix(copy) in go(copy, python=old[0]).stdout


def test_the_entry_is_written_so_that_old_pythons_can_read_it():
    source = (ROOT / "course" / "__main__.py").read_text(encoding="ascii")
    new = (ast.JoinedStr, ast.AnnAssign, ast.NamedExpr, ast.Nonlocal, ast.Starred, ast.arg)
    assert not [node for node in ast.walk(ast.parse(source)) if isinstance(node, new)]
