"""Stopping a program that swallows Ctrl-C: reset the board and interrupt it before the program has begun."""

from __future__ import annotations

import time

from .link import BYTES_A_SECOND
from .raw_repl import RawRepl

_CTRL_C = b"\x03"
_SPELL = 2.0  # seconds: both runtimes start main.py within one
# Stop signs fill the line while the board starts: main.py may turn them off, or set another speed, within milliseconds.
_BURST, _MORE = 1200, 64
_AHEAD = 0.05  # seconds of them that are always on their way, longer than one look at what comes back
_BREAK = 0.1  # seconds; DAPLink resets the board when the line breaks


def stop_at_start(repl: RawRepl) -> None:
    """Reset the board and enter its raw REPL.

    Raises: NoAnswer where even that does not stop the program.
    """
    if repl.wire:
        repl.wire.note(f"reset by a break of {_BREAK} s")
    repl.write(_CTRL_C * _BURST)
    repl.serial.send_break(_BREAK)
    start = filled = time.monotonic()
    received = b""
    while b">>> " not in received and (now := time.monotonic()) < start + _SPELL:
        while filled < now + _AHEAD:
            repl.write(_CTRL_C * _MORE)
            filled += _MORE / BYTES_A_SECOND
        received = received[-3:] + repl.read_some()
    repl.enter(timeout=6.0)
