"""Shows text that is not ours: what a terminal would obey is written out, what is long is cut."""

import re
from codecs import getincrementaldecoder
from collections.abc import Iterator
from typing import Any, TextIO

LONGEST = 2_000  # characters of a line, or of one text among a check's findings
BLOCK = 65_536  # bytes that are read at once
FLOOD = 500  # lines of a block at its beginning, and at its end, that are shown in any case

# All control characters but tab and line feed; marks that turn the direction of writing; line
# breaks that are none of ASCII; characters without width; halves of characters; what XML refuses.
UNSEEN = re.compile(
    "[\0-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ufffe\uffff\ud800-\udfff\U000e0000-\U000e007f]"
)


def visible(text: str) -> str:
    r"""Return text that is not ours with its control characters written out: ESC is \x1b."""
    return UNSEEN.sub(lambda found: written(ord(found[0])), text)


def visible_in(data: Any) -> Any:
    """Return data, as JSON has it, with all of its texts cut and made visible."""
    if isinstance(data, dict):
        return {key: visible_in(value) for key, value in data.items()}
    if isinstance(data, list):
        return [visible_in(one) for one in data]
    return visible(cut(data, LONGEST)) if isinstance(data, str) else data


def cut(text: str, longest: int = 300) -> str:
    """Return the beginning of a text that is too long to be read, and its length."""
    return text if len(text) <= longest else told(text[:longest], len(text))


def told(beginning: str, length: int) -> str:
    """Return the beginning of a text with the whole length."""
    return f"{beginning}... ({length:,} characters)"


def end_of(text: str, longest: int = 400, lines: int = 5) -> str:
    """Return the end of a text that is too long to be read, and say so before it."""
    text = text.strip()
    end = "\n".join(text[-longest:].splitlines()[-lines:])
    is_whole = len(text) <= longest and text.count("\n") < lines
    return text if is_whole else f"(the end of {len(text):,} characters)\n{end}"


def lines_of(stream: TextIO) -> Iterator[str]:
    """Give the lines of a stream one by one, each cut; of a flood, not those in its middle.

    So 20 MB are read away in a moment, as one line or as ten million.
    """
    decoder = getincrementaldecoder(stream.encoding)("replace")
    begun, length = "", 0
    while block := stream.buffer.read1(BLOCK):
        *lines, rest = decoder.decode(block).split("\n")
        for line in lines[:1]:
            length += len(line)
            yield (
                (begun + line).rstrip("\r")
                if length <= LONGEST
                else told((begun + line)[:LONGEST], length)
            )
            begun, length = "", 0
        left_out = [f"({len(lines) - 2 * FLOOD:,} lines are left out)"]
        shown = lines[1:] if len(lines) <= 3 * FLOOD else lines[1:FLOOD] + left_out + lines[-FLOOD:]
        yield from (cut(line.rstrip("\r"), LONGEST) for line in shown)
        begun, length = (begun + rest)[:LONGEST], length + len(rest)
    if begun:
        yield begun if length <= LONGEST else told(begun, length)


def written(code: int) -> str:
    """Return a character's number as Python writes it in a text."""
    letter, digits = ("x", 2) if code < 0x100 else ("u", 4) if code < 0x10000 else ("U", 8)
    return f"\\{letter}{code:0{digits}x}"
