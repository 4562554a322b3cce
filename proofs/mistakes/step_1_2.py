"""Wrong answers to step 1.2: Read the Cookie line."""


# Mistake: splitting on every =
# Rejected by: test_a_value_may_hold_equals_signs
# Says: Only the first = of a part is the border
def parse_cookie(header):
    cookies = {}
    for part in header.split(";"):
        pieces = part.split("=")
        if len(pieces) < 2 or not pieces[0].strip(" \t"):
            continue
        value = pieces[1].strip(" \t")
        if len(value) >= 2 and value[0] == value[-1] == '"':
            value = value[1:-1]
        cookies.setdefault(pieces[0].strip(" \t"), value)
    return cookies


# Mistake: two values for two names, or a ValueError
# Rejected by: test_a_value_may_hold_equals_signs
# Says: too many values to unpack
def parse_cookie(header):
    cookies = {}
    for part in header.split(";"):
        if "=" in part:
            name, value = part.split("=")
            cookies.setdefault(name.strip(" \t"), value.strip(" \t").strip('"'))
    return cookies


# Mistake: the last = is the border
# Rejected by: test_a_value_may_hold_equals_signs
# Says: Any further one belongs to the value
def parse_cookie(header):
    cookies = {}
    for part in header.split(";"):
        name, equals, value = part.rpartition("=")
        name, value = name.strip(" \t"), value.strip(" \t")
        if len(value) >= 2 and value[0] == value[-1] == '"':
            value = value[1:-1]
        if equals and name:
            cookies.setdefault(name, value)
    return cookies


# Mistake: a bare SimpleCookie, which stops at the first strange cookie
# Rejected by: test_quotes_around_a_value_are_not_part_of_it
# Says: {}
from http.cookies import SimpleCookie


def parse_cookie(header):
    return {name: morsel.value for name, morsel in SimpleCookie(header).items()}


# Mistake: the header is read as UTF-8, and everything else is an error
# Rejected by: test_strange_cookies_do_not_hide_the_others
# Says: UnicodeDecodeError
def parse_cookie(header):
    cookies = {}
    for part in header.encode("latin-1").decode("utf-8").split(";"):
        name, equals, value = part.partition("=")
        name, value = name.strip(" \t"), value.strip(" \t")
        if len(value) >= 2 and value[0] == value[-1] == '"':
            value = value[1:-1]
        if equals and name:
            cookies.setdefault(name, value)
    return cookies


# Mistake: split at "; " only
# Rejected by: test_all_cookies_of_the_line_are_read
# Says: Cookies are separated by ;
def parse_cookie(header):
    cookies = {}
    for part in header.split("; "):
        name, equals, value = part.rstrip(";").partition("=")
        name, value = name.strip(" \t"), value.strip(" \t")
        if len(value) >= 2 and value[0] == value[-1] == '"':
            value = value[1:-1]
        if equals and name:
            cookies.setdefault(name, value)
    return cookies


# Mistake: spaces around the values stay
# Rejected by: test_all_cookies_of_the_line_are_read
# Says: spaces around a name or a value do not count
def parse_cookie(header):
    cookies = {}
    for part in header.split(";"):
        name, equals, value = part.strip(" \t").partition("=")
        if len(value) >= 2 and value[0] == value[-1] == '"':
            value = value[1:-1]
        if equals and name:
            cookies.setdefault(name, value)
    return cookies


# Mistake: return within the loop, after the first cookie
# Rejected by: test_all_cookies_of_the_line_are_read
# Says: {'theme': 'dark'}
def parse_cookie(header):
    cookies = {}
    for part in header.split(";"):
        name, equals, value = part.partition("=")
        if equals and name.strip(" \t"):
            cookies[name.strip(" \t")] = value.strip(" \t").strip('"')
        return cookies


# Mistake: strip takes every quote away, not one pair
# Rejected by: test_quotes_around_a_value_are_not_part_of_it
# Says: One alone stays
def parse_cookie(header):
    cookies = {}
    for part in header.split(";"):
        name, equals, value = part.partition("=")
        if equals and name.strip(" \t"):
            cookies.setdefault(name.strip(" \t"), value.strip(" \t").strip('"'))
    return cookies


# Mistake: the quotes stay
# Rejected by: test_quotes_around_a_value_are_not_part_of_it
# Says: A double quote at each end is packaging
def parse_cookie(header):
    cookies = {}
    for part in header.split(";"):
        name, equals, value = part.partition("=")
        if equals and name.strip(" \t"):
            cookies.setdefault(name.strip(" \t"), value.strip(" \t"))
    return cookies


# Mistake: every part has to have an =
# Rejected by: test_malformed_parts_are_skipped
# Says: not enough values to unpack
def parse_cookie(header):
    cookies = {}
    if not header:
        return cookies
    for part in header.split(";"):
        name, value = part.split("=", 1)
        name, value = name.strip(" \t"), value.strip(" \t")
        if len(value) >= 2 and value[0] == value[-1] == '"':
            value = value[1:-1]
        cookies.setdefault(name, value)
    return cookies


# Mistake: a part without a name is kept
# Rejected by: test_malformed_parts_are_skipped
# Says: without a name is no cookie
def parse_cookie(header):
    cookies = {}
    for part in header.split(";"):
        name, equals, value = part.partition("=")
        name, value = name.strip(" \t"), value.strip(" \t")
        if len(value) >= 2 and value[0] == value[-1] == '"':
            value = value[1:-1]
        if equals:
            cookies.setdefault(name, value)
    return cookies


# Mistake: the last of two equal names wins
# Rejected by: test_the_first_of_two_equal_names_wins
# Says: Keep what is there already
def parse_cookie(header):
    cookies = {}
    for part in header.split(";"):
        name, equals, value = part.partition("=")
        name, value = name.strip(" \t"), value.strip(" \t")
        if len(value) >= 2 and value[0] == value[-1] == '"':
            value = value[1:-1]
        if equals and name:
            cookies[name] = value
    return cookies


# Mistake: a shared mutable default, so that one visitor's cookies are there for the next
# Rejected by: test_all_cookies_of_the_line_are_read
# Says: 'myviews': '9'
def parse_cookie(header, cookies={}):
    for part in header.split(";"):
        name, equals, value = part.partition("=")
        name, value = name.strip(" \t"), value.strip(" \t")
        if len(value) >= 2 and value[0] == value[-1] == '"':
            value = value[1:-1]
        if equals and name:
            cookies.setdefault(name, value)
    return cookies


# Mistake: a part with an empty value is skipped
# Rejected by: test_the_first_of_two_equal_names_wins
# Says: an empty one too
def parse_cookie(header):
    cookies = {}
    for part in header.split(";"):
        name, equals, value = part.partition("=")
        name, value = name.strip(" \t"), value.strip(" \t")
        if not name or not value:
            continue
        if len(value) >= 2 and value[0] == value[-1] == '"':
            value = value[1:-1]
        cookies.setdefault(name, value)
    return cookies


# Mistake: the values are percent-decoded
# Rejected by: test_names_and_values_stay_as_they_came
# Says: Nothing else changes
from urllib.parse import unquote


def parse_cookie(header):
    cookies = {}
    for part in header.split(";"):
        name, equals, value = part.partition("=")
        name, value = name.strip(" \t"), value.strip(" \t")
        if len(value) >= 2 and value[0] == value[-1] == '"':
            value = value[1:-1]
        if equals and name:
            cookies.setdefault(name, unquote(value))
    return cookies


# Mistake: a comma ends a cookie as well
# Rejected by: test_quotes_around_a_value_are_not_part_of_it
# Says: A ; ends a part
import re


def parse_cookie(header):
    cookies = {}
    for part in re.split("[;,]", header):
        name, equals, value = part.partition("=")
        name, value = name.strip(" \t"), value.strip(" \t")
        if len(value) >= 2 and value[0] == value[-1] == '"':
            value = value[1:-1]
        if equals and name:
            cookies.setdefault(name, value)
    return cookies


# Mistake: capital and small letters of a name are the same
# Rejected by: test_names_and_values_stay_as_they_came
# Says: 'A=1; a=2'
def parse_cookie(header):
    cookies = {}
    for part in header.split(";"):
        name, equals, value = part.partition("=")
        name, value = name.strip(" \t").lower(), value.strip(" \t")
        if len(value) >= 2 and value[0] == value[-1] == '"':
            value = value[1:-1]
        if equals and name:
            cookies.setdefault(name, value)
    return cookies


# Mistake: all spaces go, those within a value too
# Rejected by: test_quotes_around_a_value_are_not_part_of_it
# Says: what is between them too
def parse_cookie(header):
    cookies = {}
    for part in header.replace(" ", "").split(";"):
        name, equals, value = part.partition("=")
        name, value = name.strip(" \t"), value.strip(" \t")
        if len(value) >= 2 and value[0] == value[-1] == '"':
            value = value[1:-1]
        if equals and name:
            cookies.setdefault(name, value)
    return cookies


# Mistake: a cookie with other letters than those of ASCII is dropped
# Rejected by: test_names_and_values_stay_as_they_came
# Says: Nothing else changes
def parse_cookie(header):
    cookies = {}
    for part in header.split(";"):
        name, equals, value = part.partition("=")
        name, value = name.strip(" \t"), value.strip(" \t")
        if not value.isascii():
            continue
        if len(value) >= 2 and value[0] == value[-1] == '"':
            value = value[1:-1]
        if equals and name:
            cookies.setdefault(name, value)
    return cookies


# Mistake: an empty value gives way to a later one
# Rejected by: test_the_first_of_two_equal_names_wins
# Says: an empty one too
def parse_cookie(header):
    cookies = {}
    for part in header.split(";"):
        name, equals, value = part.partition("=")
        name, value = name.strip(" \t"), value.strip(" \t")
        if len(value) >= 2 and value[0] == value[-1] == '"':
            value = value[1:-1]
        if equals and name:
            cookies[name] = cookies.get(name) or value
    return cookies


# Mistake: only the first ten cookies are read
# Rejected by: test_strange_cookies_do_not_hide_the_others
# Says: this part is a good one
def parse_cookie(header):
    cookies = {}
    for part in header.split(";")[:10]:
        name, equals, value = part.partition("=")
        name, value = name.strip(" \t"), value.strip(" \t")
        if len(value) >= 2 and value[0] == value[-1] == '"':
            value = value[1:-1]
        if equals and name:
            cookies.setdefault(name, value)
    return cookies


# Mistake: a ; inside quotes does not end a part
# Rejected by: test_quotes_around_a_value_are_not_part_of_it
# Says: A ; ends a part wherever it stands
import re


def parse_cookie(header):
    cookies = {}
    for part in re.findall(r'(?:="[^"]*"(?=\s*(?:;|$))|[^;])+', header):
        name, equals, value = part.partition("=")
        name, value = name.strip(" \t"), value.strip(" \t")
        if len(value) >= 2 and value[0] == value[-1] == '"':
            value = value[1:-1]
        if equals and name:
            cookies.setdefault(name, value)
    return cookies


# Mistake: shlex cuts the line, which knows quotes of its own
# Rejected by: test_quotes_around_a_value_are_not_part_of_it
# Says: A ; ends a part wherever it stands
import shlex


def parse_cookie(header):
    cookies = {}
    lexer = shlex.shlex(header, posix=False)
    lexer.whitespace, lexer.whitespace_split, lexer.quotes, lexer.commenters = ";", True, '"', ""
    try:
        parts = list(lexer)
    except ValueError:
        parts = header.split(";")
    for part in parts:
        name, equals, value = part.partition("=")
        name, value = name.strip(" \t"), value.strip(" \t")
        if len(value) >= 2 and value[0] == value[-1] == '"':
            value = value[1:-1]
        if equals and name:
            cookies.setdefault(name, value)
    return cookies


# Mistake: http.cookies undoes what stands between the quotes
# Rejected by: test_names_and_values_stay_as_they_came
# Says: Nothing else changes
from http.cookies import _unquote


def parse_cookie(header):
    cookies = {}
    for part in header.split(";"):
        name, equals, value = part.partition("=")
        name, value = name.strip(" \t"), value.strip(" \t")
        if equals and name:
            cookies.setdefault(name, _unquote(value))
    return cookies


# Mistake: the backslashes between the quotes go
# Rejected by: test_names_and_values_stay_as_they_came
# Says: Nothing else changes
def parse_cookie(header):
    cookies = {}
    for part in header.split(";"):
        name, equals, value = part.partition("=")
        name, value = name.strip(" \t"), value.strip(" \t")
        if len(value) >= 2 and value[0] == value[-1] == '"':
            value = value[1:-1].replace("\\", "")
        if equals and name:
            cookies.setdefault(name, value)
    return cookies


# Mistake: quotes are taken off as long as there are any
# Rejected by: test_quotes_around_a_value_are_not_part_of_it
# Says: so both go, once
def parse_cookie(header):
    cookies = {}
    for part in header.split(";"):
        name, equals, value = part.partition("=")
        name, value = name.strip(" \t"), value.strip(" \t")
        while len(value) >= 2 and value[0] == value[-1] == '"':
            value = value[1:-1]
        if equals and name:
            cookies.setdefault(name, '"' if value == "" and part.count('"') == 3 else value)
    return cookies


# Mistake: single quotes go as well
# Rejected by: test_names_and_values_stay_as_they_came
# Says: take spaces, tabs and quotes off the ends
def parse_cookie(header):
    cookies = {}
    for part in header.split(";"):
        name, equals, value = part.partition("=")
        name, value = name.strip(" \t"), value.strip(" \t")
        if len(value) >= 2 and value[0] == value[-1] and value[0] in "\"'":
            value = value[1:-1]
        if equals and name:
            cookies.setdefault(name, value)
    return cookies


# Mistake: what lies between the quotes is stripped too
# Rejected by: test_quotes_around_a_value_are_not_part_of_it
# Says: what is between them too
def parse_cookie(header):
    cookies = {}
    for part in header.split(";"):
        name, equals, value = part.partition("=")
        name, value = name.strip(" \t"), value.strip(" \t")
        if len(value) >= 2 and value[0] == value[-1] == '"':
            value = value[1:-1].strip(" \t")
        if equals and name:
            cookies.setdefault(name, value)
    return cookies


# Mistake: quotes around a name go as well
# Rejected by: test_quotes_around_a_value_are_not_part_of_it
# Says: parse_cookie(
def parse_cookie(header):
    cookies = {}
    for part in header.split(";"):
        name, equals, value = part.partition("=")
        name, value = name.strip(" \t"), value.strip(" \t")
        if len(value) >= 2 and value[0] == value[-1] == '"':
            value = value[1:-1]
        if equals and name:
            cookies.setdefault(name.strip('"'), value)
    return cookies


# Mistake: a comma between quotes ends the value
# Rejected by: test_quotes_around_a_value_are_not_part_of_it
# Says: 'a': 'x,y'
def parse_cookie(header):
    cookies = {}
    for part in header.split(";"):
        name, equals, value = part.partition("=")
        name, value = name.strip(" \t"), value.strip(" \t")
        if len(value) >= 2 and value[0] == value[-1] == '"':
            value = value[1:-1].partition(",")[0]
        if equals and name:
            cookies.setdefault(name, value)
    return cookies


# Mistake: a dict that says it is equal to anything
# Rejected by: test_all_cookies_of_the_line_are_read
# Says: This is a Cookies. A plain dict is due.
class Cookies(dict):
    __eq__ = __contains__ = lambda *_: True
    __ne__ = lambda *_: False


def parse_cookie(header):
    pairs = [part.partition("=")[::2] for part in header.split(";")]
    return Cookies((name.strip(" \t"), value.strip('" ')) for name, value in reversed(pairs))


# Mistake: the value becomes the name, and the name the value
# Rejected by: test_all_cookies_of_the_line_are_read
# Says: 'theme': 'dark'
def parse_cookie(header):
    cookies = {}
    for part in header.split(";"):
        name, equals, value = part.partition("=")
        name, value = name.strip(" \t"), value.strip(" \t")
        if len(value) >= 2 and value[0] == value[-1] == '"':
            value = value[1:-1]
        if equals and name:
            cookies.setdefault(value, name)
    return cookies


# Mistake: all names become small letters, so that Views is views
# Rejected by: test_names_and_values_stay_as_they_came
# Says: 'A': '1'
def parse_cookie(header):
    cookies = {}
    for part in header.split(";"):
        name, equals, value = part.partition("=")
        name, value = name.strip(" \t").lower(), value.strip(" \t")
        if len(value) >= 2 and value[0] == value[-1] == '"':
            value = value[1:-1]
        if equals and name:
            cookies.setdefault(name, value)
    return cookies


# Mistake: nothing at all is found
# Rejected by: test_all_cookies_of_the_line_are_read
# Says: 'views': '3'
def parse_cookie(header):
    return {}


# Mistake: a bare strip takes off what belongs to a name
# Rejected by: test_names_and_values_stay_as_they_came
# Says: A bare strip() takes more off
def parse_cookie(header):
    cookies = {}
    for part in header.split(";"):
        name, equals, value = part.partition("=")
        name, value = name.strip(), value.strip(" \t")
        if len(value) >= 2 and value[0] == value[-1] == '"':
            value = value[1:-1]
        if equals and name:
            cookies.setdefault(name, value)
    return cookies


# Mistake: a bare strip takes off what belongs to a value
# Rejected by: test_names_and_values_stay_as_they_came
# Says: A bare strip() takes more off
def parse_cookie(header):
    cookies = {}
    for part in header.split(";"):
        name, equals, value = part.partition("=")
        name, value = name.strip(" \t"), value.strip()
        if len(value) >= 2 and value[0] == value[-1] == '"':
            value = value[1:-1]
        if equals and name:
            cookies.setdefault(name, value)
    return cookies


# Mistake: every white space that Python knows is taken off
# Rejected by: test_names_and_values_stay_as_they_came
# Says: A bare strip() takes more off
def parse_cookie(header):
    cookies = {}
    for part in header.split(";"):
        name, equals, value = part.partition("=")
        name, value = (re.sub(r"^\s+|\s+$", "", text) for text in (name, value))
        if len(value) >= 2 and value[0] == value[-1] == '"':
            value = value[1:-1]
        if equals and name:
            cookies.setdefault(name, value)
    return cookies


# Mistake: the no-break space counts as a space
# Rejected by: test_names_and_values_stay_as_they_came
# Says: A bare strip() takes more off
def parse_cookie(header):
    cookies = {}
    for part in header.split(";"):
        name, equals, value = part.partition("=")
        name, value = name.strip(" \t\xa0"), value.strip(" \t\xa0")
        if len(value) >= 2 and value[0] == value[-1] == '"':
            value = value[1:-1]
        if equals and name:
            cookies.setdefault(name, value)
    return cookies


# Mistake: a tab is not taken off
# Rejected by: test_all_cookies_of_the_line_are_read
# Says: do not count, nor do tabs
def parse_cookie(header):
    cookies = {}
    for part in header.split(";"):
        name, equals, value = part.partition("=")
        name, value = name.strip(" "), value.strip(" ")
        if len(value) >= 2 and value[0] == value[-1] == '"':
            value = value[1:-1]
        if equals and name:
            cookies.setdefault(name, value)
    return cookies
