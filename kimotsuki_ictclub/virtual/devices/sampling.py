"""What the two motion sensors of the V1 share: they sample at a rate and report each sample on a pin."""

from __future__ import annotations

from collections.abc import Callable

from ..core.clock import Clock, Event
from .i2c_device import RegisterDevice

Vector = tuple[float, float, float]
_ACTIVE = 1 << 0  # of the control register


class SamplingSensor(RegisterDevice):
    """Three axes of two bytes each from `first_output` on, sampled while the control register says so.

    measure() returns the vector to encode; on_ready(True) reports a sample, on_ready(False) that it was read.
    """

    identity_register: int
    identity: int
    control: int
    first_output: int

    def __init__(self, clock: Clock, measure: Callable[[], Vector], on_ready: Callable[[bool], None]) -> None:
        super().__init__()
        self._clock, self._measure, self._on_ready = clock, measure, on_ready
        self._next: Event | None = None
        self.registers[self.identity_register] = self.identity

    def period(self) -> float:
        """Return the seconds between samples, as the firmware has set them."""
        raise NotImplementedError

    def encode(self, measured: Vector) -> bytes:
        """Return the six output bytes for a vector in the micro:bit's frame."""
        raise NotImplementedError

    def power_on(self) -> None:
        """Return to the state after power-on: no sampling."""
        self._next = None
        self.registers[self.control] = 0

    def store(self, number: int, byte: int) -> None:
        """A write to the control register starts or stops sampling."""
        super().store(number, byte)
        if number == self.control:
            self._clock.cancel(self._next)
            if byte & _ACTIVE:
                self._sample()

    def load(self, number: int) -> int:
        """Reading a sample ends its "ready"."""
        if 0 <= number - self.first_output < 6:
            self._on_ready(False)
        return super().load(number)

    def _sample(self) -> None:
        self._next = self._clock.after(round(self.period() * self._clock.hz), self._sample)
        self.registers[self.first_output : self.first_output + 6] = self.encode(self._measure())
        self._on_ready(True)
