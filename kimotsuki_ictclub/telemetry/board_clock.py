"""When a sample was taken: by the board's own time where it prints one, else by when it arrived."""

from __future__ import annotations

import math

_FURTHEST = 2.0  # seconds between board time and arrival; more means a reset or a pause, not jitter


def board_seconds(value: float, unit: float) -> float:
    """Return a time in seconds; of an unknown unit, whole numbers are milliseconds, others seconds."""
    if math.isnan(unit):
        unit = 0.001 if value.is_integer() else 1.0
    return value * unit


class BoardClock:
    """Puts one board's samples on this PC's clock, never backwards."""

    def __init__(self) -> None:
        self._offset: float | None = None
        self._last_board = -math.inf
        self._last = -math.inf

    def place(self, arrival: float, board: float | None = None) -> float:
        """Return the time of a sample that arrived at `arrival` and says board time `board`, all in seconds."""
        time = arrival
        if board is not None and math.isfinite(board):
            if self._offset is None or board < self._last_board or abs(self._offset + board - arrival) > _FURTHEST:
                self._offset = arrival - board
            self._last_board = board
            time = self._offset + board
        self._last = max(self._last, time)
        return self._last
