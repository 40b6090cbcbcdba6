"""Rows of cells below their headings → columns of cells by name, as long as there are rows."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field

from ..clock_names import clock_unit
from ..forms import name_values
from .cells import Grid, Row
from .headings import find_heading, has_number, holds_units, is_heading_again, names_in, names_rows, with_units
from .notes import Notes
from .refusal import TOO_WIDE, TWO_MEANINGS, RefusedError
from .times import is_moment


@dataclass
class Columns:
    """Cells by the name of their column; all lists are as long as `lines`, the rows' lines in the file."""

    lines: list[int] = field(default_factory=list)
    cells: dict[str, list[str]] = field(default_factory=dict)


@dataclass
class Block:
    """One heading, and the rows of data up to the next."""

    names: list[str]
    rows: list[Row]


def upright(grid: Grid) -> Grid:
    """Return a table whose time goes to the right, with a name before each row, turned the other way."""
    first, *others = (row.cells for row in grid.rows)
    if not (
        len(first) > 2
        and others
        and clock_unit(first[0]) is not None
        and all(cell and has_number([cell], decimal_comma=grid.decimal_comma) for cell in first[1:])
        and all(has_number(row[1:], decimal_comma=grid.decimal_comma) for row in others)
        and all(row[0] and len(row) <= len(first) for row in others)
        and not any(has_number(row[:1], decimal_comma=grid.decimal_comma) for row in others)
        and not any(is_moment(row[0]) for row in others)
    ):
        return grid
    turned = itertools.zip_longest(*(row.cells for row in grid.rows), fillvalue="")
    return Grid([Row(grid.rows[0].line, list(cells)) for cells in turned], grid.separator, grid.decimal_comma)


def blocks_of(grid: Grid, notes: Notes) -> list[Block]:
    """Return the headings with their rows; what stands above and between without numbers is noted."""
    place = find_heading(grid.rows, decimal_comma=grid.decimal_comma)
    if place is None:
        data = _data(grid.rows, notes, grid)
        width = max((_width(row) for row in data), default=0)
        return [Block(list(name_values(width)), data)]
    for row in grid.rows[:place]:
        notes.text_line(row.line, " ".join(filter(None, row.cells)))
    names = names_in(grid.rows[place].cells)
    below = grid.rows[place + 1 :]
    if below and holds_units(below[0].cells, names):
        units = below.pop(0)
        notes.text_line(units.line, " ".join(filter(None, units.cells)))
        names = with_units(names, units.cells)
    blocks = [Block(names, [])]
    for row in below:
        if not row.cells[0][:1].isdigit() and is_heading_again(row.cells, names, decimal_comma=grid.decimal_comma):
            names = names_in(row.cells)
            blocks.append(Block(names, []))
        else:
            blocks[-1].rows.append(row)
    for block in blocks:
        block.rows = _data(block.rows, notes, grid)
    return blocks


def columns_of(blocks: Sequence[Block], grid: Grid, notes: Notes) -> Columns:
    """Return the columns of all blocks joined by name. Raises: RefusedError where a row does not fit its heading."""
    columns = Columns()
    for block in blocks:
        names = _full_names(block, grid, notes)
        width, count = len(names), len(columns.lines)
        columns.lines += [row.line for row in block.rows]
        padded = [row.cells[:width] + [""] * (width - len(row.cells)) for row in block.rows]
        for name, cells in zip(names, zip(*padded, strict=True) if padded else [()] * width, strict=True):
            column = columns.cells.setdefault(name, [])
            column += [""] * (count - len(column))
            column += cells
    for column in columns.cells.values():
        column += [""] * (len(columns.lines) - len(column))
    return columns


def _data(rows: Sequence[Row], notes: Notes, grid: Grid) -> list[Row]:
    """Return the rows with a number in them; the others are noted."""
    data = []
    for row in rows:
        first = row.cells[0]
        if first[:1].isdigit() or has_number(row.cells, decimal_comma=grid.decimal_comma):
            data.append(row)
        else:
            notes.text_line(row.line, " ".join(filter(None, row.cells)))
    return data


def _full_names(block: Block, grid: Grid, notes: Notes) -> list[str]:
    """Return a name for every column of the block, each once."""
    names = list(block.names)
    names += _extra_names(block, grid, notes)
    full: dict[str, None] = {}
    for place, name in enumerate(names):
        if (not name or names_rows(name)) and len(names) > 1 and _counts_rows(block, place):
            notes.column("numbers", name or f"{place + 1}")
            full[f"\0{place}"] = None  # read by nobody
            continue
        name = name or f"value{place + 1}"
        stem, number = name, 1
        while name in full:
            name, number = f"{stem}.{number}", number + 1
        full[name] = None
    return list(full)


def _extra_names(block: Block, grid: Grid, notes: Notes) -> list[str]:
    """Return names for columns beyond the heading. Raises: RefusedError where the rows don't agree on them."""
    width = len(block.names)
    wider: list[tuple[Row, int]] = []
    for row in block.rows:
        if len(row.cells) > width:
            extra = _width(Row(row.line, row.cells[width:]))
            if extra and has_number(row.cells[width:], decimal_comma=grid.decimal_comma):
                wider.append((row, width + extra))
            elif extra:
                notes.text_line(row.line, " ".join(row.cells[width:]))
    if not wider:
        return []
    first, cells = wider[0]
    if len(wider) < len(block.rows) or any(other != cells for _row, other in wider):
        raise RefusedError(TOO_WIDE, line=first.line, cells=cells, names=width)
    if grid.separator == "," and not any("." in cell for row in block.rows for cell in row.cells):
        raise RefusedError(TWO_MEANINGS, line=first.line)
    names = [f"value{place + 1}" for place in range(width, cells)]
    for name in names:
        notes.column("extra", name)
    return names


def _counts_rows(block: Block, place: int) -> bool:
    """Tell whether a column without a name is the row number that pandas and some programs write."""
    cells = [row.cells[place] if place < len(row.cells) else "" for row in block.rows]
    if place or not cells or not all(cell.isascii() and cell.isdigit() for cell in cells):
        return False
    numbers = [int(cell[:18]) for cell in cells]
    return all(a < b for a, b in itertools.pairwise(numbers))


def _width(row: Row) -> int:
    return max((place + 1 for place, cell in enumerate(row.cells) if cell), default=0)
