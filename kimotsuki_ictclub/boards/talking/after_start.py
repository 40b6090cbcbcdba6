"""What a program says right after its start: whether an exception stops it at once."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import TYPE_CHECKING

from ...errors import ClubError
from ...images.stops import find_stop
from ..virtual_boards import said_by_twin

if TYPE_CHECKING:
    from ...images.stops import Stop
    from ..board import Board
    from .raw_repl import RawRepl

SECONDS = 0.8  # both runtimes start main.py within half a second
_TRACEBACK = b"Traceback (most recent call last)"
_LONGEST = 100_000  # bytes; a program that says so much goes on


def heard_stop(repl: RawRepl, seconds: float = SECONDS) -> Stop | None:
    """Return the exception that ends a program that was just started, heard for `seconds`; None for none.

    An answer that is under way when the time is over is heard to its end. A `virtual://` board is not listened to: its
    time stands still when its port is closed, and its first words are for whoever opens that next; see `twins_stop`.
    """
    said = b""
    if str(repl.serial.port).startswith("virtual://"):
        return None
    deadline = time.monotonic() + seconds * repl.patience if seconds else 0.0
    while len(said) < _LONGEST and ((now := time.monotonic()) < deadline or (_is_open(said) and now < deadline + 1.0)):
        said += repl.read_some()
        if _TRACEBACK in said or b"MemoryError" in said:
            stop = find_stop(_plain(said))
            if stop is not None:
                return stop
    return None


def twins_stop(board: Board, files: Mapping[str, bytes], seconds: float = SECONDS) -> Stop | None:
    """Return what ends the program `files` at once on a twin of a `virtual://` board; None for nothing."""
    if not seconds or board.version is None or not (board.port or "").startswith("virtual://"):
        return None
    try:
        return find_stop(_plain(said_by_twin(board.version, files, seconds)))
    except ClubError:
        return None  # what is on the board was verified, whatever becomes of its twin


def _is_open(said: bytes) -> bool:
    """Tell whether a traceback has begun and its last line is still to come."""
    return _TRACEBACK in said


def _plain(said: bytes) -> str:
    """Return whole lines as find_stop takes them; the raw REPL's last `OK` stands before the first one."""
    text = said.decode(errors="replace").replace("\r\n", "\n")
    return text.replace(_TRACEBACK.decode(), f"\n{_TRACEBACK.decode()}")
