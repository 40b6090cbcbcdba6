"""The pins of the edge connector, from outside: what a child would see with wires and a meter."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from ..errors import VirtualBoardError
from ..language import N_
from .world import checked

if TYPE_CHECKING:
    from .microbit import Microbit

LARGEST_ANALOG = 1023  # 10 bits: 3.3 V


class Pin:
    """One pin. Reading shows what the board puts out; setting is what the outside does to it."""

    def __init__(self, board: Microbit, pin: int, number: int | str, lease: object = None) -> None:
        """`lease` is only kept, see core/machine.py."""
        self._board, self._pin, self._number, self._lease = board, pin, number, lease

    @property
    def place(self) -> int:
        """The pin of the chip."""
        return self._pin

    def __repr__(self) -> str:
        return f"<pin {self._number}: {self.digital}>"

    @property
    def digital(self) -> int:
        """The level, 0 or 1. Setting drives the pin from outside; None lets it go again.

        Raises: VirtualBoardError `input-out-of-range`.
        """
        return self._board.chip.gpio.level(self._pin)

    @digital.setter
    def digital(self, level: int | None) -> None:
        if level is not None and level not in (0, 1):
            raise VirtualBoardError(
                "input-out-of-range",
                N_("%(name)s can't be %(value)s."),
                N_("Give 0, 1, or None to let the pin go."),
                name=f"pin{self._number}.digital",
                value=repr(level),
            )
        self._board.drive(self._pin, level)

    @property
    def analog(self) -> float:
        """The voltage at the pin, 0–1023 (1023 is 3.3 V). Setting puts it there from outside, as a potentiometer does.

        Raises: VirtualBoardError `input-out-of-range`.
        """
        return self._board.analog_input(self._pin) * LARGEST_ANALOG

    @analog.setter
    def analog(self, value: float) -> None:
        number = checked(f"pin{self._number}.analog", value, 0, LARGEST_ANALOG, "")
        self._board.set_voltage(self._pin, number / LARGEST_ANALOG)

    @property
    def touched(self) -> bool:
        """Whether a finger is on the pin."""
        return self._pin in self._board.touched

    @touched.setter
    def touched(self, value: bool) -> None:
        self._board.touch(self._pin, value)

    @property
    def period_us(self) -> float:
        """The period of the pulses on the pin, in µs; 0.0 where there are none."""
        return self._board.wave(self._pin)[0] * 1e6

    @property
    def pulse_width_us(self) -> float:
        """How long each pulse on the pin is high, in µs; 0.0 where there are none."""
        return self._board.wave(self._pin)[1] * 1e6

    @property
    def duty(self) -> float:
        """The part of the time that the pin is high, 0.0–1.0 (a steady level counts as 0 or 1)."""
        period, width = self._board.wave(self._pin)
        return width / period if period else float(self.digital)

    @property
    def frequency(self) -> float:
        """Pulses a second, in Hz; 0.0 where there are none."""
        period = self._board.wave(self._pin)[0]
        return 1 / period if period else 0.0

    @property
    def edges(self) -> list[tuple[float, int]]:
        """The changes of level since this was first asked for: (virtual seconds, level)."""
        pulses = self._board.pulses[self._pin]
        if pulses.recorded is None:
            pulses.recorded = []
        return pulses.recorded

    def wire(self, other: Pin) -> None:
        """Join this pin with another one, of this board or of one in the same room (`air`).

        Raises: VirtualBoardError `not-in-one-room`.
        """
        mine, board = self._board, other._board
        if mine is not board and (mine.air is None or mine.air is not board.air):
            raise VirtualBoardError(
                "not-in-one-room",
                N_("Pins of two boards can be joined only in the same room."),
                N_("Make both boards with the same air: VirtualBoard(…, air=air)."),
            )
        mine.wire(self._pin, board, other._pin)

    def write(self, data: bytes | str) -> None:
        """Send bytes (text as UTF-8) to the pin, as a serial device there does (`uart.init(rx=…)`), at its speed."""
        self._board.send_to_pin(self._pin, data.encode() if isinstance(data, str) else bytes(data))

    def read(self) -> bytes:
        """Return what the board has sent through the pin since the last call (`uart.init(tx=…)`)."""
        wire = self._board.wires_out.get(self._pin, bytearray())
        said = bytes(wire)
        wire.clear()
        return said


class Pins:
    """The pins by number: `pins[0]`, `pins[16]`; V2 also has `pins["logo"]`."""

    def __init__(self, make: Callable[[int | str], Pin], numbers: list[int | str]) -> None:
        self._pins = {number: make(number) for number in numbers}

    def __getitem__(self, number: int | str) -> Pin:
        try:
            return self._pins[number]
        except KeyError:
            raise VirtualBoardError(
                "no-such-pin",
                N_("This board has no pin %(pin)s."),
                N_("Its pins are %(pins)s."),
                pin=number,
                pins=", ".join(map(str, self._pins)),
            ) from None

    def __iter__(self):  # type: ignore[no-untyped-def]
        return iter(self._pins.values())
