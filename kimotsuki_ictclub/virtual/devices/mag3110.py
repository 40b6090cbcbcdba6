"""MAG3110: the compass of the micro:bit V1. Registers: NXP data sheet MAG3110, rev. 9.2."""

from __future__ import annotations

from collections.abc import Callable

from ..core.clock import Clock, Event
from .i2c import RegisterDevice

ADDRESS = 0x0E
OUT_X_MSB, OUT_Z_LSB, WHO_AM_I, CTRL_REG1 = 0x01, 0x06, 0x07, 0x10
_IDENTITY = 0xC4
_ACTIVE = 1 << 0
_PERIOD_SECONDS = 0.1
_NANOTESLA_PER_COUNT = 100


class Mag3110(RegisterDevice):
    """16-bit samples ten times a second; `on_ready` is its active-high interrupt line.

    field() returns (x, y, z) of the magnetic field in nT.
    """

    def __init__(
        self, clock: Clock, field: Callable[[], tuple[float, float, float]], on_ready: Callable[[bool], None]
    ) -> None:
        super().__init__()
        self._clock, self._field, self._on_ready = clock, field, on_ready
        self._next: Event | None = None
        self.registers[WHO_AM_I] = _IDENTITY

    def power_on(self) -> None:
        """Return to the state after power-on: no sampling."""
        self._next = None
        self.registers[CTRL_REG1] = 0

    def store(self, number: int, byte: int) -> None:
        """A write to CTRL_REG1 starts or stops sampling."""
        super().store(number, byte)
        if number == CTRL_REG1:
            self._clock.cancel(self._next)
            if byte & _ACTIVE:
                self._sample()

    def load(self, number: int) -> int:
        """Reading a sample ends its "ready"."""
        if OUT_X_MSB <= number <= OUT_Z_LSB:
            self._on_ready(False)
        return super().load(number)

    def _sample(self) -> None:
        self._next = self._clock.after(round(_PERIOD_SECONDS * self._clock.hz), self._sample)
        x, y, z = self._field()
        for axis, nanotesla in enumerate((x, y, z)):
            value = max(-32768, min(32767, round(nanotesla / _NANOTESLA_PER_COUNT))) & 0xFFFF
            self.registers[OUT_X_MSB + 2 * axis] = value >> 8
            self.registers[OUT_X_MSB + 2 * axis + 1] = value & 0xFF
        self._on_ready(True)
