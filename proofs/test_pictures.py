"""The pictures: everything is on the sheet, and no colour says anything alone."""

import itertools
import re

import pytest
from notebook_parts import need

need("matplotlib", "IPython")

from course.pictures import sheet as pictures  # noqa: E402
from course.pictures.plots import plot  # noqa: E402
from course.pictures.sequence import (  # noqa: E402
    Message,
    broken,
    diagram,
    places_of,
    transcript,
)
from course.pictures.sheet import BUILDING, Run  # noqa: E402
from course.pictures.story import Clock, Story, names  # noqa: E402
from course.pictures.tables import cell_runs, drawn, session_ids, texts  # noqa: E402
from solutions import lesson1_raw_cookie, lesson3_memory_store  # noqa: E402

KEYS = ["a key of the server"]
SIGNED = "s%3Aalice-id%3A5." + "Aa%2B" * 9


@pytest.fixture
def shown(monkeypatch):
    """What was shown: pairs of the data and its metadata."""
    found = []
    show = lambda data, raw, metadata: found.append((data, metadata))  # noqa: E731
    monkeypatch.setattr("IPython.display.display", show)
    return found


def visits() -> Story:
    """Return a story with three who take part, and long headers."""
    story = Story()
    store = story.watch(lesson3_memory_store.MemoryStore(60, story.clock))
    make = lambda: lesson3_memory_store.create_app(  # noqa: E731
        store=store, secret_keys=KEYS, new_id=names("a-very-long-session-id-of-alice")
    )
    server = story.server(make)
    browser = story.browser("Alice")
    browser.visit(server)
    browser.visit(server)
    return story


def boxes(sheet):
    """Return where each text is, in inches, and the sheet's size."""
    sheet.figure.canvas.draw()
    renderer, dpi = sheet.figure.canvas.get_renderer(), sheet.figure.dpi
    places = [text.get_window_extent(renderer) for text in sheet.axes.texts if text.get_text()]
    return [(box.x0 / dpi, box.y0 / dpi, box.x1 / dpi, box.y1 / dpi) for box in places]


def sheets():
    """Return sheets of all kinds that lay texts out."""
    rows = [["127.0.0.1", f"connect.sid={SIGNED}", "in 60 s"]]
    named = {"before": [], "after": texts(rows)}
    return [diagram(visits().messages), drawn(["host", "cookie", "ends"], named, [9, 40, 7])]


@pytest.mark.parametrize("number", [0, 1])
def test_nothing_is_cut_off_and_nothing_overlaps(number):
    sheet = sheets()[number]
    width, height = sheet.figure.get_size_inches()
    found = boxes(sheet)
    assert found
    for x0, y0, x1, y1 in found:
        assert x0 >= 0 and y0 >= 0 and x1 <= width and y1 <= height
    for one, other in itertools.combinations(found, 2):
        across = min(one[2], other[2]) - max(one[0], other[0])
        down = min(one[3], other[3]) - max(one[1], other[1])
        assert across < 0.03 or down < 0.05


def test_what_a_cookie_carries_has_the_styles_of_its_parts():
    runs = pictures.runs_of(f"Cookie: theme=dark; views={SIGNED}")
    assert ("dark", "value") in runs
    assert [run.text for run in runs if run.style == "id"] == ["alice-id"]
    assert [run.text for run in runs if run.style == "signature"] == ["Aa%2B" * 9]
    assert "5" in [run.text for run in runs if run.style == "value"]
    assert "".join(run.text for run in runs) == f"Cookie: theme=dark; views={SIGNED}"


def test_every_colour_has_a_shape_of_its_own_and_is_dark_enough():
    shapes = [pictures.SHAPES.get(name, "underlined") for name in ("id", "signature", "value")]
    assert len(set(shapes)) == 3
    for colour in pictures.COLOURS.values():
        parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
        light = [x / 12.92 if x <= 0.03928 else ((x + 0.055) / 1.055) ** 2.4 for x in parts]
        luminance = sum(
            weight * x for weight, x in zip((0.2126, 0.7152, 0.0722), light, strict=True)
        )
        assert 1.05 / (luminance + 0.05) >= 4.5


def test_a_picture_has_words_and_the_transcript_says_it_all(shown, capsys):
    story = visits()
    messages = list(story.messages)
    story.draw()
    printed = " ".join(capsys.readouterr().out.split())
    for message in messages:
        for line in message.lines:
            for word in pictures.shortened(line).split():
                assert word in printed
    (data, metadata), *_ = shown
    assert metadata["image/png"]["alt"] in data["text/plain"]
    assert all(len(line) <= 80 for line in transcript(messages))


def test_a_picture_is_html_with_its_words_unless_it_is_committed(shown, monkeypatch):
    from matplotlib.figure import Figure

    pictures.show(Figure(), 'a "b" <c>')
    monkeypatch.setenv(BUILDING, "1")
    pictures.show(Figure(), "d")
    (data, _), (committed, _) = shown
    assert data["text/html"].startswith('<img alt="a &quot;b&quot; &lt;c&gt;" src="data:image/png')
    assert data["image/png"] in data["text/html"]
    assert sorted(committed) == ["image/png", "text/plain"]


def test_a_word_of_several_styles_stays_on_one_line():
    runs = [
        Run("Cookie: a=1; "),
        Run("views="),
        Run("my-id", "id"),
        Run("."),
        Run("sig", "signature"),
    ]
    whole = ["".join(run.text for run in line) for line in broken(runs, 20)]
    assert whole == ["Cookie: a=1; ", "  views=my-id.sig"]
    # Longer than a line: broken where a part ends, and inside a part only if it has to be.
    assert ["".join(run.text for run in line) for line in broken(runs, 14)][1:] == [
        "  views=my-id.",
        "  sig",
    ]
    pieces = ["".join(run.text for run in line) for line in broken([Run("x" * 30)], 12)]
    assert pieces == ["x" * 12, "  " + "x" * 10, "  " + "x" * 8]


@pytest.mark.parametrize("width", range(12, 40))
def test_no_line_begins_with_the_sign_behind_a_part(width):
    text = pictures.shortened(f"Set-Cookie: connect.sid={SIGNED}; Max-Age=600; Path=/; HttpOnly")
    whole = ["".join(run.text for run in line) for line in broken(pictures.runs_of(text), width)]
    assert not [line for line in whole if line.strip().startswith((".", ";"))]
    assert max(len(line.rstrip(" .;")) for line in whole) <= width
    assert "".join("".join(whole).split()) == text.replace(" ", "")


def test_browsers_stand_close_together_so_that_their_words_have_room():
    messages = [Message(name, "shop", ("GET /",)) for name in ("thief", "Alice")]
    messages.append(Message("shop", "Redis", ("get my-id",)))
    thief, alice, shop, redis = places_of(messages).values()
    assert 0 < alice - thief < (shop - alice) / 2
    assert shop - alice == pytest.approx(redis - shop)
    assert redis == pytest.approx(pictures.WIDTH - thief)


@pytest.mark.parametrize("name", ["get", "set", "destroy"])
def test_a_store_that_raises_gives_no_answer(name):
    class Away:
        max_age = 60

        def __getattr__(self, name):
            def away(*_):
                raise OSError

            return away

    story = Story()
    store = story.watch(Away())
    with pytest.raises(OSError):
        getattr(store, name)("my-id", *[{}] * (name == "set"))
    (asked,) = story.messages
    assert asked.lines[-1] == "(no answer)" and not asked.back


def test_the_last_message_of_a_kind_is_marked_without_colour_too(shown, capsys):
    story = visits()
    story.draw(mark="set a-very")
    before, after = capsys.readouterr().out.split(" => ")
    assert after.split("  ")[1].startswith("set a-very") and '{"views": 2}' in after
    assert "<=" not in before + after
    marked = [Message("a", "b", ("GET /",), marked=True), Message("b", "a", ("yes",), True, True)]
    assert [line[:6] for line in transcript(marked)] == ["a => b", "a <= b"]
    words = [text.get_text() for text in diagram(marked).axes.texts]
    assert "thick arrow: look here" in words
    assert "thick arrow: look here" not in [
        text.get_text() for text in diagram(visits().messages).axes.texts
    ]


def test_a_plot_names_places_on_its_axis(monkeypatch):
    figures = []
    monkeypatch.setattr("course.pictures.plots.show", lambda figure, alt: figures.append(figure))
    plot("hours", "visits", "What is seen.", marks={8: "8 hours"}, one=[(0, 0), (24, 24)])
    (axes,) = figures[0].axes[1:]
    assert [text.get_text() for text in axes.texts] == ["8 hours"]


def test_the_id_of_a_record_looks_like_the_id_in_the_cookie():
    rows = {"browser": [["cookie", "connect.sid=s%3Amy-id.abc"]], "store": [["my-id", "data"]]}
    ids = session_ids(rows)
    assert ids == {"my-id"}
    assert cell_runs("my-id", ids) == [Run("my-id", "id")]
    assert cell_runs("data", ids) == [Run("data")]


def test_a_record_is_json_on_an_arrow_as_in_a_table():
    lines = [line for message in visits().messages for line in message.lines]
    assert 'set a-very-long-session-id-of-alice {"views": 1}' in lines


def test_two_pictures_of_one_story_are_the_same(shown):
    for _ in range(2):
        visits().draw()
    assert shown[0] == shown[1]


def test_signatures_are_cut_and_nothing_else_is():
    assert pictures.shortened(SIGNED) == "s%3Aalice-id%3A5.Aa%2BA..."
    styles = [run.style for run in pictures.value_runs(pictures.shortened(SIGNED))]
    assert styles[-1] == "signature" and styles.count("id") == styles.count("value") == 1
    assert (
        pictures.shortened("Set-Cookie: views=5; Max-Age=60") == "Set-Cookie: views=5; Max-Age=60"
    )


def test_the_browser_keeps_cookies_as_browsers_do():
    clock = Clock()
    story = Story(clock)
    browser = story.browser()
    server = story.server(lesson1_raw_cookie.create_app)
    browser.visit(server)
    browser.visit(server, host="localhost")
    assert [row[0] for row in browser.rows()] == ["127.0.0.1", "localhost"]
    browser.script_writes("views", "9")  # it is HttpOnly
    assert browser.header() == "views=1"
    clock.wait(59)
    assert browser.header() == "views=1"
    clock.wait(1)
    assert browser.header() == ""
    browser.take("a=1; Path=/", "127.0.0.1")
    browser.script_writes("a", "2")
    assert browser.header() == "a=2"
    browser.take("a=" + "x" * 4096, "127.0.0.1")
    assert browser.header() == "a=2"


def test_a_message_between_strangers_is_laid_out():
    messages = [Message("a", "b", ("GET /", "Cookie: x=" + "y" * 300))]
    assert boxes(diagram(messages))
    assert re.match(r"a -> b  GET /", transcript(messages)[0])
