"""Odd but right answers to step 5.7: An unknown name."""


# Odd: the name decides which hash, and then what is said
def check_password(users, name, password):
    known = name in users
    password_hash = users[name] if known else NOBODY
    fits = check_password_hash(password_hash, password)
    if known and fits:
        return password_hash


# Odd: None or NOBODY, and and
def check_password(users, name, password):
    found = users.get(name)
    return (check_password_hash(found or NOBODY, password) and found) or None


# Odd: KeyError
def check_password(users, name, password):
    try:
        password_hash = users[name]
    except KeyError:
        check_password_hash(NOBODY, password)
        return None
    return password_hash if check_password_hash(password_hash, password) else None


# Odd: two dicts in one
def check_password(users, name, password):
    known = {name: NOBODY, **users}
    fits = check_password_hash(known[name], password)
    return known[name] if name in users and fits else None
