"""Text in spreadsheets: a cell that begins like a formula must not run as one.

A leading apostrophe marks a cell as text (OWASP, "CSV Injection"); it is taken off again when such a file is
read, so that a table goes out and comes back unchanged.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

# Excel takes the full-width signs of Japanese keyboards as well.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def as_text(cell: str) -> str:
    """Return `cell` so that no spreadsheet runs it."""
    return f"'{cell}" if _runs(cell) else cell


def as_typed(cell: str) -> str:
    """Return what was typed before `as_text`."""
    return cell[1:] if cell.startswith("'") and _runs(cell[1:]) else cell


def _runs(cell: str) -> bool:
    # An apostrophe before such a cell is marked too: otherwise it would be lost on the way back.
    return cell.startswith(_FORMULA_STARTS) or (cell.startswith("'") and _runs(cell[1:]))


def csv_bytes(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """Return a CSV with a BOM (Excel then knows that it is UTF-8), in which no cell runs as a formula."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([as_text(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")
