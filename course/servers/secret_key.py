"""The secret key of `make run`: random, and kept, so that a session in Redis outlives a stop."""

import re
import secrets
from contextlib import suppress

from ..files import write
from ..paths import WORK

FILE = WORK / "secret-key"


def kept_key() -> str:
    """Return this copy's own random key; a fresh one each time where nothing can be kept."""
    fresh = secrets.token_hex()
    with suppress(OSError):
        if FILE.exists() and not read():  # an older version left it empty on a full disk
            FILE.unlink()
        write(FILE, fresh, secret=True, new=True)
    return read() or fresh


def read() -> str:
    """Return the key that is kept, "" where there is no whole one."""
    with suppress(OSError, ValueError):
        key = FILE.read_text(encoding="utf-8").strip()
        if re.fullmatch(r"[0-9a-f]{64}", key):
            return key
    return ""
