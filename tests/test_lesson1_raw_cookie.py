"""Checks of lesson 1: a view counter in a raw cookie."""

import string

import pytest

from course.checks.checking import (
    Browser,
    Wrong,
    attributes,
    equal,
    first_line,
    holds,
    name_and_value,
    refuses,
    step,
    text_of,
)

WELCOME = "Welcome to this page for the first time!"

# What RFC 6265, section 4.1.1, allows in a name, and in a value besides.
IN_NAMES = set(string.ascii_letters + string.digits + "!#$%&'*+-.^_`|~")
IN_VALUES = IN_NAMES | set("/:<=>?@()[]{}")
# Every byte, and characters beyond: some whose last byte is a line break, a semicolon or a letter,
# a digit and a semicolon of other scripts, half of a character.
ALL = set(map(chr, range(256))) | set("\u010a\u013b\u0141\u2028\u0661\uff1b\U0001f36a\udc0a")


@step("1.1")
def test_the_first_visit_is_welcomed_and_gets_a_cookie(lesson1):
    """Without the first cookie, every visit is the first one."""
    did = 'visit("", 60)'
    body, set_cookies = lesson1.visit("", 60)
    equal(f"{did}, the page", body, WELCOME, "No cookie came, so this is the first visit.")
    holds(
        type(set_cookies) in (list, tuple) and len(set_cookies) == 1,
        f"{did}, the cookies",
        set_cookies,
        "a list with one cookie",
        "The browser can only send back what it was given: one cookie, with the count.",
    )
    equal(
        f"{did}, the cookie",
        name_and_value(set_cookies[0]),
        "views=1",
        "The cookie is named views and holds the count, this visit included.",
    )


@step("1.1")
def test_each_browser_has_its_own_count(lesson1):
    """If the count were kept on the server, all visitors would share it."""
    app = lesson1.create_app()
    alice, bob = Browser(app), Browser(app)
    pages = [first_line(browser.get().body) for browser in (alice, bob, alice, alice, bob)]
    equal(
        "Alice, Bob, Alice, Alice and Bob each open /",
        pages,
        [WELCOME, WELCOME, "<p>Views: 2</p>", "<p>Views: 3</p>", "<p>Views: 2</p>"],
        "The count is in each browser's own cookie. Add 1 to what that browser sent.",
    )
    equal(
        "HEAD /, the cookies",
        app.test_client().head("/").headers.getlist("Set-Cookie"),
        [],
        "HEAD asks for the headers of a page that nobody looks at: not a visit.",
    )


@step("1.1")
@pytest.mark.parametrize("views", [9, 41])
def test_a_later_visit_goes_on_from_any_number(lesson1, views):
    """The faithful visitors would stay at the same number for ever."""
    body, set_cookies = lesson1.visit(f"views={views}", 60)
    equal(
        f'visit("views={views}", 60), the page and the cookie',
        (first_line(body), name_and_value(set_cookies[0])),
        (f"<p>Views: {views + 1}</p>", f"views={views + 1}"),
        "Add 1 to the number that came, whatever number it is: page and cookie get the sum.",
    )


@step("1.1")
@pytest.mark.parametrize("header", ["theme=7", "myviews=9"])
def test_no_other_cookie_is_the_count(lesson1, header):
    """Another cookie of the site would be taken for the number of visits."""
    equal(
        f'visit("{header}", 60), the page',
        lesson1.visit(header, 60)[0],
        WELCOME,
        "Only the cookie named views counts. parse_cookie knows it by its whole name.",
    )


@step("1.1")
def test_the_cookie_and_the_page_agree_on_the_time(lesson1):
    """A page that promises 60 seconds while the browser forgets after 5 is a lie."""
    for header in ("", "views=1"):
        body, set_cookies = lesson1.visit(header, 5)
        did = f'visit("{header}", 5)'
        equal(
            f"{did}, Max-Age of the cookie",
            attributes(set_cookies[0]).get("max-age"),
            "5",
            "max_age says how many seconds the browser keeps the count. Give it to dump_cookie.",
        )
    holds(
        "Expires in: 5 seconds" in text_of(body, f"{did}, the page"),
        f"{did}, the page",
        body,
        'a page with "Expires in: 5 seconds"',
        "The page tells the same max_age. Give it to page.",
    )
    body = Browser(lesson1.create_app(), {"views": "1"}).get().body
    holds(
        "Expires in: 60 seconds" in body,
        "create_app() without max_age, GET /",
        body,
        'a page with "Expires in: 60 seconds"',
        "The app hands its max_age on to visit: 60 seconds unless it is told another time.",
    )


@step("1.1")
def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(lesson1):
    """Without HttpOnly and SameSite, a script or a foreign page gets at the cookie."""
    answer = Browser(lesson1.create_app()).get()
    found = attributes(answer.set_cookies[0])
    found.pop("max-age", None)
    equal(
        "GET /, the attributes of the cookie besides Max-Age",
        {name: value.lower() for name, value in found.items()},
        {"path": "/", "httponly": "", "samesite": "lax"},
        "dump_cookie sets them all. Let it make the cookie, not an f-string.",
    )
    kept_apart = (answer.headers.get("Vary"), answer.headers.get("Cache-Control"))
    equal(
        "GET /, the headers Vary and Cache-Control",
        kept_apart,
        ("Cookie", "no-store"),
        "Otherwise a cache on the way may show one visitor's page to another.",
    )


@step("1.2")
@pytest.mark.parametrize(
    "header",
    [
        "theme=dark; views=3; lang=en",
        "theme=dark;views=3;lang=en",
        " theme = dark ;  views =3; lang= en ",
        "\ttheme=\tdark;\tviews\t=3; lang=en\t",
    ],
)
def test_all_cookies_of_the_line_are_read(lesson1, header):
    """Another cookie of the site, before ours, would hide the count."""
    equal(
        f"parse_cookie({header!r})",
        lesson1.parse_cookie(header),
        {"theme": "dark", "views": "3", "lang": "en"},
        "Cookies are separated by ; and spaces around a name or a value do not count, nor do tabs.",
    )


@step("1.2")
def test_a_value_may_hold_equals_signs(lesson1):
    """Base64 ends in = often: such a value would be cut off, or break the page."""
    equal(
        "parse_cookie('token=YWI=; sum=1+1=2')",
        lesson1.parse_cookie("token=YWI=; sum=1+1=2"),
        {"token": "YWI=", "sum": "1+1=2"},
        "Only the first = of a part is the border. Any further one belongs to the value.",
    )


@step("1.2")
@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ('views="3"; theme=dark', {"views": "3", "theme": "dark"}),
        ('a="; b=""; c="""', {"a": '"', "b": "", "c": '"'}),
        ('a=x"; b="y; c=aba; d=!a!', {"a": 'x"', "b": '"y', "c": "aba", "d": "!a!"}),
        ('a=!x"', {"a": '!x"'}),
        ('a="x; views=3"', {"a": '"x', "views": '3"'}),
        ('a=""3""; b="" ""', {"a": '"3"', "b": '" "'}),
        ('a=" x "', {"a": " x "}),
        ('"x=1; views=3"', {'"x': "1", "views": '3"'}),
        ('a="x,y"; "b"=1', {"a": "x,y", '"b"': "1"}),
    ],
)
def test_quotes_around_a_value_are_not_part_of_it(lesson1, header, expected):
    """Some programs send views="3", and their users would start again at 1."""
    equal(
        f"parse_cookie({header!r})",
        lesson1.parse_cookie(header),
        expected,
        "A double quote at each end is packaging, so both go, once. One alone stays, and what is "
        "between them too. A ; ends a part wherever it stands.",
    )


@step("1.2")
@pytest.mark.parametrize("header", ["", ";", "hello", "=5", "; ;hello;=5; views=3;"])
def test_malformed_parts_are_skipped(lesson1, header):
    """One broken cookie, which any page of the site may have set, would end in an error."""
    equal(
        f"parse_cookie({header!r})",
        lesson1.parse_cookie(header),
        {"views": "3"} if "views" in header else {},
        "A part without = or without a name is no cookie. Skip it and go on with the next.",
    )


@step("1.2")
def test_the_first_of_two_equal_names_wins(lesson1):
    """Browsers send the most specific cookie first: a later one must not override it."""
    for first in ("3", ""):
        header = f"views={first}; views=9"
        equal(
            f"parse_cookie({header!r})",
            lesson1.parse_cookie(header),
            {"views": first},
            "Where a name comes twice, the first one counts, an empty one too. Keep what is there "
            "already.",
        )


@step("1.2")
@pytest.mark.parametrize(
    "header",
    [
        "name=J\xfcrgen; views=3",
        "a[b]=c:d; views=3",
        'j={"k":[1,2]}; views=3',
        "a=\x00\x7f; views=3",
        "x=" + "y" * 8000 + "; views=3",
        "; ".join(f"c{number}=1" for number in range(60)) + "; views=3",
    ],
    ids=["not ASCII", "brackets", "JSON", "control characters", "8 KB", "60 others"],
)
def test_strange_cookies_do_not_hide_the_others(lesson1, header):
    """Cookies of other programs share the line. Ours must be found next to any of them."""
    short = header if len(header) < 60 else header[:10] + "..." + header[-12:]
    equal(
        f"parse_cookie({short!r}), the cookie views",
        lesson1.parse_cookie(header).get("views"),
        "3",
        "Whatever stands in the parts before it, this part is a good one.",
    )


@step("1.2")
@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("a=", {"a": ""}),
        ("a=1,2", {"a": "1,2"}),
        ("a=%41", {"a": "%41"}),
        ('a="x\\"y"; b="\\101"', {"a": 'x\\"y', "b": "\\101"}),
        ("a='3'; b=`3`", {"a": "'3'", "b": "`3`"}),
        ("a=x  y", {"a": "x  y"}),
        ("A=1; a=2", {"A": "1", "a": "2"}),
        ("name=J\xfcrgen", {"name": "J\xfcrgen"}),
        ("\xa0__Host-sid=evil; __Host-sid=good", {"\xa0__Host-sid": "evil", "__Host-sid": "good"}),
        ("sid\x85=evil; sid=good", {"sid\x85": "evil", "sid": "good"}),
        ("city=Citt\xc3\xa0", {"city": "Citt\xc3\xa0"}),
        ("a=\x0b1\x1f", {"a": "\x0b1\x1f"}),
    ],
)
def test_names_and_values_stay_as_they_came(lesson1, header, expected):
    """What another program wrote into its cookie would come back as something else."""
    equal(
        f"parse_cookie({header!r})",
        lesson1.parse_cookie(header),
        expected,
        "Split, and take spaces, tabs and quotes off the ends. Nothing else changes, and an empty "
        'value is a value. A bare strip() takes more off than strip(" \\t"): a page of a neighbour '
        "could then override a cookie that browsers protect.",
    )


@step("1.3")
@pytest.mark.parametrize(
    ("text", "count"), [("0", 0), ("7", 7), ("0041", 41), ("9" * 15, 10**15 - 1)]
)
def test_digits_are_a_count(lesson1, text, count):
    """The honest visitor's count would be lost."""
    equal(
        f"read_count({text!r})",
        lesson1.read_count(text),
        count,
        "1 to 15 digits are a count. Return it as an int.",
    )


@step("1.3")
@pytest.mark.parametrize(
    "text",
    [None, "", "-1", "+1", " 1", "1 ", "1\n", "1e9", "1.5", "1_000", "\u0663", "\xb2", "abc"],
)
def test_anything_but_digits_is_zero(lesson1, text):
    """A visitor who edits the cookie gets an error page, or a count below zero."""
    equal(
        f"read_count({text!r})",
        lesson1.read_count(text),
        0,
        "Only the characters 0 to 9 make a count. int() and isdigit() take more than these.",
    )


@step("1.3")
@pytest.mark.parametrize("length", [16, 5000])
def test_endless_digits_are_zero(lesson1, length):
    """Python refuses to read a number of 5,000 digits: the page would break."""
    equal(
        f'read_count("9" * {length})',
        lesson1.read_count("9" * length),
        0,
        "A count has at most 15 digits. Look at the length before you call int().",
    )


@step("1.3")
def test_visit_finds_its_cookie_between_the_others(lesson1):
    """A site has other cookies too, and with them every visit would be the first one."""
    header = "theme=dark; views=3; lang=en"
    equal(
        f'visit("{header}", 60), the page',
        first_line(lesson1.visit(header, 60)[0]),
        "<p>Views: 4</p>",
        "visit leaves the whole line to parse_cookie, and takes views out of what it returns.",
    )


@step("1.3")
def test_visit_believes_no_text_that_is_no_count(lesson1):
    """One edited cookie, and its visitor sees an error page for ever."""
    equal(
        'visit("views=abc", 60), the page',
        lesson1.visit("views=abc", 60)[0],
        WELCOME,
        "visit leaves the text to read_count, and calls no int itself.",
    )


@step("1.4")
@pytest.mark.parametrize("name", ["v", "views", "connect.sid", "!#$%&'*+-.^_`|~"])
def test_safe_names_and_values_are_let_through(lesson1, name):
    """Cookies that every browser accepts would be refused."""
    for value in ("3", "s%3Aab_c-d.e/f+g=", "!#$&'()*:<=>?@[]^`{|}~", ""):
        did = f"dump_cookie({name!r}, {value!r})"
        try:
            got = lesson1.dump_cookie(name, value)
        except ValueError as error:
            raise Wrong(
                did,
                error,
                f"{name}={value}",
                "Each character of the name is in NAME_CHARACTERS, and each of the value in "
                "VALUE_CHARACTERS. Look at one after the other, not at the whole text. An empty "
                "value is fine.",
            ) from None
        equal(
            did,
            name_and_value(got),
            f"{name}={value}",
            "A safe name and value travel as they are.",
        )


def with_one_of(characters):
    """Yield a long text with one of these in it, at each end and within."""
    # The worst first: they are the ones to be shown.
    for character in sorted(characters, key=lambda one: (one not in "\r\n;, =", one)):
        for place in (10, 0, 5):
            yield "0123456789"[:place] + character + "0123456789"[place:]


@step("1.4")
def test_a_value_cannot_break_out_of_its_cookie(lesson1):
    """Whoever controls a value could set other cookies and headers for the visitor."""
    for value in with_one_of(ALL - IN_VALUES):
        refuses(
            ValueError,
            f"refuse_unsafe('views', {value!r})",
            lambda value=value: lesson1.refuse_unsafe("views", value),
            "Only VALUE_CHARACTERS may be in a value. Look at every character, and raise a "
            "ValueError for any other.",
        )


@step("1.4")
def test_a_name_cannot_break_out_of_its_cookie(lesson1):
    """Whoever controls a name could set other cookies and headers for the visitor."""
    for name in ("", *with_one_of(ALL - IN_NAMES)):
        refuses(
            ValueError,
            f"refuse_unsafe({name!r}, '1')",
            lambda name=name: lesson1.refuse_unsafe(name, "1"),
            "A name has at least one character, and all of them are in NAME_CHARACTERS. Raise a "
            "ValueError for any other.",
        )
