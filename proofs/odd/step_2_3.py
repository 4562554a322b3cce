"""Odd but right answers to step 2.3: Make an ID that nobody guesses."""


# Odd: hex, 48 characters
def new_session_id():
    return secrets.token_hex(24)


# Odd: a longer ID
def new_session_id():
    return secrets.token_urlsafe(64)


# Odd: random.SystemRandom draws from the operating system too
import random
import string


def new_session_id():
    letters = string.ascii_letters + string.digits
    return "".join(random.SystemRandom().choice(letters) for _ in range(40))


# Odd: secrets.choice
import string


def new_session_id():
    return "".join(secrets.choice(string.ascii_letters + string.digits + "-_") for _ in range(32))


# Odd: os.urandom and base64
def new_session_id():
    return base64.urlsafe_b64encode(os.urandom(24)).decode()


# Odd: two UUIDs
import uuid


def new_session_id():
    return uuid.uuid4().hex + uuid.uuid4().hex


# Odd: a hundred IDs are made at a time
SPARE = []


def new_session_id():
    if not SPARE:
        SPARE.extend(secrets.token_urlsafe(24) for _ in range(100))
    return SPARE.pop()


# Odd: urandom has another name here
from os import urandom as from_the_system


def new_session_id():
    return from_the_system(24).hex()
