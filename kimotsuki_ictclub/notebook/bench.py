"""A virtual board with its LEDs and sliders: it runs at the wall clock's pace, and sliders move its world."""

from __future__ import annotations

import contextlib
import sys
import threading
import weakref
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from ..errors import BoardError, ClubError
from ..language import N_, _
from ..telemetry import SerialLike

if TYPE_CHECKING:
    from ..virtual.hosting.room import Lights
    from ..virtual.hosting.seat import Seat, SeatLine

DARK = (0,) * 25
UNREAD_BYTES = 65_536  # of a program that floods, what came last
WATCHED_SECONDS = 10.0  # how long a board runs on after a page has shown that somebody looks


class BoardOnBench(ABC):
    """The LEDs and the world of one virtual board on a bench: what a widget shows and moves."""

    def __init__(self, label: str, files: Mapping[str, bytes]) -> None:
        self.label = label
        self.files = dict(files)
        self.program = "main.py"  # what the child calls its program
        self.pixels: tuple[int, ...] = DARK
        self.watchers: list[Callable[[tuple[int, ...]], None]] = []  # told when the LEDs change
        self.listeners: list[Callable[[float], None]] = []  # told when the tone changes
        self.readers: list[Callable[[str], None]] = []  # told when the OLED display changes
        self.lighters: list[Callable[[Lights], None]] = []  # told when NeoPixels change
        self.beginners: list[Callable[[], None]] = []  # told when the program begins anew: its reset was pressed

    def show(self, pixels: tuple[int, ...]) -> None:
        """Take what the LEDs show now."""
        self.pixels = pixels
        for watcher in self.watchers:
            watcher(pixels)

    def sound(self, tone: float) -> None:
        """Take the tone (Hz, 0.0 for silence) that the board plays now."""
        for listener in self.listeners:
            listener(tone)

    def read(self, oled: str) -> None:
        """Take what the OLED display shows now, in characters."""
        for reader in self.readers:
            reader(oled)

    def light(self, lights: Lights) -> None:
        """Take what the NeoPixels at its pins show now."""
        for lighter in self.lighters:
            lighter(lights)

    @abstractmethod
    def send(self, name: str, value: Any) -> None:
        """Change the board's world: "light", "temperature", "acceleration", "tap", "shake", "reset" …"""

    @abstractmethod
    def watch(self) -> None:
        """Somebody looks: the board runs on for `WATCHED_SECONDS`, then stands still until the next look."""


class Friend(BoardOnBench):
    """A virtual board without a cable, in the same room as a bench's own: they talk by radio."""

    def __init__(self, bench: Bench, number: int, label: str, files: Mapping[str, bytes]) -> None:
        super().__init__(label, files)
        self._bench, self._number = weakref.ref(bench), number

    def send(self, name: str, value: Any) -> None:
        """Change the board's world."""
        bench = self._bench()
        if bench is not None:
            bench.tell(self._number, name, value)

    def watch(self) -> None:
        """Somebody looks at it."""
        bench = self._bench()
        if bench is not None:
            bench.watch()


class Bench(BoardOnBench):
    """A virtual board with its `friends` (label → files): a source of samples. Its seat ends with it."""

    def __init__(
        self,
        version: str,
        files: Mapping[str, bytes],
        label: str = "",
        friends: Mapping[str, Mapping[str, bytes]] | None = None,
    ) -> None:
        super().__init__(label or _("Virtual board"), files)
        self.version = version
        self.friends = [
            Friend(self, number, name, own) for number, (name, own) in enumerate((friends or {}).items(), 1)
        ]
        self._seat: Seat | None = None
        self._starting = threading.Lock()
        _take_place(self)

    @property
    def error(self) -> ClubError | None:
        """What stopped the board; None while it runs."""
        return self._seat.error if self._seat is not None else None

    @property
    def again(self) -> bool:
        """Whether its program resets it again and again."""
        return self._seat is not None and self._seat.again

    def open(self) -> SerialLike:
        """Start the board if it does not run yet, and return its serial line. Raises: BoardError."""
        self.start()
        assert self._seat is not None
        if self._seat.error is not None:
            raise self._seat.error
        return BenchLine(self._seat.open_line())

    def hear(self) -> SerialLike:
        """Return a serial line that hears the program from its first word, but keeps no board running: as long as
        somebody looks, it runs.

        Raises: BoardError.
        """
        self.start()
        assert self._seat is not None
        line = BenchLine(self._seat.open_line(keep=UNREAD_BYTES, holds=False))
        self.watch()
        return line

    def start(self) -> None:
        """Switch the board on; its program begins with the first look or the first open line.

        Further calls do nothing. Raises: BoardError.
        """
        from ..virtual.devices.parts import expected_parts
        from ..virtual.hosting.pool import take_seat
        from ..virtual.hosting.seat_request import SeatRequest

        with self._starting:
            if self._seat is not None:
                return
            friends = tuple(friend.files for friend in self.friends)
            parts = tuple(expected_parts(self.files))
            self._seat = take_seat(SeatRequest(self.version, self.files, friends, parts=parts, leds=True, linger=0.0))
        shown = [weakref.ref(board) for board in (self, *self.friends)]  # a seat keeps no bench alive

        def show(number: int, pixels: tuple[int, ...]) -> None:
            board = shown[number]()
            if board is not None:
                board.show(pixels)

        def sound(number: int, tone: float) -> None:
            board = shown[number]()
            if board is not None:
                board.sound(tone)

        def read(number: int, text: str) -> None:
            board = shown[number]()
            if board is not None:
                board.read(text)

        def light(number: int, lights: Lights) -> None:
            board = shown[number]()
            if board is not None:
                board.light(lights)

        self._seat.on_oled.append(read)
        self._seat.on_lights.append(light)
        self._seat.on_leds.append(show)
        self._seat.on_tone.append(sound)

    def send(self, name: str, value: Any) -> None:
        """Change the board's world."""
        self.tell(0, name, value)

    def tell(self, number: int, name: str, value: Any) -> None:
        """Change the world of the bench's own board (0) or of a friend's (1 …)."""
        if self._seat is not None:
            self._seat.send(number, **{name: value})
        if name == "reset" and number == 0:
            if self._seat is not None:
                self._seat.again = False
            for begin in self.beginners:
                begin()

    def watch(self) -> None:
        """Somebody looks at it."""
        if self._seat is not None:
            self._seat.watch(WATCHED_SECONDS)

    def close(self) -> None:
        """Switch the board off."""
        if self._seat is not None:
            self._seat.give_up()


class BenchLine:
    """The serial line of a virtual bench, as pyserial's users know it."""

    def __init__(self, line: SeatLine) -> None:
        self.timeout: float | None = 1.0
        self._line = line

    @property
    def in_waiting(self) -> int:
        """Bytes that can be read without waiting."""
        return self._line.waiting

    def read(self, size: int = 1, /) -> bytes:
        """Return up to `size` bytes, waiting at most `timeout` seconds. Raises: BoardError."""
        block = self._line.read(size, self.timeout)
        if not block and self._line.ended:
            raise self._line.error or BoardError(
                "board-gone",
                N_("The virtual board has stopped."),
                N_("Run the cell that begins with connect() again."),
            )
        return block

    def write(self, data: bytes) -> int:
        """Send bytes to the board; return how many. Raises: BoardError."""
        self._line.write(bytes(data))
        return len(data)

    def close(self) -> None:
        """Give the line back; the board runs on while somebody looks."""
        with contextlib.suppress(BoardError):  # the board is gone already
            self._line.close()


# Where benches were made: cell of the notebook -> (which run of it, the benches).
_made: dict[str, tuple[str, list[weakref.ref[Bench]]]] = {}


def _take_place(bench: Bench) -> None:
    """End what an earlier run of the same cell has switched on: its widgets keep it, though nobody can reach it."""
    cell, run = _cell_that_runs()
    if not cell:
        return
    before, benches = _made.get(cell, ("", []))
    if before != run:
        for old in benches:
            left = old()
            if left is not None:
                left.close()
        benches = []
    _made[cell] = (run, [*benches, weakref.ref(bench)])


def _cell_that_runs() -> tuple[str, str]:
    """Return which cell of a notebook runs, and which run of it that is; "" where the page does not tell."""
    ipython = sys.modules.get("IPython")
    shell: Any = ipython.get_ipython() if ipython is not None else None
    parent = shell.get_parent() if hasattr(shell, "get_parent") else {}
    return parent.get("metadata", {}).get("cellId", ""), parent.get("header", {}).get("msg_id", "")
