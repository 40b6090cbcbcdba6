"""MakeCode's console: for each board a column `time (source)` in seconds followed by its channels, side by side."""

from __future__ import annotations

import math
from collections.abc import Sequence

from ..recording import Recording
from .cells import Row
from .headings import makecode_source
from .notes import Notes
from .numbers import read_number


def makecode_recording(names: Sequence[str], rows: Sequence[Row], notes: Notes, *, decimal_comma: bool) -> Recording:
    """Return the recording; values of one board at one time share a row unless their channel is the same."""
    import numpy as np

    samples: dict[tuple[float, str], list[dict[str, float]]] = {}
    channels: dict[str, None] = {}
    boards: dict[str, int] = {}

    def number(row: Row, place: int) -> float:
        cell = row.cells[place] if place < len(row.cells) else ""
        value = read_number(cell, decimal_comma=decimal_comma)
        if value is None:
            notes.cell(row.line, names[place], cell)
        return math.nan if value is None else value

    clock, source = -1, ""
    for place, name in enumerate(names):
        board = makecode_source(name)
        if board is not None:
            clock, source = place, board
            boards.setdefault(source, len(boards))
            continue
        if clock < 0 or not name:
            continue
        channels.setdefault(name)
        for row in rows:
            value = number(row, place)
            if value != value:
                continue
            time = number(row, clock)
            if time != time:
                notes.without("time", row.line)
                continue
            together = samples.setdefault((time, source), [])
            free = next((sample for sample in together if name not in sample), None)
            if free is None:
                together.append(free := {})
            free[name] = value
    ordered = [
        (time, boards[board], sample)
        for (time, board), together in sorted(samples.items(), key=lambda item: (item[0][0], boards[item[0][1]]))
        for sample in together
    ]
    return Recording(
        times=np.array([time for time, _board, _sample in ordered], dtype=np.float64),
        board_index=np.array([board for _time, board, _sample in ordered], dtype=np.intp),
        boards=tuple(boards),
        channels={
            name: np.array([sample.get(name, math.nan) for _time, _board, sample in ordered], dtype=np.float64)
            for name in channels
        },
    )
