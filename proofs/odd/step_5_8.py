"""Odd but right answers to step 5.8: A new password."""


# Odd: the first half of a digest
def fingerprint(password_hash):
    return hashlib.sha256(password_hash.encode("utf-8")).hexdigest()[:32]


# Odd: another digest, in base64
import base64


def fingerprint(password_hash):
    return base64.b64encode(hashlib.blake2b(password_hash.encode()).digest()).decode()


# Odd: step by step
class LoginManager:
    def is_outdated(self, session):
        user = session.get("user", None)
        if not isinstance(user, str) or user not in self.users:
            return True
        return fingerprint(self.users[user]) != session.get("fingerprint", "")


# Odd: BLAKE2, and a comparison in constant time
def fingerprint(password_hash):
    return hashlib.blake2b(password_hash.encode(), digest_size=16).hexdigest()


class LoginManager:
    def is_outdated(self, session):
        import hmac

        match session["user"]:
            case str(user) if user in self.users:
                kept = str(session.get("fingerprint")).encode()
                return not hmac.compare_digest(kept, fingerprint(self.users[user]).encode())
            case _:
                return True
