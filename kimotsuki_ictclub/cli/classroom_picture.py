"""What the window of a virtual classroom shows: every board with label, LEDs and state, however small the window is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from ..language import _

_DARK, _BRIGHT = (38, 16, 16), (255, 64, 48)  # red of an LED that is off, and of one at 9
_PICTURE_ROWS, _PICTURE_COLUMNS = 3, 10
_TILE_COLUMNS, _LEAST_CELL = 18, 16  # characters of a board with its state below or beside it
_GAP = 2


@dataclass(frozen=True)
class SeenBoard:
    """One board as it is now; `display` is None where it is gone, `port` "" where it has none."""

    label: str
    version: str
    display: Sequence[Sequence[int]] | None
    port: str
    state: str

    @property
    def title(self) -> str:
        """What stands above or beside its state."""
        return f"{self.label or '–'} {self.version.upper()}"


def picture(boards: Sequence[SeenBoard], width: int, height: int) -> RenderableType:
    """Return the first of these that has room in `width` × `height` characters: a line each with port, tiles, names."""
    if (_PICTURE_ROWS + 1) * len(boards) + 1 <= height:
        return _lines(boards)
    across = max(1, width // (_TILE_COLUMNS + _GAP))
    if -(-len(boards) // across) * (_PICTURE_ROWS + 3) <= height + 1:
        return _grid([_tile(board) for board in boards], across, _TILE_COLUMNS, apart=1)
    longest = max(_cell(board).cell_len for board in boards)
    columns = -(-len(boards) // max(1, height))  # as few as there is room for: the states are whole then
    cell = min(longest, max(_LEAST_CELL, width // columns - _GAP))
    return _grid([_cell(board) for board in boards], max(1, width // (cell + _GAP)), cell, apart=0)


def _lines(boards: Sequence[SeenBoard]) -> Table:
    table = Table(box=None, padding=(0, 2, 1, 0), header_style="bold")
    for title in (_("Label"), _("Board"), "LED", _("Port"), _("State")):
        table.add_column(title)
    for board in boards:
        table.add_row(board.label or "–", board.version.upper(), _leds(board), board.port, Text(board.state))
    return table


def _tile(board: SeenBoard) -> Text:
    state = Text(board.state, "" if board.state == _("running") else "bold")
    state.truncate(_TILE_COLUMNS, overflow="ellipsis")
    return Text("\n").join([Text(board.title, "bold"), _leds(board), state])


def _cell(board: SeenBoard) -> Text:
    return Text.assemble((board.title, "bold"), " ", (board.state, "" if board.state == _("running") else "bold"))


def _grid(cells: Sequence[Text], across: int, width: int, *, apart: int) -> Table:
    grid = Table.grid(padding=(0, _GAP, apart, 0))
    for _column in range(across):
        grid.add_column(width=width, no_wrap=True, overflow="ellipsis")
    for first in range(0, len(cells), across):
        grid.add_row(*cells[first : first + across])
    return grid


def _leds(board: SeenBoard) -> Text:
    if board.display is None:
        return Text("\n".join(["?" * _PICTURE_COLUMNS] * _PICTURE_ROWS))
    return led_picture(board.display)


def led_picture(rows: Sequence[Sequence[int]]) -> Text:
    """Return the 5 × 5 picture (brightness 0–9) as three rows of text; each character shows two LEDs."""
    lines = []
    for top in range(0, 5, 2):
        line = Text()
        below = rows[top + 1] if top + 1 < 5 else None
        for column in range(5):
            style = _shade(rows[top][column]) + (f" on {_shade(below[column])}" if below else "")
            line.append("▀", style)
            line.append("▀", style)
        lines.append(line)
    return Text("\n").join(lines)


def _shade(brightness: int) -> str:
    return "#" + "".join(
        f"{dark + (bright - dark) * brightness // 9:02x}" for dark, bright in zip(_DARK, _BRIGHT, strict=True)
    )
