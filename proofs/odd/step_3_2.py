"""Odd but right answers to step 3.2: Keep the record."""


# Odd: JSON with spaces, sorted, without escapes
def serialize(record):
    return json.dumps(record, indent=4, sort_keys=True, ensure_ascii=False)


# Odd: the classes behind json.dumps and json.loads
def serialize(record):
    return json.JSONEncoder(separators=(" ,", " : ")).encode(record)


def deserialize(kept):
    return json.JSONDecoder().decode(kept)


# Odd: an OrderedDict at every depth
def deserialize(kept):
    return json.loads(kept, object_pairs_hook=OrderedDict)
