"""Columns → a recording: clocks become the time, `board` tells the boards, numbers are channels."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from typing import Any

from ..clock_names import clock_unit, counts_minutes, is_date
from ..label_rules import plain_width
from ..recording import Recording
from .columns import Columns
from .headings import OWN
from .notes import Notes
from .numbers import read_numbers
from .parts_of_time import join_parts
from .refusal import NO_CHANNEL, NO_NUMBERS, NO_VALUE, RefusedError
from .side_by_side import Clock, one_after_the_other, tables_beside
from .times import SINCE_AN_EPOCH, newest_first, read_clock, read_days

_AGAIN = re.compile(r"\.\d+$")
_COARSE = 0.01  # a clock shows two decimals of its unit: so far may it seem to go back when another clock takes over


def own_recording(columns: Columns, notes: Notes, *, decimal_comma: bool) -> Recording:
    """Return a recording of the club's own form; a row of time and board without a value is a gap.

    Raises: RefusedError.
    """
    named = {plain_width(name).lower(): name for name in columns.cells}
    labels = columns.cells.pop(named[OWN[1]])
    times = read_clock(columns.cells.pop(named[OWN[0]]), 1.0, decimal_comma=decimal_comma)
    channels = _channels(columns, notes, decimal_comma=decimal_comma, empty_too=True)
    keep = []
    one_nameless = not any(labels)
    for index, line in enumerate(columns.lines):
        has_value = any(values[index] == values[index] for values in channels.values())
        if times[index] is None:
            if has_value:
                notes.without("time", line)
        elif not labels[index] and not one_nameless:
            if has_value:
                notes.without("board", line)
        else:
            keep.append(index)
    boards = list(dict.fromkeys(labels[index] for index in keep))
    place = {label: number for number, label in enumerate(boards)}
    return _recording(
        [times[index] or 0.0 for index in keep],
        [place[labels[index]] for index in keep],
        boards,
        {name: [values[index] for index in keep] for name, values in channels.items()},
    )


def foreign_recording(columns: Columns, notes: Notes, *, decimal_comma: bool) -> Recording:
    """Return the recording in another program's table. Raises: RefusedError."""
    join_parts(columns)
    _turn_if_newest_first(columns, decimal_comma=decimal_comma)
    names = list(columns.cells)
    clocks = _clocks(columns, notes, decimal_comma=decimal_comma)
    channels = _channels(columns, notes, decimal_comma=decimal_comma)
    if not channels:
        raise RefusedError(NO_CHANNEL if clocks else NO_NUMBERS)
    if tables := tables_beside(names, clocks, list(channels)):
        times, channels, timeless = one_after_the_other(tables, channels)
        for index in timeless:
            notes.without("time", columns.lines[index])
        return _recording(times, [0] * len(times), [""], channels)
    cells = [columns.cells[name] for name in channels]
    filled = [index for index in range(len(columns.lines)) if any(column[index] for column in cells)]
    if not clocks:
        times = [float(number) for number in range(len(filled))]
    else:
        placed = _placed(clocks, len(columns.lines))
        for index in filled:
            if placed[index] is None:
                notes.without("time", columns.lines[index])
        filled = [index for index in filled if placed[index] is not None]
        if all((placed[index] or (0.0, 0.0))[0] > SINCE_AN_EPOCH for index in filled):
            filled.sort(key=lambda index: placed[index] or (0.0, 0.0))
        times = _going_on([placed[index] for index in filled])
    return _recording(
        times,
        [0] * len(filled),
        [""],
        {name: [values[index] for index in filled] for name, values in channels.items()},
        has_time=bool(clocks),
    )


def _clocks(columns: Columns, notes: Notes, *, decimal_comma: bool) -> list[Clock]:
    """Take the clocks out of `columns`."""
    clocks = []
    dates = None
    names = list(columns.cells)
    again = {name: _AGAIN.sub("", name) for name in names if _AGAIN.search(name) and _AGAIN.sub("", name) in names}
    for name in [name for name, first in again.items() if clock_unit(first) is not None]:
        beside = clock_unit(_AGAIN.sub("", names[names.index(name) - 1])) is None  # another table begins here
        same = columns.cells[name] == columns.cells[again[name]]
        if same or not beside:
            del columns.cells[name]
        if not same and not beside:
            notes.column("clock", name)
    for name in list(columns.cells):
        unit = clock_unit(again.get(name, name))
        if unit is None and not is_date(name):
            continue
        if unit is None:
            cells = [cell if ":" in plain_width(cell) or "時" in cell else "" for cell in columns.cells[name]]
        else:
            cells = columns.cells[name]
            if counts_minutes(name):
                cells = [re.sub(r"^(\d+)[:：](\d\d)$", r"0:\1:\2", cell) for cell in cells]
        times = read_clock(cells, math.nan if unit is None else unit, decimal_comma=decimal_comma)
        if any(time is not None for time in times):
            clocks.append(Clock(name, math.nan if unit is None else unit, times))
            del columns.cells[name]
        elif dates is None and is_date(name):
            dates = name
    if not clocks and dates is not None:
        times = read_days(columns.cells[dates])
        if any(time is not None for time in times):
            clocks.append(Clock(dates, math.nan, times))
            del columns.cells[dates]
    return clocks


def _turn_if_newest_first(columns: Columns, *, decimal_comma: bool) -> None:
    """Turn the rows round where the first clock says that the newest of them stands first."""
    for name, cells in columns.cells.items():
        unit = clock_unit(name)
        if unit is not None:
            if newest_first(cells, unit, decimal_comma=decimal_comma):
                columns.lines.reverse()
                for column in columns.cells.values():
                    column.reverse()
            return


def _placed(clocks: Sequence[Clock], count: int) -> list[tuple[float, float] | None]:
    """Return for each row the time of the first clock that it has, and how finely that clock shows it."""
    return [
        next(((time, clock.seconds * _COARSE) for clock in clocks if (time := clock.times[index]) is not None), None)
        for index in range(count)
    ]


def _going_on(placed: Sequence[Any]) -> list[float]:
    """Return seconds from the first row; a clock that goes back was a reset: the time goes on there."""
    times: list[float] = []
    spent = 0.0
    for index, (time, fine) in enumerate(placed):
        if index:
            before, before_fine = placed[index - 1]
            step = time - before
            if step < 0:
                step = 0.0 if fine != before_fine and -step <= max(fine, before_fine) else max(time, 0.0)
            spent += step
        times.append(spent)
    return times


def _channels(
    columns: Columns, notes: Notes, *, decimal_comma: bool, empty_too: bool = False
) -> dict[str, list[float]]:
    """Return the columns of numbers; those of words and empty ones are noted, as are single words among numbers."""
    channels: dict[str, list[float]] = {}
    words = []
    for name, cells in columns.cells.items():
        if name.startswith("\0"):
            continue
        numbers = read_numbers(cells, decimal_comma=decimal_comma)
        odd = [index for index, number in enumerate(numbers) if number is None]
        count = sum(1 for cell in cells if cell) - len(odd)
        if len(odd) > count or (odd and not count):
            words.append((name, odd[0]))
            notes.column("words", name)
        elif not count and not empty_too:
            notes.column("empty", name)
        else:
            for index in odd:
                notes.cell(columns.lines[index], name, cells[index])
            channels[name] = [math.nan if number is None else number for number in numbers]
    if words and not any(value == value for values in channels.values() for value in values):
        name, index = words[0]
        raise RefusedError(NO_VALUE, line=columns.lines[index], column=name, cell=columns.cells[name][index][:30])
    return channels


def _recording(
    times: Sequence[float],
    index: Sequence[int],
    boards: Sequence[str],
    channels: dict[str, list[float]],
    *,
    has_time: bool = True,
) -> Recording:
    import numpy as np

    return Recording(
        times=np.array(times, dtype=np.float64),
        board_index=np.array(index, dtype=np.intp),
        boards=tuple(boards),
        channels={name: np.array(values, dtype=np.float64) for name, values in channels.items()},
        has_time=has_time,
    )
