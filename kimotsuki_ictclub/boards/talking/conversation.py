"""A conversation with one board: its port opened, kept, and closed; a dropped cable becomes a clear error."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from ...errors import BoardError
from ...language import N_
from .raw_repl import RawRepl

if TYPE_CHECKING:
    from serial import SerialBase

    from ..board import Board

_POLL = 0.2  # seconds
# Virtual boards share the cores of this PC: only as many of them talk at a time as can keep up with the wall clock.
_VIRTUAL_TALKS = threading.Semaphore(os.cpu_count() or 1)
_VIRTUAL_PATIENCE = 2.5


@contextmanager
def conversation(board: Board, wait: float = 0.0) -> Iterator[RawRepl]:
    """Open the board's port, trying for up to `wait` seconds; the raw REPL is not entered yet.

    Raises: BoardError as `Board.open_serial`, or `cable-out` where the connection breaks off.
    """
    virtual = "://" in (board.port or "")
    if virtual:
        _VIRTUAL_TALKS.acquire()
    try:
        port = _opened(board, wait)
        try:
            yield RawRepl(port, _VIRTUAL_PATIENCE if virtual else 1.0)
        except OSError as error:
            raise BoardError(
                "cable-out",
                N_("The connection broke off in the middle."),
                N_("Put the cable in again and flash again: that repairs what is half done."),
            ) from error
        finally:
            port.close()
    finally:
        if virtual:
            _VIRTUAL_TALKS.release()


def _opened(board: Board, wait: float) -> SerialBase:
    deadline = time.monotonic() + wait
    while True:
        try:
            return board.open_serial()
        except BoardError:
            if time.monotonic() >= deadline:
                raise
            time.sleep(_POLL)
