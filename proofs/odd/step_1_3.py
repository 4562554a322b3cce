"""Odd but right answers to step 1.3: Read a number from a stranger."""

# Odd: a regular expression
import re


def read_count(text):
    return int(text) if re.fullmatch(r"[0-9]{1,15}", text or "") else 0


# Odd: digit by digit, without int
def read_count(text):
    if not text or len(text) > 15:
        return 0
    count = 0
    for letter in text:
        if letter not in "0123456789":
            return 0
        count = count * 10 + "0123456789".index(letter)
    return count


# Odd: try first, then doubt it
import string


def read_count(text):
    try:
        if set(text) - set(string.digits) or len(text) > 15:
            return 0
        return int(text)
    except (TypeError, ValueError):
        return 0
