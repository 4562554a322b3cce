"""Wrong answers to step 5.7: An unknown name."""


# Mistake: KeyError is quicker than a wrong password
# Rejected by: test_an_unknown_name_costs_the_same
# Says: One check_password_hash each
def check_password(users, name, password):
    try:
        password_hash = users[name]
    except KeyError:
        return None
    return password_hash if check_password_hash(password_hash, password) else None


# Mistake: whoever knows the password of nobody is let in
# Rejected by: test_only_the_right_password_gives_the_hash
# Says: Alice's password is 'secret', and mallory is no user
def check_password(users, name, password):
    password_hash = users.get(name, NOBODY)
    return password_hash if check_password_hash(password_hash, password) else None


# Mistake: True is no hash
# Rejected by: test_only_the_right_password_gives_the_hash
# Says: Alice's password is 'secret', and mallory is no user
def check_password(users, name, password):
    fits = check_password_hash(users.get(name, NOBODY), password)
    return True if fits and name in users else None


# Mistake: False is not None
# Rejected by: test_only_the_right_password_gives_the_hash
# Says: Alice's password is 'secret', and mallory is no user
def check_password(users, name, password):
    fits = check_password_hash(users.get(name, NOBODY), password)
    return fits and name in users and users[name]


# Mistake: an unknown name costs another amount
# Rejected by: test_an_unknown_name_costs_the_same
# Says: One check_password_hash each
from werkzeug.security import generate_password_hash


def check_password(users, name, password):
    if name not in users:
        generate_password_hash(password)
        return None
    return users[name] if check_password_hash(users[name], password) else None


# Mistake: a pause in place of the work
# Rejected by: test_an_unknown_name_costs_the_same
# Says: One check_password_hash each
import time


def check_password(users, name, password):
    if name not in users:
        time.sleep(0.01)
        return None
    return users[name] if check_password_hash(users[name], password) else None


# Mistake: a known name costs twice as much
# Rejected by: test_an_unknown_name_costs_the_same
# Says: One check_password_hash each
def check_password(users, name, password):
    check_password_hash(NOBODY, password)
    if name not in users or not check_password_hash(users[name], password):
        return None
    return users[name]


# Mistake: the password is compared with the hash
# Rejected by: test_only_the_right_password_gives_the_hash
# Says: Alice's password is 'secret', and mallory is no user
def check_password(users, name, password):
    return users[name] if users.get(name, NOBODY) == password else None


# Mistake: any password will do
# Rejected by: test_only_the_right_password_gives_the_hash
# Says: Alice's password is 'secret', and mallory is no user
def check_password(users, name, password):
    check_password_hash(users.get(name, NOBODY), password)
    return users.get(name)


# Mistake: the name and the password are mixed up
# Rejected by: test_only_the_right_password_gives_the_hash
# Says: Alice's password is 'secret', and mallory is no user
def check_password(users, name, password):
    fits = check_password_hash(users.get(name, NOBODY), name)
    return users[name] if fits and name in users else None


# Mistake: an empty password is refused at once
# Rejected by: test_an_unknown_name_costs_the_same
# Says: One check_password_hash each
def check_password(users, name, password):
    if not password:
        return None
    fits = check_password_hash(users.get(name, NOBODY), password)
    return users[name] if fits and name in users else None


# Mistake: get comes after or, which has stopped by then
# Rejected by: test_an_unknown_name_costs_the_same
# Says: for an unknown name, against NOBODY
def check_password(users, name, password):
    if name not in users or not check_password_hash(users.get(name, NOBODY), password):
        return None
    return users[name]


# Mistake: an unknown name is looked up where the password of nobody fits
# Rejected by: test_only_the_right_password_gives_the_hash
# Says: KeyError: 'mallory'
def check_password(users, name, password):
    if not check_password_hash(users.get(name, NOBODY), password):
        return None
    return users[name]


# Mistake: the hash is looked up again: by then it may be a newer one
# Rejected by: test_the_hash_that_was_checked_comes_back
# Says: Look the hash up once
def check_password(users, name, password):
    fits = check_password_hash(users.get(name, NOBODY), password)
    return users.get(name) if fits else None
