"""Wires between pins, of one board or of two: whoever puts out a level gives it to all, else the pull resistors do.

A wire to another board is STEP_SECONDS long: so far may the boards' clocks be apart while they run in turns. Pulses
keep their widths.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import Protocol

from .air import STEP_SECONDS
from .chips.chip import Chip
from .chips.gpio import Pads
from .oscilloscope import Playing

_KEPT_CHANGES = 4096  # of a pin; a board that pulses as fast as it can makes fewer in STEP_SECONDS


class Wired(Protocol):
    """A board, as its wires know it."""

    pads: Pads
    chip: Chip
    voltages: dict[int, float]
    wired: dict[int, End]

    @property
    def time(self) -> float:
        """Virtual seconds since power-on."""

    def now(self) -> float:
        """Return the same, exact also while the chip looks at a pin."""

    def puts_out(self, pin: int) -> bool:
        """Whether the chip drives this pin."""

    def playing(self, pin: int) -> Playing | None:
        """Return what a PWM peripheral puts on a pin; None where there is none."""

    def voltage_changed(self) -> None:
        """The voltage at a pin is another now."""


class Trace:
    """What a pin has put on its wire lately: levels 0 or 1, or None where it let go."""

    def __init__(self, level: int | None) -> None:
        self._seconds: list[float] = [float("-inf")]
        self._levels: list[int | None] = [level]

    def put(self, level: int | None, second: float) -> None:
        """The pin is at `level` from virtual second `second` of its board on."""
        if level == self._levels[-1]:
            return
        self._seconds.append(second)
        self._levels.append(level)
        if len(self._seconds) > 2 * _KEPT_CHANGES:
            del self._seconds[:_KEPT_CHANGES], self._levels[:_KEPT_CHANGES]

    def at(self, second: float) -> int | None:
        """Return the level at that second; of what is forgotten, the oldest that is known."""
        return self._levels[max(0, bisect_right(self._seconds, second) - 1)]


class End:
    """One pin on a wire. `sensed` returns the level that a sensor soldered to it puts out, if there is one."""

    def __init__(self, board: Wired, pin: int) -> None:
        self.board, self.pin, self.wire = board, pin, Wire(self)
        self._since = board.time  # when the wire was laid, by this board's clock
        self.sensed = board.pads.computed.get(pin)
        self._trace = Trace(self.put_out())
        self._level: int | None = None
        board.wired[pin] = self
        board.pads.computed[pin] = self.level

    def put_out(self) -> int | None:
        """Return the level that the board or the outside puts on this pin now; None where neither does."""
        board, pin = self.board, self.pin
        playing = board.playing(pin)
        if playing is not None:
            return playing.level(board.now())
        levels, driven = board.chip.gpio.outputs()
        if driven >> pin & 1:
            return levels >> pin & 1
        if pin in board.pads.driven:
            return board.pads.driven[pin]
        return None if self.sensed is None else self.sensed()

    def _put_out_for(self, reader: End, ago: float) -> int | None:
        if reader.board is self.board and not ago:
            return self.put_out()
        second = reader.board.now() - reader._since + self._since - ago
        if reader.board is not self.board:
            second -= STEP_SECONDS
        playing = self.board.playing(self.pin)
        level = None if playing is None else playing.level(second)
        return self._trace.at(second) if level is None else level

    def level(self, ago: float = 0.0) -> int:
        """Return the level that this pin sees, or saw `ago` seconds ago. Of different levels 0 is the stronger."""
        put = [level for end in self.wire.ends if (level := end._put_out_for(self, ago)) is not None]
        if put:
            return min(put)
        return int(sum(end.board.chip.gpio.pull(end.pin) for end in self.wire.ends) > 0)

    def samples(self, count: int, rate: float) -> list[float]:
        """Return the voltage that this pin saw last, `count` times, `rate` a second."""
        return [float(self.level((count - i) / rate)) for i in range(count)]

    def is_digital(self) -> bool:
        """Whether no voltage from outside is on the wire, or a board puts out a level there."""
        ends = self.wire.ends
        return not any(end.pin in end.board.voltages for end in ends) or any(
            end.board.puts_out(end.pin) for end in ends
        )

    def voltage(self) -> float:
        """Return the voltage that this pin sees now, as a part of the supply."""
        if self.is_digital():
            return float(self.level())
        return next(end.board.voltages[end.pin] for end in self.wire.ends if end.pin in end.board.voltages)

    def changed(self) -> None:
        """This pin puts out something else now: those on the same board who wait for an edge hear it."""
        self._trace.put(self.put_out(), self.board.now())
        level = self.level()
        if level == self._level:
            return
        for end in self.wire.ends:
            if end.board is self.board:
                end._level = level
                end.board.chip.gpio.input_changed(end.pin)
        self.board.voltage_changed()


class Wire:
    """Pins that are joined."""

    def __init__(self, end: End) -> None:
        self.ends = [end]


def join(first: tuple[Wired, int], second: tuple[Wired, int]) -> None:
    """Lay a wire between two pins: what was joined with one is then joined with the other too."""
    one, other = (board.wired.get(pin) or End(board, pin) for board, pin in (first, second))
    if one.wire is other.wire:
        return
    one.wire.ends += other.wire.ends
    for end in other.wire.ends:
        end.wire = one.wire
    for end in one.wire.ends:
        end.changed()
