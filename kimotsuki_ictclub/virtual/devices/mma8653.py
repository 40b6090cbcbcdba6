"""MMA8653FC: the accelerometer of the micro:bit V1. Registers: NXP data sheet MMA8653FC, rev. 7."""

from __future__ import annotations

from collections.abc import Callable

from ..core.clock import Clock, Event
from .i2c import RegisterDevice

ADDRESS = 0x1D
OUT_X_MSB, OUT_Z_LSB, WHO_AM_I, XYZ_DATA_CFG, CTRL_REG1 = 0x01, 0x06, 0x0D, 0x0E, 0x2A
_IDENTITY = 0x5A
_ACTIVE = 1 << 0
_PERIODS = (1.25e-3, 2.5e-3, 5e-3, 10e-3, 20e-3, 80e-3, 160e-3, 640e-3)  # seconds, by CTRL_REG1.DR
_MILLI_G_PER_G = 1024  # micro:bit's milli-g: the firmware's range of 2 g is 2048


class Mma8653(RegisterDevice):
    """10-bit samples at the rate that the firmware sets; `on_ready` is its active-low interrupt line.

    acceleration() returns (x, y, z) in the micro:bit's milli-g.
    """

    def __init__(
        self,
        clock: Clock,
        acceleration: Callable[[], tuple[float, float, float]],
        on_ready: Callable[[bool], None],
    ) -> None:
        super().__init__()
        self._clock, self._acceleration, self._on_ready = clock, acceleration, on_ready
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
        period = _PERIODS[self.registers[CTRL_REG1] >> 3 & 7]
        self._next = self._clock.after(round(period * self._clock.hz), self._sample)
        full_scale = _MILLI_G_PER_G * (2 << (self.registers[XYZ_DATA_CFG] & 3))
        x, y, z = self._acceleration()
        for axis, milli_g in enumerate((-x, -y, z)):  # the firmware turns the chip's axes by 180 degrees
            value = max(-512, min(511, round(milli_g * 512 / full_scale))) & 0x3FF
            self.registers[OUT_X_MSB + 2 * axis] = value >> 2
            self.registers[OUT_X_MSB + 2 * axis + 1] = (value & 3) << 6
        self._on_ready(True)
