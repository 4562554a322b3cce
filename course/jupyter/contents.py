"""How JupyterLab reads and writes files: a window that is out of date throws no lesson away.

JupyterLab asks before it writes over a newer file, and Enter means Overwrite there.
"""

from pathlib import Path
from typing import Any

from jupyter_server.services.contents.largefilemanager import AsyncLargeFileManager

from ..lesson_files.backups import save
from ..paths import LESSONS, ROOT
from ..say import command, console


class Contents(AsyncLargeFileManager):
    """Files as ever; of a lesson that changed since JupyterLab knew it, a backup comes first."""

    def __init__(self, *words: Any, **options: Any) -> None:
        super().__init__(*words, **options)
        self.known: dict[str, bytes] = {}

    async def get(self, path: str, content: bool = True, *more: Any, **options: Any) -> dict:
        """Return a file, and remember it as JupyterLab has it now."""
        model = await super().get(path, content, *more, **options)
        if content:
            self.known[path] = on_disk(path)
        return model

    async def save(self, model: dict, path: str = "") -> dict:
        """Write a file; keep first what JupyterLab has not seen, and would lose."""
        present = on_disk(path)
        text = str(model.get("content")).encode()
        if present and present not in (text, self.known.get(path)):
            kept = save(Path(path).name, present)
            console.print(f"JupyterLab wrote an older text over {path.strip('/')}.")
            console.print(f"To undo it: {command('restore', backup=kept.name)}", soft_wrap=True)
        model = await super().save(model, path)
        self.known[path] = on_disk(path)
        return model


def on_disk(path: str) -> bytes:
    """Return what is in a lesson's file, b"" for other files. path: from JupyterLab's root."""
    file = ROOT / path.strip("/")
    return file.read_bytes() if file.parent == LESSONS and file.is_file() else b""
