"""Writing files: each one is whole at every moment, whatever happens meanwhile.

Only the standard library is here: the set-up writes files, too.
"""

import errno
import os
import secrets
import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

# The disk is full, a quota is used up, or a limit for files (ulimit -f) is reached.
FULL = {errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)}
UNWRITABLE = {errno.EACCES, errno.EPERM, errno.EROFS, *FULL}
NO_ROOM = "No usable temporary directory"  # how tempfile says it
WHAT_TO_DO = (
    "Nothing is lost.\nMake some room (temporary files: in the folder that TMPDIR names), "
    "then run the same command again."
)


def write(
    path: Path,
    data: str | bytes,
    *,
    secret: bool = False,
    new: bool = False,
    lasting: bool = True,
    last_look: Callable[[], None] = lambda: None,
) -> None:
    """Give a file this content. Until all of it is on the disk, the file stays as it was.

    secret: only its owner may read it. new: raises FileExistsError where there is one already.
    lasting: False does not wait for the disk: the file may be lost if the machine stops.
    last_look: is called just before the file changes, and may raise. A link is replaced, not
    followed. Raises OSError, which names the file.
    """
    draft = path.with_name(f".{secrets.token_hex(8)}.new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_draft(draft, data, 0o600 if secret else 0o666, lasting)
        if path.exists() and not (secret or path.is_symlink()):
            shutil.copymode(path, draft)
        last_look()
        (move_to_new if new else os.replace)(draft, path)
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(path)) from error
    finally:
        with suppress(OSError):
            draft.unlink()


def write_draft(draft: Path, data: str | bytes, mode: int, lasting: bool) -> None:
    """Write a file that nobody else has opened. Raises OSError."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    with os.fdopen(os.open(draft, flags, mode), "wb") as file:
        file.write(data.encode() if isinstance(data, str) else data)
        file.flush()
        if lasting:
            os.fsync(file.fileno())


def move_to_new(draft: Path, path: Path) -> None:
    """Give the draft its name. Raises FileExistsError where another file has it."""
    try:
        os.link(draft, path)
    except FileExistsError:
        raise
    except OSError:  # some disks have no links
        if os.path.lexists(path):
            raise FileExistsError(errno.EEXIST, "File exists", str(path)) from None
        os.rename(draft, path)


def look_for_room(folder: Path) -> None:
    """Raise OSError where nothing can be written to a folder any more."""
    write(folder / "room", bytes(1 << 16))


def why_unwritable(error: OSError) -> str | None:
    """Return the sentence for a file that could not be written, None for other errors."""
    if NO_ROOM in str(error):
        return f"There is no room for temporary files. {WHAT_TO_DO}"
    if error.errno in FULL:
        return f"There is no room on the disk for {error.filename or 'a file'}. {WHAT_TO_DO}"
    return f"{error.strerror}: {error.filename}" if error.errno in UNWRITABLE else None
