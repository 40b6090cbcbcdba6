"""Rows below a header line: cells by name, empty cells kept, a clock apart; the header stays until another comes."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import NamedTuple

from .board_clock import board_seconds
from .clock_names import clock_unit
from .forms import NotWhole, Values, read_header
from .label_rules import read_cell

_DIGITS_ONLY = re.compile(r"[\d\s.()\[\]+\-eE\x00-\x1f\x7f]*")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")


class Row(NamedTuple):
    """One row: its values by name, and the board's clock in seconds (None: it has none)."""

    values: Values
    clock: float | None


class Header:
    """The names that a header line gives to the cells of the rows below it."""

    def __init__(self, names: tuple[str, ...], separator: str) -> None:
        self.names = names
        self.separator = separator
        self.units = list(map(clock_unit, names))
        self.has_clock = any(unit is not None for unit in self.units)
        self.tight = True  # no space after its separators: a greeting has one
        self.used = self.has_clock  # whether it is sure that this is a header: words look the same until a row fits
        self.misfits = 0  # rows that did not fit before one did

    def renews(self, old: Header | None) -> bool:
        """Tell whether this header surely takes the place of `old`: it has a clock, or names that `old` has."""
        return self.has_clock or (old is not None and old.used and not set(self.names).isdisjoint(old.names))

    def read(self, text: str) -> Row | None:
        """Return the row in `text`; None where it is words without a number, or no row of this table.

        Raises: NotWhole where cells are missing or too many, or one of them is broken.
        """
        if self.separator not in text:
            return None
        cells = [cell.strip() for cell in text.split(self.separator)]
        while len(cells) > len(self.names) and not cells[-1]:
            cells.pop()
        numbers = [read_cell(cell) if cell else None for cell in cells]
        if all(number is None for number in numbers):
            return None
        if len(cells) != len(self.names) or any(map(_broken, cells, numbers)):
            raise NotWhole(text)
        values: Values = {}
        clock = None
        for index, (name, number) in enumerate(zip(self.names, numbers, strict=True)):
            if number is None:
                continue
            if self.units[index] is None:
                values[name] = number
            elif clock is None:
                clock = number * self._unit(index, cells[index])
        self.used = True
        return Row(values, clock)

    def named(self, numbers: Collection[float]) -> Row:
        """Return a row of as many numbers as there are names."""
        self.used = True
        values: Values = {}
        clock = None
        for name, unit, number in zip(self.names, self.units, numbers, strict=True):
            if unit is None:
                values[name] = number
            elif clock is None:
                clock = board_seconds(number, unit)
        return Row(values, clock)

    def _unit(self, index: int, cell: str) -> float:
        """Return the seconds in one unit of a clock; where it is not said, a decimal point tells of seconds."""
        unit = self.units[index]
        assert unit is not None
        if unit == unit:
            return unit
        if "." in cell:
            self.units[index] = 1.0
            return 1.0
        return 0.001


def header_of(text: str) -> Header | None:
    """Return the header in a line, or None where it is none."""
    names = read_header(text)
    if names is None:
        return None
    separator = next(sign for sign in ",\t;" if len(text.strip().rstrip(sign).split(sign)) == len(names))
    header = Header(names, separator)
    header.tight = separator + " " not in text
    return header


def _broken(cell: str, number: float | None) -> bool:
    """Tell whether a cell is a number that lost something; a word is none."""
    return number is None and bool(cell) and (bool(_DIGITS_ONLY.fullmatch(cell)) or bool(_CONTROL.search(cell)))
