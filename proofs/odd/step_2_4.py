"""Odd but right answers to step 2.4: Read a signed count."""


# Odd: removeprefix
def read_signed_count(session_id, signed, secret_keys):
    value, prefix = unsign(signed, secret_keys), session_id + ":"
    if value is None or not value.startswith(prefix):
        return 0
    return read_count(value.removeprefix(prefix))


# Odd: cut at the first colon, as an ID never holds one
def read_signed_count(session_id, signed, secret_keys):
    value = unsign(signed, secret_keys)
    if value and ":" in value:
        owner, count = value.split(":", 1)
        if hmac.compare_digest(to_bytes(owner), to_bytes(session_id)):
            return read_count(count)
    return 0
