"""What commands share to show things: JSON, tables, progress."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ..language import _
from .wrapping import wrapped

if TYPE_CHECKING:
    from rich.console import Console

    from ..boards import Board

_LONGEST_PATH = 20  # characters: E:\, /Volumes/MICROBIT 12
_NARROWEST_COLUMN = 20  # a text in a narrower one cannot be read
_GAP = 2  # between two columns

json_option: Callable[[Any], Any] = click.option("--json", "as_json", is_flag=True, help=_("Print the answer as JSON."))


def print_json(answer: object) -> None:
    """Print `answer` as JSON, Japanese as it is."""
    click.echo(json.dumps(answer, ensure_ascii=False, indent=2))


def console(*, stderr: bool = False) -> Console:
    """Return a rich console (imported only here: it costs start-up time); it shows [R8] and :08: as they are."""
    from rich.console import Console

    return Console(stderr=stderr, highlight=False, soft_wrap=True, markup=False, emoji=False)


def short_path(path: Path | None) -> str:
    """Return `path` as it goes into a column: a long one with its last folder only; "–" for none."""
    text = "–" if path is None else str(path)
    return text if path is None or len(text) <= _LONGEST_PATH else f"…{os.sep}{path.name}"


def short_name(board: Board) -> str:
    """Return what a person calls a board, as it goes into a column."""
    return board.label or board.port or short_path(board.drive)


def print_table(columns: Sequence[str], rows: Sequence[Sequence[object]], *, whole: Sequence[str] = ()) -> None:
    """Print `rows` under `columns`, those in `whole` never broken; nothing in a cell is taken as markup."""
    from rich.table import Table
    from rich.text import Text

    screen = console()
    table = Table(box=None, pad_edge=False, header_style="bold")
    cells = [[cell if isinstance(cell, Text) else Text(str(cell)) for cell in row] for row in rows]
    longest = [max(cell.cell_len for cell in column) for column in zip(map(Text, columns), *cells, strict=True)]
    widths = _widths(columns, longest, whole, screen.width)
    for column, width in zip(columns, widths, strict=True):
        table.add_column(column, no_wrap=True, min_width=width)
    for row in cells:
        table.add_row(
            *(
                cell if cell.cell_len <= width else Text("\n".join(wrapped(cell.plain, width)), style=cell.style)
                for cell, width in zip(row, widths, strict=True)
            )
        )
    # A terminal that is too narrow for all columns folds the lines itself.
    screen.width = max(screen.width, sum(widths) + _GAP * len(widths))
    screen.print(table)


def _widths(columns: Sequence[str], longest: Sequence[int], whole: Sequence[str], room: int) -> list[int]:
    """Return the width of each column: the longest cell's where there is room, else texts share what is left."""
    from rich.cells import cell_len

    least = [
        width if column in whole else min(width, max(cell_len(column), _NARROWEST_COLUMN))
        for column, width in zip(columns, longest, strict=True)
    ]
    left = max(0, room - _GAP * (len(columns) - 1) - sum(least))
    wanted = sum(longest) - sum(least)
    share = min(1.0, left / wanted) if wanted else 0.0
    return [few + int((many - few) * share) for few, many in zip(least, longest, strict=True)]
