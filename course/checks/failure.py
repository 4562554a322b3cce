"""An error in a check, as the readers in causes.py and loading.py are given it."""

import traceback
from dataclasses import dataclass


@dataclass
class Failure:
    """An error in a check of lesson `stem`. frames: the learner's. line: the check's line.

    did: the call that the check made, with its values, "" if that is unclear.
    """

    error: BaseException
    package: str
    stem: str
    frames: list[traceback.FrameSummary]
    line: str
    did: str

    @property
    def loading(self) -> bool:
        """Did it come while Python loaded the file?"""
        return bool(self.frames) and self.frames[0].name == "<module>"
