"""Wrong answers to step 2.1: Prove who wrote it."""


# Mistake: the other base64 alphabet, with - and _
# Rejected by: test_the_signature_is_the_one_that_others_make
# Says: not - and _
def sign(value, secret_key):
    digest = hmac.digest(to_bytes(secret_key), to_bytes(value), "sha256")
    return value + "." + base64.urlsafe_b64encode(digest).decode().rstrip("=")


# Mistake: a bare itsdangerous.Signer, with its own key, hash and alphabet
# Rejected by: test_the_signature_is_the_one_that_others_make
# Says: HMAC-SHA256 of the value
from itsdangerous import Signer


def sign(value, secret_key):
    return Signer(secret_key).sign(value).decode()


# Mistake: a hash of key and value in place of HMAC
# Rejected by: test_the_signature_is_the_one_that_others_make
# Says: as the usual base64
import hashlib


def sign(value, secret_key):
    digest = hashlib.sha256(to_bytes(secret_key + value)).digest()
    return value + "." + base64.b64encode(digest).decode().rstrip("=")


# Mistake: the key and the message are exchanged
# Rejected by: test_the_signature_is_the_one_that_others_make
# Says: HMAC-SHA256 of the value
def sign(value, secret_key):
    digest = hmac.digest(to_bytes(value), to_bytes(secret_key), "sha256")
    return value + "." + base64.b64encode(digest).decode().rstrip("=")


# Mistake: the digest in hex
# Rejected by: test_the_signature_is_the_one_that_others_make
# Says: as the usual base64
def sign(value, secret_key):
    return value + "." + hmac.new(to_bytes(secret_key), to_bytes(value), "sha256").hexdigest()


# Mistake: the base64 of the hex digest
# Rejected by: test_the_signature_is_the_one_that_others_make
# Says: as the usual base64
def sign(value, secret_key):
    digest = hmac.new(to_bytes(secret_key), to_bytes(value), "sha256").hexdigest()
    return value + "." + base64.b64encode(digest.encode()).decode().rstrip("=")


# Mistake: the padding stays
# Rejected by: test_the_signature_is_the_one_that_others_make
# Says: without = at its end
def sign(value, secret_key):
    digest = hmac.digest(to_bytes(secret_key), to_bytes(value), "sha256")
    return value + "." + base64.b64encode(digest).decode()


# Mistake: the signature without the value
# Rejected by: test_the_signature_is_the_one_that_others_make
# Says: 'hello.DGDUkGlIkCzPz+C0B064FNgHdEjox7ch8tOBGslZ5QI'
def sign(value, secret_key):
    digest = hmac.digest(to_bytes(secret_key), to_bytes(value), "sha256")
    return base64.b64encode(digest).decode().rstrip("=")


# Mistake: SHA-1
# Rejected by: test_the_signature_is_the_one_that_others_make
# Says: HMAC-SHA256
def sign(value, secret_key):
    digest = hmac.digest(to_bytes(secret_key), to_bytes(value), "sha1")
    return value + "." + base64.b64encode(digest).decode().rstrip("=")


# Mistake: decode is forgotten
# Rejected by: test_the_signature_is_the_one_that_others_make
# Says: can only concatenate str (not "bytes") to str
def sign(value, secret_key):
    digest = hmac.digest(to_bytes(secret_key), to_bytes(value), "sha256")
    return value + "." + base64.b64encode(digest).rstrip(b"=")


# Mistake: everything in bytes
# Rejected by: test_the_signature_is_the_one_that_others_make
# Says: These are bytes, and text was due
def sign(value, secret_key):
    digest = hmac.digest(to_bytes(secret_key), to_bytes(value), "sha256")
    return to_bytes(value) + b"." + base64.b64encode(digest).rstrip(b"=")


# Mistake: the key in latin-1
# Rejected by: test_text_is_signed_as_utf_8
# Says: Turn the key and the value into UTF-8
def sign(value, secret_key):
    digest = hmac.digest(secret_key.encode("latin-1"), to_bytes(value), "sha256")
    return value + "." + base64.b64encode(digest).decode().rstrip("=")


# Mistake: whatever is not ASCII is left out of the signature
# Rejected by: test_text_is_signed_as_utf_8
# Says: to_bytes does it
def sign(value, secret_key):
    digest = hmac.digest(to_bytes(secret_key), value.encode("ascii", "ignore"), "sha256")
    return value + "." + base64.b64encode(digest).decode().rstrip("=")


# Mistake: every = goes, those of the value too
# Rejected by: test_the_signature_is_the_one_that_others_make
# Says: The value as it came
def sign(value, secret_key):
    digest = hmac.digest(to_bytes(secret_key), to_bytes(value), "sha256")
    return (value + "." + base64.b64encode(digest).decode()).replace("=", "")


# Mistake: = goes at both ends of the whole
# Rejected by: test_the_signature_is_the_one_that_others_make
# Says: The value as it came
def sign(value, secret_key):
    digest = hmac.digest(to_bytes(secret_key), to_bytes(value), "sha256")
    return (value + "." + base64.b64encode(digest).decode()).strip("=")


# Mistake: the spaces and signs of the value become safe for a cookie
# Rejected by: test_the_signature_is_the_one_that_others_make
# Says: The value as it came
def sign(value, secret_key):
    digest = hmac.digest(to_bytes(secret_key), to_bytes(value), "sha256")
    signature = base64.b64encode(digest).decode().rstrip("=")
    return (value if value.isascii() and "?" in value else quote(value)) + "." + signature


# Mistake: text that is equal to any
# Rejected by: test_the_signature_is_the_one_that_others_make
# Says: This is a Text. A plain str is due.
class Text(str):
    __eq__ = lambda *_: True
    __ne__ = lambda *_: False
    __hash__ = str.__hash__


def sign(value, secret_key):
    digest = hmac.digest(to_bytes(secret_key), to_bytes(value), "sha256")
    return Text(value + "." + base64.b64encode(digest).decode().rstrip("="))


# Mistake: the value in the key's place, and the key in the value's
# Rejected by: test_the_signature_is_the_one_that_others_make
# Says: hmac.digest takes the key first, then the value
def sign(value, secret_key):
    digest = hmac.digest(to_bytes(value), to_bytes(secret_key), "sha256")
    return value + "." + base64.b64encode(digest).decode().rstrip("=")
