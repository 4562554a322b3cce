"""Wrong answers to step 8.1: One key for all workers."""


# Mistake: a key for development, which everybody can read in the source
# Rejected by: test_without_a_key_no_worker_starts
# Says: a ValueError, raised, that names SECRET_KEYS
def read_secret_keys(environ):
    return [key.strip() for key in environ.get("SECRET_KEYS", "dev").split(",") if key.strip()]


# Mistake: a KeyError, which names it, but is another error
# Rejected by: test_without_a_key_no_worker_starts
# Says: a ValueError, raised, that names SECRET_KEYS
def read_secret_keys(environ):
    keys = [key.strip() for key in environ["SECRET_KEYS"].split(",") if key.strip()]
    if not keys:
        raise ValueError("SECRET_KEYS is not set.")
    return keys


# Mistake: only what is missing is refused, and not what is empty
# Rejected by: test_without_a_key_no_worker_starts
# Says: a ValueError, raised, that names SECRET_KEYS
def read_secret_keys(environ):
    if "SECRET_KEYS" not in environ:
        raise ValueError("SECRET_KEYS is not set.")
    return [key.strip() for key in environ["SECRET_KEYS"].split(",") if key.strip()]


# Mistake: an empty text is refused, and not one of blanks and commas
# Rejected by: test_without_a_key_no_worker_starts
# Says: a ValueError, raised, that names SECRET_KEYS
def read_secret_keys(environ):
    text = environ.get("SECRET_KEYS")
    if not text:
        raise ValueError("SECRET_KEYS is not set.")
    return [key.strip() for key in text.split(",") if key.strip()]


# Mistake: the error does not say what is missing
# Rejected by: test_without_a_key_no_worker_starts
# Says: Who starts the site has to read what is missing
def read_secret_keys(environ):
    keys = [key.strip() for key in environ.get("SECRET_KEYS", "").split(",") if key.strip()]
    if not keys:
        raise ValueError("no keys")
    return keys


# Mistake: the error is returned
# Rejected by: test_without_a_key_no_worker_starts
# Says: is returned here. An error is raised
def read_secret_keys(environ):
    keys = [key.strip() for key in environ.get("SECRET_KEYS", "").split(",") if key.strip()]
    return keys or ValueError("SECRET_KEYS is not set.")


# Mistake: an empty list, with which nothing is signed
# Rejected by: test_without_a_key_no_worker_starts
# Says: a ValueError, raised, that names SECRET_KEYS
def read_secret_keys(environ):
    return [key.strip() for key in environ.get("SECRET_KEYS", "").split(",") if key.strip()]


# Mistake: the whole text is one key
# Rejected by: test_the_keys_come_from_the_environment
# Says: Commas separate the keys
def read_secret_keys(environ):
    if not environ.get("SECRET_KEYS", "").strip(" ,"):
        raise ValueError("SECRET_KEYS is not set.")
    return [environ["SECRET_KEYS"]]


# Mistake: blanks are a part of the key
# Rejected by: test_the_keys_come_from_the_environment
# Says: The blanks around a key
def read_secret_keys(environ):
    keys = [key for key in environ.get("SECRET_KEYS", "").split(",") if key.strip()]
    if not keys:
        raise ValueError("SECRET_KEYS is not set.")
    return keys


# Mistake: blanks separate the keys, too
# Rejected by: test_the_keys_come_from_the_environment
# Says: Commas separate the keys
def read_secret_keys(environ):
    keys = environ.get("SECRET_KEYS", "").replace(",", " ").split()
    if not keys:
        raise ValueError("SECRET_KEYS is not set.")
    return keys


# Mistake: what is empty counts as a key, and anybody can sign with it
# Rejected by: test_the_keys_come_from_the_environment
# Says: and what is empty, are no part of it
def read_secret_keys(environ):
    keys = [key.strip() for key in environ.get("SECRET_KEYS", "").split(",")]
    if not any(keys):
        raise ValueError("SECRET_KEYS is not set.")
    return keys


# Mistake: in the order of the alphabet, so that another key signs
# Rejected by: test_the_keys_come_from_the_environment
# Says: the first one signs, so they keep their order
def read_secret_keys(environ):
    keys = sorted({key.strip() for key in environ.get("SECRET_KEYS", "").split(",")} - {""})
    if not keys:
        raise ValueError("SECRET_KEYS is not set.")
    return keys


# Mistake: the first key only, so that a rollout logs everybody out
# Rejected by: test_the_keys_come_from_the_environment
# Says: Commas separate the keys
def read_secret_keys(environ):
    keys = [key.strip() for key in environ.get("SECRET_KEYS", "").split(",") if key.strip()]
    if not keys:
        raise ValueError("SECRET_KEYS is not set.")
    return keys[:1]


# Mistake: reads the environment of the process, and not the one that it is given
# Rejected by: test_the_keys_come_from_the_environment
# Says: Commas separate the keys
def read_secret_keys(environ):
    text = os.environ.get("SECRET_KEYS", "")
    keys = [key.strip() for key in text.split(",") if key.strip()]
    if not keys:
        raise ValueError("SECRET_KEYS is not set.")
    return keys


# Mistake: another name, as other frameworks have it
# Rejected by: test_the_keys_come_from_the_environment
# Says: read_secret_keys of an environment with SECRET_KEYS='one'
def read_secret_keys(environ):
    keys = [key.strip() for key in environ.get("SECRET_KEY", "").split(",") if key.strip()]
    if not keys:
        raise ValueError("SECRET_KEYS is not set.")
    return keys


# Mistake: create_app makes up a key of its own
# Rejected by: test_the_workers_believe_each_other
# Says: create_app, given, reads the keys with read_secret_keys(os.environ).
import secrets


def create_app(*, max_age=60, secret_keys=None, new_id=new_session_id, store=None, **options):
    if secret_keys is None:
        secret_keys = [secrets.token_hex()]
    store = make_store(os.environ, max_age) if store is None else store
    about = {"max_age": max_age, "secret_keys": secret_keys, "new_id": new_id, "store": store}
    app = lesson5_login.create_app(**about, **options)
    add_scale_pages(app, client_address)
    return app
