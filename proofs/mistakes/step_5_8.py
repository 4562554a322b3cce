"""Wrong answers to step 5.8: A changed password ends its sessions."""


# Mistake: the hash itself
def fingerprint(password_hash):
    return password_hash


# Mistake: the first letters, which are the same for all
def fingerprint(password_hash):
    return password_hash[:16]


# Mistake: the hash of Python, another one in each process
def fingerprint(password_hash):
    return str(hash(password_hash))


# Mistake: bytes, which JSON cannot hold
def fingerprint(password_hash):
    return hashlib.sha256(password_hash.encode()).digest()


# Mistake: another one each time
import secrets


def fingerprint(password_hash):
    return hashlib.sha256((secrets.token_hex() + password_hash).encode()).hexdigest()


# Mistake: a deleted account raises KeyError
class LoginManager:
    def is_outdated(self, session):
        return session.get("fingerprint") != fingerprint(self.users[session["user"]])


# Mistake: a deleted account goes on
class LoginManager:
    def is_outdated(self, session):
        user = session.get("user")
        password_hash = self.users.get(user) if isinstance(user, str) else None
        if password_hash is None:
            return False
        return session.get("fingerprint") != fingerprint(password_hash)


# Mistake: a user that is a list raises TypeError
class LoginManager:
    def is_outdated(self, session):
        password_hash = self.users.get(session.get("user"))
        return password_hash is None or session.get("fingerprint") != fingerprint(password_hash)


# Mistake: without a fingerprint it goes on
class LoginManager:
    def is_outdated(self, session):
        user = session.get("user")
        password_hash = self.users.get(user) if isinstance(user, str) else None
        if password_hash is None:
            return True
        return session.get("fingerprint", fingerprint(password_hash)) != fingerprint(password_hash)


# Mistake: turned around
class LoginManager:
    def is_outdated(self, session):
        user = session.get("user")
        password_hash = self.users.get(user) if isinstance(user, str) else None
        return password_hash is not None and session.get("fingerprint") == fingerprint(password_hash)


# Mistake: the users of the file, not those of the app
class LoginManager:
    def is_outdated(self, session):
        user = session.get("user")
        password_hash = USERS.get(user) if isinstance(user, str) else None
        return password_hash is None or session.get("fingerprint") != fingerprint(password_hash)


# Mistake: an account that is there is enough
class LoginManager:
    def is_outdated(self, session):
        user = session.get("user")
        return not isinstance(user, str) or user not in self.users
