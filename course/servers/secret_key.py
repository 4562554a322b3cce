"""The secret key of `make run`: random, and kept, so that a session in Redis outlives a stop."""

import os
import secrets

from ..paths import WORK

FILE = WORK / "secret-key"


def kept_key() -> str:
    """Return this copy's own random key; a fresh one each time where nothing can be kept."""
    try:
        WORK.mkdir(exist_ok=True)
        # Nobody else on this machine may read it.
        with os.fdopen(os.open(FILE, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_hex())
    except OSError:
        pass
    try:
        return FILE.read_text(encoding="utf-8") or secrets.token_hex()
    except OSError:
        return secrets.token_hex()
