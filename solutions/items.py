"""What the shop of lesson 6 sells. Given: there is nothing to write here."""

import re
from collections.abc import Mapping

# Item to price, in whole cents: 0.1 + 0.2 is 0.30000000000000004, and 10 + 20 is 30.
PRICES = {"tea": 450, "mug": 1290, "teapot": 3490}

MOST = 99  # of one item in one form; who wants more sends the form again
SEATS = 12  # at the tea tasting


def line_of(item: str) -> str:
    """Return the line of a cart for this item at the price of today, such as "tea@450".

    The price is in it, so a later one changes no cart and no order.
    """
    return f"{item}@{PRICES[item]}"


def read_line(line: str) -> tuple[str, int]:
    """Return the item and the price of a line."""
    item, _, cents = line.rpartition("@")
    return item, int(cents)


def read_lines(found: Mapping | Exception) -> dict[str, int]:
    """Return what Redis found in a cart or an order: line to count. All else is left out.

    Raises what was found where it is an error.
    """
    if isinstance(found, Exception):
        raise found
    texts = {as_text(line): as_text(count) for line, count in found.items()}
    return {
        line: int(count)
        for line, count in texts.items()
        if re.fullmatch("[a-z]+@[0-9]{1,9}", line) and re.fullmatch("-?[0-9]{1,15}", count)
    }


def as_text(found: str | bytes) -> str:
    """Return what a client found as text, with decode_responses or without."""
    return found.decode(errors="replace") if isinstance(found, bytes) else found
