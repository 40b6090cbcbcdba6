"""How long a changed lesson takes to a board: ours, microfs.put and the wire's own limit, in the same run.

Measured in board time on virtual boards with real firmware, on a line paced to 11,520 bytes a second, edit after edit:
the first ones find empty flash, later ones have pages erased, as on a board that has been in use.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import microfs

from kimotsuki_ictclub.boards.flashing.quick import update
from kimotsuki_ictclub.boards.talking import raw_repl
from kimotsuki_ictclub.boards.talking.link import BYTES_A_SECOND
from kimotsuki_ictclub.boards.talking.raw_repl import RawRepl
from kimotsuki_ictclub.images.image import image_of
from kimotsuki_ictclub.virtual import VirtualBoard
from kimotsuki_ictclub.virtual.chips.nrf51822 import Nrf51822
from tests.boards.board_time import BoardTimePort

SIZES = (2048, 6144)
EDITS = {2048: 20, 6144: 10}
ROUNDS_OF_MICROFS = 3
PATIENCE = 1.5  # × the wire, and the reset: what we want to keep within
STARTS_WITHIN = 2.0  # seconds from power-on to main.py, at most
STARTED = "here"  # what a lesson says first
LINE = "    display.show(Image.HEART)  # {number:04d} ひかりをみる\n"
# What the boards are called here: version, board id, and whether the chip keeps to its own speed. Without, an
# instruction takes a tenth of a cycle: the wire and the flash are the only limits then, as in QEMU.
BOARDS = {
    "V1": ("v1", "9901", True),
    "V1 with a chip 17 times as fast": ("v1", "9901", False),
    "V2.0": ("v2", "9904", True),
    "V2.21": ("v2", "9906", True),
}


def lesson(size: int, number: int) -> bytes:
    """Return a program of exactly `size` bytes; another `number` makes another one of the same size."""
    text = f"print('{STARTED}')\nfrom microbit import *\nwhile True:\n    sleep(100)\n"
    line = LINE.format(number=number)
    text += line * ((size - len(text) - 1) // len(line.encode()))
    return (text + "#" * (size - len(text.encode()) - 1) + "\n").encode()


class TimedRepl(RawRepl):
    """Knows when all was verified and only the reset is left."""

    verified = 0.0

    def restart(self) -> None:
        """Reset the board."""
        self.verified = self.serial.monotonic()
        super().restart()


def ours(port: BoardTimePort, content: bytes) -> tuple[float, float]:
    """Return the seconds until the new program is verified, and until it says its first line.

    The quick way from its beginning: stop the program, compare, send, verify, reset.
    """
    port.sleep(1.0)  # the program before it runs
    port.read(port.in_waiting)
    start = port.monotonic()
    repl = TimedRepl(port)
    repl.enter()
    image = image_of({"main.py": content}, port.board.version)
    if update(repl, image, lambda step, part: None) != ("main.py",):
        raise SystemExit("expected main.py to change")
    repl.read_until(STARTED.encode(), 5.0)
    return repl.verified - start, port.monotonic() - start


def of_microfs(port: BoardTimePort, content: bytes, folder: Path) -> float:
    """Return the seconds of `microfs.put`, which neither verifies the content nor starts the program."""
    path = folder / "main.py"
    path.write_bytes(content)
    port.sleep(1.0)  # it cannot interrupt a board that is just starting
    port.read(port.in_waiting)
    start = port.monotonic()
    port.timeout = 2.0
    microfs.put(str(path), serial=port)
    return port.monotonic() - start


def reset_seconds(version: str, board_id: str) -> float:
    """Return the seconds from the reset to the first line of main.py."""
    board = VirtualBoard(version, f"print('{STARTED}')\n", board_id=board_id)
    board.run_until(STARTED)
    start = board.time
    board.reset()
    board.run_until(STARTED)
    return board.time - start


@contextmanager
def on_the_clock_of(port: BoardTimePort) -> Iterator[None]:
    """Let our code and microfs live in the board's time."""
    for module in (raw_repl, microfs):
        module.time = port  # type: ignore[attr-defined, union-attr]
    try:
        yield
    finally:
        for module in (raw_repl, microfs):
            module.time = time  # type: ignore[attr-defined, union-attr]


@contextmanager
def chip_speed(own: bool) -> Iterator[None]:
    """Let a V1 that is made meanwhile have its own speed, or 17 times that."""
    cycles = Nrf51822.cycles_per_instruction
    Nrf51822.cycles_per_instruction = cycles if own else (1, 10)
    try:
        yield
    finally:
        Nrf51822.cycles_per_instruction = cycles


def measure(name: str, folder: Path) -> None:
    """Print the figures of one kind of board."""
    version, board_id, own_speed = BOARDS[name]
    with chip_speed(own_speed):
        reset = reset_seconds(version, board_id)
        print(f"{name}: a reset takes {reset:.2f} s")
        for size in SIZES:
            port = BoardTimePort(VirtualBoard(version, lesson(500, 0).decode(), board_id=board_id))
            with on_the_clock_of(port):
                port.sleep(STARTS_WITHIN)
                edits = [ours(port, lesson(size + n % 3, n)) for n in range(EDITS[size])]
                theirs = statistics.median(
                    of_microfs(port, lesson(size + n, n), folder) for n in range(ROUNDS_OF_MICROFS)
                )
            verified, started = zip(*edits, strict=True)
            middle, wire = statistics.median(verified), size / BYTES_A_SECOND
            limit = PATIENCE * wire + reset
            print(
                f"  {size} bytes: wire {wire:.2f} s, {PATIENCE} × the wire and the reset {limit:.2f} s\n"
                f"    ours, verified: {middle:.2f} s = {middle / wire:.1f} × the wire "
                f"({min(verified):.2f} to {max(verified):.2f} in {len(edits)} edits), "
                f"its first line after {statistics.median(started):.2f} s\n"
                f"    microfs.put: {theirs:.2f} s = {theirs / middle:.1f} × ours"
            )


def main() -> None:
    """Print all figures."""
    with tempfile.TemporaryDirectory() as folder:
        for name in BOARDS:
            measure(name, Path(folder))


if __name__ == "__main__":
    main()
