"""CSV for readers whom nobody knows: as standards want it, and still without a cell that runs as a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from ..spreadsheet_text import as_text


def published_csv(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """Return a CSV in UTF-8 with BOM. A cell that would run gets its column's name before it, as in 名称：=A1.

    An apostrophe, as in lists for Excel, would become part of the published data.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([_still(column, cell) for column, cell in zip(columns, row, strict=True)])
    return text.getvalue().encode("utf-8-sig")


def _still(column: str, cell: str) -> str:
    return f"{column}：{cell}" if cell.startswith("'") or as_text(cell) != cell else cell
