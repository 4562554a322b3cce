"""Wrong answers to step 2.4: Read a signed count."""


# Mistake: startswith takes the count of whoever has a longer ID
# Rejected by: test_the_count_of_another_is_worth_nothing
# Says: Compare the whole ID
def read_signed_count(session_id, signed, secret_keys):
    value = unsign(signed, secret_keys) or ""
    if ":" not in value or not value.startswith(session_id):
        return 0
    return read_count(value.rpartition(":")[2])


# Mistake: "in" is no comparison
# Rejected by: test_the_count_of_another_is_worth_nothing
# Says: Compare the whole ID
def read_signed_count(session_id, signed, secret_keys):
    value = unsign(signed, secret_keys) or ""
    return read_count(value.rpartition(":")[2]) if session_id in value else 0


# Mistake: the ID is compared with what nobody signed
# Rejected by: test_a_count_that_nobody_signed_is_zero
# Says: without a signature there is no count
def read_signed_count(session_id, signed, secret_keys):
    owner, colon, count = signed.rpartition(".")[0].rpartition(":")
    return read_count(count) if colon and owner == session_id else 0


# Mistake: None from unsign is not expected
# Rejected by: test_a_count_that_nobody_signed_is_zero
# Says: 'NoneType' object has no attribute 'rpartition'
def read_signed_count(session_id, signed, secret_keys):
    owner, colon, count = unsign(signed, secret_keys).rpartition(":")
    return read_count(count) if colon and owner == session_id else 0


# Mistake: what was signed is taken for a number
# Rejected by: test_a_signed_count_can_be_garbage_too
# Says: ValueError: invalid literal for int()
def read_signed_count(session_id, signed, secret_keys):
    owner, colon, count = (unsign(signed, secret_keys) or "").rpartition(":")
    return int(count) if colon and owner == session_id else 0


# Mistake: the text of the count comes back
# Rejected by: test_my_own_count_is_read
# Says: '41'
def read_signed_count(session_id, signed, secret_keys):
    owner, _, count = (unsign(signed, secret_keys) or "").rpartition(":")
    return count if owner == session_id else 0


# Mistake: all IDs are taken to have 32 characters
# Rejected by: test_my_own_count_is_read
# Says: It stands after the last colon
def read_signed_count(session_id, signed, secret_keys):
    value = unsign(signed, secret_keys) or ""
    return read_count(value[33:]) if value[:32] == session_id else 0


# Mistake: lstrip takes characters away, and the digits of the count with them
# Rejected by: test_my_own_count_is_read
# Says: It stands after the last colon
def read_signed_count(session_id, signed, secret_keys):
    value = unsign(signed, secret_keys) or ""
    return read_count(value.lstrip(session_id + ":")) if value.startswith(session_id + ":") else 0


# Mistake: the two halves are taken for one another
# Rejected by: test_my_own_count_is_read
# Says: It stands after the last colon
def read_signed_count(session_id, signed, secret_keys):
    count, _, owner = (unsign(signed, secret_keys) or "").rpartition(":")
    return read_count(count) if owner == session_id else 0


# Mistake: visit takes a signed count for an ID
# Rejected by: test_a_count_is_no_session_id
# Says: An ID never holds a colon
def visit(cookie_header, max_age, secret_keys, new_id):
    cookies = parse_cookie(cookie_header)
    session_id = unsign(from_cookie(cookies.get(ID_COOKIE)), secret_keys) or new_id()
    signed_count = from_cookie(cookies.get(COUNT_COOKIE))
    views = read_signed_count(session_id, signed_count, secret_keys) + 1
    values = {ID_COOKIE: session_id, COUNT_COOKIE: f"{session_id}:{views}"}
    return page(views, max_age), [
        dump_cookie(name, to_cookie(sign(value, secret_keys[0])), max_age=max_age)
        for name, value in values.items()
    ]


# Mistake: the count is read with the first key only
# Rejected by: test_my_own_count_is_read
# Says: Give unsign all of them
def read_signed_count(session_id, signed, secret_keys):
    owner, _, count = (unsign(signed, secret_keys[:1]) or "").rpartition(":")
    return read_count(count) if owner == session_id else 0


# Mistake: capital and small letters of an ID are the same
# Rejected by: test_the_count_of_another_is_worth_nothing
# Says: Compare the whole ID
def read_signed_count(session_id, signed, secret_keys):
    owner, _, count = (unsign(signed, secret_keys) or "").rpartition(":")
    return read_count(count) if owner.lower() == session_id.lower() else 0


# Mistake: an int within try, which takes more than digits
# Rejected by: test_a_signed_count_can_be_garbage_too
# Says: Let it read the rest
def read_signed_count(session_id, signed, secret_keys):
    owner, _, count = (unsign(signed, secret_keys) or "").rpartition(":")
    try:
        return max(0, int(count)) if owner == session_id else 0
    except ValueError:
        return 0


# Mistake: the last key signs, the one that is about to go
# Rejected by: test_a_visitor_comes_back_with_both_cookies
# Says: The first key signs
def visit(cookie_header, max_age, secret_keys, new_id):
    cookies = parse_cookie(cookie_header)
    session_id = unsign(from_cookie(cookies.get(ID_COOKIE)), secret_keys)
    if not session_id or ":" in session_id:
        session_id = new_id()
    signed_count = from_cookie(cookies.get(COUNT_COOKIE))
    views = read_signed_count(session_id, signed_count, secret_keys) + 1
    values = {ID_COOKIE: session_id, COUNT_COOKIE: f"{session_id}:{views}"}
    return page(views, max_age), [
        dump_cookie(name, to_cookie(sign(value, secret_keys[-1])), max_age=max_age)
        for name, value in values.items()
    ]


# Mistake: a signed value without a colon is not expected
# Rejected by: test_a_signed_count_can_be_garbage_too
# Says: not enough values to unpack
def read_signed_count(session_id, signed, secret_keys):
    value = unsign(signed, secret_keys)
    if value is None:
        return 0
    owner, count = value.rsplit(":", 1)
    return read_count(count) if owner == session_id else 0


# Mistake: a count that is equal to any
# Rejected by: test_my_own_count_is_read
# Says: This is a Count. A plain int is due.
class Count(int):
    __eq__ = lambda *_: True
    __ne__ = lambda *_: False


def read_signed_count(session_id, signed, secret_keys):
    owner, _, count = (unsign(signed, secret_keys) or "").rpartition(":")
    return Count(read_count(count) if owner == session_id else 0)


# Mistake: a text without a colon is a count of the visitor without an ID
# Rejected by: test_a_text_without_a_colon_is_no_count
# Says: signed for nobody
def read_signed_count(session_id, signed, secret_keys):
    owner, _, count = (unsign(signed, secret_keys) or "").rpartition(":")
    return read_count(count) if owner == session_id else 0
