"""Odd but right answers to step 2.2: Believe only what you signed."""


# Odd: every key is tried, also after one has matched
def unsign(signed, secret_keys):
    if not isinstance(secret_keys, (list, tuple)) or len(secret_keys) == 0:
        raise ValueError("secret_keys has to be a list")
    value, dot, signature = signed.rpartition(".")
    matches = [
        hmac.compare_digest(to_bytes(sign(value, key)[len(value) + 1 :]), to_bytes(signature))
        for key in secret_keys
    ]
    return value if dot and any(matches) else None


# Odd: secrets.compare_digest, and a comparison of the digests of both
import hashlib


def unsign(signed, secret_keys):
    if isinstance(secret_keys, str) or not secret_keys:
        raise ValueError("secret_keys has to be a list")
    place = signed.rfind(".")
    value = signed[: max(place, 0)]
    theirs = hashlib.sha256(to_bytes(signed)).digest()
    for key in secret_keys:
        ours = hashlib.sha256(to_bytes(sign(value, key))).digest()
        if secrets.compare_digest(ours, theirs):
            return value


# Odd: a generator, and next
def unsign(signed, secret_keys):
    if not secret_keys or isinstance(secret_keys, str):
        raise ValueError("secret_keys has to be a list")
    value = ".".join(signed.split(".")[:-1])
    came = to_bytes(signed)
    good = (key for key in secret_keys if hmac.compare_digest(came, to_bytes(sign(value, key))))
    return None if next(good, None) is None else value
