"""Wrong answers to step 5.8: A new password."""


# Mistake: the hash itself
# Rejected by: test_a_fingerprint_gives_nothing_away
# Says: A digest cannot be turned back
def fingerprint(password_hash):
    return password_hash


# Mistake: the first letters, which are the same for all
# Rejected by: test_a_changed_password_ends_the_session
# Says: is_outdated compares session.get('fingerprint') with the fingerprint of the hash that self
def fingerprint(password_hash):
    return password_hash[:16]


# Mistake: the hash of Python, another one in each process
# Rejected by: test_a_fingerprint_gives_nothing_away
# Says: hashlib.sha256(password_hash.encode()).hexdigest()
def fingerprint(password_hash):
    return str(hash(password_hash))


# Mistake: bytes, which JSON cannot hold
# Rejected by: test_a_changed_password_ends_the_session
# Says: TypeError: Object of type bytes is not JSON serializable
def fingerprint(password_hash):
    return hashlib.sha256(password_hash.encode()).digest()


# Mistake: another one each time
# Rejected by: test_a_changed_password_ends_the_session
# Says: is_outdated compares session.get('fingerprint') with the fingerprint of the hash that self
import secrets


def fingerprint(password_hash):
    return hashlib.sha256((secrets.token_hex() + password_hash).encode()).hexdigest()


# Mistake: a deleted account raises KeyError
# Rejected by: test_a_deleted_account_ends_its_sessions
# Says: KeyError: 'alice'
class LoginManager:
    def is_outdated(self, session):
        return session.get("fingerprint") != fingerprint(self.users[session["user"]])


# Mistake: a deleted account goes on
# Rejected by: test_a_deleted_account_ends_its_sessions
# Says: self.users.get(user) is None then
class LoginManager:
    def is_outdated(self, session):
        user = session.get("user")
        password_hash = self.users.get(user) if isinstance(user, str) else None
        if password_hash is None:
            return False
        return session.get("fingerprint") != fingerprint(password_hash)


# Mistake: a user that is a list raises TypeError
# Rejected by: test_what_express_wrote_is_outdated
# Says: TypeError: unhashable type: 'list'
class LoginManager:
    def is_outdated(self, session):
        password_hash = self.users.get(session.get("user"))
        return password_hash is None or session.get("fingerprint") != fingerprint(password_hash)


# Mistake: without a fingerprint it goes on
# Rejected by: test_what_express_wrote_is_outdated
# Says: Without a fingerprint it did not come from a login of ours
class LoginManager:
    def is_outdated(self, session):
        user = session.get("user")
        password_hash = self.users.get(user) if isinstance(user, str) else None
        if password_hash is None:
            return True
        return session.get("fingerprint", fingerprint(password_hash)) != fingerprint(password_hash)


# Mistake: turned around
# Rejected by: test_a_changed_password_ends_the_session
# Says: is_outdated compares session.get('fingerprint') with the fingerprint of the hash that self
class LoginManager:
    def is_outdated(self, session):
        user = session.get("user")
        password_hash = self.users.get(user) if isinstance(user, str) else None
        return password_hash is not None and session.get("fingerprint") == fingerprint(
            password_hash
        )


# Mistake: the users of the file, not those of the app
# Rejected by: test_a_changed_password_ends_the_session
# Says: is_outdated compares session.get('fingerprint') with the fingerprint of the hash that self
class LoginManager:
    def is_outdated(self, session):
        user = session.get("user")
        password_hash = USERS.get(user) if isinstance(user, str) else None
        return password_hash is None or session.get("fingerprint") != fingerprint(password_hash)


# Mistake: an account that is there is enough
# Rejected by: test_a_changed_password_ends_the_session
# Says: is_outdated compares session.get('fingerprint') with the fingerprint of the hash that self
class LoginManager:
    def is_outdated(self, session):
        user = session.get("user")
        return not isinstance(user, str) or user not in self.users


# Mistake: an account is expected to be there
# Rejected by: test_a_deleted_account_ends_its_sessions
# Says: KeyError: 'alice'
class LoginManager:
    def is_outdated(self, session):
        user = session.get("user")
        if not isinstance(user, str):
            return True
        return session.get("fingerprint") != fingerprint(self.users[user])


# Mistake: the fingerprint of each user is remembered, to compute it once
# Rejected by: test_a_changed_password_ends_the_session
# Says: is_outdated compares session.get('fingerprint') with the fingerprint of the hash that
class LoginManager:
    def is_outdated(self, session):
        user = session.get("user")
        if not isinstance(user, str) or user not in self.users:
            return True
        known = self.__dict__.setdefault("known", {})
        return known.setdefault(user, fingerprint(self.users[user])) != session.get("fingerprint")


# Mistake: no fingerprint equals no account
# Rejected by: test_what_express_wrote_is_outdated
# Says: Without a fingerprint it did not come from a login of ours
class LoginManager:
    def is_outdated(self, session):
        user = session["user"]
        found = self.users.get(user) if isinstance(user, str) else None
        now = None if found is None else fingerprint(found)
        return now != session.get("fingerprint")


# Mistake: a user that is no text is let in
# Rejected by: test_what_express_wrote_is_outdated
# Says: only a str can be a name in self.users
class LoginManager:
    def is_outdated(self, session):
        user = session["user"]
        if not isinstance(user, str):
            return False
        found = self.users.get(user)
        return found is None or fingerprint(found) != session.get("fingerprint")


# Mistake: the end of the hash, which whoever reads the record then has
# Rejected by: test_a_fingerprint_gives_nothing_away
# Says: nothing of the salt and the hash in it
def fingerprint(password_hash):
    return password_hash[-16:]


# Mistake: the fingerprint of the hash of now, not of the one that was checked
# Rejected by: test_a_login_keeps_the_fingerprint_of_its_hash
# Says: not of one that is looked up again
class LoginManager:
    def admit(self, session, name, password):
        if check_password(self.users, name, password) is None:
            return False
        self.log_in(session, name)
        session["fingerprint"] = fingerprint(self.users[name])
        return True
