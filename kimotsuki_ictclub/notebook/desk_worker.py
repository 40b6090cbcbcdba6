"""Runs one virtual board in a process of its own, so that the notebook's process stays free to draw."""

from __future__ import annotations

import os
import time
from collections.abc import Mapping
from multiprocessing.connection import Connection
from typing import Any

from ..errors import ClubError

SLICE = 0.02  # virtual seconds that run between two looks at the world
_FURTHEST_BEHIND = 0.5  # seconds; a PC that is busy for longer does not make the board hurry afterwards


class Files:
    """The files of a program, as `VirtualBoard` takes them."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self.files = dict(files)


def run_board(pipe: Connection, version: str, files: Mapping[str, bytes]) -> None:
    """Run a board at the wall clock's pace until the other end of `pipe` closes.

    Sends ("serial", bytes), ("pixels", 25 brightnesses 0–9) and ("error", ClubError); takes (name, value).
    """
    from ..virtual import VirtualBoard

    try:
        board = VirtualBoard(version, Files(files))
        board.on_serial(lambda data: pipe.send(("serial", data)))
        _run(pipe, board)
    except ClubError as error:
        pipe.send(("error", error))
    except (EOFError, BrokenPipeError, ConnectionResetError, KeyboardInterrupt):
        pass  # the notebook is closed


def _run(pipe: Connection, board: Any) -> None:
    begin = time.monotonic() - board.time
    shown: tuple[int, ...] = ()
    releases: dict[str, float] = {}
    parent = os.getppid()
    while os.getppid() == parent:
        while pipe.poll():
            name, value = pipe.recv()
            apply(board, name, value, releases)
        for button in [button for button, due in releases.items() if board.time >= due]:
            board.release(button)
            del releases[button]
        board.run(SLICE)
        pixels = pixels_of(board)
        if pixels != shown:
            shown = pixels
            pipe.send(("pixels", pixels))
        ahead = begin + board.time - time.monotonic()
        if ahead > 0:
            time.sleep(ahead)
        elif ahead < -_FURTHEST_BEHIND:
            begin = time.monotonic() - board.time


def apply(board: Any, name: str, value: Any, releases: dict[str, float]) -> None:
    """Change the board's world: light, temperature, acceleration, a pressed button, a shake."""
    if name == "tap":
        board.press(value)
        releases[value] = board.time + 0.3
    elif name == "shake":
        board.shake(float(value))
    elif name == "write":
        board.serial.write(value)
    elif name == "reset":
        board.reset()
    else:
        setattr(board, name, value)


def pixels_of(board: Any) -> tuple[int, ...]:
    """Return the 25 LEDs, row by row, 0–9."""
    return tuple(level for row in board.display.rows for level in row)
