"""`ictclub run`: a program on a virtual board, in the terminal."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

from ..language import _
from . import show_error
from .source import source_of

if TYPE_CHECKING:
    from rich.text import Text

    from ..images.stop_watch import StopWatch
    from ..virtual.hosting.seat import Seat, SeatLine
    from .run_keys import Keys

_FRAME_SECONDS = 0.05
_LARGEST_READ = 65_536  # bytes
_REMINDER_SECONDS = 4.0  # so long stand the keys that there are below the picture
_OLED_COLOR = "#bfe6ff on #05080c"
_LED_COLORS = ("#3a2020", *(f"#{80 + 17 * level:02x}{12 + 4 * level:02x}{16:02x}" for level in range(1, 10)))


@click.command(help=_("Run the program FILE (.py or .hex), or lesson N, on a virtual board in this terminal."))
@click.argument("what", metavar="N|FILE")
@click.option("--board", type=click.Choice(["v1", "v2"]), default="v2", show_default=True, help=_("Which micro:bit."))
@click.option(
    "--seconds", type=click.FloatRange(min=0, min_open=True), help=_("Stop by itself after so many virtual seconds.")
)
@click.option("--fast", is_flag=True, help=_("As fast as this PC can, not as a real board."))
@click.option(
    "--plug",
    "parts",
    multiple=True,
    help=_(
        "What is plugged in: oled, distance-sensor (distance-sensor:8,12 names its pins), neopixels:0 or a robot; "
        "without it, what the program seems to expect."
    ),
)
@click.option("--seed", type=int, default=1, show_default=True, help=_("Where its random numbers begin."))
def run(what: str, board: str, seconds: float | None, fast: bool, parts: tuple[str, ...], seed: int) -> None:
    """Run a program on a virtual board."""
    from ..images import check, program_of
    from ..images.breakdowns import mistake_of_fault
    from ..images.stop_watch import StopWatch
    from ..virtual.devices.parts import expected_parts
    from ..virtual.hosting.pool import take_seat
    from ..virtual.hosting.seat_request import SeatRequest
    from .run_keys import Keys

    program = program_of(source_of(what), version=board)
    program.must_run_on(board)
    if program.lesson is None:  # lessons are proven
        check(program, board)
    watch = StopWatch(program)
    # linger: it begins with its line, so that nothing it prints is lost.
    request = SeatRequest(
        board,
        program.files,
        seed=seed,
        pace="fast" if fast else "real",
        until=seconds,
        linger=0.0,
        parts=parts or tuple(expected_parts(program.files)),
    )
    try:
        seat = take_seat(request)
        line = seat.open_line()
        if sys.stdout.isatty() and sys.stdin.isatty():
            _run_on_screen(seat, line, watch, Keys(board, program.files, request.parts))
        else:
            _run_through(seat, line, watch)
        if seat.error is not None:
            raise mistake_of_fault(program, seat.error)
    except KeyboardInterrupt:
        click.echo(_("Stopped."), err=True)
    if watch.mistake is not None and not watch.on_purpose:
        raise click.exceptions.Exit(1)


def _run_through(seat: Seat, line: SeatLine, watch: StopWatch) -> None:
    """Print serial text only, until the time is over or a mistake has stopped the program."""
    held = b""  # half of a line's end
    while (data := line.read(_LARGEST_READ, _FRAME_SECONDS)) or not line.ended:
        data = held + data
        held = b"\r" if data.endswith(b"\r") else b""
        whole = data.removesuffix(held)
        sys.stdout.buffer.write(whole.replace(b"\r\n", b"\n"))
        sys.stdout.buffer.flush()
        watch.take(whole)
        if seat.again:
            watch.take_restarts()
        if watch.mistake is not None:
            show_error(watch.mistake)
            return


def _run_on_screen(seat: Seat, line: SeatLine, watch: StopWatch, hand: Keys) -> None:
    """Show the LEDs and the world at the bottom, serial text and a mistake above, and take keys."""
    from codecs import getincrementaldecoder
    from time import monotonic

    from rich.live import Live

    from ..visible import visible
    from .keyboard import keys
    from .output import console

    screen = console()
    decoder = getincrementaldecoder("utf-8")(errors="replace")
    rest = ""
    now = seat.tell()
    remind_until = 0.0
    with keys() as next_key, Live(console=screen, auto_refresh=False, transient=True) as live:
        while (data := line.read(_LARGEST_READ, _FRAME_SECONDS)) or not line.ended:
            key = next_key()
            if key == "q":
                return
            if key == "r":
                watch.forget()
                seat.again = False
            changes = hand.changes(key)
            if key:
                remind_until = 0.0 if changes else monotonic() + _REMINDER_SECONDS
            now = seat.tell(**changes)
            *whole, rest = (rest + decoder.decode(data)).replace("\r\n", "\n").split("\n")
            for text in whole:
                screen.print(visible(text))
            told = watch.mistake
            watch.take(data)
            if seat.again:
                watch.take_restarts()
            if watch.mistake is not None and watch.mistake is not told:
                screen.print(f"{watch.mistake.message}\n  → {watch.mistake.hint}", style="yellow")
            picture = _picture(seat.version, now, visible(rest), hand)
            if monotonic() < remind_until:
                picture.append("\n  " + hand.reminder(), style="yellow")
            live.update(picture, refresh=True)


def _seen(level: int) -> int:
    """Return how a light of this level, 0–255, is shown: a real one is bright long before the middle."""
    return 40 + round(215 * (level / 255) ** 0.4) if level else 24


def _picture(version: str, now: dict[str, Any], line: str, hand: Keys) -> Text:
    """Return the LEDs beside the world and the keys."""
    from itertools import zip_longest

    from rich.text import Text

    sides = (f"micro:bit {version.upper()}  {now['time']:.1f} s", *hand.lines())
    picture = Text(f"{line}\n" if line else "")
    for row, side in zip_longest(now["display"], sides):
        picture.append("  ")
        for level in row or ():
            picture.append("● " if level else "· ", style=_LED_COLORS[level])
        picture.append(" " * (3 if row else 13) + (side or "") + "\n")
    if now["robot"] is not None:
        x, y, heading = now["robot"]
        words = _("      robot %(x)d mm right, %(y)d mm ahead, turned %(heading)d°")
        picture.append("  " + words % {"x": x, "y": y, "heading": heading} + "\n")
    for pin, colors in now["neopixels"].items():
        picture.append("  " + _("      pin %(number)s ") % {"number": pin})
        for red, green, blue in colors:
            picture.append("● ", style=f"#{_seen(red):02x}{_seen(green):02x}{_seen(blue):02x}")
        picture.append("\n")
    if now["oled"] is not None:
        picture.append("".join(f"  {row}\n" for row in now["oled"].split("\n")), style=_OLED_COLOR)
    picture.rstrip()
    return picture
