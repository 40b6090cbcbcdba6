"""A virtual board with its LEDs and sliders: it runs at the wall clock's pace, and sliders move its world."""

from __future__ import annotations

import contextlib
import math
import multiprocessing
import threading
import weakref
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from multiprocessing.connection import Connection
from typing import Any

from ..errors import BoardError, ClubError
from ..language import N_, _
from ..telemetry import SerialLike
from .bench_worker import run_boards

DARK = (0,) * 25
GRAVITY = 1024  # milli-g that the runtime reports for a board at rest


class BoardOnBench(ABC):
    """The LEDs and the world of one virtual board on a bench: what a widget shows and moves."""

    def __init__(self, label: str) -> None:
        self.label = label
        self.pixels: tuple[int, ...] = DARK
        self.watchers: list[Callable[[tuple[int, ...]], None]] = []  # told when the LEDs change

    def show(self, pixels: tuple[int, ...]) -> None:
        """Take what the LEDs show now."""
        self.pixels = pixels
        for watcher in self.watchers:
            watcher(pixels)

    @abstractmethod
    def send(self, name: str, value: Any) -> None:
        """Change the board's world: "light", "temperature", "acceleration", "tap", "shake", "reset", "write"."""


class Friend(BoardOnBench):
    """A virtual board without a cable, in the same room as a bench's own: they talk by radio."""

    def __init__(self, bench: Bench, number: int, label: str, files: Mapping[str, bytes]) -> None:
        super().__init__(label)
        self.files = dict(files)
        self._bench, self._number = bench, number

    def send(self, name: str, value: Any) -> None:
        """Change the board's world."""
        self._bench.tell(self._number, name, value)


class Bench(BoardOnBench):
    """A virtual board in a process of its own, with its `friends` (label → files): a source of samples."""

    def __init__(
        self,
        version: str,
        files: Mapping[str, bytes],
        label: str = "",
        friends: Mapping[str, Mapping[str, bytes]] | None = None,
    ) -> None:
        super().__init__(label or _("Virtual board"))
        self.version = version
        self.files = dict(files)
        self.friends = [
            Friend(self, number, name, own) for number, (name, own) in enumerate((friends or {}).items(), 1)
        ]
        self.error: ClubError | None = None
        self._lines: weakref.WeakSet[BenchLine] = weakref.WeakSet()
        self._pipe: Connection | None = None
        self._lock = threading.Lock()

    def open(self) -> SerialLike:
        """Start the board if it does not run yet, and return its serial line. Raises: BoardError."""
        if self.error is not None:
            raise self.error
        self.start()
        line = BenchLine(self)
        self._lines.add(line)
        return line

    def start(self) -> None:
        """Switch the board on; further calls do nothing."""
        if self._pipe is not None:
            return
        spawn = multiprocessing.get_context("spawn")
        self._pipe, theirs = spawn.Pipe()
        arguments = (theirs, self.version, self.files, [friend.files for friend in self.friends])
        process = spawn.Process(target=run_boards, args=arguments, daemon=True)
        process.start()
        theirs.close()
        threading.Thread(target=self._listen, args=(self._pipe,), daemon=True).start()

    def send(self, name: str, value: Any) -> None:
        """Change the board's world."""
        self.tell(0, name, value)

    def tell(self, number: int, name: str, value: Any) -> None:
        """Change the world of the bench's own board (0) or of a friend's (1 …)."""
        with self._lock, contextlib.suppress(OSError):
            if self._pipe is not None:
                self._pipe.send((number, name, value))

    def close(self) -> None:
        """Switch the board off."""
        with self._lock:
            if self._pipe is not None:
                self._pipe.close()
                self._pipe = None

    def _listen(self, pipe: Connection) -> None:
        while True:
            try:
                kind, number, value = pipe.recv()
            except (EOFError, OSError):
                break
            if kind == "serial":
                for line in list(self._lines):
                    line.take(value)
            elif kind == "pixels":
                (self, *self.friends)[number].show(value)
            else:
                self.error = value
        for line in list(self._lines):
            line.end()


class BenchLine:
    """The serial line of a virtual bench, as pyserial's users know it."""

    def __init__(self, bench: Bench) -> None:
        self.timeout: float | None = 1.0
        self._bench = bench
        self._received = bytearray()
        self._news = threading.Condition()
        self._open = True

    @property
    def in_waiting(self) -> int:
        """Bytes that can be read without waiting."""
        return len(self._received)

    def read(self, size: int = 1, /) -> bytes:
        """Return up to `size` bytes, waiting at most `timeout` seconds. Raises: BoardError."""
        with self._news:
            self._news.wait_for(lambda: len(self._received) >= size or not self._open, self.timeout)
            if not self._open and not self._received:
                raise self._bench.error or BoardError(
                    "board-gone",
                    N_("The virtual board has stopped."),
                    N_("Run the cell that begins with connect() again."),
                )
            block = bytes(self._received[:size])
            del self._received[:size]
            return block

    def write(self, data: bytes) -> int:
        """Send bytes to the board; return how many."""
        self._bench.send("write", bytes(data))
        return len(data)

    def close(self) -> None:
        """Give the line back; the board runs on."""
        self.end()

    def take(self, block: bytes) -> None:
        """Take what the board sent."""
        with self._news:
            self._received += block
            self._news.notify_all()

    def end(self) -> None:
        """Tell a waiting reader that nothing more comes."""
        with self._news:
            self._open = False
            self._news.notify_all()


def held(tilt_x: float, tilt_y: float) -> tuple[float, float, float]:
    """Return the acceleration (milli-g) of a board at rest, tilted by degrees to the right and towards the reader."""
    x, y = math.sin(math.radians(tilt_x)), math.sin(math.radians(tilt_y))
    z = -math.sqrt(max(0.0, 1 - x * x - y * y))
    return GRAVITY * x, GRAVITY * y, GRAVITY * z
