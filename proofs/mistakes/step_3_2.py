"""Wrong answers to step 3.2: Keep the record."""


# Mistake: a shallow copy
# Rejected by: test_a_record_is_a_copy
# Says: Keep text, not the dict
def serialize(record):
    return dict(record)


def deserialize(kept):
    return dict(kept)


# Mistake: a copy on the way in only
# Rejected by: test_a_record_is_a_copy
# Says: get makes a fresh dict each time
def serialize(record):
    return json.loads(json.dumps(record))


def deserialize(kept):
    return kept


# Mistake: a deep copy takes what JSON does not
# Rejected by: test_what_json_cannot_hold_is_refused
# Says: json.dumps raises TypeError for it
import copy


def serialize(record):
    return copy.deepcopy(record)


def deserialize(kept):
    return copy.deepcopy(kept)


# Mistake: copies that went through JSON, but no text is kept
# Rejected by: test_the_store_keeps_json
# Says: the record as JSON text
def serialize(record):
    return json.loads(json.dumps(record))


def deserialize(kept):
    return json.loads(json.dumps(kept))


# Mistake: whatever JSON cannot hold becomes some text
# Rejected by: test_what_json_cannot_hold_is_refused
# Says: That is the answer: let it through
def serialize(record):
    return json.dumps(record, default=str)


# Mistake: pickle
# Rejected by: test_what_json_cannot_hold_is_refused
# Says: json.dumps raises TypeError for it
import pickle


def serialize(record):
    return pickle.dumps(record)


def deserialize(kept):
    return pickle.loads(kept)


# Mistake: repr and eval
# Rejected by: test_what_json_cannot_hold_is_refused
# Says: json.dumps raises TypeError for it
def serialize(record):
    return repr(record)


def deserialize(kept):
    return eval(kept)


# Mistake: a bare except hides what cannot be kept
# Rejected by: test_what_json_cannot_hold_is_refused
# Says: let it through
def serialize(record):
    try:
        return json.dumps(record)
    except:
        return "{}"


# Mistake: the last dict is remembered, and handed out again
# Rejected by: test_a_record_is_a_copy
# Says: get makes a fresh dict each time
@functools.lru_cache
def deserialize(kept):
    return json.loads(kept)


# Mistake: json.dump, which writes into a file
# Rejected by: test_a_record_is_a_copy
# Says: missing 1 required positional argument
def serialize(record):
    return json.dump(record)


# Mistake: a key that JSON cannot hold is left out
# Rejected by: test_what_json_cannot_hold_is_refused
# Says: ('a', 'tuple')
def serialize(record):
    return json.dumps(record, skipkeys=True)


# Mistake: letters that latin-1 does not have are lost
# Rejected by: test_the_store_keeps_json
# Says: the record as JSON text
def serialize(record):
    return json.dumps(record, ensure_ascii=False).encode("latin-1", "ignore").decode("latin-1")


# Mistake: dates, sets and bytes become text
# Rejected by: test_what_json_cannot_hold_is_refused
# Says: json.dumps raises TypeError for it
import datetime


def serialize(record):
    def default(value):
        if isinstance(value, (datetime.date, datetime.timedelta, set, frozenset, bytes)):
            return str(value)
        raise TypeError(f"{type(value).__name__} is not JSON")

    return json.dumps(record, default=default)


# Mistake: a Decimal becomes a number
# Rejected by: test_what_json_cannot_hold_is_refused
# Says: it would come back as another thing
import decimal


def serialize(record):
    def default(value):
        if isinstance(value, decimal.Decimal):
            return float(value)
        raise TypeError(f"{type(value).__name__} is not JSON")

    return json.dumps(record, default=default)


# Mistake: whatever can be walked over becomes a list
# Rejected by: test_what_json_cannot_hold_is_refused
# Says: it would come back as another thing
def serialize(record):
    return json.dumps(record, default=list)


# Mistake: numbers with a point come back as Decimals
# Rejected by: test_the_store_keeps_json
# Says: json.loads makes a dict of the text again
import decimal


def deserialize(kept):
    return json.loads(kept, parse_float=decimal.Decimal)


# Mistake: whole numbers come back as floats
# Rejected by: test_the_store_keeps_json
# Says: json.loads makes a dict of the text again
def deserialize(kept):
    return json.loads(kept, parse_int=float)


# Mistake: nested dicts come back as another kind of dict
# Rejected by: test_the_store_keeps_json
# Says: what is inside has another type
class Data(dict):
    __getattr__ = dict.get


def deserialize(kept):
    record = json.loads(kept)
    return {key: json.loads(json.dumps(value), object_hook=Data) for key, value in record.items()}
