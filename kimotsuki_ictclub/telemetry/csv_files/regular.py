"""A long table with nothing but plain numbers below one heading, read in one go; all others are read cell by cell."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from ..clock_names import clock_unit, is_date
from ..recording import Recording, from_frame
from .cells import Grid, cut
from .columns import blocks_of
from .headings import OWN, is_own, makecode_source, names_rows
from .notes import Notes
from .parts_of_time import names_parts
from .refusal import RefusedError
from .times import LONGEST, SINCE_AN_EPOCH, unit_of_numbers

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

_LONG = 200_000  # characters; a shorter file is read as quickly cell by cell
_LINES_OF_HEAD = 100  # lines that show heading and separator


def long_recording(text: str, notes: Notes) -> Recording | None:
    """Return the recording in a long regular table, as reading it cell by cell would; None where it is none."""
    return None if len(text) < _LONG else regular_recording(text, notes)


def regular_recording(text: str, notes: Notes) -> Recording | None:
    """Return the same for a table of any length."""
    head = "\n".join(text.split("\n", _LINES_OF_HEAD)[:_LINES_OF_HEAD])
    found = Notes()
    try:
        grid = cut(head)
        first, *more = blocks_of(grid, found) if grid.rows else [None]
    except RefusedError:
        return None
    if first is None or more or not first.rows or grid.separator not in head:
        return None
    names = first.names
    if len(names) < 2 or not all(names) or len(set(names)) < len(names):
        return None
    if any(map(_needs_cells, names)) or names_parts(names):
        return None
    frame = _frame(text, grid, names, first.rows[0].line - 1)
    if frame is not None and names_rows(names[0]) and "+" not in text and _counts_rows(frame[names[0]]):
        found.column("numbers", names[0])
        frame = frame.drop(columns=names[0])
    recording = None if frame is None else _own(frame) if is_own(names) else _foreign(frame)
    if recording is not None:
        notes.__dict__.update(found.__dict__)
    return recording


def _needs_cells(name: str) -> bool:
    return makecode_source(name) is not None or is_date(name)


def _counts_rows(column: pd.Series[Any]) -> bool:
    return column.dtype.kind == "i" and bool(column.is_monotonic_increasing and column.is_unique and column.min() >= 0)


def _frame(text: str, grid: Grid, names: list[str], skipped: int) -> pd.DataFrame | None:
    """Return the rows below the heading; None where a cell is no number, or a row is wider than the heading."""
    import pandas as pd

    try:
        frame = pd.read_csv(
            io.StringIO(text), sep=grid.separator, header=None, names=[*names, "\0"], index_col=False, skiprows=skipped,
            dtype={OWN[1]: str} if is_own(names) else None, keep_default_na=False, na_values=[""],
            skipinitialspace=grid.separator != "\t",
            decimal="," if grid.decimal_comma else ".", low_memory=False,
        )  # fmt: skip
    except (ValueError, OverflowError, pd.errors.ParserError, pd.errors.ParserWarning):
        return None
    wider = not frame.pop("\0").isna().all()
    numbers = [frame[name] for name in names if not (name == OWN[1] and is_own(names))]
    plain = all(column.dtype.kind in "iuf" and column.notna().any() for column in numbers)
    return frame if plain and not wider else None


def _own(frame: pd.DataFrame) -> Recording | None:
    import numpy as np

    if not set(OWN) <= set(frame.columns) or frame[OWN[1]].isna().any():
        return None
    recording = from_frame(frame)
    odd = any(board != board.strip() for board in recording.boards) or any(
        np.isinf(values).any() for values in recording.channels.values()
    )
    return None if odd or not (np.abs(recording.times) < LONGEST).all() else recording


def _foreign(frame: pd.DataFrame) -> Recording | None:
    import numpy as np

    clocks = [name for name in frame.columns if clock_unit(name) is not None]
    channels: dict[str, Any] = {
        name: frame[name].to_numpy(dtype=np.float64) for name in frame.columns if name not in clocks
    }
    if len(clocks) > 1 or not channels or any(np.isinf(values).any() for values in channels.values()):
        return None
    if np.all([np.isnan(values) for values in channels.values()], axis=0).any():
        return None  # such a row may be no sample
    times = _times(frame[clocks[0]], clock_unit(clocks[0])) if clocks else np.arange(len(frame), dtype=np.float64)
    if times is None:
        return None
    index = np.zeros(len(frame), dtype=np.intp)
    return Recording(times, index, ("",), channels, has_time=bool(clocks))


def _times(column: pd.Series[Any], unit: float | None) -> NDArray[np.float64] | None:
    """Return the seconds since the first row; None where a row has none, or the unit stands in the cells only."""
    import numpy as np

    numbers = column.to_numpy(dtype=np.float64)
    if unit is None or unit != unit:
        if column.dtype.kind == "f" and (numbers == np.floor(numbers)).all():
            return None
        unit = unit_of_numbers(numbers.tolist())
    times = numbers * unit
    if not (np.abs(times) < LONGEST).all():
        return None
    steps = np.diff(times)
    if (steps < 0).any() and ((steps < 0).all() or times.min() > SINCE_AN_EPOCH):
        return None  # the newest row stands first
    return np.concatenate([[0.0], np.cumsum(np.where(steps < 0, np.maximum(times[1:], 0.0), steps))])
