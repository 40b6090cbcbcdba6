"""CSV files that other programs write from a micro:bit's samples.

Mu's plotter: rows of numbers without a header and without a time. MakeCode's console: a first line `sep=`, then for
each board a column `time (source)` in seconds followed by its channels, side by side. The V2 data log and
spreadsheets: one header row, with or without a time column.
"""

from __future__ import annotations

import csv
import io
import math
from typing import TYPE_CHECKING

from .board_clock import board_seconds
from .clock_names import time_unit
from .forms import name_values
from .recording import Recording, from_frame

if TYPE_CHECKING:
    import pandas as pd

_MAKECODE_TIME = "time ("


def read_foreign(text: str) -> Recording:
    """Return the recording in `text`. Raises: ValueError where it holds none."""
    import pandas as pd

    separator = ""
    if text.startswith("sep="):
        first, _end, text = text.partition("\n")
        separator = first.removeprefix("sep=") or "\t"
    first = text.partition("\n")[0]
    separator = separator or max(",;\t", key=first.count)
    cells = next(csv.reader([first], delimiter=separator), [])
    headless = all(map(_is_number, cells))
    table = pd.read_csv(
        io.StringIO(text), sep=separator, header=None if headless else 0, skipinitialspace=True, index_col=False
    )
    table = table.dropna(axis="columns", how="all").apply(pd.to_numeric)
    if headless:
        table.columns = pd.Index(name_values(len(table.columns)))
    table.columns = table.columns.map(lambda name: str(name).strip())
    blocks = [name for name in table.columns if name.lower().startswith(_MAKECODE_TIME)]
    makecode = len(blocks) > 1 or (blocks and math.isnan(time_unit(blocks[0]) or math.nan))
    return _makecode(table) if makecode else _one_table(table)


def _one_table(table: pd.DataFrame) -> Recording:
    """A header row with at most one time column; a clock that goes back was a reset: the time goes on there."""
    import numpy as np

    timed = [name for name in table.columns if time_unit(name) is not None]
    times = np.arange(len(table), dtype=np.float64)
    if timed:
        unit = time_unit(timed[0])
        assert unit is not None
        raw = table.pop(timed[0]).to_numpy(dtype=np.float64)
        if math.isnan(unit):
            unit = board_seconds(1.0, unit) if np.all(raw == np.floor(raw)) else 1.0
        times = raw * unit
        steps = np.diff(times, prepend=times[:1])
        times = np.cumsum(np.where(steps < 0, np.maximum(times, 0), steps))
    return Recording(
        times=times,
        board_index=np.zeros(len(table), dtype=np.intp),
        boards=("",),
        channels={name: table[name].to_numpy(dtype=np.float64) for name in table.columns},
        has_time=bool(timed),
    )


def _makecode(table: pd.DataFrame) -> Recording:
    """Blocks of a time column and its channels; a channel's name repeated by pandas (`light.1`) is another board's."""
    import pandas as pd

    parts: list[pd.DataFrame] = []
    for position, name in enumerate(table.columns):
        if name.lower().startswith(_MAKECODE_TIME):
            source = name[len(_MAKECODE_TIME) :].partition(")")[0]
            parts.append(pd.DataFrame({"time_s": table.iloc[:, position], "board": source}))
        elif parts:
            parts[-1][_without_repeat(name, table)] = table.iloc[:, position]
    joined = pd.concat([part.dropna(subset=["time_s"]) for part in parts], ignore_index=True)
    merged = joined.groupby(["time_s", "board"], as_index=False, sort=True).first()
    return from_frame(merged)


def _without_repeat(name: str, table: pd.DataFrame) -> str:
    stem, _dot, number = name.rpartition(".")
    return stem if stem in table.columns and number.isdigit() else name


def _is_number(cell: str) -> bool:
    try:
        float(cell or "nan")
    except ValueError:
        return False
    return True
