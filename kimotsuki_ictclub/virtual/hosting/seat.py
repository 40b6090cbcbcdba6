"""A seat: a virtual board that lives in a worker process, and what it shows and sends."""

from __future__ import annotations

import contextlib
import threading
import time
import weakref
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

from ...errors import ClubError, VirtualBoardError
from ...language import N_
from ..board import ProgramForBoard
from .drive import DriveTimes
from .room import Lights, Pixels
from .seat_request import SeatRequest

_ANSWER_SECONDS = 30.0
_READY_SECONDS = 60.0
_LOOK_AROUND = 0.2  # seconds: so often Ctrl-C is heard while waiting (Windows)
_TELL_TAKEN = 1024  # bytes
DARK: Pixels = (0,) * 25


class Host(Protocol):
    """The process where the board of a seat lives."""

    def send(self, seat: int, what: str, content: Any) -> None:
        """Tell it something. Raises: VirtualBoardError `host-gone`."""


class Seat:
    """One virtual board, with its friends if it has some. Dropping the seat ends the board.

    `pixels` are the LEDs of each board; `error` is what stopped the first one, until it is reset; `pace` is how fast
    its time went lately beside the wall clock's, 1.0 where the PC keeps up; `again` whether its program
    resets it again and again.
    """

    def __init__(self, host: Host, number: int, request: SeatRequest) -> None:
        self.request = request
        self.version = request.version
        self.pixels: list[Pixels] = [DARK] * (1 + len(request.friends))
        self.error: ClubError | None = None
        self.over = False
        self.pace = 1.0
        self.again = False
        self.on_leds: list[Callable[[int, Pixels], None]] = []  # called with the number of the board and its LEDs
        self.on_tone: list[Callable[[int, float], None]] = []  # called with the number of the board and its tone in Hz
        self.on_oled: list[Callable[[int, str], None]] = []  # called with the number of the board and its OLED
        self.on_lights: list[Callable[[int, Lights], None]] = []  # … and the NeoPixels at its pins
        self.on_error: list[Callable[[ClubError], None]] = []
        self._listeners: Mapping[str, Sequence[Callable[..., None]]] = {
            "leds": self.on_leds, "tone": self.on_tone, "oled": self.on_oled, "lights": self.on_lights,
        }  # fmt: skip
        self._host, self._number = host, number
        self._news = threading.Condition()
        self._ready = False
        self._asked = 0
        self._answers: dict[int, Any] = {}
        self._unwanted: set[int] = set()  # questions whose answers nobody waits for
        self._lines: weakref.WeakSet[SeatLine] = weakref.WeakSet()
        self._given_up = weakref.finalize(self, _end, host, number)

    def wait_until_ready(self) -> None:
        """Wait until the board has been switched on. Raises: ClubError where it cannot be."""
        with self._news:
            self._wait(lambda: self._ready, _READY_SECONDS)
            if self.error is not None:
                raise self.error

    def ask(self, verb: str, *arguments: Any) -> Any:
        """Let the worker do something, and return its answer. Raises: ClubError."""
        return self._answer_to(self._put(verb, arguments))

    def _answer_to(self, number: int) -> Any:
        with self._news:
            self._wait(lambda: number in self._answers, _ANSWER_SECONDS)
            answer = self._answers.pop(number)
        if isinstance(answer, ClubError):
            raise answer
        return answer

    def tell(self, number: int = 0, /, **changes: Any) -> dict[str, Any]:
        """Change the board's world by the names of `changes.CHANGES`; return how it is then. Raises: ClubError."""
        answer: dict[str, Any] = self.ask("change", number, changes)
        return answer

    def send(self, number: int = 0, /, **changes: Any) -> None:
        """Change the board's world without waiting; what is wrong is passed over."""
        self._do("change", number, changes)

    def watch(self, seconds: float) -> None:
        """Let the board run for `seconds` though no line to it is open."""
        self._do("watch", seconds)

    def rest(self, resting: bool) -> None:
        """Let the board's time stand still though a line is open, or go on; nothing that it sent is lost."""
        self._do("rest", resting)

    def write(self, data: bytes) -> None:
        """Send bytes to the board."""
        self._host.send(self._number, "write", data)

    def flash(self, program: ProgramForBoard) -> None:
        """Put another program on the board. Raises: ImageError."""
        self.ask("flash", 0, program)
        self.error = None

    def mount(self, folder: Path, unique_id: str, times: DriveTimes) -> None:
        """Give the board a drive. Raises: ClubError."""
        self.ask("mount", folder, unique_id, times)

    def unmount(self) -> None:
        """Take the drive away. Raises: ClubError."""
        self.ask("unmount")

    def open_line(self, *, keep: int | None = None, holds: bool = True) -> SeatLine:
        """Open the serial line; `keep`: what nobody reads beyond so many bytes is lost. Raises: ClubError.

        holds: the board runs as long as the line is open; else it is only heard, as long as somebody looks.
        """
        line = SeatLine(self, keep, holds)
        self._lines.add(line)
        try:
            asked = self._put("attach", ()) if holds else None  # one way there and back, where the board is new too
            self.wait_until_ready()
            if asked is not None:
                self._answer_to(asked)
        except ClubError:
            self._lines.discard(line)
            raise
        return line

    def give_up(self) -> None:
        """End the board; further calls do nothing."""
        self._given_up()
        self.stopped(gone())

    # -- from the worker (called by its host) ---------------------------------------------------------
    def hear(self, what: str, content: Any) -> None:
        """Take what the worker says."""
        if what == "serial":
            for line in list(self._lines):
                line.take(content)
        elif what in self._listeners:
            if what == "leds":
                number, pixels = content
                self.pixels[number] = pixels
            for listen in list(self._listeners[what]):
                listen(*content)
        elif what == "pace":
            self.pace = content[1]
        elif what == "again":
            self.again = content[1]
        elif what in ("error", "failed"):
            self.stopped(content if what == "failed" else content[1])
        else:
            with self._news:
                if what == "answer":
                    number, answer = content
                    if number in self._unwanted:
                        self._unwanted.discard(number)
                    else:
                        self._answers[number] = answer
                self._ready = self._ready or what == "ready"
                self.over = self.over or what == "over"
                self._news.notify_all()
            if self.over:
                self._wake_lines()

    def stopped(self, error: ClubError) -> None:
        """Take note of what stopped the board."""
        with self._news:
            first, self.error = self.error is None, self.error or error
            self._ready = True
            self._news.notify_all()
        self._wake_lines()
        if first:
            for tell in list(self.on_error):
                tell(error)

    def _wake_lines(self) -> None:
        for line in list(self._lines):
            line.wake()

    def _do(self, verb: str, *arguments: Any) -> None:
        with contextlib.suppress(VirtualBoardError):
            self._put(verb, arguments, wanted=False)

    def _put(self, verb: str, arguments: tuple[Any, ...], *, wanted: bool = True) -> int:
        with self._news:  # not while it is sent: the thread that listens needs it too
            self._asked += 1
            number = self._asked
            if not wanted:
                self._unwanted.add(number)
        self._host.send(self._number, "ask", (number, verb, arguments))
        return number

    def _wait(self, true: Callable[[], bool], seconds: float) -> None:
        left = seconds
        while not (true() or self._news.wait_for(true, min(left, _LOOK_AROUND))):
            left -= _LOOK_AROUND
            if self.error is not None and self.error.code == "host-gone":
                raise self.error
            if left <= 0:
                raise VirtualBoardError(
                    "host-silent",
                    N_("The virtual board did not answer within %(seconds)d seconds."),
                    N_("The PC is very busy. Close other programs, then try again."),
                    seconds=round(seconds),
                )

    def drop_line(self, line: SeatLine) -> None:
        """Close a line. Raises: ClubError where the board's flash cannot be kept."""
        if line in self._lines:
            self._lines.discard(line)
            if line.holds:
                self.ask("detach")

    def taken(self, count: int) -> None:
        """Tell the worker what was read: a fast board waits for its reader."""
        if self.request.pace == "fast":
            with contextlib.suppress(VirtualBoardError):
                self._host.send(self._number, "taken", count)


class SeatLine:
    """The serial line of a seat: what the board sends, to be read with or without waiting."""

    def __init__(self, seat: Seat, keep: int | None, holds: bool) -> None:
        self.holds = holds
        self._seat, self._keep = seat, keep
        self._received = bytearray()
        self._news = threading.Condition()
        self._untold = 0
        self._open = True

    @property
    def waiting(self) -> int:
        """How many bytes can be read without waiting."""
        return len(self._received)

    @property
    def ended(self) -> bool:
        """Whether nothing more will come: the line is closed, or the board has stopped or is over."""
        return not self._open or self._seat.over or self._seat.error is not None

    @property
    def error(self) -> ClubError | None:
        """What stopped the board."""
        return self._seat.error

    def read(self, size: int, timeout: float | None) -> bytes:
        """Return up to `size` bytes, waiting up to `timeout` seconds (None: for ever) for all of them."""
        left = timeout
        with self._news:
            while len(self._received) < size and not self.ended and (left is None or left > 0):
                began = time.monotonic()
                self._news.wait(_LOOK_AROUND if left is None else min(left, _LOOK_AROUND))
                left = None if left is None else left - (time.monotonic() - began)
            data = bytes(self._received[:size])
            del self._received[:size]
            self._untold += len(data)
            told = self._untold if self._untold >= _TELL_TAKEN or not self._received else 0
            self._untold -= told
        if told:
            self._seat.taken(told)
        return data

    def clear(self) -> None:
        """Forget what was not read."""
        self.read(len(self._received), 0)

    def write(self, data: bytes) -> None:
        """Send bytes to the board. Raises: VirtualBoardError `host-gone`."""
        self._seat.write(data)

    def close(self) -> None:
        """Close it; further calls do nothing. Raises: ClubError where the board's flash cannot be kept."""
        if self._open:
            self._open = False
            self.wake()
            self._seat.drop_line(self)

    def take(self, data: bytes) -> None:
        """Take what the board has sent."""
        with self._news:
            self._received += data
            if self._keep is not None and len(self._received) > self._keep:
                del self._received[: -self._keep]
            self._news.notify_all()

    def wake(self) -> None:
        """Let a waiting reader look around."""
        with self._news:
            self._news.notify_all()


def _end(host: Host, number: int) -> None:
    with contextlib.suppress(VirtualBoardError):
        host.send(number, "end", None)


def gone() -> VirtualBoardError:
    """Return the error for a board that has ended."""
    return VirtualBoardError("host-gone", N_("The virtual board is not there any more."), N_("Start it again."))
