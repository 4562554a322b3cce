"""Wrong answers to step 2.3: Make an ID that nobody guesses."""

# Mistake: long, but from the module random
# Rejected by: test_an_id_does_not_come_from_the_module_random
# Says: made for games and statistics
import random
import string


def new_session_id():
    return "".join(random.choices(string.ascii_letters + string.digits + "-_", k=32))


# Mistake: the module random, seeded well
# Rejected by: test_an_id_does_not_come_from_the_module_random
# Says: through the module secrets
import random


def new_session_id():
    generator = random.Random(os.urandom(32))
    return base64.urlsafe_b64encode(generator.randbytes(24)).decode()


# Mistake: 24 characters, where 24 bytes are due
# Rejected by: test_an_id_holds_enough_random_bits
# Says: 192 random bits
def new_session_id():
    return secrets.token_urlsafe(24)[:24]


# Mistake: a UUID
# Rejected by: test_an_id_holds_enough_random_bits
# Says: Each bit doubles the work of guessing
import uuid


def new_session_id():
    return str(uuid.uuid4())


# Mistake: 32 hex characters are only 128 bits
# Rejected by: test_an_id_holds_enough_random_bits
# Says: IDs that hold 128 random bits at most
def new_session_id():
    return secrets.token_hex(16)


# Mistake: the time, as it is different each time
# Rejected by: test_an_id_holds_enough_random_bits
# Says: random bits at most
import time


def new_session_id():
    return f"{time.time_ns():032}"


# Mistake: a hash of few random bits looks long
# Rejected by: test_an_id_holds_enough_random_bits
# Says: of the 1,000 IDs
import hashlib


def new_session_id():
    return hashlib.sha256(str(secrets.randbelow(1000)).encode()).hexdigest()


# Mistake: the same ID for all, made when the file is loaded
# Rejected by: test_an_id_holds_enough_random_bits
# Says: of the 1,000 IDs
ONE = secrets.token_urlsafe(24)


def new_session_id():
    return ONE


# Mistake: plain base64, with / and +
# Rejected by: test_an_id_is_text_for_a_cookie
# Says: letters, digits, - and _ only
def new_session_id():
    return base64.b64encode(secrets.token_bytes(24)).decode()


# Mistake: bytes, not text
# Rejected by: test_an_id_is_text_for_a_cookie
# Says: token_bytes does not
def new_session_id():
    return secrets.token_bytes(24)


# Mistake: a hash of the time
# Rejected by: test_an_id_is_made_of_random_bytes
# Says: whoever can guess what it was made of can make it too
import hashlib
import time


def new_session_id():
    return hashlib.sha256(str(time.time_ns()).encode()).hexdigest()


# Mistake: a hash of a UUID that is made of the time and the machine
# Rejected by: test_an_id_is_made_of_random_bytes
# Says: 0 random bytes an ID
import hashlib
import uuid


def new_session_id():
    return hashlib.sha256(uuid.uuid1(node=1, clock_seq=1).bytes).hexdigest()


# Mistake: a hash of four random bytes
# Rejected by: test_an_id_is_made_of_random_bytes
# Says: 4 random bytes an ID
import hashlib


def new_session_id():
    return hashlib.sha256(os.urandom(4)).hexdigest()


# Mistake: a hash of nine random digits
# Rejected by: test_an_id_is_made_of_random_bytes
# Says: 16 bytes at least
import hashlib


def new_session_id():
    return hashlib.sha256(str(secrets.randbelow(10**9)).encode()).hexdigest()
