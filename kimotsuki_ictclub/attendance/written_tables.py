"""Tables in files that open right in Japanese Excel: CSV with a BOM, and xlsx that prints on A4."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from typing import IO, Any
from unicodedata import east_asian_width

from ..errors import AttendanceError, writing_to
from ..files import written_whole
from ..language import N_
from .exchange.workbook import written_text
from .spreadsheet_text import as_text, csv_bytes

_WIDEST_COLUMN = 44  # characters of half width
_WIDEST_UPRIGHT = 90  # what an upright A4 page holds at about its full size
Cell = str | int
PlainTable = tuple[Sequence[str], Sequence[Sequence[Cell]]]  # headings, rows


def write_list(file: Path, title: str, headings: Sequence[str], rows: Sequence[Sequence[Cell]]) -> None:
    """Write one table to `file`, .csv or .xlsx (on a sheet called `title`), readable by its owner only.

    Raises: AttendanceError `export-form` or `file-not-written`.
    """
    ending = file.suffix.lower()
    if ending not in (".csv", ".xlsx"):
        raise AttendanceError("export-form", N_("%(file)s ends neither in .csv nor in .xlsx."), file=file.name)
    with writing_to(file, AttendanceError, "file-not-written"), written_whole(file, private=True) as stream:
        if ending == ".csv":
            write_csv(stream, headings, rows)
        else:
            write_workbook(stream, {title: (headings, rows)})


def write_csv(stream: IO[bytes], headings: Sequence[str], rows: Sequence[Sequence[Cell]]) -> None:
    """Write a table as CSV."""
    stream.write(csv_bytes(headings, [[str(cell) for cell in row] for row in rows]))


def write_workbook(stream: IO[bytes], tables: dict[str, PlainTable]) -> None:
    """Write tables as xlsx, each on a sheet with its name."""
    from openpyxl import Workbook
    from openpyxl.styles import Font, PatternFill

    book = Workbook()
    book.remove(book.active)
    for title, (headings, rows) in tables.items():
        sheet = book.create_sheet(title)
        sheet.append(list(headings))
        for cell in sheet[1]:
            cell.font = Font(bold=True)
            cell.fill = PatternFill("solid", fgColor="E8F1EC")
        for row in rows:
            sheet.append([None] * len(row))  # the cells are filled one by one: append would make formulas
            for cell, value in zip(sheet[sheet.max_row], row, strict=True):
                _fill(cell, value)
        sheet.freeze_panes = "A2"
        _set_up_print(sheet, [_width(index, headings, rows) for index in range(len(headings))])
    content = io.BytesIO()
    book.save(content)  # to the file itself it would stumble a second time over a full disk
    stream.write(content.getvalue())


def _fill(cell: Any, value: Cell) -> None:
    """Fill a cell with text that stays text, even when somebody edits the cell later; only numbers are numbers."""
    if isinstance(value, int):
        cell.value = value
        return
    cell.value = written_text(value) or None
    if value:
        cell.data_type = "s"
        # Digits are marked too: the nickname 007 would become 7.
        cell.quotePrefix = as_text(value) != value or value.isdecimal()


def _width(index: int, headings: Sequence[str], rows: Sequence[Sequence[Cell]]) -> int:
    """Return how wide a column needs to be, in characters of half width."""
    longest = max(map(_half_widths, (headings[index], *(str(row[index]) for row in rows))))
    return min(longest + 3, _WIDEST_COLUMN)


def _half_widths(text: str) -> int:
    return sum(2 if east_asian_width(character) in "WFA" else 1 for character in text)


def _set_up_print(sheet: Any, widths: list[int]) -> None:
    """Print on A4, one page wide and as many long as it takes, the headings on each."""
    for index, width in enumerate(widths, start=1):
        sheet.column_dimensions[sheet.cell(1, index).column_letter].width = width
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.orientation = "landscape" if sum(widths) > _WIDEST_UPRIGHT else "portrait"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = "1:1"
    sheet.page_margins.left = sheet.page_margins.right = 0.4  # inches
    sheet.oddFooter.center.text = "&P / &N"
