"""Odd but right answers to step 5.7: An unknown name."""


# Odd: the name decides which hash, and then what is said
def check_password(users, name, password):
    known = name in users
    fits = check_password_hash(users[name] if known else NOBODY, password)
    if known and fits:
        return users[name]


# Odd: with get twice, and and
def check_password(users, name, password):
    return (check_password_hash(users.get(name) or NOBODY, password) and users.get(name)) or None


# Odd: KeyError
def check_password(users, name, password):
    try:
        password_hash = users[name]
    except KeyError:
        check_password_hash(NOBODY, password)
        return None
    return password_hash if check_password_hash(password_hash, password) else None
