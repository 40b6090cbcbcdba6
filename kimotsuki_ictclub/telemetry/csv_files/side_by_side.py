"""Tables side by side: a clock and its channels, then another clock and its own, whose times may differ."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

from .refusal import TWO_CLOCKS, RefusedError

_SAME = 0.02  # of a clock's unit: so far two that say the same may differ


@dataclass
class Clock:
    """A column of times."""

    name: str
    unit: float  # seconds in one unit of its numbers, NaN where its cells say it
    times: list[float | None]  # seconds

    @property
    def seconds(self) -> float:
        """The seconds in one of its units, 1 where no unit is said."""
        return self.unit if self.unit == self.unit else 1.0


@dataclass
class SideTable:
    """One of several tables: its clock, and the names of its channels."""

    clock: Clock
    channels: list[str] = field(default_factory=list)


def tables_beside(names: Sequence[str], clocks: Sequence[Clock], channels: Sequence[str]) -> list[SideTable]:
    """Return the tables whose columns `names` are, from the left; none where they share their times."""
    by_name = {clock.name: clock for clock in clocks}
    tables: list[SideTable] = []
    before: list[str] = []
    for name in names:
        if name in by_name and (not tables or tables[-1].channels):
            tables.append(SideTable(by_name[name]))
        elif name in channels:
            (tables[-1].channels if tables else before).append(name)
    tables = [table for table in tables if table.channels]
    if tables:
        tables[0].channels[:0] = before
    first = tables[0].clock if tables else None
    return tables if first and any(not _go_alike(first, table.clock) for table in tables) else []


def one_after_the_other(
    tables: Sequence[SideTable], values: dict[str, list[float]]
) -> tuple[list[float], dict[str, list[float]], list[int]]:
    """Return the times of all tables' samples in their order, what each channel says then, and the rows (from 0) in
    which a table has values but no time.

    Raises: RefusedError where the clocks cannot be brought together.
    """
    samples: dict[float, list[dict[str, float]]] = {}
    timeless = []
    for table in tables:
        last = -math.inf
        for index, time in enumerate(table.clock.times):
            said = {name: values[name][index] for name in table.channels if values[name][index] == values[name][index]}
            if not said:
                continue
            if time is None:
                timeless.append(index)
                continue
            if time < last or math.isnan(table.clock.unit) != math.isnan(tables[0].clock.unit):
                raise RefusedError(TWO_CLOCKS, one=tables[0].clock.name, other=tables[1].clock.name)
            last = time
            together = samples.setdefault(time, [])
            free = next((sample for sample in together if not sample.keys() & said.keys()), None)
            if free is None:
                together.append(said)
            else:
                free.update(said)
    times = [time for time in sorted(samples) for _sample in samples[time]]
    ordered = [sample for time in sorted(samples) for sample in samples[time]]
    columns = {name: [sample.get(name, math.nan) for sample in ordered] for table in tables for name in table.channels}
    return [time - times[0] for time in times], columns, sorted(set(timeless))


def _go_alike(one: Clock, other: Clock) -> bool:
    """Return whether two clocks go on alike, as finely as they show it, in the rows that both have."""
    apart = [a - b for a, b in zip(one.times, other.times, strict=True) if a is not None and b is not None]
    if one.seconds == other.seconds:
        fine = _SAME * one.seconds
    else:
        fine = max(clock.seconds * (1 if _is_whole(clock) else _SAME) for clock in (one, other))
    return not apart or max(apart) - min(apart) <= fine


def _is_whole(clock: Clock) -> bool:
    return all(time is None or (time / clock.seconds).is_integer() for time in clock.times)
