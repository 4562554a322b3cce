"""Odd but right answers to step 1.2: Read the Cookie line."""

# Odd: a regular expression
import re


def parse_cookie(header):
    found = re.findall(r"[;]*([^;=]*)=([^;]*)", header)
    cookies = {}
    for name, value in reversed(found):
        name = name.strip(" \t")
        value = re.sub(r'^"(.*)"$', r"\1", value.strip(" \t"), flags=re.DOTALL)
        if name:
            cookies[name] = value
    return cookies


# Odd: split with a limit, from the last cookie to the first
def parse_cookie(header):
    pairs = [part.split("=", 1) for part in header.split(";") if "=" in part]
    cookies = {
        name.strip(" \t"): value.strip(" \t")
        for name, value in reversed(pairs)
        if name.strip(" \t")
    }
    for name, value in cookies.items():
        if len(value) > 1 and value.startswith('"') and value.endswith('"'):
            cookies[name] = value[1:-1]
    return cookies


# Odd: functools.reduce
import functools


def parse_cookie(header):
    def add(cookies, part):
        name, equals, value = (piece.strip(" \t") for piece in part.partition("="))
        if value[:1] == '"' and value[1:].endswith('"'):
            value = value[1:-1]
        return {name: value} | cookies if name and equals else cookies

    return functools.reduce(add, header.split(";"), {})


# Odd: letter by letter
def parse_cookie(header):
    cookies, name, text, named = {}, "", "", False
    for letter in header + ";":
        if letter == "=" and not named:
            name, text, named = text.strip(" \t"), "", True
        elif letter == ";":
            value = text.strip(" \t")
            if value.startswith('"') and value.endswith('"') and value != '"':
                value = value[1:-1]
            if named and name and name not in cookies:
                cookies[name] = value
            name, text, named = "", "", False
        else:
            text += letter
    return cookies


# Odd: only spaces and tabs are taken off, as RFC 6265 has it
def parse_cookie(header):
    cookies = {}
    for pair in header.split(";"):
        if "=" not in pair:
            continue
        name, value = (text.strip(" \t") for text in pair.split("=", 1))
        if value[:1] == '"' == value[-1:] and len(value) != 1:
            value = value[1:-1]
        if name and name not in cookies:
            cookies[name] = value
    return cookies


# Odd: an OrderedDict, filled from the end
from collections import OrderedDict


def parse_cookie(header):
    found = OrderedDict()
    for part in reversed(header.split(";")):
        name, equals, value = part.partition("=")
        if equals and name.strip(" \t"):
            value = value.strip(" \t")
            quoted = len(value) > 1 and value.startswith('"') and value.endswith('"')
            found[name.strip(" \t")] = value[1:-1] if quoted else value
    return found


# Odd: a defaultdict
from collections import defaultdict


def parse_cookie(header):
    found = defaultdict(str)
    for part in header.split(";"):
        name, equals, value = (one.strip("\t ") for one in part.partition("="))
        if name and equals and name not in found:
            found[name] = value[1:-1] if value[:1] == value[-1:] == '"' != value else value
    return found
