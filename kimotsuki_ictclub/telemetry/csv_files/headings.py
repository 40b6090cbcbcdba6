"""Which row is the heading: known by its names wherever it stands, and it may come again."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..clock_names import clock_unit, is_date, unit_of_time
from ..label_rules import UNIT, plain_width
from .cells import Row
from .numbers import read_number
from .times import is_moment

OWN = ("time_s", "board")  # the columns that make a recording the club's own
_LOOKED_AT = 60  # rows in which the first heading is looked for
_UNIT_CELL = re.compile(rf"[(\[〔【]\s*[^\s()\[\]]{{1,8}}\s*[)\]〕】]|{UNIT}|[\s\w]*秒|min|-")
_MAKECODE_TIME = re.compile(r"time \(([^()]*)\)", re.IGNORECASE)


def makecode_source(name: str) -> str | None:
    """Return the board in a column's name `time (microbit)`, as MakeCode's console writes it; None for other names."""
    match = _MAKECODE_TIME.fullmatch(name)
    if match is None or not name.startswith("time"):
        return None
    unit = clock_unit(name)
    return match[1].strip() if unit is None or unit != unit else None


def names_in(cells: Sequence[str]) -> list[str]:
    """Return the names in a heading without empty ones at its end; a `#` before the first is no part of it."""
    names = [" ".join("".join(mark if mark.isprintable() else " " for mark in cell).split()) for cell in cells]
    while names and not names[-1]:
        names.pop()
    if names:
        names[0] = names[0].removeprefix("#").strip()
    return names


def is_own(names: Sequence[str]) -> bool:
    """Tell whether a heading is that of the club's own recordings, whatever order a spreadsheet left it in."""
    low = [plain_width(name).lower() for name in names]
    return all(name in low for name in OWN)


def has_number(cells: Sequence[str], *, decimal_comma: bool = False) -> bool:
    """Tell whether a row holds data."""
    return any(cell and read_number(cell, decimal_comma=decimal_comma) is not None for cell in cells)


def find_heading(rows: Sequence[Row], *, decimal_comma: bool) -> int | None:
    """Return the place of the first heading, None where the file begins with its data."""
    looked_at = rows[:_LOOKED_AT]
    wordy = [_names_a_clock(row.cells[0]) or not has_number(row.cells, decimal_comma=decimal_comma)
             for row in looked_at]  # fmt: skip
    for place, row in enumerate(looked_at):
        names = names_in(row.cells)
        filled = sum(map(bool, names))
        if wordy[place] and filled and _says_time(names) and (filled > 1 or _is_narrow(rows, place)):
            return place
    first = next((place for place, words in enumerate(wordy) if not words and _is_data(rows, place)), len(looked_at))
    for place in range(first - 1, -1, -1):
        row = looked_at[place]
        filled = sum(map(bool, row.cells))
        if wordy[place] and not any(map(is_moment, row.cells)) and (filled > 1 or _is_narrow(rows, place)):
            return place
    return None


def is_heading_again(cells: Sequence[str], names: Sequence[str], *, decimal_comma: bool) -> bool:
    """Tell whether a row below the heading `names` is a heading once more: a clock in it, or the same names."""
    if has_number(cells, decimal_comma=decimal_comma):
        return False
    again = names_in(cells)
    if again == list(names):
        return True
    shared = set(again) & set(filter(None, names))
    return len(again) > 1 and (is_own(again) or (_says_time(again) and all(again)) or len(shared) * 2 > len(again))


def names_rows(name: str) -> bool:
    """Tell whether a column is called as one that only numbers its rows."""
    return plain_width(name).lower().rstrip(".") in {"no", "番号", "#", "連番", "行", "行番号", "index"}


def holds_units(cells: Sequence[str], names: Sequence[str]) -> bool:
    """Tell whether a row below a heading says nothing but units: (秒), ℃, [%]."""
    filled = [cell for cell in cells if cell]
    clocks = [cell for cell, name in zip(cells, names, strict=False) if cell and clock_unit(name) is not None]
    return (
        bool(filled)
        and len(cells) <= len(names)
        and all(_UNIT_CELL.fullmatch(plain_width(cell)) for cell in filled)
        and all(unit_of_time(_unit(cell)) is not None for cell in clocks)
    )


def with_units(names: Sequence[str], cells: Sequence[str]) -> list[str]:
    """Return the names of a heading, its clocks with the units that stand below them."""
    units = [_unit(cell) for cell in (*cells, *[""] * (len(names) - len(cells)))]
    clocks = [clock_unit(name) is not None for name in names]
    return [
        f"{name}({unit})" if clock and unit else name for name, unit, clock in zip(names, units, clocks, strict=True)
    ]


def _unit(cell: str) -> str:
    return cell.strip(" \u3000()[]（）［］〔〕【】")


def _names_a_clock(cell: str) -> bool:
    """Tell whether a cell is a clock's name: then numbers beside it (`time,1,2`: groups of a class) are names too."""
    return clock_unit(cell.removeprefix("#")) is not None


def _says_time(names: Sequence[str]) -> bool:
    return is_own(names) or any(
        clock_unit(name) is not None or is_date(name) or makecode_source(name) is not None for name in names
    )


def _is_narrow(rows: Sequence[Row], place: int) -> bool:
    """Tell whether the rows below have one column only, so that a heading of one name fits them."""
    return all(sum(map(bool, row.cells)) <= 1 for row in rows[place + 1 : place + 1 + _LOOKED_AT])


def _is_data(rows: Sequence[Row], place: int) -> bool:
    return sum(map(bool, rows[place].cells)) > 1 or _is_narrow(rows, place)
