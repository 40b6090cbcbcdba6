"""`ictclub run`: a program on a virtual board, in the terminal."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

import click

from ..language import _
from .source import source_of

if TYPE_CHECKING:
    from rich.text import Text

    from ..virtual import VirtualBoard

_FRAME_SECONDS = 0.05
_KEY_SECONDS = 0.15  # how long a key holds a button
_WARMER, _BRIGHTER, _TILT = 1.0, 16.0, 256.0
_LED_COLORS = ("#3a2020", *(f"#{80 + 17 * level:02x}{12 + 4 * level:02x}{16:02x}" for level in range(1, 10)))


@click.command(help=_("Run the program FILE (.py or .hex), or lesson N, on a virtual board in this terminal."))
@click.argument("what", metavar="N|FILE")
@click.option("--board", type=click.Choice(["v1", "v2"]), default="v2", show_default=True, help=_("Which micro:bit."))
@click.option(
    "--seconds", type=click.FloatRange(min=0, min_open=True), help=_("Stop by itself after so many virtual seconds.")
)
@click.option("--fast", is_flag=True, help=_("As fast as this PC can, not as a real board."))
@click.option("--seed", type=int, default=1, show_default=True, help=_("Where its random numbers begin."))
def run(what: str, board: str, seconds: float | None, fast: bool, seed: int) -> None:
    """Run a program on a virtual board."""
    from ..images import program_of
    from ..virtual import VirtualBoard

    program = program_of(source_of(what))
    program.must_run_on(board)
    virtual = VirtualBoard(board, program, seed=seed)
    try:
        if sys.stdout.isatty() and sys.stdin.isatty():
            _run_on_screen(virtual, seconds, paced=not fast)
        else:
            _run_through(virtual, seconds, paced=not fast)
    except KeyboardInterrupt:
        click.echo(_("Stopped."), err=True)


def _run_through(board: VirtualBoard, seconds: float | None, *, paced: bool) -> None:
    """Print serial text only."""

    def show(data: bytes) -> None:
        sys.stdout.buffer.write(data.replace(b"\r\n", b"\n"))
        sys.stdout.buffer.flush()

    board.on_serial(show)
    while seconds is None or board.time < seconds:
        left = _FRAME_SECONDS if seconds is None else min(_FRAME_SECONDS, seconds - board.time)
        if left < 1e-6:
            return
        _run_frame(board, left, paced=paced)


def _run_frame(board: VirtualBoard, seconds: float, *, paced: bool) -> None:
    began = time.perf_counter()
    board.run(seconds)
    if paced:
        time.sleep(max(0.0, seconds - (time.perf_counter() - began)))


def _run_on_screen(board: VirtualBoard, seconds: float | None, *, paced: bool) -> None:
    """Show the LEDs and the world at the bottom, serial text above, and take keys."""
    from codecs import getincrementaldecoder

    from rich.live import Live

    from .keyboard import keys
    from .output import console

    screen = console()
    decoder = getincrementaldecoder("utf-8")(errors="replace")
    line = ""
    pressed: dict[str, float] = {}  # button -> virtual second at which it is let go
    with keys() as next_key, Live(console=screen, auto_refresh=False, transient=True) as live:
        while seconds is None or board.time < seconds - 1e-6:
            key = next_key()
            if key == "q":
                return
            _press(board, key, pressed)
            _run_frame(board, _FRAME_SECONDS, paced=paced)
            for button in [name for name, until in pressed.items() if board.time >= until]:
                board.release(button)
                del pressed[button]
            *whole, line = (line + decoder.decode(board.serial.read())).replace("\r\n", "\n").split("\n")
            for text in whole:
                screen.print(text, markup=False)
            live.update(_picture(board, line), refresh=True)


def _press(board: VirtualBoard, key: str, pressed: dict[str, float]) -> None:
    """Do what a key stands for."""
    if key in ("a", "b") or (key == "l" and board.version == "v2"):
        button = "logo" if key == "l" else key
        board.press(button)
        pressed[button] = board.time + _KEY_SECONDS
    action = _ACTIONS.get(key)
    if action is not None:
        action(board)


def _warm(board: VirtualBoard, step: float) -> None:
    board.temperature = max(-25.0, min(75.0, board.temperature + step))


def _brighten(board: VirtualBoard, step: float) -> None:
    board.light = max(0.0, min(255.0, board.light + step))


def _tilt(board: VirtualBoard, right: float, forward: float) -> None:
    x, y, z = board.acceleration
    board.acceleration = (max(-2048.0, min(2048.0, x + right)), max(-2048.0, min(2048.0, y + forward)), z)


_ACTIONS: dict[str, Callable[[VirtualBoard], None]] = {
    "s": lambda board: board.shake(),
    "r": lambda board: board.reset(),
    "+": lambda board: _warm(board, _WARMER),
    "-": lambda board: _warm(board, -_WARMER),
    "]": lambda board: _brighten(board, _BRIGHTER),
    "[": lambda board: _brighten(board, -_BRIGHTER),
    "right": lambda board: _tilt(board, _TILT, 0),
    "left": lambda board: _tilt(board, -_TILT, 0),
    "up": lambda board: _tilt(board, 0, -_TILT),
    "down": lambda board: _tilt(board, 0, _TILT),
    "0": lambda board: setattr(board, "acceleration", (0.0, 0.0, -1024.0)),
}


def _picture(board: VirtualBoard, line: str) -> Text:
    """Return the LEDs beside the world and the keys."""
    from rich.text import Text

    x, y, z = (round(value) for value in board.acceleration)
    sides = (
        f"micro:bit {board.version.upper()}  {board.time:.1f} s",
        _("+ −   temperature %(value)s °C") % {"value": f"{board.temperature:g}"},
        _("[ ]   light %(value)s") % {"value": f"{board.light:g}"},
        _("arrows 0   tilt %(value)s") % {"value": f"{x} {y} {z}"},
        _("a b   buttons · s shake · r reset · q quit")
        if board.version == "v1"
        else _("a b l   buttons, logo · s shake · r reset · q quit"),
    )
    picture = Text(f"{line}\n" if line else "")
    for row, side in zip(board.display.rows, sides, strict=True):
        picture.append("  ")
        for level in row:
            picture.append("● " if level else "· ", style=_LED_COLORS[level])
        picture.append(f"   {side}\n")
    picture.rstrip()
    return picture
