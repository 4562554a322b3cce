"""Odd but right answers to step 8.1: One key for all workers."""


# Odd: a loop, an error of its own, and another sentence
class NoKeys(ValueError):
    """No worker starts."""


def read_secret_keys(environ):
    keys = []
    for part in (environ.get("SECRET_KEYS") or "").split(","):
        if part := part.strip():
            keys.append(part)
    if keys:
        return keys
    raise NoKeys("Please set SECRET_KEYS=... for each worker.")


# Odd: a regular expression, and the KeyError is caught
import re


def read_secret_keys(environ):
    try:
        text = environ["SECRET_KEYS"]
    except KeyError:
        text = ""
    keys = re.findall(r"[^,\s](?:[^,]*[^,\s])?", text)
    if len(keys) == 0:
        raise ValueError(f"SECRET_KEYS is {text!r}: there is no key in it")
    return keys
