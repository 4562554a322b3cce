"""Catching up fills in what is not solved, and leaves every other byte alone."""

import ast
from types import SimpleNamespace

import pytest

from course import catalogue
from course.catalogue import lesson_of
from course.lesson_files import backups, catch_up
from course.lesson_files.solution import solved
from course.lesson_files.starters import derive, starters
from course.lesson_files.steps import functions_of, step_of, steps_of
from course.lesson_files.untouched import untouched_in

OWN = 'def parse_cookie(header: str):\n    """Mine."""\n    return {"views": "1"}  # my own way\n'


@pytest.fixture
def lessons(tmp_path, monkeypatch):
    folder = tmp_path / "lessons"
    folder.mkdir()
    for module in (backups, catalogue):
        monkeypatch.setattr(module, "LESSONS", folder)
    monkeypatch.setattr(backups, "BACKUPS", tmp_path / "backup")
    monkeypatch.setattr(backups, "ROOT", tmp_path)
    for name, text in starters().items():
        (folder / name).write_bytes(text.encode())
    return SimpleNamespace(folder=folder, kept=tmp_path / "backup")


def shapes(text):
    return {name: ast.dump(node) for name, node in functions_of(ast.parse(text)).items()}


def states(lesson):
    """Stand in for the checks: done is what equals the solution, or says it is mine."""
    text = lesson.file.read_text(encoding="utf-8-sig", errors="replace")
    theirs, right = shapes(text), shapes(solved(lesson))
    return {
        step.id: "done"
        if all(
            theirs.get(function.name) == right[function.name]
            or "Mine" in theirs.get(function.name, "")
            for function in step.functions
        )
        else "to do"
        for step in steps_of(lesson)
    }


def core(lesson):
    return [step.id for step in steps_of(lesson) if not step.extra]


def read(lesson):
    return lesson.file.read_bytes().decode()


def catch(step_id, said=states):
    lesson, step = step_of(step_id)
    catch_up.catch_up(lesson, step, said)
    return lesson


def test_every_starter_before_the_step_is_filled_in(lessons, capsys):
    lesson = catch("3.4")
    for earlier in (lesson_of(1), lesson_of(2)):
        source = earlier.solution.read_text(encoding="utf-8")
        expected = shapes(derive(source, core(earlier)))
        assert shapes(read(earlier)) == expected
    source = lesson.solution.read_text(encoding="utf-8")
    assert shapes(read(lesson)) == shapes(derive(source, ["3.1", "3.2", "3.3"]))
    assert "Lesson 3: filled in 3.1, 3.2, 3.3." in capsys.readouterr().out


def test_a_lesson_without_a_step_is_left_alone_itself(lessons):
    before = read(lesson_of(3))
    catch_up.catch_up(lesson_of(3), None, states)
    assert read(lesson_of(3)) == before
    assert states(lesson_of(2))["2.4"] == "done"


def test_the_second_time_there_is_nothing_to_fill_in(lessons, capsys):
    lessons.folder.joinpath("lesson1_raw_cookie.py").write_bytes(b"def (")
    catch("2.3")
    count = len(list(lessons.kept.iterdir()))
    capsys.readouterr()
    catch("2.3")
    assert capsys.readouterr().out.count("nothing to fill in") == 2
    assert len(list(lessons.kept.iterdir())) == count


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_what_is_solved_and_all_around_stays_byte_for_byte(lessons, end, capsys):
    lesson = lesson_of(1)
    text = read(lesson)
    node = functions_of(ast.parse(text))["parse_cookie"]
    lines = text.split("\n")
    lines[node.lineno - 1 : node.end_lineno] = OWN.rstrip().split("\n")
    mine = "\n".join(["# my notes \u00b2", *lines, "# the end, with a form feed \x0c", ""])
    lesson.file.write_bytes(mine.replace("\n", end).encode())
    catch_up.catch_up(lesson_of(2), None, states)
    after = read(lesson)
    assert OWN.replace("\n", end) in after
    assert after.startswith("# my notes \u00b2" + end)
    assert after.endswith("\x0c" + end)
    assert after.count("\n") - after.count("\r\n") == (0 if end == "\r\n" else after.count("\n"))
    assert "filled in 1.1, 1.3, 1.4. Yours stays: 1.2." in capsys.readouterr().out


def test_a_mark_of_windows_editors_is_no_trouble(lessons):
    lesson = lesson_of(1)
    lesson.file.write_bytes(b"\xef\xbb\xbf" + lesson.file.read_bytes())
    catch_up.catch_up(lesson_of(2), None, states)
    assert lesson.file.read_bytes().startswith(b"\xef\xbb\xbf")
    assert states(lesson)["1.2"] == "done"


@pytest.mark.parametrize("note", [b"# caf\xe9\n", b"# 5 \x80 a day\r\n", b"# \xff\xfe\n"])
def test_a_comment_in_another_encoding_is_no_trouble(lessons, note, capsys):
    """Python reads such a file, so that it is done or to do for all commands alike."""
    lesson = lesson_of(1)
    lesson.file.write_bytes(note + lesson.file.read_bytes() + note)
    assert untouched_in(lesson.file.read_bytes(), lesson) == set(core(lesson))
    catch_up.catch_up(lesson_of(2), None, states)
    text = lesson.file.read_bytes()
    assert text.startswith(note) and text.endswith(note)
    assert untouched_in(text, lesson) == set()
    catch_up.catch_up(lesson_of(2), None, states)
    said = capsys.readouterr().out
    assert "nothing to fill in" in said and "whole file" not in said


def test_a_deleted_function_comes_back_where_it_was(lessons):
    lesson = lesson_of(3)
    tree = functions_of(ast.parse(read(lesson)))
    gone = [tree["MemoryStore.set"], tree["MemoryStore.get"]]
    lines = read(lesson).split("\n")
    for node in sorted(gone, key=lambda node: -node.lineno):
        first = min([node.lineno, *(one.lineno for one in node.decorator_list)])
        del lines[first - 1 : node.end_lineno]
    lesson.file.write_text("\n".join(lines))
    catch("3.4")
    order = list(functions_of(ast.parse(read(lesson))))
    solution = list(functions_of(ast.parse(solved(lesson))))
    assert [name for name in order if "Store." in name] == [
        name for name in solution if name in order and "Store." in name
    ]
    assert states(lesson)["3.1"] == "done"


@pytest.mark.parametrize("broken", [b"def (", b"\xff\xfe", b"\0", None])
def test_a_file_that_python_cannot_read_is_replaced_and_kept(lessons, broken, capsys):
    lesson = lesson_of(2)
    if broken is None:
        lesson.file.unlink()
    else:
        lesson.file.write_bytes(broken)
    catch_up.catch_up(lesson_of(3), None, states)
    assert [states(lesson)[step] for step in core(lesson)] == ["done"] * 4
    kept = [path.read_bytes() for path in lessons.kept.glob("*lesson2*")]
    assert kept == ([] if broken is None else [broken])
    assert "the whole file is new" in capsys.readouterr().out


def test_where_filling_in_does_not_help_the_whole_file_is_taken(lessons, capsys):
    lesson = lesson_of(2)
    mine = read(lesson).replace("import hmac\n", "")
    lesson.file.write_text(mine)

    def needs_import(one):
        found = states(one)
        ok = "import hmac" in read(one) or one is not lesson
        return found if ok else dict.fromkeys(found, "wrong")

    catch_up.catch_up(lesson_of(3), None, needs_import)
    assert "import hmac\n" in read(lesson)
    assert mine.encode() in [path.read_bytes() for path in lessons.kept.iterdir()]
    assert "did not pass" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("text", "kept"),
    [(None, 0), ("crlf", 0), ("# mine\n", 1), ('print("mine")\n', 1)],
    ids=["as it came", "with line ends of Windows", "a comment more", "a line more"],
)
def test_an_untouched_starter_is_nothing_to_keep(lessons, text, kept, capsys):
    """Whoever begins with lesson 2 has written nothing that could be lost, or be open anywhere."""
    lesson = lesson_of(1)
    old = lesson.file.read_bytes()
    new = old.replace(b"\n", b"\r\n") if text == "crlf" else old + (text or "").encode()
    lesson.file.write_bytes(new)
    catch_up.catch_up(lesson_of(2), None, states)
    assert states(lesson)["1.4"] == "done"
    assert [one.path.read_bytes() for one in backups.backups()] == [new] * kept
    said = capsys.readouterr().out
    assert said.count("Kept yours") == said.count("JupyterLab") == kept
    assert said.splitlines()[-1] in (
        "Lesson 2 is next: make watch LESSON=2",
        "Lesson 2 is next: python -m course watch 2",
    )


def test_it_says_which_step_is_next(lessons, capsys):
    catch("3.4")
    assert capsys.readouterr().out.splitlines()[-1].startswith("Step 3.4 is next: ")


def test_extras_stay_as_they_are(lessons):
    lesson = lesson_of(2)
    text = read(lesson).replace("return list(secret_keys)", "return [new_key]")
    lesson.file.write_text(text)
    catch_up.catch_up(lesson_of(3), None, states)
    assert "return [new_key]" in read(lesson)


def test_before_the_first_lesson_there_is_nothing(lessons, capsys):
    catch_up.catch_up(lesson_of(1), None, states)
    assert "Nothing comes before lesson 1" in capsys.readouterr().out
    assert not lessons.kept.exists()


@pytest.mark.parametrize("run", [1, 2])
def test_what_is_saved_while_the_checks_run_is_looked_at_again(lessons, run, capsys):
    """run: the first one says what is missing, the second one whether filling in was enough."""
    lesson = lesson_of(1)
    runs = []

    def slow_checks(one):
        runs.append(one)
        found = states(one) if len(runs) != 2 or run == 1 else dict.fromkeys(states(one), "wrong")
        if len(runs) == run:
            text = read(lesson)
            node = functions_of(ast.parse(text))["parse_cookie"]
            lines = text.split("\n")
            lines[node.lineno - 1 : node.end_lineno] = OWN.rstrip().split("\n")
            lesson.file.write_text("\n".join([*lines, "# newer"]))
        return found

    catch_up.catch_up(lesson_of(2), None, slow_checks)
    assert OWN in read(lesson)
    assert read(lesson).endswith("# newer")
    assert "you saved lesson1_raw_cookie.py meanwhile" in capsys.readouterr().out


def test_who_goes_on_saving_is_left_alone(lessons, capsys):
    lesson = lesson_of(1)
    saved = []

    def busy(one):
        saved.append(read(one) + f"# save {len(saved)}\n")
        one.file.write_text(saved[-1])
        return states(one)

    catch_up.catch_up(lesson_of(2), None, busy)
    assert read(lesson) == saved[-1]
    assert "you went on saving it. Yours stays" in capsys.readouterr().out
