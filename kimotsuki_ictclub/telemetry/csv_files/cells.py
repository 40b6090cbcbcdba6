"""Text → rows of cells: the sign between the columns, quotes, and what a comma inside a number means."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from typing import NamedTuple

from ..clock_names import clock_unit
from .refusal import TOO_LONG, RefusedError

_SIGNS = ("\t", ";", ",", "，", "、", "|")  # in this order: a comma may stand inside numbers
_SAMPLE = 200  # lines that show which sign stands between the columns
_SEP_LINE = re.compile(r'"?sep=(.*?)"?', re.IGNORECASE | re.DOTALL)
_LONGEST_CELL = 10_000  # characters; a longer one swallowed the rows behind a stray quotation mark
_WITH_COMMA = re.compile(r"[+-]?\d[\d.]*,\d+(?:[eE][+-]?\d+)?|[+-]?,\d+")
_THOUSANDS = re.compile(r"[+-]?[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?")
_WITH_POINT = re.compile(r"[+-]?\d*\.\d+(?:[eE][+-]?\d+)?")
_WHOLE = re.compile(r"[+-]?\d+")
_FRACTION = re.compile(r"\d+(?:[eE][+-]?\d+)?")


class Row(NamedTuple):
    """One row: its line in the file (from 1), and its cells without the spaces around them."""

    line: int
    cells: list[str]


@dataclass
class Grid:
    """The rows of a file that have anything in them; `decimal_comma` says that 21,5 is a number between 21 and 22."""

    rows: list[Row]
    separator: str
    decimal_comma: bool


def cut(text: str) -> Grid:
    """Return the rows of `text`. Raises: RefusedError where a cell has no end."""
    first, _end, below = text.partition("\n")
    named = _SEP_LINE.fullmatch(first.strip(" \ufeff"))
    hint, skipped = (named[1], 1) if named else ("", 0)
    body = below if named else text
    separator = _separator(body, hint)
    if separator not in body and _has_columns_of_spaces(body):
        body, separator = re.sub(r"(?m)(?<=\S)[ \u3000]+(?=\S)", "\t", body), "\t"
    rows = _rows(body, separator, skipped)
    if separator == "," and _one_column(rows):
        rows = [rows[0], *(Row(row.line, [".".join(row.cells)]) for row in rows[1:])]
        return Grid(rows, separator, decimal_comma=False)
    return Grid(rows, separator, _decimal_comma(rows, separator))


def _separator(text: str, hint: str) -> str:
    lines = [line for line in text.split("\n", 2 * _SAMPLE)[: 2 * _SAMPLE] if line.strip()][:_SAMPLE]
    for sign in (*(sign for sign in hint if sign in _SIGNS), *_SIGNS):
        if 2 * sum(sign in line for line in lines) >= len(lines) > 0:
            return sign
    return ","


def _has_columns_of_spaces(text: str) -> bool:
    """Tell whether nothing but spaces stands between columns, below a heading that names a clock."""
    heading, *rows = [line.split() for line in text.split("\n", _SAMPLE)[:_SAMPLE] if line.strip()] or [[]]
    return (
        len(heading) > 1
        and any(clock_unit(name) is not None for name in heading)
        and all(len(row) == len(heading) for row in rows)
    )


def _rows(text: str, separator: str, skipped: int) -> list[Row]:
    for quoting in (csv.QUOTE_MINIMAL, csv.QUOTE_NONE):
        reader = csv.reader(io.StringIO(text), delimiter=separator, quoting=quoting, skipinitialspace=separator != "\t")
        rows = []
        before = 0
        try:
            for cells in reader:
                line, before = before + 1 + skipped, reader.line_num
                cells = [cell.strip() for cell in cells]
                if any(len(cell) > _LONGEST_CELL for cell in cells):
                    raise RefusedError(TOO_LONG, line=line)
                if any(cells):
                    rows.append(Row(line, cells))
        except csv.Error:
            refusal = RefusedError(TOO_LONG, line=before + 1 + skipped)
        except RefusedError as error:
            refusal = error
        else:
            if quoting == csv.QUOTE_NONE or not _swallowed(rows):
                return rows
            continue
        if quoting == csv.QUOTE_NONE or '"' not in text:
            raise refusal
    raise AssertionError("the second way returns or raises")


def _swallowed(rows: list[Row]) -> bool:
    """Tell whether a stray quotation mark made one cell of several rows."""
    return any("\n" in cell and cell.count("\n") > 2 for row in rows for cell in row.cells)


def _one_column(rows: list[Row]) -> bool:
    """Tell whether every row has exactly one comma too many for a heading of one column: it is a decimal sign."""
    return (
        len(rows) > 1
        and len(rows[0].cells) == 1
        and not rows[0].cells[0][:1].isdigit()
        and all(
            len(row.cells) == 2 and _WHOLE.fullmatch(row.cells[0]) and _FRACTION.fullmatch(row.cells[1])
            for row in rows[1:]
        )
    )


def _decimal_comma(rows: list[Row], separator: str) -> bool:
    """Tell whether a comma inside a number is its decimal sign, by the numbers that show it."""
    with_comma = False
    points = False
    for row in rows:
        for cell in row.cells:
            if "," in cell and _WITH_COMMA.fullmatch(cell):
                with_comma = True
                if not _THOUSANDS.fullmatch(cell):
                    return True
            elif "." in cell and _WITH_POINT.fullmatch(cell):
                points = True
    return with_comma and separator == ";" and not points
