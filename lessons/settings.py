"""What cannot work is refused when an app is made. Given: there is nothing to write here."""

import re
from collections.abc import Sequence
from typing import Any


def check_attributes(name: str, settings: dict[str, Any], secure: bool) -> None:
    """Raise ValueError for attributes that browsers refuse, or that would start others.

    settings: the cookie's attributes as they are sent, name to value; None is not sent.
    """
    for key, setting in settings.items():
        # RFC 6265, section 4.1.1: any ASCII character but ";" and the control characters.
        if setting is not None and not re.fullmatch("[ -:<-~]*", str(setting)):
            raise ValueError(f"{setting!r} cannot be the {key} of a cookie")
    same_site = settings["SameSite"]
    if same_site not in (None, "Strict", "Lax", "None"):
        raise ValueError(f"same_site must be Strict, Lax or None, not {same_site!r}")
    if same_site == "None" and not secure:
        raise ValueError("same_site None needs secure=True: browsers refuse the cookie otherwise")
    # Browsers take these names in any case (RFC 6265bis, section 5.7).
    prefix = re.match("__secure-|__host-", name.lower())
    if prefix and not secure:
        raise ValueError(f"{name!r}: a name that begins with {prefix[0]} needs secure=True")
    at_root = settings["Path"] == "/" and settings["Domain"] is None
    if prefix and prefix[0] == "__host-" and not at_root:
        raise ValueError(f'{name!r}: a name that begins with __Host- needs path="/", no domain')


def check_max_age(max_age: int) -> None:
    """Raise unless max_age is a whole number of seconds, above 0 and below 10**10.

    The year of a later end has five digits, which no date of ours can say.
    """
    if type(max_age) is not int:
        raise TypeError(f"max_age must be a whole number of seconds, not {max_age!r}")
    if not 0 < max_age < 10**10:
        raise ValueError(f"max_age must be 1 second or more, and below 10**10, not {max_age}")


def check_keys(secret_keys: Sequence[str]) -> None:
    """Raise unless secret_keys is a list or tuple of texts, at least one, and none empty."""
    # A set has no first key to sign with, and a generator is used up by the first visitor.
    # The keys are in no message: an error ends up in a log.
    if not isinstance(secret_keys, (list, tuple)):
        raise TypeError(f"secret_keys must be a list, not a {type(secret_keys).__name__}")
    if not secret_keys or not all(isinstance(key, str) and key for key in secret_keys):
        raise ValueError("secret_keys must hold one text or more, and none that is empty")
