"""The zoo: every mistake is rejected, by the check and in the words it names; odd ones pass."""

from collections import Counter

import pytest
from zoo import ODD, STEPS, Answer, mistakes, read, splice, words_of

from course.paths import ROOT

pytestmark = pytest.mark.xdist_group("zoo")  # each answer is run once

MISTAKES, ODDITIES = mistakes(), read(ODD)
WRITTEN = [answer for answer in MISTAKES if answer.code]
STARTERS = [answer for answer in MISTAKES if not answer.code]


@pytest.fixture(scope="module")
def runs(request, zoo_runs):
    """Return the runs of the answers whose tests were chosen, made together."""
    chosen = [getattr(item, "callspec", None) for item in request.session.items]
    return zoo_runs.of(one.params["answer"] for one in chosen if one and "answer" in one.params)


@pytest.mark.parametrize("answer", WRITTEN, ids=str)
def test_a_mistake_is_rejected_by_its_check_in_its_words(runs, answer: Answer):
    """Whoever makes it is told so, and told what it is: by what is shown in full."""
    shown = runs[answer].shown
    assert shown, "no check rejects it"
    said = words_of(shown)
    assert (shown.function, shown.blamed) == (answer.check, answer.at), said
    assert answer.says in said
    assert runs[answer].wrong <= {answer.at, answer.step}, "a right step is blamed"


@pytest.mark.parametrize("answer", STARTERS, ids=str)
def test_a_starter_is_rejected_by_its_own_step(runs, answer: Answer):
    """The first entry of each step's zoo is the file as the learner gets it."""
    rejected = [check for check in runs[answer].checks if check.outcome != "passed"]
    assert answer.step in {check.step for check in rejected}


@pytest.mark.parametrize("answer", ODDITIES, ids=str)
def test_an_odd_but_right_answer_passes(runs, answer: Answer):
    """A right answer that looks like nobody's solution must not be called wrong."""
    rejected = [check for check in runs[answer].checks if check.outcome != "passed"]
    assert not rejected, f"{rejected[0].id}\n{words_of(rejected[0])}"


def test_every_step_has_enough_of_both():
    """Five mistakes, the starter included, and an odd one."""
    wrong, odd = (Counter(answer.step for answer in some) for some in (MISTAKES, ODDITIES))
    assert not {step for step in STEPS if wrong[step] < 5}
    assert not {step for step in STEPS if odd[step] < 1}


def test_the_page_on_proofs_counts_them():
    """A number that nobody asserts is an old one soon."""
    page = (ROOT / "docs" / "proof.md").read_text(encoding="utf-8")
    assert f"| {len(WRITTEN)} wrong answers and the {len(STARTERS)} starters," in page
    assert f"; {len(ODDITIES)} odd but right answers," in page


def test_every_entry_is_whole():
    """An entry with a name misspelt, or the same one twice, would say nothing."""
    titles = Counter(str(answer) for answer in MISTAKES + ODDITIES)
    assert [title for title, times in titles.items() if times > 1] == []
    for answer in WRITTEN:
        assert answer.check.startswith("test_") and answer.says, answer
    for answer in ODDITIES:
        assert not answer.check and not answer.says, answer


def test_splice_replaces_and_adds():
    """The rest of the file stays, and what is new stands where it can be used."""
    source = '"""Doc."""\n\nimport os\n\n\ndef a():\n    return 1\n\n\nclass C:\n    """Doc."""\n\n'
    source += "    def m(self):\n        return 2\n"
    code = "import re\n\nX = 1\n\n\ndef a():\n    return X\n\n\nclass C:\n    y = 3\n\n"
    code += "    def m(self):\n        return 4\n"
    space: dict = {}
    exec(splice(source, code), space)  # noqa: S102
    assert (space["a"](), space["C"]().m(), space["C"].y) == (1, 4, 3)
    assert splice(source, "") == source
