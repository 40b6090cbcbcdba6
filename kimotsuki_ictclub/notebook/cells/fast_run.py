"""Without a page that can move: the program runs as fast as this PC can, and its LEDs are shown as a picture."""

from __future__ import annotations

from collections.abc import Sequence

from ...images import Program
from ...virtual.hosting.room import boards_of
from ..bench import Bench
from ..still import move_world
from ..words import page
from .printed import Printed

SECONDS = 4.0  # virtual, after the start
_START = {"v1": 0.1, "v2": 1.5}  # virtual seconds until main.py begins
_SLICE = 0.1  # virtual seconds between two moves of the hand
_TAP = (1.5, 1.8)  # virtual seconds between which button A is held down
_SIZE, _GAP = 18, 26


def run_still(bench: Bench, program: Program, *, walks: bool) -> tuple[Printed, Sequence[Sequence[int]]]:
    """Run a program for `SECONDS` while a hand moves the board's world and presses A once.

    Returns what it printed, and the last picture on its LEDs (5 rows of 5 brightnesses 0–9) in which one was lit.
    """
    printed = Printed(program)
    room = boards_of(bench.version, program.files, [friend.files for friend in bench.friends])
    board = room[0]
    board.run(_START[bench.version])
    rows = board.display.rows
    for step in range(round(SECONDS / _SLICE)):
        second = step * _SLICE
        for place, each in enumerate(room):
            move_world(each, second, place, walks=walks)
        if _TAP[0] <= second < _TAP[1]:
            board.press("a")
        else:
            board.release("a")
        board.run(_SLICE)
        shown = board.display.rows
        rows = shown if any(map(any, shown)) else rows
        printed.take(board.serial.read())
        if printed.mistake is not None:
            break
    return printed, rows


def show_leds(rows: Sequence[Sequence[int]]) -> None:
    """Show the LEDs as a picture, or as text where no picture can stand."""
    leds = "".join(
        f'<rect x="{8 + x * _GAP}" y="{8 + y * _GAP}" width="{_SIZE}" height="{_SIZE}" rx="4" fill="#ff3b30" '
        f'opacity="{0.25 + level / 12 if level else 0.15:.2f}"/>'
        for y, row in enumerate(rows)
        for x, level in enumerate(row)
    )
    side = 2 * 8 + 4 * _GAP + _SIZE
    picture = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{side}" height="{side}" role="img">'
        f'<rect width="{side}" height="{side}" rx="14" fill="#222"/>{leds}</svg>'
    )
    text = "\n".join("".join("●" if level else "·" for level in row) for row in rows)
    page().display({"image/svg+xml": picture, "text/plain": text}, raw=True)
