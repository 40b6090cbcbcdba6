"""A conversation with one board: its port opened, kept, and closed; a dropped cable becomes a clear error."""

from __future__ import annotations

import logging
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from ...errors import BoardError
from ...language import N_
from ..noting import note
from .raw_repl import RawRepl

if TYPE_CHECKING:
    from serial import SerialBase

    from ..board import Board
    from .wire_log import WireLog

_logger = logging.getLogger(__name__)

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
        serial = _opened(board, wait)
        wire = _wire_log(board) if _logger.isEnabledFor(logging.DEBUG) else None
        try:
            yield RawRepl(serial, _VIRTUAL_PATIENCE if virtual else 1.0, wire)
        except OSError as error:
            if error.filename is not None:
                raise  # a file of this PC, not the cable
            if wire:
                wire.note(f"the connection broke off: {type(error).__name__} {error.errno or ''}")
            raise BoardError(
                "cable-out",
                N_("The connection broke off in the middle."),
                N_("Put the cable in again and flash again: that repairs what is half done."),
            ) from error
        finally:
            serial.close()
            if wire:
                wire.close()
    finally:
        if virtual:
            _VIRTUAL_TALKS.release()


def _opened(board: Board, wait: float) -> SerialBase:
    deadline = time.monotonic() + wait
    while True:
        try:
            return board.open_serial()
        except BoardError as error:
            note(_logger, board, "not opened: %s", error)
            if time.monotonic() >= deadline:
                raise
            time.sleep(_POLL)


def _wire_log(board: Board) -> WireLog:
    from ..board_log import board_named, port_named
    from .wire_log import WireLog

    note(_logger, board, "opened at %s", port_named(board.port))
    return WireLog(_logger, board_named(board))
