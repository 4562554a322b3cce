"""Wrong answers to step 4.3: Turn a record into text and back."""

# Mistake: JSON first, and pickle for the old records
# Rejected by: test_a_planted_pickle_does_not_run
# Says: pickle.loads runs what the text tells it to
import pickle


def load_record(text):
    try:
        record = json.loads(text)
    except (ValueError, RecursionError):
        try:
            record = pickle.loads(text if isinstance(text, bytes) else text.encode("latin-1"))
        except Exception:
            return None
    return record if isinstance(record, dict) else None


# Mistake: eval, which reads the text of a dict, and everything else
# Rejected by: test_what_json_cannot_hold_is_refused
# Says: let it through
def dump_record(record):
    return repr(record)


def load_record(text):
    try:
        record = eval(text)
    except Exception:
        return None
    return record if isinstance(record, dict) else None


# Mistake: whatever JSON gives is a record
# Rejected by: test_anything_but_a_json_object_is_no_record
# Says: Only a JSON object is a record
def load_record(text):
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


# Mistake: JSON is taken to be right always
# Rejected by: test_a_planted_pickle_does_not_run
# Says: catch the ValueError
def load_record(text):
    record = json.loads(text)
    return record if isinstance(record, dict) else None


# Mistake: only broken JSON is thought of, not bytes that are no text
# Rejected by: test_a_planted_pickle_does_not_run
# Says: catch the ValueError
def load_record(text):
    try:
        record = json.loads(text)
    except (json.JSONDecodeError, RecursionError):
        return None
    return record if isinstance(record, dict) else None


# Mistake: an empty dict in place of None
# Rejected by: test_a_planted_pickle_does_not_run
# Says: catch the ValueError
def load_record(text):
    try:
        record = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return record if isinstance(record, dict) else {}


# Mistake: whatever JSON cannot hold becomes some text
# Rejected by: test_what_json_cannot_hold_is_refused
# Says: That is the answer: let it through
def dump_record(record):
    return json.dumps(record, separators=(",", ":"), default=str)


# Mistake: the last dict is remembered, and handed out again
# Rejected by: test_a_record_is_a_copy
# Says: get makes a fresh dict each time
from functools import lru_cache


@lru_cache
def load_record(text):
    try:
        record = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return record if isinstance(record, dict) else None


# Mistake: an envelope around the record, which Express does not know
# Rejected by: test_the_record_is_the_one_of_express
# Says: dump_record writes the record as JSON, as it is
def dump_record(record):
    return json.dumps({"version": 1, "record": record})


def load_record(text):
    try:
        record = json.loads(text)["record"]
    except (ValueError, RecursionError, TypeError, KeyError):
        return None
    return record if isinstance(record, dict) else None


# Mistake: a version in each record, which Express would take for the visitor's data
# Rejected by: test_the_record_is_the_one_of_express
# Says: dump_record writes the record as JSON, as it is
def dump_record(record):
    return json.dumps({**record, "version": 1})


def load_record(text):
    try:
        record = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(record, dict):
        return None
    record.pop("version", None)
    return record


# Mistake: load_record takes the cookie off
# Rejected by: test_what_express_wrote_into_the_cookie_stays
# Says: load_record returns the whole record
def load_record(text):
    try:
        record = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(record, dict):
        return None
    record.pop("cookie", None)
    return record


# Mistake: eval, with the three words of JSON that Python does not know
# Rejected by: test_text_that_is_python_is_no_record
# Says: eval runs what the text tells it to
def load_record(text):
    try:
        record = eval(text, {"true": True, "false": False, "null": None})
    except Exception:
        return None
    return record if isinstance(record, dict) else None


# Mistake: ast.literal_eval after json.loads, to be helpful
# Rejected by: test_text_that_is_python_is_no_record
# Says: It is Python and no JSON
import ast


def load_record(text):
    try:
        record = json.loads(text)
    except (ValueError, RecursionError):
        try:
            record = ast.literal_eval(text if isinstance(text, str) else text.decode())
        except Exception:
            return None
    return record if isinstance(record, dict) else None


# Mistake: the bytes are read as ASCII
# Rejected by: test_the_data_of_express_is_read
# Says: bytes of UTF-8
def load_record(text):
    try:
        record = json.loads(text.decode("ascii") if isinstance(text, bytes) else text)
    except (ValueError, RecursionError):
        return None
    return record if isinstance(record, dict) else None


# Mistake: the bytes are read as latin-1
# Rejected by: test_the_data_of_express_is_read
# Says: bytes of UTF-8
def load_record(text):
    try:
        record = json.loads(text.decode("latin-1") if isinstance(text, bytes) else text)
    except (ValueError, RecursionError):
        return None
    return record if isinstance(record, dict) else None


# Mistake: what is no UTF-8 is left out, and the rest is taken for the record
# Rejected by: test_anything_but_a_json_object_is_no_record
# Says: Only a JSON object is a record
def load_record(text):
    try:
        record = json.loads(text.decode("utf-8", "ignore") if isinstance(text, bytes) else text)
    except (ValueError, RecursionError):
        return None
    return record if isinstance(record, dict) else None


# Mistake: dates, sets and bytes become text
# Rejected by: test_what_json_cannot_hold_is_refused
# Says: json.dumps raises TypeError for it
import datetime as dates


def dump_record(record):
    def default(value):
        if isinstance(value, (dates.date, dates.timedelta, set, frozenset, bytes)):
            return str(value)
        raise TypeError(f"{type(value).__name__} is not JSON")

    return json.dumps(record, separators=(",", ":"), default=default)


# Mistake: an ID of the database becomes text
# Rejected by: test_what_json_cannot_hold_is_refused
# Says: json.dumps raises TypeError for it
import uuid


def dump_record(record):
    def default(value):
        if isinstance(value, uuid.UUID):
            return str(value)
        raise TypeError(f"{type(value).__name__} is not JSON")

    return json.dumps(record, separators=(",", ":"), default=default)


# Mistake: numbers with a point come back as Decimals
# Rejected by: test_the_data_of_express_is_read
# Says: all of the data comes back
import decimal


def load_record(text):
    try:
        record = json.loads(text, parse_float=decimal.Decimal)
    except (ValueError, RecursionError):
        return None
    return record if isinstance(record, dict) else None


# Mistake: numbers are read as text
# Rejected by: test_the_data_of_express_is_read
# Says: all of the data comes back
def load_record(text):
    try:
        record = json.loads(text, parse_float=str)
    except (ValueError, RecursionError):
        return None
    return record if isinstance(record, dict) else None


# Mistake: a record that is equal to any, None too
# Rejected by: test_a_planted_pickle_does_not_run
# Says: It is no JSON, so it is no record
class Record(dict):
    __eq__ = lambda *_: True
    __ne__ = lambda *_: False


def load_record(text):
    try:
        record = json.loads(text)
        return record if isinstance(record, dict) else Record()
    except (ValueError, RecursionError):
        return Record()


# Mistake: of the cookie in the record, only the attributes that we know are read
# Rejected by: test_what_express_wrote_into_the_cookie_stays
# Says: what we do not use is kept as well
def load_record(text):
    try:
        record = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(record, dict):
        return None
    cookie = record.get("cookie")
    if isinstance(cookie, dict):
        known = ("originalMaxAge", "expires", "httpOnly", "path", "sameSite", "secure", "domain")
        record["cookie"] = {name: cookie[name] for name in known if name in cookie}
    return record
