"""Text from outside as it may stand on a screen: nothing in it moves a cursor or turns a line round."""

from __future__ import annotations

import unicodedata

_TURNS_TEXT_ROUND = frozenset("\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_UNSHOWABLE = ("Cc", "Cs", "Zl", "Zp")  # control characters, halves of a character, ends of a line that are none


def visible(text: str) -> str:
    """Return `text` with marks such as <U+001B> for what would move a terminal's cursor or turn its text round."""
    if text.isprintable() and text.isascii():
        return text
    return "".join(f"<{code_point(mark)}>" if moves(mark) else mark for mark in text)


def code_point(mark: str) -> str:
    """Return the name of a character that cannot be seen, such as "U+00A0"."""
    return f"U+{ord(mark):04X}"


def moves(mark: str) -> bool:
    """Whether a character does something else than to stand in its place; tab and line end do what is expected."""
    return (mark not in "\t\n" and unicodedata.category(mark) in _UNSHOWABLE) or mark in _TURNS_TEXT_ROUND
