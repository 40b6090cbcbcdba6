"""A table of plain cells, whatever file it came from, how large it may be, and what is no table."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ...errors import AttendanceError
from ...language import N_

LARGEST_FILE = 20_000_000  # bytes
LARGEST_UNPACKED = 300_000_000  # bytes; a small xlsx can be packed from anything
MOST_ROWS = 100_000
MOST_COLUMNS = 500


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
