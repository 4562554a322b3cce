"""Odd but right answers to step 4.3: Turn a record into text and back."""


# Odd: JSON with spaces, and letters as they are
def dump_record(record):
    return json.dumps(record, ensure_ascii=False, indent=2)


# Odd: any error of json counts, and an empty text is asked for first
def load_record(text):
    if not text:
        return None
    try:
        record = json.loads(text)
    except Exception:
        return None
    if type(record) is not dict:
        return None
    return record


# Odd: only what begins like an object is tried
def load_record(text):
    try:
        text = text.decode() if isinstance(text, bytes) else text
        return json.loads(text) if text.lstrip().startswith("{") else None
    except (ValueError, RecursionError):
        return None


# Odd: each error by its own name
def load_record(text):
    try:
        record = json.loads(text)
    except (json.JSONDecodeError, UnicodeDecodeError, RecursionError):
        return None
    return record if isinstance(record, dict) else None


# Odd: JSON in order, an OrderedDict at every depth
from collections import OrderedDict


def load_record(text):
    try:
        record = json.loads(text, object_pairs_hook=OrderedDict)
    except (ValueError, RecursionError):
        return None
    return record if isinstance(record, dict) else None
