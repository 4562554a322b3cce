"""Odd but right answers to step 1.4: Look at what goes out."""

# Odd: regular expressions, and an error of its own that is a ValueError
import re


class NotACookie(ValueError):
    """Refused."""


def refuse_unsafe(name, value):
    if not re.fullmatch(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+", name):
        raise NotACookie(name)
    if not re.fullmatch(r"[!#-+\--:<-\[\]-~]*", value):
        raise NotACookie(value)


# Odd: letter by letter
def refuse_unsafe(name, value):
    for text, allowed in ((name, NAME_CHARACTERS), (value, VALUE_CHARACTERS)):
        for letter in text:
            if letter not in allowed:
                raise ValueError(f"{letter!r} in {text!r}")
    if len(name) == 0:
        raise ValueError("no name")
