"""LSM303AGR: accelerometer and compass of the micro:bit V2. Registers: ST data sheet LSM303AGR, rev. 10."""

from __future__ import annotations

import struct
from collections.abc import Callable
from math import inf

from ..core.clock import Clock
from .i2c_device import RegisterDevice

Vector = tuple[float, float, float]

ACCELEROMETER_ADDRESS, MAGNETOMETER_ADDRESS = 0x19, 0x1E
_ALL_READY = 0x0F
_COUNTS_PER_MILLI_G = 32  # at ±1 g; the driver multiplies by the range
_NANOTESLA_PER_COUNT = 150


class _Sensor(RegisterDevice):
    """Samples at a rate; a sample is "ready" until its last byte is read."""

    number_mask = 0x7F  # bit 7 means "count up", as the chip does here always
    status: int
    first_output: int

    def __init__(self, clock: Clock, measure: Callable[[], Vector]) -> None:
        super().__init__()
        self._clock, self._measure = clock, measure
        self._next = 0  # cycle of the next sample
        self._sample = b""
        self.reports_from: float = inf  # the cycle from which the interrupt pin reports a sample

    def rate(self) -> int:
        """Return the samples a second that the firmware has set; 0: off."""
        raise NotImplementedError

    def reports(self) -> bool:
        """Whether the firmware wants samples reported on the interrupt pin."""
        raise NotImplementedError

    def encode(self, measured: Vector) -> bytes:
        """Return six bytes for a measured vector in the micro:bit's frame."""
        raise NotImplementedError

    def ready(self) -> bool:
        """Whether a new sample waits."""
        return bool(self.rate()) and self._clock.now() >= self._next

    def restart(self) -> None:
        """Count the time to the next sample from now."""
        rate = self.rate()
        self._next = self._clock.now() + (self._clock.hz // rate if rate else 0)
        self._plan()

    def _plan(self) -> None:
        # The pin is looked at tens of thousands of times a second, the registers are written a few times.
        self.reports_from = self._next if self.rate() and self.reports() else inf

    def store(self, number: int, byte: int) -> None:
        """A register was written."""
        super().store(number, byte)
        self._plan()

    def load(self, number: int) -> int:
        """Give the status, a sample's bytes, or what was written."""
        if number == self.status:
            return _ALL_READY if self.ready() else 0
        place = number - self.first_output
        if not 0 <= place < 6:
            return super().load(number)
        if place == 0 or not self._sample:
            self._sample = self.encode(self._measure())
        if place == 5:
            self.restart()
        return self._sample[place]


class Accelerometer(_Sensor):
    """measure() returns (x, y, z) in the micro:bit's milli-g."""

    status, first_output = 0x27, 0x28
    _WHO_AM_I, _IDENTITY = 0x0F, 0x33
    _CTRL_REG1, _CTRL_REG3, _CTRL_REG4 = 0x20, 0x22, 0x23
    _READY_TO_PIN = 1 << 4
    _RATES = (0, 1, 10, 25, 50, 100, 200, 400, 1620, 1344)  # by CTRL_REG1.ODR

    def __init__(self, clock: Clock, measure: Callable[[], Vector]) -> None:
        super().__init__(clock, measure)
        self.registers[self._WHO_AM_I] = self._IDENTITY

    def rate(self) -> int:
        """Return the samples a second; 0: off."""
        selected = self.registers[self._CTRL_REG1] >> 4
        return self._RATES[selected] if selected < len(self._RATES) else 0

    def store(self, number: int, byte: int) -> None:
        """A write to CTRL_REG1 sets the rate."""
        super().store(number, byte)
        if number == self._CTRL_REG1:
            self.restart()

    def reports(self) -> bool:
        """Whether samples are reported on the interrupt pin."""
        return bool(self.registers[self._CTRL_REG3] & self._READY_TO_PIN)

    def encode(self, measured: Vector) -> bytes:
        """Turn into the chip's axes and range."""
        range_g = 2 << (self.registers[self._CTRL_REG4] >> 4 & 3)
        x, y, z = measured
        return struct.pack("<3h", *(_clip(value * _COUNTS_PER_MILLI_G / range_g) for value in (x, -y, z)))


class Magnetometer(_Sensor):
    """measure() returns (x, y, z) of the magnetic field in nT."""

    status, first_output = 0x67, 0x68
    _WHO_AM_I, _IDENTITY = 0x4F, 0x40
    _CFG_REG_A, _CFG_REG_C = 0x60, 0x62
    _IDLE, _READY_TO_PIN = 0x03, 1 << 0
    _RATES = (10, 20, 50, 100)  # by CFG_REG_A.ODR

    def __init__(self, clock: Clock, measure: Callable[[], Vector]) -> None:
        super().__init__(clock, measure)
        self.registers[self._WHO_AM_I] = self._IDENTITY
        self.registers[self._CFG_REG_A] = self._IDLE

    def rate(self) -> int:
        """Return the samples a second; 0: off."""
        setting = self.registers[self._CFG_REG_A]
        return 0 if setting & self._IDLE else self._RATES[setting >> 2 & 3]

    def reports(self) -> bool:
        """Whether samples are reported on the interrupt pin."""
        return bool(self.registers[self._CFG_REG_C] & self._READY_TO_PIN)

    def encode(self, measured: Vector) -> bytes:
        """Turn into the chip's axes."""
        x, y, z = measured
        return struct.pack("<3h", *(_clip(value / _NANOTESLA_PER_COUNT) for value in (x, -y, z)))


def _clip(value: float) -> int:
    return max(-32768, min(32767, round(value)))
