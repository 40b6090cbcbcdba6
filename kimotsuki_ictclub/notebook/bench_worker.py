"""Runs virtual boards in a process of their own, so that the notebook's process stays free to draw."""

from __future__ import annotations

import os
import time
from collections.abc import Mapping, Sequence
from multiprocessing.connection import Connection
from typing import Any

from ..errors import ClubError

SLICE = 0.02  # virtual seconds that run between two looks at the world
_TAP_SECONDS = 0.3  # how long a button is held
_FURTHEST_BEHIND = 0.5  # seconds; a PC that is busy for longer does not make the board hurry afterwards


def boards_of(version: str, files: Mapping[str, bytes], friends: Sequence[Mapping[str, bytes]], seed: int = 1) -> Any:
    """Return the virtual board with `files`, and after it its friends: V1 boards that hear it by radio."""
    from ..virtual import Air, VirtualBoard

    air = Air(seed=seed) if friends else None
    first = VirtualBoard(version, files, seed=seed, air=air)
    return [
        first,
        *(VirtualBoard("v1", own, seed=seed + number, air=air) for number, own in enumerate(friends, 1)),
    ]


def run_boards(
    pipe: Connection, version: str, files: Mapping[str, bytes], friends: Sequence[Mapping[str, bytes]]
) -> None:
    """Run a board and its friends at the wall clock's pace until the other end of `pipe` closes.

    Sends ("serial", 0, bytes), ("pixels", number of the board, 25 brightnesses 0–9) and ("error", 0, ClubError); takes
    (number of the board, name, value).
    """
    try:
        boards = boards_of(version, files, friends)
        boards[0].on_serial(lambda data: pipe.send(("serial", 0, data)))
        _run(pipe, boards)
    except ClubError as error:
        pipe.send(("error", 0, error))
    except (EOFError, BrokenPipeError, ConnectionResetError, KeyboardInterrupt):
        pass  # the notebook is closed


def _run(pipe: Connection, boards: Sequence[Any]) -> None:
    first = boards[0]
    begin = time.monotonic() - first.time
    shown: list[tuple[int, ...]] = [()] * len(boards)
    releases: dict[tuple[int, str], float] = {}  # (number of the board, button) -> when it is let go
    parent = os.getppid()
    while os.getppid() == parent:
        while pipe.poll():
            number, name, value = pipe.recv()
            apply(boards[number], name, value)
            if name == "tap":
                releases[number, value] = first.time + _TAP_SECONDS
        for number, button in [key for key, due in releases.items() if first.time >= due]:
            boards[number].release(button)
            del releases[number, button]
        first.run(SLICE)  # in a room with friends, time passes for all
        for number, board in enumerate(boards):
            pixels = pixels_of(board)
            if pixels != shown[number]:
                shown[number] = pixels
                pipe.send(("pixels", number, pixels))
        ahead = begin + first.time - time.monotonic()
        if ahead > 0:
            time.sleep(ahead)
        elif ahead < -_FURTHEST_BEHIND:
            begin = time.monotonic() - first.time


def apply(board: Any, name: str, value: Any) -> None:
    """Change the board's world: light, temperature, acceleration, a button pressed, a shake."""
    if name == "tap":
        board.press(value)
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
