"""Stopping a program that swallows Ctrl-C: reset the board and interrupt it before the program has begun."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from ..folders import data_folder
from .raw_repl import NoAnswer, RawRepl

if TYPE_CHECKING:
    from .board import Board

_CTRL_C = b"\x03"
_SPELL = 2.0  # seconds: both runtimes start main.py within one
_BREAK = 0.1  # seconds; DAPLink resets the board when the line breaks


def stop_at_start(board: Board, repl: RawRepl) -> None:
    """Reset `board` and enter its raw REPL.

    Raises: NoAnswer where even that does not stop the program.
    """
    _reset(board, repl)
    deadline = time.monotonic() + _SPELL
    while time.monotonic() < deadline:
        repl.write(_CTRL_C)
        if b">>> " in repl.read_some():
            break
        time.sleep(0.01)
    repl.enter(timeout=2.0)


def _reset(board: Board, repl: RawRepl) -> None:
    if (board.port or "").startswith("socket://"):
        from ..virtual.classroom import tell
        from ..virtual.registry import hosted_boards

        for hosted in hosted_boards(data_folder()):
            if hosted.unique_id == board.unique_id:
                tell(hosted, reset=True)
                return
        raise NoAnswer("no-repl", "")
    if (board.port or "").startswith("virtual://"):
        board_behind = repl.port.board
        repl.port.close()  # its time stands still then
        board_behind.reset()
        repl.port.open()
    else:
        repl.port.send_break(_BREAK)
