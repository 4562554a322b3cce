"""Wrong answers to step 2.2: Believe only what you signed."""


# Mistake: == stops at the first difference
# Rejected by: test_the_comparison_takes_constant_time
# Says: takes equally long wherever the difference is
def unsign(signed, secret_keys):
    if isinstance(secret_keys, str) or not secret_keys:
        raise ValueError("a list of keys, please")
    value = signed.rpartition(".")[0]
    for key in secret_keys:
        if sign(value, key) == signed:
            return value
    return None


# Mistake: "in" a list of all signatures compares with == as well
# Rejected by: test_the_comparison_takes_constant_time
# Says: a call of hmac.compare_digest
def unsign(signed, secret_keys):
    if isinstance(secret_keys, str) or not secret_keys:
        raise ValueError("a list of keys, please")
    value = signed.rpartition(".")[0]
    return value if signed in [sign(value, key) for key in secret_keys] else None


# Mistake: only the beginning of the signature is compared
# Rejected by: test_whatever_was_tampered_with_is_refused
# Says: compare the whole text with what came
def unsign(signed, secret_keys):
    if isinstance(secret_keys, str) or not secret_keys:
        raise ValueError("a list of keys, please")
    value, _, signature = signed.rpartition(".")
    for key in secret_keys:
        good = sign(value, key).rpartition(".")[2]
        if hmac.compare_digest(to_bytes(good[:20]), to_bytes(signature[:20])):
            return value
    return None


# Mistake: as much is compared as came
# Rejected by: test_whatever_was_tampered_with_is_refused
# Says: compare the whole text with what came
def unsign(signed, secret_keys):
    if isinstance(secret_keys, str) or not secret_keys:
        raise ValueError("a list of keys, please")
    value = signed.rpartition(".")[0]
    for key in secret_keys:
        good = sign(value, key)[: len(signed)]
        if hmac.compare_digest(to_bytes(good), to_bytes(signed)):
            return value
    return None


# Mistake: the base64 is decoded first, so that many texts are one signature
# Rejected by: test_whatever_was_tampered_with_is_refused
# Says: compare the whole text with what came
def unsign(signed, secret_keys):
    if isinstance(secret_keys, str) or not secret_keys:
        raise ValueError("a list of keys, please")
    value, _, signature = signed.rpartition(".")
    for key in secret_keys:
        good = sign(value, key).rpartition(".")[2]
        try:
            same = hmac.compare_digest(
                base64.b64decode(good + "=="), base64.b64decode(signature + "==")
            )
        except ValueError:
            same = False
        if same:
            return value
    return None


# Mistake: capital and small letters are the same
# Rejected by: test_whatever_was_tampered_with_is_refused
# Says: the whole text
def unsign(signed, secret_keys):
    if isinstance(secret_keys, str) or not secret_keys:
        raise ValueError("a list of keys, please")
    value = signed.rpartition(".")[0]
    for key in secret_keys:
        if hmac.compare_digest(to_bytes(sign(value, key).lower()), to_bytes(signed.lower())):
            return value
    return None


# Mistake: compare_digest gets text, and refuses what is not ASCII
# Rejected by: test_an_honest_value_comes_back
# Says: Give it bytes: to_bytes makes them
def unsign(signed, secret_keys):
    if isinstance(secret_keys, str) or not secret_keys:
        raise ValueError("a list of keys, please")
    value = signed.rpartition(".")[0]
    for key in secret_keys:
        if hmac.compare_digest(sign(value, key), signed):
            return value
    return None


# Mistake: a text without a dot is an error
# Rejected by: test_whatever_was_tampered_with_is_refused
# Says: not enough values to unpack
def unsign(signed, secret_keys):
    if isinstance(secret_keys, str) or not secret_keys:
        raise ValueError("a list of keys, please")
    value, signature = signed.rsplit(".", 1)
    for key in secret_keys:
        if hmac.compare_digest(to_bytes(sign(value, key)), to_bytes(signed)):
            return value
    return None


# Mistake: compared, but the answer is not used
# Rejected by: test_whatever_was_tampered_with_is_refused
# Says: Sign the value again
def unsign(signed, secret_keys):
    if isinstance(secret_keys, str) or not secret_keys:
        raise ValueError("a list of keys, please")
    value = signed.rpartition(".")[0]
    for key in secret_keys:
        hmac.compare_digest(to_bytes(sign(value, key)), to_bytes(signed))
    return value


# Mistake: cut at the first dot
# Rejected by: test_an_honest_value_comes_back
# Says: The value ends at the last dot
def unsign(signed, secret_keys):
    if isinstance(secret_keys, str) or not secret_keys:
        raise ValueError("a list of keys, please")
    value = signed.partition(".")[0]
    for key in secret_keys:
        if hmac.compare_digest(to_bytes(sign(value, key)), to_bytes(signed)):
            return value
    return None


# Mistake: True comes back, not the value
# Rejected by: test_an_honest_value_comes_back
# Says: True
def unsign(signed, secret_keys):
    if isinstance(secret_keys, str) or not secret_keys:
        raise ValueError("a list of keys, please")
    value = signed.rpartition(".")[0]
    for key in secret_keys:
        if hmac.compare_digest(to_bytes(sign(value, key)), to_bytes(signed)):
            return True
    return None


# Mistake: only the first key verifies
# Rejected by: test_every_key_verifies
# Says: Try them all before you refuse
def unsign(signed, secret_keys):
    if isinstance(secret_keys, str) or not secret_keys:
        raise ValueError("a list of keys, please")
    value = signed.rpartition(".")[0]
    good = sign(value, secret_keys[0])
    return value if hmac.compare_digest(to_bytes(good), to_bytes(signed)) else None


# Mistake: return None within the loop
# Rejected by: test_every_key_verifies
# Says: Try them all before you refuse
def unsign(signed, secret_keys):
    if isinstance(secret_keys, str) or not secret_keys:
        raise ValueError("a list of keys, please")
    value = signed.rpartition(".")[0]
    for key in secret_keys:
        if hmac.compare_digest(to_bytes(sign(value, key)), to_bytes(signed)):
            return value
        return None


# Mistake: one key in place of a list is taken for a list of letters
# Rejected by: test_no_key_and_a_str_for_a_list_are_errors
# Says: A str in place of a list of keys
def unsign(signed, secret_keys):
    value = signed.rpartition(".")[0]
    for key in secret_keys:
        if hmac.compare_digest(to_bytes(sign(value, key)), to_bytes(signed)):
            return value
    return None


# Mistake: one key is kindly made a list
# Rejected by: test_no_key_and_a_str_for_a_list_are_errors
# Says: is the server's mistake
def unsign(signed, secret_keys):
    if isinstance(secret_keys, str):
        secret_keys = [secret_keys]
    value = signed.rpartition(".")[0]
    for key in secret_keys:
        if hmac.compare_digest(to_bytes(sign(value, key)), to_bytes(signed)):
            return value
    return None


# Mistake: without a dot, nobody asks for the keys
# Rejected by: test_no_key_and_a_str_for_a_list_are_errors
# Says: test for it first
def unsign(signed, secret_keys):
    if "." not in signed:
        return None
    if isinstance(secret_keys, str) or not secret_keys:
        raise ValueError("a list of keys, please")
    value = signed.rpartition(".")[0]
    for key in secret_keys:
        if hmac.compare_digest(to_bytes(sign(value, key)), to_bytes(signed)):
            return value
    return None


# Mistake: nothing came, so nobody asks for the keys
# Rejected by: test_no_key_and_a_str_for_a_list_are_errors
# Says: unsign('', 'one key')
def unsign(signed, secret_keys):
    if not signed:
        return None
    if isinstance(secret_keys, str) or not secret_keys:
        raise ValueError("a list of keys, please")
    value = signed.rpartition(".")[0]
    for key in secret_keys:
        if hmac.compare_digest(to_bytes(sign(value, key)), to_bytes(signed)):
            return value
    return None


# Mistake: == first, and compare_digest for show
# Rejected by: test_the_comparison_takes_constant_time
# Says: with nothing before it
def unsign(signed, secret_keys):
    if isinstance(secret_keys, str) or not secret_keys:
        raise ValueError("a list of keys, please")
    value = signed.rpartition(".")[0]
    for key in secret_keys:
        good = sign(value, key)
        if good == signed and hmac.compare_digest(to_bytes(good), to_bytes(signed)):
            return value
    return None


# Mistake: constant time for the first key only
# Rejected by: test_the_comparison_takes_constant_time
# Says: compare_digest 1 time
def unsign(signed, secret_keys):
    if isinstance(secret_keys, str) or not secret_keys:
        raise ValueError("a list of keys, please")
    value = signed.rpartition(".")[0]
    if hmac.compare_digest(to_bytes(sign(value, secret_keys[0])), to_bytes(signed)):
        return value
    return value if signed in [sign(value, key) for key in secret_keys[1:]] else None


# Mistake: two keys are enough, the new one and the one before it
# Rejected by: test_every_key_verifies
# Says: Try them all before you refuse
def unsign(signed, secret_keys):
    if isinstance(secret_keys, str) or not secret_keys:
        raise ValueError("a list of keys, please")
    value = signed.rpartition(".")[0]
    for key in secret_keys[:2]:
        if hmac.compare_digest(to_bytes(sign(value, key)), to_bytes(signed)):
            return value
    return None


# Mistake: what is not ASCII is left out of the comparison
# Rejected by: test_whatever_was_tampered_with_is_refused
# Says: something that is not ASCII after it
def unsign(signed, secret_keys):
    if isinstance(secret_keys, str) or not secret_keys:
        raise ValueError
    value = signed.rpartition(".")[0]
    for key in secret_keys:
        ours = sign(value, key).encode("ascii", "ignore")
        if hmac.compare_digest(ours, signed.encode("ascii", "ignore")):
            return value
    return None


# Mistake: what stands around it is taken off first
# Rejected by: test_whatever_was_tampered_with_is_refused
# Says: compare the whole text with what came
def unsign(signed, secret_keys):
    if isinstance(secret_keys, str) or not secret_keys:
        raise ValueError
    signed = signed.strip()
    value = signed.rpartition(".")[0]
    for key in secret_keys:
        if hmac.compare_digest(to_bytes(sign(value, key)), to_bytes(signed)):
            return value
    return None


# Mistake: the end of the signature is read up to a NUL, as in C
# Rejected by: test_whatever_was_tampered_with_is_refused
# Says: a NUL after it
def unsign(signed, secret_keys):
    if isinstance(secret_keys, str) or not secret_keys:
        raise ValueError
    value = signed.rpartition(".")[0]
    for key in secret_keys:
        if hmac.compare_digest(to_bytes(sign(value, key)), to_bytes(signed).rstrip(b"\0")):
            return value
    return None


# Mistake: other forms of a letter count as the letter
# Rejected by: test_whatever_was_tampered_with_is_refused
# Says: in a wider form
import unicodedata


def unsign(signed, secret_keys):
    if isinstance(secret_keys, str) or not secret_keys:
        raise ValueError
    if signed == unicodedata.normalize("NFC", signed):
        signed = unicodedata.normalize("NFKC", signed)
    value = signed.rpartition(".")[0]
    for key in secret_keys:
        if hmac.compare_digest(to_bytes(sign(value, key)), to_bytes(signed)):
            return value
    return None


# Mistake: return None where the keys are wrong
# Rejected by: test_no_key_and_a_str_for_a_list_are_errors
# Says: test for it first
def unsign(signed, secret_keys):
    if isinstance(secret_keys, str) or not secret_keys:
        return None
    value = signed.rpartition(".")[0]
    for key in secret_keys:
        if hmac.compare_digest(to_bytes(sign(value, key)), to_bytes(signed)):
            return value
    return None


# Mistake: an honest value comes to return None
# Rejected by: test_an_honest_value_comes_back
# Says: None is what return None gives
def unsign(signed, secret_keys):
    if isinstance(secret_keys, str) or not secret_keys:
        raise ValueError("secret_keys must be a list")
    value = signed.rpartition(".")[0]
    for key in secret_keys:
        if hmac.compare_digest(to_bytes(sign(value, key)), to_bytes(signed)):
            return None
    return None


# Mistake: == [], which no tuple is equal to
# Rejected by: test_no_key_and_a_str_for_a_list_are_errors
# Says: An empty list and an empty tuple are both false
def unsign(signed, secret_keys):
    if isinstance(secret_keys, str) or secret_keys == []:
        raise ValueError("secret_keys must be a list")
    value = signed.rpartition(".")[0]
    for key in secret_keys:
        if hmac.compare_digest(to_bytes(sign(value, key)), to_bytes(signed)):
            return value
    return None


# Mistake: the ValueError is returned
# Rejected by: test_no_key_and_a_str_for_a_list_are_errors
# Says: The ValueError is returned here
def unsign(signed, secret_keys):
    if isinstance(secret_keys, str) or not secret_keys:
        return ValueError("secret_keys must be a list")
    value = signed.rpartition(".")[0]
    for key in secret_keys:
        if hmac.compare_digest(to_bytes(sign(value, key)), to_bytes(signed)):
            return value
    return None
