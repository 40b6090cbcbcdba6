"""Tables as towns have them, as plain cells: CSV in UTF-8 or Shift_JIS, and xlsx."""

from __future__ import annotations

import codecs
import csv
import io
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ...errors import AttendanceError, system_words
from ...language import N_
from ..spreadsheet_text import as_typed

LARGEST_FILE = 20_000_000  # bytes
LARGEST_UNPACKED = 300_000_000  # bytes; a small xlsx can be packed from anything
MOST_ROWS = 100_000
MOST_COLUMNS = 500
_SNIFFED = 10_000  # characters, in which the sign between the cells is looked for


class AsItIs(str):
    """Text without a mark for text in front of it any more: an apostrophe there is its own."""


@dataclass(frozen=True)
class Row:
    """One filled row, with the place by which a person finds it again, as Excel counts rows."""

    number: int
    place: str  # "12", or "名簿 12" for a sheet of several
    cells: list[Any]  # "" where empty; text; from xlsx also numbers, dates and times
    own: frozenset[int]  # the filled cells, without those that only a merged cell fills
    hidden: bool = False

    def cell(self, index: int) -> Any:
        """Return the cell of column `index`, "" beyond the last filled one."""
        return self.cells[index] if index < len(self.cells) else ""


@dataclass(frozen=True)
class Table:
    """The filled rows of a CSV file (`sheet` is then "") or of one sheet."""

    sheet: str
    rows: list[Row]
    hidden: bool = False
    hidden_columns: frozenset[int] = field(default_factory=frozenset)


def read_tables(file: Path) -> list[Table]:
    """Return the tables of a CSV (one) or xlsx file (one a sheet), without their empty rows.

    Raises: AttendanceError `table-missing`, `table-unreadable`, `table-encoding` or `table-too-large`.
    """
    try:
        size = file.stat().st_size
        if size > LARGEST_FILE:
            raise too_large(file, size, LARGEST_FILE)
        content = file.read_bytes()
    except OSError as error:
        raise AttendanceError(
            "table-missing", N_("%(file)s cannot be read: %(reason)s"),
            file=file.name, reason=system_words(error),
        ) from error  # fmt: skip
    if content.startswith(b"PK"):
        from .workbook import read_sheets

        return [table for table in read_sheets(file, content) if table.rows]
    if content.startswith(bytes.fromhex("d0cf11e0")):
        raise unreadable(file)
    return [Table("", _lines(file, _decoded(file, content)))]


def is_filled(cell: Any) -> bool:
    """Return whether a cell shows something: blanks are nothing, False and 0 are something."""
    return cell is not None and (not isinstance(cell, str) or bool(cell.strip()))


def check_size(file: Path, rows: int, columns: int) -> None:
    """Check how many filled rows and columns there are. Raises: AttendanceError `table-too-large`."""
    if rows > MOST_ROWS or columns > MOST_COLUMNS:
        raise AttendanceError(
            "table-too-large",
            N_("%(file)s has more than %(rows)s rows or %(columns)s columns."),
            N_("Split it into smaller files."),
            file=file.name,
            rows=MOST_ROWS,
            columns=MOST_COLUMNS,
        )


def too_large(file: Path, size: int, largest: int) -> AttendanceError:
    """Return the error for a file of too many bytes."""
    return AttendanceError(
        "table-too-large", N_("%(file)s is too large: %(size)s bytes, at most %(largest)s."),
        N_("Split it into smaller files."), file=file.name, size=size, largest=largest,
    )  # fmt: skip


def unreadable(file: Path) -> AttendanceError:
    """Return the error for what is no table, or a damaged one."""
    return AttendanceError(
        "table-unreadable",
        N_("%(file)s is no table that can be read, or it is damaged or locked with a password."),
        N_("Open it in Excel and save it as xlsx or CSV."),
        file=file.name,
    )


def _decoded(file: Path, content: bytes) -> str:
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):  # Excel's "Unicode text"
        encodings: tuple[str, ...] = ("utf-16",)
    else:
        encodings = ("utf-8-sig", "cp932")
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise AttendanceError(
        "table-encoding",
        N_("The characters of %(file)s are neither UTF-8 nor Shift_JIS."),
        N_("Open it in Excel and save it as “CSV UTF-8”."),
        file=file.name,
    )


def _lines(file: Path, text: str) -> list[Row]:
    if "\0" in text:
        raise unreadable(file)
    delimiter = max(",\t;", key=text[:_SNIFFED].count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    rows: list[Row] = []
    try:
        # Records, not lines: a heading with a line break in it is one row of Excel's.
        for number, record in enumerate(reader, start=1):
            cells = [AsItIs(as_typed(cell)) if is_filled(cell) else "" for cell in record]
            own = frozenset(index for index, cell in enumerate(cells) if cell != "")
            if own:
                rows.append(Row(number, str(number), cells[: max(own) + 1], own))
            check_size(file, len(rows), max(own, default=0) + 1)
    except csv.Error as error:
        raise unreadable(file) from error
    return rows
