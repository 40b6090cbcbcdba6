"""Sheets of an xlsx file as plain tables: all of each sheet, whatever the file claims about its size.

openpyxl gives the values; merged cells, hidden rows and formulas that were never computed are read from the
sheets' XML beside it (ECMA-376 part 1, 18.3.1), because its quick way of reading passes them over.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from ...errors import AttendanceError
from . import tables
from .tables import MOST_COLUMNS, AsItIs, Row, Table, check_size, is_filled, too_large, unreadable

NOT_COMPUTED = "#…!"  # stands for a formula without a value, and is read as an error value
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


@dataclass
class _Layout:
    """What a sheet's XML says beside the values; rows and columns count from 1."""

    merged: list[tuple[int, int, int, int]] = field(default_factory=list)  # first column, first row, last …
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    not_computed: dict[int, list[int]] = field(default_factory=dict)  # row: columns


def read_sheets(file: Path, content: bytes) -> list[Table]:
    """Return the sheets of the xlsx `content`. Raises: AttendanceError `table-unreadable` or `table-too-large`."""
    from openpyxl import load_workbook

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            unpacked = sum(part.file_size for part in archive.infolist())
            if unpacked > tables.LARGEST_UNPACKED:
                raise too_large(file, unpacked, tables.LARGEST_UNPACKED)
            layouts = {title: _layout(archive, path) for title, path in _paths(archive)}
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        try:
            return [_table(file, sheet, layouts[sheet.title], len(book.worksheets)) for sheet in book.worksheets]
        finally:
            book.close()
    except AttendanceError:
        raise
    except Exception as error:  # whatever a damaged file makes the libraries raise: zlib.error, KeyError …
        raise unreadable(file) from error


def written_text(text: str) -> str:
    """Return `text` as it goes into a cell: what looks like xlsx's own escape (_x000D_) is escaped itself."""
    return _ESCAPED.sub(r"_x005F_x\1_", text)


def _table(file: Path, sheet: Any, layout: _Layout, sheets: int) -> Table:
    sheet.reset_dimensions()  # many programs write a wrong one
    rows: dict[int, list[Any]] = {}
    own: dict[int, frozenset[int]] = {}
    for number, cells in enumerate(sheet.iter_rows(), start=1):
        values = [_value(cell) for cell in cells]
        for column in layout.not_computed.get(number, []):
            values[column - 1 : column] = [NOT_COMPUTED]
        # A sheet may claim a million formatted but empty columns.
        filled = frozenset(index for index, value in enumerate(values) if value != "")
        if filled:
            rows[number], own[number] = values[: max(filled) + 1], filled
        check_size(file, len(rows), max(filled, default=0) + 1)
    _fill_merged(rows, layout)
    return Table(
        sheet.title,
        [
            Row(number, f"{sheet.title} {number}" if sheets > 1 else str(number), cells, own[number],
                hidden=number in layout.hidden_rows)
            for number, cells in rows.items()
        ],
        hidden=sheet.sheet_state != "visible",
        hidden_columns=frozenset(column - 1 for column in layout.hidden_columns),
    )  # fmt: skip


def _value(cell: Any) -> Any:
    value = cell.value
    if not is_filled(value):
        return ""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if not isinstance(value, str):
        return value
    text = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), value)
    return AsItIs(text) if text.startswith("'") and cell.style_array.quotePrefix else text


def _fill_merged(rows: dict[int, list[Any]], layout: _Layout) -> None:
    """Give every cell of a merged one its value, in rows that are filled anyway."""
    for left, top, right, bottom in layout.merged:
        value = rows[top][left - 1] if top in rows and left <= len(rows[top]) else ""
        if value == "":
            continue
        for number in rows.keys() & range(top, bottom + 1):
            cells = rows[number]
            last = min(right, MOST_COLUMNS)
            cells.extend([""] * (last - len(cells)))
            cells[left - 1 : last] = [value] * (last - left + 1)


def _paths(archive: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    """Yield each sheet's title and its part of the archive."""
    links = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    targets = {link.get("Id"): link.get("Target") or "" for link in links}
    for element in ElementTree.fromstring(archive.read("xl/workbook.xml")).iter():
        if _name(element) == "sheet":
            link = next(value for key, value in element.attrib.items() if key.endswith("}id"))
            yield element.get("name") or "", posixpath.normpath(posixpath.join("/xl", targets[link])).lstrip("/")


def _layout(archive: zipfile.ZipFile, path: str) -> _Layout:
    layout = _Layout()
    if "/worksheets/" not in path:  # a sheet that is a chart only
        return layout
    number = 0
    with archive.open(path) as stream:
        for _event, element in ElementTree.iterparse(stream):
            match _name(element):
                case "row":
                    number = int(element.get("r") or number + 1)
                    if _yes(element.get("hidden")) or element.get("ht") == "0":
                        layout.hidden_rows.add(number)
                    if columns := list(_not_computed(element)):
                        layout.not_computed[number] = columns
                    element.clear()
                case "col" if _yes(element.get("hidden")) or element.get("width") == "0":
                    first, last = int(element.get("min") or 0), int(element.get("max") or 0)
                    layout.hidden_columns |= set(range(first, min(last, MOST_COLUMNS) + 1))
                case "mergeCell":
                    layout.merged.append(_corners(element.get("ref") or ""))
    return layout


def _not_computed(row: ElementTree.Element) -> Iterator[int]:
    from openpyxl.utils.cell import coordinate_to_tuple

    for index, cell in enumerate(row, start=1):
        parts = {_name(part): part.text for part in cell}
        # Excel's formulas that give an empty text say so: t="str".
        if "f" in parts and not parts.get("v") and cell.get("t") != "str":
            place = cell.get("r")
            yield coordinate_to_tuple(place)[1] if place else index


def _corners(reference: str) -> tuple[int, int, int, int]:
    from openpyxl.utils.cell import range_boundaries

    left, top, right, bottom = range_boundaries(reference)
    return left, top, right, bottom


def _name(element: ElementTree.Element) -> str:
    return element.tag.rpartition("}")[2]


def _yes(written: str | None) -> bool:
    return written in ("1", "true")
