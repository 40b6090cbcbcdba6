"""Stopping a program that swallows Ctrl-C: reset the board and interrupt it before the program has begun."""

from __future__ import annotations

import time

from .link import BYTES_A_SECOND
from .raw_repl import RawRepl

_CTRL_C = b"\x03"
_SPELL = 2.0  # seconds: both runtimes start main.py within one
# Stop signs fill the line while the board starts: main.py of a V1 may turn them off within two milliseconds.
_BURST, _MORE = 1200, 64
_BREAK = 0.1  # seconds; DAPLink resets the board when the line breaks


def stop_at_start(repl: RawRepl) -> None:
    """Reset the board and enter its raw REPL.

    Raises: NoAnswer where even that does not stop the program.
    """
    if repl.wire:
        repl.wire.note(f"reset by a break of {_BREAK} s")
    repl.write(_CTRL_C * _BURST)
    repl.port.send_break(_BREAK)
    start = written = time.monotonic()
    received = b""
    while b">>> " not in received and (now := time.monotonic()) < start + _SPELL:
        if now > written + _MORE / BYTES_A_SECOND:
            repl.write(_CTRL_C * _MORE)
            written = now
        received = received[-3:] + repl.read_some()
    repl.enter(timeout=6.0)
