"""Odd but right answers to step 2.1: Prove who wrote it."""

# Odd: hmac.new
import hashlib


def sign(value, secret_key):
    mac = hmac.new(secret_key.encode("utf-8", "surrogatepass"), digestmod=hashlib.sha256)
    mac.update(value.encode("utf-8", "surrogatepass"))
    return f"{value}.{base64.standard_b64encode(mac.digest()).decode('ascii')[:43]}"


# Odd: HMAC by hand, as RFC 2104 has it
import hashlib


def sign(value, secret_key):
    key = to_bytes(secret_key)
    key = (hashlib.sha256(key).digest() if len(key) > 64 else key).ljust(64, b"\0")
    inner = hashlib.sha256(bytes(byte ^ 0x36 for byte in key) + to_bytes(value)).digest()
    outer = hashlib.sha256(bytes(byte ^ 0x5C for byte in key) + inner).digest()
    return ".".join([value, base64.b64encode(outer).decode().replace("=", "")])


# Odd: an itsdangerous.Signer that is told everything
import hashlib

from itsdangerous import Signer


def sign(value, secret_key):
    signer = Signer(to_bytes(secret_key), key_derivation="none", digest_method=hashlib.sha256)
    signature = signer.get_signature(to_bytes(value)).decode()
    return value + "." + signature.translate(str.maketrans("-_", "+/"))
