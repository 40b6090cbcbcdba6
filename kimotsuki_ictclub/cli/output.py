"""What commands share to show things: JSON, tables, progress."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ..language import _

if TYPE_CHECKING:
    from rich.console import Console

_LONGEST_PATH = 20  # characters: E:\, /Volumes/MICROBIT 12
_NARROWEST_COLUMN = 12  # a text in a narrower one cannot be read
_GAP = 2  # between two columns

json_option: Callable[[Any], Any] = click.option("--json", "as_json", is_flag=True, help=_("Print the answer as JSON."))


def print_json(answer: object) -> None:
    """Print `answer` as JSON, Japanese as it is."""
    click.echo(json.dumps(answer, ensure_ascii=False, indent=2))


def console(*, stderr: bool = False) -> Console:
    """Return a rich console (imported only here: it costs start-up time)."""
    from rich.console import Console

    return Console(stderr=stderr, highlight=False, soft_wrap=True)


def short_path(path: Path | None) -> str:
    """Return `path` as it goes into a column: a long one with its last folder only; "–" for none."""
    text = "–" if path is None else str(path)
    return text if path is None or len(text) <= _LONGEST_PATH else f"…{os.sep}{path.name}"


def print_table(columns: Sequence[str], rows: Sequence[Sequence[object]], *, whole: Sequence[str] = ()) -> None:
    """Print `rows` under `columns`, those in `whole` never broken; nothing in a cell is taken as markup."""
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False, header_style="bold")
    cells = [[cell if isinstance(cell, Text) else Text(str(cell)) for cell in row] for row in rows]
    narrowest = -_GAP
    for index, column in enumerate(columns):
        longest = max([Text(column).cell_len, *(row[index].cell_len for row in cells)])
        least = longest if column in whole else min(longest, _NARROWEST_COLUMN)
        narrowest += _GAP + least
        # Japanese has no spaces to wrap at; nothing is cut off.
        table.add_column(column, no_wrap=column in whole, overflow="fold", min_width=least)
    for row in cells:
        table.add_row(*row)
    screen = console()
    screen.width = max(screen.width, narrowest)  # a terminal that is too narrow for it folds its lines
    screen.print(table)
