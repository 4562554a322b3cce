"""Makes visible what a terminal or a reader would obey without seeing it."""

import re

# All control characters but tab and line feed; marks that turn the direction of writing; line
# breaks that are none of ASCII; characters without width; halves of characters.
UNSEEN = re.compile(
    "[\0-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\U000e0000-\U000e007f]"
)


def visible(text: str) -> str:
    r"""Return text that is not ours with its control characters written out: ESC is \x1b."""
    return UNSEEN.sub(lambda found: written(ord(found[0])), text)


def written(code: int) -> str:
    """Return a character's number as Python writes it in a text."""
    letter, digits = ("x", 2) if code < 0x100 else ("u", 4) if code < 0x10000 else ("U", 8)
    return f"\\{letter}{code:0{digits}x}"
