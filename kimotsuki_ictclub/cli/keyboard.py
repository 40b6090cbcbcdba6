"""Single keys from a terminal, without Enter, on Windows, macOS and Linux."""

from __future__ import annotations

import sys
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


def _posix_key(descriptor: int) -> str:
    import os
    import select

    def next_character() -> str:
        if not select.select([descriptor], [], [], 0)[0]:
            return ""
        return os.read(descriptor, 1).decode(errors="replace")

    character = next_character()
    if character != "\x1b":
        return character
    return _ARROWS.get(next_character(), "") if next_character() == "[" else ""


def _windows_key() -> str:
    if sys.platform == "win32":
        import msvcrt

        if msvcrt.kbhit():
            character = msvcrt.getwch()
            return _WINDOWS_ARROWS.get(msvcrt.getwch(), "") if character in ("\x00", "\xe0") else character
    return ""
