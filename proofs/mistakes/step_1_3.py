"""Wrong answers to step 1.3: Read a number from a stranger."""


# Mistake: a bare except around int, which takes too much
# Rejected by: test_anything_but_digits_is_zero
# Says: int() and isdigit() take more than these
def read_count(text):
    try:
        return int(text)
    except:
        return 0


# Mistake: isdigit alone
# Rejected by: test_anything_but_digits_is_zero
# Says: int() and isdigit() take more than these
def read_count(text):
    if text is None or len(text) > 15 or not text.isdigit():
        return 0
    return int(text)


# Mistake: isdecimal, which knows the digits of all scripts
# Rejected by: test_anything_but_digits_is_zero
# Says: Only the characters 0 to 9 make a count
def read_count(text):
    return int(text) if text and len(text) <= 15 and text.isdecimal() else 0


# Mistake: re.match, whose $ lets a line break through
# Rejected by: test_anything_but_digits_is_zero
# Says: read_count('1\n')
import re


def read_count(text):
    return int(text) if re.match(r"[0-9]{1,15}$", text or "") else 0


# Mistake: a negative number is kept from the page, but not the rest
# Rejected by: test_anything_but_digits_is_zero
# Says: read_count('+1')
def read_count(text):
    return max(0, int(text or 0))


# Mistake: None is forgotten
# Rejected by: test_anything_but_digits_is_zero
# Says: 'NoneType' object has no attribute 'isascii'
def read_count(text):
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 15 else 0


# Mistake: no limit for the length
# Rejected by: test_endless_digits_are_zero
# Says: Look at the length before you call int()
def read_count(text):
    return int(text) if text and text.isascii() and text.isdigit() else 0


# Mistake: the number is limited, but only after int has read it
# Rejected by: test_endless_digits_are_zero
# Says: ValueError: Exceeds the limit
def read_count(text):
    if not text or not text.isascii() or not text.isdigit():
        return 0
    return int(text) if int(text) < 10**15 else 0


# Mistake: 15 digits are one too many
# Rejected by: test_digits_are_a_count
# Says: 1 to 15 digits are a count
def read_count(text):
    if text is None or len(text) >= 15:
        return 0
    return int(text) if text.isascii() and text.isdigit() else 0


# Mistake: the text comes back, not a number
# Rejected by: test_digits_are_a_count
# Says: Return it as an int
def read_count(text):
    if text is None or len(text) > 15:
        return 0
    return text if text.isascii() and text.isdigit() else 0


# Mistake: False where 0 is due
# Rejected by: test_anything_but_digits_is_zero
# Says: This is a bool. A plain int is due.
def read_count(text):
    text = text or ""
    return text.isascii() and text.isdigit() and len(text) < 16 and int(text)


# Mistake: the module gives way to an object that agrees with everything
# Rejected by: test_the_first_visit_is_welcomed_and_gets_a_cookie
# Says: the checks need your functions
# Shown at: 1.1
import sys


class Yes(object):
    __getattr__ = __call__ = __getitem__ = lambda self, *_, **__: self
    __eq__ = __contains__ = lambda *_: True
    __ne__ = lambda *_: False


sys.modules[__name__] = Yes()


# Mistake: the module becomes one that agrees with everything
# Rejected by: test_the_first_visit_is_welcomed_and_gets_a_cookie
# Says: the checks need your functions
# Shown at: 1.1
import sys
import types


class Yes(types.ModuleType):
    __eq__ = lambda *_: True
    __getattribute__ = lambda self, name: lambda *_, **__: 0


sys.modules[__name__].__class__ = Yes


# Mistake: a number that is equal to any
# Rejected by: test_digits_are_a_count
# Says: This is a Count. A plain int is due.
class Count(int):
    __eq__ = lambda *_: True
    __ne__ = lambda *_: False


def read_count(text):
    digits = text and text.isascii() and text.isdigit() and len(text) < 16
    return Count(text if digits else 7)


# Mistake: a float, which is equal to the number
# Rejected by: test_digits_are_a_count
# Says: an int
def read_count(text):
    return float(text) if text and text.isascii() and text.isdigit() and len(text) < 16 else 0


# Mistake: -1 for what is no count
# Rejected by: test_anything_but_digits_is_zero
# Says: Only the characters 0 to 9 make a count
def read_count(text):
    good = text and text.isascii() and text.isdigit() and len(text) <= 15
    return int(text) if good else -1


# Mistake: 1 for what is no count
# Rejected by: test_anything_but_digits_is_zero
# Says: Only the characters 0 to 9 make a count
def read_count(text):
    good = text and text.isascii() and text.isdigit() and len(text) <= 15
    return int(text) if good else 1


# Mistake: this visit is counted here as well
# Rejected by: test_digits_are_a_count
# Says: 1 to 15 digits are a count
def read_count(text):
    good = text and text.isascii() and text.isdigit() and len(text) <= 15
    return int(text) + 1 if good else 0
