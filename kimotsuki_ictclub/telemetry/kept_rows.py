"""Samples kept in memory while they come: eight bytes a value."""

from __future__ import annotations

import math
from array import array
from collections.abc import Iterable

from .recording import Recording


class KeptRows:
    """Grows by rows; a channel that comes later has no value in the rows before it."""

    def __init__(self) -> None:
        self._times = array("d")
        self._boards = array("l")
        self._channels: dict[str, array[float]] = {}

    def add(self, rows: Iterable[tuple[float, int, dict[str, float]]]) -> None:
        """Keep rows of seconds since the first sample, the board's number, and values by channel."""
        for time, board, values in rows:
            count = len(self._times)
            self._boards.append(board)
            for name, value in values.items():
                column = self._channels.get(name)
                if column is None:
                    column = self._channels[name] = array("d")
                if len(column) < count:
                    column.extend([math.nan] * (count - len(column)))
                column.append(value)
            self._times.append(time)  # at last: another thread may look meanwhile

    def recording(self, boards: tuple[str, ...]) -> Recording:
        """Return all rows; `boards` are the labels of the numbers."""
        import numpy as np

        count = len(self._times)
        return Recording(
            times=np.array(self._times[:count], dtype=np.float64),
            board_index=np.array(self._boards[:count], dtype=np.intp),
            boards=boards,
            channels={
                name: np.array([*column[:count], *[math.nan] * (count - len(column[:count]))], dtype=np.float64)
                for name, column in list(self._channels.items())
            },
        )
