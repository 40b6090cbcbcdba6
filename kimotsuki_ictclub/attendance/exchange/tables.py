"""Tables as towns have them: CSV in UTF-8 or Shift_JIS, and xlsx."""

from __future__ import annotations

import codecs
import csv
import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ...errors import AttendanceError
from ...language import N_
from ..spreadsheet_text import as_typed

LARGEST_FILE = 20_000_000  # bytes
LARGEST_UNPACKED = 300_000_000  # bytes; a small xlsx can be packed from anything
MOST_ROWS = 100_000
MOST_COLUMNS = 500


@dataclass(frozen=True)
class Row:
    """One row of a table, with the line by which a person finds it again."""

    place: str  # "12", or "名簿 12" for a sheet of several
    cells: list[Any]  # text; from xlsx also numbers, dates and times


@dataclass(frozen=True)
class Table:
    """The filled rows of a CSV file (`sheet` is then "") or of one sheet."""

    sheet: str
    rows: list[Row]


def read_tables(file: Path) -> list[Table]:
    """Return the tables of a CSV (one) or xlsx file (one a sheet), without their empty rows.

    Raises: AttendanceError `table-missing`, `table-unreadable`, `table-encoding` or `table-too-large`.
    """
    try:
        size = file.stat().st_size
        if size > LARGEST_FILE:
            raise _too_large(file, size, LARGEST_FILE)
        content = file.read_bytes()
    except OSError as error:
        raise AttendanceError(
            "table-missing", N_("%(file)s cannot be read: %(reason)s"),
            file=file.name, reason=error.strerror or error,
        ) from error  # fmt: skip
    if content.startswith(b"PK"):
        return [table for table in _sheets(file, content) if table.rows]
    if content.startswith(bytes.fromhex("d0cf11e0")):
        raise _unreadable(file, N_("Open it in Excel and save it as xlsx or CSV."))
    return [Table("", _lines(file, _decoded(file, content)))]


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
        raise _unreadable(file, N_("Open it in Excel and save it as xlsx or CSV."))
    first_line = text.partition("\n")[0]
    delimiter = max(",\t;", key=first_line.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    rows: list[Row] = []
    line = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                rows.append(Row(str(line), [as_typed(cell) for cell in cells]))
            _check_size(file, len(rows), len(cells))
            line = reader.line_num + 1
    except csv.Error as error:
        raise _unreadable(file, N_("Open it in Excel and save it as xlsx or CSV.")) from error
    return rows


def _sheets(file: Path, content: bytes) -> Iterator[Table]:
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            unpacked = sum(part.file_size for part in archive.infolist())
        if unpacked > LARGEST_UNPACKED:
            raise _too_large(file, unpacked, LARGEST_UNPACKED)
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        for sheet in book.worksheets:
            rows: list[Row] = []
            for line, cells in enumerate(sheet.iter_rows(values_only=True), start=1):
                # A sheet may claim a million formatted but empty columns.
                filled = max((index + 1 for index, cell in enumerate(cells) if cell not in (None, "")), default=0)
                if filled:
                    place = f"{sheet.title} {line}" if len(book.worksheets) > 1 else str(line)
                    rows.append(Row(place, [_cell(cell) for cell in cells[:filled]]))
                _check_size(file, len(rows), filled)
            yield Table(sheet.title, rows)
        book.close()
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, TypeError, OSError, SyntaxError) as error:
        raise _unreadable(file, N_("Open it in Excel and save it as xlsx or CSV.")) from error


def _cell(cell: Any) -> Any:
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return int(cell)
    return cell


def _too_large(file: Path, size: int, largest: int) -> AttendanceError:
    return AttendanceError(
        "table-too-large", N_("%(file)s is too large: %(size)s bytes, at most %(largest)s."),
        N_("Split it into smaller files."), file=file.name, size=size, largest=largest,
    )  # fmt: skip


def _check_size(file: Path, rows: int, columns: int) -> None:
    if rows > MOST_ROWS or columns > MOST_COLUMNS:
        raise AttendanceError(
            "table-too-large",
            N_("%(file)s has more than %(rows)s rows or %(columns)s columns."),
            N_("Split it into smaller files."),
            file=file.name,
            rows=MOST_ROWS,
            columns=MOST_COLUMNS,
        )


def _unreadable(file: Path, hint: str) -> AttendanceError:
    return AttendanceError("table-unreadable", N_("%(file)s is no table that can be read."), hint, file=file.name)
