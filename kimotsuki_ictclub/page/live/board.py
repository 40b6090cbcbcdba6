"""A child's own virtual board: it runs the program, and tells what it shows and prints."""

from __future__ import annotations

import codecs
import math
import threading
import time
from collections import deque
from typing import TYPE_CHECKING, Any

from ...errors import ClubError
from ...images import Program
from ...images.stop_watch import StopWatch
from ...telemetry import Sample, SampleStream
from ...virtual.hosting.controls import CONTROLS, USUAL
from ...visible import visible

if TYPE_CHECKING:
    from ...virtual.hosting.room import Lights
    from ...virtual.hosting.seat import Seat, SeatLine

DARK = (0,) * 25
_UNREAD_BYTES = 8192  # of a program that floods, what came last
_LOOK_BYTES = 4096  # taken in one look
_KEPT_LINES = 120
_LONGEST_LINE = 200  # characters
_MOST_POINTS = 600  # that a page which comes later is given
_BANNER = ("MicroPython v", 'Type "help()"', ">>> ", ">>>")


class ChildBoard:
    """`state` is "off", "starting", "running", "stopped" (by a mistake), "ended" or "failed".

    `run` and `stop` may wait for the board's process: they belong into a thread. `look` never waits.
    """

    def __init__(self) -> None:
        self.state = "off"
        self.version = "v1"
        self.mistake: ClubError | None = None
        self.lines: deque[str] = deque(maxlen=_KEPT_LINES)
        self.points: deque[tuple[float, dict[str, float]]] = deque(maxlen=_MOST_POINTS)
        self.pixels: list[tuple[int, ...]] = [DARK]
        self.tone = 0.0
        self.lights: Lights = {}
        self.oled = ""
        self._settings = dict(USUAL)
        self._seat: Seat | None = None
        self._line: SeatLine | None = None
        self._watch: StopWatch | None = None
        self._turn = threading.Lock()
        self._began = 0.0
        self.rests = False  # its time stands still, because nobody looks
        self._rests_since = 0.0
        self._fresh = False
        self._shown: dict[str, Any] = {}
        self._rest = ""
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._stream = SampleStream("board", whole=False)

    @property
    def on(self) -> bool:
        """Whether there is a board, though its program may have come to an end."""
        return self._seat is not None

    def rest(self, still: bool) -> bool:
        """Let the board's time stand still, or go on; return whether that is new. The chart goes on where it stopped:
        its seconds are the board's own.
        """
        seat = self._seat
        if seat is None or still == self.rests:
            return False
        self.rests = still
        if still:
            self._rests_since = time.monotonic()
        else:
            self._began += time.monotonic() - self._rests_since
        seat.rest(still)
        return True

    @property
    def pace(self) -> float:
        """How fast the board's time goes beside the wall clock's; 1.0: as on a real board."""
        seat = self._seat
        return seat.pace if seat is not None and self.state == "running" and not self.rests else 1.0

    def run(self, program: Program, version: str, friends: tuple[dict[str, bytes], ...] = ()) -> None:
        """Put a program on the board, a new one where needed, and let it run. Raises: ClubError."""
        from ...virtual.devices.parts import expected_parts
        from ...virtual.hosting.pool import take_seat
        from ...virtual.hosting.seat_request import SeatRequest

        with self._turn:
            self._give_up()
            self.version, self.mistake, self.state = version, None, "starting"
            self._settings, self.lights, self.oled = dict(USUAL), {}, ""
            self._watch = StopWatch(program)
            self._begin()
            try:
                # linger: it begins with its line, so that nothing it prints is lost.
                parts = tuple(expected_parts(program.files))
                request = SeatRequest(version, program.files, friends, parts=parts, leds=True, linger=0.0)
                seat = take_seat(request, gives_way=True)
                self._line = seat.open_line(keep=_UNREAD_BYTES)
            except ClubError as error:
                self.state, self.mistake = "failed", error
                raise
            seat.on_tone.append(self._hear)
            seat.on_lights.append(self._light)
            seat.on_oled.append(self._read_oled)
            self._seat, self.state, self._began = seat, "running", time.monotonic()

    def stop(self) -> None:
        """Switch the board off; what it printed stays to be read."""
        with self._turn:
            self._give_up()
            if self.state in ("running", "starting"):
                self.state = "off"
            self.pixels, self.tone = [DARK], 0.0

    def press(self, name: str, value: Any, *, friend: bool = False) -> None:
        """Move a control (virtual/hosting/controls.py) of the board, or of its friend.

        Raises: LookupError for one that is not there; ValueError, TypeError for what is no place of a slider.
        """
        seat = self._seat
        if seat is None:
            return
        control = CONTROLS[name]
        if control.is_slider:
            self._settings[name] = control.place(value)
        if friend and len(self.pixels) < 2:
            return
        seat.send(int(friend), **dict([control.change(self._settings)]))
        if name == "reset" and not friend and self._watch is not None:
            self._watch.forget()
            seat.again = False
            self.mistake, self.state = None, "running"
            self._begin()

    def look(self) -> dict[str, Any]:
        """Return what is new since the last look, ready to be told."""
        news: dict[str, Any] = {}
        if self._fresh:
            self._fresh = False
            news = {"printed_anew": True, "points_anew": True, "printed": [], "points": []}
        seat, line = self._seat, self._line
        if seat is not None and line is not None and self.state != "starting":
            self._read(line, news)
            self.pixels = list(seat.pixels)
            if self.state == "running":
                self._look_for_breakdown(seat)
        shown = self._shows()
        news |= {name: value for name, value in shown.items() if self._shown.get(name) != value}
        self._shown = shown
        return news

    def whole(self) -> dict[str, Any]:
        """Return all that a page which has just come shows of the board."""
        return {"printed": list(self.lines), "points": list(self.points), **self._shows()}

    def _shows(self) -> dict[str, Any]:
        return {
            "pixels": self.pixels, "lights": self.lights, "oled": self.oled, "tone": round(self.tone),
            "state": self.state, "version": self.version, "pace": self.pace,
        }  # fmt: skip

    def _look_for_breakdown(self, seat: Seat) -> None:
        assert self._watch is not None
        if seat.error is not None:
            self._watch.take_fault(seat.error)
            self.state, self.mistake = "failed", self._watch.mistake
        elif seat.again:
            self._watch.take_restarts()
            self.state, self.mistake = "stopped", self._watch.mistake

    def _read(self, line: SeatLine, news: dict[str, Any]) -> None:
        data = line.read(_LOOK_BYTES, 0)
        if line.waiting > _LOOK_BYTES:
            line.clear()  # it prints faster than anybody reads
        if not data:
            return
        assert self._watch is not None
        if self.state == "running":
            self._watch.take(data)
            if self._watch.mistake is not None:
                self.state, self.mistake = "stopped", self._watch.mistake
            elif self._watch.ended:
                self.state = "ended"
        texts = (self._rest + self._decoder.decode(data)).replace("\r\n", "\n").split("\n")
        self._rest = texts.pop()[-_LONGEST_LINE:]
        lines = [visible(text[:_LONGEST_LINE]) for text in texts if not text.startswith(_BANNER)]
        self.lines.extend(lines)
        now = time.monotonic()
        samples = [event for event in self._stream.feed(data, now) if isinstance(event, Sample)]
        points = [(round(sample.time - self._began, 2), _finite(sample.values)) for sample in samples]
        self.points.extend(points)
        if lines:
            news["printed"] = lines[-_KEPT_LINES:]
        if points:
            news["points"] = points[-_MOST_POINTS:]

    def _begin(self) -> None:
        self.lines.clear()
        self.points.clear()
        self._rest, self._fresh, self.tone = "", True, 0.0
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._stream = SampleStream("board", whole=False)
        self._began = time.monotonic()

    def _give_up(self) -> None:
        if self._seat is not None:
            self._seat.give_up()
        self._seat = self._line = None
        self.rests = False

    def _hear(self, number: int, tone: float) -> None:
        if number == 0:
            self.tone = tone

    def _light(self, number: int, lights: Lights) -> None:
        if number == 0:
            self.lights = lights

    def _read_oled(self, number: int, text: str) -> None:
        if number == 0:
            self.oled = text


def _finite(values: dict[str, float]) -> dict[str, float]:
    return {name: value for name, value in values.items() if math.isfinite(value)}
