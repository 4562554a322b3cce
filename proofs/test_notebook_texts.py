"""The text of the notebooks: questions with answers, no step given away, plain words."""

import ast
import copy
import itertools
import re

import pytest
from notebook_parts import LESSONS, NAMES, committed, printed

from course.lesson_files.steps import functions_of, steps_of
from tools.minutes import MEASURED, minutes_of, rounded
from tools.notebooks_build import ANSWER, heading

PAUSE, PER_CELL, WORDS = 10, 0.5, 130  # minutes between turns, minutes a cell, words a minute


@pytest.mark.parametrize("name", NAMES)
def test_every_question_has_its_answer_in_the_next_cell(name):
    cells = committed(name)["cells"]
    questions = [index for index, cell in enumerate(cells) if "answer" in cell["metadata"]]
    assert questions
    for index, cell in enumerate(cells):
        text = "".join(cell["source"])
        assert ("**Predict.**" in text) == (index in questions)
    for index in questions:
        letter = cells[index]["metadata"]["answer"]
        options = re.findall(r"^([a-e])\. ", "".join(cells[index]["source"]), re.M)
        following = next(cell for cell in cells[index:] if cell["cell_type"] == "code")
        asked = re.search(r"^answer\((.*?)\)$", "".join(following["source"]), re.M | re.S)[1]
        assert re.findall(r"(?:^|, |\n *)([a-e])=", asked) == options
        answer = cells[cells.index(following) + 1]
        assert answer["metadata"] == ANSWER and not following["outputs"]
        assert f"The answer is {letter}." in "".join(answer["source"])


@pytest.mark.parametrize("lesson", LESSONS, ids=NAMES)
def test_each_step_has_its_five_parts_and_a_turn_is_never_far(lesson):
    notebook = committed(f"{lesson.stem}.ipynb")
    text = "\n".join("".join(cell["source"]) for cell in notebook["cells"])
    for step in steps_of(lesson):
        assert f"## {heading(step.id)}\n" in text + "\n"
        section = re.search(rf"^## Step {re.escape(step.id)}:.*?(?=^## |\Z)", text, re.M | re.S)[0]
        assert section.count(f'check("{step.id}")') == 1
        assert section.count("**Your turn") == 1 and "**Predict.**" in section
        # A question may come again after the idea; the turn is last, then its check.
        parts = re.findall(r"\*\*(Predict|The idea|Your turn)[.*]|^(check)\(", section, re.M)
        order = ["".join(part) for part in parts]
        assert order[-2:] == ["Your turn", "check"] and "The idea" in order[:-2]
    minutes = 0.0
    for cell in notebook["cells"]:
        source = "".join(cell["source"])
        minutes += reading(cell)
        assert minutes <= PAUSE, source
        if source.startswith("check("):
            minutes = 0.0


def reading(cell: dict) -> float:
    """Return the minutes that a cell takes to read, or to run and look at."""
    if cell["cell_type"] == "code":
        return PER_CELL
    return len("".join(cell["source"]).split()) / WORDS


@pytest.mark.parametrize("lesson", LESSONS, ids=NAMES)
def test_the_minutes_are_those_of_the_script(lesson):
    """They are an estimate, and it is fitted to what readers needed."""
    assert lesson.minutes == rounded(minutes_of(lesson))
    if lesson.number in MEASURED:
        assert abs(minutes_of(lesson) - MEASURED[lesson.number]) <= 4


@pytest.mark.parametrize("lesson", LESSONS, ids=NAMES)
def test_plumbing_is_not_in_the_cells(lesson):
    """What a reader is to learn stays there. The first cell only loads."""
    cells = committed(f"{lesson.stem}.ipynb")["cells"]
    codes = ["".join(one["source"]) for one in cells if one["cell_type"] == "code"]
    lengths = sorted(len([line for line in code.splitlines() if line.strip()]) for code in codes)
    assert lengths[-1] <= 16 and lengths[len(lengths) * 9 // 10] <= 10


def test_no_letter_is_right_most_of_the_time():
    sources = [cell for name in NAMES for cell in committed(name)["cells"]]
    letters = [cell["metadata"]["answer"] for cell in sources if "answer" in cell["metadata"]]
    assert max(letters.count(letter) for letter in "abc") <= len(letters) * 0.45


@pytest.mark.parametrize("lesson", LESSONS, ids=NAMES)
def test_the_table_of_minutes_comes_to_what_the_board_says(lesson):
    text = "".join(committed(f"{lesson.stem}.ipynb")["cells"][0]["source"])
    rows = re.findall(r"^\| (.+) \| (\d+) \|$", text, re.M)
    core = [int(minutes) for name, minutes in rows[:-1] if not name.endswith("(extra)")]
    assert rows[-1] == ("together, without extras", str(lesson.minutes))
    assert sum(core) == lesson.minutes and min(core) > 0


def anonymous(node: ast.AST) -> str:
    """Return what a piece of code does, whatever its names are."""
    node = copy.deepcopy(node)
    for one in ast.walk(node):
        if isinstance(one, ast.Name):
            one.id = "_"
    return ast.dump(node)


def telling(tree: ast.AST) -> set[str]:
    """Return the pieces of some code that are long enough to give a step away."""
    pieces = set()
    for node in ast.walk(tree):
        if isinstance(node, (ast.stmt, ast.expr)) and sum(1 for _ in ast.walk(node)) >= 14:
            pieces.add(anonymous(node))
    return pieces


def answers(lesson) -> dict[str, set[str]]:
    """Return the telling pieces of each step's functions."""
    functions = functions_of(ast.parse(lesson.solution.read_text(encoding="utf-8")))
    found = {}
    for step in steps_of(lesson):
        for function in step.functions:
            body = functions[function.name].body
            body = body[1:] if isinstance(body[0], ast.Expr) else body
            found[function.name] = set().union(*map(telling, body))
    return found


def given_away(code: str, lesson) -> list[str]:
    """Return the functions whose body is in a piece of code."""
    pieces = telling(ast.parse(code))
    return [name for name, body in answers(lesson).items() if pieces & body]


def is_python(text: str) -> bool:
    """Is it code? What a cell printed, and a drawing, give nothing away."""
    try:
        return bool(ast.parse(text))
    except SyntaxError:
        return False


@pytest.mark.parametrize("lesson", LESSONS, ids=NAMES)
def test_no_cell_gives_a_step_away(lesson):
    for cell in committed(f"{lesson.stem}.ipynb")["cells"]:
        source = "".join(cell["source"])
        codes = (
            [source]
            if cell["cell_type"] == "code"
            else re.findall(r"```\w*\n(.*?)```", source, re.S)
        )
        for code in filter(is_python, codes):
            assert given_away(code, lesson) == []


def test_a_cell_that_gives_a_step_away_is_noticed():
    texts = {
        1: "v = read_count(parse_cookie(h).get(C)) + 1",
        2: "d = hmac.digest(to_bytes(k), to_bytes(v), 'sha256')\nx = v + '.' + "
        "base64.b64encode(d).decode().rstrip('=')",
        3: "e = self.entries.get(i)\nok = e is not None and self.clock() < e.expires",
        4: "with redis_errors():\n    x = self.client.getex(self.key(i), ex=self.max_age)",
        5: "with redis_errors():\n    x = self.client.set(k, t, ex=self.max_age, xx=True)",
        6: "with redis_errors():\n    return read_lines(self.client.hgetall(self.cart(s)))",
        7: "s = FlaskSession(lambda: self.manager(a).open(h))\nfor i in s.opened.ended:\n"
        "    self.store.destroy(i)",
        8: "with redis.Redis(host=a[0], port=a[1], **options) as s:\n    r = s.role()[0]",
    }
    for lesson in LESSONS:
        assert given_away(texts[lesson.number], lesson)


@pytest.mark.parametrize("name", NAMES)
def test_headings_are_in_order_and_text_is_plain(name):
    notebook = committed(name)
    levels = []
    for cell in notebook["cells"]:
        source = "".join(cell["source"])
        if cell["cell_type"] == "markdown":
            levels += [len(found) for found in re.findall(r"^(#+) ", source, re.M)]
            assert source.isascii() and "!" not in source.replace("!=", "")
        for line in printed(cell).splitlines():
            assert line.isascii() and len(line) <= 80
            assert "\x1b" not in line and "127.0.0.1:" not in line
        for output in cell.get("outputs", []):
            assert output["output_type"] != "error" and output.get("name") != "stderr"
            if "data" in output:
                words = "".join(output["data"]["text/plain"])
                assert output["metadata"]["image/png"]["alt"] in words
                assert sorted(output["data"]) == ["image/png", "text/plain"]
    assert levels[0] == 1 and levels[1:] == [2] * len(levels[1:])


@pytest.mark.parametrize("name", NAMES)
def test_what_follows_a_collapsed_part_begins_its_own_cell(name):
    """JupyterLab hides whole cells, up to the next one that begins with a heading."""
    cells = committed(name)["cells"]
    for index, cell in enumerate(cells):
        if cell["metadata"].get("jp-MarkdownHeadingCollapsed"):
            hidden = ["".join(cell["source"])]
            later = ["".join(one["source"]) for one in cells[index + 1 :]]
            hidden += itertools.takewhile(lambda text: not text.startswith("#"), later)
            headings = re.findall(r"^##? .+", "\n".join(hidden), re.M)
            assert len(headings) == 1, headings
