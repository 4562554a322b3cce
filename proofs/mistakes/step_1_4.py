"""Wrong answers to step 1.4: Look at what goes out."""


# Mistake: only the semicolon is thought of
# Rejected by: test_a_value_cannot_break_out_of_its_cookie
# Says: Look at every character
def refuse_unsafe(name, value):
    if not name or not set(name) <= NAME_CHARACTERS:
        raise ValueError("not a name")
    if ";" in value:
        raise ValueError("not a value")


# Mistake: only the first character is looked at
# Rejected by: test_a_value_cannot_break_out_of_its_cookie
# Says: Look at every character
def refuse_unsafe(name, value):
    if not name or not set(name) <= NAME_CHARACTERS:
        raise ValueError("not a name")
    if value and value[0] not in VALUE_CHARACTERS:
        raise ValueError("not a value")


# Mistake: a set is true as soon as one character is good
# Rejected by: test_a_value_cannot_break_out_of_its_cookie
# Says: a ValueError
def refuse_unsafe(name, value):
    if not name or not set(name) <= NAME_CHARACTERS:
        raise ValueError("not a name")
    if value and not set(value) & VALUE_CHARACTERS:
        raise ValueError("not a value")


# Mistake: the error is returned, not raised
# Rejected by: test_a_value_cannot_break_out_of_its_cookie
# Says: a ValueError
def refuse_unsafe(name, value):
    if not name or not set(name) <= NAME_CHARACTERS:
        return ValueError("not a name")
    if not set(value) <= VALUE_CHARACTERS:
        return ValueError("not a value")


# Mistake: assert, which raises another error
# Rejected by: test_a_value_cannot_break_out_of_its_cookie
# Says: AssertionError
def refuse_unsafe(name, value):
    assert name and set(name) <= NAME_CHARACTERS
    assert set(value) <= VALUE_CHARACTERS


# Mistake: the name is not looked at
# Rejected by: test_a_name_cannot_break_out_of_its_cookie
# Says: all of them are in NAME_CHARACTERS
def refuse_unsafe(name, value):
    if not set(value) <= VALUE_CHARACTERS:
        raise ValueError("not a value")


# Mistake: an empty name is let through
# Rejected by: test_a_name_cannot_break_out_of_its_cookie
# Says: A name has at least one character
def refuse_unsafe(name, value):
    if not set(name) <= NAME_CHARACTERS or not set(value) <= VALUE_CHARACTERS:
        raise ValueError("not a cookie")


# Mistake: name and value share one set of characters
# Rejected by: test_a_name_cannot_break_out_of_its_cookie
# Says: a ValueError
def refuse_unsafe(name, value):
    if not name or not set(name + value) <= VALUE_CHARACTERS:
        raise ValueError("not a cookie")


# Mistake: an empty value is refused too
# Rejected by: test_safe_names_and_values_are_let_through
# Says: An empty value is fine
def refuse_unsafe(name, value):
    if not name or not set(name) <= NAME_CHARACTERS:
        raise ValueError("not a name")
    if not value or not set(value) <= VALUE_CHARACTERS:
        raise ValueError("not a value")


# Mistake: a value may only have what a name may have
# Rejected by: test_safe_names_and_values_are_let_through
# Says: each of the value in VALUE_CHARACTERS
def refuse_unsafe(name, value):
    if not name or not set(name + value) <= NAME_CHARACTERS:
        raise ValueError("not a cookie")


# Mistake: re.match, whose $ lets a line break through
# Rejected by: test_a_name_cannot_break_out_of_its_cookie
# Says: refuse_unsafe('0123456789\n', '1')
import re


def refuse_unsafe(name, value):
    if not re.match(r"^[A-Za-z0-9!#$%&'*+.^_`|~-]+$", name):
        raise ValueError("not a name")
    if not set(value) <= VALUE_CHARACTERS:
        raise ValueError("not a value")


# Mistake: a list of what is dangerous in a name
# Rejected by: test_a_name_cannot_break_out_of_its_cookie
# Says: all of them are in NAME_CHARACTERS
import re


def refuse_unsafe(name, value):
    if not name or re.search(r'[\s=;,"\0]|[^\0-\x7f]', name):
        raise ValueError("not a name")
    if not set(value) <= VALUE_CHARACTERS:
        raise ValueError("not a value")


# Mistake: a list of what is dangerous in a value
# Rejected by: test_a_value_cannot_break_out_of_its_cookie
# Says: Only VALUE_CHARACTERS may be in a value
import re


def refuse_unsafe(name, value):
    if not name or not set(name) <= NAME_CHARACTERS:
        raise ValueError("not a name")
    if re.search(r'[\r\n ;,"\\\0\x7f]|[^\0-\x7f]', value):
        raise ValueError("not a value")


# Mistake: only the beginning is looked at
# Rejected by: test_a_value_cannot_break_out_of_its_cookie
# Says: Look at every character
def refuse_unsafe(name, value):
    if not name or not set(name) <= NAME_CHARACTERS:
        raise ValueError("not a name")
    if not set(value[:4]) <= VALUE_CHARACTERS:
        raise ValueError("not a value")


# Mistake: what is refused ends where Latin-1 does
# Rejected by: test_a_value_cannot_break_out_of_its_cookie
# Says: Only VALUE_CHARACTERS may be in a value
def refuse_unsafe(name, value):
    latin = set(map(chr, range(256)))
    if not name or set(name) & (latin - NAME_CHARACTERS):
        raise ValueError("name")
    if set(value) & (latin - VALUE_CHARACTERS):
        raise ValueError("value")


# Mistake: what is not Latin-1 is left out before anybody looks
# Rejected by: test_a_value_cannot_break_out_of_its_cookie
# Says: Only VALUE_CHARACTERS may be in a value
def refuse_unsafe(name, value):
    name, value = (text.encode("latin-1", "ignore").decode("latin-1") for text in (name, value))
    if not name or not set(name) <= NAME_CHARACTERS:
        raise ValueError("name")
    if not set(value) <= VALUE_CHARACTERS:
        raise ValueError("value")


# Mistake: of each character only the last byte is looked at
# Rejected by: test_a_value_cannot_break_out_of_its_cookie
# Says: Only VALUE_CHARACTERS may be in a value
def refuse_unsafe(name, value):
    if not name or not {chr(ord(one) & 255) for one in name} <= NAME_CHARACTERS:
        raise ValueError("name")
    if not {chr(ord(one) & 255) for one in value} <= VALUE_CHARACTERS:
        raise ValueError("value")


# Mistake: letters and digits of every script
# Rejected by: test_a_value_cannot_break_out_of_its_cookie
# Says: Only VALUE_CHARACTERS may be in a value
def refuse_unsafe(name, value):
    if not name or not all(one in NAME_CHARACTERS or ord(one) > 255 for one in name):
        raise ValueError("name")
    if not all(one in VALUE_CHARACTERS or (ord(one) > 255 and one.isalnum()) for one in value):
        raise ValueError("value")


# Mistake: a name may hold letters of every script
# Rejected by: test_a_name_cannot_break_out_of_its_cookie
# Says: all of them are in NAME_CHARACTERS
def refuse_unsafe(name, value):
    if not name or not all(one in NAME_CHARACTERS or ord(one) > 255 for one in name):
        raise ValueError("name")
    if not set(value) <= VALUE_CHARACTERS:
        raise ValueError("value")


# Mistake: the error is returned, and nobody is stopped
# Rejected by: test_a_value_cannot_break_out_of_its_cookie
# Says: The ValueError is returned here. An error is raised: raise, not return.
def refuse_unsafe(name, value):
    if not name or set(name) - NAME_CHARACTERS:
        return ValueError("not a name")
    if set(value) - VALUE_CHARACTERS:
        return ValueError("not a value")


# Mistake: the whole name is looked for among the characters
# Rejected by: test_safe_names_and_values_are_let_through
# Says: Each character of the name is in NAME_CHARACTERS
def refuse_unsafe(name, value):
    if name not in NAME_CHARACTERS:
        raise ValueError("not a name")
    if set(value) - VALUE_CHARACTERS:
        raise ValueError("not a value")


# Mistake: the whole value is looked for among the characters
# Rejected by: test_safe_names_and_values_are_let_through
# Says: Look at one after the other, not at the whole text
def refuse_unsafe(name, value):
    if not name or set(name) - NAME_CHARACTERS:
        raise ValueError("not a name")
    if value not in VALUE_CHARACTERS:
        raise ValueError("not a value")


# Mistake: True where it is safe, False where it is not
# Rejected by: test_a_value_cannot_break_out_of_its_cookie
# Says: raise a ValueError for any other
def refuse_unsafe(name, value):
    return bool(name) and set(name) <= NAME_CHARACTERS and set(value) <= VALUE_CHARACTERS
