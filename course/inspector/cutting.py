"""Makes long texts short enough to be shown, without hiding how they begin and end."""

from typing import Any

SPARED = 30  # characters over the limit: cutting them off would save nothing


def cut(text: Any, longest: int = 300) -> str:
    """Return a text without its middle, and with its real length, where it is too long."""
    text = str(text)
    if len(text) <= longest + SPARED:
        return text
    return f"{brief(text, longest - 25)} ({len(text):,} characters)"


def brief(text: Any, longest: int) -> str:
    """Return a text without its middle where it is too long, and say no more about it."""
    text = str(text)
    if len(text) <= longest + SPARED:
        return text
    half = longest // 2
    return f"{text[:half]} ... {text[-half:]}"


def counted(visits: int) -> str:
    """Return so many visits in words."""
    return "1 visit" if visits == 1 else f"{visits} visits"
