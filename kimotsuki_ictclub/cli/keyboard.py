"""Single keys from a terminal, without Enter, on Windows, macOS and Linux."""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager

_ARROWS = {"A": "up", "B": "down", "C": "right", "D": "left"}  # after ESC [, ECMA-48
_WINDOWS_ARROWS = {"H": "up", "P": "down", "M": "right", "K": "left"}  # after a NUL or 0xE0, msvcrt


@contextmanager
def keys() -> Iterator[Callable[[], str]]:
    """Give a function that returns the next key ("a", "up" …) or "" at once; the terminal is as before afterwards."""
    if sys.platform == "win32":
        yield _windows_key
        return
    import termios
    import tty

    descriptor = sys.stdin.fileno()
    before = termios.tcgetattr(descriptor)
    tty.setcbreak(descriptor)
    try:
        yield lambda: _posix_key(descriptor)
    finally:
        termios.tcsetattr(descriptor, termios.TCSADRAIN, before)


def as_typed(character: str) -> str:
    """Return the key that was meant: Caps Lock or the Japanese input may be on (A, ａ and Ａ are a)."""
    return unicodedata.normalize("NFKC", character).lower()


def _posix_key(descriptor: int) -> str:
    import os
    import select

    def next_byte() -> bytes:
        return os.read(descriptor, 1) if select.select([descriptor], [], [], 0)[0] else b""

    def next_character() -> str:
        first = next_byte()
        more = 0 if first < b"\xc0" else 1 if first < b"\xe0" else 2 if first < b"\xf0" else 3  # UTF-8, RFC 3629
        return (first + b"".join(next_byte() for _ in range(more))).decode(errors="replace")

    character = next_character()
    if character != "\x1b":
        return as_typed(character)
    return _ARROWS.get(next_character(), "") if next_character() == "[" else ""


def _windows_key() -> str:
    if sys.platform == "win32":
        import msvcrt

        if msvcrt.kbhit():
            character = msvcrt.getwch()
            return _WINDOWS_ARROWS.get(msvcrt.getwch(), "") if character in ("\x00", "\xe0") else as_typed(character)
    return ""
