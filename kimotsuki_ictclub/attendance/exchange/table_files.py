"""Tables as towns have them, from their files: CSV in any encoding that is known for sure, and xlsx."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from ...encoding import EncodingError, decoded
from ...errors import AttendanceError, system_words
from ...language import N_
from ..spreadsheet_text import as_typed
from .tables import LARGEST_FILE, AsItIs, Row, Table, check_size, is_filled, too_large, unreadable
from .workbook import read_sheets

_USUAL = ",\t;"
_DELIMITERS = _USUAL + "，|、"
_SNIFFED = 10_000  # characters, in which the sign between the cells is looked for


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
        return [table for table in read_sheets(file, content) if table.rows]
    if content.startswith(bytes.fromhex("d0cf11e0")):
        raise unreadable(file)
    return [Table("", _lines(file, _decoded(file, content)))]


def _decoded(file: Path, content: bytes) -> str:
    try:
        return decoded(content)
    except EncodingError as error:
        if b"\0" in content:
            raise unreadable(file) from error
        raise AttendanceError(
            "table-encoding",
            N_("In which encoding the characters of %(file)s are is not known for sure: names could come out wrong."),
            N_("Open it in Excel and save it as “CSV UTF-8”."),
            file=file.name,
        ) from error


def _delimiter(text: str) -> str:
    """Return the sign that stands between the cells of most lines; the others may stand in some cells."""
    start = text[:_SNIFFED]
    lines = [line for line in start.splitlines() if line.strip()]
    found = {sign: sum(sign in line for line in lines) for sign in _DELIMITERS}
    if not any(found[sign] for sign in _USUAL):
        return next((sign for sign in _DELIMITERS if 2 * found[sign] > len(lines)), ",")
    return max(_USUAL, key=lambda sign: (found[sign], start.count(sign)))


def _lines(file: Path, text: str) -> list[Row]:
    if "\0" in text:
        raise unreadable(file)
    delimiter = _delimiter(text)
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
