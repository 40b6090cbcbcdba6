"""Virtual boards that live in time: one, or several that hear each other, kept at the pace of the wall clock."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from math import inf
from pathlib import Path
from typing import Any

from ...errors import ClubError, VirtualBoardError, writing_to
from ...files import write_whole
from ..air import Air
from ..board import ProgramForBoard, VirtualBoard
from ..flash_image import FlashImage
from ..pace import Pace
from .drive import DriveTimes, VirtualDrive
from .faults import Faults
from .seat_request import SeatRequest

# Virtual seconds that run between two looks at the outside: what a byte, a slider or an LED may wait for. Each look
# costs as much as a sleeping board does in several milliseconds.
TALKING, ATTACHED, WATCHED = 0.002, 0.02, 0.04
EARLY = 0.01  # seconds that boards may run ahead of their time, so that many have their slices together
_TALKS_SECONDS = 0.5  # how long after the last byte somebody still counts as talking
FARTHEST_BEHIND = 0.1  # seconds; a board on a busy PC then goes on from here instead of hurrying after
UNREAD_BYTES = 4096  # what USB and driver hold while nobody reads
_LED_SECONDS = 0.04
_PACE_SECONDS = 3.0  # over which it is measured how fast boards go
_TAP_SECONDS = 0.3  # how long a finger stays on a button

Pixels = tuple[int, ...]  # 25 brightnesses 0–9, row by row
Lights = dict[str, list[list[int]]]  # pin → the (red, green, blue) of its NeoPixels, 0–255 each
# what happened ("leds", "tone", "oled", "lights", "pace", "again", "error", "over"), number of the board, content
Say = Callable[[str, int, Any], None]


def lights_of(board: VirtualBoard) -> Lights:
    """Return the NeoPixels at a board's pins, as they can travel."""
    return {str(pin): [list(color) for color in colors] for pin, colors in board.neopixels.items()}


def boards_of(
    version: str,
    program: ProgramForBoard,
    friends: Sequence[Mapping[str, bytes] | FlashImage] = (),
    seed: int = 1,
    parts: Sequence[str] = (),
) -> list[VirtualBoard]:
    """Return the board with `program` and `parts` plugged in, and its friends: V1 boards that hear it by radio."""
    air = Air(seed=seed) if friends else None
    board = VirtualBoard(version, program, seed=seed, air=air)
    for part in parts:
        board.plug(part)
    return [
        board,
        *(VirtualBoard("v1", own, seed=seed + number, air=air) for number, own in enumerate(friends, 1)),
    ]


class Room:
    """The boards of one seat. Call `step` when they are `due`.

    The first board has the serial line. While nobody looks and no line is open, time stands still for all of them.
    """

    def __init__(self, request: SeatRequest, say: Say) -> None:
        """Raises: ClubError where the program does not fit."""
        self.request = request
        self.boards = boards_of(request.version, request.program, request.friends, request.seed, request.parts)
        self.board = self.boards[0]
        self.board.on_serial(self._collect)
        self.listeners: list[Callable[[bytes], None]] = []  # get what the first board sends
        self.error: ClubError | None = None  # what stopped the board, until it is reset
        self.lines = 0  # open serial lines
        self.held = False  # in the middle of a reset
        self.resting = False  # time stands still, though a line is open
        self.drive: VirtualDrive | None = None
        self._say = say
        self._pace = Pace(self.board.time)
        self._watched_until = time.monotonic() + request.linger
        self._last_byte = 0.0
        self._unsent = bytearray()
        self._collected: deque[tuple[float, bytes]] = deque()  # virtual second, what the board sent then
        self._unread = 0
        self._hears = False  # a board that was just switched on loses what is sent before its receiver is on
        self._over = False
        self._shown: list[Pixels] = [()] * len(self.boards)
        self._heard: list[float] = [0.0] * len(self.boards)  # Hz
        self._lit: list[Lights] = [{} for _board in self.boards]
        self._again = False  # whether the program of the first board starts again and again
        self._led_time = -1.0
        self._fingers: list[tuple[float, int, str]] = []  # (virtual second at which it goes, board, button)
        self._flushing: list[Callable[[], None]] = []
        self._drive_due = 0.0
        self._pace_from = (time.monotonic(), self.board.time)
        self._told_pace = 1.0

    # -- time -----------------------------------------------------------------------------------------
    @property
    def runs(self) -> bool:
        """Whether time passes for the boards."""
        if self.held or self.resting or self._over or self.error is not None:
            return False
        return self.lines > 0 or time.monotonic() < self._watched_until

    @property
    def talks(self) -> bool:
        """Whether bytes went to the board a moment ago: it is to answer at once."""
        return self.lines > 0 and time.monotonic() - self._last_byte < _TALKS_SECONDS

    @property
    def behind(self) -> float:
        """How far the boards' time is behind the wall clock, in seconds."""
        return self._pace.behind(self.board.time) if self.runs and self.request.pace == "real" else 0.0

    def due(self) -> float | None:
        """Return when (`time.monotonic`) the boards or the drive want a step; None: not until something happens."""
        due = self._drive_due if self.drive is not None else inf
        if self.runs:
            if self.request.pace == "real":
                # What the board has sent goes out at its time, though the board may have run ahead.
                due = min(due, self._pace.due(self._collected[0][0] if self._collected else self.board.time))
            elif self._unread < UNREAD_BYTES:
                due = 0.0
        return None if due == inf else due

    def step(self, longest: float = WATCHED) -> None:
        """Let the drive look, and the boards run for `longest` virtual seconds at most; give on what they sent."""
        now = time.monotonic()
        if self.drive is not None and now >= self._drive_due:
            self.drive.step()
            self._drive_due = time.monotonic() + self.drive.look_seconds
        if not self.runs:
            return
        if self.request.pace == "real":
            behind = self._pace.behind(self.board.time)
            if behind > FARTHEST_BEHIND:
                self._pace.go_on(self.board.time)
            elif behind < (0.0 if self.talks else -EARLY):
                self.pass_on()
                return
        elif self._unread >= UNREAD_BYTES:
            return
        if self.board.time == 0 and self.request.until is None and self.board.pass_boot():
            self._go_on()  # the program begins now, and not when a real board would have booted
        seconds = min(longest, TALKING if self.talks else ATTACHED if self.lines else WATCHED)
        if self.request.until is not None:
            seconds = min(seconds, max(0.0, self.request.until - self.board.time))
        try:
            self._send_unsent()
            self.board.run(seconds)
        except VirtualBoardError as error:
            self.stop(error)
        self._after_step()

    def _after_step(self) -> None:
        for finger in [finger for finger in self._fingers if self.board.time >= finger[0]]:
            self._fingers.remove(finger)
            self.boards[finger[1]].release(finger[2])
        self.pass_on()
        if self.request.leds and self.board.time - self._led_time >= _LED_SECONDS:
            self._show_leds()
        if self.board.starts_again != self._again:
            self._again = not self._again
            self._say("again", 0, self._again)
        self._tell_pace()
        if self.request.until is not None and self.board.time >= self.request.until - 1e-6:
            self._over = True
            self.pass_on()
            self._show_leds()
            self._say("over", 0, None)
        if self._flushing and (not self._waiting or not self.runs):
            done, self._flushing = self._flushing, []
            for tell in done:
                tell()

    def stop(self, error: ClubError) -> None:
        """Take note that the firmware stopped: as a real board, only a reset brings it back."""
        if self.request.cable is not None:
            self.board.reset()  # nobody else is there to press the button
        else:
            self.error = error
        self._say("error", 0, error)

    def watch(self, seconds: float) -> None:
        """Let the boards run for `seconds` from now on, though no line is open."""
        self._watched_until = max(self._watched_until, time.monotonic() + seconds)

    # -- the serial line ------------------------------------------------------------------------------
    def attach(self) -> None:
        """Somebody opens the line."""
        self.lines += 1
        self._pace_from = (time.monotonic(), self.board.time)

    def detach(self) -> None:
        """Somebody closes the line. Raises: VirtualBoardError where the flash cannot be kept."""
        self.lines -= 1
        self.watch(self.request.linger)
        if self.held:
            self.reset(0)
        if self.lines == 0:
            self._collected.clear()
            self._unread = 0
            self.save()

    def write(self, data: bytes) -> None:
        """Send bytes to the board; they travel at the speed of the line."""
        self._last_byte = time.monotonic()
        self._unsent += data

    def forget_unsent(self) -> None:
        """Drop bytes that have not left yet."""
        self._unsent.clear()

    def flush(self, tell: Callable[[], None]) -> None:
        """Call `tell` when the line has carried all bytes to the board."""
        if self._waiting and self.runs:
            self._flushing.append(tell)
        else:
            tell()

    def taken(self, count: int) -> None:
        """The reader has taken so many bytes."""
        self._unread -= count

    @property
    def _waiting(self) -> bool:
        return bool(self._unsent or self.board.serial.waiting)

    def _send_unsent(self) -> None:
        self._hears = self._hears or self.board.is_listening
        if self._hears and self._unsent:
            self.board.serial.write(bytes(self._unsent))
            self._unsent.clear()

    def _collect(self, data: bytes) -> None:
        self._collected.append((self.board.time, data))

    def pass_on(self) -> None:
        """Give what the board has sent to whoever listens: at its time, at once where somebody waits for an answer."""
        if not self._collected:
            return
        at_once = self.request.pace == "fast" or self.talks or not self.runs
        data = b""
        while self._collected and (at_once or self._pace.behind(self._collected[0][0]) >= 0):
            data += self._collected.popleft()[1]
        if data:
            if self.lines:
                self._unread += len(data)
            for listener in self.listeners:
                listener(data)

    # -- what is done to the boards -------------------------------------------------------------------
    def tap(self, number: int, button: str) -> None:
        """Press a button of a board, and let it go a moment later."""
        self.boards[number].press(button)
        self._fingers.append((self.board.time + _TAP_SECONDS, number, button))

    def reset(self, number: int) -> None:
        """Press the reset button of a board."""
        self.boards[number].reset()
        self._started(number)

    def flash(self, number: int, program: ProgramForBoard) -> None:
        """Put another program on a board. Raises: ImageError."""
        self.boards[number].flash(program)
        self._started(number)
        self.save()
        self.watch(self.request.linger)

    def _started(self, number: int) -> None:
        self.error = None
        self._pace_from = (time.monotonic(), self.board.time)
        self.held = False
        self._fingers = [finger for finger in self._fingers if finger[1] != number]

    def hold(self, held: bool) -> None:
        """Press the reset button of the first board and hold it, or let it go: a break on the line does so."""
        if held:
            self.held = True
        else:
            self.reset(0)

    def mount(self, folder: Path, unique_id: str, times: DriveTimes, faults: Faults | None = None) -> VirtualDrive:
        """Give the first board a drive."""
        self.drive = VirtualDrive(
            folder,
            unique_id,
            lambda text: self.flash(0, text),
            times=times,
            faults=faults,
            data_log=lambda: self.board.data_log,
        )
        return self.drive

    def rest(self, resting: bool) -> None:
        """Let the boards' time stand still, or go on from where it stood; nothing that was sent is lost."""
        self.resting = resting
        self._go_on()

    def _go_on(self) -> None:
        """Let the boards' time belong to this moment, and measure from here how fast it goes."""
        self._pace.go_on(self.board.time)
        self._pace_from = (time.monotonic(), self.board.time)

    def unmount(self) -> None:
        """Take the drive away."""
        if self.drive is not None:
            self.drive.unplug()
            self.drive = None

    def save(self) -> None:
        """Keep the flash, where a file for it was named. Raises: VirtualBoardError `state-not-kept`."""
        if self.request.state is not None:
            with writing_to(self.request.state, VirtualBoardError, "state-not-kept"):
                write_whole(self.request.state, self.board.flash_content.flash)

    # -- what they show -------------------------------------------------------------------------------
    def _tell_pace(self) -> None:
        """Say how fast the boards' time goes, where that has changed: only while a line is open, or it may stand."""
        now = time.monotonic()
        began, at = self._pace_from
        if now - began < _PACE_SECONDS:
            return
        self._pace_from = (now, self.board.time)
        pace = round(min(1.0, (self.board.time - at) / (now - began)), 1)
        if self.lines and self.request.pace == "real" and pace != self._told_pace:
            self._told_pace = pace
            self._say("pace", 0, pace)

    def _show_leds(self) -> None:
        self._led_time = self.board.time
        for number, board in enumerate(self.boards):
            pixels = tuple(level for row in board.display.rows for level in row)
            if pixels != self._shown[number]:
                self._shown[number] = pixels
                self._say("leds", number, pixels)
            tone = round(board.pitch, 1)
            if tone != self._heard[number]:
                self._heard[number] = tone
                self._say("tone", number, tone)
            if board.has_oled and board.oled.changed():
                self._say("oled", number, board.oled.text)
            lights = lights_of(board)
            if lights != self._lit[number]:
                self._lit[number] = lights
                self._say("lights", number, lights)
