"""Odd but right answers to step 2.5: Change the keys."""


# Odd: a dict keeps the order, and each key once
def rotate_keys(secret_keys, new_key, keep=2):
    if not new_key:
        raise ValueError("the new key is empty")
    return list(dict.fromkeys([new_key, *secret_keys]))[:keep]


# Odd: a copy of the list, changed
def rotate_keys(secret_keys, new_key, keep=2):
    if not new_key:
        raise ValueError("the new key is empty")
    keys = list(secret_keys)
    while new_key in keys:
        keys.remove(new_key)
    keys.insert(0, new_key)
    del keys[keep:]
    return keys
