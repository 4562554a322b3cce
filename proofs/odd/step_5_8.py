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
