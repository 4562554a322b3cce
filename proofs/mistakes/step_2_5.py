"""Wrong answers to step 2.5: Change the keys."""


# Mistake: the new key goes to the end, and signs nothing
# Rejected by: test_the_new_key_signs_and_the_oldest_goes
# Says: The first key signs, so the new one comes first
def rotate_keys(secret_keys, new_key, keep=2):
    if not new_key:
        raise ValueError("the new key is empty")
    return [*secret_keys, new_key][-keep:]


# Mistake: the newest of the old keys are dropped
# Rejected by: test_the_new_key_signs_and_the_oldest_goes
# Says: The oldest are the last
def rotate_keys(secret_keys, new_key, keep=2):
    if not new_key:
        raise ValueError("the new key is empty")
    old = [key for key in secret_keys if key != new_key]
    return [new_key, *old[::-1]][:keep]


# Mistake: the list that was passed in is changed
# Rejected by: test_the_new_key_signs_and_the_oldest_goes
# Says: Return a new one
def rotate_keys(secret_keys, new_key, keep=2):
    if not new_key:
        raise ValueError("the new key is empty")
    if new_key in secret_keys:
        secret_keys.remove(new_key)
    if isinstance(secret_keys, tuple):
        secret_keys = list(secret_keys)
    secret_keys.insert(0, new_key)
    return secret_keys[:keep]


# Mistake: the new key is there twice
# Rejected by: test_the_new_key_signs_and_the_oldest_goes
# Says: rotate_keys(['a', 'b'], 'b', keep=3)
def rotate_keys(secret_keys, new_key, keep=2):
    if not new_key:
        raise ValueError("the new key is empty")
    return [new_key, *secret_keys][:keep]


# Mistake: no key is ever dropped
# Rejected by: test_the_new_key_signs_and_the_oldest_goes
# Says: The oldest are the last
def rotate_keys(secret_keys, new_key, keep=2):
    if not new_key:
        raise ValueError("the new key is empty")
    return [new_key, *(key for key in secret_keys if key != new_key)]


# Mistake: keep old keys beside the new one
# Rejected by: test_the_new_key_signs_and_the_oldest_goes
# Says: The oldest are the last
def rotate_keys(secret_keys, new_key, keep=2):
    if not new_key:
        raise ValueError("the new key is empty")
    return [new_key, *[key for key in secret_keys if key != new_key][:keep]]


# Mistake: a set has no order
# Rejected by: test_the_new_key_signs_and_the_oldest_goes
# Says: the new one comes first
def rotate_keys(secret_keys, new_key, keep=2):
    if not new_key:
        raise ValueError("the new key is empty")
    return sorted({new_key, *secret_keys})[:keep]


# Mistake: a list is added to a tuple
# Rejected by: test_the_new_key_signs_and_the_oldest_goes
# Says: TypeError
def rotate_keys(secret_keys, new_key, keep=2):
    if not new_key:
        raise ValueError("the new key is empty")
    if new_key in secret_keys:
        secret_keys = [key for key in secret_keys if key != new_key]
    return ([new_key] + secret_keys)[:keep]


# Mistake: the old keys are cut before the new one is left out of them
# Rejected by: test_the_new_key_signs_and_the_oldest_goes
# Says: rotate_keys(['a', 'b'], 'a', keep=2)
def rotate_keys(secret_keys, new_key, keep=2):
    if not new_key:
        raise ValueError("the new key is empty")
    return [new_key] + [key for key in secret_keys[: keep - 1] if key != new_key]


# Mistake: "in" asks whether a key is a part of the new one
# Rejected by: test_the_new_key_signs_and_the_oldest_goes
# Says: rotate_keys(['a', 'b'], 'ab', keep=3)
def rotate_keys(secret_keys, new_key, keep=2):
    if not new_key:
        raise ValueError("the new key is empty")
    return [new_key, *(key for key in secret_keys if key not in new_key)][:keep]


# Mistake: an old key that holds the new one goes with it
# Rejected by: test_the_new_key_signs_and_the_oldest_goes
# Says: rotate_keys(['ab', 'ba'], 'a', keep=3)
def rotate_keys(secret_keys, new_key, keep=2):
    if not new_key:
        raise ValueError("the new key is empty")
    return [new_key, *(key for key in secret_keys if new_key not in key)][:keep]


# Mistake: nothing is cut where the new key was there already
# Rejected by: test_the_new_key_signs_and_the_oldest_goes
# Says: rotate_keys(['a', 'b', 'c'], 'a', keep=2)
def rotate_keys(secret_keys, new_key, keep=2):
    if not new_key:
        raise ValueError("the new key is empty")
    if new_key in secret_keys:
        return [new_key, *(key for key in secret_keys if key != new_key)]
    return [new_key, *secret_keys][:keep]


# Mistake: an empty new key is taken
# Rejected by: test_an_empty_new_key_is_refused
# Says: Everybody knows the empty key
def rotate_keys(secret_keys, new_key, keep=2):
    return [new_key, *(key for key in secret_keys if key != new_key)][:keep]
