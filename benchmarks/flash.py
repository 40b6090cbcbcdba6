"""How long a changed lesson takes to a board: ours, microfs.put and the wire's own limit, in the same run.

Also: thirty virtual boards flashed with the whole hex and verified in one run, and where the time goes.
The first is measured in board time on virtual boards with real firmware, the second on the clock at the wall.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

import microfs

from kimotsuki_ictclub.boards import Board, find_boards, raw_repl
from kimotsuki_ictclub.boards.flash_many import flash_many
from kimotsuki_ictclub.boards.link import BYTES_A_SECOND
from kimotsuki_ictclub.boards.quick import update
from kimotsuki_ictclub.boards.raw_repl import RawRepl
from kimotsuki_ictclub.images.image import image_of
from kimotsuki_ictclub.virtual import VirtualBoard
from kimotsuki_ictclub.virtual.classroom import Classroom
from tests.boards.board_time import BoardTimePort

SIZES = (2048, 6144)
ROUNDS = 3
STARTED = "here"  # what a lesson says first
LINE = "    display.show(Image.HEART)  # {number:04d} ひかりをみる\n"


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
        self.verified = self.port.monotonic()
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


def opening(port: BoardTimePort) -> float:
    """Return the seconds that the runtime itself needs to open main.py for writing."""
    repl = RawRepl(port)
    repl.enter()
    start = port.monotonic()
    repl.run("f=open('main.py','wb')\nf.write('1')\nf.close()")
    return port.monotonic() - start


def restart(version: str) -> float:
    """Return the seconds from the reset to the first line of main.py."""
    board = VirtualBoard(version, f"print('{STARTED}')\n")
    board.run_until(STARTED)
    start = board.time
    board.reset()
    board.run_until(STARTED)
    return board.time - start


def change_a_lesson(folder: Path) -> None:
    """Print seconds and ratios, in board time."""
    for version in ("v1", "v2"):
        board = VirtualBoard(version, lesson(500, 0).decode())
        board.run(2)
        port = BoardTimePort(board)
        for module in (raw_repl, microfs):
            module.time = port  # type: ignore[attr-defined]
        reset, own = restart(version), opening(port)
        print(f"{version.upper()}: a reset takes {reset:.2f} s; to open main.py the runtime itself takes {own:.2f} s")
        for size in SIZES:
            rounds = [ours(port, lesson(size + n, n)) for n in range(ROUNDS)]
            verified, started = (statistics.median(seconds) for seconds in zip(*rounds, strict=True))
            theirs = statistics.median(of_microfs(port, lesson(size + n, n), folder) for n in range(ROUNDS))
            wire = size / BYTES_A_SECOND
            print(
                f"  {size} bytes: wire {wire:.2f} s, ours {verified:.2f} s, "
                f"to the first line after the reset {started:.2f} s, microfs.put {theirs:.2f} s\n"
                f"    without the reset {verified / wire:.1f} × the wire and {theirs / verified:.1f} × faster; "
                f"with it {started / wire:.1f} × the wire and {theirs / started:.1f} × faster\n"
                f"    less the runtime's own time {(verified - own) / wire:.1f} × the wire, "
                f"{(theirs - own) / (verified - own):.1f} × faster; "
                f"1.5 × the wire and the reset are {1.5 * wire + reset:.2f} s"
            )
    for module in (raw_repl, microfs):
        module.time = time  # type: ignore[attr-defined]


def flash_thirty(folder: Path, v1: int = 15, v2: int = 15) -> None:
    """Print how long thirty boards take with drives as slow as real ones, and what the boards spend it on."""
    spent: Counter[str] = Counter()
    doing: dict[str, tuple[str, float]] = {}

    def note(board: Board, step: str, part: float) -> None:
        now = time.perf_counter()
        before, since = doing.get(board.unique_id, (step, now))
        spent[before] += now - since
        doing[board.unique_id] = (step, now)

    os.environ["ICTCLUB_HOME"] = str(folder)
    start = time.perf_counter()
    with Classroom(folder, v1, v2):
        print(f"{v1 + v2} virtual boards on {os.cpu_count()} cores: ready after {time.perf_counter() - start:.1f} s")
        boards = find_boards()
        images = {version: image_of({"main.py": lesson(2048, 1)}, version) for version in ("v1", "v2")}
        start = time.perf_counter()
        outcomes = flash_many(
            boards,
            lambda version: images[version],
            full=True,
            progress=note,
            done=lambda outcome: note(outcome.board, "done", 1.0),
        )
        seconds = time.perf_counter() - start
        good = sum(outcome.result is not None for outcome in outcomes)
        print(f"  flashed and verified: {good} of {len(boards)} in {seconds:.1f} s")
        for outcome in outcomes:
            if outcome.error:
                print(f"  {outcome.board.name}: {outcome.error.code}")
        for step, total in spent.most_common():
            print(f"  {step:9s} {total / len(boards):6.1f} s a board on average")


def main() -> None:
    """Print all figures; `thirty` as an argument: only the run of thirty boards, `change`: only the other."""
    with tempfile.TemporaryDirectory() as folder:
        if "thirty" not in sys.argv[1:]:
            change_a_lesson(Path(folder))
        if "change" not in sys.argv[1:]:
            flash_thirty(Path(folder) / "thirty")


if __name__ == "__main__":
    main()
