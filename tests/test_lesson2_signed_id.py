"""Checks of lesson 2: a signed session ID."""

import math
import os
import random
import string
from _random import Random as MersenneTwister

import pytest

from course.checks.checking import Browser, Said, calls_to_c, equal, holds, refuses, step

KEY = "a key of the server"
OLD_KEY = "the key before it"
ALICE = "alice-0123456789-0123456789-0123"
BOB = "bob-0123456789-0123456789-012345"


@step("2.1")
@pytest.mark.parametrize(
    ("value", "key", "signed"),
    [
        # From the documentation of Express's cookie-signature.
        ("hello", "tobiiscool", "hello.DGDUkGlIkCzPz+C0B064FNgHdEjox7ch8tOBGslZ5QI"),
        # RFC 4231, test case 2 (its hex digest as base64).
        (
            "what do ya want for nothing?",
            "Jefe",
            "what do ya want for nothing?.W9zBRr9gdU5qBCQmCJV1x1oAPwidJzmDnexYuWTsOEM",
        ),
        # As cookie-signature makes them. Only the signature is changed, never the value.
        ("a=b", "k", "a=b.kFWp6L3w59ElRF/K7hyJIqhW1sDWpsM/DHGm+si1V9A"),
        ("= a+b/C =", "k", "= a+b/C =.8cvkmqg2+1erXp9ec1/gOTtaGll9CtYyXuE+x6iAqgc"),
    ],
    ids=["Express", "RFC 4231", "an equals sign", "equals signs, spaces, a slash"],
)
def test_the_signature_is_the_one_that_others_make(lesson2, value, key, signed):
    """A server in another language, with the same key, could not read our cookies."""
    equal(
        f"sign({value!r}, {key!r})",
        lesson2.sign(value, key),
        signed,
        "Others sign it so. The value as it came, a dot, and the HMAC-SHA256 of the value as the "
        "usual base64 (it has + and /, not - and _), without = at its end. hmac.digest takes the "
        "key first, then the value.",
    )


@step("2.1")
def test_text_is_signed_as_utf_8(lesson2):
    """The first key or value with an umlaut would be signed in another way elsewhere."""
    equal(
        "sign('Caf\\xe9', 'Schl\\xfcssel')",
        lesson2.sign("Caf\xe9", "Schl\xfcssel"),
        "Caf\xe9.lmSgNaRJSyNFiEycOtIUeLN9YC1Sh9WKaisFJWIcC5U",
        "HMAC works on bytes. Turn the key and the value into UTF-8: to_bytes does it.",
    )


@step("2.2")
@pytest.mark.parametrize("value", [ALICE, "three.dots.here.", "", "Gr\xfc\xdfe"])
def test_an_honest_value_comes_back(lesson2, value):
    """The server would not know its own visitors again."""
    signed = lesson2.sign(value, KEY)
    equal(
        f"unsign({signed!r}, [key])",
        lesson2.unsign(signed, [KEY]),
        value,
        "It was signed with this key and nobody touched it. The value ends at the last dot.",
    )


def tampered(lesson2) -> dict:
    """Return what forgers send, by what they did to an honest `value.signature`."""
    honest = lesson2.sign(ALICE, KEY)
    value, _, signature = honest.rpartition(".")
    other = lesson2.sign(BOB, KEY).rpartition(".")[2]
    return {
        "one letter of the value changed": "b" + honest[1:],
        "the value made longer": "x" + honest,
        "the value made empty": "." + signature,
        "the signature cut off": value,
        "the signature made empty": value + ".",
        "only half of the signature": f"{value}.{signature[:20]}",
        "the signature without its last letter": honest[:-1],
        "something after the signature": honest + "A",
        "padding after the signature": honest + "=",
        "the signature in small letters": f"{value}.{signature.lower()}",
        "another value's signature": f"{value}.{other}",
        "signed with another key": lesson2.sign(ALICE, "guess"),
        "signed with an empty key": lesson2.sign(ALICE, ""),
        "a signature that is not ASCII": f"{value}.{signature[:-1]}\xfc",
        "something that is not ASCII after it": honest + "\xfc",
        "something that is not ASCII in the value": f"{value[:3]}\u20ac{value[3:]}.{signature}",
        "a letter of the value in a wider form": honest.replace("a", "\uff41", 1),
        "a space before it": " " + honest,
        "a line break after it": honest + "\n",
        "a NUL after it": honest + "\0",
        "nothing at all": "",
        "a lonely dot": ".",
        "bytes that are no text": "\xff\x00.\ufffd",
    } | one_letter_changed(value, signature)


def one_letter_changed(value, signature):
    """Return the signed value with each letter of its signature changed, one at a time."""
    letters = string.ascii_letters + string.digits + "+/"
    # The next letter of the alphabet: for the last one, that is a change of one bit.
    swap = dict(zip(letters, letters[1:] + letters[0], strict=True))
    return {
        f"letter {place + 1} of the signature changed": f"{value}.{signature[:place]}{swap[letter]}"
        + signature[place + 1 :]
        for place, letter in enumerate(signature)
        if letter in swap
    }


@step("2.2")
def test_whatever_was_tampered_with_is_refused(lesson2):
    """A forger needs one crack to be anybody: the value must be signed, all of it, by us."""
    for how, signed in tampered(lesson2).items():
        equal(
            f"unsign({signed!r}, [key]): {how}",
            lesson2.unsign(signed, [KEY]),
            None,
            "Sign the value again, and compare the whole text with what came.",
        )


@step("2.2")
def test_every_key_verifies(lesson2):
    """After a change of keys, everybody with an older cookie would be a stranger."""
    for keys in ([KEY, OLD_KEY], [OLD_KEY, KEY], (OLD_KEY, "a third", KEY)):
        for key in (KEY, OLD_KEY):
            equal(
                f"unsign(sign({ALICE!r}, {key!r}), {keys!r})",
                lesson2.unsign(lesson2.sign(ALICE, key), keys),
                ALICE,
                "It was signed with one of these keys. Try them all before you refuse.",
            )
    equal(
        f"unsign(sign({ALICE!r}, 'a dropped key'), [{KEY!r}, {OLD_KEY!r}])",
        lesson2.unsign(lesson2.sign(ALICE, "a dropped key"), [KEY, OLD_KEY]),
        None,
        "A key that is no longer in the list verifies nothing.",
    )


@step("2.2")
@pytest.mark.parametrize("keys", ["one key", "", [], ()], ids=repr)
def test_no_key_and_a_str_for_a_list_are_errors(lesson2, keys):
    """A str is a list of letters: each letter would be a key, and easily guessed."""
    for signed in ("x.y", "x", ""):
        refuses(
            ValueError,
            f"unsign({signed!r}, {keys!r})",
            lambda signed=signed: lesson2.unsign(signed, keys),
            "A str in place of a list of keys, or no key at all, is the server's mistake, whatever "
            "the browser sent: test for it first. An empty list and an empty tuple are both false: "
            "not secret_keys.",
        )


@step("2.2")
def test_the_comparison_takes_constant_time(lesson2):
    """== stops at the first difference. Measured often enough, that tells the signature."""
    signed = lesson2.sign(ALICE, KEY)
    forged = signed[:-1] + ("A" if signed[-1] != "A" else "B")
    seen: list = []
    with calls_to_c(seen):
        lesson2.unsign(forged, [KEY, OLD_KEY])
    # Where Python has no OpenSSL, the function is called _compare_digest.
    times = sum(getattr(one, "__name__", "").endswith("compare_digest") for one in seen)
    holds(
        times >= 2,
        f"unsign({forged!r}, [key, old key]), a forged value: what it calls",
        Said(f"compare_digest {times} time{'s' * (times != 1)}"),
        "a call of hmac.compare_digest for each key",
        "Compare with hmac.compare_digest, and with nothing before it: it takes equally long "
        "wherever the difference is.",
    )


@step("2.3")
def test_an_id_is_text_for_a_cookie(lesson2):
    """An ID that needs quoting would come back as another one, or break the cookie."""
    ids = [lesson2.new_session_id() for _ in range(1000)]
    one = next((one for one in ids if type(one) is not str), ids[0])
    holds(
        type(one) is str,
        "new_session_id()",
        one,
        "text",
        "An ID travels in a cookie. secrets.token_urlsafe makes text, token_bytes does not.",
    )
    allowed = set(string.ascii_letters + string.digits + "-_")
    strange = {letter for one in ids for letter in one} - allowed
    holds(
        not strange,
        f"new_session_id(), 1,000 times, such as {one!r}",
        Said(f"in some of them: {' '.join(sorted(strange))}"),
        "letters, digits, - and _ only",
        "An ID travels in cookies and keys: nothing in it may need quoting.",
    )


@step("2.3")
def test_an_id_holds_enough_random_bits(lesson2):
    """An ID that can be guessed is an open door: OWASP asks for 128 bits, we take 192."""
    ids = [lesson2.new_session_id() for _ in range(1000)]
    example = f"new_session_id(), 1,000 times, such as {ids[0]!r}"
    holds(
        len(set(ids)) == len(ids),
        example,
        Said(f"only {len(set(ids))} of the 1,000 IDs are different"),
        "1,000 different IDs",
        "Two visitors with one ID share one session. Take fresh random bytes for each ID.",
    )
    bits = sum(math.log2(len(set(letters))) for letters in zip(*ids, strict=False))
    holds(
        bits > 190,
        example,
        Said(f"IDs that hold {bits:.0f} random bits at most"),
        "192 random bits: 32 characters of 6 bits each",
        "Each bit doubles the work of guessing. secrets.token_urlsafe(24) makes 24 bytes of 8.",
    )


@step("2.3")
def test_an_id_does_not_come_from_the_module_random(lesson2):
    """Whoever has seen 624 numbers of the module random knows all that will follow."""
    seen: list = []
    with calls_to_c(seen):
        lesson2.new_session_id()
    owners = [getattr(function, "__self__", None) for function in seen]
    holds(
        not any(
            isinstance(owner, MersenneTwister) and not isinstance(owner, random.SystemRandom)
            for owner in owners
        ),
        "new_session_id(), where its random numbers come from",
        Said("the module random"),
        "the operating system, through the module secrets",
        "random is made for games and statistics: it repeats itself, and can be predicted.",
    )


# Other ways to ask the operating system, whose bytes are not counted: they are believed.
UNCOUNTED = {"getrandom", "RAND_bytes", "read", "readinto"}


@pytest.fixture
def drawn(lesson2, monkeypatch):
    """Return a list; a number goes into it for each draw of bytes from the operating system."""
    sizes = []
    urandom = os.urandom

    def counting(size):
        sizes.append(size)
        return urandom(size)

    # random is where the module secrets draws; a lesson may have imported the function itself.
    for module in (os, random, lesson2):
        for name in [name for name, value in vars(module).items() if value is urandom]:
            monkeypatch.setattr(module, name, counting)
    return sizes


@step("2.3")
def test_an_id_is_made_of_random_bytes(lesson2, drawn):
    """The hash of a time looks like chance, and whoever tries a million times has it."""
    seen: list = []
    with calls_to_c(seen):
        lesson2.new_session_id()
    # Many times: some answers draw for a hundred IDs at once.
    for _ in range(999):
        lesson2.new_session_id()
    size = sum(drawn) / 1000
    holds(
        size >= 16 or any(getattr(one, "__name__", "") in UNCOUNTED for one in seen),
        "new_session_id(), what it draws from the operating system",
        Said(f"{size:.3g} random bytes an ID"),
        "16 bytes at least, which are 128 bits",
        "A long text is not enough: whoever can guess what it was made of can make it too. "
        "secrets.token_urlsafe(24) draws 24 bytes.",
    )


@step("2.4")
@pytest.mark.parametrize("owner", [ALICE, "short", ALICE + BOB], ids=["usual", "short", "long"])
def test_my_own_count_is_read(lesson2, owner):
    """Everybody would be welcomed for the first time, for ever."""
    signed = lesson2.sign(f"{owner}:41", KEY)
    equal(
        f"read_signed_count({owner!r}, {signed!r}, [key])",
        lesson2.read_signed_count(owner, signed, [KEY]),
        41,
        "The count was signed for this ID, however long it is. It stands after the last colon.",
    )
    equal(
        f"read_signed_count({owner!r}, {signed!r}, [new key, key])",
        lesson2.read_signed_count(owner, signed, ["a new key", KEY]),
        41,
        "It was signed with the second key. Give unsign all of them.",
    )


@step("2.4")
def test_the_count_of_another_is_worth_nothing(lesson2):
    """Valid is not the same as mine: Bob would take over the count of Alice."""
    for owner in (ALICE, BOB + "x", BOB[:-1], BOB.upper(), "", f"{BOB}:1"):
        signed = lesson2.sign(f"{owner}:41", KEY)
        equal(
            f"read_signed_count({BOB!r}, {signed!r}, [key])",
            lesson2.read_signed_count(BOB, signed, [KEY]),
            0,
            f"This count was signed for {owner!r}. Compare the whole ID.",
        )


@step("2.4")
@pytest.mark.parametrize(
    "count", ["", "-1", "1_0", "1e9", "\xb2", "9" * 5000], ids=lambda text: text[:5]
)
def test_a_signed_count_can_be_garbage_too(lesson2, count):
    """An older version of the server may have signed anything. The page must not break."""
    signed = lesson2.sign(f"{ALICE}:{count}", KEY)
    equal(
        f"read_signed_count({ALICE!r}, signed '<id>:{count[:5]}', [key])",
        lesson2.read_signed_count(ALICE, signed, [KEY]),
        0,
        "read_count knows what a count is. Let it read the rest.",
    )
    equal(
        f"read_signed_count({ALICE!r}, signed '<id>', [key])",
        lesson2.read_signed_count(ALICE, lesson2.sign(ALICE, KEY), [KEY]),
        0,
        "A signed ID has no colon in it, and no count. That is 0, and no error.",
    )


@step("2.4")
@pytest.mark.parametrize("signed", ["", "41", f"{ALICE}:41", f"{ALICE}:41.forged"])
def test_a_count_that_nobody_signed_is_zero(lesson2, signed):
    """A count that is written by hand would be believed."""
    equal(
        f"read_signed_count({ALICE!r}, {signed!r}, [key])",
        lesson2.read_signed_count(ALICE, signed, [KEY]),
        0,
        "unsign returns None for it: without a signature there is no count.",
    )


@step("2.4")
def test_a_text_without_a_colon_is_no_count(lesson2):
    """It was signed for nobody, not even for a visitor without an ID."""
    equal(
        'read_signed_count("", signed "41", [key])',
        lesson2.read_signed_count("", lesson2.sign("41", KEY), [KEY]),
        0,
        "This text was signed for nobody: there is no colon in it, so it is no count.",
    )


@step("2.4")
def test_a_visitor_comes_back_with_both_cookies(lesson2):
    """Everybody would be welcomed for the first time, at every visit."""
    app = lesson2.create_app(secret_keys=[KEY, OLD_KEY])
    browser = Browser(app)
    pages = [browser.get().body for _ in range(2)]
    equal(
        "GET /, twice, the second page",
        pages[1],
        "<p>Views: 2</p>\n<p>Expires in: 60 seconds</p>",
        "The visitor sent both cookies back: the ID, and a count that is signed for it.",
    )
    signed = lesson2.from_cookie(browser.cookies["connect.sid"])
    holds(
        lesson2.unsign(signed, [KEY]) is not None,
        f"create_app(secret_keys=[{KEY!r}, {OLD_KEY!r}]), GET /, the signed ID",
        signed,
        "an ID that is signed with the first key",
        "The first key signs. The others only verify what they signed before.",
    )


@step("2.4")
def test_a_count_is_no_session_id(lesson2):
    """Both are signed with one key: a count, put in the ID's place, would be a fresh ID."""
    app = lesson2.create_app(secret_keys=[KEY])
    browser = Browser(app)
    browser.get()
    thief = Browser(app, {"connect.sid": browser.cookies["views"]})
    thief.get()
    holds(
        browser.cookies["views"].partition(".")[0] not in thief.cookies["connect.sid"],
        "GET / with the value of the cookie views as connect.sid, the new connect.sid",
        thief.cookies["connect.sid"],
        "a fresh ID, not the count",
        "An ID never holds a colon: visit refuses what has one.",
    )


@step("2.5")
@pytest.mark.parametrize(
    ("keys", "new", "keep", "expected"),
    [
        (["b", "a"], "c", 2, ["c", "b"]),
        (["b", "a"], "c", 3, ["c", "b", "a"]),
        (("a",), "b", 2, ["b", "a"]),
        (["a", "b"], "b", 3, ["b", "a"]),
        (["b", "a"], "c", 1, ["c"]),
        (["b", "a"], "c", None, ["c", "b"]),
        (["z", "a"], "c", 3, ["c", "z", "a"]),
        (["a", "b"], "a", 2, ["a", "b"]),
        (["a", "b", "c"], "a", 2, ["a", "b"]),
        (["a", "b"], "ab", 3, ["ab", "a", "b"]),
        (["ab", "ba"], "a", 3, ["a", "ab", "ba"]),
    ],
)
def test_the_new_key_signs_and_the_oldest_goes(lesson2, keys, new, keep, expected):
    """A key that leaked would sign for ever, or all visitors would be strangers at once."""
    before = list(keys)
    options = {} if keep is None else {"keep": keep}
    equal(
        f"rotate_keys({keys!r}, {new!r}{f', keep={keep}' if options else ''})",
        lesson2.rotate_keys(keys, new, **options),
        expected,
        "The first key signs, so the new one comes first. The oldest are the last.",
    )
    equal(
        "the list of keys that was passed in, afterwards",
        list(keys),
        before,
        "Somebody else may use that list. Return a new one.",
    )


@step("2.5")
def test_an_empty_new_key_is_refused(lesson2):
    """With an empty key in the list, anybody can sign."""
    refuses(
        ValueError,
        'rotate_keys(["a"], "")',
        lambda: lesson2.rotate_keys(["a"], ""),
        "Everybody knows the empty key, so everybody could sign with it.",
    )
